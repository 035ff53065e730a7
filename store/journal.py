"""The record store for one machine: `panel.ports.Store` over TinyDB with an append-only journal."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from panel.errors import StoreError, Unknown
from panel.notices import Notice
from panel.ports import Change, Records
from panel.records import AuditEntry, Record
from store.chain import act_of
from store.checking import Report, check
from store.loading import load
from store.rows import record_of, row_of
from store.table import JournalDatabase, JournalTable

R = TypeVar("R", bound=Record)


class JournalRecords:
    """What is committed at each call.

    Inside `transact` nothing can be committed between two calls, so the view stands still there. Elsewhere
    each call by itself is consistent, and the next one may see a later commit.
    """

    def __init__(self, database: JournalDatabase, kinds: Iterable[type[Record]]) -> None:
        self._tables = {kind.KIND: database.of(kind.KIND) for kind in kinds}

    def table(self, kind: type[Record]) -> JournalTable:
        """The kind's table. Raises `StoreError` for a kind the store was not opened with."""
        try:
            return self._tables[kind.KIND]
        except KeyError:
            raise StoreError(f"The store was not opened for records of the kind {kind.KIND!r}.") from None

    def get(self, kind: type[R], record_id: str) -> R:
        """The record; raises `Unknown` when there is none."""
        found = self.look(kind, record_id)
        if found is None:
            raise Unknown(f"There is no {kind.KIND} with the reference {record_id}.")
        return found

    def look(self, kind: type[R], record_id: str) -> R | None:
        """The record, or None."""
        body = self.table(kind).body(record_id)
        return None if body is None else record_of(kind, body)

    def find(self, kind: type[R], **index: str) -> list[R]:
        """Records listed under all these values, by id. Raises `ValueError` for a field without index."""
        _check_indexed(kind, index)
        return [record_of(kind, body) for body in self.table(kind).bodies(index)]

    def count(self, kind: type[Record], **index: str) -> int:
        """How many `find` would give, without reading them."""
        _check_indexed(kind, index)
        return self.table(kind).tally(index)


def _check_indexed(kind: type[Record], index: Iterable[str]) -> None:
    other = set(index) - set(kind.INDEX)
    if other:
        raise ValueError(f"{kind.KIND} is not indexed by {', '.join(sorted(other))}")


class JournalStore:
    """Records, audit trail and outbox in a folder. One process at a time; any number of its threads.

    Opening raises `StoreBusy`, `StoreDamaged`, or `StoreError` for a kind it does not know and for a disk
    that fails.
    """

    def __init__(self, folder: Path, kinds: Iterable[type[Record]]) -> None:
        every: tuple[type[Record], ...] = (Notice, *kinds)
        self._kinds = {kind.KIND: kind for kind in every}
        self._database = JournalDatabase(folder, self._kinds)
        self._journal = self._database.journal
        self._records = JournalRecords(self._database, self._kinds.values())
        self._working = False

    @property
    def folder(self) -> Path:
        """Where the store is."""
        return self._journal.folder

    def transact(self, work: Callable[[Records], Change]) -> Change:
        """Run `work` and commit what it returns, durably; see `panel.ports.Store`.

        The notices returned are those newly owed. Raises `ValueError` for a change without an audit entry
        that is not empty, and `StoreError` when `work` itself calls `transact` or the disk does not take
        the commit.
        """
        with self._journal.exclusive:
            if self._working:
                raise StoreError("A transaction cannot be made inside another.")
            self._working = True
            try:
                return self._commit(work(self._records))
            finally:
                self._working = False

    def _commit(self, change: Change) -> Change:
        if change.audit is None:
            if change.records or change.notices:
                raise ValueError("records and notices are committed with an audit entry only")
            return change
        with self._journal.commit(change.audit):
            records = tuple(self._put(record) for record in change.records)
            notices = tuple(self._put(notice) for notice in change.notices if not self._is_owed(notice))
        return replace(change, records=records, notices=notices)

    def _put(self, record: R) -> R:
        stored = record.model_copy(update={"revision": record.revision + 1})
        self._records.table(type(stored)).put(row_of(stored))
        return stored

    def _is_owed(self, notice: Notice) -> bool:
        return self._records.table(Notice).holds(notice.id)

    def read(self) -> Records:
        """What is committed at each call; see `JournalRecords`."""
        return self._records

    def trail(self, about: str | None = None) -> Iterator[AuditEntry]:
        """Audit entries committed by now, oldest first; only those about one record when it is named."""
        lines = self._journal.trail()
        if about is None:
            return (act_of(line).entry for line in lines)
        quoted = json.dumps(about, ensure_ascii=False).encode()
        entries = (act_of(line).entry for line in lines if quoted in line)
        return (entry for entry in entries if about in entry.about)

    def compact(self) -> None:
        """Shrink the journal to what is current; see `JournalStorage.compact`."""
        self._journal.compact()

    def verify(self) -> Report:
        """Read everything back from the disk and check it; see `store.checking.check`."""
        with self._journal.exclusive:
            contents = load(self.folder, self._kinds)
        return check(self.folder, contents)

    def close(self) -> None:
        """Let another process have the store; closing twice is no error."""
        self._database.close()
