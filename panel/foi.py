"""What can be given out about a panel: its sittings in numbers, with the quorum of each; no case and no person."""

from dataclasses import dataclass
from datetime import date

from panel.calendar import say_day, wall
from panel.council import Office
from panel.decision import Decision
from panel.meeting import ItemResult, MeetingStatus, PanelMeeting
from panel.period import Period
from panel.reporting import HELD
from panel.rules.decisions import Effect
from panel.seating import SEATED, SUBSTITUTE
from panel.tables import Cell, Table

HEADS = ("Day", "Sitting", "Members there", "Quorum", "Heard", "of these deferred", "Not reached")
NO_QUORUM_SET = "None is set for this panel"


@dataclass(frozen=True)
class Sitting:
    """One meeting in numbers. `heard` counts items with a decision written down, `deferred` those among them put off.

    `members` counts who was there of those who sit on the panel or stood in; `without_quorum` the decisions marked as
    taken without one.
    """

    day: date
    state: str
    members: int
    quorum: str
    heard: int
    deferred: int
    not_reached: int


def sittings(office: Office, panel: str, period: Period) -> list[Sitting]:
    """Every date of the panel in the period that was held, cancelled or moved, in order."""
    ended = (*HELD, MeetingStatus.CANCELLED, MeetingStatus.MOVED)
    meetings = [each for each in office.records.find(PanelMeeting, panel=panel) if period.holds(each.starts_at)]
    over = [each for each in meetings if each.status in ended]
    return [_sitting(office, each) for each in sorted(over, key=lambda each: each.starts_at)]


def table(found: list[Sitting]) -> Table:
    """The sittings as a table, with their sums."""
    rows: list[tuple[Cell, ...]] = [
        (say_day(each.day), each.state, each.members, each.quorum, each.heard, each.deferred, each.not_reached)
        for each in found
    ]
    held = [each for each in found if each.state == "Held"]
    sums = (sum(each.heard for each in held), sum(each.deferred for each in held), sum(e.not_reached for e in held))
    return Table("The panel’s meetings", HEADS, (*rows, ("In all", f"{len(held)} held", "", "", *sums)))


def _sitting(office: Office, meeting: PanelMeeting) -> Sitting:
    day = wall(meeting.starts_at).date()
    if meeting.status not in HELD:
        return Sitting(day, "Moved" if meeting.status is MeetingStatus.MOVED else "Cancelled", 0, "", 0, 0, 0)
    decisions = office.records.find(Decision, meeting=meeting.id)
    results = [item.result for item in meeting.items]
    return Sitting(
        day=day,
        state="Held",
        members=sum(1 for each in meeting.attendance if each.present and each.part in (*SEATED, SUBSTITUTE)),
        quorum=_quorum(office, meeting, decisions),
        heard=results.count(ItemResult.DECIDED),
        deferred=sum(1 for each in decisions if _is_deferral(office, each)),
        not_reached=results.count(ItemResult.NOT_REACHED),
    )


def _quorum(office: Office, meeting: PanelMeeting, decisions: list[Decision]) -> str:
    """Whether each decision of the meeting was taken with a quorum, as it was recorded with it (AM-20)."""
    if office.profile(meeting.panel).quorum is None:
        return NO_QUORUM_SET
    without = sum(1 for each in decisions if each.quorate is False)
    if not decisions:
        return "Nothing was decided"
    return f"Not for {without} of {len(decisions)} decisions" if without else "Yes, for every decision"


def _is_deferral(office: Office, decision: Decision) -> bool:
    outcome = office.profile(decision.panel).outcome(decision.outcome)
    return outcome is not None and outcome.effect is Effect.DEFERRED
