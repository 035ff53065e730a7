"""The meeting itself: who came, what was decided on each item, what was not reached."""

from datetime import date, datetime

from panel import booking, permissions, ratifying
from panel.calendar import wall
from panel.commands import DraftDecision, EndMeeting, StartMeeting
from panel.council import Office
from panel.decision import Decision, DecisionState
from panel.emergency import TEMPORARY, EmergencyApproval, EmergencyEvent
from panel.errors import InvalidAnswer, MoveNotAllowed, Refused
from panel.handlers.entry import entry
from panel.meeting import (
    AgendaItem,
    Attendance,
    ItemKind,
    ItemResult,
    MeetingEvent,
    MeetingStatus,
    PanelMeeting,
)
from panel.notices import Notice, Topic
from panel.people import Role
from panel.ports import Answer, Change
from panel.profile import Profile
from panel.records import Record
from panel.referral import LISTED, ReferralEvent
from panel.rules.decisions import Outcome
from panel.telling import agenda_post, concerned, notice, to_people
from panel.terms import read_terms

OPEN_FOR_DECISIONS = (MeetingStatus.IN_SESSION, MeetingStatus.HELD)


def start_meeting(command: StartMeeting, office: Office) -> Change:
    """Attendance taken and the Chair set; without a Chair no panel begins (MT-9, CB-10.1)."""
    meeting, today = office.meeting(command.meeting), office.today(command.at)
    permissions.check_may_run_meeting(office.person(command.by), meeting.panel, today)
    if not command.chair or not office.person(command.chair).is_a(Role.CHAIR, meeting.panel, today):
        raise InvalidAnswer({"chair": "Please say who chairs. It must be one of the panel’s Chairs."})
    if today < wall(meeting.starts_at).date():
        raise MoveNotAllowed("The panel can be opened on its day, not before.")
    present = {*command.present, command.chair}
    sat = meeting.after(
        MeetingEvent.STARTED, chair=command.chair, attendance=tuple(_attendance(office, meeting, present, today))
    )
    return Change(Answer(code="meeting_started", about=sat.id), entry(command, "meeting_started", sat.id), (sat,))


def draft_decision(command: DraftDecision, office: Office) -> Change:
    """What the panel decided on one item, with all its outcome must state; a draft until confirmed (RF-24)."""
    meeting = office.meeting(command.meeting)
    permissions.check_may_run_meeting(office.person(command.by), meeting.panel, office.today(command.at))
    if meeting.status not in OPEN_FOR_DECISIONS:
        raise MoveNotAllowed(
            "Decisions can be written down once the meeting has been opened, and until they are confirmed."
        )
    item = meeting.item(command.ref)
    if item is None:
        raise Refused(f"{command.ref} is not on this agenda.")
    if not _is_heard_here(office, item, meeting):
        raise MoveNotAllowed(f"{item.ref} is no longer heard at this meeting. Type “status {item.ref}” to see it.")
    profile = office.profile_of(office.referral(item.ref))
    outcome = _outcome(profile, item, command.outcome)
    terms = read_terms(profile, outcome, command.terms, wall(meeting.starts_at).date())
    if item.kind is ItemKind.RATIFICATION:
        ratifying.check_can_be_drafted(office, office.emergency(item.ref), outcome, terms, command.at)
    decision = _decision(command, office, meeting, item, terms)
    records: list[Record] = [
        decision,
        meeting.with_item(item.model_copy(update={"result": ItemResult.DECIDED})),
    ]
    referral = office.referral(command.ref)
    if item.kind is ItemKind.REFERRAL and referral.status != "presented":
        records.append(referral.after(ReferralEvent.OPENED))
    return Change(
        Answer(code="decision_drafted", about=meeting.id, facts={"ref": command.ref}),
        entry(command, "decision_drafted", command.ref, meeting.id, outcome=outcome.code),
        tuple(records),
    )


def end_meeting(command: EndMeeting, office: Office) -> Change:
    """Items without a decision go first to the next meeting; the Chair is asked to confirm the rest (MT-11, RF-38)."""
    meeting, today = office.meeting(command.meeting), office.today(command.at)
    permissions.check_may_run_meeting(office.person(command.by), meeting.panel, today)
    held = meeting.after(MeetingEvent.ENDED)
    records, notices = _carry_over(office, meeting, command.at)
    items = tuple(
        item.model_copy(update={"result": ItemResult.NOT_REACHED}) if item.result is ItemResult.WAITING else item
        for item in held.items
    )
    told = notice(Topic.CONFIRM_DECISIONS, meeting.chair, meeting.id, command.at)
    return Change(
        Answer(code="meeting_ended", about=held.id),
        entry(command, "meeting_ended", held.id),
        (held.model_copy(update={"items": items}), *records),
        (told, *notices),
    )


