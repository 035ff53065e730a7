"""The emergency route up to its answer: ask, support, question, decline (CB-5.1, CB-5.2, KN-3.29, BI-5.1)."""

from datetime import datetime

from panel import approving, permissions, policies
from panel.commands import (
    About,
    AnswerApprover,
    AskEmergency,
    AskRequester,
    DeclineEmergency,
    RefuseSupport,
    SupportEmergency,
)
from panel.council import Office
from panel.emergency import WAITING, EmergencyApproval, EmergencyEvent, EmergencyStatus, Exchange
from panel.errors import MoveNotAllowed, Refused
from panel.form import EMERGENCY
from panel.handlers.entry import entry
from panel.notices import Channel, Notice, Topic
from panel.people import Person, Role
from panel.ports import Answer, Change
from panel.records import Record
from panel.referral import Referral
from panel.refs import short_code
from panel.rules.telling import Event
from panel.telling import notice, tell, to_people

ASK_AGAIN = (EmergencyStatus.DECLINED, EmergencyStatus.NOT_SUPPORTED, EmergencyStatus.WITHDRAWN)
"""Only what came to nothing may be asked anew; an approval and its ratification are never written over."""
CARDS = (Topic.EMERGENCY_SUPPORT, Topic.EMERGENCY_ASKED, Topic.EMERGENCY_ANSWER, Topic.EMERGENCY_REPLY)
"""Cards that ask for an answer, and so show it once it is given."""


def ask_emergency(command: AskEmergency, office: Office) -> Change:
    """Put it to whoever is reached first now; the facts for a search may follow (EM-1, EM-4, CB-5.2)."""
    referral = office.referral(command.ref)
    permissions.check_may_ask_emergency(office.person(command.by), referral)
    policies.check_editable(referral)
    policies.check_can_ask_emergency(office.profile_of(referral), referral)
    emergency = new_request(office, referral, command)
    people = approving.to_answer(office, emergency, command.at)
    listed = approving.in_order(office, people, command.at)
    if not listed:
        raise Refused("Nobody is listed who may approve this today. Telephone the Head of Service or the Chair.")
    asked = emergency.model_copy(update={"asked": (listed[0].id,)})
    answer = Answer(code="emergency_asked", about=referral.id, facts={"asked": listed[0].id})
    return Change(
        answer,
        entry(command, "emergency_asked", referral.id),
        (asked,),
        (*_put_to(asked, listed[0], command.at), *_all_away(office, asked, listed[0], command.at)),
    )


def new_request(office: Office, referral: Referral, command: About) -> EmergencyApproval:
    """A request nobody has been asked about yet; a manager who asks has given the support a panel may want first.

    Raises `MoveNotAllowed` where an earlier one stands.
    """
    earlier = office.records.look(EmergencyApproval, referral.id)
    if earlier and earlier.status not in ASK_AGAIN:
        raise MoveNotAllowed(f"An emergency approval was already asked for {referral.id}. Type “status {referral.id}”.")
    wanted = office.profile(referral.panel).emergency.supported_by
    asks = office.council.directory.person(command.by)
    own = bool(wanted and asks and asks.is_a(wanted, referral.panel, office.today(command.at)))
    waits = wanted is not None and (command.by == referral.referrer or not own)
    return EmergencyApproval(
        id=referral.id,
        revision=earlier.revision if earlier else 0,
        panel=referral.panel,
        code=_free_code(office, f"{referral.id}{command.at.isoformat()}"),
        requested_by=command.by,
        requested_at=command.at,
        asked=(),
        asked_at=command.at,
        status=EmergencyStatus.AWAITING_SUPPORT if waits else EmergencyStatus.AWAITING_APPROVER,
    )


def support_emergency(command: SupportEmergency, office: Office) -> Change:
    """Supported, so an approver is asked (EM-4)."""
    emergency = office.emergency(command.ref)
    approving.check_may_support(office, office.person(command.by), emergency, command.at)
    supported = emergency.after(EmergencyEvent.SUPPORTED, supported_by=command.by, supported_at=command.at)
    listed = approving.in_order(office, approving.to_answer(office, supported, command.at), command.at)
    if not listed:
        raise Refused("Nobody is listed who may approve this today. Telephone the Head of Service or the Chair.")
    asked = supported.model_copy(update={"asked": (listed[0].id,), "asked_at": command.at})
    return Change(
        Answer(code="emergency_supported", about=asked.id, facts={"asked": listed[0].id}),
        entry(command, "emergency_supported", asked.id, how=command.how),
        (asked,),
        (
            *_put_to(asked, listed[0], command.at),
            *_all_away(office, asked, listed[0], command.at),
            *redraw(office, asked, command.at),
        ),
    )


def refuse_support(command: RefuseSupport, office: Office) -> Change:
    """Back to the practitioner with the reason; the referral goes on by the ordinary route (EM-5)."""
    emergency, referral = office.emergency(command.ref), office.referral(office.emergency(command.ref).id)
    approving.check_may_support(office, office.person(command.by), emergency, command.at)
    reason = policies.remark(command.reason, "the reason")
    refused = emergency.after(
        EmergencyEvent.NOT_SUPPORTED, supported_by=command.by, supported_at=command.at, reason=reason
    )
    people = office.known(referral.referrer, referral.manager)
    told = to_people(
        Topic.EMERGENCY_NOT_SUPPORTED, people, refused.id, command.at, mark=refused.code, reason=reason, by=command.by
    )
    return Change(
        Answer(code="not_supported", about=refused.id),
        entry(command, "emergency_not_supported", refused.id, how=command.how),
        (refused, _ordinary(referral)),
        (*told, *redraw(office, refused, command.at)),
    )


