"""How often the panel has heard a case, and what it may decide this time."""

from panel import again
from panel.council import Office
from panel.decision import Decision, DecisionState
from panel.meeting import AgendaItem, ItemKind, PanelMeeting
from panel.rules.decisions import Effect, Outcome, Term


def hearing(office: Office, meeting: PanelMeeting, ref: str) -> int:
    """Which hearing this is: one more than the confirmed decisions of other meetings on the case."""
    earlier = office.records.find(Decision, ref=ref)
    return 1 + sum(each.state is not DecisionState.DRAFT and each.meeting != meeting.id for each in earlier)


def outcomes(office: Office, meeting: PanelMeeting, item: AgendaItem) -> list[Outcome]:
    """What can be recorded on an item: a ratification's outcomes, or those of the panel kept for no other hearing.

    The highest hearing an outcome names stands for every later one too.
    """
    profile = office.profile_of(office.referral(item.ref))
    if item.kind in (ItemKind.RATIFICATION, ItemKind.APPEAL):
        return again.choices(profile, item.kind)
    listed = profile.decisions.outcomes
    last = max((outcome.at_hearing for outcome in listed), default=0)
    now = min(hearing(office, meeting, item.ref), last)
    return [outcome for outcome in listed if outcome.at_hearing in (0, now)]


def with_reason(office: Office, outcome: Outcome, ref: str) -> Outcome:
    """The outcome as it must be recorded: from the second time a case is put off, with the reasons (AM-24)."""
    again = outcome.effect is Effect.DEFERRED and office.referral(ref).deferrals > 0
    needs = [*dict.fromkeys([*outcome.needs, Term.REASONS])] if again else outcome.needs
    return outcome.model_copy(update={"needs": needs})
