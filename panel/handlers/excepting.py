"""Gates and the officers who answer about them: an exception, or that a referral belongs elsewhere."""

from datetime import datetime

from panel import booking, completeness, permissions, policies
from panel.agreements import GateAsk, Lift
from panel.commands import AgreeException, AskException, Command, RefuseException
from panel.council import Office
from panel.errors import MoveNotAllowed, Refused
from panel.handlers.emergencies import called_off
from panel.handlers.entry import entry
from panel.notices import Notice, Topic
from panel.officers import asked_gates, gate_officers, of_roles
from panel.people import Role
from panel.ports import Answer, Change
from panel.records import Record
from panel.referral import EDITABLE, Referral, ReferralEvent, ReferralStatus
from panel.rules.gates import Gate
from panel.telling import agenda_post, redrawn_case, to_people

Moved = tuple[Referral, list[Record], list[Notice]]
"""A referral that has moved on, what else changes with it, and who is told."""


def ask_exception(command: AskException, office: Office) -> Change:
    """A card to each officer who may lift the gates that block it; it is held until one answers (RF-5, BI-3.2.10)."""
    referral = office.referral(command.ref)
    profile, today = office.profile_of(referral), office.today(command.at)
    permissions.check_may_ask_exception(office.person(command.by), referral)
    if referral.ask and referral.status is ReferralStatus.AWAITING_EXCEPTION:
        raise MoveNotAllowed(f"An answer about {referral.id} is already awaited. I will tell you when it is there.")
    policies.check_editable(referral)
    gates = completeness.exceptions(profile, referral)
    if not gates:
        raise Refused(f"Nothing that an officer could lift stands in the way of {referral.id}. Type “missing”.")
    reason = policies.remark(command.reason, "the reason why it cannot wait for these steps")
    ask = GateAsk(about="exception", gates=tuple(g.id for g in gates), by=command.by, at=command.at, reason=reason)
    asked = referral.after(ReferralEvent.EXCEPTION_ASKED, ask=ask, comment="")
    if not gate_officers(office, asked, today):
        raise Refused("Nobody is listed who may decide this today. Please ask the panel administrator.")
    return Change(
        Answer(code="exception_asked", about=asked.id),
        entry(command, "exception_asked", asked.id, gates=",".join(ask.gates)),
        (asked,),
        tuple(_cards(office, asked, command.at)),
    )


def agree_exception(command: AgreeException, office: Office) -> Change:
    """The gates are lifted and remembered, or the referral goes elsewhere; its people are told (RF-6, RO-7.1)."""
    referral, ask = _to_answer(command, command.ref, office)
    if ask.about == "elsewhere":
        gone, records, notices = left(office, referral, command.at)
        return Change(
            Answer(code="redirected", about=gone.id),
            entry(command, "redirected", gone.id, gates=",".join(ask.gates)),
            (gone, *records),
            (*notices, *redrawn_case(office, (Topic.EXCEPTION_ASKED,), referral, command.at)),
        )
    reason = policies.remark(command.reason, "the reason", required=False) or ask.reason
    own, others = _own_gates(office, referral, command)
    lifted = (*referral.lifts, *_lifts(own, command, reason))
    if others:
        rest = ask.model_copy(update={"gates": tuple(gate.id for gate in others)})
        answered, told = referral.model_copy(update={"ask": rest, "lifts": lifted}), list[Notice]()
    else:
        answered = referral.after(ReferralEvent.EXCEPTION_ANSWERED, ask=None, lifts=lifted)
        told = _told(office, answered, command, agreed="yes")
    return Change(
        Answer(code="exception_agreed", about=answered.id),
        entry(command, "exception_agreed", answered.id, gates=",".join(gate.id for gate in own)),
        (answered,),
        (*told, *redrawn_case(office, (Topic.EXCEPTION_ASKED,), answered, command.at)),
    )


