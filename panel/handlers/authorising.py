"""Signatures: each in its order, a referral returned with a comment, another manager named to sign it."""

from datetime import date, datetime

from panel import permissions, policies
from panel.agreements import Reassigned, Screened, SignOff
from panel.commands import ChangeManager, Command, ReturnReferral, SignReferral
from panel.council import Office
from panel.errors import Refused
from panel.handlers.arriving import arrive
from panel.handlers.editing import brought_up_to
from panel.handlers.entry import entry
from panel.notices import Notice, Topic
from panel.officers import next_step, signers, steps, who_signs
from panel.people import Role
from panel.ports import Answer, Change
from panel.referral import Referral, ReferralEvent, ReferralStatus
from panel.telling import notice, redrawn_case, to_people

CARDS = (Topic.AUTHORISE, Topic.EXCEPTION_ASKED, Topic.FILTER_ASKED, Topic.DECISION_ASKED)
"""What puts a referral to somebody, and is drawn again once it has been answered."""


def return_referral(command: ReturnReferral, office: Office) -> Change:
    """Back to the practitioner, with what to put right; signatures do not outlast it (RF-8, RF-13)."""
    referral, person = office.referral(command.ref), office.person(command.by)
    today, wanted = office.today(command.at), "a comment that says what to change"
    if referral.status is ReferralStatus.IN_FILTER:
        permissions.check_may_screen(office, person, referral, today)
        comment = policies.remark(command.comment, wanted)
        done = Screened(result="returned", by=command.by, at=command.at, reason=comment)
        not_yet = {"received_at": None, "first_received_at": None}
        back = referral.after(ReferralEvent.FILTER_RETURNED, screened=(*referral.screened, done), **not_yet)
        people = office.known(back.referrer, back.manager)
    else:
        permissions.check_may_sign(office, person, referral, today)
        comment = policies.remark(command.comment, wanted)
        back, people = referral.after(ReferralEvent.RETURNED), office.known(referral.referrer)
    back = back.model_copy(update={"comment": comment, "signoffs": ()})
    told = to_people(
        Topic.RETURNED, people, back.id, command.at, mark=f"r{back.revision + 1}", **_by(office, command, referral)
    )
    return Change(
        Answer(code="returned", about=back.id),
        entry(command, "returned", back.id),
        (back,),
        (*told, *redrawn_case(office, CARDS, back, command.at, but=command.by)),
    )


def sign_referral(command: SignReferral, office: Office) -> Change:
    """One signature with its checks; after the last it is received, and booked in the same act (RF-9, CB-9.6)."""
    referral = office.referral(command.ref)
    permissions.check_may_sign(office, office.person(command.by), referral, office.today(command.at))
    current = brought_up_to(office, referral.after(ReferralEvent.PART_SIGNED), command.at)
    profile = office.profile_of(referral)
    number, step = next_step(profile, referral) or steps(profile, referral)[-1]
    policies.check_all_checked(step, command.checks)
    policies.check_complete(profile, current)
    signoff = SignOff(person=command.by, role=step.by, at=command.at, checks=command.checks, step=number)
    signed = current.model_copy(update={"signoffs": (*referral.signoffs, signoff), "comment": ""})
    cards = redrawn_case(office, (Topic.AUTHORISE,), signed, command.at, but=command.by)
    if next_step(profile, signed):
        asked = ask_signers(office, signed, command.at)
        answer, audit = Answer(code="part_signed", about=signed.id), entry(command, "part_signed", signed.id)
        return Change(answer, audit, (signed,), (*asked, *cards))
    received = referral.after(
        ReferralEvent.SIGNED,
        answers=signed.answers,
        signoffs=signed.signoffs,
        received_at=command.at,
        first_received_at=referral.first_received_at or command.at,
        comment="",
    )
    records, notices = arrive(office, received, command.at)
    mark = f"r{received.revision + 1}"
    told = notice(Topic.SIGNED, received.referrer, received.id, command.at, mark=mark, **_by(office, command, referral))
    return Change(
        Answer(code="signed", about=received.id),
        entry(command, "signed", received.id),
        tuple(records),
        (told, *notices, *cards),
    )


def change_manager(command: ChangeManager, office: Office) -> Change:
    """Another manager takes the case over before it is signed, and gets the card if it waits for one (KN-3.12)."""
    referral, person, to = office.referral(command.ref), office.person(command.by), office.person(command.to)
    today = office.today(command.at)
    permissions.check_may_change_manager(person, referral, today)
    policies.check_can_change_hands(referral)
    permissions.check_can_be_manager(to, referral, today)
    if to.id == referral.manager:
        raise Refused(f"{to.name} is the manager named on {referral.id} already.")
    reason = policies.remark(command.reason, "the reason why another manager is more fitting")
    made = Reassigned(was=referral.manager, by=command.by, at=command.at, reason=reason)
    changed = referral.model_copy(update={"manager": to.id, "reassigned": (*referral.reassigned, made)})
    told = [each for each in office.known(referral.referrer, referral.manager, to.id) if each.id != command.by]
    notices = to_people(
        Topic.MANAGER_CHANGED, told, changed.id, command.at, mark=f"r{changed.revision + 1}", named=to.name
    )
    if referral.status is ReferralStatus.AWAITING_AUTHORISATION:
        following = next_step(office.profile_of(changed), changed)
        asked = ask_signers(office, changed, command.at) if following and following[1].by is Role.LINE_MANAGER else []
        notices += [*asked, *redrawn_case(office, (Topic.AUTHORISE,), changed, command.at)]
    return Change(
        Answer(code="manager_changed", about=changed.id, facts={"to": to.id}),
        entry(command, "manager_changed", changed.id, was=referral.manager, to=to.id),
        (changed,),
        tuple(notices),
    )


def _by(office: Office, command: Command, referral: Referral) -> dict[str, str]:
    """Who it was, where it was not the practitioner's own manager."""
    return {} if command.by == referral.manager else {"by": office.name(command.by)}


def ask_signers(office: Office, referral: Referral, at: datetime) -> list[Notice]:
    """A card to everyone who may give the next signature; to the administrator where nobody may."""
    today = office.today(at)
    people = signers(office, referral, today) or office.holders(Role.PANEL_ADMIN, referral.panel, today)
    return to_people(Topic.AUTHORISE, people, referral.id, at, mark=f"r{referral.revision + 1}")


def check_somebody_signs(office: Office, referral: Referral, on: date) -> None:
    """Each signature it needs has somebody who may give it, so that it does not end where nobody can."""
    profile = office.profile_of(referral)
    for _, step in steps(profile, referral):
        if not who_signs(office, referral, step, on):
            raise Refused(
                f"Nobody is listed who could sign {referral.id} as the {profile.title(step.by)}. "
                "Please ask the panel administrator to record who does, or to name another manager."
            )
