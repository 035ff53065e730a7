"""Dates, agendas and the meeting itself, in a chat: by card, or typed by a clerk who types."""

import re
from datetime import date, datetime, time

from dialogs.cards.decisions import decision_card, decisions_card
from dialogs.cards.meeting import agenda_card
from dialogs.turn import Turn, say, show
from dialogs.words import talk
from dialogs.words.sitting import UNCONFIRMED
from panel import commands as c
from panel import meeting_permissions, policies
from panel.answers import read_date
from panel.booking import places_left
from panel.calendar import at_wall, say_moment, wall
from panel.cautions import cautions
from panel.decision import Decision
from panel.errors import InvalidAnswer, Refused
from panel.meeting import MeetingStatus, PanelMeeting
from panel.people import Role
from panel.ports import Reply
from panel.profile import Profile
from panel.rules.decisions import Term

_TIME = re.compile(r"\b(\d{1,2})[:.](\d{2})\b")
SHORT_TERMS = {
    "reasons": Term.REASONS,
    "start": Term.START_DATE,
    "end": Term.END_DATE,
    "review": Term.REVIEW_DATE,
    "reapply": Term.REAPPLY_BY,
    "budget": Term.BUDGET_CODE,
    "conditions": Term.CONDITIONS,
    "missing": Term.MISSING,
    "return": Term.RETURN_DATE,
    "plan": Term.END_PLAN,
    "owner": Term.PLAN_OWNER,
}


def dates(turn: Turn) -> Reply:
    """The meetings ahead, each with its cut-off and how it was worked out (CB-8.4)."""
    policies.check_meets(turn.office.profile(turn.panel()))
    ahead = turn.office.meetings_ahead(turn.panel(), turn.now)
    return say("\n\n".join(_date_line(turn, meeting) for meeting in ahead[:6]) or talk.NO_MEETINGS)


def agenda(turn: Turn, wanted: str = "") -> Reply:
    """The meeting in hand, the next one, or the one of a given day."""
    meeting = _meeting(turn, wanted)
    meeting_permissions.check_sees_agenda(turn.office, turn.person, meeting, turn.today)
    return show(turn, agenda_card(turn, meeting))


def agenda_of(turn: Turn, meeting_id: str) -> Reply:
    """The agenda of a meeting named by a button, or the one in hand."""
    meeting = turn.office.meeting(meeting_id) if meeting_id else _meeting(turn, "")
    meeting_permissions.check_sees_agenda(turn.office, turn.person, meeting, turn.today)
    return show(turn, agenda_card(turn, meeting))


def add(turn: Turn, words: str) -> Reply:
    """A new date on the list, at the time given or the panel's usual one."""
    found = _TIME.search(words)
    day = _day(words[: found.start()] if found else words)
    usual = turn.office.profile(turn.panel()).meetings.start
    try:
        start = time(int(found[1]), int(found[2])) if found else usual
    except ValueError as error:
        raise Refused("Please give the time as 09:30.") from error
    answer = turn.do(c.AddMeeting, panel=turn.panel(), starts_at=at_wall(day, start))
    meeting = turn.office.meeting(answer.about)
    how = policies.cut_off(turn.office, meeting.panel, day).how
    return say(talk.meeting_added(say_moment(meeting.starts_at), say_moment(meeting.cutoff_at), how))


def move(turn: Turn, ref: str, words: str, reason: str = "") -> Reply:
    """Give a referral its place at another meeting; one that came too late for it needs a reason (CB-9.10)."""
    panel = turn.office.referral(ref).panel
    turn.do(c.MoveBooking, ref=ref, meeting=f"{panel}.{_day(words).isoformat()}", reason=reason)
    moved = turn.office.referral(ref)
    item = turn.office.meeting(moved.meeting).item(moved.id)
    return say(talk.moved(moved.id, say_moment(item.starts_at) if item else ""))


def start(turn: Turn, meeting_id: str, chair: str, present: tuple[str, ...]) -> Reply:
    """Open the meeting with those present."""
    try:
        answer = turn.do(c.StartMeeting, meeting=meeting_id, chair=chair, present=present)
    except InvalidAnswer as wrong:
        return show(turn, agenda_card(turn, turn.office.meeting(meeting_id)), str(wrong))
    said = [talk.MEETING_STARTED, *([UNCONFIRMED] if answer.facts.get("unconfirmed") else [])]
    return show(turn, agenda_card(turn, turn.office.meeting(meeting_id)), "\n\n".join(said))


