"""Who may do what: one check for each act, and nothing else. Whether it can be done now is in `policies`.

Each `check_…` raises `NotPermitted` with the sentence the person reads.
"""

from collections.abc import Collection, Sequence
from datetime import date

from panel.council import Office
from panel.errors import NotPermitted
from panel.form import DocumentRule
from panel.officers import NAMED_MANAGER, deciders, gate_officers, of_roles, screeners, signers, step_due
from panel.people import Person, Role
from panel.profile import Profile
from panel.referral import Referral

SEES_EVERY_CASE = (Role.PANEL_ADMIN, Role.CHAIR, Role.HEAD_OF_SERVICE)
KEEPS_MEETINGS = (Role.PANEL_ADMIN, Role.CHAIR)
SEES_GAPS = (*SEES_EVERY_CASE, Role.COMMISSIONING, Role.RESOURCES_TEAM, Role.IMPROVEMENT_TEAM, Role.SERVICE_MANAGER)


def check_may_refer(person: Person, panel: str, on: date) -> None:
    """Practitioners, managers and the administrator make referrals (RF-1)."""
    check_one_of(
        person, (Role.PRACTITIONER, Role.LINE_MANAGER, Role.PANEL_ADMIN), panel, on, "make a referral to this panel"
    )


def check_may_enter_for(person: Person, panel: str, on: date) -> None:
    """The administrator may enter a referral for a practitioner, who is then its owner (matrix, row 1)."""
    check_one_of(person, (Role.PANEL_ADMIN,), panel, on, "begin a referral for somebody else")


def check_may_edit(person: Person, referral: Referral) -> None:
    """A draft belongs to the practitioner; their manager, or the administrator who entered it, may help (row 1)."""
    if person.id not in (referral.referrer, referral.manager, referral.entered_by):
        raise NotPermitted(f"Only the person who refers {referral.id}, or their manager, can change it.")


def check_may_send(person: Person, referral: Referral) -> None:
    """The practitioner sends it: sending is their dated agreement, apart from the manager's (CB-9.6)."""
    if person.id != referral.referrer:
        raise NotPermitted(f"Only the person who refers {referral.id} can send it: sending it is their agreement.")


def check_may_see(
    person: Person, referral: Referral, on: date, resources: bool = False, part: Collection[Person] = ()
) -> None:
    """Own cases, the team's for a manager, all for those who run the panel; nobody else (matrix, “See one case”).

    `resources` is true once an emergency approval lets the Resources Team look for a placement (CB-5.7). `part` are
    those who have a part in the case, such as whoever signs it next.
    """
    if person.id in (referral.referrer, referral.manager) or person in part:
        return
    if any(person.is_a(role, referral.panel, on) for role in SEES_EVERY_CASE):
        return
    if resources and person.is_a(Role.RESOURCES_TEAM, referral.panel, on):
        return
    raise NotPermitted(f"{referral.id} is not one of your cases, so I can’t show it to you.")


def check_may_sign(office: Office, person: Person, referral: Referral, on: date) -> None:
    """Whoever gives the next signature signs or returns, and never a referral of their own (CB-9.6, CB-10.8)."""
    step = step_due(office.profile_of(referral), referral)
    by = step.by if step else Role.LINE_MANAGER
    if person.id == referral.referrer and by is not Role.PRACTITIONER:
        raise NotPermitted("You made this referral, so another manager must sign it.")
    if person.id in {signer.id for signer in signers(office, referral, on)}:
        return
    if by is Role.LINE_MANAGER:
        raise NotPermitted(f"Only the supervising manager named on {referral.id} can sign or return it.")
    title = office.profile_of(referral).title(by)
    raise NotPermitted(f"Only the {title} can sign or return {referral.id} now, and nobody who is part of the case.")


def check_can_be_signed(office: Office, person: Person, panel: str, on: date) -> None:
    """Whoever refers has a manager who may sign it, so that no referral ends where nobody can (CB-9.6, CB-10.8)."""
    signed_by = {step.by for step in office.profile(panel).authorisation.steps}
    managers = office.known(person.manager) if person.manager else []
    if Role.LINE_MANAGER in signed_by and not any(each.is_a(Role.LINE_MANAGER, panel, on) for each in managers):
        raise NotPermitted(
            "Nobody is listed who could sign a referral of yours: your manager must be one of those who sign for this "
            "panel. Please ask the panel administrator to record it."
        )


def check_may_change_manager(person: Person, referral: Referral, on: date) -> None:
    """The practitioner, the manager or the administrator names another manager (KN-3.12)."""
    if person.id not in (referral.referrer, referral.manager):
        check_one_of(person, (Role.PANEL_ADMIN,), referral.panel, on, f"name another manager for {referral.id}")


