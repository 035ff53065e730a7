"""What is wrong with a profile: each mistake with its place in the file, what is wrong and what is allowed.

Everything is found in one go, so that nobody mends a profile one error at a time.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import ValidationError

from panel.durations import Length, Unit
from panel.form import CHOSEN, EMERGENCY, Question
from panel.notices import Channel
from panel.people import Role
from panel.profile import Profile
from panel.profile_contradictions import contradictions
from panel.profile_lines import Path
from panel.profile_schema import keys_at
from panel.profile_walk import Found, walk
from panel.rules.date_checks import MEETING, DateCheck
from panel.rules.decisions import BUILT_IN, Effect, Outcome, Term
from panel.rules.telling import CONTACTS, PARTIES, Tell

RATIFICATIONS = ("ratified", "ratified_varied", "not_ratified", "deferred")
"""The codes an emergency's lifecycle knows."""
_ELAPSED = (Unit.MINUTES, Unit.HOURS, Unit.DAYS, Unit.WEEKS)
_CALENDAR = (Unit.DAYS, Unit.WEEKS, Unit.MONTHS, Unit.YEARS)
_DATES = (*_CALENDAR, Unit.WORKING_DAYS)
_COUNTED = {
    "escalate_after": _ELAPSED,
    "before_start": (Unit.MINUTES, Unit.HOURS),
    "at_most": _CALENDAR,
    "if_no_panel": _CALENDAR,
    "at_most_ahead": _CALENDAR,
}
"""In what a length is counted, by its key, where it is not any of the units of a date."""


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
    parts = list(walk(profile))
    yield from _twice(profile)
    yield from _unasked(profile, parts)
    yield from _undefined(profile, parts)
    yield from _unreachable(profile, parts)
    yield from _unrecordable(profile)
    yield from _uncountable(parts)
    yield from _too_late(profile)
    yield from (Mistake(path, says) for path, says in contradictions(profile))
    for found in parts:
        if isinstance(found.value, Question) and found.value.kind in CHOSEN and not found.value.options:
            yield Mistake(found.path, f"{found.name}: a {found.value.kind} question needs options")


def _unasked(profile: Profile, parts: list[Found]) -> Iterator[Mistake]:
    """Questions that are named and are not on the form.

    A decision's terms may be named where a decision is weighed, and beside a question those asked with it.
    """
    asked = profile.form.names() | {EMERGENCY}
    stated = asked | {term.id for term in profile.decisions.terms} | set(BUILT_IN)
    lists = [found for found in parts if found.key == "asks" and isinstance(found.value, list)]
    together = {found.path: {question.id for question in found.value} for found in lists}
    for path, where, key in _references(profile, parts):
        beside = next((ids for place, ids in together.items() if path[: len(place)] == place), set())
        known = (stated if path[:2] in _ABOUT_DECISIONS else asked) | beside
        if key not in known:
            listed = ", ".join(sorted(known))
            yield Mistake(path, f"{where}: there is no question '{key}'; the form's questions are {listed}")


def _undefined(profile: Profile, parts: list[Found]) -> Iterator[Mistake]:
    """Sections, terms and outcomes that are named and not defined."""
    sections = {section.id for section in profile.form.sections}
    for at, name in enumerate(profile.route.sections if profile.route else []):
        if name not in sections:
            says = f"emergency.sections: there is no section '{name}'; the form has {', '.join(sorted(sections))}"
            yield Mistake(("emergency", "sections", at), says)
    terms = {term.id for term in profile.decisions.terms} | set(BUILT_IN)
    for found in parts:
        if isinstance(found.value, Outcome):
            for name in [*found.value.needs, *found.value.may]:
                if name not in terms:
                    listed = ", ".join(sorted(terms))
                    says = f"{found.name}: there is no term '{name}'; a decision may state {listed}"
                    yield Mistake((*found.path, "needs"), says)
        if found.key == "on" and isinstance(found.value, list):
            for name in found.value:
                if name not in list(Effect) and profile.outcome(name) is None:
                    says = f"{found.name}: '{name}' is no outcome of this panel, nor one of {', '.join(Effect)}"
                    yield Mistake(found.path, says)
        if isinstance(found.value, Tell):
            for name in found.value.outcomes:
                if profile.outcome(name) is None:
                    yield Mistake((*found.path, "outcomes"), f"{found.name}: '{name}' is no outcome of this panel")


