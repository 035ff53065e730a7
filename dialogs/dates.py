"""The panel's dates in a chat: plan, move, cancel with agreement, late requests, papers out."""

import re
from datetime import date, datetime, time

from dialogs.cards.dates import cancel_card, late_card
from dialogs.cards.meeting import agenda_card
from dialogs.turn import Turn, say, show
from dialogs.words import dates as words
from panel import commands as c
from panel import permissions
from panel.answers import read_date
from panel.calendar import at_wall, say_day, say_moment, wall
from panel.council import Office
from panel.errors import InvalidAnswer, MoveNotAllowed, Refused
from panel.meeting import LateAsk, MeetingStatus, PanelMeeting
from panel.ports import Message, Reply

_TIME = re.compile(r"\s*(?:at\s+)?(\d{1,2})[:.](\d{2})\b")
PLANNED_AT_ONCE = 8
"""Dates that “plan meetings” adds when no number is given."""


def plan(turn: Turn, number: str) -> Reply:
    """The next dates of the panel's series; those on closed days are listed for a decision (AM-11)."""
    count = int(number) if number else PLANNED_AT_ONCE
    answer = turn.do(c.PlanMeetings, panel=turn.panel(), count=count)
    calendar = turn.tools.council.calendar(turn.panel())
    added, flagged = ([date.fromisoformat(day) for day in answer.facts[key].split(",") if day] for key in _PLANNED)
    return say(words.planned([say_day(day) for day in added], [(say_day(d), calendar.closure(d)) for d in flagged]))


def move(turn: Turn, typed: str) -> Reply:
    """“move meeting 9 December 2026 to 10 December 2026 09:30 reason”; without a time it keeps the hour it has."""
    old, _, rest = typed.partition(" to ")
    meeting = _meeting(turn, _day_and_rest(old, words.HOW_TO_MOVE)[0])
    day, reason = _day_and_rest(rest, words.HOW_TO_MOVE)
    found = _TIME.match(reason)
    try:
        start = time(int(found[1]), int(found[2])) if found else wall(meeting.starts_at).time()
    except ValueError as error:
        raise Refused("Please give the time as 09:30.") from error
    reason = reason[found.end() :].strip(" ,:") if found else reason
    answer = turn.do(c.MoveMeeting, meeting=meeting.id, starts_at=at_wall(day, start), reason=reason)
    moved = turn.office.meeting(answer.about)
    said = words.meeting_moved(say_moment(meeting.starts_at), say_moment(moved.starts_at), say_moment(moved.cutoff_at))
    return say(said)


def ask_cancel(turn: Turn, typed: str) -> Reply:
    """Ask those who may agree; whoever may agree and asks has agreed (CB-8.2)."""
    day, reason = _day_and_rest(typed, words.HOW_TO_CANCEL)
    answer = turn.do(c.AskCancel, meeting=_meeting(turn, day).id, reason=reason)
    said = words.cancel_asked if answer.code == "cancel_asked" else words.meeting_cancelled
    return say(said(say_day(day)))


def agree_cancel(turn: Turn, meeting_id: str) -> Reply:
    """Agree by button."""
    try:
        turn.do(c.AgreeCancel, meeting=meeting_id)
    except MoveNotAllowed as refused:
        return _cancel_card(turn, meeting_id, str(refused))
    return _cancel_card(turn, meeting_id, words.meeting_cancelled(_name(turn, meeting_id)))


def refuse_cancel(turn: Turn, meeting_id: str, reason: str) -> Reply:
    """Let the meeting stand, with the reason."""
    try:
        turn.do(c.RefuseCancel, meeting=meeting_id, reason=reason)
    except (InvalidAnswer, MoveNotAllowed) as refused:
        return _cancel_card(turn, meeting_id, str(refused))
    return _cancel_card(turn, meeting_id, words.cancel_refused(_name(turn, meeting_id)))


def typed_cancel(turn: Turn, typed: str, agreed: bool) -> Reply:
    """“agree cancel 9 December 2026”, “refuse cancel 9 December 2026 reason”."""
    day, reason = _day_and_rest(typed, "Please give the date of the panel, such as 9 December 2026.")
    meeting = _meeting(turn, day)
    return agree_cancel(turn, meeting.id) if agreed else refuse_cancel(turn, meeting.id, reason)


def ask_late(turn: Turn, ref: str, reason: str) -> Reply:
    """Ask that a request which missed the cut-off is heard all the same (CB-9.10)."""
    answer = turn.do(c.AskLate, ref=turn.office.referral(ref).id, reason=reason)
    return say(words.late_asked(ref, _name(turn, answer.about)))


