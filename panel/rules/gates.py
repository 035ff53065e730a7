"""What must be so before a request goes to the panel: routing elsewhere, steps that come first, warnings."""

from collections.abc import Mapping
from enum import StrEnum

from pydantic import Field, model_validator

from panel.conditions import Condition, holds
from panel.people import Role
from panel.records import Value


class Then(StrEnum):
    """What a gate does when its condition holds.

    ELSEWHERE ends the referral with advice (RF-2); BLOCK keeps it a draft until the answers change or an officer lets
    it through (RF-4 to RF-6); WARN is said to the manager and the panel, and stops nothing.
    """

    ELSEWHERE = "elsewhere"
    BLOCK = "block"
    WARN = "warn"


class Gate(Value):
    """One condition on the answers and what is said when it holds.

    `exception_by` may let a blocked referral through, with a reason. `confirm_by` must agree before a referral is sent
    elsewhere (RO-7.1); without it that happens at once.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    when: Condition
    then: Then
    say: str
    exception_by: Role | None = None
    confirm_by: Role | None = None

    @model_validator(mode="after")
    def _fits(self) -> "Gate":
        if not self.when:
            raise ValueError("a gate without 'when' would hold for every referral")
        if self.exception_by and self.then is not Then.BLOCK:
            raise ValueError("'exception_by' is for a gate that blocks")
        if self.confirm_by and self.then is not Then.ELSEWHERE:
            raise ValueError("'confirm_by' is for a gate that sends elsewhere")
        return self


def closed(gates: list[Gate], then: Then, answers: Mapping[str, str]) -> list[Gate]:
    """The gates of one kind whose condition holds for these answers, in the order of the profile."""
    return [gate for gate in gates if gate.then is then and holds(gate.when, answers)]
