"""What a panel's reports are counted from: the answers that say the kind of case, the child's voice, and the cost."""

from typing import Literal

from panel.records import Value


class Voice(Value):
    """The question that records what the child said; an answer among `not_heard` says that it was not heard yet."""

    question: str
    not_heard: list[str] = []


class Cost(Value):
    """Where the agreed cost stands: the first of these terms and answers that is given, in pounds for each `per`."""

    questions: list[str]
    per: Literal["week", "year"]


class Reports(Value):
    """What the reports of a panel can show beyond what every panel has.

    `case_type` names the question that says what kind of case it is. `equality` names questions of the form that are
    broken down: a choice by its options, a date of birth by age on the day of receipt (CB-4.4). `review_voice` is
    asked at reviews (RA-5.2).
    """

    case_type: str = ""
    voice: Voice | None = None
    review_voice: Voice | None = None
    equality: list[str] = []
    cost: Cost | None = None
