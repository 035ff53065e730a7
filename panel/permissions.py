"""Who may do what: one check for each act, and nothing else. Whether it can be done now is in `policies`.

Each `check_…` raises `NotPermitted` with the sentence the person reads.
"""

from collections.abc import Sequence
from datetime import date

from panel.council import Office
from panel.errors import NotPermitted
from panel.people import Person, Role
from panel.referral import Referral

SEES_EVERY_CASE = (Role.PANEL_ADMIN, Role.CHAIR, Role.HEAD_OF_SERVICE)
KEEPS_MEETINGS = (Role.PANEL_ADMIN, Role.CHAIR)


def check_may_refer(person: Person, panel: str, on: date) -> None:
    """Practitioners, managers and the administrator make referrals (RF-1)."""
    _one_of(
        person, (Role.PRACTITIONER, Role.LINE_MANAGER, Role.PANEL_ADMIN), panel, on, "make a referral to this panel"
    )


def check_may_edit(person: Person, referral: Referral) -> None:
    """A draft belongs to the practitioner who refers; their manager may help (matrix, row 1)."""
    if person.id not in (referral.referrer, referral.manager):
        raise NotPermitted(f"Only the person who refers {referral.id}, or their manager, can change it.")


def check_may_send(person: Person, referral: Referral) -> None:
    """The practitioner sends it: sending is their dated agreement, apart from the manager's (CB-9.6)."""
    if person.id != referral.referrer:
        raise NotPermitted(f"Only the person who refers {referral.id} can send it: sending it is their agreement.")


def check_may_see(person: Person, referral: Referral, on: date, resources: bool = False) -> None:
    """Own cases, the team's for a manager, all for those who run the panel; nobody else (matrix, “See one case”).

    `resources` is true once an emergency approval lets the Resources Team look for a placement (CB-5.7).
    """
    if person.id in (referral.referrer, referral.manager):
        return
    if any(person.is_a(role, referral.panel, on) for role in SEES_EVERY_CASE):
        return
    if resources and person.is_a(Role.RESOURCES_TEAM, referral.panel, on):
        return
    raise NotPermitted(f"{referral.id} is not one of your cases, so I can’t show it to you.")


def check_may_sign(person: Person, referral: Referral, on: date) -> None:
    """The supervising manager signs, and never a referral of their own (CB-9.6, CB-10.8)."""
    if person.id == referral.referrer:
        raise NotPermitted("You made this referral, so another manager must sign it.")
    if person.id != referral.manager or not person.is_a(Role.LINE_MANAGER, referral.panel, on):
        raise NotPermitted(f"Only the supervising manager named on {referral.id} can sign or return it.")


def check_can_be_signed(office: Office, person: Person, panel: str, on: date) -> None:
    """Whoever refers has a manager who may sign it, so that no referral ends where nobody can (CB-9.6, CB-10.8)."""
    signers = {step.by for step in office.profile(panel).authorisation.steps}
    managers = office.known(person.manager) if person.manager else []
    if Role.LINE_MANAGER in signers and not any(each.is_a(Role.LINE_MANAGER, panel, on) for each in managers):
        raise NotPermitted(
            "Nobody is listed who could sign a referral of yours: your manager must be one of those who sign for this "
            "panel. Please ask the panel administrator to record it."
        )


def check_may_withdraw(person: Person, referral: Referral, on: date) -> None:
    """The referrer, their manager or the administrator (matrix, “Withdraw own case”)."""
    if person.id not in (referral.referrer, referral.manager):
        _one_of(person, (Role.PANEL_ADMIN,), referral.panel, on, f"withdraw {referral.id}")


def check_may_book(person: Person, panel: str, on: date) -> None:
    """Slots and dates are the administrator's, or the Chair's (CB-9.4, CB-8.4)."""
    _one_of(person, KEEPS_MEETINGS, panel, on, "change the panel’s dates and slots")


def check_may_table_late(person: Person, panel: str, on: date) -> None:
    """A request that missed the cut-off is heard only if the Chair or a Head of Service agrees (CB-9.10, AM-66)."""
    _one_of(person, (Role.CHAIR, Role.HEAD_OF_SERVICE), panel, on, "let a late request be heard")