def check_can_be_manager(person: Person, referral: Referral, on: date) -> None:
    """Another manager is one of those who sign for the panel, and does not refer the case (KN-3.12, CB-10.8)."""
    if person.id == referral.referrer:
        raise NotPermitted(f"{person.name} made this referral, so another manager must be named.")
    if not person.is_a(Role.LINE_MANAGER, referral.panel, on):
        raise NotPermitted(f"{person.name} is not one of the managers who sign for this panel. Please name another.")


def check_may_ask_exception(person: Person, referral: Referral) -> None:
    """The practitioner or the manager of the case asks that it goes to the panel all the same (RF-5)."""
    if person.id not in (referral.referrer, referral.manager):
        raise NotPermitted(f"Only the person who refers {referral.id}, or their manager, can ask for an exception.")


def check_may_answer_exception(office: Office, person: Person, referral: Referral, on: date) -> None:
    """An officer the profile names for this gate, and nobody who works on the case (BI-3.2.11, RO-7.1, AM-14)."""
    if person.id not in {officer.id for officer in gate_officers(office, referral, on)}:
        raise NotPermitted(
            "Only the officers I have asked can answer this, and nobody who is part of the case. "
            f"Type “status {referral.id}” to see who that is."
        )


def check_may_waive(person: Person, referral: Referral, rule: DocumentRule, profile: Profile, on: date) -> None:
    """The manager of the case, or a role the profile names, lets a paper go; never the practitioner (AM-38)."""
    roles = [Role(name) for name in rule.waive_by if name not in NAMED_MANAGER]
    own_manager = person.id == referral.manager and any(name in NAMED_MANAGER for name in rule.waive_by)
    holds_role = any(person.is_a(role, referral.panel, on) for role in roles)
    if person.id == referral.referrer or not (own_manager or holds_role):
        named = ["manager named on the referral"] if len(roles) < len(rule.waive_by) else []
        titles = " or the ".join([*named, *(profile.title(role) for role in roles)])
        raise NotPermitted(f"Only the {titles} can let “{rule.label}” go, and never the person who refers.")


def check_may_screen(office: Office, person: Person, referral: Referral, on: date) -> None:
    """A role the profile names looks at requests before the panel; nobody who works on the case (RO-5.9, AM-31)."""
    if person.id not in {each.id for each in screeners(office, referral, on)}:
        raise NotPermitted(
            f"Only those who look at requests before the panel can settle {referral.id}, "
            "and nobody who is part of the case."
        )


def check_may_decide_alone(office: Office, person: Person, referral: Referral, on: date) -> None:
    """Where no panel meets, the role that confirms decisions takes them; nobody who works on the case (AM-45)."""
    if person.id not in {each.id for each in deciders(office, referral, on)}:
        profile = office.profile_of(referral)
        title = profile.title(profile.decisions.confirmed_by)
        raise NotPermitted(f"Only the {title} can decide {referral.id}, and nobody who is part of the case.")


def check_may_withdraw(person: Person, referral: Referral, on: date) -> None:
    """The referrer, their manager or the administrator (matrix, “Withdraw own case”)."""
    if person.id not in (referral.referrer, referral.manager):
        check_one_of(person, (Role.PANEL_ADMIN,), referral.panel, on, f"withdraw {referral.id}")


def check_may_book(person: Person, panel: str, on: date) -> None:
    """Slots and dates are the administrator's, or the Chair's (CB-9.4, CB-8.4)."""
    check_one_of(person, KEEPS_MEETINGS, panel, on, "change the panel’s dates and slots")


def check_may_table_late(person: Person, panel: str, on: date) -> None:
    """A request that missed the cut-off is heard only if the Chair or a Head of Service agrees (CB-9.10, AM-66)."""
    check_one_of(person, (Role.CHAIR, Role.HEAD_OF_SERVICE), panel, on, "let a late request be heard")


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


def check_may_run_meeting(person: Person, panel: str, on: date) -> None:
    """Attendance and draft decisions: administrator or Chair (matrix, “Record draft decision”)."""
    check_one_of(person, KEEPS_MEETINGS, panel, on, "run the meeting")


def check_may_confirm(person: Person, role: Role, panel: str, on: date) -> None:
    """The role the profile names confirms decisions (CB-10.2, CB-13.1, CB-13.2)."""
    check_one_of(person, (role,), panel, on, "confirm decisions")


def check_may_release(person: Person, panel: str, on: date) -> None:
    """Decision sheets are sent out by the administrator (matrix, “Release notices”)."""
    check_one_of(person, (Role.PANEL_ADMIN,), panel, on, "send out decisions")


