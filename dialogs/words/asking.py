"""What the clerk says when a referral is held, signed in steps, looked at first, or decided without a meeting."""

HOW_TO_ENTER = "I can’t tell who “{name}” is. Please give the full name as on the list of staff."
HOW_TO_CHANGE = "Please type: manager {ref} is Dilys Morgan because … and the reason."
HOW_TO_WAIVE = "Please type: waive {ref}, which paper, because … and the reason."
PLEASE_NOTE = "Please note"
NO_ACTION = "It needs nothing from you now."


def entered_for(ref: str, name: str) -> str:
    """To the administrator who began a referral for somebody else."""
    return f"I’ve begun {ref} for {name}, who owns it and must send it. You can fill it in, and I have told them."


def noted(say: str) -> str:
    """A warning after answers were saved; it stops nothing."""
    return f"Please note: {say}"


def held(ref: str, say: str, title: str) -> str:
    """After answers were saved with which it cannot be sent; `title` is who may let it through, or empty."""
    way_on = f" If it cannot wait, type “exception {ref} because …” and I will ask the {title}." if title else ""
    return f"It can’t be sent yet: {say}{way_on}"


def elsewhere_asked(ref: str, who: str) -> str:
    """After answers that may send a referral elsewhere; `who` says for whom it waits."""
    return f"{ref} may not be for this panel. It {who}. I will tell you the answer."


def exception_asked(ref: str, who: str) -> str:
    """To who asked for an exception."""
    return f"I have asked. {ref} {who}. I will tell you the answer."


def exception_agreed(ref: str, waits: str) -> str:
    """To the officer who let it through; `waits` says for whom it still waits, or is empty."""
    rest = f" It {waits}." if waits else " Its people have been told, and can send it."
    return f"You have let {ref} through, and your name and reason stay on it.{rest}"


def elsewhere_agreed(ref: str) -> str:
    """To the officer who agreed that a referral belongs elsewhere."""
    return f"{ref} goes elsewhere. Its people have been told where."


def exception_refused(ref: str, stays: bool) -> str:
    """To the officer who said no."""
    if stays:
        return f"{ref} goes on here. Its people have been told."
    return f"{ref} is a draft again. Its people have been told why."


def waived(ref: str, label: str) -> str:
    """To whoever let a paper go."""
    return f"{ref} can go without “{label}”. Your name and reason stay on it, and the members see them."


def manager_changed(ref: str, name: str) -> str:
    """To whoever named another manager."""
    return f"{ref} is now with {name}. Everyone concerned has been told."


NO_PLACE = " No panel has a free place yet; the administrator has been told."


def booked(when: str) -> str:
    """A sentence about the place a referral got."""
    return f" It is booked for {when}."


def waits(who: str) -> str:
    """A sentence about whom a referral waits for."""
    return f" It {who}."


def sent(ref: str, who: str) -> str:
    """After a referral was sent to somebody other than one manager."""
    return f"{ref} has been sent. It {who}. I will tell you when it goes on, or comes back."


def received(ref: str, place: str) -> str:
    """After a referral was sent that nobody has to sign; `place` is a sentence about what comes next, or empty."""
    return f"{ref} has been received.{place}"


def signed(ref: str, place: str) -> str:
    """To somebody who signed; `place` is a sentence about what comes next."""
    return f"You have signed {ref}.{place}"


def decided(ref: str) -> str:
    """To whoever decided without a meeting."""
    return f"Your decision on {ref} is recorded and binding. Everyone who must know has been told."


def to_panel(ref: str) -> str:
    """To whoever sent a request on to the panel."""
    return f"{ref} goes to the panel. Its people have been told."