def _too_late(profile: Profile) -> Iterator[Mistake]:
    if profile.closing is None or profile.sittings is None:
        if profile.closing or profile.sittings:
            yield Mistake((), "meetings and submission: give both, or neither for a system without meetings")
        return
    lead = profile.submission.lead
    if lead and not lead.count and profile.submission.cutoff_time >= profile.meetings.start:
        start = f"{profile.meetings.start:%H:%M}"
        says = f"submission.cutoff_time: requests that close on the day close before the meeting begins at {start}"
        yield Mistake(("submission", "cutoff_time"), says)


def _unreachable(profile: Profile, parts: list[Found]) -> Iterator[Mistake]:
    reachable = PARTIES | CONTACTS | {role.value for role in Role} | set(profile.contacts)
    for at, tell in enumerate(profile.tell):
        if tell.to not in reachable:
            says = f"tell: nobody is called '{tell.to}'; use one of {', '.join(sorted(reachable))}"
            yield Mistake(("tell", at, "to"), says)
        if tell.via is Channel.POST:
            yield Mistake(
                ("tell", at, "via"), f"tell.{tell.on}: a channel post tells nobody in person; use teams or email"
            )
        if tell.via is Channel.TEAMS and (tell.to == "iro" or tell.to in profile.contacts):
            who = "an IRO" if tell.to == "iro" else f"'{tell.to}'"
            yield Mistake(("tell", at, "via"), f"tell.{tell.on}: {who} is known by e-mail address only; use email")
    owners = {"referrer", "manager", *Role}
    for found in parts:
        if found.key == "owner" and found.value not in owners:
            says = f"{found.name}: nobody is called '{found.value}'; use one of {', '.join(sorted(owners))}"
            yield Mistake(found.path, says)


def _unrecordable(profile: Profile) -> Iterator[Mistake]:
    """Outcomes whose record would lack what it needs: a deferral says what is missing."""
    groups = (
        ("decisions", profile.decisions.outcomes),
        ("emergency", profile.route.outcomes if profile.route else []),
    )
    for table, outcomes in groups:
        for at, outcome in enumerate(outcomes):
            where = f"{table}.outcomes.{outcome.code}"
            if outcome.effect is Effect.DEFERRED and Term.MISSING not in outcome.needs:
                says = f"{where}: with the effect 'deferred' it must need missing"
                yield Mistake((table, "outcomes", at, "needs"), says)
            if outcome.effect is Effect.EMERGENCY:
                says = f"{where}: the effect 'emergency' is for tasks; an outcome is agreed, refused or deferred"
                yield Mistake((table, "outcomes", at, "effect"), says)
            if table == "emergency" and outcome.code not in RATIFICATIONS:
                says = f"{where}: a ratification ends in one of {', '.join(RATIFICATIONS)}"
                yield Mistake((table, "outcomes", at, "code"), says)


def _uncountable(parts: list[Found]) -> Iterator[Mistake]:
    """Lengths in a unit that cannot be counted there: a silence has no working days, a date no hours."""
    for found in parts:
        if isinstance(found.value, Length):
            units = _COUNTED.get(found.key, _DATES)
            if found.value.unit not in units:
                says = f"{'.'.join(map(str, found.path))}: '{found.value}' cannot be counted here"
                yield Mistake(found.path, f"{says}; use one of {', '.join(units)}")


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


def _references(profile: Profile, parts: list[Found]) -> Iterator[tuple[Path, str, str]]:
    """Every question named somewhere: its place in the file, the key as a person calls it, and the question."""
    for found in parts:
        if found.key == "when" and isinstance(found.value, list):
            yield from ((found.path, found.name, key) for clause in found.value for key in clause)
        if isinstance(found.value, DateCheck):
            yield from ((found.path, found.name, name) for name in found.value.names if name != MEETING)
        if found.key == "not_before" and isinstance(found.value, list):
            yield from ((found.path, found.name, name) for name in found.value)
    for name in ("must_know", "search_needs"):
        listed = getattr(profile.route, name) if profile.route else []
        yield from ((("emergency", name, at), f"emergency.{name}", key) for at, key in enumerate(listed))
    if profile.route and profile.route.exit_question:
        yield ("emergency", "exit_question"), "emergency.exit_question", profile.route.exit_question


_ABOUT_DECISIONS = (("decisions", "endorsed"), ("decisions", "tasks"), ("decisions", "terms"), ("reviews", "cycles"))
"""Places where a condition looks at what a decision states as well as at the answers."""
