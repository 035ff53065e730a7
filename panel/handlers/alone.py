"""Decisions without a meeting: of a panel that never meets, and of requests looked at before one (RF-13, RF-39)."""

from panel import booking, permissions, policies
from panel.agreements import Screened
from panel.commands import DecideAlone, SendToPanel
from panel.council import Office
from panel.decision import Decision, DecisionState
from panel.errors import InvalidAnswer, MoveNotAllowed
from panel.handlers.deciding import settle_alone
from panel.handlers.entry import entry
from panel.handlers.scheduling import accepted_or_late
from panel.notices import Notice, Topic
from panel.ports import Answer, Change
from panel.records import Record
from panel.referral import Referral, ReferralEvent, ReferralStatus
from panel.rules.decisions import Outcome
from panel.telling import agenda_post, redrawn_case, to_people
from panel.terms import outcomes_alone, read_terms


def decide_alone(command: DecideAlone, office: Office) -> Change:
    """A decision that binds at once, is told and sent out, its clocks running from today (RO-5.9, AM-31, AM-45)."""
    referral, person = office.referral(command.ref), office.person(command.by)
    profile, today = office.profile_of(referral), office.today(command.at)
    screening = referral.status is ReferralStatus.IN_FILTER
    may = permissions.check_may_screen if screening else permissions.check_may_decide_alone
    may(office, person, referral, today)
    if not screening and referral.status is not ReferralStatus.PRESENTED:
        raise MoveNotAllowed(f"{referral.id} does not wait for a decision. Type “status {referral.id}” to see it.")
    outcome = _outcome(outcomes_alone(profile, referral), command.outcome)
    terms = read_terms(profile, outcome, command.terms, today, referral.answers)
    decision = _decision(command, office, referral, terms)
    records, notices = settle_alone(office, decision, command.at)
    if screening:
        records, posts = _screened(command, office, records, terms.get("reasons", ""))
        notices += posts
    cards = redrawn_case(office, (Topic.FILTER_ASKED, Topic.DECISION_ASKED), referral, command.at)
    return Change(
        Answer(code="decided_alone", about=referral.id, facts={"decision": decision.id}),
        entry(command, "decided_alone", referral.id, outcome=outcome.code),
        tuple(records),
        (*notices, *cards),
    )


def _screened(
    command: DecideAlone, office: Office, records: list[Record], reason: str
) -> tuple[list[Record], list[Notice]]:
    """The case with who decided it; a place it still had, from an earlier pass through the panel, is free (RF-13)."""
    done = Screened(result="decided", by=command.by, at=command.at, reason=reason)
    settled = [
        each.model_copy(update={"screened": (*each.screened, done), "meeting": ""})
        if isinstance(each, Referral)
        else each
        for each in records
    ]
    freed = booking.places_freed(office, command.ref, office.referral(command.ref).panel)
    return [*settled, *freed], [agenda_post(meeting, command.at) for meeting in freed]


def send_to_panel(command: SendToPanel, office: Office) -> Change:
    """The panel decides it: booked as if it had come straight there; the cut-off looks at when it was received."""
    referral = office.referral(command.ref)
    permissions.check_may_screen(office, office.person(command.by), referral, office.today(command.at))
    reason = policies.remark(command.reason, "the reason why the panel should decide it")
    done = Screened(result="to_panel", by=command.by, at=command.at, reason=reason)
    accepted = referral.after(ReferralEvent.FILTER_TO_PANEL, screened=(*referral.screened, done))
    records, notices = accepted_or_late(office, accepted, command.at)
    people = office.known(referral.referrer, referral.manager)
    told = to_people(Topic.FILTER_PASSED, people, referral.id, command.at, mark=f"r{referral.revision + 1}")
    return Change(
        Answer(code="sent_to_panel", about=referral.id),
        entry(command, "sent_to_panel", referral.id),
        tuple(records),
        (*told, *notices, *redrawn_case(office, (Topic.FILTER_ASKED,), referral, command.at)),
    )


def _outcome(open_to: list[Outcome], code: str) -> Outcome:
    for outcome in open_to:
        if outcome.code == code:
            return outcome
    raise InvalidAnswer({"outcome": "Please choose one of: " + "; ".join(outcome.label for outcome in open_to)})


def _decision(command: DecideAlone, office: Office, referral: Referral, terms: dict[str, str]) -> Decision:
    """The decision, confirmed by whoever took it; each of one case has a number of its own."""
    earlier = [each for each in office.records.find(Decision, ref=referral.id) if not each.meeting]
    return Decision(
        id=f"{referral.id}/{len(earlier) + 1}",
        panel=referral.panel,
        meeting="",
        ref=referral.id,
        ratifies=False,
        outcome=command.outcome,
        terms=terms,
        participants=(command.by,),
        drafted_by=command.by,
        drafted_at=command.at,
        state=DecisionState.CONFIRMED,
        confirmed_by=command.by,
        confirmed_at=command.at,
    )
