"""The case register of a panel as its keepers track it: cases, decisions, actions, reviews, by reference (RO-12.3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from panel.calendar import wall
from panel.council import Office
from panel.decision import Decision, Task
from panel.emergency import EMERGENCY, EmergencyApproval
from panel.meeting import PanelMeeting
from panel.profile import Profile
from panel.referral import REFERRAL, Referral
from panel.review import REVIEW, Review
from panel.rules.decisions import Term
from panel.tables import Cell

Rows = Iterator[tuple[Cell, ...]]


@dataclass(frozen=True)
class Register:
    """Everything a panel tracks, oldest first. Days are written YYYY-MM-DD, empty while there is none.

    Nothing that somebody typed about a child is in it (AM-51, matrix): an action in a person's own words has no text.
    """

    cases: tuple[tuple[Cell, ...], ...]
    decisions: tuple[tuple[Cell, ...], ...]
    actions: tuple[tuple[Cell, ...], ...]
    reviews: tuple[tuple[Cell, ...], ...]


def register(office: Office, panel: str) -> Register:
    """The register as the record stands."""
    cases = sorted(office.records.find(Referral, panel=panel), key=lambda each: each.id)
    return Register(
        tuple(_cases(office, cases)),
        tuple(_decisions(office, cases)),
        tuple(_actions(office, panel, [each.id for each in cases])),
        tuple(_reviews(office, panel)),
    )


def _cases(office: Office, cases: list[Referral]) -> Rows:
    for each in cases:
        urgent = office.records.look(EmergencyApproval, each.id)
        state = EMERGENCY.says[urgent.status] if urgent and each.is_emergency else REFERRAL.says[each.status]
        people = (office.name(each.referrer), office.name(each.manager) if each.manager else "")
        yield (each.id, _day(each.came_at), state, _heard(office, each.meeting), *people)


def _decisions(office: Office, cases: list[Referral]) -> Rows:
    for case in cases:
        profile = office.profile_of(case)
        for each in sorted(office.records.find(Decision, ref=case.id), key=lambda made: made.drafted_at):
            outcome = profile.outcome(each.outcome)
            day = _heard(office, each.meeting) or _day(each.confirmed_at)
            dates = (each.terms.get(Term.END_DATE, ""), each.terms.get(Term.REVIEW_DATE, ""))
            yield (each.ref, day, outcome.label if outcome else each.outcome, each.state, *dates)


def _actions(office: Office, panel: str, refs: list[str]) -> Rows:
    """Of every case, and those the panel gave itself."""
    profile = office.profile(panel)
    fixed = _fixed(profile)
    for about in (*refs, profile.panel.name):
        for each in sorted(office.records.find(Task, about=about), key=lambda made: (made.due, made.id)):
            if each.panel == panel:
                what = each.what if each.what in fixed or about not in refs else ""
                yield (each.about, what, office.name(each.owner), each.due, _day(each.done_at))


def _fixed(profile: Profile) -> set[str]:
    """Every action the profile itself words."""
    reported = (task.text for each in profile.happenings for task in each.tasks)
    return {*(task.text for task in profile.decisions.tasks), *reported}


def _reviews(office: Office, panel: str) -> Rows:
    for each in sorted(office.records.find(Review, panel=panel), key=lambda planned: (planned.due, planned.id)):
        yield (each.about, each.text, each.due, REVIEW.says[each.status], _day(each.done_at))


def _heard(office: Office, meeting: str) -> str:
    known = office.records.look(PanelMeeting, meeting) if meeting else None
    return _day(known.starts_at) if known else ""


def _day(moment: datetime | None) -> str:
    return wall(moment).date().isoformat() if moment else ""
