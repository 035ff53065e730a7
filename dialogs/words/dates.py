"""What the clerk says about dates: planned, moved, cancelled, late requests and papers."""

HOW_TO_MOVE = "Please type: move meeting 9 December 2026 to 10 December 2026 09:30 and the reason."
HOW_TO_OFFER = "Please attach the late paper to the very message that says “late paper”, the reference and “because …”."
HOW_TO_CANCEL = "Please type: cancel meeting 9 December 2026 and the reason."


def planned(added: list[str], to_decide: list[tuple[str, str]]) -> str:
    """After dates were planned: those added, and those on closed days, each with why."""
    lines = [f"Added: {', '.join(added)}." if added else "No date was added."]
    lines += [f"To decide: {day} ({why}). Type “move meeting” or “cancel meeting”." for day, why in to_decide]
    return "\n\n".join(lines)


def meeting_moved(was: str, now: str, cutoff: str) -> str:
    """After a meeting was moved."""
    return f"The panel of {was} is now on {now}. Requests close {cutoff}. Everyone affected has been told."


def cancel_asked(day: str) -> str:
    """To who asked to cancel a meeting."""
    return (
        f"I have asked those who may agree to cancel the panel of {day}. Nothing is announced or changed until one "
        "of them answers. I will tell you."
    )


def meeting_cancelled(day: str) -> str:
    """To who agreed, or whose own request was enough."""
    return f"The panel of {day} is cancelled. Its cases have been given other places, and everyone has been told."


def cancel_refused(day: str) -> str:
    """To the officer who let a meeting stand."""
    return f"The panel of {day} goes on. The person who asked has been told why."


def late_asked(ref: str, day: str) -> str:
    """To who asked that a late request is heard."""
    return (
        f"I have asked the Chair and the Head of Service whether {ref} can be heard on {day}. "
        "Until one of them agrees it keeps the place it has."
    )


def late_agreed(ref: str, when: str) -> str:
    """To the officer who let a late request be heard."""
    return f"{ref} will be heard on {when}. The agenda says that it is late, and that you agreed."


def late_refused(ref: str) -> str:
    """To the officer who did not."""
    return f"{ref} stays as it is. Its people have been told why."


def paper_offered(ref: str, label: str) -> str:
    """To who asked that a late paper goes with a case."""
    return (
        f"I have asked the Chair and the Head of Service whether “{label}” may still go with {ref}. "
        "Until one of them agrees its papers stay as they are."
    )


def paper_agreed(ref: str, count: int = 1) -> str:
    """To the officer who let late papers go with their case."""
    goes = "The paper goes" if count == 1 else "The papers go"
    return f"{goes} with {ref}. Its people and the administrator have been told."


def papers_sent(day: str, count: int) -> str:
    """To the administrator."""
    return f"Noted: the papers for {day} are out, {count} case{'' if count == 1 else 's'}. The members have been told."
