"""Items that are not decided where they were listed: not reached, or put off; where each goes, and who is told."""

from datetime import datetime

from panel import again, booking
from panel.council import Office
from panel.emergency import TEMPORARY, UNRATIFIED, EmergencyApproval, EmergencyEvent
from panel.handlers.scheduling import appointments
from panel.meeting import AgendaItem, ItemKind, ItemResult, PanelMeeting
from panel.notices import Notice, Topic
from panel.people import Role
from panel.records import Record
from panel.referral import LISTED, Referral, ReferralEvent, ReferralStatus
from panel.telling import agenda_post, concerned, to_people


def carry_over(office: Office, meeting: PanelMeeting, now: datetime) -> tuple[list[Record], list[Notice]]:
    """Items without a decision, put first on the next meetings with room; their people are told (MT-11, RF-38)."""
    ahead = {each.id: each for each in office.meetings_ahead(meeting.panel, now)}
    used: dict[str, PanelMeeting] = {}
    records: list[Record] = []
    notices: list[Notice] = []
    waiting = [item for item in meeting.items if item.result is ItemResult.WAITING]
    for item in (item for item in waiting if is_heard_here(office, item, meeting)):
        placed = booking.first_place(office, list(ahead.values()), item.ref, item.kind)
        if placed:
            ahead[placed.id] = used[placed.id] = placed
        else:
            admins = office.holders(Role.PANEL_ADMIN, meeting.panel, office.today(now))
            notices += to_people(Topic.NO_PLACE, admins, item.ref, now, mark=meeting.id)
        records += _moved_on(office, item, placed, now)
        notices += _told_not_reached(office, item, now, meeting.id)
    return [*records, *used.values()], [*notices, *(agenda_post(each, now) for each in used.values())]


def is_heard_here(office: Office, item: AgendaItem, meeting: PanelMeeting) -> bool:
    """False once the case was settled, or given to another meeting, by an extension or because it was not reached."""
    if item.kind is ItemKind.RATIFICATION:
        emergency = office.records.get(EmergencyApproval, item.ref)
        return emergency.meeting == meeting.id and emergency.status in UNRATIFIED
    if item.kind in again.AGAIN:
        return again.heard_here(office, item, meeting)
    return office.referral(item.ref).meeting == meeting.id


def _moved_on(office: Office, item: AgendaItem, placed: PanelMeeting | None, now: datetime) -> list[Record]:
    """Where the case stands now; one that is not listed, such as a deferred one, keeps its status."""
    referral, where = office.referral(item.ref), placed.id if placed else ""
    if item.kind in again.AGAIN:
        return [*again.moved(office, item, placed)]
    if item.kind is ItemKind.RATIFICATION:
        moved: list[Record] = [_unratified(office, item, where, now)]
        return [*moved, referral.model_copy(update={"meeting": where})] if referral.status in LISTED else moved
    if referral.status not in LISTED:
        return [referral.model_copy(update={"meeting": where})]
    accepted = referral.after(ReferralEvent.NOT_REACHED, meeting="")
    return [accepted.after(ReferralEvent.SLOT_GIVEN, meeting=where) if placed else accepted]


def _unratified(office: Office, item: AgendaItem, where: str, now: datetime) -> EmergencyApproval:
    """An approval the panel has not ratified yet, with the meeting it goes to, if there is one."""
    emergency = office.records.get(EmergencyApproval, item.ref)
    waits = emergency.status in TEMPORARY
    kept = emergency.after(EmergencyEvent.MEETING_CANCELLED, waits_since=now) if waits else emergency
    return kept.model_copy(update={"meeting": where})


def _told_not_reached(office: Office, item: AgendaItem, now: datetime, mark: str) -> list[Notice]:
    referral = office.referral(item.ref)
    if item.kind is ItemKind.RATIFICATION:
        emergency = office.records.get(EmergencyApproval, item.ref)
        people = concerned(office, emergency, office.today(now))
        return to_people(Topic.EMERGENCY_NEAR_END, people, item.ref, now, mark=mark)
    people = office.known(referral.referrer, referral.manager)
    return to_people(Topic.APPOINTMENT, people, item.ref, now, mark=f"not_reached.{mark}")


def put_off(
    office: Office, meeting: PanelMeeting, referral: Referral, now: datetime, *, event: ReferralEvent, reason: str
) -> tuple[list[Record], list[Notice]]:
    """One case from this meeting to the next with room, its people told why (RF-23, RF-37).

    The meeting is among the records without it. With no room ahead it waits for a place. An approval that was to be
    ratified never runs on by itself: it needs an extension (CB-5.3, EM-17).
    """
    item = meeting.item(referral.id)
    ahead = [each for each in office.meetings_ahead(meeting.panel, now) if each.starts_at > meeting.starts_at]
    placed = booking.first_place(office, ahead, referral.id, item.kind if item else ItemKind.REFERRAL)
    where = placed.id if placed else ""
    is_placed = referral.status in (*LISTED, ReferralStatus.DECIDED)
    if is_placed:
        accepted = referral.after(event, meeting="")
        moved = accepted.after(ReferralEvent.SLOT_GIVEN, meeting=where) if placed else accepted
    else:
        moved = referral.model_copy(update={"meeting": where})
    left = meeting.without(referral.id)
    slot = placed.item(referral.id) if placed else None
    mark = f"{meeting.id}.r{meeting.revision + 1}"
    facts = {"because": str(event), "reason": reason, "was": (item or meeting).starts_at.isoformat()}
    facts |= {"starts": slot.starts_at.isoformat()} if slot else {}
    people = office.known(referral.referrer, referral.manager)
    notices = to_people(Topic.PUT_OFF, people, referral.id, now, mark=mark, **facts)
    if placed and slot and is_placed:
        why = {"was": facts["was"], "because": facts["because"]}
        notices += appointments(office, moved, placed, slot, now, **why)
    if placed is None:
        admins = office.holders(Role.PANEL_ADMIN, meeting.panel, office.today(now))
        notices += to_people(Topic.NO_PLACE, admins, referral.id, now, mark=mark)
    touched = [left, *([placed] if placed else [])]
    case: list[Record] = [moved]
    if item and item.kind in again.AGAIN:
        case = [*again.moved(office, item, placed)]
    if item and item.kind is ItemKind.RATIFICATION:
        case.append(_unratified(office, item, where, now))
        notices += _told_not_reached(office, item, now, mark)
    return [*case, *touched], [*notices, *(agenda_post(each, now) for each in touched)]