def typed_start(turn: Turn, words: str) -> Reply:
    """“start meeting chair Martin Cole; present Joan Ellis, Dilys Morgan”."""
    chair, _, present = words.partition(";")
    meeting = _meeting(turn, "")
    named = [name for name in re.split(r",|\band\b", present.replace("present", "", 1)) if name.strip()]
    everyone = tuple(by_name(turn, name) for name in named)
    return start(turn, meeting.id, by_name(turn, chair.replace("chair", "", 1)), everyone)


def item(turn: Turn, meeting_id: str, ref: str) -> Reply:
    """The decision form of one item."""
    meeting = turn.office.meeting(meeting_id)
    meeting_permissions.check_runs(turn.person, meeting, turn.today)
    listed = meeting.item(ref)
    if listed is None:
        raise Refused("Please choose an item of this agenda.")
    return show(turn, decision_card(turn, meeting, listed))


def decide(turn: Turn, meeting_id: str, ref: str, outcome: str, terms: dict[str, str]) -> Reply:
    """Write down one item's decision, then back to the agenda."""
    meeting = turn.office.meeting(meeting_id)
    try:
        turn.do(c.DraftDecision, meeting=meeting_id, ref=ref, outcome=outcome, terms=terms)
    except InvalidAnswer as wrong:
        listed = meeting.item(ref)
        if listed is None or not turn.tapped:
            raise
        return show(turn, decision_card(turn, meeting, listed, tuple(wrong.problems.values())))
    made = turn.office.records.get(Decision, f"{meeting_id}/{ref}")
    said = [talk.decision_drafted(ref), *(f"⚠ {caution}" for caution in cautions(turn.office, made))]
    return show(turn, agenda_card(turn, turn.office.meeting(meeting_id)), "\n\n".join(said))


def term_called(profile: Profile, name: str) -> str:
    """What a decision states, by its short name, its id or its wording; raises `Refused` naming those there are."""
    wanted = name.strip().lower()
    own = [term.id for term in profile.decisions.terms if wanted in (term.id, term.ask.lower())]
    known = [*own, *(str(term) for short, term in SHORT_TERMS.items() if wanted in (short, term))]
    if not known:
        listed = ", ".join([*SHORT_TERMS, *(term.id for term in profile.decisions.terms)])
        raise Refused(f"I don’t know “{name.strip()[:30]}”. Use: {listed}, each followed by a colon.")
    return known[0]


def typed_decide(turn: Turn, ref: str, words: str) -> Reply:
    """“decide CB-0001 agreed; reasons: …; end: 1 March 2027; …”."""
    outcome, *rest = [part.strip() for part in words.split(";")]
    profile = turn.office.profile_of(turn.office.referral(ref))
    named = [part.partition(":") for part in rest if part]
    terms = {term_called(profile, name): value.strip() for name, _, value in named}
    return decide(turn, _meeting(turn, "").id, ref.upper(), outcome.lower().replace(" ", "_"), terms)


def end(turn: Turn, meeting_id: str = "") -> Reply:
    """Close the meeting."""
    meeting = turn.office.meeting(meeting_id) if meeting_id else _meeting(turn, "")
    turn.do(c.EndMeeting, meeting=meeting.id)
    return show(turn, agenda_card(turn, turn.office.meeting(meeting.id)), talk.MEETING_ENDED)


def decisions(turn: Turn, meeting_id: str) -> Reply:
    """All drafted decisions of a meeting."""
    meeting = turn.office.meeting(meeting_id)
    meeting_permissions.check_runs(turn.person, meeting, turn.today)
    return show(turn, decisions_card(turn, meeting))


def typed_decisions(turn: Turn, words: str) -> Reply:
    """The drafted decisions of the meeting in hand, or of the one of a given day."""
    return decisions(turn, _meeting(turn, words).id)


def confirm(turn: Turn, meeting_id: str = "") -> Reply:
    """The Chair makes the decisions binding."""
    meeting = turn.office.meeting(meeting_id) if meeting_id else _in_state(turn, MeetingStatus.HELD)
    turn.do(c.ConfirmDecisions, meeting=meeting.id)
    return show(turn, decisions_card(turn, turn.office.meeting(meeting.id)), talk.DECISIONS_CONFIRMED)


def release(turn: Turn, meeting_id: str = "") -> Reply:
    """Send out the decision sheets."""
    meeting = turn.office.meeting(meeting_id) if meeting_id else _in_state(turn, MeetingStatus.DECISIONS_CONFIRMED)
    turn.do(c.ReleaseDecisions, meeting=meeting.id)
    return show(turn, agenda_card(turn, turn.office.meeting(meeting.id)), talk.DECISIONS_SENT)


