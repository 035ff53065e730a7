"""Which stage of challenging a decision is open to a family, and until when (AM-04, AM-32, AM-35)."""

from dataclasses import dataclass
from datetime import date, datetime

from panel.appeal import OPEN, Appeal
from panel.calendar import say_day, wall
from panel.council import Office
from panel.decision import Decision
from panel.errors import MoveNotAllowed
from panel.family_letter import FamilyLetter
from panel.notices import Notice, NoticeState
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
    return stage_left(office, decision)


def stage_left(office: Office, decision: Decision) -> Stage | None:
    """The same, also while a challenge waits for its answer: what is left once it is answered (KN-3.31, KN-3.32)."""
    made = [each for each in office.records.find(Appeal, about=decision.ref) if each.decision == decision.id]
    for stage in office.profile_of(office.referral(decision.ref)).challenge.stages:
        used = sum(1 for each in made if each.stage == stage.id and each.counts)
        if not stage.most or used < stage.most:
            return stage
    return None


def received_outcome(office: Office, decision: Decision, stated: str, sent: str) -> Received:
    """The day the family says, or that on which it is taken to have come; by post where nobody knows (AM-04)."""
    if stated:
        return Received(date.fromisoformat(stated), "as the family says")
    calendar, gone = office.council.calendar(decision.panel), letters_gone(office, decision)
    if gone:
        found = max((deemed_receipt(calendar, *each) for each in gone), key=lambda worked: worked.day)
        return Received(found.day, found.how)
    if decision.released_at is None or office.profile(decision.panel).letters:
        return Received(None, "the outcome has not been sent out yet")
    how = Sent(sent) if sent in list(Sent) else Sent.POST
    found = deemed_receipt(calendar, decision.released_at, how)
    return Received(found.day, found.how)


def letters_gone(office: Office, decision: Decision) -> list[tuple[datetime, Sent]]:
    """When and how each letter about the decision went to the family; of several, the last to come counts (AM-04)."""
    written = office.records.find(FamilyLetter, decision=decision.id)
    went = [(letter_went(office, each), each.way) for each in written]
    return [(moment, way) for moment, way in went if moment and way]


def letter_went(office: Office, letter: FamilyLetter) -> datetime | None:
    """When it left, as written down, or as the outbox noted of its e-mail; None while it has not."""
    mail = office.records.look(Notice, letter.mail) if letter.mail else None
    return letter.sent_at or (mail.sent_at if mail and mail.state is NoticeState.SENT else None)


def window(office: Office, decision: Decision, stage: Stage, received: Received, at: datetime) -> Window:
    """Until when the family can ask for this stage; a last day on which the council is closed runs on (AM-05)."""
    if stage.window is None:
        return Window(None, "there is no last day")
    start = _start(office, decision, stage, received, at)
    if start is None:
        return Window(None, f"the time has not begun: {received.basis}")
    worked = last_day_for_family(office.council.calendar(decision.panel), start, stage.window)
    if stage.counts_from == "receipt" and (told := _told(office, decision)) and told > worked.day:
        return Window(told, "the last day that stands in the letter")
    named = _NAMED.get(stage.counts_from, f"received on {say_day(start)} ({received.basis})")
    return Window(worked.day, f"{worked.how}: {named}")


def _told(office: Office, decision: Decision) -> date | None:
    """The last day a letter about the decision named: a family is held to no earlier one than it was told."""
    written = office.records.find(FamilyLetter, decision=decision.id)
    return max((each.promised for each in written if each.promised and letter_went(office, each)), default=None)


_NAMED = {"panel_date": "the day of the panel that decided", "answer": "the answer to the stage before"}


def _start(office: Office, decision: Decision, stage: Stage, received: Received, at: datetime) -> date | None:
    if stage.counts_from == "receipt":
        return received.day
    if stage.counts_from == "panel_date":
        return counting_day(office, decision, at)
    made = [each for each in office.records.find(Appeal, about=decision.ref) if each.decision == decision.id]
    answered = [each.answered_on for each in made if each.answered_on]
    return date.fromisoformat(max(answered)) if answered else wall(at).date()
