"""A panel as data: everything that differs between panels stands in one TOML file, of this shape."""

from datetime import date, time
from enum import StrEnum
from typing import Literal

from pydantic import Field

from panel.conditions import Condition
from panel.cutoffs import Submission
from panel.durations import WrittenLength
from panel.form import Form
from panel.notices import Channel
from panel.people import Role
from panel.records import Value
from panel.series import Series


class Effect(StrEnum):
    """What an outcome does to the referral; `emergency` is an approval between meetings."""

    AGREED = "agreed"
    REFUSED = "refused"
    DEFERRED = "deferred"
    EMERGENCY = "emergency"


class Term(StrEnum):
    """What a decision can be required to state."""

    REASONS = "reasons"
    END_DATE = "end_date"
    REVIEW_DATE = "review_date"
    REAPPLY_BY = "reapply_by"
    BUDGET_CODE = "budget_code"
    CONDITIONS = "conditions"
    MISSING = "missing"
    END_PLAN = "end_plan"
    PLAN_OWNER = "plan_owner"


class Event(StrEnum):
    """What the profile may tell somebody about."""

    RECEIVED = "received"
    BOOKED = "booked"
    EMERGENCY_APPROVED = "emergency_approved"
    EMERGENCY_REFUSED = "emergency_refused"
    PLACEMENT_MADE = "placement_made"
    DECIDED = "decided"
    RELEASED = "released"


class Identity(Value):
    """Who the panel is."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    name: str
    council: str
    prefix: str = Field(pattern=r"^[A-Z]{2,4}$")
    status: Literal["draft", "pilot", "live", "retired"]
    version: str = Field(pattern=r"^[\w.-]{1,20}$")
    effective_from: date | None = None
    source: str
    marking: str = ""


class WorkingDays(Value):
    """When the council works."""

    closure_days: list[date] = []
    day_ends: time


class Scope(Value):
    """Which answers are outside the panel's remit, and what to say then."""

    outside: Condition
    advice: str


class Check(Value):
    """A statement the authorising manager confirms."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    ask: str


class Authorisation(Value):
    """Who signs a referral before it counts as received, and what they confirm."""

    by: Role
    checks: list[Check]


class Meetings(Value):
    """When and where the panel meets.

    Dates are a list the administrator keeps; a `series` drafts the next ones (AM-11). A meeting is cancelled only if
    someone in one of the roles of `cancel_needs` agrees beforehand (CB-8.2, AM-62).
    """

    start: time
    usual_end: time
    slot_minutes: int = Field(ge=5, le=240)
    venue: str = ""
    presenter: Role
    cancel_needs: list[Role] = [Role.CHAIR]
    series: Series | None = None


class Papers(Value):
    """How long before a meeting its papers are with the members."""

    lead: WrittenLength


class Outcome(Value):
    """One result the panel can record, and what must be stated with it."""

    code: str = Field(pattern=r"^[a-z0-9_]+$")
    label: str
    effect: Effect
    needs: list[Term]


class Following(Value):
    """A task that follows from a confirmed decision: whose, from which outcomes, for which answers, by when."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    text: str
    owner: Literal["referrer", "manager"]
    on: list[Effect]
    when: Condition = []
    within: WrittenLength


class Decisions(Value):
    """What the panel can decide, what it considers, what every approval must say, and what follows from it."""

    confirmed_by: Role
    sheets_within: WrittenLength
    outcomes: list[Outcome]
    considers: list[Check]
    tasks: list[Following] = []
    warning: str = ""


class Emergency(Value):
    """The route between meetings."""

    sections: list[str]
    must_know: list[str]
    search_needs: list[str]
    approvers: list[Role]
    escalate_after: WrittenLength
    if_no_panel: WrittenLength
    outcomes: list[Outcome]


class Reviews(Value):
    """When an agreed resource comes back, and how often that is said beforehand."""

    remind: list[WrittenLength]
    consequence: str = ""
    before_plan_review: WrittenLength
    contract_scan: WrittenLength


class Tell(Value):
    """Who is told of an event, and how. `to` is a role, a party to the case or one of the panel's contacts."""

    on: Event
    to: str
    via: Channel
    when: Condition = []


class Profile(Value):
    """One panel."""

    panel: Identity
    working_days: WorkingDays
    scope: Scope
    form: Form
    max_attachments: int
    authorisation: Authorisation
    submission: Submission
    meetings: Meetings
    papers: Papers | None = None
    decisions: Decisions
    emergency: Emergency
    reviews: Reviews
    titles: dict[Role, str]
    tell: list[Tell]
    guidance: dict[str, str] = {}

    @property
    def id(self) -> str:
        """The key by which records name the panel."""
        return self.panel.id

    def title(self, role: Role) -> str:
        """What the council calls the role."""
        return self.titles.get(role, role.replace("_", " "))

    def outcome(self, code: str) -> Outcome | None:
        """The outcome with this code, of a referral or of a ratification."""
        return next((o for o in [*self.decisions.outcomes, *self.emergency.outcomes] if o.code == code), None)


PARTIES = frozenset({"referrer", "manager", "presenter", "iro", "members", "chair"})
CONTACTS = frozenset({"resources_team", "finance", "commissioning"})
