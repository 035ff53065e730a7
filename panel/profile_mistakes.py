"""What is wrong with a profile: each mistake with its place in the file, what is wrong and what is allowed.

Everything is found in one go, so that nobody mends a profile one error at a time.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import ValidationError

from panel.conditions import Condition
from panel.durations import Length, Unit
from panel.form import EMERGENCY
from panel.notices import Channel
from panel.people import Role
from panel.profile import CONTACTS, PARTIES, Effect, Profile, Term
from panel.profile_lines import Path
from panel.profile_schema import keys_at

RATIFICATIONS = ("ratified", "ratified_varied", "not_ratified")
"""The codes an emergency's lifecycle knows."""
_NEEDED = {
    Effect.AGREED: (Term.END_DATE, Term.REVIEW_DATE, Term.REAPPLY_BY, Term.BUDGET_CODE),
    Effect.DEFERRED: (Term.MISSING,),
}

_ELAPSED = (Unit.MINUTES, Unit.HOURS, Unit.DAYS, Unit.WEEKS)
_CALENDAR = (Unit.DAYS, Unit.WEEKS, Unit.MONTHS, Unit.YEARS)
_DATES = (*_CALENDAR, Unit.WORKING_DAYS)


@dataclass(frozen=True)
class Mistake:
    """One thing wrong. `says` begins with the key as a person calls it."""

    path: Path
    says: str


def check(raw: dict[str, Any]) -> Profile | list[Mistake]:
    """The profile in parsed TOML, or every mistake found."""
    try:
        profile = Profile.model_validate(raw)
    except ValidationError as error:
        return [Mistake(tuple(found["loc"]), _say(found)) for found in error.errors()]
    return list(_disagreements(profile)) or profile


def _say(mistake: Any) -> str:
    key = ".".join(str(part) for part in mistake["loc"])
    if mistake["type"] == "missing":
        return f"{key}: this key is missing and must be given"
    if mistake["type"] == "extra_forbidden":
        allowed = ", ".join(_keys(tuple(mistake["loc"][:-1])))
        return f"{key}: there is no such key; check the spelling: here may stand {allowed}"
    given = "" if isinstance(mistake["input"], dict | list) else f" (it says {mistake['input']!r})"
    return f"{key}: {mistake['msg'].removeprefix('Value error, ')}{given}"


@cache
def _keys(path: Path) -> tuple[str, ...]:
    return tuple(sorted(keys_at(path)))


def _disagreements(profile: Profile) -> Iterator[Mistake]:
    """Names that lead nowhere: a profile may only refer to what it defines."""
    yield from _twice(profile)
    known = {EMERGENCY, *(question.id for _, question in profile.form.all_questions())}
    for path, where, key in _references(profile):
        if key not in known:
            listed = ", ".join(sorted(known))
            yield Mistake(path, f"{where}: there is no question '{key}'; the form's questions are {listed}")
    sections = {section.id for section in profile.form.sections}
    for at, name in enumerate(profile.emergency.sections):
        if name not in sections:
            says = f"emergency.sections: there is no section '{name}'; the form has {', '.join(sorted(sections))}"
            yield Mistake(("emergency", "sections", at), says)
    yield from _unreachable(profile)
    yield from _unrecordable(profile)
    yield from _uncountable(profile)
    yield from _too_late(profile)
    for path, question in _questions(profile):
        if question.kind in ("choice", "choices") and not question.options:
            yield Mistake(path, f"form.{question.id}: a {question.kind} question needs options")


def _too_late(profile: Profile) -> Iterator[Mistake]:
    lead = profile.submission.lead
    if lead and not lead.count and profile.submission.cutoff_time >= profile.meetings.start:
        start = f"{profile.meetings.start:%H:%M}"
        says = f"submission.cutoff_time: requests that close on the day close before the meeting begins at {start}"
        yield Mistake(("submission", "cutoff_time"), says)


def _unreachable(profile: Profile) -> Iterator[Mistake]:
    reachable = PARTIES | CONTACTS | {role.value for role in Role}
    for at, tell in enumerate(profile.tell):
        if tell.to not in reachable:
            says = f"tell: nobody is called '{tell.to}'; use one of {', '.join(sorted(reachable))}"
            yield Mistake(("tell", at, "to"), says)
        if tell.via is Channel.POST:
            yield Mistake(
                ("tell", at, "via"), f"tell.{tell.on}: a channel post tells nobody in person; use teams or email"
            )
        if tell.to == "iro" and tell.via is Channel.TEAMS:
            yield Mistake(("tell", at, "via"), f"tell.{tell.on}: an IRO is known by e-mail address only; use email")


