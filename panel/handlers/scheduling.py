"""The panel's dates and slots: adding a meeting, booking, moving a booking."""

from datetime import datetime

from panel import booking, permissions, policies
from panel.calendar import at_wall, end_of_day, say_day, wall
from panel.commands import AddMeeting, MoveBooking
from panel.council import Office
from panel.emergency import UNRATIFIED, EmergencyApproval, EmergencyStatus
from panel.errors import InvalidAnswer, MoveNotAllowed, Refused
from panel.handlers.entry import entry
from panel.meeting import AgendaItem, ItemKind, MeetingStatus, PanelMeeting
from panel.notices import Notice, Topic
from panel.people import Role
from panel.ports import Answer, Change
from panel.records import Record
from panel.referral import Referral, ReferralEvent, ReferralStatus
from panel.rules.sittings import Meetings
from panel.rules.telling import Event
from panel.telling import agenda_post, tell, to_people

GONE = (MeetingStatus.CANCELLED, MeetingStatus.MOVED)


def book(office: Office, accepted: Referral, now: datetime) -> tuple[list[Record], list[Notice]]:
    """An accepted referral in its slot, with everyone told; or waiting, with the administrator told (RF-17).

    A place that is already held, for ratification or after a deferral, is kept (CB-5.10, CB-9.20).
    """
    received = accepted.received_at or now
    meeting = _listed_already(office, accepted, now) or booking.place_referral(office, accepted, received, now)
    if meeting is None:
        admins = office.holders(Role.PANEL_ADMIN, accepted.panel, office.today(now))
        return [accepted], to_people(Topic.NO_PLACE, admins, accepted.id, now)
    item = meeting.item(accepted.id)
    assert item is not None  # noqa: S101  place_referral has just put it there
    booked = accepted.after(ReferralEvent.SLOT_GIVEN, meeting=meeting.id)
    return [booked, meeting], [*appointments(office, booked, meeting, item, now), agenda_post(meeting, now)]


def appointments(
    office: Office, referral: Referral, meeting: PanelMeeting, item: AgendaItem, now: datetime, **why: str
) -> list[Notice]:
    """Date, time and place to those the profile names, with a calendar file (CB-9.5, CB-8.3).

    `why` says what became of an earlier place: `was`, its moment, and `because`, `moved` or `cancelled`.
    """
    warnings = policies.date_warnings(office, referral, wall(meeting.starts_at).date())
    warned = {"warnings": ",".join(check.id for check in warnings)} if warnings else {}
    facts = {"starts": item.starts_at.isoformat(), **warned, **why}
    return tell(office, Event.BOOKED, referral, now, meeting=f"{meeting.id}.r{meeting.revision + 1}", **facts)


def add_meeting(command: AddMeeting, office: Office) -> Change:
    """A new date, its cut-off worked out; referrals that wait for a place are booked in order (CB-8.4, MT-1)."""
    person, today = office.person(command.by), office.today(command.at)
    permissions.check_may_book(person, command.panel, today)
    made = new_meeting(office, command.panel, command.starts_at, command.at)
    meeting, records, notices = fill(office, made, Waiting(office, command.panel), command.at)
    return Change(
        Answer(code="meeting_added", about=meeting.id),
        entry(command, "meeting_added", meeting.id),
        (*records, meeting),
        (*notices, agenda_post(meeting, command.at)),
    )


class Waiting:
    """What waits for a place at a panel, in the order in which it gets one; each is taken once."""

    def __init__(self, office: Office, panel: str) -> None:
        live = office.records.find(EmergencyApproval, panel=panel, live="yes")
        self.emergencies = [e for e in live if e.status in UNRATIFIED and not e.meeting]
        accepted = office.records.find(Referral, panel=panel, status=ReferralStatus.ACCEPTED)
        self.referrals = sorted(accepted, key=lambda referral: referral.received_at or referral.opened_at)


