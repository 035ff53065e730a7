"""A panel as data: everything that differs between panels stands in one TOML file, of this shape."""

from datetime import date, time
from typing import Literal

from pydantic import Field

from panel.cutoffs import Submission
from panel.errors import MoveNotAllowed
from panel.form import Form, Question
from panel.people import Role
from panel.records import Value
from panel.rules.date_checks import DateCheck
from panel.rules.decisions import BUILT_IN, Decisions, Outcome
from panel.rules.emergencies import Emergency
from panel.rules.gates import Gate
from panel.rules.later import Challenge, Happening, Reviews
from panel.rules.letters import Letters
from panel.rules.quorum import PanelSeat, Quorum
from panel.rules.reports import Reports
from panel.rules.signing import Authorisation, Filter
from panel.rules.sittings import Agenda, Meetings, Minutes, Papers, Recurring, Visit
from panel.rules.telling import Tell


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

    @property
    def example(self) -> str:
        """What a reference of this panel looks like, to show how something is typed."""
        return f"{self.prefix}-0001"


class WorkingDays(Value):
    """When the council works. `bank_holidays` are those of England, Wales, Scotland or Northern Ireland."""

    closure_days: list[date] = []
    day_ends: time
    bank_holidays: Literal["ENG", "WLS", "SCT", "NIR"] = "ENG"


class Profile(Value):
    """One panel.

    Without `[meetings]` and `[submission]` it is an allocation system: decisions are taken by the role that confirms
    them, without a meeting (RF-39, AM-45). Without `[emergency]` it has no route between meetings.
    """

    panel: Identity
    working_days: WorkingDays
    gates: list[Gate] = []
    date_checks: list[DateCheck] = []
    form: Form
    max_attachments: int
    authorisation: Authorisation
    filter: Filter | None = None
    closing: Submission | None = Field(default=None, alias="submission")
    sittings: Meetings | None = Field(default=None, alias="meetings")
    seats: list[PanelSeat] = []
    quorum: Quorum | None = None
    agenda: Agenda | None = None
    papers: Papers | None = None
    visit: Visit | None = None
    minutes: Minutes | None = None
    decisions: Decisions
    route: Emergency | None = Field(default=None, alias="emergency")
    reviews: Reviews
    happenings: list[Happening] = []
    challenge: Challenge = Challenge()
    letters: Letters | None = None
    recurring: list[Recurring] = []
    reports: Reports = Reports()
    titles: dict[Role, str]
    contacts: list[str] = []
    tell: list[Tell]
    guidance: dict[str, str] = {}

    @property
    def id(self) -> str:
        """The key by which records name the panel."""
        return self.panel.id

    @property
    def meetings(self) -> Meetings:
        """How it meets; raises `MoveNotAllowed` for an allocation system, which never does."""
        if self.sittings is None:
            raise MoveNotAllowed(f"{self.panel.name} decides without meetings. Type “help” to see what you can do.")
        return self.sittings

    @property
    def submission(self) -> Submission:
        """When requests close; raises `MoveNotAllowed` for an allocation system, where they never do."""
        if self.closing is None:
            raise MoveNotAllowed(f"{self.panel.name} takes requests at any time and holds no meetings.")
        return self.closing

    @property
    def emergency(self) -> Emergency:
        """The route between meetings; raises `MoveNotAllowed` where there is none."""
        if self.route is None:
            raise MoveNotAllowed(
                f"{self.panel.name} has no route for emergencies. Talk to your manager now; "
                "if a child is in danger, telephone."
            )
        return self.route

    def title(self, role: Role) -> str:
        """What the council calls the role."""
        return self.titles.get(role, role.replace("_", " "))

    def outcome(self, code: str) -> Outcome | None:
        """The outcome with this code, of a referral or of a ratification."""
        ratifying = self.route.outcomes if self.route else []
        return next((o for o in [*self.decisions.outcomes, *ratifying] if o.code == code), None)

    def term(self, name: str) -> Question:
        """What a decision can be required to state, by its id; raises KeyError for one nobody defined."""
        return self.decisions.term(name) or BUILT_IN[name]
