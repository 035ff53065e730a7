"""What every pretend person needs: the store, the clock, chance, and a count of what was done and refused."""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

from panel import commands as c
from panel.acts import perform
from panel.calendar import wall
from panel.council import Council, Office
from panel.errors import Refused
from panel.form import Question
from panel.people import Role
from panel.ports import Answer, Store
from panel.profile import Profile
from panel.rules.decisions import Outcome
from tests.simulation.filling import answer_to
from tests.story import directory


class Pretending:
    """`done` counts what was carried out by kind, `refused` what was not; `misplaced`: settled, but on an agenda."""

    def __init__(self, profile: Profile, store: Store, council: Council, rng: random.Random) -> None:
        self.profile, self.store, self.council, self.rng = profile, store, council, rng
        self.now = datetime(2026, 1, 1, tzinfo=UTC)
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.misplaced: list[str] = []

    @property
    def office(self) -> Office:
        return Office(self.council, self.store.read())

    @property
    def today(self) -> date:
        return wall(self.now).date()

    def holders(self, *roles: Role) -> list[str]:
        """Everybody who holds one of these roles today."""
        found = [p.id for role in roles for p in directory().everyone() if p.is_a(role, self.profile.id, self.today)]
        return list(dict.fromkeys(found))

    def who(self, *roles: Role) -> str:
        """One of them; empty when there is nobody."""
        found = self.holders(*roles)
        return self.rng.choice(found) if found else ""

    def do(self, command: type[c.Command], by: str, **fields: Any) -> Answer | None:
        """Carry it out; a refusal is part of life."""
        try:
            answer = perform(self.store, self.council, command(by=by, at=self.now, **fields))
        except Refused:
            self.refused[command.__name__] += 1
            return None
        self.done[command.__name__] += 1
        return answer

    def any(self, kind: type[Any], **index: str) -> list[Any]:
        found = [each for each in self.store.read().find(kind, live="yes", **index) if each.panel == self.profile.id]
        self.rng.shuffle(found)
        return found

    def maybe(self, chance: float) -> bool:
        return self.rng.random() < chance

    def soon(self, least: int, most: int) -> date:
        """A day so many days ahead, both ends included."""
        return self.today + timedelta(days=self.rng.randint(least, most))

    def answers(self, asks: list[Question]) -> dict[str, str]:
        """A plain answer to each question."""
        return {ask.id: answer_to(ask, self.profile, self.today) for ask in asks}

    def terms(self, outcome: Outcome) -> dict[str, str]:
        """All an outcome must state: an end within half a year, looked at again a month before it."""
        named = [self.profile.term(name) for name in outcome.needs]
        terms = {"reasons": "The need is clear", **self.answers(named)}
        ends = self.soon(30, 150)
        dates = {"end_date": ends, "review_date": ends - timedelta(days=20), "reapply_by": ends - timedelta(days=18)}
        dates |= {"start_date": self.today, "return_date": self._return_date()}
        terms |= {name: written(day) for name, day in dates.items() if name in outcome.needs}
        terms |= {"plan_owner": self.profile.title(Role.LINE_MANAGER)} if "plan_owner" in outcome.needs else {}
        if any(term == "review_every" for term in outcome.may) and self.maybe(0.5):
            terms["review_every"] = self.rng.choice(["quarterly", "half_yearly"])
        return terms

    def _return_date(self) -> date:
        """The day of a later panel, or a month ahead where none is on the list."""
        ahead = self.office.meetings_ahead(self.profile.id, self.now) if self.profile.sittings else []
        return wall(ahead[-1].starts_at).date() if ahead else self.today + timedelta(days=30)


def written(day: date) -> str:
    """`3 May 2026`."""
    return f"{day.day} {day:%B %Y}"