def fill(
    office: Office, meeting: PanelMeeting, waiting: Waiting, now: datetime
) -> tuple[PanelMeeting, list[Record], list[Notice]]:
    """A meeting with what waits for a place on it, as far as it has room and they are in time (AM-12, CB-9.4)."""
    records: list[Record] = []
    notices: list[Notice] = []
    for emergency in waiting.emergencies:
        meeting = booking.place_in(office, meeting, emergency.id, ItemKind.RATIFICATION) or meeting
        records.append(_now_listed(emergency, meeting))
    waiting.emergencies = []
    for referral in tuple(waiting.referrals):
        placed = booking.place_in(office, meeting, referral.id, ItemKind.REFERRAL)
        item = placed.item(referral.id) if placed else None
        received = referral.received_at or now
        if placed and item and (meeting.ratifies(referral.id) or policies.in_time(office, meeting, received)):
            meeting = placed
            booked = referral.after(ReferralEvent.SLOT_GIVEN, meeting=meeting.id)
            records.append(booked)
            notices += appointments(office, booked, meeting, item, now)
            waiting.referrals.remove(referral)
    return meeting, records, notices


def move_booking(command: MoveBooking, office: Office) -> Change:
    """The administrator gives a referral another date; everyone concerned is told (CB-9.4)."""
    referral, target = office.referral(command.ref), office.meeting(command.meeting)
    late_reason = _late_reason(command, office, referral, target)
    records, notices = rebook(office, referral, target, command.at, late=(command.by, late_reason))
    return Change(
        Answer(code="moved", about=referral.id),
        entry(command, "booking_moved", referral.id, target.id),
        tuple(records),
        tuple(notices),
    )


def rebook(
    office: Office, referral: Referral, target: PanelMeeting, now: datetime, *, late: tuple[str, str]
) -> tuple[list[Record], list[Notice]]:
    """A referral from where it is listed, if it is, to another meeting; its old slot is free (CB-9.4).

    `late` is the officer who lets it be heard after the cut-off, and why; the reason is empty for one in time.
    """
    by, late_reason = late
    policies.check_not_begun(target, now)
    _check_can_leave(office, referral)
    if target.panel != referral.panel or target.id == referral.meeting:
        raise Refused("Choose another date of the same panel. Type “meetings” to see them.")
    accepted = referral if referral.status is ReferralStatus.ACCEPTED else referral.after(ReferralEvent.TAKEN_OFF)
    placed = booking.place_in(office, target, referral.id, ItemKind.REFERRAL)
    if placed is None:
        raise Refused(f"The panel on {say_day(wall(target.starts_at).date())} is full. Choose another date.")
    booked = accepted.after(ReferralEvent.SLOT_GIVEN, meeting=placed.id)
    item = placed.item(referral.id)
    assert item is not None  # noqa: S101  place_in has just put it there
    if late_reason:
        placed = placed.with_item(item.model_copy(update={"late_by": by, "late_reason": late_reason}))
    records: list[Record] = [booked, placed]
    notices = [*appointments(office, booked, placed, item, now), agenda_post(placed, now)]
    if referral.meeting:
        left = office.meeting(referral.meeting).without(referral.id)
        records.append(left)
        notices.append(agenda_post(left, now))
    return records, notices


def accept(office: Office, received: Referral, now: datetime) -> tuple[list[Record], list[Notice]]:
    """A received referral through the cut-off test and into its slot (RF-14 to RF-17)."""
    if _missed(office, received, now) is None:
        return book(office, received.after(ReferralEvent.IN_TIME), now)
    return accepted_or_late(office, received.after(ReferralEvent.TOO_LATE).after(ReferralEvent.LATE_SETTLED), now)


def accepted_or_late(office: Office, accepted: Referral, now: datetime) -> tuple[list[Record], list[Notice]]:
    """An accepted referral in its slot.

    One that came after the cut-off of the date it asked for goes to the next meeting, and its people are told why.
    """
    records, notices = book(office, accepted, now)
    missed = _missed(office, accepted, now)
    if missed is None:
        return records, notices
    facts = {"wanted": _day(missed), "cutoff": missed.cutoff_at.isoformat()}
    people = office.known(accepted.referrer, accepted.manager)
    return records, [*notices, *to_people(Topic.LATE, people, accepted.id, now, **facts)]


