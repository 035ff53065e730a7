"""Who may do what at a meeting: run it, order its agenda, sign its minutes, endorse a decision."""

from collections.abc import Sequence
from datetime import date

from panel.council import Office
from panel.errors import NotPermitted
from panel.meeting import PanelMeeting
from panel.minutes import Minutes
from panel.people import Person, Role
from panel.permissions import KEEPS_MEETINGS, check_may_confirm, check_may_run_meeting, check_one_of
from panel.referral import Referral
from panel.seating import members


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


def check_may_write_minutes(person: Person, panel: str, on: date) -> None:
    """Minutes are drafted for the administrator, who adds to them (matrix, “Sign off minutes”)."""
    check_one_of(person, (Role.PANEL_ADMIN,), panel, on, "add to the minutes")


def minute_signers(office: Office, meeting: PanelMeeting, on: date) -> list[Person]:
    """Who may sign the minutes: who chaired that meeting, and the post the profile names; nobody where none signs."""
    rule = office.profile(meeting.panel).minutes
    if rule is None or rule.signed_by is None:
        return []
    chaired = office.known(meeting.chair) if meeting.chair else []
    return list(dict.fromkeys([*chaired, *office.holders(rule.signed_by, meeting.panel, on)]))


def check_may_sign_minutes(office: Office, person: Person, meeting: PanelMeeting, on: date) -> None:
    """They sign (CB-10.6, AM-63)."""
    able = minute_signers(office, meeting, on)
    if not able:
        raise NotPermitted("Nobody signs the minutes of this panel. They go round with the next papers.")
    if person not in able:
        raise NotPermitted("Only the Chair of that meeting, or whoever signs for this panel, can sign its minutes.")


def check_may_correct_minutes(office: Office, person: Person, meeting: PanelMeeting, on: date) -> None:
    """The administrator, and whoever may sign them (CB-10.6)."""
    if person not in minute_signers(office, meeting, on):
        check_one_of(person, (Role.PANEL_ADMIN,), meeting.panel, on, "correct the minutes, beside whoever signs them")


def minutes_open_to(office: Office, person: Person, minutes: Minutes, on: date) -> tuple[str, ...]:
    """The references of the items this person may read (matrix, “See whole pack and minutes”, CB-9.12, CB-9.13).

    A draft is for the administrator and those who sign; what has gone out, for the members, Heads of Service, and
    whoever presented, who reads their own items. Raises `NotPermitted`.
    """
    meeting, everything = office.meeting(minutes.id), tuple(item.ref for item in minutes.items)
    if person.is_a(Role.PANEL_ADMIN, minutes.panel, on) or person in minute_signers(office, meeting, on):
        return everything
    whole = [*members(office, meeting, on), *office.holders(Role.HEAD_OF_SERVICE, minutes.panel, on)]
    if minutes.sent_at and person in whole:
        return everything
    own = minutes.of_presenter(person.id)
    if minutes.sent_at and minutes.signed_at and own:
        return own
    raise NotPermitted("I can’t show you these minutes. Once they are out, those who sat or presented can read them.")
