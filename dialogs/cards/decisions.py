"""Cards of decisions: the form for one item, all of a meeting to confirm, and a decision as rows to read."""

from microsoft_teams import cards as c

from dialogs.cards.noted import noted
from dialogs.cards.parts import (
    button,
    card,
    choice_input,
    facts,
    heading,
    plain,
    question_input,
    shortened,
    text,
    text_input,
)
from dialogs.turn import Turn
from dialogs.words.minutes import FIRST
from dialogs.words.pace import item_line
from dialogs.words.written import day_said
from panel import again
from panel.answers import shown
from panel.appeal import Appeal
from panel.calendar import say_day, say_moment, wall
from panel.cautions import cautions
from panel.council import Office
from panel.decision import Decision, DecisionState, Endorsed
from panel.emergency import EmergencyApproval
from panel.form import Question
from panel.hearings import outcomes
from panel.meeting import AgendaItem, MeetingStatus, PanelMeeting
from panel.minutes import Minutes
from panel.overtaken import standing
from panel.pacing import pace
from panel.policies import LONGEST_REMARK
from panel.ports import Message
from panel.precedence import first_ones_first, goes_first
from panel.profile import Profile
from panel.rules.decisions import Term
from panel.seating import quorum_for, seat_called
from panel.sitting_policies import needs
from panel.terms import label, shown_term

CUT_TERM = 800
"""Characters of a text of a decision where all of them together are too large for one card."""
SHORTENED = "Long texts are shortened on this card. Please check them before you save."


def decision_card(turn: Turn, meeting: PanelMeeting, item: AgendaItem, problems: tuple[str, ...] = ()) -> Message:
    """What the panel weighs on one item, and the form for its decision (CB-3.1, CB-9.14, CB-9.16)."""
    office = turn.office
    before = office.records.look(Decision, f"{meeting.id}/{item.ref}")
    terms = {**(before.terms if before else {}), **turn.given}
    given = {"outcome": before.outcome if before else "", **terms}
    try:
        return _decision_card(turn, meeting, item, (given, problems))
    except ValueError:
        cut = {key: shortened(value, CUT_TERM) for key, value in given.items()}
        return _decision_card(turn, meeting, item, (cut, (*problems, SHORTENED)))


def _decision_card(
    turn: Turn, meeting: PanelMeeting, item: AgendaItem, shown: tuple[dict[str, str], tuple[str, ...]]
) -> Message:
    given, problems = shown
    profile = turn.office.profile_of(turn.office.referral(item.ref))
    choices = outcomes(turn.office, meeting, item)
    body: list[c.CardElement] = [text(f"⚠ {plain(problem)}", bold=True) for problem in problems]
    if meeting.status is MeetingStatus.IN_SESSION:
        body.append(text(f"{wall(turn.now):%H:%M}. {item_line(pace(meeting, turn.now))}"))
    body += first_time(turn.office, meeting, item)
    body += [*considered(turn, item.ref), *noted(turn.office, turn.office.referral(item.ref))]
    body += _quorum(turn.office, meeting, item.ref)
    options = [(outcome.code, outcome.label) for outcome in choices]
    body.append(
        choice_input("outcome", "Outcome", options, value=given["outcome"], needed="Please choose the outcome.")
    )
    asked = dict.fromkeys(term for outcome in choices for term in [*outcome.needs, *outcome.may])
    names = [*asked, *([] if Term.CONDITIONS in asked else [Term.CONDITIONS])]
    body += [term_input(profile.term(name), given.get(name, "")) for name in names]
    buttons = [
        button("Save the decision", turn.button("decide", item.ref, meeting=meeting.id), main=True),
        button("Back to the agenda", turn.button("agenda", meeting=meeting.id)),
    ]
    return card(f"{item.ref} · {wall(item.starts_at):%H:%M} · Decision", body, buttons, item.ref)


def decisions_card(turn: Turn, meeting: PanelMeeting) -> Message:
    """All drafted decisions, for the Chair to confirm; those that go first come first (CB-10.2, RO-11.11)."""
    body: list[c.CardElement] = []
    for decision in first_ones_first(turn.office, standing(turn.office, meeting.id)):
        first = f" · {FIRST}" if goes_first(turn.office, decision) else ""
        body += [heading(f"{decision.ref}{first}"), facts(decision_rows(turn.office, decision))]
        body += [text(f"⚠ {plain(said)}", bold=True) for said in cautions(turn.office, decision)]
    if not body:
        body = [text("No decision was written down.")]
    buttons = []
    if meeting.status is MeetingStatus.HELD:
        buttons = [button("Confirm all decisions", turn.button("confirm", meeting=meeting.id), main=True)]
    elif turn.office.records.look(Minutes, meeting.id):
        buttons = [button("Read the minutes", turn.button("minutes", meeting=meeting.id))]
    return card(f"Decisions of {_day(meeting)}", body, buttons, f"Decisions of {_day(meeting)}")


def decision_rows(office: Office, decision: Decision) -> list[tuple[str, str]]:
    """A decision as rows of names and values."""
    profile = office.profile_of(office.referral(decision.ref))
    outcome = again.outcome_of(profile, decision)
    rows = [("Outcome", outcome.label if outcome else decision.outcome)]
    for term, value in decision.terms.items():
        rows.append(shown_term(profile, term, value))
    named = ", ".join(office.name(person) for person in decision.presenters)
    rows.append(("Presented by", named or "nobody: heard without its presenter"))
    return [*rows, *_present(office, profile, decision)]


