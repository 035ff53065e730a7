"""Who signs a referral before it counts as received, and who looks at it before the panel does."""

from pydantic import Field

from panel.conditions import Condition
from panel.people import Role
from panel.records import Value


class Check(Value):
    """A statement somebody confirms, or a point that is weighed."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    ask: str


class Step(Value):
    """One signature. `by` line_manager is the manager named on the referral; another role is whoever holds it."""

    by: Role
    checks: list[Check] = []
    when: Condition = []


class Authorisation(Value):
    """The signatures a referral needs, in their order; with none, sending it is enough (CB-9.6, RO-5.6, BI-3.3.2)."""

    steps: list[Step]


class Filter(Value):
    """Requests that somebody deals with before the meeting: decides, sends to the panel, or returns (RO-5.9, AM-31)."""

    when: Condition
    by: list[Role]
