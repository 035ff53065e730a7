"""What is said about a case around its panel, in a chat: the visit beforehand, and a decision to be endorsed."""

from dialogs.cards.decisions import endorse_card
from dialogs.cards.visits import visit_card
from dialogs.turn import Turn, show
from dialogs.words import sitting as words
from panel import commands as c
from panel.council import Office
from panel.decision import Decision
from panel.errors import InvalidAnswer, MoveNotAllowed
from panel.meeting import PanelMeeting
from panel.ports import Message, Reply


def visited(turn: Turn, ref: str, day: str) -> Reply:
    """“visited CB-0001 21 May 2026” (BI-4.5)."""
    try:
        answer = turn.do(c.RecordVisit, ref=ref, day=day)
    except InvalidAnswer as wrong:
        return show(turn, visit_message(turn, ref), str(wrong))
    return show(turn, visit_message(turn, ref), words.visited(ref, answer.facts))


def endorse(turn: Turn, ref: str) -> Reply:
    """“endorse CB-0001”: the decision is final."""
    return _answer(turn, ref, c.EndorseDecision)


def refuse_endorsement(turn: Turn, ref: str, reason: str) -> Reply:
    """“refuse endorsement CB-0001 reason”."""
    return _answer(turn, ref, c.RefuseEndorsement, reason=reason)


def send_back(turn: Turn, ref: str, reason: str) -> Reply:
    """“send back CB-0001 reason”: the panel hears it again."""
    return _answer(turn, ref, c.SendBackDecision, reason=reason)


def visit_message(turn: Turn, ref: str) -> Message:
    """The card about a visit as it stands now."""
    referral = turn.office.referral(ref)
    meeting = turn.office.records.look(PanelMeeting, referral.meeting) if referral.meeting else None
    return visit_card(turn, referral, meeting)


def endorsed_decision(office: Office, ref: str) -> Decision:
    """The last decision on a case that the Chair has confirmed; raises `MoveNotAllowed` when there is none."""
    found = [each for each in office.records.find(Decision, ref=ref) if each.confirmed_at]
    if not found:
        raise MoveNotAllowed(f"There is no confirmed decision on {ref} yet. Type “status {ref}” to see where it is.")
    return max(found, key=lambda each: str(each.confirmed_at))


def _answer(turn: Turn, ref: str, command: type[c.About], **fields: str) -> Reply:
    try:
        answer = turn.do(command, ref=ref, **fields)
    except (InvalidAnswer, MoveNotAllowed) as refused:
        return show(turn, endorse_card(turn, endorsed_decision(turn.office, ref)), str(refused))
    return show(turn, endorse_card(turn, endorsed_decision(turn.office, ref)), words.noted(answer.code, ref, {}))