def new_meeting(office: Office, panel: str, starts_at: datetime, now: datetime) -> PanelMeeting:
    """A meeting at this time with its end and cut-off worked out; raises `Refused` where there can be none.

    A day whose meeting was cancelled or moved away is free again.
    """
    day = wall(starts_at).date()
    if starts_at <= now:
        raise InvalidAnswer({"date": "That date has passed. Give one that is still ahead."})
    if not office.council.calendar(panel).is_working_day(day):
        raise InvalidAnswer({"date": f"The council is closed on {say_day(day)}. Choose another day."})
    meeting = drafted(office, panel, starts_at)
    before = office.records.look(PanelMeeting, meeting.id)
    if before and before.status not in GONE:
        raise Refused(f"There is already a panel on {say_day(day)}. Type “meetings” to see the dates.")
    return meeting.model_copy(update={"revision": before.revision}) if before else meeting


def drafted(office: Office, panel: str, starts_at: datetime) -> PanelMeeting:
    """A meeting at this time, on whatever day, with its usual end and its cut-off (CB-9.7)."""
    day, profile = wall(starts_at).date(), office.profile(panel)
    return PanelMeeting(
        id=f"{panel}.{day.isoformat()}",
        panel=panel,
        starts_at=starts_at,
        ends_at=_usual_end(starts_at, profile.meetings),
        cutoff_at=at_wall(policies.cut_off(office, panel, day).day, profile.submission.cutoff_time),
    )


def _usual_end(starts_at: datetime, rules: Meetings) -> datetime:
    """The usual end, or for a meeting that starts after it, after the usual length: no meeting is without slots."""
    day = wall(starts_at).date()
    usual = at_wall(day, rules.usual_end)
    return usual if usual > starts_at else starts_at + (usual - at_wall(day, rules.start))


def _now_listed(emergency: EmergencyApproval, meeting: PanelMeeting) -> EmergencyApproval:
    """Listed there; its end moves only while it waits for a next panel, never once it needs an extension (AM-12)."""
    listed = emergency.model_copy(update={"meeting": meeting.id})
    if emergency.status is not EmergencyStatus.AWAITING_RATIFICATION:
        return listed
    end = end_of_day(wall(meeting.starts_at).date())
    return listed.model_copy(update={"ends_at": min(end, emergency.not_after or end)})


def _late_reason(command: MoveBooking, office: Office, referral: Referral, target: PanelMeeting) -> str:
    """Empty for a request in time; else why it is heard all the same, given by an officer who may say so (CB-9.10)."""
    person, today = office.person(command.by), office.today(command.at)
    if policies.in_time(office, target, referral.received_at or command.at):
        permissions.check_may_book(person, referral.panel, today)
        return ""
    permissions.check_may_table_late(person, referral.panel, today)
    return policies.remark(command.reason, "the reason why it is heard although it came after the cut-off")


def _check_can_leave(office: Office, referral: Referral) -> None:
    if not referral.meeting:
        return
    meeting = office.meeting(referral.meeting)
    if meeting.ratifies(referral.id):
        raise MoveNotAllowed(f"{referral.id} is listed for ratification. Only an extension moves it to a later panel.")
    if not meeting.is_ahead:
        raise MoveNotAllowed(f"{referral.id} is on the agenda of a meeting that has begun. Close that meeting first.")


def _listed_already(office: Office, referral: Referral, now: datetime) -> PanelMeeting | None:
    emergency = office.records.look(EmergencyApproval, referral.id)
    held = emergency.meeting if emergency and emergency.status in UNRATIFIED else referral.meeting
    meeting = office.records.look(PanelMeeting, held) if held else None
    return meeting if meeting and meeting.item(referral.id) and meeting.starts_at > now else None


def _missed(office: Office, referral: Referral, now: datetime) -> PanelMeeting | None:
    """The meeting it asked for and whose cut-off it missed."""
    wanted, received = referral.answers.get("panel_date", ""), referral.received_at or now
    asked = [meeting for meeting in office.meetings_ahead(referral.panel, now) if wanted and _day(meeting) == wanted]
    return next((meeting for meeting in asked if not policies.in_time(office, meeting, received)), None)


def _day(meeting: PanelMeeting) -> str:
    return wall(meeting.starts_at).date().isoformat()
