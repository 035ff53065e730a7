"""TinyDB's storage as an append-only journal: one commit is one checksummed, durable line.

What is on disk: `journal.log` (a first line, a snapshot, then one line for each commit with its records,
notices and audit entry), `audit.log` (the audit trail up to the snapshot) and `lock`. The journal is the
authority: its first line says where the archived trail ends, so a crash between the two files loses and
repeats nothing.
"""

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import Any

from tinydb.storages import Storage

from panel.errors import Conflict, StoreError
from panel.records import AuditEntry
from store.chain import Archive, archived, audit_line, linked, read_archive, unarchived
from store.files import FolderLock, explained, make_folder, sync_folder, write_at
from store.lines import damaged
from store.loading import ARCHIVE, JOURNAL, Kinds, load, opening, unfinished
from store.log import Log
from store.rows import Row, packed
from store.shelf import Shelf, TableView

_log = logging.getLogger("panel_clerk.store")

_WORTHWHILE = 1 << 20
"""A journal with less than this many bytes to gain is not compacted at open."""


def unaudited() -> StoreError:
    """The error for a record that is written without its audit entry."""
    return StoreError("A record is written inside a commit, with its audit entry, never by itself.")


class JournalStorage(Storage):
    """A store folder, held by one process.

    `exclusive` is the one writer's lock; memory has a second one, held for moments only, so reading never
    waits for the disk.
    """

    def __init__(self, folder: str | Path, kinds: Kinds | None = None) -> None:
        super().__init__()
        self.folder = Path(folder)
        self.exclusive = threading.RLock()
        self._memory = threading.Lock()
        self._staged: dict[tuple[str, str], Row] | None = None
        with explained(f"The store in {self.folder} could not be opened"):
            make_folder(self.folder)
            self._lock = FolderLock(self.folder)
            try:
                self._open(kinds)
            except BaseException:
                self._lock.release()
                raise

    def _open(self, kinds: Kinds | None) -> None:
        path = self.folder / JOURNAL
        path.with_suffix(".new").unlink(missing_ok=True)
        if not path.exists():
            if (self.folder / ARCHIVE).exists():
                raise damaged(path, 1, "the journal is missing, though its audit trail is there")
            Log.written(path, [opening(Archive(), 0)]).close()
        self._contents = load(self.folder, kinds)
        cut_off = unfinished(path, self._contents.size)
        self._journal = Log.opened(path, lines=self._contents.lines, size=self._contents.size)
        self.closed = False
        if cut_off:
            _log.warning("unfinished commit cut off", extra={"bytes": cut_off})
        self._compact_if_worthwhile()

    def _compact_if_worthwhile(self) -> None:
        live = sum(shelf.size for shelf in self._contents.shelves.values())
        if self._contents.size <= 2 * live + _WORTHWHILE:
            return
        try:
            self.compact()
        except StoreError as error:  # the store is whole without it; a full disk must not keep it shut
            _log.warning("compaction failed", extra={"problem": str(error)})

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Every table, each document decoded only when it is asked for."""
        shelves = list(self._contents.shelves.items())
        return {name: TableView(shelf) for name, shelf in shelves if len(shelf)}  # type: ignore[misc]

    def write(self, data: dict[str, dict[str, Any]]) -> None:  # noqa: ARG002 - TinyDB names it
        """Refuse, with `StoreError`: TinyDB's own way of writing carries no audit entry and no revision."""
        raise unaudited()

    def shelf(self, kind: str) -> Shelf:
        """The records of a kind; to be used under `reading`. Raises `StoreError` for an unknown kind."""
        return self._contents.shelf(kind)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Keep commits out of memory for a moment."""
        with self._memory:
            yield

    @contextmanager
    def commit(self, entry: AuditEntry) -> Iterator[None]:
        """Write everything staged inside, with the audit entry, as one line that is durable at the end.

        An error inside, or in writing, leaves nothing. Raises `StoreError` when the disk does not take it.
        """
        with self.exclusive:
            self._check_open()
            self._staged = {}
            try:
                yield
                self._write(entry, tuple(self._staged.values()))
            finally:
                self._staged = None

    def stage(self, row: Row) -> None:
        """Add a record to the commit under way.

        Raises `Conflict` unless its revision follows the stored one, `ValueError` when the commit has it
        already.
        """
        if self._staged is None:
            raise unaudited()
        if (row.kind, row.id) in self._staged:
            raise ValueError(f"one change names {row.kind} {row.id} twice")
        held = self.shelf(row.kind).look(row.id)
        if row.revision != (held.revision if held else 0) + 1:
            raise Conflict(f"{row.kind} {row.id} was changed by someone else in the meantime.")
        self._staged[row.kind, row.id] = row

    def is_staged(self, kind: str, record_id: str) -> bool:
        """Whether the commit under way has this record."""
        return self._staged is not None and (kind, record_id) in self._staged

    def _write(self, entry: AuditEntry, rows: tuple[Row, ...]) -> None:
        contents = self._contents
        line = audit_line(contents.commits + 1, entry, rows)
        link = linked(contents.link, line)
        self._journal.append(packed(rows, line, link))
        with self._memory:
            for row in rows:
                contents.shelf(row.kind).put(row)
            contents.recent.append(archived(link, line))
            contents.link = link

    def _check_open(self) -> None:
        if self.closed:
            raise StoreError(f"The store in {self.folder} was closed.")

    def trail(self) -> Iterator[bytes]:
        """The audit lines committed by now, oldest first."""
        with self._memory:
            archive, recent = self._contents.archive, tuple(self._contents.recent)
        return chain(read_archive(self.folder / ARCHIVE, archive), map(unarchived, recent))

    def compact(self) -> None:
        """Rewrite the journal without superseded revisions and move its audit entries to the archive.

        A crash at any point leaves the old journal or the new one. Raises `StoreError` with the old one kept.
        """
        with self.exclusive, explained(f"The store in {self.folder} could not be compacted"):
            self._check_open()
            archive = self._archive_recent()
            fresh = Log.written(self.folder / JOURNAL, self._snapshot(archive))
            self._journal.close()
            self._journal = fresh
            with self._memory:
                self._contents.archive, self._contents.recent = archive, []
            with suppress(OSError):  # the next commit sees to it, and is not acknowledged before
                fresh.settle()

    def _archive_recent(self) -> Archive:
        """Append the journal's audit entries to the archive; they count only once a journal says so.

        What an earlier attempt left there is the start of the same entries, and is written over.
        """
        contents, path = self._contents, self.folder / ARCHIVE
        added = b"".join(contents.recent)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            write_at(handle, added, contents.archive.size)
        finally:
            os.close(handle)
        sync_folder(self.folder)
        return Archive(contents.archive.size + len(added), contents.commits, contents.link)

    def _snapshot(self, archive: Archive) -> Iterator[bytes]:
        shelves = self._contents.shelves.values()
        yield opening(archive, sum(map(len, shelves)))
        for shelf in shelves:
            for row in shelf.rows():
                yield packed([row])

    def close(self) -> None:
        """Let go of the files and let another process have the store; closing twice is no error."""
        with self.exclusive:
            if not self.closed:
                self.closed = True
                self._journal.close()
                self._lock.release()