def check_may_answer_late(office: Office, person: Person, referral: Referral, on: date) -> None:
    """The Chair or the Head of Service for the team, and nobody who works on the case (CB-9.10, AM-57, AM-66)."""
    if person.id not in {officer.id for officer in late_officers(office, referral, on)}:
        raise NotPermitted(
            "Only the Chair or the Head of Service for this team can answer this, and nobody who is part of the case."
        )


def check_may_ask_late(person: Person, referral: Referral) -> None:
    """The practitioner or the manager of the case asks (matrix, “Accept late item”)."""
    if person.id not in (referral.referrer, referral.manager):
        raise NotPermitted(
            f"Only the person who refers {referral.id}, or their manager, can ask for it to be heard late."
        )


def check_may_ask_cancel(person: Person, needs: Sequence[Role], panel: str, on: date) -> None:
    """The administrator asks; whoever may agree may ask too (CB-8.2, matrix, “Cancel meeting”)."""
    _one_of(person, tuple(dict.fromkeys((Role.PANEL_ADMIN, *needs))), panel, on, "ask to cancel a meeting")


def check_may_agree_cancel(person: Person, needs: Sequence[Role], panel: str, on: date) -> None:
    """One of the roles the profile names agrees before a meeting is cancelled (CB-8.2, AM-57, AM-62)."""
    _one_of(person, tuple(needs), panel, on, "say whether a meeting is cancelled")


def check_may_send_papers(person: Person, panel: str, on: date) -> None:
    """Papers are the administrator's (CB-9.9, matrix, “Publish papers”)."""
    _one_of(person, (Role.PANEL_ADMIN,), panel, on, "send out the papers")


def check_may_run_meeting(person: Person, panel: str, on: date) -> None:
    """Attendance and draft decisions: administrator or Chair (matrix, “Record draft decision”)."""
    _one_of(person, KEEPS_MEETINGS, panel, on, "run the meeting")


def check_may_confirm(person: Person, role: Role, panel: str, on: date) -> None:
    """The role the profile names confirms decisions (CB-10.2, CB-13.1, CB-13.2)."""
    _one_of(person, (role,), panel, on, "confirm decisions")


def check_may_release(person: Person, panel: str, on: date) -> None:
    """Decision sheets are sent out by the administrator (matrix, “Release notices”)."""
    _one_of(person, (Role.PANEL_ADMIN,), panel, on, "send out decisions")


def check_may_ask_emergency(person: Person, referral: Referral) -> None:
    """The practitioner or the manager of the case asks (EM-1)."""
    if person.id not in (referral.referrer, referral.manager):
        raise NotPermitted(
            f"Only the person who refers {referral.id}, or their manager, can ask for an emergency approval."
        )


def check_may_answer_approver(person: Person, referral: Referral) -> None:
    """The people of the case answer the approver's questions."""
    if person.id not in (referral.referrer, referral.manager):
        raise NotPermitted(f"Only the people who work on {referral.id} can answer this.")


def check_is_resources(person: Person, panel: str, on: date) -> None:
    """The Resources Team says when it has enough to search, and when a placement is made (CB-5.8, CB-5.9)."""
    _one_of(person, (Role.RESOURCES_TEAM,), panel, on, "record the search for a placement")


def late_officers(office: Office, referral: Referral, on: date) -> list[Person]:
    """Who may let a late request be heard: the Chairs and the relevant Heads of Service (CB-9.10, AM-57)."""
    return officers(office, referral, (Role.CHAIR, Role.HEAD_OF_SERVICE), on)


def officers(office: Office, referral: Referral, roles: Sequence[Role], on: date) -> list[Person]:
    """Holders of these roles, Heads of Service only for the teams they cover, without the people of the case."""
    team = next((person.team for person in office.known(referral.referrer, referral.manager)), "")
    listed = [
        person
        for role in roles
        for person in office.holders(role, referral.panel, on)
        if role is not Role.HEAD_OF_SERVICE or not person.covers or team in person.covers
    ]
    return [person for person in dict.fromkeys(listed) if person.id not in (referral.referrer, referral.manager)]


def _one_of(person: Person, roles: tuple[Role, ...], panel: str, on: date, act: str) -> None:
    if not any(person.is_a(role, panel, on) for role in roles):
        titles = " or the ".join(role.replace("_", " ") for role in roles)
        raise NotPermitted(f"Only the {titles} can {act}.")
