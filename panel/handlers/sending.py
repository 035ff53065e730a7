"""A referral sent to be signed, or received at once where nobody signs; and one taken back."""

from panel import booking, permissions, policies
from panel.agreements import SignOff
from panel.commands import Command, SendToManager, WithdrawReferral
from panel.council import Office
from panel.handlers.arriving import arrive
from panel.handlers.authorising import CARDS, ask_signers, check_somebody_signs
from panel.handlers.editing import brought_up_to, editable, touched
from panel.handlers.emergencies import called_off
from panel.handlers.entry import entry
from panel.handlers.excepting import Moved, routed
from panel.officers import next_step
from panel.people import Role
from panel.ports import Answer, Change
from panel.referral import Referral, ReferralEvent
from panel.telling import agenda_post, redrawn_case


def send_to_manager(command: SendToManager, office: Office) -> Change:
    """A complete referral goes to whoever signs first; the practitioner's agreement is dated (RF-7, CB-9.6, CB-10.8).

    Ages are worked out anew: an answer may send it elsewhere only now.
    """
    referral, profile = editable(command, command.ref, office)
    permissions.check_may_send(office.person(command.by), referral)
    current = touched(brought_up_to(office, referral, command.at), command)
    if moved := routed(office, current, command.by, command.at):
        gone, records, told = moved
        code = "redirected" if gone.ask is None else "elsewhere_asked"
        return Change(Answer(code=code, about=gone.id), entry(command, code, gone.id), (gone, *records), tuple(told))
    policies.check_complete(profile, current)
    check_somebody_signs(office, current, office.today(command.at))
    sent, records, told = handed_over(office, current, command)
    code = "received" if sent.received_at else "sent_to_manager"
    return Change(Answer(code=code, about=sent.id), entry(command, code, sent.id), (*records,), tuple(told))


def handed_over(office: Office, referral: Referral, command: Command) -> Moved:
    """A complete referral, sent: to whoever signs first, or received where nobody does (RF-7, RF-9)."""
    agreed = SignOff(person=referral.referrer, role=Role.PRACTITIONER, at=command.at)
    sent = referral.after(ReferralEvent.SENT, comment="", signoffs=(agreed,))
    if next_step(office.profile_of(sent), sent):
        return sent, [sent], ask_signers(office, sent, command.at)
    first = referral.first_received_at or command.at
    received = sent.after(ReferralEvent.SIGNED, received_at=command.at, first_received_at=first)
    records, notices = arrive(office, received, command.at)
    return received, records, notices


def withdraw_referral(command: WithdrawReferral, office: Office) -> Change:
    """Taken back before it is heard, with the reason; its slot is free again (RF-34).

    An emergency that waits for an answer goes with it (EM-19); one that was approved is still put to the panel (AM-12).
    """
    referral = office.referral(command.ref)
    permissions.check_may_withdraw(office.person(command.by), referral, office.today(command.at))
    reason = policies.remark(command.reason, "the reason for withdrawing it")
    gone = touched(referral.after(ReferralEvent.WITHDRAWN, comment=reason, ask=None), command)
    left = booking.places_freed(office, referral.id, referral.panel)
    posts = [agenda_post(meeting, command.at) for meeting in left]
    records, told = called_off(office, referral.id, command.at)
    return Change(
        Answer(code="withdrawn", about=gone.id),
        entry(command, "withdrawn", gone.id),
        (gone, *left, *records),
        (*posts, *told, *redrawn_case(office, CARDS, gone, command.at)),
    )
