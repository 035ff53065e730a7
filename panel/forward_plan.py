"""The forward planner as its readers see it: what comes back, on which day, by reference alone (CB-9.17)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from panel.calendar import say_day
from panel.council import Office
from panel.decision import Package, PackageStatus
from panel.people import Person
from panel.permissions import SEES_EVERY_CASE
from panel.review import REVIEW, Review
from panel.tables import Table

HEADS = ("Due", "Case", "What", "Where it stands", "How it was worked out")


@dataclass(frozen=True, order=True)
class Entry:
    """One day ahead. `text` comes from the profile, so it names nobody; `id` stays the same when the day moves."""

    due: date
    ref: str
    text: str
    state: str
    how: str
    id: str


def ahead(office: Office, person: Person, panels: Iterable[str], today: date) -> list[Entry]:
    """Every date this person may see, soonest first: all of a panel they run, their own cases elsewhere."""
    return sorted(entry for panel in panels for entry in _entries(office, person, panel, today))


def table(entries: Iterable[Entry]) -> Table:
    """The planner as a table."""
    rows = tuple((each.due.isoformat(), each.ref, each.text, each.state, each.how) for each in entries)
    return Table("Planner", HEADS, rows, "References only. A date can move; the clerk’s own list is the true one.")


def _entries(office: Office, person: Person, panel: str, today: date) -> Iterator[Entry]:
    runs = any(person.is_a(role, panel, today) for role in SEES_EVERY_CASE)
    for each in office.records.find(Review, panel=panel, live="yes"):
        if runs or _is_own(office, person, each.about):
            yield Entry(
                date.fromisoformat(each.due), each.about, each.text, REVIEW.says[each.status], each.how, each.id
            )
    for package in office.records.find(Package, panel=panel, live="yes"):
        known = package.reapply_by and package.status is not PackageStatus.ENDING
        if known and (runs or _is_own(office, person, package.id)):
            yield Entry(
                date.fromisoformat(package.reapply_by),
                package.id,
                "a new application",
                f"the agreement ends {say_day(date.fromisoformat(package.end_date))}"
                if package.end_date
                else "has no end date",
                "as decided",
                f"{package.id}/reapply",
            )


def _is_own(office: Office, person: Person, ref: str) -> bool:
    referral = office.referral(ref)
    return person.id in (referral.referrer, referral.manager)
