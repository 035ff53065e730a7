"""A panel as data: everything that differs between panels, read from one TOML file and checked.

Whatever the file gets wrong is reported in one go, each mistake with its key, what is wrong and what is allowed.
"""

import tomllib
from datetime import date, time
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from panel.conditions import Condition
from panel.durations import WrittenLength
from panel.errors import ProfileError
from panel.form import Form
from panel.notices import Channel
from panel.people import Role
from panel.records import Value


class Effect(StrEnum):
    """What an outcome does to the referral."""

    AGREED = "agreed"
    REFUSED = "refused"
    DEFERRED = "deferred"


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
    version: str
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


class Submission(Value):
    """When requests close before a meeting; `remind` counts back from that."""

    lead: WrittenLength
    cutoff_time: time
    remind: list[WrittenLength]


class Meetings(Value):
    """When and where the panel meets. Dates are a list the administrator keeps."""

    start: time
    usual_end: time
    slot_minutes: int = Field(ge=5, le=240)
    venue: str = ""
    presenter: Role


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
    on: list[Effect] = list(Effect)
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


PARTIES = frozenset({"referrer", "manager", "presenter", "iro", "members", "chair", "approver"})
CONTACTS = frozenset({"resources_team", "finance", "commissioning"})


def load_profile(path: Path) -> Profile:
    """The profile in a file; raises `ProfileError` with every mistake found."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProfileError(path.name, [f"not readable as TOML: {error}"]) from error
    except OSError as error:
        raise ProfileError(path.name, ["the file cannot be read"]) from error
    return read_profile(raw, path.name)


def read_profile(raw: dict[str, Any], source: str) -> Profile:
    """The profile in parsed TOML; raises `ProfileError` with every mistake found."""
    try:
        profile = Profile.model_validate(raw)
    except ValidationError as error:
        raise ProfileError(source, [_say(mistake) for mistake in error.errors()]) from error
    if problems := list(_disagreements(profile)):
        raise ProfileError(source, problems)
    return profile


def load_profiles(folder: Path) -> dict[str, Profile]:
    """Every profile in a folder by its id; raises `ProfileError` for the first file with mistakes."""
    profiles = (load_profile(path) for path in sorted(folder.glob("*.toml")))
    return {profile.id: profile for profile in profiles}


def _say(mistake: Any) -> str:
    key = ".".join(str(part) for part in mistake["loc"])
    if mistake["type"] == "missing":
        return f"{key}: this key is missing and must be given"
    if mistake["type"] == "extra_forbidden":
        return f"{key}: there is no such key; check the spelling"
    given = "" if isinstance(mistake["input"], dict | list) else f" (it says {mistake['input']!r})"
    return f"{key}: {mistake['msg'].removeprefix('Value error, ')}{given}"


def _disagreements(profile: Profile) -> list[str]:
    """Names that lead nowhere: a profile may only refer to what it defines."""
    questions = [q.id for _, q in profile.form.all_questions()]
    known = {*questions, "emergency"}
    problems = [f"form: question '{q}' is asked twice" for q in sorted(set(questions)) if questions.count(q) > 1]
    problems += [
        f"{where}: there is no question '{key}'; the form's questions are {', '.join(sorted(known))}"
        for where, key in _references(profile)
        if key not in known
    ]
    sections = {section.id for section in profile.form.sections}
    problems += [
        f"emergency.sections: there is no section '{s}'; the form has {', '.join(sorted(sections))}"
        for s in profile.emergency.sections
        if s not in sections
    ]
    reachable = PARTIES | CONTACTS | {role.value for role in Role}
    problems += [
        f"tell: nobody is called '{tell.to}'; use one of {', '.join(sorted(reachable))}"
        for tell in profile.tell
        if tell.to not in reachable
    ]
    problems += [
        f"form.{question.id}: a {question.kind} question needs options"
        for _, question in profile.form.all_questions()
        if question.kind in ("choice", "choices") and not question.options
    ]
    return problems


def _references(profile: Profile) -> list[tuple[str, str]]:
    conditions = [(f"form.{s.id}.when", s.when) for s in profile.form.sections]
    conditions += [(f"form.{s.id}.{q.id}.when", q.when) for s, q in profile.form.all_questions()]
    conditions += [(f"form.documents.{d.id}.when", d.when) for d in profile.form.documents]
    conditions += [(f"decisions.tasks.{task.id}.when", task.when) for task in profile.decisions.tasks]
    conditions += [("scope.outside", profile.scope.outside)]
    conditions += [(f"tell.{tell.on}.when", tell.when) for tell in profile.tell]
    named = [(where, key) for where, condition in conditions for clause in condition for key in clause]
    named += [("emergency.must_know", key) for key in profile.emergency.must_know]
    named += [("emergency.search_needs", key) for key in profile.emergency.search_needs]
    return named
