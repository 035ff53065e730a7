"""The emergency route in a chat: ask, decide by card or by a typed code, question and answer, search and placement."""

from collections.abc import Callable
from datetime import datetime

from dialogs.cards.emergency import answer_card, approver_card, decided_card
from dialogs.turn import Tools, Turn, say, show
from dialogs.words import talk
from panel import booking, permissions
from panel import commands as c
from panel.answers import read_date
from panel.calendar import say_day, say_moment, wall
from panel.council import Office
from panel.emergency import EmergencyApproval, EmergencyStatus
from panel.errors import InvalidAnswer, MoveNotAllowed, Refused
from panel.ports import Answer, Message, Reply


def ask(turn: Turn, ref: str) -> Reply:
    """Put the emergency to the approver of today."""
    answer = turn.do(c.AskEmergency, ref=ref)
    name = turn.office.name(answer.facts["asked"])
    emergency = turn.office.emergency(ref)
    said = talk.emergency_asked(emergency.id, name)
    return show(turn, decided_card(turn.office, emergency), said) if turn.tapped else say(said)


def approve(turn: Turn, ref: str, condition: str, how: str = "card") -> Reply:
    """Approve until the next panel, on a condition if one was given."""
    return _decide(turn, ref, lambda named: turn.do(c.ApproveEmergency, ref=named, condition=condition, how=how))


def decline(turn: Turn, ref: str, reason: str, how: str = "card") -> Reply:
    """Refuse, with the reason."""
    return _decide(turn, ref, lambda named: turn.do(c.DeclineEmergency, ref=named, reason=reason, how=how))


def question(turn: Turn, ref: str, words: str) -> Reply:
    """Ask before deciding."""
    emergency = turn.office.emergency(ref)
    try:
        turn.do(c.AskRequester, ref=emergency.id, question=words)
    except InvalidAnswer as wrong:
        return show(turn, card_for(turn.tools, turn.office, emergency, turn.person.id, turn.now), str(wrong))
    asked = turn.office.emergency(ref)
    said = talk.question_sent(turn.office.name(asked.requested_by))
    return show(turn, card_for(turn.tools, turn.office, asked, turn.person.id, turn.now), said)


def reply(turn: Turn, ref: str, words: str) -> Reply:
    """Answer the approver's question."""
    emergency = turn.office.emergency(ref)
    turn.do(c.AnswerApprover, ref=emergency.id, answer=words)
    answered = turn.office.emergency(ref)
    said = talk.answer_sent(turn.office.name(answered.exchanges[-1].asked_by))
    return show(turn, answer_card(turn.tools, turn.office, answered, turn.person.id), said)


def extend(turn: Turn, ref: str, words: str) -> Reply:
    """Let an approval run to a later panel: the words are the date, then the reason."""
    emergency = turn.office.emergency(ref)
    parts = words.split()
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


def enough(turn: Turn, ref: str) -> Reply:
    """The Resources Team has what it needs to search."""
    emergency = turn.office.emergency(ref)
    turn.do(c.PermitSearch, ref=emergency.id)
    return say(talk.search_begun(emergency.id))


def placed(turn: Turn, ref: str, words: str) -> Reply:
    """A placement was made: provider; date; cost a week."""
    emergency = turn.office.emergency(ref)
    parts = [part.strip() for part in words.split(";")]
    if len(parts) != 3:
        raise Refused(f"Please type: placed {emergency.code} provider; date; cost a week")
    turn.do(c.RecordPlacement, ref=emergency.id, provider=parts[0], placed_on=parts[1], weekly_cost=parts[2])
    return say(talk.placement_noted(emergency.id))


def decide_card(turn: Turn, ref: str) -> Reply:
    """The approver's card once more."""
    emergency = turn.office.emergency(ref)
    permissions.check_may_decide_emergency(turn.office, turn.person, emergency, turn.today)
    return show(turn, card_for(turn.tools, turn.office, emergency, turn.person.id, turn.now))


def waiting_for(turn: Turn) -> list[EmergencyApproval]:
    """Emergencies this person could decide now."""
    waiting = turn.office.records.find(EmergencyApproval, status=EmergencyStatus.AWAITING_APPROVER)
    office, today = turn.office, turn.today
    return [
        each
        for each in waiting
        if turn.person.id in {p.id for p in permissions.approvers(office, office.referral(each.id), today)}
    ]


def card_for(tools: Tools, office: Office, emergency: EmergencyApproval, person: str, now: datetime) -> Message:
    """The approver's card as it stands now."""
    meeting = booking.place_ratification(office, emergency.id, emergency.panel, now)
    until = say_day(wall(meeting.starts_at).date()) if meeting else "a date I will work out, as no panel is on the list"
    return approver_card(tools, office, emergency, person, until)


def _decide(turn: Turn, ref: str, act: Callable[[str], Answer]) -> Reply:
    """Carry the act out by the reference, so that a refusal stands on its audit trail also after a typed code."""
    emergency = turn.office.emergency(ref)
    try:
        act(emergency.id)
    except (InvalidAnswer, MoveNotAllowed) as refused:
        present = card_for(turn.tools, turn.office, turn.office.emergency(emergency.id), turn.person.id, turn.now)
        return show(turn, present, str(refused))
    decided = turn.office.emergency(emergency.id)
    until = say_moment(decided.ends_at) if decided.ends_at else ""
    said = talk.emergency_decided(decided.id, bool(decided.ends_at), until)
    return show(turn, card_for(turn.tools, turn.office, decided, turn.person.id, turn.now), said)
