"""Cards that put a referral to officers: an exception, a look before the panel, a decision without a meeting."""

from microsoft_teams import cards as c

from dialogs.cards.decisions import considered, decision_rows, term_input
from dialogs.cards.noted import noted
from dialogs.cards.parts import button, card, choice_input, facts, heading, plain, shortened, text, text_input
from dialogs.turn import Turn
from dialogs.words.asking import NO_ACTION
from dialogs.words.standing import standing
from panel.calendar import say_moment
from panel.decision import Decision
from panel.officers import asked_gates, waiting_on
from panel.policies import LONGEST_REMARK
from panel.ports import Message
from panel.referral import Referral, ReferralStatus
from panel.rules.decisions import Term
from panel.terms import outcomes_alone

CUT_TERM = 800
"""Characters of a text of a decision where all of them together are too large for one card."""


def exception_card(turn: Turn, referral: Referral) -> Message:
    """What stands in the way and why it cannot wait, or where it would go, to agree or not (RF-5, RO-7.1)."""
    title = f"{referral.id}: please answer"
    if referral.ask is None or not _waits_for(turn, referral):
        return _settled(turn, referral)
    elsewhere, profile = referral.ask.about == "elsewhere", turn.office.profile_of(referral)
    rows = [
        ("Child", referral.answers.get("initials", "")),
        ("Referred by", turn.office.name(referral.referrer)),
        ("Asked by", turn.office.name(referral.ask.by)),
        ("Asked on", say_moment(referral.ask.at)),
        ("Why", referral.ask.reason),
    ]
    question = "Does it belong elsewhere?" if elsewhere else "May it go to the panel without this?"
    body: list[c.CardElement] = [
        facts(rows),
        heading(question),
        *(text(plain(gate.say)) for gate, _ in asked_gates(profile, referral)),
        text_input("remark", "Your reason", longest=LONGEST_REMARK, lines=False),
        text(f"Or type: agree exception {referral.id}, refuse exception {referral.id} and the reason", quiet=True),
    ]
    yes, no = ("It belongs elsewhere", "It goes on here") if elsewhere else ("Let it through", "Not yet, with reason")
    buttons = [
        button(yes, turn.button("agree_exception", referral.id), main=True),
        button(no, turn.button("refuse_exception", referral.id), danger=True),
        button("Read the case", turn.button("summary", referral.id)),
    ]
    return card(title, body, buttons, f"{referral.id}: please answer")


def alone_card(turn: Turn, referral: Referral, problems: tuple[str, ...] = ()) -> Message:
    """What is weighed and the form for the decision; before a panel also the ways on to it and back (RF-13, RF-39)."""
    if not _waits_for(turn, referral):
        return _settled(turn, referral)
    try:
        return _alone_card(turn, referral, dict(turn.given), problems)
    except ValueError:
        cut = {key: shortened(value, CUT_TERM) for key, value in turn.given.items()}
        return _alone_card(turn, referral, cut, problems)


def _alone_card(turn: Turn, referral: Referral, given: dict[str, str], problems: tuple[str, ...]) -> Message:
    profile = turn.office.profile_of(referral)
    outcomes = outcomes_alone(profile, referral)
    screening = referral.status is ReferralStatus.IN_FILTER
    body: list[c.CardElement] = [text(f"⚠ {plain(problem)}", bold=True) for problem in problems]
    body += [*considered(turn, referral.id), *noted(turn.office, referral)]
    options = [(outcome.code, outcome.label) for outcome in outcomes]
    must = {} if screening else {"needed": "Please choose the outcome."}
    body.append(choice_input("outcome", "Outcome", options, value=given.get("outcome", ""), **must))
    names = dict.fromkeys(term for each in outcomes for term in [*each.needs, *each.may])
    for name in dict.fromkeys([*names, Term.CONDITIONS]):
        body.append(term_input(profile.term(name), given.get(name, "")))
    buttons = [button("Decide it", turn.button("decide_alone", referral.id), main=True)]
    if screening:
        reason = "Reason, to send it to the panel or to return it"
        body.append(text_input("remark", reason, longest=LONGEST_REMARK, lines=False))
        on = button("Send it to the panel", turn.button("to_panel", referral.id))
        on.associated_inputs = "auto"
        buttons += [on, button("Return it, with reason", turn.button("screen_back", referral.id), danger=True)]
    buttons.append(button("Read the case", turn.button("summary", referral.id)))
    title = f"{referral.id} · {'Before the panel' if screening else 'Decision'}"
    return card(title, body, buttons, f"{referral.id}: please decide")


def _settled(turn: Turn, referral: Referral) -> Message:
    """The card once it needs nothing from this person: where it is, and what was decided without a meeting."""
    decisions = [d for d in turn.office.records.find(Decision, ref=referral.id) if not d.meeting]
    body: list[c.CardElement] = [text(f"It {standing(turn.office, referral)}. {NO_ACTION}")]
    if decisions:
        last = max(decisions, key=lambda decision: decision.drafted_at)
        body += [heading("Decision"), facts(decision_rows(turn.office, last))]
    return card(referral.id, body, (), f"{referral.id}: no action needed")


def _waits_for(turn: Turn, referral: Referral) -> bool:
    return turn.person.id in {person.id for person in waiting_on(turn.office, referral, turn.today)}
