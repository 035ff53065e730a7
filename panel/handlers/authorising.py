"""The supervising manager returns a referral or signs it."""

from panel import permissions, policies
from panel.commands import ReturnReferral, SignReferral
from panel.council import Office
from panel.handlers.entry import entry
from panel.handlers.scheduling import accept
from panel.notices import Topic
from panel.people import Role
from panel.ports import Answer, Change
from panel.referral import ReferralEvent, SignOff
from panel.rules.telling import Event
from panel.telling import notice, tell


def return_referral(command: ReturnReferral, office: Office) -> Change:
    """Back to the practitioner, with what to put right (RF-8)."""
    referral = office.referral(command.ref)
    permissions.check_may_sign(office.person(command.by), referral, office.today(command.at))
    comment = policies.remark(command.comment, "a comment that says what to change")
    back = referral.after(ReferralEvent.RETURNED, comment=comment)
    told = notice(Topic.RETURNED, back.referrer, back.id, command.at, mark=f"r{back.revision + 1}")
    return Change(Answer(code="returned", about=back.id), entry(command, "returned", back.id), (back,), (told,))


def sign_referral(command: SignReferral, office: Office) -> Change:
    """Both agreements dated, received, and booked in one act (RF-9, RF-14 to RF-17, CB-9.6)."""
    referral = office.referral(command.ref)
    profile = office.profile_of(referral)
    permissions.check_may_sign(office.person(command.by), referral, office.today(command.at))
    policies.check_all_checked(profile, command.checks)
    policies.check_complete(profile, referral)
    signoffs = (
        SignOff(person=referral.referrer, role=Role.PRACTITIONER, at=referral.touched_at),
        SignOff(person=command.by, role=Role.LINE_MANAGER, at=command.at, checks=command.checks),
    )
    signed = referral.after(ReferralEvent.SIGNED, signoffs=signoffs, received_at=command.at, comment="")
    records, notices = accept(office, signed, command.at)
    told = notice(Topic.SIGNED, signed.referrer, signed.id, command.at, mark=f"r{signed.revision + 1}")
    return Change(
        Answer(code="signed", about=signed.id),
        entry(command, "signed", signed.id),
        tuple(records),
        (told, *tell(office, Event.RECEIVED, signed, command.at), *notices),
    )
