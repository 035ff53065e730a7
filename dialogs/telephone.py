"""A decision given by telephone: the administrator writes it down, and whoever gave it confirms it."""

from dialogs.cards.emergency import decided_card
from dialogs.cards.telephone import confirm_card
from dialogs.turn import Turn, show
from dialogs.words import urgent as words
from panel import commands as c
from panel.emergency import Confirmation, EmergencyApproval
from panel.errors import InvalidAnswer, Refused
from panel.ports import Reply


def phoned(turn: Turn, ref: str, name: str, how: str, said: str) -> Reply:
    """What an approver said, word for word."""
    emergency = turn.office.emergency(ref)
    approver = _named(turn, name)
    approved = how.lower() == "approved"
    turn.do(c.RecordPhoned, ref=emergency.id, approver=approver, approved=approved, words=said)
    kept = turn.office.emergency(emergency.id)
    return show(turn, decided_card(turn.office, kept), words.phoned(kept.id, turn.office.name(approver), approved))


def confirm(turn: Turn, ref: str) -> Reply:
    """Yes, that is what I said."""
    emergency = turn.office.emergency(ref)
    turn.do(c.ConfirmPhoned, ref=emergency.id)
    return show(turn, decided_card(turn.office, turn.office.emergency(emergency.id)), words.confirmed(emergency.id))


def deny(turn: Turn, ref: str, said: str) -> Reply:
    """No, I did not."""
    emergency = turn.office.emergency(ref)
    try:
        turn.do(c.DenyPhoned, ref=emergency.id, words=said)
    except InvalidAnswer as wrong:
        return show(turn, confirm_card(turn.tools, turn.office, emergency, turn.person.id), str(wrong))
    return show(turn, decided_card(turn.office, turn.office.emergency(emergency.id)), words.denied(emergency.id))


def waiting_for(turn: Turn) -> list[str]:
    """References of approvals this person is said to have given by telephone, and has not confirmed."""
    live = turn.office.records.find(EmergencyApproval, live="yes")
    return [each.id for each in live if each.decided_by == turn.person.id and each.confirmation is Confirmation.AWAITED]


def _named(turn: Turn, name: str) -> str:
    """The one member of staff of this name; raises `Refused` when there is none or several."""
    wanted = " ".join(name.lower().split())
    found = [p.id for p in turn.office.council.directory.everyone() if p.name.lower() == wanted]
    if len(found) != 1:
        raise Refused(words.nobody_called(name))
    return found[0]
