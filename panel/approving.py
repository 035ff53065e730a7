"""Who is asked to decide an emergency at this hour, in which order, and who may (CB-5.2, BI-5.3, KN-3.29, AM-14)."""

from collections.abc import Sequence
from datetime import datetime

from panel.calendar import wall
from panel.council import Office
from panel.emergency import EmergencyApproval, EmergencyStatus
from panel.errors import NotPermitted
from panel.notices import Channel, Notice, Topic
from panel.officers import of_roles
from panel.people import Person, Role
from panel.referral import Referral
from panel.rota import Leave
from panel.telling import notice


def is_away(office: Office, person: Person, moment: datetime) -> bool:
    """Whether somebody is out of office: by their own word, or by the council's list."""
    leave = office.records.look(Leave, person.id)
    return bool(leave and leave.covers(moment)) or office.council.directory.is_away(person.id, moment)


def approvers(office: Office, referral: Referral, moment: datetime) -> list[Person]:
    """Who may decide at this hour: the roles of the profile in order, whoever is on duty first (CB-5.2, AM-57).

    Somebody on the rota stands for every team of the panel. Nobody who is part of the case is among them.
    """
    return _holders(office, referral, office.profile(referral.panel).emergency.approvers, moment)


def without_a_case(office: Office, panel: str, moment: datetime) -> list[Person]:
    """Who could be asked at this hour whatever the case, in the order of the profile: for the rota and for drills."""
    listed: list[Person] = []
    today = office.today(moment)
    for role in office.profile(panel).emergency.approvers:
        named = office.council.directory.on_duty(role, panel, moment)
        listed += [named] if named and named.is_a(role, panel, today) else []
        listed += office.holders(role, panel, today)
    return list(dict.fromkeys(listed))


def supporters(office: Office, referral: Referral, asks: str, moment: datetime) -> list[Person]:
    """Who may support a request before an approver sees it; never who asks or refers (AM-14).

    A line manager supports their own team's case: the manager of the case is asked first.
    """
    role = office.profile(referral.panel).emergency.supported_by
    if role is None:
        return []
    today = office.today(moment)
    own = office.known(referral.manager) if role is Role.LINE_MANAGER else []
    listed = [*own, *_holders(office, referral, (role,), moment)]
    return [
        person
        for person in dict.fromkeys(listed)
        if person.id not in (asks, referral.referrer) and person.is_a(role, referral.panel, today)
    ]


def to_answer(office: Office, emergency: EmergencyApproval, moment: datetime) -> list[Person]:
    """Who can take the next step of a request: support it, or decide it. Whoever supported it does not decide it."""
    referral = office.referral(emergency.id)
    if emergency.status is EmergencyStatus.AWAITING_SUPPORT:
        return supporters(office, referral, emergency.requested_by, moment)
    listed = [*approvers(office, referral, moment), *_asked_before(office, emergency, referral, moment)]
    mine = (emergency.requested_by, emergency.supported_by)
    return [person for person in dict.fromkeys(listed) if person.id not in mine]


def in_order(office: Office, people: Sequence[Person], moment: datetime) -> list[Person]:
    """Those of these people who are there to be asked; when all are away, all the same: somebody must be."""
    there = [person for person in people if not is_away(office, person, moment)]
    return there or list(people)


def next_to_ask(office: Office, emergency: EmergencyApproval, moment: datetime) -> Person | None:
    """Whoever is asked next when nobody answers; None when all who are there have been (EM-6, AM-14)."""
    listed = in_order(office, to_answer(office, emergency, moment), moment)
    return next((person for person in listed if person.id not in emergency.asked), None)


def check_may_decide(office: Office, person: Person, emergency: EmergencyApproval, moment: datetime) -> None:
    """An approver of this hour, or one who was asked and is still in office; never who is part of the case (CB-5.2)."""
    referral = office.referral(emergency.id)
    if person.id in (emergency.requested_by, referral.referrer, referral.manager):
        raise NotPermitted("You are part of this case, so someone else must decide it.")
    if person.id == emergency.supported_by:
        raise NotPermitted("You supported this request, so someone else must decide it.")
    may = [*approvers(office, referral, moment), *_asked_before(office, emergency, referral, moment)]
    if person.id not in {each.id for each in may}:
        raise NotPermitted(
            f"Only the {_titles(office, emergency)} can decide this emergency, and only for their own teams."
        )


def check_may_support(office: Office, person: Person, emergency: EmergencyApproval, moment: datetime) -> None:
    """One of those who may support the request, and never who asked for it (AM-14)."""
    referral = office.referral(emergency.id)
    may = supporters(office, referral, emergency.requested_by, moment)
    if person.id not in {each.id for each in may}:
        raise NotPermitted("You are not one of those who can support this request, or it is your own.")


def check_may_extend(office: Office, person: Person, emergency: EmergencyApproval, moment: datetime) -> None:
    """The officers the profile names, by name and with a reason; the approvers where it names none (AM-12)."""
    rules = office.profile(emergency.panel).emergency
    referral = office.referral(emergency.id)
    if person.id in (emergency.requested_by, referral.referrer, referral.manager):
        raise NotPermitted("You are part of this case, so someone else must decide it.")
    may = _holders(office, referral, rules.extend_by or rules.approvers, moment)
    if person.id not in {each.id for each in may}:
        raise NotPermitted("Only an officer who may extend an emergency approval of this panel can do this.")


def check_may_log_call(person: Person, panel: str, moment: datetime) -> None:
    """The administrator writes down what an approver said by telephone (matrix, “log phone approval”)."""
    if not person.is_a(Role.PANEL_ADMIN, panel, wall(moment).date()):
        raise NotPermitted("Only the panel administrator can write down a decision given by telephone.")


def ask(topic: Topic, person: Person, emergency: EmergencyApproval, at: datetime) -> list[Notice]:
    """The card, and a mail with nothing but the reference, so that one of them is seen (EM-4, NT-20)."""
    card = notice(topic, person.id, emergency.id, at, mark=emergency.code)
    mail = notice(topic, person.email, emergency.id, at, via=Channel.EMAIL, mark=emergency.code)
    return [card, mail] if person.email else [card]


def _holders(office: Office, referral: Referral, roles: Sequence[Role], moment: datetime) -> list[Person]:
    today, panel = office.today(moment), referral.panel
    listed: list[Person] = []
    for role in roles:
        named = office.council.directory.on_duty(role, panel, moment)
        listed += [named] if named and named.is_a(role, panel, today) else []
        listed += of_roles(office, referral, (role,), today)
    return [person for person in dict.fromkeys(listed) if person.id not in (referral.referrer, referral.manager)]


def _asked_before(office: Office, emergency: EmergencyApproval, referral: Referral, moment: datetime) -> list[Person]:
    """Those who got the card and hold their role still: a shift that has ended does not take the card away."""
    if emergency.status is EmergencyStatus.AWAITING_SUPPORT:
        return []
    roles, today = office.profile(emergency.panel).emergency.approvers, office.today(moment)
    return [
        person
        for person in office.known(*emergency.asked)
        if any(person.is_a(role, emergency.panel, today) for role in roles)
        and person.id not in (referral.referrer, referral.manager)
    ]


def _titles(office: Office, emergency: EmergencyApproval) -> str:
    profile = office.profile(emergency.panel)
    return " or the ".join(profile.title(role) for role in profile.emergency.approvers)
