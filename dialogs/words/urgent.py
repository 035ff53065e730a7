"""What the clerk says on the emergency route beyond asking and deciding: support, telephone, absence, admission."""

NOT_FOR_YOU = "Only the panel administrator, a Chair or a Head of Service can see who is on duty."
IS_AWAY = " (out of office)"
HOW_AWAY = "Please type, for example: away from 1 December 2026 until 5 December 2026"
WHICH_CALL = "Please say which emergency and when, for example: told 4F7K resources by phone at 22:50 Asha: will search"
UNCONFIRMED = "UNCONFIRMED: given by telephone, not yet confirmed"
DENIED = "DENIED by the officer named; an approver must decide anew"


def support_asked(ref: str, name: str) -> str:
    """To who asked, where a manager supports first."""
    return (
        f"I have asked {name} to support {ref}. Then I ask an approver at once. If nobody answers in time I ask the "
        "next person. If a child is in danger now, telephone: do not wait for me."
    )


def supported(ref: str, name: str) -> str:
    """To who supported a request."""
    return f"You have supported {ref}. I have asked {name} to decide it."


def not_supported(ref: str) -> str:
    """To who did not support a request."""
    return f"You have not supported {ref}. The people who work on the case have your reason."


def phoned(ref: str, name: str, approved: bool) -> str:
    """To the administrator who wrote a call down."""
    if not approved:
        return f"Noted: {name} refused {ref} by telephone. The people who work on the case have been told."
    return (
        f"Noted, word for word: {name} approved {ref} by telephone. It counts from now and is marked unconfirmed "
        f"until {name} confirms it. I ask every hour of the day."
    )


def confirmed(ref: str) -> str:
    """To the approver."""
    return f"Thank you. Your approval of {ref} is confirmed."


def denied(ref: str) -> str:
    """To the approver who denies a call."""
    return (
        f"Noted: you did not approve {ref}. The administrator and the Chairs have been told to act now. "
        "No search may go on. Nothing else was stopped."
    )


def nobody_called(name: str) -> str:
    """When no one person on the list of staff has this name."""
    return f"I don’t know one person called “{name}”. Please type the full name as it stands on the list of staff."


def placement_ended(ref: str) -> str:
    """To the Resources Team."""
    return f"Noted. What was approved for {ref} still goes to the panel, which hears the whole of it."


def papers_on_their_way(ref: str, count: int, address: str) -> str:
    """To who asked for the papers."""
    papers = "1 paper" if count == 1 else f"{count} papers"
    return f"I am sending you {papers} of {ref} by e-mail, to {address} only."


def history_on_its_way(ref: str, address: str) -> str:
    """To who asked for the history as a file."""
    return f"I am sending you the history of {ref} as a Word file, to {address} only."


def call_noted(ref: str, whom: str, when: str) -> str:
    """To who told somebody by telephone."""
    return f"Noted for {ref}: {whom} told by telephone, {when}."


def admission_noted(ref: str, listed: str, authorised_by: str) -> str:
    """To who recorded an admission."""
    where = f"It goes to the panel on {listed}, after the event." if listed else "No panel is on the list yet."
    who = (
        f"Authorised by {authorised_by}."
        if authorised_by
        else "Nobody who may authorise it was named, so the Chair has been told to look at it now."
    )
    return f"Noted: the child of {ref} was admitted before the panel. {who} {where} I ask for the form each day."


def how_admitted(ref: str) -> str:
    """When the line cannot be read."""
    return f"Please type: admitted {ref} 5 January 2026 10:30 the circumstances; authorised by and the name"


def away(since: str, until: str) -> str:
    """To who is out of office."""
    return (
        f"Noted: you are out of office from {since} until {until}. Others are asked meanwhile. Type “I am back” sooner."
    )


def back(listed: bool) -> str:
    """To who is here again."""
    more = " The council’s list still has you away: please ask the administrator to change it." if listed else ""
    return f"Welcome back. You are asked again from now on.{more}"


def gaps(missing: list[str]) -> str:
    """The hours of the coming week at which nobody could be asked."""
    if not missing:
        return "At every hour of the next seven days somebody can be asked."
    return f"Nobody can be asked: {'; '.join(missing)}. Please put somebody on the rota."


def acknowledged() -> str:
    """To who answered a drill."""
    return "Thank you. That was a drill: there is no child and no case, and nothing else follows."
