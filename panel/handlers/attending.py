"""People at a meeting: who comes and goes, who is away and who stands in, who keeps out of an item or did not come."""

from panel import meeting_permissions, permissions, policies
from panel.attendance import Away, Conflict, Missing
from panel.commands import (
    AboutMeeting,
    Arrive,
    DeclareConflict,
    Leave,
    MissPresenter,
    NameSubstitute,
    NoteWhoIsHere,
    SayAway,
    TakeChair,
)
from panel.council import Office
from panel.errors import MoveNotAllowed, Refused
from panel.handlers.entry import entry
from panel.handlers.putting_off import put_off
from panel.handlers.sitting import check_chairs
from panel.meeting import ItemKind, ItemResult, PanelMeeting
from panel.ports import Answer, Change
from panel.referral import ReferralEvent
from panel.seating import attends, members, quorum_now
from panel.sitting_policies import check_in_session, listed, needs


def arrive(command: Arrive, office: Office) -> Change:
    """There from now on; decisions written down later name them (MT-10)."""
    return _come_or_gone(command, office, command.person, present=True)


def leave(command: Leave, office: Office) -> Change:
    """Gone from now on; if that breaks the quorum the answer says so, and nothing more is decided (MT-10, BI-2.3)."""
    return _come_or_gone(command, office, command.person, present=False)


def note_who_is_here(command: NoteWhoIsHere, office: Office) -> Change:
    """As many as came and went since the list was last looked at, in one act (MT-10, BI-2.3)."""
    meeting = _sits(command, office)
    seen = [(who, True) for who in command.came] + [(who, False) for who in command.went]
    for who, present in seen:
        if (who in meeting.present) is not present:
            meeting = meeting.with_attendance(attends(office, meeting, office.person(who).id, present=present))
    return _noted(command, office, meeting, "who_is_here_noted")


def take_chair(command: TakeChair, office: Office) -> Change:
    """Another of those who may chair has the Chair’s powers for the rest of this meeting (KN-4.2, RO-10.2)."""
    meeting = _sits(command, office)
    check_chairs(office, meeting, command.person, office.today(command.at))
    chaired = meeting.model_copy(update={"chair": command.person})
    chaired = chaired.with_attendance(attends(office, chaired, command.person, present=True))
    return _noted(command, office, chaired, "chair_taken")


def declare_conflict(command: DeclareConflict, office: Office) -> Change:
    """They take no part in the item and do not count for it; anyone may say so of themselves (AM-21)."""
    meeting, today = office.meeting(command.meeting), office.today(command.at)
    if command.by != command.person:
        meeting_permissions.check_runs(office.person(command.by), meeting, today)
    item = listed(meeting, command.ref)
    if item.result is ItemResult.DECIDED:
        raise MoveNotAllowed(f"The decision on {item.ref} is already written down. Please have it written down again.")
    reason = policies.remark(command.reason, "the reason why they take no part")
    person = office.person(command.person)
    conflict = Conflict(person=person.id, ref=item.ref, reason=reason, said_by=command.by)
    others = tuple(each for each in meeting.conflicts if (each.person, each.ref) != (person.id, item.ref))
    return _noted(command, office, meeting.model_copy(update={"conflicts": (*others, conflict)}), "conflict_declared")


def say_away(command: SayAway, office: Office) -> Change:
    """A member cannot come: the expected quorum is worked out without them (MT-8, RO-9.2)."""
    meeting = _ahead(command, office, command.person)
    reason = policies.remark(command.reason, "the reason why they cannot come")
    away = Away(person=command.person, reason=reason, said_by=command.by, at=command.at)
    return _noted(command, office, meeting.with_away(away), "away")


def name_substitute(command: NameSubstitute, office: Office) -> Change:
    """Somebody fills a member’s seat at this meeting, for leave, sickness or something unforeseen (BI-2.2)."""
    meeting = _ahead(command, office, command.person)
    known = next((away for away in meeting.away if away.person == command.person), None)
    given = policies.remark(command.reason, "the reason", required=False) or (known.reason if known else "")
    reason = policies.remark(given, "the reason why the member cannot come: leave, sickness or something unforeseen")
    substitute = office.person(command.substitute)
    if substitute.id in {person.id for person in members(office, meeting, office.today(command.at))}:
        raise Refused(f"{substitute.name} already sits at that meeting. A seat counts once; please name someone else.")
    away = Away(person=command.person, reason=reason, said_by=command.by, at=command.at, substitute=substitute.id)
    return _noted(command, office, meeting.with_away(away), "substitute_named")


def miss_presenter(command: MissPresenter, office: Office) -> Change:
    """The Chair’s choice for a case nobody came to present: heard without them, or put off (RF-23)."""
    meeting = _sits(command, office)
    item = listed(meeting, command.ref)
    if item.result is ItemResult.DECIDED:
        raise MoveNotAllowed(f"The decision on {item.ref} is already written down.")
    reason = policies.remark(command.reason, "the reason for the choice")
    if command.hear:
        others = tuple(each for each in meeting.missing if each.ref != item.ref)
        heard = Missing(ref=item.ref, reason=reason, said_by=command.by)
        return _noted(command, office, meeting.model_copy(update={"missing": (*others, heard)}), "heard_without")
    if item.kind is ItemKind.RATIFICATION:
        raise MoveNotAllowed(f"{item.ref} is listed for ratification. Only an extension moves it to a later panel.")
    event = ReferralEvent.PRESENTER_ABSENT
    records, notices = put_off(office, meeting, office.referral(item.ref), command.at, event=event, reason=reason)
    return Change(
        Answer(code="put_off", about=meeting.id, facts={"ref": item.ref}),
        entry(command, "presenter_absent", item.ref, meeting.id),
        tuple(records),
        tuple(notices),
    )


def _come_or_gone(command: AboutMeeting, office: Office, person_id: str, *, present: bool) -> Change:
    meeting = _sits(command, office)
    person = office.person(person_id)
    if not present and person.id not in meeting.present:
        raise Refused(f"{person.name} is not noted as being here. Type “agenda” to see who is.")
    changed = meeting.with_attendance(attends(office, meeting, person.id, present=present))
    return _noted(command, office, changed, "arrived" if present else "left")


def _sits(command: AboutMeeting, office: Office) -> PanelMeeting:
    """The meeting, if it is sitting and this person runs it."""
    meeting = office.meeting(command.meeting)
    meeting_permissions.check_runs(office.person(command.by), meeting, office.today(command.at))
    check_in_session(meeting)
    return meeting


def _ahead(command: AboutMeeting, office: Office, member: str) -> PanelMeeting:
    """The meeting still ahead, if this person may say that the member is away and has a seat there."""
    meeting, today = office.meeting(command.meeting), office.today(command.at)
    if command.by != member:
        permissions.check_may_run_meeting(office.person(command.by), meeting.panel, today)
    policies.check_not_begun(meeting, command.at)
    meeting_permissions.check_sits(office.person(member), meeting.panel, today)
    return meeting


def _noted(command: AboutMeeting, office: Office, meeting: PanelMeeting, act: str) -> Change:
    """The meeting as it now stands; the answer says how the quorum stands where there is one."""
    counted = quorum_now(office, meeting)
    facts = {"quorum": needs(counted), "quorate": "yes" if counted.quorate else "no"} if counted else {}
    if meeting.attendance and meeting.chair not in meeting.present:
        facts |= {"chairless": "yes"}
    return Change(
        Answer(code=act, about=meeting.id, facts=facts),
        entry(command, act, meeting.id),
        (meeting,),
    )
