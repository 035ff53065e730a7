"""The emergency route in a chat: ask, support, decide by card or by a typed code, question and answer."""

import re
from collections.abc import Callable
from datetime import datetime

from dialogs.cards.emergency import answer_card, approver_card, decided_card, support_card
from dialogs.turn import Tools, Turn, say, show
from dialogs.words import talk
from dialogs.words import urgent as words
from panel import approving, booking
from panel import commands as c
from panel.answers import read_date
from panel.calendar import say_day, say_moment, wall
from panel.council import Office
from panel.emergency import WAITING, EmergencyApproval, EmergencyStatus
from panel.errors import InvalidAnswer, MoveNotAllowed, Refused
from panel.ports import Answer, Message, Reply

TERMS = re.compile(
    r"(until\s+(?P<until>.+?))?"
    r"(,?\s*up to\s+£?\s*(?P<cost>\d[\d,.]*\d|\d)(\s*(a|per)\s+week)?)?"
    r"(,?\s*(if|on condition( that)?)\s+(?P<condition>.+))?",
    re.IGNORECASE | re.DOTALL,
)
"""“until 12 December 2026 up to £1,200 if …”: each part may be left out; any other words are a condition."""


def ask(turn: Turn, ref: str) -> Reply:
    """Put the emergency to whoever is asked first now."""
    answer = turn.do(c.AskEmergency, ref=ref)
    name = turn.office.name(answer.facts["asked"])
    emergency = turn.office.emergency(ref)
    supports = emergency.status is EmergencyStatus.AWAITING_SUPPORT
    said = words.support_asked(emergency.id, name) if supports else talk.emergency_asked(emergency.id, name)
    return show(turn, decided_card(turn.office, emergency), said) if turn.tapped else say(said)


def support(turn: Turn, ref: str, how: str = "card") -> Reply:
    """Support the request; an approver is asked."""
    return _decide(turn, ref, lambda named: turn.do(c.SupportEmergency, ref=named, how=how))


def refuse_support(turn: Turn, ref: str, reason: str, how: str = "card") -> Reply:
    """Not supported, with the reason."""
    return _decide(turn, ref, lambda named: turn.do(c.RefuseSupport, ref=named, reason=reason, how=how))


def approve(turn: Turn, ref: str, how: str = "card", **terms: str) -> Reply:
    """Approve until the next panel, or a sooner day, on a condition and up to a cost if they were given."""
    return _decide(turn, ref, lambda named: turn.do(c.ApproveEmergency, ref=named, how=how, **terms))


def typed_approve(turn: Turn, ref: str, line: str) -> Reply:
    """Approve by the code and the words after it."""
    read = TERMS.fullmatch(line)
    if read is None or not line:
        return approve(turn, ref, "typed", condition=line)
    given = {"until": read["until"], "cost_limit": read["cost"], "condition": read["condition"]}
    return approve(turn, ref, "typed", **{name: value.strip(" ,") for name, value in given.items() if value})


def decline(turn: Turn, ref: str, reason: str, how: str = "card") -> Reply:
    """Refuse, with the reason."""
    return _decide(turn, ref, lambda named: turn.do(c.DeclineEmergency, ref=named, reason=reason, how=how))


def question(turn: Turn, ref: str, asked: str) -> Reply:
    """Ask before deciding."""
    emergency = turn.office.emergency(ref)
    try:
        turn.do(c.AskRequester, ref=emergency.id, question=asked)
    except InvalidAnswer as wrong:
        return show(turn, card_for(turn.tools, turn.office, emergency, turn.person.id, turn.now), str(wrong))
    kept = turn.office.emergency(ref)
    said = talk.question_sent(turn.office.name(kept.requested_by))
    return show(turn, card_for(turn.tools, turn.office, kept, turn.person.id, turn.now), said)


def reply(turn: Turn, ref: str, answer: str) -> Reply:
    """Answer the approver's question."""
    emergency = turn.office.emergency(ref)
    turn.do(c.AnswerApprover, ref=emergency.id, answer=answer)
    answered = turn.office.emergency(ref)
    said = talk.answer_sent(turn.office.name(answered.exchanges[-1].asked_by))
    return show(turn, answer_card(turn.tools, turn.office, answered, turn.person.id), said)


def extend(turn: Turn, ref: str, line: str) -> Reply:
    """Let an approval run to a later panel: the words are the date, then the reason."""
    emergency = turn.office.emergency(ref)
    parts = line.split()
    for length in range(min(4, len(parts)), 0, -1):
        try:
            day = read_date(" ".join(parts[:length]))
        except ValueError:
            continue
        meeting = f"{emergency.panel}.{day.isoformat()}"
        turn.do(c.ExtendEmergency, ref=emergency.id, meeting=meeting, reason=" ".join(parts[length:]))
        extended = turn.office.emergency(ref)
        until = say_moment(extended.ends_at) if extended.ends_at else ""
        return say(talk.extended(extended.id, until))
    raise Refused(f"Please give the date of a panel and the reason: “extend {emergency.code} 9 December 2026 reason”.")


def decide_card(turn: Turn, ref: str) -> Reply:
    """The card of who supports or decides, once more."""
    emergency = turn.office.emergency(ref)
    if emergency.status is EmergencyStatus.AWAITING_SUPPORT:
        approving.check_may_support(turn.office, turn.person, emergency, turn.now)
    else:
        approving.check_may_decide(turn.office, turn.person, emergency, turn.now)
    return show(turn, card_for(turn.tools, turn.office, emergency, turn.person.id, turn.now))


def waiting_for(turn: Turn) -> list[EmergencyApproval]:
    """Emergencies this person could support or decide now."""
    office = turn.office
    waiting = [each for status in WAITING for each in office.records.find(EmergencyApproval, status=status)]
    return [each for each in waiting if turn.person.id in {p.id for p in approving.to_answer(office, each, turn.now)}]


def card_for(tools: Tools, office: Office, emergency: EmergencyApproval, person: str, now: datetime) -> Message:
    """The card of who supports or decides, as it stands now."""
    if emergency.status is EmergencyStatus.AWAITING_SUPPORT:
        return support_card(tools, office, emergency, person)
    meeting = booking.place_ratification(office, emergency.id, emergency.panel, now)
    until = say_day(wall(meeting.starts_at).date()) if meeting else "a date I will work out, as no panel is on the list"
    return approver_card(tools, office, emergency, person, until)


def _decide(turn: Turn, ref: str, act: Callable[[str], Answer]) -> Reply:
    """Carry the act out by the reference, so that a refusal stands on its audit trail also after a typed code."""
    emergency = turn.office.emergency(ref)
    try:
        answer = act(emergency.id)
    except (InvalidAnswer, MoveNotAllowed) as refused:
        present = card_for(turn.tools, turn.office, turn.office.emergency(emergency.id), turn.person.id, turn.now)
        return show(turn, present, str(refused))
    decided = turn.office.emergency(emergency.id)
    return show(
        turn, card_for(turn.tools, turn.office, decided, turn.person.id, turn.now), _said(turn.office, decided, answer)
    )


def _said(office: Office, decided: EmergencyApproval, answer: Answer) -> str:
    if answer.code == "emergency_supported":
        return words.supported(decided.id, office.name(answer.facts["asked"]))
    if answer.code == "not_supported":
        return words.not_supported(decided.id)
    until = say_moment(decided.ends_at) if decided.ends_at else ""
    return talk.emergency_decided(decided.id, bool(decided.ends_at), until)
