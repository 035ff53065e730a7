"""Which stage of challenging a decision is open to a family, and until when (AM-04, AM-32, AM-35)."""

from dataclasses import dataclass
from datetime import date, datetime

from panel.appeal import OPEN, Appeal
from panel.calendar import say_day, wall
from panel.council import Office
from panel.decision import Decision
from panel.errors import MoveNotAllowed
from panel.planner import counting_day
from panel.receipts import Sent, deemed_receipt, last_day_for_family
from panel.rules.later import Stage


@dataclass(frozen=True)
class Received:
    """When the family got the outcome, and how that is known."""

    day: date | None
    basis: str


@dataclass(frozen=True)
class Window:
    """The last day of a stage and how it was worked out; no day where the time has no end or has not begun."""

    last: date | None
    how: str

    def holds(self, received: date) -> bool:
        """Whether a request that came on this day is in time."""
        return self.last is None or received <= self.last


def open_stage(office: Office, decision: Decision) -> Stage | None:
    """The first stage that is not used up, in the order of the profile; None once only a complaint is left (AM-32).

    Raises `MoveNotAllowed` while a challenge to the same decision waits for its answer.
    """
    made = [each for each in office.records.find(Appeal, about=decision.ref) if each.decision == decision.id]
    waiting = next((each for each in made if each.status in OPEN or each.live), None)
    if waiting:
        raise MoveNotAllowed(
            f"The decision on {decision.ref} is being challenged already. Type “appeal {decision.ref}”."
        )
    for stage in office.profile_of(office.referral(decision.ref)).challenge.stages:
        used = sum(1 for each in made if each.stage == stage.id and each.counts)
        if not stage.most or used < stage.most:
            return stage
    return None


def received_outcome(office: Office, decision: Decision, stated: str, sent: str) -> Received:
    """The day the family says, or that on which it is taken to have come; by post where nobody knows (AM-04)."""
    if stated:
        return Received(date.fromisoformat(stated), "as the family says")
    if decision.released_at is None:
        return Received(None, "the outcome has not been sent out yet")
    how = Sent(sent) if sent in list(Sent) else Sent.POST
    found = deemed_receipt(office.council.calendar(decision.panel), decision.released_at, how)
    return Received(found.day, found.how)


def window(office: Office, decision: Decision, stage: Stage, received: Received, at: datetime) -> Window:
    """Until when the family can ask for this stage; a last day on which the council is closed runs on (AM-05)."""
    if stage.window is None:
        return Window(None, "there is no last day")
    start = _start(office, decision, stage, received, at)
    if start is None:
        return Window(None, f"the time has not begun: {received.basis}")
    worked = last_day_for_family(office.council.calendar(decision.panel), start, stage.window)
    named = _NAMED.get(stage.counts_from, f"received on {say_day(start)} ({received.basis})")
    return Window(worked.day, f"{worked.how}: {named}")


_NAMED = {"panel_date": "the day of the panel that decided", "answer": "the answer to the stage before"}


def _start(office: Office, decision: Decision, stage: Stage, received: Received, at: datetime) -> date | None:
    if stage.counts_from == "receipt":
        return received.day
    if stage.counts_from == "panel_date":
        return counting_day(office, decision, at)
    made = [each for each in office.records.find(Appeal, about=decision.ref) if each.decision == decision.id]
    answered = [each.answered_on for each in made if each.answered_on]
    return date.fromisoformat(max(answered)) if answered else wall(at).date()
