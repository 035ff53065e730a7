"""Reads a shipped profile the way the clerk does: what is asked, what is held back, what belongs with a request."""

from collections.abc import Mapping
from datetime import date

from panel.calendar import Roll, WorkingCalendar
from panel.durations import Length
from panel.form import EMERGENCY
from panel.profile import Profile
from panel.rules.date_checks import broken
from panel.rules.gates import Gate, Then, closed
from tests.stories import filled
from tests.story import profiles

URGENT = {EMERGENCY: "yes"}


def profile(panel: str) -> Profile:
    """A shipped profile."""
    return profiles()[panel]


def calendar(panel: str) -> WorkingCalendar:
    """The working days of its council."""
    days = profile(panel).working_days
    return WorkingCalendar(days.closure_days, days.bank_holidays)


def required(panel: str, section: str, **answers: str) -> list[str]:
    """The questions of a section that must be answered, with these answers; none where the section does not apply."""
    form = profile(panel).form
    if form.section(section) not in form.applying(answers):
        return []
    return [question.id for question in form.asked(form.section(section), answers) if question.required]


def optional(panel: str) -> set[str]:
    """Every question that may be left blank."""
    return {question.id for _, question in profile(panel).form.all_questions() if not question.required}


def choices(panel: str, question: str) -> list[str]:
    """The codes of the answers that can be chosen, on the form or in a decision."""
    found = profile(panel).form.question(question) or profile(panel).term(question)
    return [option.code for option in found.choices]


def plain(panel: str, **answers: str) -> dict[str, str]:
    """A whole form, answered so that nothing stands in its way but what these answers bring."""
    return filled(profile(panel), **answers)


def gates(panel: str, **answers: str) -> dict[str, Gate]:
    """The gates that hold for a whole form with these answers."""
    given = plain(panel, **answers) | answers
    return {gate.id: gate for then in Then for gate in closed(profile(panel).gates, then, given)}


def way_on(gate: Gate) -> tuple[str, str]:
    """What a gate does, and which officer can let the request through or must agree."""
    return gate.then, gate.exception_by or gate.confirm_by or ""


def papers(panel: str, **answers: str) -> list[str]:
    """The papers that belong with these answers."""
    return [rule.id for rule in profile(panel).form.papers_due(answers)]


def closes(panel: str, meeting: date) -> tuple[date, str]:
    """The last day and hour at which a request is in time."""
    rule = profile(panel).submission
    return rule.closes(calendar(panel), meeting).day, f"{rule.cutoff_time:%H:%M}"


def warnings(panel: str, meeting: date, answers: Mapping[str, str]) -> list[str]:
    """The dates of a request that do not stand as they should."""
    return [check.id for check in broken(profile(panel).date_checks, answers, calendar(panel), meeting)]


def after(panel: str, day: date, length: Length, roll: Roll = Roll.BACK) -> date:
    """The day a length after another."""
    return calendar(panel).after(day, length, roll).day


def told(panel: str, event: str) -> set[tuple[str, str]]:
    """Who is told of an event, and how."""
    return {(line.to, line.via) for line in profile(panel).tell if line.on == event}


def tasks(panel: str, on: str) -> set[tuple[str, str]]:
    """The tasks that follow from an effect or an outcome, each with whose it is."""
    return {(task.id, task.owner) for task in profile(panel).decisions.tasks if on in task.on}


def seats(panel: str) -> dict[str, bool]:
    """Every place on the panel, and whether it counts."""
    return {seat.code: seat.counts for seat in profile(panel).seats}


def checks(panel: str) -> list[tuple[str, list[str]]]:
    """Who signs, in order, and what each confirms."""
    return [(step.by, [check.id for check in step.checks]) for step in profile(panel).authorisation.steps]