def refuse_exception(command: RefuseException, office: Office) -> Change:
    """A draft again with the reason; one that was to go elsewhere goes on, its gate lifted (RF-6, RO-7.1)."""
    referral, ask = _to_answer(command, command.ref, office)
    reason = policies.remark(command.reason, "the reason")
    stays = ask.about == "elsewhere"
    gates = [gate for gate, _ in asked_gates(office.profile_of(referral), referral)]
    lifts = (*referral.lifts, *(_lifts(gates, command, reason) if stays else ()))
    back = referral.after(ReferralEvent.EXCEPTION_ANSWERED, ask=None, lifts=lifts, comment="" if stays else reason)
    told = _told(office, back, command, **({"stays": "yes"} if stays else {"reason": reason}))
    return Change(
        Answer(code="exception_refused", about=back.id),
        entry(command, "exception_refused", back.id, gates=",".join(ask.gates)),
        (back,),
        (*told, *redrawn_case(office, (Topic.EXCEPTION_ASKED,), back, command.at)),
    )


def routed(office: Office, referral: Referral, by: str, at: datetime) -> Moved | None:
    """Where the answers send it: elsewhere at once, or once an officer agrees; None where it stays (RF-2, RO-7.1)."""
    gate = completeness.belongs_elsewhere(office.profile_of(referral), referral)
    if gate is None:
        return None
    if gate.confirm_by is None:
        return left(office, referral, at)
    ask = GateAsk(about="elsewhere", gates=(gate.id,), by=by, at=at)
    held = referral.after(ReferralEvent.EXCEPTION_ASKED, ask=ask)
    return held, [], _cards(office, held, at)


def left(office: Office, referral: Referral, at: datetime) -> Moved:
    """The referral as it goes elsewhere; its slot is free, and an emergency nobody has answered ends with it (EM-19).

    Its people are told where it belongs, unless the clerk says so to their face.
    """
    gate = completeness.belongs_elsewhere(office.profile_of(referral), referral)
    gone = referral.after(ReferralEvent.OUT_OF_SCOPE, ask=None)
    meetings = booking.places_freed(office, gone.id, gone.panel)
    records, told = called_off(office, gone.id, at)
    people = office.known(gone.referrer, gone.manager) if referral.ask else []
    advice = gate.say if gate else ""
    told += to_people(Topic.SENT_ELSEWHERE, people, gone.id, at, advice=advice)
    return gone, [*meetings, *records], [*(agenda_post(meeting, at) for meeting in meetings), *told]


def _to_answer(command: Command, ref: str, office: Office) -> tuple[Referral, GateAsk]:
    referral = office.referral(ref)
    permissions.check_may_answer_exception(office, office.person(command.by), referral, office.today(command.at))
    if referral.ask is None or referral.status is not ReferralStatus.AWAITING_EXCEPTION:
        state = "has been answered" if referral.status in EDITABLE else "no longer waits for an answer"
        raise MoveNotAllowed(f"{referral.id} {state}. Type “status {referral.id}” to see where it is.")
    return referral, referral.ask


def _own_gates(office: Office, referral: Referral, command: Command) -> tuple[list[Gate], list[Gate]]:
    """The gates asked about that this officer may lift, and those that wait for another."""
    own: list[Gate] = []
    others: list[Gate] = []
    for gate, role in asked_gates(office.profile_of(referral), referral):
        officers = of_roles(office, referral, (role,), office.today(command.at))
        (own if command.by in {officer.id for officer in officers} else others).append(gate)
    return own, others


def _lifts(gates: list[Gate], command: Command, reason: str) -> tuple[Lift, ...]:
    return tuple(Lift(gate=gate.id, by=command.by, at=command.at, reason=reason) for gate in gates)


def _cards(office: Office, referral: Referral, at: datetime) -> list[Notice]:
    """To the officers, or to the administrator where none is listed, so that it does not lie unseen."""
    today = office.today(at)
    people = gate_officers(office, referral, today) or office.holders(Role.PANEL_ADMIN, referral.panel, today)
    return to_people(Topic.EXCEPTION_ASKED, people, referral.id, at, mark=f"r{referral.revision + 1}")


def _told(office: Office, referral: Referral, command: Command, **facts: str) -> list[Notice]:
    people = office.known(referral.referrer, referral.manager)
    mark = f"r{referral.revision + 1}"
    return to_people(Topic.EXCEPTION_ANSWERED, people, referral.id, command.at, mark=mark, **facts)
