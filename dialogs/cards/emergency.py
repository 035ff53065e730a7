"""The approver's card: one phone screen, no name, everything needed to decide; and the same as it stands afterwards."""

from collections.abc import Sequence

from microsoft_teams import cards as c

from dialogs.cards.parts import button, card, facts, heading, said, text, text_input
from dialogs.stamps import Tap
from dialogs.turn import Tools, sealed
from dialogs.words import labels
from dialogs.words.written import day_said
from panel import policies
from panel.answers import pounds
from panel.calendar import say_moment, wall
from panel.council import Office
from panel.emergency import Confirmation, EmergencyApproval, EmergencyStatus, Search
from panel.ports import Message
from panel.referral import Referral


def approver_card(tools: Tools, office: Office, emergency: EmergencyApproval, person: str, until: str) -> Message:
    """Approve, approve on a condition, refuse or ask, for one approver. `until` is when an approval would end."""
    referral = office.referral(emergency.id)
    body: list[c.CardElement] = [facts(_what(office, emergency, referral))]
    body += _exchanges(office, emergency)
    if emergency.status is not EmergencyStatus.AWAITING_APPROVER:
        return decided_card(office, emergency, body)
    body += [
        text(f"If you approve, it holds until {until} and goes to that panel.", bold=True),
        text_input("remark", "Condition, reason or question", longest=policies.LONGEST_REMARK, lines=False),
        _limits(),
        text(
            f"Or type: approve {emergency.code}, approve {emergency.code} if …, refuse {emergency.code} …", quiet=True
        ),
    ]
    acts = ("approve", "decline", "question", "case", "send_papers")
    approve, decline, question, case, papers = _taps(tools, person, emergency, acts)
    buttons = [
        button("Approve", approve, main=True),
        button("Refuse, with reason", decline, danger=True),
        button("Ask a question", question),
        button("Read the case", case),
        *([button("Mail me the papers", papers)] if referral.papers else []),
    ]
    buttons[2].associated_inputs = "auto"
    return card(
        f"Emergency {emergency.code} · {emergency.id}", body, buttons, f"Emergency {emergency.code}: please decide"
    )


def support_card(tools: Tools, office: Office, emergency: EmergencyApproval, person: str) -> Message:
    """The request as a manager sees it who supports it, or not, before an approver is asked (AM-14)."""
    referral = office.referral(emergency.id)
    body: list[c.CardElement] = [
        facts(_what(office, emergency, referral)),
        text("If you support it, an approver is asked at once.", bold=True),
        text_input("remark", "Reason, if you do not", longest=policies.LONGEST_REMARK, lines=False),
        text(f"Or type: support {emergency.code}, or not support {emergency.code} and the reason", quiet=True),
    ]
    support, refuse, case = _taps(tools, person, emergency, ("support", "refuse_support", "case"))
    buttons = [
        button("Support it", support, main=True),
        button("Not supported, with reason", refuse, danger=True),
        button("Read the case", case),
    ]
    title = f"Emergency {emergency.code} · {emergency.id}: do you support it?"
    return card(title, body, buttons, f"Emergency {emergency.code}: please support it or not")


def decided_card(office: Office, emergency: EmergencyApproval, body: list[c.CardElement] | None = None) -> Message:
    """What became of it: who decided, when, how, until when, on what condition."""
    state = f"It {labels.emergency_state(emergency.status)}."
    unsure = labels.unsure(emergency)
    shown = [*(body or []), heading(state), *([text(f"{unsure}.", bold=True)] if unsure else [])]
    shown.append(facts(outcome_rows(office, emergency)))
    if emergency.ends_at:
        shown.append(text(office.profile(emergency.panel).decisions.warning, bold=True))
    return card(
        f"Emergency {emergency.code} · {emergency.id}", shown, (), f"Emergency {emergency.code}: no action needed"
    )