def _put_to(emergency: EmergencyApproval, person: Person, at: datetime) -> list[Notice]:
    return approving.ask(topic_of(emergency), person, emergency, at)


def topic_of(emergency: EmergencyApproval) -> Topic:
    """What is asked of whoever is asked next."""
    waits = emergency.status is EmergencyStatus.AWAITING_SUPPORT
    return Topic.EMERGENCY_SUPPORT if waits else Topic.EMERGENCY_ASKED


def _all_away(office: Office, emergency: EmergencyApproval, first: Person, at: datetime) -> list[Notice]:
    """When even the first who is asked is out of office, administrator and Chairs hear it now, not in two hours."""
    if not approving.is_away(office, first, at):
        return []
    roles, today = (Role.PANEL_ADMIN, Role.CHAIR), office.today(at)
    people = [person for role in roles for person in office.holders(role, emergency.panel, today)]
    mark = f"{emergency.code}.{emergency.status}.away"
    return to_people(Topic.EMERGENCY_UNANSWERED, people, emergency.id, at, mark=mark, away="yes")


def _ordinary(referral: Referral) -> Referral:
    """The referral, no longer by the emergency route."""
    answers = {key: value for key, value in referral.answers.items() if key != EMERGENCY}
    return referral.model_copy(update={"answers": answers})


def ask_requester(command: AskRequester, office: Office) -> Change:
    """The approver's question goes to who asked; the request stays open."""
    emergency = to_decide(command, office)
    question = policies.remark(command.question, "your question")
    exchange = Exchange(asked_by=command.by, asked_at=command.at, question=question)
    kept = emergency.model_copy(update={"exchanges": (*emergency.exchanges, exchange)})
    told = notice(
        Topic.EMERGENCY_QUESTION, emergency.requested_by, emergency.id, command.at, mark=f"q{len(kept.exchanges)}"
    )
    return Change(
        Answer(code="question_asked", about=kept.id), entry(command, "emergency_question", kept.id), (kept,), (told,)
    )


def answer_approver(command: AnswerApprover, office: Office) -> Change:
    """The answer goes back to the approver who asked, with the card again."""
    emergency, referral = office.emergency(command.ref), office.referral(command.ref)
    permissions.check_may_answer_approver(office.person(command.by), referral)
    if not emergency.exchanges or emergency.exchanges[-1].answer:
        raise MoveNotAllowed(f"No question about {emergency.id} waits for an answer.")
    answer = policies.remark(command.answer, "the answer")
    last = emergency.exchanges[-1].model_copy(
        update={"answer": answer, "answered_by": command.by, "answered_at": command.at}
    )
    kept = emergency.model_copy(update={"exchanges": (*emergency.exchanges[:-1], last)})
    told = notice(Topic.EMERGENCY_ANSWER, last.asked_by, kept.id, command.at, mark=f"q{len(kept.exchanges)}")
    return Change(Answer(code="answered", about=kept.id), entry(command, "emergency_answer", kept.id), (kept,), (told,))


def decline_emergency(command: DeclineEmergency, office: Office) -> Change:
    """Refused with its reason; the referral goes on by the ordinary route (EM-5)."""
    emergency = to_decide(command, office)
    reason = policies.remark(command.reason, "the reason")
    said = {"decided_by": command.by, "decided_how": command.how}
    records, notices = refused_parts(office, emergency, command.at, reason=reason, **said)
    return Change(
        Answer(code="emergency_declined", about=emergency.id),
        entry(command, "emergency_declined", emergency.id, how=command.how),
        records,
        notices,
    )


def refused_parts(
    office: Office, emergency: EmergencyApproval, at: datetime, **decided: str
) -> tuple[tuple[Record, ...], tuple[Notice, ...]]:
    """A refusal with the referral it leaves behind and those who hear of it."""
    referral = office.referral(emergency.id)
    declined = emergency.after(EmergencyEvent.DECLINED, decided_at=at, **decided)
    told = tell(office, Event.EMERGENCY_REFUSED, referral, at, meeting=emergency.code)
    return (declined, _ordinary(referral)), (*told, *redraw(office, declined, at))


def called_off(office: Office, ref: str, at: datetime) -> tuple[list[Record], list[Notice]]:
    """A request nobody has answered ends with its referral, and the approvers' cards say so (EM-19)."""
    emergency = office.records.look(EmergencyApproval, ref)
    if emergency is None or emergency.status not in WAITING:
        return [], []
    gone = emergency.after(EmergencyEvent.WITHDRAWN)
    return [gone], redraw(office, gone, at)


def redraw(office: Office, emergency: EmergencyApproval, at: datetime) -> list[Notice]:
    """Every card already sent about the emergency, to be drawn again as it stands now."""
    sent = office.records.find(Notice, about=emergency.id)
    mark = f"r{emergency.revision + 1}"
    return [
        notice(Topic.REDRAW, card.to, emergency.id, at, mark=f"{mark}.{n}", of=card.id)
        for n, card in enumerate(sent)
        if card.rule in CARDS and card.channel is Channel.TEAMS
    ]


def to_decide(command: About, office: Office) -> EmergencyApproval:
    """The request, if this person may decide it and nobody has; raises `NotPermitted` or `MoveNotAllowed`."""
    emergency = office.emergency(command.ref)
    approving.check_may_decide(office, office.person(command.by), emergency, command.at)
    policies.check_awaits_answer(office, emergency)
    return emergency


def _free_code(office: Office, seed: str) -> str:
    code = short_code(seed)
    while any(taken.live for taken in office.records.find(EmergencyApproval, code=code)):
        seed += "+"
        code = short_code(seed)
    return code