def _carry_over(office: Office, meeting: PanelMeeting, now: datetime) -> tuple[list[Record], list[Notice]]:
    ahead = {each.id: each for each in office.meetings_ahead(meeting.panel, now)}
    used: dict[str, PanelMeeting] = {}
    records: list[Record] = []
    notices: list[Notice] = []
    waiting = [item for item in meeting.items if item.result is ItemResult.WAITING]
    for item in (item for item in waiting if _is_heard_here(office, item, meeting)):
        placed = booking.first_place(office, list(ahead.values()), item.ref, item.kind)
        if placed:
            ahead[placed.id] = used[placed.id] = placed
        else:
            admins = office.holders(Role.PANEL_ADMIN, meeting.panel, office.today(now))
            notices += to_people(Topic.NO_PLACE, admins, item.ref, now, mark=meeting.id)
        records += _moved_on(office, item, placed)
        notices += _told_not_reached(office, item, now, meeting.id)
    return [*records, *used.values()], [*notices, *(agenda_post(each, now) for each in used.values())]


def _is_heard_here(office: Office, item: AgendaItem, meeting: PanelMeeting) -> bool:
    """False once the case was given to another meeting, by an extension or because it was not reached."""
    if item.kind is ItemKind.RATIFICATION:
        return office.records.get(EmergencyApproval, item.ref).meeting == meeting.id
    return office.referral(item.ref).meeting == meeting.id


def _moved_on(office: Office, item: AgendaItem, placed: PanelMeeting | None) -> list[Record]:
    """Where the case stands now; one that is not listed, such as a deferred one, keeps its status."""
    referral, where = office.referral(item.ref), placed.id if placed else ""
    if item.kind is ItemKind.RATIFICATION:
        emergency = office.records.get(EmergencyApproval, item.ref)
        waits = emergency.status in TEMPORARY
        kept = emergency.after(EmergencyEvent.MEETING_CANCELLED) if waits else emergency
        moved: list[Record] = [kept.model_copy(update={"meeting": where})]
        return [*moved, referral.model_copy(update={"meeting": where})] if referral.status in LISTED else moved
    if referral.status not in LISTED:
        return [referral.model_copy(update={"meeting": where})]
    accepted = referral.after(ReferralEvent.NOT_REACHED, meeting="")
    return [accepted.after(ReferralEvent.SLOT_GIVEN, meeting=where) if placed else accepted]


def _told_not_reached(office: Office, item: AgendaItem, now: datetime, mark: str) -> list[Notice]:
    referral = office.referral(item.ref)
    if item.kind is ItemKind.RATIFICATION:
        emergency = office.records.get(EmergencyApproval, item.ref)
        people = concerned(office, emergency, office.today(now))
        return to_people(Topic.EMERGENCY_NEAR_END, people, item.ref, now, mark=mark)
    people = office.known(referral.referrer, referral.manager)
    return to_people(Topic.APPOINTMENT, people, item.ref, now, mark=f"not_reached.{mark}")


def _outcome(profile: Profile, item: AgendaItem, code: str) -> Outcome:
    ratifying = item.kind is ItemKind.RATIFICATION
    allowed = profile.emergency.outcomes if ratifying else profile.decisions.outcomes
    for outcome in allowed:
        if outcome.code == code:
            return outcome
    raise InvalidAnswer({"outcome": "Please choose one of: " + "; ".join(outcome.label for outcome in allowed)})


def _decision(
    command: DraftDecision, office: Office, meeting: PanelMeeting, item: AgendaItem, terms: dict[str, str]
) -> Decision:
    decision_id = f"{meeting.id}/{item.ref}"
    before = office.records.look(Decision, decision_id)
    if before and before.state is not DecisionState.DRAFT:
        raise MoveNotAllowed(f"The decision on {item.ref} is confirmed and can’t be changed.")
    presenter = office.referral(item.ref).manager
    present = [seat.person for seat in meeting.attendance if seat.present]
    return Decision(
        id=decision_id,
        revision=before.revision if before else 0,
        panel=meeting.panel,
        meeting=meeting.id,
        ref=item.ref,
        ratifies=item.kind is ItemKind.RATIFICATION,
        outcome=command.outcome,
        terms=terms,
        presenter=presenter,
        participants=tuple(dict.fromkeys([*present, presenter])),
        drafted_by=command.by,
        drafted_at=command.at,
    )


def _attendance(office: Office, meeting: PanelMeeting, present: set[str], today: date) -> list[Attendance]:
    seats = [
        (person, role) for role in (Role.CHAIR, Role.MEMBER) for person in office.holders(role, meeting.panel, today)
    ]
    listed = {person.id: role for person, role in seats}
    guests = {who: Role.PRACTITIONER for who in sorted(present) if who not in listed}
    return [
        Attendance(person=office.person(who).id, part=role, present=who in present)
        for who, role in {**listed, **guests}.items()
    ]
