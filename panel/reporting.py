"""The figures of one panel over a time, counted from its record and from nothing else (RO-12.3).

Days are London days. A case counts as decided on the day of its panel, or where none meets on the day its decision was
confirmed. Only decisions that are final count: not a draft, one in principle, or one that was not endorsed.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from panel.answers import SEVERAL
from panel.calendar import wall
from panel.council import Office
from panel.decision import Decision, DecisionState, Endorsed
from panel.emergency import EmergencyApproval, EmergencyStatus
from panel.form import Kind, Question
from panel.meeting import ItemKind, MeetingStatus, PanelMeeting
from panel.period import Period
from panel.planner import counting_day
from panel.profile import Profile
from panel.referral import Referral
from panel.report import Breakdown, Counts, Gap, Heard, Kinds, Late, Report, Spend
from panel.reported import UnmetNeed
from panel.review import Review
from panel.rules.decisions import Effect, Term
from panel.rules.reports import Voice
from panel.suppression import suppressed
from panel.worked_out import age

NOT_SAID = "Not said"
AS_DECIDED = "As the decision says"
AGES = (("0 to 4", 4), ("5 to 9", 9), ("10 to 15", 15), ("16 and 17", 17), ("18 and over", 199))
"""Bands of age, each with its last year."""
_S = EmergencyStatus
EMERGENCY_ENDS = {
    "Waiting for an answer": (_S.AWAITING_SUPPORT, _S.AWAITING_APPROVER),
    "Not supported": (_S.NOT_SUPPORTED,),
    "Refused": (_S.DECLINED,),
    "Withdrawn": (_S.WITHDRAWN,),
    "Approved, waiting for the panel": (_S.AWAITING_RATIFICATION, _S.AWAITING_EXTENSION),
    "Approved, past its end without the panel’s decision": (_S.LAPSED_UNRATIFIED,),
    "Approved and ratified": (_S.RATIFIED,),
    "Approved and ratified with changes": (_S.RATIFIED_VARIED,),
    "Approved and not ratified": (_S.NOT_RATIFIED, _S.CLOSED),
}
HELD = (
    MeetingStatus.HELD,
    MeetingStatus.DECISIONS_CONFIRMED,
    MeetingStatus.DECISIONS_ISSUED,
    MeetingStatus.COMPLETE,
)


def report(office: Office, panel: str, period: Period, today: date) -> Report:
    """Every figure of the panel for the period, as its record stands."""
    profile = office.profile(panel)
    received = [each for each in office.records.find(Referral, panel=panel) if period.holds(each.came_at)]
    final = sorted(_final(office, panel), key=lambda each: (_day(office, each), each.drafted_at))
    decided = [each for each in final if period.has(_day(office, each))]
    deferred = [each.ref for each in decided if _effect(profile, each) is Effect.DEFERRED]
    urgent = [each for each in office.records.find(EmergencyApproval, panel=panel) if period.holds(each.requested_at)]
    needs = [n for n in office.records.find(UnmetNeed, panel=panel) if period.has(date.fromisoformat(n.noted_on))]
    reviews = [each for each in office.records.find(Review, panel=panel) if period.holds(each.done_at)]
    over = period.is_quarter and period.last < today
    rules = profile.reports
    return Report(
        panel=panel,
        period=period,
        received=len(received),
        kinds=_kinds(office, profile, received, decided),
        outcomes=_outcomes(profile, decided),
        waits=tuple(sorted(_waits(office, profile, final, period))),
        late=_late(office, panel, period),
        deferrals=len(deferred),
        deferred_again=sum(1 for ref in set(deferred) if office.referral(ref).deferrals > 1),
        emergencies=_ended(urgent),
        extended=sum(1 for each in urgent if each.extensions),
        by_telephone=sum(1 for each in urgent if each.phoned_by),
        spend=_spend(office, profile, decided),
        gaps=_gaps(office, needs),
        gaps_met=sum(1 for need in needs if need.resolved_on),
        voice=_heard(rules.voice, _on_form(profile), [each.answers for each in received]),
        review_voice=_heard(rules.review_voice, profile.reviews.asks, [each.answers for each in reviews]),
        equality=tuple(_breakdowns(profile, received)) if over else (),
    )


def _final(office: Office, panel: str) -> Iterable[Decision]:
    for state in (DecisionState.CONFIRMED, DecisionState.RELEASED):
        for each in office.records.find(Decision, state=state):
            given = each.endorsing is None or each.endorsing.answer is Endorsed.GIVEN
            if each.panel == panel and given:
                yield each


def _day(office: Office, decision: Decision) -> date:
    return counting_day(office, decision, decision.drafted_at)


def _effect(profile: Profile, decision: Decision) -> Effect | None:
    outcome = profile.outcome(decision.outcome)
    return outcome.effect if outcome else None


def _kinds(office: Office, profile: Profile, received: list[Referral], decided: list[Decision]) -> tuple[Kinds, ...]:
    question = profile.form.question(profile.reports.case_type)
    if question is None:
        return ()
    came = _labelled(question, [each.answers for each in received])
    settled = _labelled(question, [office.referral(each.ref).answers for each in decided])
    labels = [option.label for option in question.choices] + [NOT_SAID]
    return tuple(Kinds(each, came[each], settled[each]) for each in labels if came[each] or settled[each])


def _labelled(question: Question, cases: Iterable[Mapping[str, str]]) -> Counter[str]:
    """How many cases chose each option; a case that chose several counts under each."""
    found: Counter[str] = Counter()
    for answers in cases:
        chosen = [code for code in answers.get(question.id, "").split(SEVERAL) if code]
        found.update(question.label_of(code) for code in chosen or [""])
    found[NOT_SAID] = found.pop("", 0)
    return found


def _outcomes(profile: Profile, decided: list[Decision]) -> Counts:
    """By outcome; those of an emergency put to the panel are counted apart from those of a referral."""
    referrals = Counter(each.outcome for each in decided if not each.ratifies)
    urgent = Counter(each.outcome for each in decided if each.ratifies)
    listed = [(outcome.label, referrals.pop(outcome.code, 0)) for outcome in profile.decisions.outcomes]
    if profile.route:
        listed += [(f"Emergency: {outcome.label}", urgent.pop(outcome.code, 0)) for outcome in profile.route.outcomes]
    rest = referrals + urgent
    return (*listed, *rest.items())


def _waits(office: Office, profile: Profile, final: list[Decision], period: Period) -> Iterable[int]:
    """Working days from receipt to the first decision that is no deferral, for cases so decided in the period."""
    calendar, seen = office.council.calendar(profile.id), set[str]()
    for decision in final:
        if decision.ratifies or decision.ref in seen or _effect(profile, decision) is Effect.DEFERRED:
            continue
        seen.add(decision.ref)
        came, day = office.referral(decision.ref).came_at, _day(office, decision)
        if came and period.has(day):
            yield calendar.working_days_between(wall(came).date(), day)


def _late(office: Office, panel: str, period: Period) -> Late:
    meetings = office.records.find(PanelMeeting, panel=panel)
    asks = [ask for meeting in meetings for ask in meeting.late_asks if period.holds(ask.at)]
    answered = [ask for ask in asks if ask.answered_at]
    held = [each for each in meetings if each.status in HELD and period.holds(each.starts_at)]
    return Late(
        asked=len(asks),
        agreed=sum(1 for ask in answered if ask.agreed),
        refused=sum(1 for ask in answered if not ask.agreed),
        papers=sum(1 for meeting in held for item in meeting.items if _is_late(office, meeting, item.ref, item.kind)),
    )


def _is_late(office: Office, meeting: PanelMeeting, ref: str, kind: ItemKind) -> bool:
    """Whether a paper of the case was added between the cut-off and the meeting; emergencies have none (AM-12)."""
    added = [paper.added_at for paper in office.referral(ref).papers]
    return kind is not ItemKind.RATIFICATION and any(meeting.cutoff_at < at < meeting.starts_at for at in added)


def _ended(urgent: list[EmergencyApproval]) -> Counts:
    """What became of the emergencies asked for in the period, as they stand."""
    found = Counter(each.status for each in urgent)
    return tuple((label, sum(found[status] for status in ends)) for label, ends in EMERGENCY_ENDS.items())


def _spend(office: Office, profile: Profile, decided: list[Decision]) -> Spend | None:
    """The agreed costs of the period; a case agreed twice counts as it was agreed last."""
    cost = profile.reports.cost
    if cost is None:
        return None
    last = {each.ref: each for each in decided if _effect(profile, each) in (Effect.AGREED, Effect.REFUSED)}
    agreed = [each for each in last.values() if _effect(profile, each) is Effect.AGREED]
    known = [pounds for each in agreed if (pounds := _pounds(office, each, cost.questions, cost.per))]
    return Spend(cost.per, sum((Decimal(each) for each in known), Decimal(0)), len(known), len(agreed) - len(known))


def _pounds(office: Office, decision: Decision, questions: list[str], per: str) -> str:
    """What the decision states, then what the placement costs, then what the form says."""
    answers = office.referral(decision.ref).answers
    placed = office.records.look(EmergencyApproval, decision.ref) if decision.ratifies and per == "week" else None
    stated = [decision.terms.get(each, "") for each in questions]
    return next(filter(None, [*stated, placed.weekly_cost if placed else "", *map(answers.get, questions)]), "") or ""


def _gaps(office: Office, needs: list[UnmetNeed]) -> tuple[Gap, ...]:
    """By service and reason; a reason taken from a decision is about one child, so it is not repeated (BI-7.3)."""
    found = Counter((need.service or NOT_SAID, _reason(office, need) or NOT_SAID) for need in needs)
    ordered = sorted(found.items(), key=lambda each: (-each[1], each[0]))
    return tuple(Gap(service, reason, count) for (service, reason), count in ordered)


def _reason(office: Office, need: UnmetNeed) -> str:
    decisions = office.records.find(Decision, ref=need.about)
    return AS_DECIDED if need.reason in {each.terms.get(Term.REASONS) for each in decisions} else need.reason


def _heard(voice: Voice | None, questions: Iterable[Question], cases: Sequence[Mapping[str, str]]) -> Heard | None:
    """How the question about the child’s voice was answered (RA-4.21, RA-5.2)."""
    question = next((each for each in questions if voice and each.id == voice.question), None)
    if voice is None or question is None:
        return None
    given = [case.get(question.id, "") for case in cases]
    heard = [answer for answer in given if answer and answer not in voice.not_heard]
    ways = Counter(code for answer in heard for code in answer.split(SEVERAL)) if question.choices else Counter[str]()
    listed = [(option.label, ways[option.code]) for option in question.choices if option.code not in voice.not_heard]
    missing = sum(1 for answer in given if not answer)
    return Heard(len(given), len(heard), len(given) - len(heard) - missing, missing, tuple(listed))


def _on_form(profile: Profile) -> list[Question]:
    return [question for _, question in profile.form.all_questions()]


def _breakdowns(profile: Profile, received: list[Referral]) -> Iterable[Breakdown]:
    """Of the referrals received in a quarter that is over; small numbers are kept back."""
    for name in profile.reports.equality:
        question = profile.form.question(name)
        if question is None:
            continue
        labels = _categories(question)
        found = Counter(_category(question, each) for each in received)
        shown = suppressed([found[label] for label in labels])
        yield Breakdown(question.ask, tuple(zip(labels, shown, strict=True)))


def _categories(question: Question) -> list[str]:
    bands = [label for label, _ in AGES] if question.kind is Kind.DATE else [o.label for o in question.choices]
    return [*bands, NOT_SAID]


def _category(question: Question, referral: Referral) -> str:
    answer = referral.answers.get(question.id, "")
    if question.kind is not Kind.DATE or not answer or not referral.came_at:
        return question.label_of(answer) if answer else NOT_SAID
    years = age(date.fromisoformat(answer), wall(referral.came_at).date())
    # A child not yet born is counted with the youngest.
    return next(label for label, last in AGES if (years or 0) <= last)