def _unrecordable(profile: Profile) -> Iterator[Mistake]:
    """Outcomes whose record would lack what it needs: an agreement its end, a deferral what is missing."""
    groups = (("decisions", profile.decisions.outcomes), ("emergency", profile.emergency.outcomes))
    for table, outcomes in groups:
        for at, outcome in enumerate(outcomes):
            where = f"{table}.outcomes.{outcome.code}"
            lacks = ", ".join(term for term in _NEEDED.get(outcome.effect, ()) if term not in outcome.needs)
            if lacks:
                says = f"{where}: with the effect '{outcome.effect}' it must need {lacks}"
                yield Mistake((table, "outcomes", at, "needs"), says)
            if outcome.effect is Effect.EMERGENCY:
                says = f"{where}: the effect 'emergency' is for tasks; an outcome is agreed, refused or deferred"
                yield Mistake((table, "outcomes", at, "effect"), says)
            if table == "emergency" and outcome.code not in RATIFICATIONS:
                says = f"{where}: a ratification ends in one of {', '.join(RATIFICATIONS)}"
                yield Mistake((table, "outcomes", at, "code"), says)


def _uncountable(profile: Profile) -> Iterator[Mistake]:
    """Lengths in a unit that cannot be counted there: a silence has no working days, a date no hours."""
    emergency, reviews, decisions = profile.emergency, profile.reviews, profile.decisions
    lengths: list[tuple[Path, Length, tuple[Unit, ...]]] = [
        (("emergency", "escalate_after"), emergency.escalate_after, _ELAPSED),
        (("emergency", "if_no_panel"), emergency.if_no_panel, _CALENDAR),
        (("reviews", "before_plan_review"), reviews.before_plan_review, _CALENDAR),
        (("decisions", "sheets_within"), decisions.sheets_within, _DATES),
        *((("papers", "lead"), papers.lead, _DATES) for papers in (profile.papers,) if papers),
        *((("reviews", "remind", at), length, _DATES) for at, length in enumerate(reviews.remind)),
        *((("submission", "remind", at), length, _DATES) for at, length in enumerate(profile.submission.remind)),
        *((("decisions", "tasks", at, "within"), task.within, _DATES) for at, task in enumerate(decisions.tasks)),
    ]
    for path, length, units in lengths:
        if length.unit not in units:
            says = f"{'.'.join(map(str, path))}: '{length}' cannot be counted here; use one of {', '.join(units)}"
            yield Mistake(path, says)


def _twice(profile: Profile) -> Iterator[Mistake]:
    counts = Counter(question.id for _, question in profile.form.all_questions())
    last = {question.id: path for path, question in _questions(profile)}
    for name, count in sorted(counts.items()):
        if count > 1:
            yield Mistake((*last[name], "id"), f"form: question '{name}' is asked twice")


def _questions(profile: Profile) -> Iterator[tuple[Path, Any]]:
    for at, section in enumerate(profile.form.sections):
        for place, question in enumerate(section.questions):
            yield ("form", "sections", at, "question", place), question


def _references(profile: Profile) -> Iterator[tuple[Path, str, str]]:
    """Every question named somewhere: its place in the file, the key as a person calls it, and the question."""
    for path, where, condition in _conditions(profile):
        yield from ((path, where, key) for clause in condition for key in clause)
    for name, listed in (
        ("must_know", profile.emergency.must_know),
        ("search_needs", profile.emergency.search_needs),
    ):
        yield from ((("emergency", name, at), f"emergency.{name}", key) for at, key in enumerate(listed))


def _conditions(profile: Profile) -> Iterator[tuple[Path, str, Condition]]:
    form = profile.form
    for at, section in enumerate(form.sections):
        yield ("form", "sections", at, "when"), f"form.{section.id}.when", section.when
        for place, question in enumerate(section.questions):
            path = ("form", "sections", at, "question", place, "when")
            yield path, f"form.{section.id}.{question.id}.when", question.when
    for at, rule in enumerate(form.documents):
        yield ("form", "documents", at, "when"), f"form.documents.{rule.id}.when", rule.when
    for at, task in enumerate(profile.decisions.tasks):
        yield ("decisions", "tasks", at, "when"), f"decisions.tasks.{task.id}.when", task.when
    yield ("scope", "outside"), "scope.outside", profile.scope.outside
    for at, tell in enumerate(profile.tell):
        yield ("tell", at, "when"), f"tell.{tell.on}.when", tell.when
