"""Cards of a meeting: its agenda and how it is run, one item's decision, and what the whole channel may see."""

from microsoft_teams import cards as c

from dialogs.cards.parts import button, card, choice_input, facts, heading, plain, question_input, shortened, text
from dialogs.turn import Turn
from dialogs.words import labels
from panel import permissions, policies
from panel.answers import shown
from panel.calendar import say_day, say_moment, wall
from panel.council import Office
from panel.decision import Decision
from panel.emergency import EmergencyApproval
from panel.errors import NotPermitted
from panel.form import Question
from panel.meeting import AgendaItem, ItemKind, ItemResult, MeetingStatus, PanelMeeting
from panel.people import Role
from panel.ports import Message
from panel.rules.decisions import Term
from panel.terms import label, shown_term

_RESULTS = {ItemResult.WAITING: "listed", ItemResult.DECIDED: "decision written", ItemResult.NOT_REACHED: "not reached"}
CUT_TERM = 800
"""Characters of a text of a decision where all of them together are too large for one card."""
SHORTENED = "Long texts are shortened on this card. Please check them before you save."


def agenda_card(turn: Turn, meeting: PanelMeeting) -> Message:
    """The agenda for those who run the panel, with what can be done next."""
    office = turn.office
    rows = [(f"{wall(item.starts_at):%H:%M}", _line(office, meeting, item)) for item in meeting.items]
    body: list[c.CardElement] = [
        text(
            f"The meeting {labels.meeting_state(meeting.status)}. "
            f"Requests {_close(meeting)} {say_moment(meeting.cutoff_at)}."
        ),
        facts(rows) if rows else text("Nothing is listed yet.", quiet=True),
    ]
    buttons = _next_steps(turn, meeting, body)
    return card(f"Panel of {_day(meeting)}", body, buttons, f"Panel of {_day(meeting)}")


def channel_card(office: Office, meeting: PanelMeeting) -> Message:
    """What the channel sees: references, times and states, nothing about any child (CB-9.12, AM-60)."""
    rows = [(f"{wall(item.starts_at):%H:%M}", f"{item.ref}: {_RESULTS[item.result]}") for item in meeting.items]
    venue, state = office.profile(meeting.panel).meetings.venue, labels.meeting_state(meeting.standing)
    body: list[c.CardElement] = [
        text(f"{venue} · requests {_close(meeting)} {say_moment(meeting.cutoff_at)}. The meeting {state}."),
        *_why_gone(office, meeting),
        facts(rows) if rows else text("Nothing is listed yet.", quiet=True),
    ]
    title = f"Agenda: {office.profile(meeting.panel).panel.name}, {say_moment(meeting.starts_at)}"
    return card(title, body, (), title)


def _why_gone(office: Office, meeting: PanelMeeting) -> list[c.CardElement]:
    """For a panel that will not be held: where it went, or in what post it was agreed (NT-27)."""
    if meeting.moved_to:
        return [text(f"It is now on {say_moment(office.meeting(meeting.moved_to).starts_at)}.", bold=True)]
    if meeting.status is not MeetingStatus.CANCELLED or meeting.cancel is None or meeting.cancel.agreed_at is None:
        return []
    profile, agreed = office.profile(meeting.panel), meeting.cancel
    person, on = office.council.directory.person(agreed.agreed_by), office.today(meeting.cancel.agreed_at)
    posts = [
        profile.title(role) for role in profile.meetings.cancel_needs if person and person.is_a(role, meeting.panel, on)
    ]
    return [text(f"Agreed beforehand by: {posts[0] if posts else profile.title(Role.PANEL_ADMIN)}.", bold=True)]


def decisions_post(office: Office, meeting: PanelMeeting) -> Message:
    """That decisions are recorded, and for which references; never what they are (NT-31)."""
    refs = sorted(decision.ref for decision in office.records.find(Decision, meeting=meeting.id))
    body: list[c.CardElement] = [text(f"Decision recorded: {', '.join(refs) or 'none'}")]
    title = f"Decisions of {_day(meeting)}"
    return card(title, body, (), title)


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
    ratifying = item.kind is ItemKind.RATIFICATION
    outcomes = profile.emergency.outcomes if ratifying else profile.decisions.outcomes
    body: list[c.CardElement] = [text(f"⚠ {plain(problem)}", bold=True) for problem in problems]
    body += _considered(turn, item)
    options = [(outcome.code, outcome.label) for outcome in outcomes]
    body.append(
        choice_input("outcome", "Outcome", options, value=given["outcome"], needed="Please choose the outcome.")
    )
    asked = dict.fromkeys(term for outcome in outcomes for term in [*outcome.needs, *outcome.may])
    names = [*asked, *([] if Term.CONDITIONS in asked else [Term.CONDITIONS])]
    body += [_term_input(profile.term(name), given.get(name, "")) for name in names]
    buttons = [
        button("Save the decision", turn.button("decide", item.ref, meeting=meeting.id), main=True),
        button("Back to the agenda", turn.button("agenda", meeting=meeting.id)),
    ]
    return card(f"{item.ref} · {wall(item.starts_at):%H:%M} · Decision", body, buttons, item.ref)


