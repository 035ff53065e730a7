"""Who sits at a meeting, in a chat: arrivals, conflicts, apologies, substitutes, presenters who did not come."""

import re

from dialogs.cards.meeting import agenda_card
from dialogs.meetings import by_name, in_session, meeting_and_rest
from dialogs.turn import Turn, say, show
from dialogs.words import sitting as words
from panel import commands as c
from panel.commands import AboutMeeting
from panel.errors import Refused
from panel.ports import Answer, Reply

_REF = re.compile(r"\s+([A-Za-z]{2,4}-\d{1,6})\b[\s:,]*", re.IGNORECASE)


def arrived(turn: Turn, name: str) -> Reply:
    """“arrived Joan Ellis”."""
    return _person(turn, c.Arrive, name)


def left(turn: Turn, name: str) -> Reply:
    """“left Joan Ellis”; the answer says when that breaks the quorum."""
    return _person(turn, c.Leave, name)


def here(turn: Turn, meeting_id: str, was: tuple[str, ...], now: tuple[str, ...]) -> Reply:
    """Those ticked on the card, against those it was drawn with: what others noted in between stays."""
    came, went = tuple(who for who in now if who not in was), tuple(who for who in was if who not in now)
    answer = turn.do(c.NoteWhoIsHere, meeting=meeting_id, came=came, went=went)
    return _noted(turn, answer, "")


def no_part(turn: Turn, meeting_id: str, person: str, ref: str) -> Reply:
    """Who was chosen on the card takes no part in the item chosen there."""
    if not person or not ref:
        raise Refused(words.CHOOSE_BOTH)
    reason = turn.given.get("remark", "")
    answer = turn.do(c.DeclareConflict, meeting=meeting_id, person=person, ref=ref, reason=reason)
    return _noted(turn, answer, turn.office.name(person))


def chair(turn: Turn, name: str) -> Reply:
    """“chair Ruth Adeyemi”: another of those who may takes the chair."""
    return _person(turn, c.TakeChair, name)


def conflict(turn: Turn, typed: str) -> Reply:
    """“conflict Joan Ellis CB-0001 reason”."""
    found = _REF.search(typed)
    if found is None:
        raise Refused(words.HOW_CONFLICT.format(ref=turn.example))
    name, ref, reason = typed[: found.start()], found[1].upper(), typed[found.end() :]
    person, meeting = by_name(turn, name), in_session(turn)
    answer = turn.do(c.DeclareConflict, meeting=meeting.id, person=person, ref=ref, reason=reason)
    return _noted(turn, answer, turn.office.name(person))


def sorry(turn: Turn, typed: str) -> Reply:
    """“sorry 9 December reason”: a member cannot come."""
    meeting, reason = meeting_and_rest(turn, typed, words.HOW_AWAY)
    answer = turn.do(c.SayAway, meeting=meeting.id, person=turn.person.id, reason=reason)
    return say(words.noted(answer.code, turn.person.name, answer.facts))


def substitute(turn: Turn, member: str, by: str, typed: str) -> Reply:
    """“substitute Joan Ellis by Sam Okafor for 9 December because leave”."""
    meeting, reason = meeting_and_rest(turn, typed, words.HOW_SUBSTITUTE)
    reason = re.sub(r"^because\s+", "", reason, flags=re.IGNORECASE)
    away, instead = by_name(turn, member), by_name(turn, by)
    answer = turn.do(c.NameSubstitute, meeting=meeting.id, person=away, substitute=instead, reason=reason)
    return say(words.noted(answer.code, turn.office.name(instead), answer.facts))


def presenter_absent(turn: Turn, ref: str, choice: str, reason: str) -> Reply:
    """“presenter absent CB-0001 hear because …” or “… move because …”, as the Chair chooses (RF-23)."""
    hear = choice.lower() == "hear"
    answer = turn.do(c.MissPresenter, meeting=in_session(turn).id, ref=ref, hear=hear, reason=reason)
    return _noted(turn, answer, ref)


def _person(turn: Turn, command: type[AboutMeeting], name: str) -> Reply:
    person = by_name(turn, name)
    answer = turn.do(command, meeting=in_session(turn).id, person=person)
    return _noted(turn, answer, turn.office.name(person))


def _noted(turn: Turn, answer: Answer, name: str) -> Reply:
    card = agenda_card(turn, turn.office.meeting(answer.about))
    return show(turn, card, words.noted(answer.code, name, answer.facts))
