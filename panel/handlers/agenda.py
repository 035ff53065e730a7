"""The agenda before the meeting: drafted at the cut-off, put in order, confirmed, and published as confirmed."""

from datetime import datetime

from panel import meeting_permissions, policies, sitting_policies
from panel.commands import ConfirmAgenda, MoveItem, TakeOff
from panel.council import Office
from panel.errors import InvalidAnswer, MoveNotAllowed
from panel.handlers.entry import entry
from panel.handlers.putting_off import put_off
from panel.handlers.scheduling import appointments
from panel.meeting import AgendaItem, ItemKind, MeetingEvent, MeetingStatus, PanelMeeting
from panel.notices import Notice, Topic
from panel.ports import Answer, Change
from panel.records import Record
from panel.referral import LISTED, ReferralEvent, ReferralStatus
from panel.seating import presenters
from panel.telling import agenda_post, redrawn, to_people


def closed(office: Office, meeting: PanelMeeting, now: datetime) -> tuple[PanelMeeting, list[Notice]]:
    """The meeting past its cut-off, its agenda drafted if there is anything on it (MT-4)."""
    past = meeting.after(MeetingEvent.CUT_OFF)
    return drafted(office, past, now) if to_draft(office, past) else (past, [])


def to_draft(office: Office, meeting: PanelMeeting) -> bool:
    """Whether its agenda can be put to those who confirm it: requests have closed, and something is on it."""
    confirms = office.profile(meeting.panel).agenda is not None
    return confirms and meeting.status is MeetingStatus.CLOSED_TO_SUBMISSIONS and bool(meeting.items)


def drafted(office: Office, meeting: PanelMeeting, now: datetime) -> tuple[PanelMeeting, list[Notice]]:
    """A card goes to those who may confirm the draft (MT-5, NT-14, RO-11.1)."""
    people = meeting_permissions.agenda_officers(office, meeting.panel, office.today(now))
    asked = to_people(Topic.AGENDA_DRAFTED, people, meeting.id, now)
    return meeting.after(MeetingEvent.DRAFTED, drafted_at=now), asked


def confirm_agenda(command: ConfirmAgenda, office: Office) -> Change:
    """It stands: presenters learn their time, the channel shows it as confirmed (MT-6, RF-19, NT-15, RO-11.2)."""
    meeting = office.meeting(command.meeting)
    meeting_permissions.check_may_confirm_agenda(
        office, office.person(command.by), meeting.panel, office.today(command.at)
    )
    sitting_policies.check_can_confirm_agenda(office, meeting, command.at)
    if meeting.status is MeetingStatus.CLOSED_TO_SUBMISSIONS:
        meeting = meeting.after(MeetingEvent.DRAFTED)
    settled = tuple(item.model_copy(update={"moved": False, "added": False}) for item in meeting.items)
    confirmed = meeting.after(MeetingEvent.AGENDA_CONFIRMED, agenda_at=command.at, agenda_by=command.by, items=settled)
    records: list[Record] = [confirmed]
    notices = [agenda_post(confirmed, command.at), *redrawn(office, (Topic.AGENDA_DRAFTED,), meeting, command.at)]
    for item in meeting.items:
        referral = office.referral(item.ref)
        if referral.status is ReferralStatus.BOOKED:
            records.append(referral.after(ReferralEvent.AGENDA_CONFIRMED))
        notices += _told(office, confirmed, item, command.at)
    return Change(
        Answer(code="agenda_confirmed", about=confirmed.id),
        entry(command, "agenda_confirmed", confirmed.id),
        tuple(records),
        tuple(notices),
    )


def move_item(command: MoveItem, office: Office) -> Change:
    """Another place in the order; who has a new time is told with the agenda, or at once if it is out (RF-37)."""
    meeting = office.meeting(command.meeting)
    meeting_permissions.check_may_order_agenda(
        office, office.person(command.by), meeting.panel, office.today(command.at)
    )
    policies.check_not_begun(meeting, command.at)
    item = sitting_policies.listed(meeting, command.ref)
    if not 1 <= command.place <= len(meeting.items):
        raise InvalidAnswer({"place": f"Please give a place from 1 to {len(meeting.items)}."})
    ordered, notices = meeting, []
    for each in _in_order(list(meeting.items), item, command.place - 1):
        if meeting.agenda_at is None:
            ordered = ordered.with_item(each)
        else:
            ordered = ordered.with_item(each.model_copy(update={"moved": False}))
            notices += _told(office, meeting, each, command.at) if each.moved else []
    return Change(
        Answer(code="item_moved", about=meeting.id, facts={"ref": item.ref}),
        entry(command, "item_moved", item.ref, meeting.id, place=str(command.place)),
        (ordered,),
        (agenda_post(ordered, command.at), *notices),
    )


def take_off(command: TakeOff, office: Office) -> Change:
    """Off this agenda for a reason and on to the next meeting; an emergency to ratify stays (RF-37, KN-3.30, AM-12)."""
    meeting = office.meeting(command.meeting)
    meeting_permissions.check_may_confirm_agenda(
        office, office.person(command.by), meeting.panel, office.today(command.at)
    )
    policies.check_not_begun(meeting, command.at)
    item = sitting_policies.listed(meeting, command.ref)
    if item.kind is ItemKind.RATIFICATION:
        raise MoveNotAllowed(
            f"{item.ref} is listed for ratification, so it can’t be taken off. Only an extension moves it to a later "
            f"panel: “extend {item.ref}”, the date and the reason."
        )
    reason = policies.remark(command.reason, "the reason for taking it off")
    event = ReferralEvent.TAKEN_OFF
    records, notices = put_off(office, meeting, office.referral(item.ref), command.at, event=event, reason=reason)
    return Change(
        Answer(code="taken_off", about=meeting.id, facts={"ref": item.ref}),
        entry(command, "taken_off", item.ref, meeting.id),
        tuple(records),
        tuple(notices),
    )


def _in_order(items: list[AgendaItem], item: AgendaItem, place: int) -> list[AgendaItem]:
    """The items between the old and the new place, one after the other from where the first of them began."""
    was = items.index(item)
    low, high = min(was, place), max(was, place)
    start, moved = items[low].starts_at, items[:]
    moved.insert(place, moved.pop(was))
    again = []
    for each in moved[low : high + 1]:
        changed = each.starts_at != start
        again.append(each.model_copy(update={"starts_at": start, "moved": each.moved or changed}))
        start = again[-1].ends_at
    return again


def _told(office: Office, meeting: PanelMeeting, item: AgendaItem, now: datetime) -> list[Notice]:
    """Its presenters learn the time; where it differs from what was sent before, a new appointment goes out."""
    referral = office.referral(item.ref)
    mark, starts = f"{meeting.id}.r{meeting.revision + 1}", item.starts_at.isoformat()
    people = office.known(*presenters(office, referral))
    told = to_people(Topic.PRESENT_AT, people, item.ref, now, mark=mark, starts=starts)
    if item.moved and referral.status in LISTED:
        told += appointments(office, referral, meeting, item, now)
    return told
