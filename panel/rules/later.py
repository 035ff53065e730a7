"""What comes back after a decision: reviews, re-applications, changes people report, challenges by the family."""

from typing import Literal

from pydantic import Field

from panel.conditions import Condition
from panel.durations import WrittenLength
from panel.form import Question
from panel.people import Role
from panel.records import Value


class Cycle(Value):
    """Dates on which an agreed resource is looked at again, counted from the day in `starts`.

    `starts` names an answer or a term of the decision; without one they count from the panel's day. `at` are the
    lengths after it, in order; then every `then_every`. `remind` counts back from each. `owner` is asked, and
    `warned` too once a date has passed (RA-4.2 to RA-4.4, RO-6.4, KN-1.8, AM-30, AM-46).
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    text: str
    on: list[str] = ["agreed"]
    when: Condition = []
    starts: str = ""
    at: list[WrittenLength]
    then_every: WrittenLength | None = None
    remind: list[WrittenLength]
    owner: str = "referrer"
    warned: list[Role] = [Role.PANEL_ADMIN]


class Reviews(Value):
    """When an agreed resource comes back, how often that is said beforehand, and what each review must answer.

    `contract_scan` lists agreements that end within this length of a panel (CB-2.6, AM-26).
    """

    remind: list[WrittenLength]
    consequence: str = ""
    contract_scan: WrittenLength | None = None
    cycles: list[Cycle] = []
    asks: list[Question] = []


class FollowUp(Value):
    """A task that a reported change makes: whose, what, within how long."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    text: str
    owner: str
    within: WrittenLength


class Happening(Value):
    """A change people report about a case after the decision, and what it sets off.

    `by` may report it: the referrer, the manager, or roles. `asks` is what they must say. `tell` are told at once:
    parties, roles or contacts. `then` also brings the case back to the panel, ends the package, or notes an unmet need
    (CB-11.5, KN-1.9, RA-4.7, BI-4.16). `once` lets it be reported a single time. Of the answers, finance alone reads
    those in `finance_only`, and is given the budget code with them (CB-10.36, RA-4.16).
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: str
    by: list[str]
    asks: list[Question] = []
    tasks: list[FollowUp] = []
    tell: list[str] = []
    once: bool = False
    finance_only: list[str] = []
    then: Literal["note", "return", "ending", "unmet_need"] = "note"


class Stage(Value):
    """One stage of challenging a decision: how long the family has, from when, and who hears it.

    The clock runs from `receipt` of the outcome, from the `panel_date`, or from the `answer` of the stage before.
    `heard_by` is the panel at its next meeting with an open agenda, or a body outside it that must answer within
    `answered_within`. Late requests are put to the Chair, never refused by the clerk (KN-3.24, BI-9.2, AM-04, AM-35).
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str
    window: WrittenLength | None = None
    counts_from: Literal["receipt", "panel_date", "answer"] = "receipt"
    asks: list[Question] = []
    heard_by: Literal["panel", "outside"] = "panel"
    body: str = ""
    answered_within: WrittenLength | None = None
    most: int = Field(default=1, ge=0)


class Challenge(Value):
    """How a family can challenge a decision: the panel's own stages in order, then the complaints route.

    With no stage the complaints route is the only one (RA-4.17, AM-36); a complaint is never too late (BI-9.9).
    """

    stages: list[Stage] = []
    complaints: str = ""
