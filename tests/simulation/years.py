"""Years of work at one panel on a clock of their own, looked at by the clerk's sweep and by the second opinion."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from adapters.directory import StaffList, TomlDirectory
from bot.sweep import sweep
from panel.commands import CLOCK
from panel.council import Council
from panel.notices import Notice, NoticeState, Topic
from panel.ports import Answer, Change, Store
from panel.profile import Profile
from panel.records import AuditEntry
from tests.simulation.oracle import KNOWN, NEVER, URGENT, Expected, Oracle
from tests.simulation.panel_at_work import PanelAtWork
from tests.simulation.second_calendar import london
from tests.story import directory

START = datetime(2026, 1, 5, 7, tzinfo=UTC)
LOOKS = (5, 8 * 60 + 59, 9 * 60, 12 * 60, 17 * 60 + 59, 18 * 60, 23 * 60 + 59)
"""Minutes of a London day at which the clerk looks, besides just after each hour of work."""


class OwnPeople(TomlDirectory):
    """The people of the desk who have to do with one panel, so that looking for a post costs less."""

    def __init__(self, panel: str) -> None:
        everybody = list(directory().everyone())
        own = [person for person in everybody if any(seat.panel == panel for seat in person.roles)]
        super().__init__(StaffList(tenant=directory().tenant, people=own))


Reopen = Callable[[Store], Store]


@dataclass
class Years:
    """What was expected and when, and how the world went on."""

    profile: Profile
    seed: int
    store: Store
    reopen: Reopen = lambda store: store
    expected: dict[Expected, datetime] = field(default_factory=dict)
    sent: list[tuple[datetime, Notice]] = field(default_factory=list)
    looks: list[tuple[datetime, list[AuditEntry]]] = field(default_factory=list)
    down: int = 0

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)
        self.oracle = Oracle(self.profile)
        self._begin_anew()
        self.at_work = PanelAtWork(self.profile, self.store, self.council, self.rng)

    def _begin_anew(self) -> None:
        """As after a restart: everything but the store is made again."""
        self.council = Council({self.profile.id: self.profile}, OwnPeople(self.profile.id))

    def live(self, days: int) -> "Years":
        """So many days; about every three weeks the clerk is down, for up to 72 hours, and nobody can use it."""
        now, up_from = START, START
        for _ in range(days * 24):
            now += timedelta(hours=1)
            if now < up_from:
                continue
            if self.rng.random() < 1 / 500:
                up_from = now + timedelta(minutes=self.rng.randrange(1, 72 * 60))
                self.down += 1
                self._restart()
                continue
            self._hour(now)
        self._look(now + timedelta(hours=1))
        return self

    def _restart(self) -> None:
        self.store = self.reopen(self.store)
        self._begin_anew()
        self.at_work.store, self.at_work.council = self.store, self.council

    def _hour(self, now: datetime) -> None:
        """The looks of this hour, and between them, in order of time, an hour's work and a look just after it."""
        hour = london(now).hour
        moments = {now + timedelta(minutes=each % 60): self._look for each in LOOKS if each // 60 == hour}
        if 8 <= now.hour <= 17 and self.oracle.works(now) and self.rng.random() < 0.5:
            worked = now + timedelta(minutes=self.rng.randrange(2, 50))
            moments |= {worked: self.at_work.act, worked + timedelta(minutes=1): self._look}
        for moment in sorted(moments):
            moments[moment](moment)

    def _look(self, now: datetime) -> None:
        """The second opinion first, then the sweep; what it made ready is sent."""
        for each in self.oracle.expected(self.store.read(), now):
            self.expected.setdefault(each, now)
        before = len(getattr(self.store, "entries", ()))
        sweep(self.store, self.council, lambda: now)
        entries = getattr(self.store, "entries", [])[before:]
        self.looks.append((now, entries))
        self._send(now)

    def _send(self, now: datetime) -> None:
        owed = self.store.read().find(Notice, state=NoticeState.OWED)
        ready = [n for n in owed if not n.hours_of or self.oracle.in_hours(now)]
        if not ready:
            return
        self.sent += [(now, notice) for notice in ready]
        gone = tuple(n.model_copy(update={"state": NoticeState.SENT, "sent_at": now}) for n in ready)
        entry = AuditEntry(at=now, by=CLOCK, act="sent", about=())
        self.store.transact(lambda _: Change(Answer(code="sent"), entry, gone))

    @property
    def actual(self) -> dict[Expected, datetime]:
        """What the clerk came to owe of what the second opinion knows, and when."""
        looked = {now for now, _ in self.looks}
        found = {}
        for notice in self.store.read().find(Notice):
            topic = notice.rule
            if topic not in KNOWN | NEVER.keys():
                continue
            if notice.reminder or (topic in URGENT and notice.owed_at in looked):
                mark = notice.id.removeprefix(f"{notice.about}/{topic}/").removesuffix(f"/teams/{notice.to}")
                found[(topic, notice.about, mark, notice.to)] = notice.owed_at
        return found

    @property
    def reached(self) -> Counter[str]:
        """Each reminder by its id, with how often it was sent, by itself or in a message."""
        return Counter(each for _, notice in self.sent for each in (notice.items or (notice.id,)))

    def messages(self) -> list[tuple[datetime, Notice]]:
        return [(at, notice) for at, notice in self.sent if notice.rule == Topic.MORNING]
