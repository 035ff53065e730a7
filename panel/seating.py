"""Who may chair, who presents, who fills which seat, and how the quorum stands for an item or is expected to stand."""

from collections.abc import Iterable
from datetime import date

from panel.attendance import Attendance
from panel.calendar import wall
from panel.council import Office
from panel.meeting import PanelMeeting
from panel.people import Person, Role
from panel.referral import Referral
from panel.rules.quorum import Counted, PanelSeat, count

SEATED = (Role.CHAIR, Role.DEPUTY, Role.MEMBER)
"""Roles whose holders are expected at every meeting."""
SUBSTITUTE = "substitute"


def may_chair(office: Office, panel: str, on: date) -> list[Person]:
    """Who may take the chair, those the profile prefers first (KN-4.2, RO-10.1, RO-10.2, BI-2.4)."""
    roles = office.profile(panel).meetings.chaired_by
    return list(dict.fromkeys(person for role in roles for person in office.holders(role, panel, on)))


def members(office: Office, meeting: PanelMeeting, on: date) -> list[Person]:
    """Everyone who is sent the papers: members and chairs, and whoever stands in at this meeting (BI-2.2).

    Who has a seat for some items only is a guest there, and sees those (KN-4.8 to KN-4.11).
    """
    listed = [
        person
        for role in (Role.MEMBER, *SEATED)
        for person in office.holders(role, meeting.panel, on)
        if role is not Role.MEMBER or not seat_for_items(office, meeting.panel, person, on)
    ]
    standing_in = office.known(*(away.substitute for away in meeting.away if away.substitute))
    return list(dict.fromkeys([*listed, *standing_in]))


def seat_for_items(office: Office, panel: str, person: Person, on: date) -> PanelSeat | None:
    """The seat of somebody who comes for some items only, as the profile has it."""
    seat = seat_called(office.profile(panel).seats, person.seat_at(panel, on))
    return seat if seat and seat.for_items else None


def presenters(office: Office, referral: Referral) -> list[str]:
    """Who may present the case, by what the profile says (BI-4.4, CB-10.14)."""
    people = {"referrer": referral.referrer, "manager": referral.manager}
    return list(dict.fromkeys(people[each] for each in office.profile(referral.panel).meetings.presenters))


def presented_by(office: Office, meeting: PanelMeeting, ref: str) -> list[str]:
    """Who presented an item: those who had to and came; nobody where it was heard without them (RF-23)."""
    if any(missing.ref == ref for missing in meeting.missing):
        return []
    listed = presenters(office, office.referral(ref))
    here = [person for person in listed if person in meeting.present]
    return here or listed


def attendance(office: Office, meeting: PanelMeeting, present: Iterable[str]) -> tuple[Attendance, ...]:
    """Everyone expected, there or not, and every guest who came; `meeting.chair` is set already (CB-13.3)."""
    on, here = wall(meeting.starts_at).date(), set(present)
    expected = [person.id for role in SEATED for person in office.holders(role, meeting.panel, on)]
    expected += [away.substitute for away in meeting.away if away.substitute]
    everyone = dict.fromkeys([*expected, *sorted(here)])
    return tuple(attends(office, meeting, person, present=person in here) for person in everyone)


def attends(office: Office, meeting: PanelMeeting, person_id: str, *, present: bool) -> Attendance:
    """One person's line in the attendance of a meeting."""
    person, on = office.person(person_id), wall(meeting.starts_at).date()
    return Attendance(
        person=person.id, part=_part(office, meeting, person, on), present=present, seat=_seat(office, meeting, person)
    )


def taking_part(office: Office, meeting: PanelMeeting, ref: str) -> list[Attendance]:
    """Those present who may decide an item: not the people of the case, nor anyone with a conflict (AM-21).

    Presenters are among them only where the profile says that they decide (CB-10.20).
    """
    referral = office.referral(ref)
    out = {referral.referrer, referral.manager, *presenters(office, referral)}
    out |= {conflict.person for conflict in meeting.conflicts if conflict.ref == ref}
    return [seat for seat in meeting.attendance if seat.present and seat.person not in out]


