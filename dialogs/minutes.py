"""The minutes of a meeting, in a chat: read, added to, signed, corrected."""

from collections.abc import Callable

from dialogs.cards.minutes import minutes_card
from dialogs.turn import Turn, show
from dialogs.words import minutes as words
from panel import commands as c
from panel import meeting_permissions, policies
from panel.answers import read_date
from panel.errors import Refused
from panel.minutes import Minutes, MinutesStatus
from panel.ports import Reply


def read(turn: Turn, typed: str = "") -> Reply:
    """“minutes” or “minutes 11 November 2026”: the last ones, or those of that day."""
    return _shown(turn, _of_day(turn, typed) if typed else _last(turn, lambda _: True, words.NONE_YET))


def add(turn: Turn, typed: str) -> Reply:
    """“minutes add: …”, to the last draft; a day before the colon names another."""
    minutes, text = _named(turn, typed, lambda each: each.status is MinutesStatus.DRAFT, words.NO_DRAFT)
    if not text:
        raise Refused(words.HOW_TO_ADD)
    turn.do(c.AddToMinutes, meeting=minutes.id, text=text)
    return _shown(turn, minutes, words.ADDED)


def correct(turn: Turn, typed: str) -> Reply:
    """“minutes correct: …”, to the last that are locked; a day before the colon names others."""
    minutes, text = _named(turn, typed, lambda each: each.status is not MinutesStatus.DRAFT, words.NONE_LOCKED)
    if not text:
        raise Refused(words.HOW_TO_CORRECT)
    turn.do(c.CorrectMinutes, meeting=minutes.id, text=text)
    return _shown(turn, minutes, words.CORRECTED)


def typed_sign(turn: Turn, typed: str) -> Reply:
    """“sign minutes” or “sign minutes 11 November 2026”: those that have waited longest, or those of that day."""
    drafts = _kept(turn, lambda each: each.status is MinutesStatus.DRAFT)
    if not typed and not drafts:
        raise Refused(words.NO_DRAFT)
    return sign(turn, (_of_day(turn, typed) if typed else drafts[0]).id)


def sign(turn: Turn, meeting_id: str) -> Reply:
    """They are right, says whoever signs (CB-10.6)."""
    answer = turn.do(c.SignMinutes, meeting=meeting_id)
    said = [words.SIGNED, *([words.SENT] if answer.facts.get("sent") else [])]
    return _shown(turn, turn.office.records.get(Minutes, meeting_id), " ".join(said))


def of_meeting(turn: Turn, meeting_id: str) -> Reply:
    """The minutes of the meeting a button names."""
    minutes = turn.office.records.look(Minutes, meeting_id)
    if minutes is None:
        raise Refused(words.NONE_YET)
    return _shown(turn, minutes)


def _shown(turn: Turn, minutes: Minutes, *before: str) -> Reply:
    now = turn.office.records.get(Minutes, minutes.id)
    refs = meeting_permissions.minutes_open_to(turn.office, turn.person, now, turn.today)
    return show(turn, minutes_card(turn, now, refs), *before)


def _kept(turn: Turn, wanted: Callable[[Minutes], bool]) -> list[Minutes]:
    """The panel's minutes of this kind, the oldest first; raises `Refused` for a panel that keeps none."""
    profile = turn.office.profile(turn.panel())
    policies.check_meets(profile)
    if profile.minutes is None:
        raise Refused(words.no_minutes(profile.panel.name))
    found = turn.office.records.find(Minutes, panel=profile.id)
    return sorted((each for each in found if wanted(each)), key=lambda each: each.met_at)


def _last(turn: Turn, wanted: Callable[[Minutes], bool], otherwise: str) -> Minutes:
    found = _kept(turn, wanted)
    if not found:
        raise Refused(otherwise)
    return found[-1]


def _named(turn: Turn, typed: str, wanted: Callable[[Minutes], bool], otherwise: str) -> tuple[Minutes, str]:
    """The minutes of the day before the first colon, or the last of this kind, and the text that follows."""
    day, colon, rest = typed.partition(":")
    try:
        read_date(day.strip())
    except ValueError:
        return _last(turn, wanted, otherwise), typed
    return _of_day(turn, day), rest.strip() if colon else ""


def _of_day(turn: Turn, typed: str) -> Minutes:
    try:
        day = read_date(typed.strip())
    except ValueError as problem:
        raise Refused(f"I need a date: {problem}.") from problem
    _kept(turn, lambda _: True)
    found = turn.office.records.look(Minutes, f"{turn.panel()}.{day.isoformat()}")
    if found is None:
        raise Refused(words.NONE_YET)
    return found
