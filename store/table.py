"""TinyDB's table and database over the journal: reads decode what they give, writes are O(change)."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NoReturn, cast

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from store.loading import Kinds
from store.rows import Row
from store.storage import JournalStorage, unaudited


class JournalTable(Table):
    """The records of one kind.

    TinyDB's reading methods work as they do elsewhere; a document's id is its place in the order of first
    commits. Its query cache is off unless asked for: it would hand out results that a later commit has
    overtaken. Records are also reached by their own ids and indexes, at a cost that does not depend on how
    many there are.
    """

    def __init__(self, storage: Storage, name: str, cache_size: int = 0, persist_empty: bool = False) -> None:
        super().__init__(storage, name, cache_size, persist_empty)

    @property
    def journal(self) -> JournalStorage:
        """The storage under the table."""
        return cast(JournalStorage, self.storage)

    def body(self, record_id: str) -> bytes | None:
        """One record as JSON, or None."""
        with self.journal.reading():
            held = self.journal.shelf(self.name).look(record_id)
        return held.body if held else None

    def bodies(self, wanted: Mapping[str, str]) -> list[bytes]:
        """Records listed under all these index values, in the order of their ids; all when none is given."""
        with self.journal.reading():
            shelf = self.journal.shelf(self.name)
            found = [(record_id, shelf.look(record_id)) for record_id in shelf.ids(wanted)]
        return [held.body for _, held in sorted(found) if held]

    def tally(self, wanted: Mapping[str, str]) -> int:
        """How many `bodies` would give."""
        with self.journal.reading():
            return len(self.journal.shelf(self.name).ids(wanted))

    def holds(self, record_id: str) -> bool:
        """Whether the record is stored, or will be by the commit under way."""
        return self.journal.is_staged(self.name, record_id) or self.body(record_id) is not None

    def put(self, row: Row) -> None:
        """Write one record with the commit under way; raises as `JournalStorage.stage`."""
        self.journal.stage(row)

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, object]]], None]) -> NoReturn:  # noqa: ARG002
        """Refuse TinyDB's own way of writing, before it reads the whole table."""
        raise unaudited()


class JournalDatabase(TinyDB):
    """A TinyDB database whose tables are the kinds of record in a store folder."""

    table_class = JournalTable
    default_storage_class = JournalStorage  # type: ignore[assignment] # TinyDB names its own too narrowly

    def __init__(self, folder: Path, kinds: Kinds | None = None) -> None:
        super().__init__(folder, kinds)

    @property
    def journal(self) -> JournalStorage:
        """The storage under the database."""
        return cast(JournalStorage, self.storage)

    def of(self, kind: str) -> JournalTable:
        """The table of a kind."""
        return cast(JournalTable, self.table(kind))
