"""The card of the minutes of a meeting."""

from collections.abc import Sequence

from microsoft_teams import cards as c

from dialogs.cards.parts import button, card, facts, heading, plain, text
from dialogs.turn import Turn
from dialogs.words import minutes as words
from panel import meeting_permissions
from panel.minutes import Minutes, MinutesStatus
from panel.ports import Message


def minutes_card(turn: Turn, minutes: Minutes, refs: Sequence[str]) -> Message:
    """The minutes with the items of these references, and what this person can do about them (RO-11.7, CB-10.6)."""
    body: list[c.CardElement] = [facts(words.about(turn.office, minutes))]
    for part in words.parts(turn.office, minutes, refs):
        body += [heading(part.title), text(plain("\n".join(f"- {line}" for line in part.lines)))]
    buttons = []
    signers = meeting_permissions.minute_signers(turn.office, turn.office.meeting(minutes.id), turn.today)
    if minutes.status is MinutesStatus.DRAFT and minutes.settled_at and turn.person in signers:
        buttons = [button("Sign the minutes", turn.button("sign_minutes", meeting=minutes.id), main=True)]
        body.append(text("Once signed they are locked and sent out. Corrections are then added below.", quiet=True))
    return card(words.title(minutes), body, buttons, words.title(minutes))