def decisions_card(turn: Turn, meeting: PanelMeeting) -> Message:
    """All drafted decisions, for the Chair to confirm (CB-10.2)."""
    body: list[c.CardElement] = []
    for decision in turn.office.records.find(Decision, meeting=meeting.id):
        body += [heading(decision.ref), facts(decision_rows(turn.office, decision))]
    if not body:
        body = [text("No decision was written down.")]
    buttons = []
    if meeting.status is MeetingStatus.HELD:
        buttons = [button("Confirm all decisions", turn.button("confirm", meeting=meeting.id), main=True)]
    return card(f"Decisions of {_day(meeting)}", body, buttons, f"Decisions of {_day(meeting)}")


def decision_rows(office: Office, decision: Decision) -> list[tuple[str, str]]:
    """A decision as rows of names and values."""
    profile = office.profile_of(office.referral(decision.ref))
    outcome = profile.outcome(decision.outcome)
    rows = [("Outcome", outcome.label if outcome else decision.outcome)]
    for term, value in decision.terms.items():
        rows.append(shown_term(profile, term, value))
    return [*rows, ("Presented by", office.name(decision.presenter))]


def _considered(turn: Turn, item: AgendaItem) -> list[c.CardElement]:
    office = turn.office
    referral = office.referral(item.ref)
    profile = office.profile_of(referral)
    rows = []
    for check in profile.decisions.considers:
        question = profile.form.question(check.id)
        answer = referral.answers.get(check.id, "")
        rows.append((check.ask, shown(question, answer)[:120] if question and answer else "not given"))
    listed: list[c.CardElement] = [facts([("Asked", referral.answers.get("ask", "")), *rows])]
    emergency = office.records.look(EmergencyApproval, item.ref)
    if emergency and emergency.decided_at:
        by = office.name(emergency.decided_by)
        listed.append(text(f"Approved in an emergency by {by}, {say_moment(emergency.decided_at)}.", bold=True))
    return listed


def _next_steps(turn: Turn, meeting: PanelMeeting, body: list[c.CardElement]) -> list[c.ExecuteAction]:
    try:
        permissions.check_may_run_meeting(turn.person, meeting.panel, turn.today)
    except NotPermitted:
        return []
    if meeting.is_ahead and wall(meeting.starts_at).date() <= turn.today:
        body += _attendance_inputs(turn, meeting)
        return [button("Open the meeting", turn.button("start", meeting=meeting.id), main=True)]
    steps: list[c.ExecuteAction] = []
    if meeting.status in (MeetingStatus.IN_SESSION, MeetingStatus.HELD) and meeting.items:
        items = [(item.ref, f"{wall(item.starts_at):%H:%M} {item.ref}") for item in meeting.items]
        body.append(choice_input("item", "Which item?", items, value=_first_open(meeting)))
        steps.append(button("Write its decision", turn.button("item", meeting=meeting.id), main=True))
    if meeting.status is MeetingStatus.IN_SESSION:
        steps.append(button("Close the meeting", turn.button("end", meeting=meeting.id)))
    if meeting.status is MeetingStatus.HELD:
        steps.append(button("See all decisions", turn.button("decisions", meeting=meeting.id)))
    if meeting.status is MeetingStatus.DECISIONS_CONFIRMED:
        steps.append(button("Send out the decisions", turn.button("release", meeting=meeting.id), main=True))
    return steps


def _attendance_inputs(turn: Turn, meeting: PanelMeeting) -> list[c.CardElement]:
    office = turn.office
    chairs = [(person.id, person.name) for person in office.holders(Role.CHAIR, meeting.panel, turn.today)]
    members = [(person.id, person.name) for person in office.holders(Role.MEMBER, meeting.panel, turn.today)]
    presenters = list(dict.fromkeys(office.referral(item.ref).manager for item in meeting.items))
    others = [(who, f"{office.name(who)} (presents)") for who in presenters if who not in dict(members)]
    present = [*chairs, *members, *others]
    return [
        choice_input("chair", "Who chairs?", chairs, needed="Please say who chairs."),
        choice_input("present", "Who is here?", present, several="yes"),
    ]


def _term_input(term: Question, value: str) -> c.CardElement:
    return question_input(term.model_copy(update={"ask": label(term), "required": True}), value, [])


def _line(office: Office, meeting: PanelMeeting, item: AgendaItem) -> str:
    kind = "to ratify" if item.kind is ItemKind.RATIFICATION else "referral"
    emergency = office.records.look(EmergencyApproval, item.ref)
    by_chair = bool(emergency and meeting.chair and emergency.decided_by == meeting.chair)
    flag = "; approved by the chair of this meeting" if by_chair else ""
    flag += f"; {labels.unsure(emergency)}" if emergency and labels.unsure(emergency) else ""
    return f"{item.ref}, {kind}: {_RESULTS[item.result]}{flag}{_late(office, meeting, item)}"


def _late(office: Office, meeting: PanelMeeting, item: AgendaItem) -> str:
    """That it came after the cut-off, and who agreed to hear it (CB-9.10)."""
    if item.late_by:
        return f"; late, agreed by {office.name(item.late_by)}"
    return "; late" if policies.is_late(office, meeting, item.ref) else ""


def _first_open(meeting: PanelMeeting) -> str:
    waiting = [item.ref for item in meeting.items if item.result is ItemResult.WAITING]
    return (waiting or [meeting.items[0].ref])[0]


def _day(meeting: PanelMeeting) -> str:
    return say_day(wall(meeting.starts_at).date())


def _close(meeting: PanelMeeting) -> str:
    """Whether requests still close, or have closed."""
    return "close" if meeting.status in (MeetingStatus.SCHEDULED, MeetingStatus.OPEN) else "closed"
