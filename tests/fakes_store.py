"""A store in memory that keeps every promise of the port but durability; it passes the same suite as the real one."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

from panel.errors import Conflict, StoreError, Unknown
from panel.notices import Notice
from panel.ports import Change, Records
from panel.records import AuditEntry, Record

R = TypeVar("R", bound=Record)


class MemoryRecords:
    """What is committed now."""

    def __init__(self, held: dict[tuple[str, str], Record]) -> None:
        self._held = held

    def get(self, kind: type[R], record_id: str) -> R:
        found = self.look(kind, record_id)
        if found is None:
            raise Unknown(f"There is no {kind.KIND} with the reference {record_id}.")
        return found

    def look(self, kind: type[R], record_id: str) -> R | None:
        found = self._held.get((kind.KIND, record_id))
        return found if isinstance(found, kind) else None

    def find(self, kind: type[R], **index: str) -> list[R]:
        if set(index) - set(kind.INDEX):
            raise ValueError(f"{kind.KIND} is not indexed by all of {sorted(index)}")
        every = [each for each in tuple(self._held.values()) if isinstance(each, kind)]
        wanted = [each for each in every if all(_listed(each, name, value) for name, value in index.items())]
        return sorted(wanted, key=lambda each: each.id)

    def count(self, kind: type[Record], **index: str) -> int:
        return len(self.find(kind, **index))


def _listed(record: Record, name: str, value: str) -> bool:
    held = getattr(record, name)
    return value in held if isinstance(held, tuple) else held == value


class MemoryStore:
    """A `panel.ports.Store` for tests. `failing` makes the next commits fail as a full disk would."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], Record] = {}
        self.entries: list[AuditEntry] = []
        self.failing = False
        self._lock = threading.RLock()
        self._working = False

    def transact(self, work: Callable[[Records], Change]) -> Change:
        with self._lock:
            if self._working:
                raise StoreError("A transaction cannot be made inside another.")
            self._working = True
            try:
                return self._commit(work(self.read()))
            finally:
                self._working = False

    def _commit(self, change: Change) -> Change:
        if change.audit is None:
            if change.records or change.notices:
                raise ValueError("records and notices are committed with an audit entry only")
            return change
        staged: dict[tuple[str, str], Record] = {}
        records = tuple(self._staged(record, staged) for record in change.records)
        owed = {(n.KIND, n.id): n for n in reversed(change.notices)}
        new = [n for n in change.notices if owed.get((n.KIND, n.id)) is n]
        notices = tuple(self._staged(n, staged) for n in new if not self._is_owed(n, staged))
        if self.failing:
            raise StoreError("The record could not be written (pretend disk), so nothing was changed.")
        self.held.update(staged)
        self.entries.append(change.audit)
        return replace(change, records=records, notices=notices)

    def _is_owed(self, notice: Notice, staged: dict[tuple[str, str], Record]) -> bool:
        return (notice.KIND, notice.id) in self.held.keys() | staged.keys()

    def _staged(self, record: R, staged: dict[tuple[str, str], Record]) -> R:
        key = (record.KIND, record.id)
        if key in staged:
            raise ValueError(f"one change names {record.KIND} {record.id} twice")
        held = self.held.get(key)
        if record.revision != (held.revision if held else 0):
            raise Conflict(f"{record.KIND} {record.id} was changed by someone else in the meantime.")
        stored = record.model_copy(update={"revision": record.revision + 1})
        staged[key] = stored
        return stored

    def read(self) -> Records:
        return MemoryRecords(self.held)

    def trail(self, about: str | None = None) -> Iterator[AuditEntry]:
        return iter([each for each in self.entries if about is None or about in each.about])

    def close(self) -> None:
        """Nothing to let go of."""
