"""All records of one kind in memory, as bytes, with the indexes they are found by."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from store.rows import Listing, Row


class Held(NamedTuple):
    """The stored revision of a record."""

    revision: int
    body: bytes
    listed: tuple[tuple[str, str], ...]


class Shelf:
    """The records of one kind. Not safe for several threads by itself: the storage guards it."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.size = 0
        """Bytes of JSON held."""
        self.fields: tuple[str, ...] = ()
        """The index fields of the newest record."""
        self._held: dict[str, Held] = {}
        self._order: list[str] = []
        self._index: dict[tuple[str, str], set[str]] = {}

    def __len__(self) -> int:
        return len(self._held)

    def look(self, record_id: str) -> Held | None:
        """What is stored under this id."""
        return self._held.get(record_id)

    def put(self, row: Row) -> None:
        """Replace the record, or add it; costs the same however many there are."""
        before = self._held.get(row.id)
        if before is None:
            self._order.append(row.id)
        else:
            self.size -= len(before.body)
            self._unlist(row.id, before.listed)
        listed = tuple((name, value) for name, values in row.listing.items() for value in values)
        for key in listed:
            self._index.setdefault(key, set()).add(row.id)
        self._held[row.id] = Held(row.revision, row.body, listed)
        self.fields = tuple(row.listing)
        self.size += len(row.body)

    def _unlist(self, record_id: str, listed: tuple[tuple[str, str], ...]) -> None:
        for key in listed:
            ids = self._index.get(key, set())
            ids.discard(record_id)
            if not ids:
                self._index.pop(key, None)

    def ids(self, wanted: Mapping[str, str]) -> list[str]:
        """Ids of the records listed under all these values, unordered; every id when none is given."""
        if not wanted:
            return list(self._order)
        found = sorted((self._index.get(key, set()) for key in wanted.items()), key=len)
        return list(found[0].intersection(*found[1:]))

    def rows(self) -> Iterator[Row]:
        """Every record in the order of its first commit, which is the place TinyDB knows it by."""
        for record_id in self._order:
            held = self._held[record_id]
            listing: Listing = {name: [] for name in self.fields}
            for name, value in held.listed:
                listing.setdefault(name, []).append(value)
            yield Row(kind=self.kind, id=record_id, revision=held.revision, listing=listing, body=held.body)

    def at(self, place: int) -> bytes:
        """The record that was committed `place`-th, counted from 1. Raises `IndexError`."""
        if place < 1:
            raise IndexError(place)
        return self._held[self._order[place - 1]].body


class TableView(Mapping[str, dict[str, Any]]):
    """A shelf as TinyDB sees a table: place (as text) to document, each decoded when it is asked for.

    Every read decodes anew, so nobody can change what the store holds by changing what it gave.
    """

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def __getitem__(self, place: str) -> dict[str, Any]:
        try:
            document: dict[str, Any] = json.loads(self._shelf.at(int(place)))
        except (ValueError, IndexError) as error:
            raise KeyError(place) from error
        return document

    def __iter__(self) -> Iterator[str]:
        return map(str, range(1, len(self._shelf) + 1))

    def __len__(self) -> int:
        return len(self._shelf)
