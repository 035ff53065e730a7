"""What can be asked about what comes back after a decision: the planner, changes, challenges, recurring duties."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from panel.commands.base import About, Command


@dataclass(frozen=True, kw_only=True)
class MovePlannerDate(About):
    """Give an entry of the forward planner another day, with the reason (CB-9.17). `entry` may be left out if one."""

    entry: str = ""
    due: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class MoveStart(About):
    """The day the reviews of a case count from has changed, with the reason (AM-30)."""

    day: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class CompleteReview(About):
    """Record a review with the answers it must give."""

    entry: str = ""
    given: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class DecideMissed(About):
    """What the Chair chose for a date that passed: book it again, a short extension, or an end with a plan (AM-50)."""

    entry: str = ""
    choice: Literal["rebook", "extend", "end"]
    reason: str
    day: str = ""
    plan: str = ""
    plan_owner: Literal["referrer", "manager"] = "manager"


class ApplyAgain(About):
    """Begin a new application from the one before."""


@dataclass(frozen=True, kw_only=True)
class ReportChange(About):
    """Report a change of a kind the profile lists, with its answers."""

    happening: str
    given: Mapping[str, str] = field(default_factory=dict)


class ConfirmStopped(About):
    """Finance has stopped paying for what ended."""


@dataclass(frozen=True, kw_only=True)
class NoteUnmetNeed(About):
    """Record a need for which no service was to be had."""

    need: str
    service: str = ""
    reason: str = ""
    area: str = ""


@dataclass(frozen=True, kw_only=True)
class ResolveUnmetNeed(Command):
    """The need has been met after all."""

    need: str


@dataclass(frozen=True, kw_only=True)
class LogAppeal(About):
    """Log that a family challenges the decision.

    `asked_by` is parent, representative, young_person or other. `received` is the day the request came; `receipt` the
    day the family got the outcome, if they say so; `sent` how it went to them, if that is all that is known.
    """

    asked_by: str
    received: str
    receipt: str = ""
    sent: str = ""
    authority: str = ""
    given: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class SupplyAppeal(About):
    """Add what a challenge lacked, or what the panel asked for."""

    given: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class WaiveAppeal(About):
    """Let a challenge go to the panel without what it lacks."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class AnswerLateAppeal(About):
    """Accept a challenge that came late, or not, with the reason."""

    accepted: bool
    reason: str


@dataclass(frozen=True, kw_only=True)
class SayInterim(About):
    """What becomes of support while a challenge is open (AM-65)."""

    support: str


@dataclass(frozen=True, kw_only=True)
class RecordAnswer(About):
    """What the body outside the panel answered, and when."""

    answer: str
    answered_on: str


@dataclass(frozen=True, kw_only=True)
class WithdrawAppeal(About):
    """Whoever challenged the decision takes it back."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class NoteComplaint(About):
    """Note the reference of a complaint, at any time."""

    complaint: str


@dataclass(frozen=True, kw_only=True)
class Improvement:
    """One action agreed at a review of the panel's work: what, who, by when."""

    what: str
    owner: str
    due: str


@dataclass(frozen=True, kw_only=True)
class HoldReview(Command):
    """Record that something recurring was held, with what was agreed."""

    panel: str
    recurring: str
    day: str
    actions: tuple[Improvement, ...] = ()