def agree_late(turn: Turn, ref: str, reason: str) -> Reply:
    """Let it be heard, or let a late paper go with it."""
    waits = _waiting_late(turn.office, ref, turn.now)
    try:
        turn.do(c.AgreeLate, ref=ref, reason=reason)
    except MoveNotAllowed as refused:
        return _late_card(turn, ref, str(refused))
    if waits and waits[1].papers:
        return _late_card(turn, ref, words.paper_agreed(ref, len(waits[1].papers)))
    item = turn.office.meeting(turn.office.referral(ref).meeting).item(ref)
    return _late_card(turn, ref, words.late_agreed(ref, say_moment(item.starts_at) if item else ""))


def refuse_late(turn: Turn, ref: str, reason: str) -> Reply:
    """Leave it where it is, with the reason."""
    try:
        turn.do(c.RefuseLate, ref=ref, reason=reason)
    except (InvalidAnswer, MoveNotAllowed) as refused:
        return _late_card(turn, ref, str(refused))
    return _late_card(turn, ref, words.late_refused(ref))


def papers_sent(turn: Turn, typed: str) -> Reply:
    """The papers of the next meeting, or of the one named, are with the members (CB-9.9)."""
    if typed:
        meeting = _meeting(turn, _day_and_rest(typed, "Please give the date of the panel.")[0])
    else:
        ahead = turn.office.meetings_ahead(turn.panel(), turn.now)
        if not ahead:
            raise Refused("No panel is ahead. Type “meetings” to see the dates.")
        meeting = ahead[0]
    turn.do(c.MarkPapersSent, meeting=meeting.id)
    sent = turn.office.meeting(meeting.id)
    return show(turn, agenda_card(turn, sent), words.papers_sent(_name(turn, sent.id), len(sent.items)))


def waiting_for(turn: Turn) -> list[tuple[str, str]]:
    """Questions about dates this person can answer: what each is about, and what to type."""
    office, today = turn.office, turn.today
    rows = []
    for panel in turn.panels:
        sittings = office.profile(panel).sittings
        agrees = any(turn.person.is_a(role, panel, today) for role in (sittings.cancel_needs if sittings else ()))
        for meeting in office.meetings_ahead(panel, turn.now):
            day = say_day(wall(meeting.starts_at).date())
            if agrees and meeting.status is MeetingStatus.CANCEL_PENDING:
                typed = f"{wall(meeting.starts_at):%d %B %Y}".lstrip("0")
                rows.append((day, f"cancel it? Type “agree cancel {typed}” or “refuse cancel {typed}” and the reason"))
            for ask in meeting.late_asks:
                officers = permissions.late_officers(office, office.referral(ask.ref), today)
                if ask.answered_at is None and turn.person.id in {officer.id for officer in officers}:
                    asked = "take what came late for" if ask.papers else "hear it late on"
                    rows.append((ask.ref, f"{asked} {day}? Type “agree late {ask.ref}” or “refuse late …”"))
    return rows


def late_message(turn: Turn, ref: str) -> Message:
    """The card about a late request as it stands now."""
    return late_card(turn, ref, _waiting_late(turn.office, ref, turn.now))


_PLANNED = ("added", "open")


def _waiting_late(office: Office, ref: str, now: datetime) -> tuple[PanelMeeting, LateAsk] | None:
    ahead = office.meetings_ahead(office.referral(ref).panel, now)
    found = [(meeting, ask) for meeting in ahead if (ask := meeting.late_ask(ref))]
    return found[0] if found else None


def _late_card(turn: Turn, ref: str, said: str) -> Reply:
    return show(turn, late_message(turn, ref), said)


def _cancel_card(turn: Turn, meeting_id: str, said: str) -> Reply:
    return show(turn, cancel_card(turn, turn.office.meeting(meeting_id)), said)


def _name(turn: Turn, meeting_id: str) -> str:
    return say_day(wall(turn.office.meeting(meeting_id).starts_at).date())


def _meeting(turn: Turn, day: date) -> PanelMeeting:
    return turn.office.meeting(f"{turn.panel()}.{day.isoformat()}")


def _day_and_rest(typed: str, how: str) -> tuple[date, str]:
    """A date at the start of a line, and what follows it; raises `Refused` with how to say it."""
    parts = typed.split()
    for length in range(min(4, len(parts)), 0, -1):
        try:
            return read_date(" ".join(parts[:length]).rstrip(",:;")), " ".join(parts[length:])
        except ValueError:
            continue
    raise Refused(how)