def in_hand(turn: Turn) -> list[PanelMeeting]:
    """Meetings that wait for something this person does."""
    live = [m for panel in turn.panels for m in turn.office.records.find(PanelMeeting, panel=panel, live="yes")]
    wanted = []
    for meeting in live:
        begins_today = meeting.is_ahead and wall(meeting.starts_at).date() <= turn.today
        if (
            turn.is_a(Role.PANEL_ADMIN)
            and (begins_today or meeting.status in (MeetingStatus.IN_SESSION, MeetingStatus.DECISIONS_CONFIRMED))
        ) or (_confirms(turn, meeting) and meeting.status is MeetingStatus.HELD):
            wanted.append(meeting)
    return wanted


def _confirms(turn: Turn, meeting: PanelMeeting) -> bool:
    return turn.person.id == meeting.chair or turn.is_a(Role.CHAIR)


def next_meeting(turn: Turn) -> PanelMeeting:
    """The next meeting of the panel that has not begun."""
    ahead = turn.office.meetings_ahead(turn.panel(), turn.now)
    if not ahead:
        raise Refused(talk.NO_MEETINGS)
    return ahead[0]


def in_session(turn: Turn) -> PanelMeeting:
    """The meeting that is sitting, or else the one in hand."""
    return _meeting(turn, "")


def meeting_and_rest(turn: Turn, typed: str, how: str) -> tuple[PanelMeeting, str]:
    """A meeting ahead named by its day at the start of a line, with or without the year, and what follows it."""
    for meeting in turn.office.meetings_ahead(turn.panel(), turn.now):
        day = wall(meeting.starts_at)
        named = (
            rf"\s*(?:{day.day}(?:st|nd|rd|th)?\s+{day:%b}[a-z]*(?:\s+{day.year})?|0?{day.day}/0?{day.month}/{day.year})"
        )
        if found := re.match(rf"{named}(?=$|[\s:,;])[\s:,;]*", typed, re.IGNORECASE):
            return meeting, typed[found.end() :].strip()
    raise Refused(how)


def _meeting(turn: Turn, wanted: str) -> PanelMeeting:
    policies.check_meets(turn.office.profile(turn.panel()))
    if wanted.strip():
        return turn.office.meeting(f"{turn.panel()}.{_day(wanted).isoformat()}")
    found = turn.office.records.find(PanelMeeting, panel=turn.panel(), live="yes")
    live = [meeting for meeting in found if meeting.status is not MeetingStatus.NEEDS_DECISION]
    if not live:
        raise Refused(talk.NO_MEETINGS)
    return min(live, key=lambda meeting: _how_far_from_hand(meeting, turn.today))


def _how_far_from_hand(meeting: PanelMeeting, today: date) -> tuple[bool, bool, datetime]:
    """The meeting that is sitting comes first, then today's, then the one that has waited longest."""
    is_today = wall(meeting.starts_at).date() == today
    return meeting.status is not MeetingStatus.IN_SESSION, not is_today, meeting.starts_at


def _in_state(turn: Turn, status: MeetingStatus) -> PanelMeeting:
    live = turn.office.records.find(PanelMeeting, panel=turn.panel(), live="yes")
    found = [meeting for meeting in live if meeting.status is status]
    if not found:
        raise Refused("No meeting waits for that. Type “status” to see what does.")
    return found[0]


def _day(words: str) -> date:
    try:
        return read_date(words.strip())
    except ValueError as problem:
        raise Refused(f"I need a date: {problem}.") from problem


def by_name(turn: Turn, name: str) -> str:
    """The person with this name on the list of staff; raises `Refused` when it could be several, or nobody."""
    wanted = name.strip().lower()
    found = [p for p in turn.tools.council.directory.everyone() if wanted and p.name.lower().startswith(wanted)]
    if len(found) != 1:
        raise Refused(f"I can’t tell who “{name.strip()[:40]}” is. Please give the full name as on the list of staff.")
    return found[0].id


def _date_line(turn: Turn, meeting: PanelMeeting) -> str:
    worked = policies.cut_off(turn.office, meeting.panel, wall(meeting.starts_at).date())
    free = places_left(turn.office, meeting)
    return talk.date_line(say_moment(meeting.starts_at), say_moment(meeting.cutoff_at), worked.how, free)
