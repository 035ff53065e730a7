"""Whom a referral is put to: who may sign it next, lift a gate, look at it before the panel, or decide it alone."""

from collections.abc import Sequence
from datetime import date

from panel.conditions import holds
from panel.council import Office
from panel.people import Person, Role
from panel.profile import Profile
from panel.referral import Referral, ReferralStatus
from panel.rules.gates import Gate
from panel.rules.signing import Step

NAMED_MANAGER = ("manager", Role.LINE_MANAGER)
"""How a profile calls the manager named on the referral, among those who may let a paper go."""


def of_roles(office: Office, referral: Referral, roles: Sequence[Role], on: date) -> list[Person]:
    """Holders of these roles, Heads of Service only for the teams they cover, without the people of the case."""
    team = next((person.team for person in office.known(referral.referrer, referral.manager)), "")
    listed = [
        person
        for role in roles
        for person in office.holders(role, referral.panel, on)
        if role is not Role.HEAD_OF_SERVICE or not person.covers or team in person.covers
    ]
    return [person for person in dict.fromkeys(listed) if person.id not in (referral.referrer, referral.manager)]


def heads_of_service(office: Office, referral: Referral, on: date) -> list[Person]:
    """The Heads of Service for the team of a case (AM-24, AM-57)."""
    return of_roles(office, referral, (Role.HEAD_OF_SERVICE,), on)


def steps(profile: Profile, referral: Referral) -> list[tuple[int, Step]]:
    """The signatures this referral needs, in order, each with its number in the profile, from 1 on."""
    return [
        (number, step)
        for number, step in enumerate(profile.authorisation.steps, 1)
        if holds(step.when, referral.answers)
    ]


def next_step(profile: Profile, referral: Referral) -> tuple[int, Step] | None:
    """The signature that comes next, or None once all are there (RF-9)."""
    signed = {signoff.step for signoff in referral.signoffs}
    return next(((number, step) for number, step in steps(profile, referral) if number not in signed), None)


def step_due(profile: Profile, referral: Referral) -> Step | None:
    """The signature that comes next, or the last once all are there; None where nobody signs."""
    following, every = next_step(profile, referral), steps(profile, referral)
    return following[1] if following else every[-1][1] if every else None


def signers(office: Office, referral: Referral, on: date) -> list[Person]:
    """Who may give the next signature; whoever signed before gives another only where nobody else could."""
    step = step_due(office.profile_of(referral), referral)
    if step is None:
        return []
    able = who_signs(office, referral, step, on)
    signed = {signoff.person for signoff in referral.signoffs if signoff.step}
    return [person for person in able if person.id not in signed] or able


def who_signs(office: Office, referral: Referral, step: Step, on: date) -> list[Person]:
    """Who may give a signature: the manager named on the referral, its practitioner, or whoever holds the role."""
    if step.by is Role.PRACTITIONER:
        return office.known(referral.referrer)
    if step.by is not Role.LINE_MANAGER:
        return of_roles(office, referral, (step.by,), on)
    if referral.manager == referral.referrer:
        return []
    named = office.known(referral.manager) if referral.manager else []
    return [person for person in named if person.is_a(Role.LINE_MANAGER, referral.panel, on)]


def asked_gates(profile: Profile, referral: Referral) -> list[tuple[Gate, Role]]:
    """The gates that officers are asked about, each with the role that answers; all of them while nothing is asked."""
    named = referral.ask.gates if referral.ask else [gate.id for gate in profile.gates]
    found = [(gate, gate.exception_by or gate.confirm_by) for gate in profile.gates if gate.id in named]
    return [(gate, role) for gate, role in found if role]


def gate_officers(office: Office, referral: Referral, on: date) -> list[Person]:
    """Who may answer the question that holds the referral (BI-3.2.11, RO-7.1)."""
    roles = dict.fromkeys(role for _, role in asked_gates(office.profile_of(referral), referral))
    return of_roles(office, referral, tuple(roles), on)


def screeners(office: Office, referral: Referral, on: date) -> list[Person]:
    """Who looks at it before the panel (RO-5.9, AM-31)."""
    rule = office.profile_of(referral).filter
    return of_roles(office, referral, tuple(rule.by), on) if rule else []


def deciders(office: Office, referral: Referral, on: date) -> list[Person]:
    """Who decides it where no panel meets (RF-39, AM-45); nobody where one does."""
    profile = office.profile_of(referral)
    return of_roles(office, referral, (profile.decisions.confirmed_by,), on) if profile.sittings is None else []


def waiting_on(office: Office, referral: Referral, on: date) -> list[Person]:
    """Who has to act on it now, beside the practitioner; nobody for a draft or a case before its panel."""
    match referral.status:
        case ReferralStatus.AWAITING_EXCEPTION:
            return gate_officers(office, referral, on)
        case ReferralStatus.AWAITING_AUTHORISATION:
            return signers(office, referral, on)
        case ReferralStatus.IN_FILTER:
            return screeners(office, referral, on)
        case ReferralStatus.PRESENTED:
            return deciders(office, referral, on)
    return []


def with_a_part(office: Office, referral: Referral, on: date) -> list[Person]:
    """Everyone who acts on it now or has signed it, looks at requests before the panel, or decides without one."""
    signed = office.known(*(signoff.person for signoff in referral.signoffs))
    lifted = office.known(*(lift.by for lift in referral.lifts))
    seen = [*screeners(office, referral, on), *deciders(office, referral, on)]
    return list(dict.fromkeys([*waiting_on(office, referral, on), *signed, *lifted, *seen]))
