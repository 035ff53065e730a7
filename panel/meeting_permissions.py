"""Who may do what at a meeting: run it, order its agenda, endorse a decision, record a visit."""

from collections.abc import Sequence
from datetime import date

from panel.council import Office
from panel.errors import NotPermitted
from panel.meeting import PanelMeeting
from panel.people import Person, Role
from panel.permissions import KEEPS_MEETINGS, check_may_confirm, check_may_run_meeting, check_one_of
from panel.referral import Referral


def check_runs(person: Person, meeting: PanelMeeting, on: date) -> None:
    """Whoever chairs this meeting runs it, as the administrator and the Chair may (KN-4.2, RO-10.2)."""
    if not meeting.chair or person.id != meeting.chair:
        check_may_run_meeting(person, meeting.panel, on)


def check_may_confirm_meeting(person: Person, meeting: PanelMeeting, role: Role, on: date) -> None:
    """The Chair, or who acted as Chair at this very meeting; another post where the profile names one (KN-4.2)."""
    if role is not Role.CHAIR or person.id != meeting.chair:
        check_may_confirm(person, role, meeting.panel, on)


def check_sits(person: Person, panel: str, on: date) -> None:
    """Somebody with a place at the panel: only they can be missed there (BI-2.2)."""
    if not any(person.is_a(role, panel, on) for role in (Role.CHAIR, Role.DEPUTY, Role.MEMBER)):
        raise NotPermitted(f"{person.name} is not a member of this panel. Type “meetings” to see the dates.")


def agenda_officers(office: Office, panel: str, on: date) -> list[Person]:
    """Who may confirm the agenda: the post the profile names, and those who may chair (RO-11.2, AM-63)."""
    profile = office.profile(panel)
    named = [profile.agenda.confirmed_by] if profile.agenda else []
    roles = dict.fromkeys([*named, *profile.meetings.chaired_by])
    return list(dict.fromkeys(person for role in roles for person in office.holders(role, panel, on)))


def check_may_confirm_agenda(office: Office, person: Person, panel: str, on: date) -> None:
    """They confirm it, and take an item off it (RO-11.2, RF-37)."""
    if person.id not in {officer.id for officer in agenda_officers(office, panel, on)}:
        raise NotPermitted("Only the Chair, or who may take the chair, can confirm the agenda or take an item off it.")


def check_may_order_agenda(office: Office, person: Person, panel: str, on: date) -> None:
    """The administrator drafts the agenda; those who confirm it may change its order too (RO-11.1, RO-11.2)."""
    if not person.is_a(Role.PANEL_ADMIN, panel, on):
        check_may_confirm_agenda(office, person, panel, on)


def check_sees_agenda(office: Office, person: Person, meeting: PanelMeeting, on: date) -> None:
    """Those who run the meeting, and those who may confirm its agenda."""
    if person not in agenda_officers(office, meeting.panel, on):
        check_runs(person, meeting, on)


def check_may_endorse(person: Person, may: Sequence[Person], ref: str) -> None:
    """Whoever the profile names agrees to a decision in principle, and nobody who works on the case."""
    if person.id not in {each.id for each in may}:
        raise NotPermitted(f"You are not one of those who can endorse the decision on {ref}.")


def check_may_record_visit(person: Person, referral: Referral) -> None:
    """The people of the case visit the child and say when (BI-4.5)."""
    if person.id not in (referral.referrer, referral.manager):
        raise NotPermitted(f"Only the person who refers {referral.id}, or their manager, can record the visit.")


def check_may_ask_cancel(person: Person, needs: Sequence[Role], panel: str, on: date) -> None:
    """The administrator asks; whoever may agree may ask too (CB-8.2, matrix, “Cancel meeting”)."""
    check_one_of(person, tuple(dict.fromkeys((Role.PANEL_ADMIN, *needs))), panel, on, "ask to cancel a meeting")


def check_may_agree_cancel(person: Person, needs: Sequence[Role], panel: str, on: date) -> None:
    """One of the roles the profile names agrees before a meeting is cancelled (CB-8.2, AM-57, AM-62)."""
    check_one_of(person, tuple(needs), panel, on, "say whether a meeting is cancelled")


def check_may_send_papers(person: Person, panel: str, on: date) -> None:
    """Papers are the administrator's (CB-9.9, matrix, “Publish papers”)."""
    check_one_of(person, (Role.PANEL_ADMIN,), panel, on, "send out the papers")


def check_may_hold_review(person: Person, roles: Sequence[Role], panel: str, on: date) -> None:
    """Those whom the profile asks hold it; the administrator may record it for them (RO-8.5)."""
    check_one_of(person, tuple(dict.fromkeys((*roles, *KEEPS_MEETINGS))), panel, on, "record that this was held")
