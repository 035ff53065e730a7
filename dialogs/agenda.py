"""The agenda before a meeting, in a chat: confirm it, move an item, take one off."""

from dialogs.cards.agenda import draft_card
from dialogs.meetings import next_meeting
from dialogs.turn import Turn, show
from dialogs.words import sitting as words
from panel import commands as c
from panel.errors import InvalidAnswer, MoveNotAllowed
from panel.ports import Reply


def confirm(turn: Turn, meeting_id: str = "") -> Reply:
    """“confirm agenda”: that of the next meeting, or of the card (RO-11.2)."""
    meeting = meeting_id or next_meeting(turn).id
    try:
        answer = turn.do(c.ConfirmAgenda, meeting=meeting)
    except MoveNotAllowed as refused:
        return _card(turn, meeting, str(refused))
    return _card(turn, meeting, words.noted(answer.code, "", answer.facts))


def move_item(turn: Turn, ref: str, place: str, meeting_id: str = "") -> Reply:
    """“move item CB-0001 to 2”."""
    meeting = meeting_id or _listed(turn, ref)
    try:
        answer = turn.do(c.MoveItem, meeting=meeting, ref=ref, place=int(place) if place.isdigit() else 0)
    except InvalidAnswer as wrong:
        return _card(turn, meeting, str(wrong))
    return _card(turn, meeting, words.noted(answer.code, ref, answer.facts))


def take_off(turn: Turn, ref: str, reason: str, meeting_id: str = "") -> Reply:
    """“take off CB-0001 because …” (RF-37)."""
    meeting = meeting_id or _listed(turn, ref)
    try:
        answer = turn.do(c.TakeOff, meeting=meeting, ref=ref, reason=reason)
    except (InvalidAnswer, MoveNotAllowed) as refused:
        return _card(turn, meeting, str(refused))
    return _card(turn, meeting, words.noted(answer.code, ref, answer.facts))


def _listed(turn: Turn, ref: str) -> str:
    """The meeting ahead that lists the case, or the next one, where the answer is that it is not on the agenda."""
    ahead = turn.office.meetings_ahead(turn.office.referral(ref).panel, turn.now)
    found = [meeting.id for meeting in ahead if meeting.item(ref)]
    return found[0] if found else next_meeting(turn).id


def _card(turn: Turn, meeting: str, said: str) -> Reply:
    return show(turn, draft_card(turn, turn.office.meeting(meeting)), said)