def quorum_for(office: Office, meeting: PanelMeeting, ref: str) -> Counted | None:
    """How the quorum stands for one item now; None for a panel without one (BI-2.3, AM-20, AM-21)."""
    return _counted(office, meeting, (seat.seat for seat in taking_part(office, meeting, ref)))


def quorum_now(office: Office, meeting: PanelMeeting) -> Counted | None:
    """How it stands for the meeting as a whole: who is there, or before it begins, who is expected."""
    if meeting.attendance:
        return _counted(office, meeting, (seat.seat for seat in meeting.attendance if seat.present))
    return expected_quorum(office, meeting)


def expected_quorum(office: Office, meeting: PanelMeeting) -> Counted | None:
    """How it will stand if all come who have not said they are away, and all who stand in (MT-8, BI-2.3)."""
    on, away = wall(meeting.starts_at).date(), {each.person for each in meeting.away}
    coming = [p for role in SEATED for p in office.holders(role, meeting.panel, on) if p.id not in away]
    coming += office.known(*(each.substitute for each in meeting.away if each.substitute))
    return _counted(office, meeting, (_seat(office, meeting, person) for person in coming))


def has_chair(office: Office, meeting: PanelMeeting, ref: str) -> bool:
    """Whether somebody who may chair is there and free to decide the item (AM-21)."""
    free = {seat.person for seat in taking_part(office, meeting, ref)}
    on = wall(meeting.starts_at).date()
    return any(person.id in free for person in may_chair(office, meeting.panel, on))


def post_of(office: Office, meeting: PanelMeeting, person_id: str) -> str:
    """The post a person fills at this meeting, for the others to read: a seat's title, never a name."""
    person = office.council.directory.person(person_id)
    profile = office.profile(meeting.panel)
    if person is None:
        return profile.title(Role.MEMBER)
    seat = seat_called(profile.seats, _seat(office, meeting, person))
    part = _part(office, meeting, person, wall(meeting.starts_at).date())
    return seat.title if seat else profile.title(Role(part)) if part in list(Role) else part


def seat_called(seats: list[PanelSeat], code: str) -> PanelSeat | None:
    """The seat with this code."""
    return next((seat for seat in seats if seat.code == code), None)


def _counted(office: Office, meeting: PanelMeeting, codes: Iterable[str]) -> Counted | None:
    profile = office.profile(meeting.panel)
    rule = profile.quorum
    return count(rule, profile.seats, {code for code in codes if code}) if rule and rule.is_stated else None


def _part(office: Office, meeting: PanelMeeting, person: Person, on: date) -> str:
    chaired = office.profile(meeting.panel).meetings.chaired_by if person.id == meeting.chair else []
    held = next((role for role in (*SEATED, *chaired) if person.is_a(role, meeting.panel, on)), None)
    manages = person.is_a(Role.LINE_MANAGER, meeting.panel, on)
    stands_in = any(away.substitute == person.id for away in meeting.away)
    return held or (SUBSTITUTE if stands_in else Role.LINE_MANAGER if manages else Role.PRACTITIONER)


def _seat(office: Office, meeting: PanelMeeting, person: Person) -> str:
    """Their own seat, or that of a member they stand in for, or the Chair's for whoever chairs without one."""
    on = wall(meeting.starts_at).date()
    if own := person.seat_at(meeting.panel, on):
        return own
    instead = [away.person for away in meeting.away if away.substitute == person.id]
    if person.id == meeting.chair:
        instead += [chair.id for chair in may_chair(office, meeting.panel, on)]
    found = (each.seat_at(meeting.panel, on) for each in office.known(*instead))
    return next((seat for seat in found if seat), "")