def _present(office: Office, profile: Profile, decision: Decision) -> list[tuple[str, str]]:
    """The seats and services that decided, and whether they were enough (KN-1.1, AM-20)."""
    seats = [seat for code in decision.seats if (seat := seat_called(profile.seats, code))]
    services = ", ".join(dict.fromkeys(seat.service for seat in seats if seat.service))
    said = {True: "yes", False: "NOT QUORATE", None: ""}
    rows = [
        ("Seats present", "; ".join(seat.title for seat in seats)),
        ("Services present", services),
        ("Quorate", said[decision.quorate]),
        ("Endorsement", _endorsement(office, decision)),
    ]
    return [row for row in rows if row[1]]


def _endorsement(office: Office, decision: Decision) -> str:
    """Whether somebody else agreed, where that is needed; until then it is in principle only."""
    if decision.state is DecisionState.IN_PRINCIPLE:
        return "IN PRINCIPLE ONLY: it waits to be endorsed"
    if decision.endorsing is None:
        return ""
    said = {Endorsed.GIVEN: "endorsed", Endorsed.REFUSED: "NOT ENDORSED", Endorsed.SENT_BACK: "sent back to the panel"}
    reason = f": {decision.endorsing.reason}" if decision.endorsing.reason else ""
    return f"{said[decision.endorsing.answer]} by {office.name(decision.endorsing.by)}{reason}"


def endorse_card(turn: Turn, decision: Decision) -> Message:
    """A decision in principle, for whoever must agree to it; afterwards, how it was answered."""
    ref = decision.ref
    body: list[c.CardElement] = [facts(decision_rows(turn.office, decision))]
    title = f"{ref}: endorse the decision?"
    if decision.state is not DecisionState.IN_PRINCIPLE:
        return card(title, [*body, heading("This has been answered.")], (), f"{ref}: no action needed")
    body += [
        text("Nothing is done about it until you answer.", bold=True),
        text_input("remark", "Reason, if you do not endorse it", longest=LONGEST_REMARK, lines=False),
        text(
            f"Or type: endorse {ref}, refuse endorsement {ref} and the reason, send back {ref} and the reason",
            quiet=True,
        ),
    ]
    buttons = [
        button("Endorse", turn.button("endorse", ref), main=True),
        button("Do not endorse, with reason", turn.button("refuse_endorsement", ref), danger=True),
        button("Send back to the panel, with reason", turn.button("send_back", ref), danger=True),
    ]
    return card(title, body, buttons, f"{ref}: please answer")


def _quorum(office: Office, meeting: PanelMeeting, ref: str) -> list[c.CardElement]:
    """Whether enough of those who count are here for this item (BI-2.3)."""
    counted = quorum_for(office, meeting, ref)
    if counted is None:
        return []
    return [text(f"{'Quorate' if counted.quorate else 'NOT QUORATE'}: {needs(counted)}", bold=not counted.quorate)]


def first_time(office: Office, meeting: PanelMeeting, item: AgendaItem) -> list[c.CardElement]:
    """For an appeal: what was decided the first time and by whom, and what the family says (BI-9.7, AM-37, AM-64)."""
    record = office.records.look(Appeal, again.settled_by(office, item, meeting))
    if record is None:
        return []
    first = office.records.get(Decision, record.decision)
    chair = office.name(office.meeting(first.meeting).chair) if first.meeting else office.name(first.confirmed_by)
    stages = office.profile_of(office.referral(item.ref)).challenge.stages
    asks = {ask.id: ask for stage in stages for ask in stage.asks}
    said = [(asks[key].ask, shown(asks[key], value)) for key, value in record.answers.items() if key in asks]
    earlier = [a for a in office.records.find(Appeal, about=item.ref) if a.outcome and a.id != record.id]
    rows = [*decision_rows(office, first), ("Decided under", chair), *said]
    rows += [("Asked before", f"{day_said(a.received)}: {a.outcome}") for a in earlier]
    return [heading("The first decision"), facts(rows), heading("Now")]


def considered(turn: Turn, ref: str) -> list[c.CardElement]:
    """What is weighed on a case, with what its form says of each point (CB-3.1)."""
    office = turn.office
    referral = office.referral(ref)
    profile = office.profile_of(referral)
    rows = []
    for check in profile.decisions.considers:
        question = profile.form.question(check.id)
        answer = referral.answers.get(check.id, "")
        rows.append((check.ask, shown(question, answer)[:120] if question and answer else "not given"))
    listed: list[c.CardElement] = [facts([("Asked", referral.answers.get("ask", "")), *rows])]
    emergency = office.records.look(EmergencyApproval, ref)
    if emergency and emergency.decided_at:
        by = office.name(emergency.decided_by)
        listed.append(text(f"Approved in an emergency by {by}, {say_moment(emergency.decided_at)}.", bold=True))
    return listed


def term_input(term: Question, value: str) -> c.CardElement:
    """The input for one thing a decision states."""
    return question_input(term.model_copy(update={"ask": label(term), "required": True}), value, [])


def _day(meeting: PanelMeeting) -> str:
    return say_day(wall(meeting.starts_at).date())