def outcome_rows(office: Office, emergency: EmergencyApproval) -> list[tuple[str, str]]:
    """Who decided what, when, and what follows."""
    decided = say_moment(emergency.decided_at) if emergency.decided_at else ""
    listed = office.meeting(emergency.meeting) if emergency.meeting else None
    by = office.name(emergency.decided_by) if emergency.decided_by else ""
    return [
        ("Supported by", office.name(emergency.supported_by) if emergency.supported_by else ""),
        ("Approved by" if emergency.ends_at else "Refused by", by),
        ("On", decided),
        ("How", "by telephone, written down by " + office.name(emergency.phoned_by) if emergency.phoned_by else ""),
        ("Admitted", say_moment(emergency.admitted_at) if emergency.admitted_at else ""),
        ("For", emergency.scope),
        ("Until", say_moment(emergency.ends_at) if emergency.ends_at else ""),
        ("Up to", f"{pounds(emergency.cost_limit)} a week" if emergency.cost_limit else ""),
        ("On condition", emergency.condition),
        ("If not ratified", emergency.exit_plan),
        ("Reason", emergency.reason),
        ("Goes to the panel on", say_moment(listed.starts_at) if listed else ""),
        ("Search for a placement", _search(office, emergency)),
        *[("Extended", f"{say_moment(e.at)} by {office.name(e.by)}: {e.reason}") for e in emergency.extensions],
        *[("Told by telephone", f"{call.whom}, {say_moment(call.at)}: {call.words}") for call in emergency.calls],
    ]


def answer_card(tools: Tools, office: Office, emergency: EmergencyApproval, person: str) -> Message:
    """The approver's question, for who asked for the approval."""
    exchange = emergency.exchanges[-1]
    body: list[c.CardElement] = [
        text(f"{office.name(exchange.asked_by)} asks before deciding:"),
        said(exchange.question),
    ]
    if exchange.answer:
        body += [heading("Your answer"), said(exchange.answer)]
        return card(f"Emergency {emergency.code} · {emergency.id}", body, (), f"Emergency {emergency.code}")
    body.append(
        text_input("remark", "Your answer", longest=policies.LONGEST_REMARK, needed="Please write your answer.")
    )
    body.append(text(f"Or type: reply {emergency.code} and your answer", quiet=True))
    data = sealed(tools, person, Tap("reply", emergency.id, emergency.revision))
    return card(
        f"Emergency {emergency.code} · A question",
        body,
        [button("Send answer", data, main=True)],
        "A question to answer",
    )


def _what(office: Office, emergency: EmergencyApproval, referral: Referral) -> list[tuple[str, str]]:
    answers = referral.answers
    cost = answers.get("urgent_cost", "")
    exit_question = office.profile_of(referral).emergency.exit_question
    supported = office.name(emergency.supported_by) if emergency.supported_by else ""
    return [
        ("Child", answers.get("initials", "")),
        ("Asked for", answers.get("urgent_ask", "")),
        ("Why now", answers.get("why_now", "")),
        ("Tried", answers.get("tried", "")),
        ("Cost a week", pounds(cost) if cost else ""),
        ("If not ratified", answers.get(exit_question, "")),
        ("Supported by", supported),
        ("Asked by", f"{office.name(emergency.requested_by)}, {wall(emergency.requested_at):%H:%M}"),
        ("Papers", ", ".join(paper.name for paper in referral.papers)),
    ]


def _limits() -> c.ColumnSet:
    """A sooner last day and a most, side by side, so that a phone still shows the whole card."""
    until = c.DateInput(id="until", label="No later than (optional)")
    cost = text_input("cost_limit", "Up to £ a week (optional)", longest=12, lines=False)
    return c.ColumnSet(columns=[c.Column(width="stretch", items=[part]) for part in (until, cost)])


def _taps(tools: Tools, person: str, emergency: EmergencyApproval, acts: Sequence[str]) -> list[dict[str, str]]:
    return [sealed(tools, person, Tap(act, emergency.id, emergency.revision)) for act in acts]


def _exchanges(office: Office, emergency: EmergencyApproval) -> list[c.CardElement]:
    rows: list[c.CardElement] = []
    for exchange in emergency.exchanges:
        rows += [heading(f"{office.name(exchange.asked_by)} asked"), said(exchange.question)]
        rows += [said(exchange.answer)] if exchange.answer else [text("No answer yet.", quiet=True)]
    return rows


def _search(office: Office, emergency: EmergencyApproval) -> str:
    if emergency.ends_at is None:
        return ""
    if emergency.confirmation is Confirmation.DENIED:
        return "may not go on"
    if emergency.search in (Search.PLACED, Search.ENDED):
        until = f" to {day_said(emergency.ended_on)}" if emergency.ended_on else ""
        return f"placed from {day_said(emergency.placed_on)}{until}"
    referral = office.referral(emergency.id)
    if policies.search_lacks(office.profile_of(referral), referral):
        return "waits for the child’s needs, history and risks"
    return "can begin" if emergency.search is Search.NOT_YET else "has begun"