def check_may_settle_mail(person: Person, panel: str, on: date) -> None:
    """Mail that was set aside is the administrator's (CB-9.3)."""
    check_one_of(person, (Role.PANEL_ADMIN,), panel, on, "see and deal with mail that was set aside")


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
    check_one_of(person, (Role.RESOURCES_TEAM,), panel, on, "record the search for a placement")


def check_may_plan(person: Person, panel: str, on: date) -> None:
    """The administrator or the Chair moves a date of the forward planner (CB-9.17, matrix)."""
    check_one_of(person, (*KEEPS_MEETINGS, Role.SERVICE_MANAGER), panel, on, "move a date of the planner")


def check_may_review(person: Person, referral: Referral, owners: Sequence[str], on: date) -> None:
    """Whoever owns the review records it, or the people of the case, or the administrator (KN-2.6, RA-4.2)."""
    if person.id not in (referral.referrer, referral.manager, *owners):
        check_one_of(person, (Role.PANEL_ADMIN,), referral.panel, on, f"record a review of {referral.id}")


def check_may_decide_missed(person: Person, panel: str, on: date) -> None:
    """A date that passed is the Chair's to decide; nothing ends by itself (CB-9.19, AM-50)."""
    check_one_of(person, (Role.CHAIR, Role.SERVICE_MANAGER), panel, on, "decide what follows from a missed date")


def check_may_report(person: Person, referral: Referral, by: Sequence[str], on: date) -> None:
    """Those the profile names report a change: the referrer, the manager, or roles (CB-11.5, KN-1.9)."""
    parties = {"referrer": referral.referrer, "manager": referral.manager}
    roles = [Role(name) for name in by if name not in parties]
    if person.id in [parties[name] for name in by if name in parties]:
        return
    if not any(person.is_a(role, referral.panel, on) for role in roles):
        raise NotPermitted(f"You can’t report this change about {referral.id}. Please tell whoever works on the case.")


def check_may_note_unmet(person: Person, referral: Referral, on: date) -> None:
    """The people of the case, and those who run the panel or look for services (matrix, “Record unmet need”)."""
    if person.id not in (referral.referrer, referral.manager):
        roles = (*KEEPS_MEETINGS, Role.RESOURCES_TEAM)
        check_one_of(person, roles, referral.panel, on, f"record an unmet need of {referral.id}")


def check_may_see_gaps(person: Person, panel: str, on: date) -> None:
    """The list of gaps is for those who run the panel and those who plan what to buy (BI-7.3)."""
    check_one_of(person, SEES_GAPS, panel, on, "see the list of unmet needs")


def check_may_see_reports(person: Person, profile: Profile, on: date) -> None:
    """Those who run the panel, watch over it or confirm its decisions (RO-12.1, RO-12.4, AM-45, matrix)."""
    watch = (Role.IMPROVEMENT_TEAM, Role.SERVICE_MANAGER)
    roles = tuple(dict.fromkeys((*SEES_EVERY_CASE, *watch, profile.decisions.confirmed_by)))
    check_one_of(person, roles, profile.id, on, "see the reports of this panel")


def check_is_finance(person: Person, panel: str, on: date) -> None:
    """Finance says when a payment has stopped (CB-11.7)."""
    check_one_of(person, (Role.FINANCE,), panel, on, "confirm that a payment has stopped")


def check_may_log_appeal(person: Person, referral: Referral, on: date) -> None:
    """Staff of the case and those who run the panel record what a family asks (matrix, AM-33)."""
    if person.id not in (referral.referrer, referral.manager):
        check_one_of(
            person, (*KEEPS_MEETINGS, Role.SERVICE_MANAGER), referral.panel, on, f"log an appeal about {referral.id}"
        )


def check_may_settle_appeal(person: Person, panel: str, on: date) -> None:
    """What is late, lacks something, or needs support meanwhile is the Chair's (KN-3.24, BI-9.2, AM-65)."""
    check_one_of(person, (Role.CHAIR,), panel, on, "decide this about an appeal")


def late_officers(office: Office, referral: Referral, on: date) -> list[Person]:
    """Who may let a late request be heard: the Chairs and the relevant Heads of Service (CB-9.10, AM-57)."""
    return of_roles(office, referral, (Role.CHAIR, Role.HEAD_OF_SERVICE), on)


def check_one_of(person: Person, roles: tuple[Role, ...], panel: str, on: date, act: str) -> None:
    """Whether the person holds one of the roles; `act` completes the sentence that says who may."""
    if not any(person.is_a(role, panel, on) for role in roles):
        *others, last = (f"the {role.replace('_', ' ')}" for role in roles)
        who = f"{', '.join(others)} or {last}" if others else last
        raise NotPermitted(f"Only {who} can {act}.")
