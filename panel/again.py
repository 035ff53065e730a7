"""A case before the panel a second time: an appeal against its decision, or a case that comes back.

Its item stands under the same reference as the first time; what it is about is the open appeal, or the planner entry
that is on an agenda. There is never more than one of each.
"""

from collections.abc import Sequence
from datetime import date, datetime

from panel import booking
from panel.appeal import Appeal, AppealEvent, AppealStatus
from panel.calendar import wall
from panel.council import Office
from panel.decision import Decision, DecisionState
from panel.errors import Unknown
from panel.meeting import AgendaItem, ItemKind, MeetingStatus, PanelMeeting
from panel.profile import Profile
from panel.review import OPEN, Review, ReviewEvent
from panel.rules.decisions import Effect, Outcome, Term

AGAIN = (ItemKind.APPEAL, ItemKind.RETURN)
UPHOLD = Outcome(code="uphold", label="Uphold the first decision", effect=Effect.REFUSED, needs=[Term.REASONS])
MORE = Outcome(
    code="more_information",
    label="More information is needed",
    effect=Effect.DEFERRED,
    needs=[Term.REASONS, Term.MISSING],
)
"""What an appeal can end in beside another decision (BI-9.7)."""
_AGENDA_OPEN = (
    MeetingStatus.SCHEDULED,
    MeetingStatus.OPEN,
    MeetingStatus.CLOSED_TO_SUBMISSIONS,
    MeetingStatus.AGENDA_DRAFT,
)

Again = Appeal | Review


def choices(profile: Profile, kind: ItemKind) -> list[Outcome]:
    """What the panel can record on an item of this kind; an appeal upholds, changes, or asks for more (BI-9.7)."""
    if kind is ItemKind.RATIFICATION:
        return profile.emergency.outcomes
    if kind is not ItemKind.APPEAL:
        return profile.decisions.outcomes
    changes = [outcome for outcome in profile.decisions.outcomes if outcome.effect is not Effect.DEFERRED]
    return [UPHOLD, MORE, *(each.model_copy(update={"label": f"Change it: {each.label}"}) for each in changes)]


def outcome_of(profile: Profile, decision: Decision) -> Outcome | None:
    """The outcome a decision records, those of an appeal among them; None when the profile no longer has it."""
    own = next((each for each in (UPHOLD, MORE) if decision.settles and each.code == decision.outcome), None)
    return own or profile.outcome(decision.outcome)


def record_of(office: Office, ref: str, kind: ItemKind) -> Again | None:
    """The open appeal, or the planner entry on an agenda, that an item of this kind is about."""
    if kind is ItemKind.APPEAL:
        return next((a for a in office.records.find(Appeal, about=ref, live="yes") if a.meeting), None)
    return next((r for r in office.records.find(Review, about=ref, live="yes") if r.meeting), None)


def settled_by(office: Office, item: AgendaItem, meeting: PanelMeeting) -> str:
    """The id of what a decision on this item settles; empty for a first hearing."""
    if item.kind not in AGAIN:
        return ""
    record = record_of(office, item.ref, item.kind)
    return record.id if record and record.meeting == meeting.id else ""


def heard_here(office: Office, item: AgendaItem, meeting: PanelMeeting) -> bool:
    """False once it was withdrawn, or given to another meeting."""
    return bool(settled_by(office, item, meeting))


def place(
    office: Office, record: Again, kind: ItemKind, now: datetime, ahead: Sequence[PanelMeeting]
) -> PanelMeeting | None:
    """The first meeting with room whose agenda is not confirmed yet, with the item on it (AM-12, KN-3.25, BI-9.3).

    A case that comes back is not heard before its day.
    """
    earliest = date.fromisoformat(record.due) if isinstance(record, Review) else office.today(now)
    for meeting in ahead:
        free = meeting.standing in _AGENDA_OPEN and meeting.item(record.about) is None
        if free and wall(meeting.starts_at).date() >= earliest:
            placed = booking.place_in(office, meeting, record.about, kind)
            if placed:
                return placed
    return None


def listed(record: Again, meeting: PanelMeeting) -> Again:
    """It is on the agenda of this meeting."""
    if isinstance(record, Appeal):
        return record.after(AppealEvent.LISTED, meeting=meeting.id)
    return record.after(ReviewEvent.LISTED, meeting=meeting.id)


def moved(office: Office, item: AgendaItem, placed: PanelMeeting | None) -> list[Again]:
    """It has lost its place, to another meeting or to none; it then waits for a date (AP-10)."""
    record = record_of(office, item.ref, item.kind)
    if record is None:
        return []
    if placed:
        return [record.model_copy(update={"meeting": placed.id})]
    if isinstance(record, Appeal):
        return [record.after(AppealEvent.TAKEN_OFF, meeting="")]
    return [record.after(ReviewEvent.TAKEN_OFF, meeting="")]


def waits_for_place(record: Again) -> bool:
    """Whether it needs a place on an agenda and has none: an appeal that is ready, a case whose time has come."""
    if isinstance(record, Appeal):
        return record.status is AppealStatus.READY and not record.meeting
    return record.returns and record.status in OPEN and not record.meeting


def first_decision(office: Office, ref: str) -> Decision:
    """The decision a challenge is about: the newest confirmed one that did not answer a challenge itself (AM-35).

    Raises `Unknown` when there is none.
    """
    made = [
        decision
        for decision in office.records.find(Decision, ref=ref)
        if decision.state is not DecisionState.DRAFT and not office.records.look(Appeal, decision.settles or "-")
    ]
    profile = office.profile_of(office.referral(ref))
    final = [each for each in made if (known := outcome_of(profile, each)) and known.effect is not Effect.DEFERRED]
    if not final:
        raise Unknown(f"The panel has made no decision on {ref} yet. Type “status {ref}” to see where it is.")
    return max(final, key=lambda decision: decision.confirmed_at or decision.drafted_at)
