"""Deciding without a meeting, and the look at a request before one, by card or by typing."""

from dialogs import meetings
from dialogs.cards.asked import alone_card
from dialogs.turn import Turn, show
from dialogs.words import asking as words
from panel import commands as c
from panel.cautions import cautions
from panel.decision import Decision
from panel.errors import InvalidAnswer
from panel.ports import Reply
from panel.referral import ReferralStatus


def decide(turn: Turn, ref: str, outcome: str, terms: dict[str, str]) -> Reply:
    """The decision, binding at once."""
    try:
        answer = turn.do(c.DecideAlone, ref=ref, outcome=outcome, terms=terms)
    except InvalidAnswer as wrong:
        if not turn.tapped:
            raise
        return show(turn, alone_card(turn, turn.office.referral(ref), tuple(wrong.problems.values())))
    made = turn.office.records.get(Decision, answer.facts["decision"])
    said = [words.decided(ref), *(f"⚠ {caution}" for caution in cautions(turn.office, made))]
    return show(turn, alone_card(turn, turn.office.referral(ref)), "\n\n".join(said))


def typed_decide(turn: Turn, ref: str, said: str) -> Reply:
    """“decide RO-0001 agreed; reasons: …; …”: at the meeting, or without one where it waits for that."""
    referral = turn.office.referral(ref)
    profile = turn.office.profile_of(referral)
    if profile.sittings is not None and referral.status is not ReferralStatus.IN_FILTER:
        return meetings.typed_decide(turn, ref, said)
    outcome, *rest = [part.strip() for part in said.split(";")]
    named = [part.partition(":") for part in rest if part]
    terms = {meetings.term_called(profile, name): value.strip() for name, _, value in named}
    return decide(turn, referral.id, outcome.lower().replace(" ", "_"), terms)


def to_panel(turn: Turn, ref: str, reason: str) -> Reply:
    """The panel is to decide it."""
    try:
        turn.do(c.SendToPanel, ref=ref, reason=reason)
    except InvalidAnswer as wrong:
        return show(turn, alone_card(turn, turn.office.referral(ref)), str(wrong))
    return show(turn, alone_card(turn, turn.office.referral(ref)), words.to_panel(ref))
