"""Reading a store folder from disk, without changing anything in it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from panel.errors import StoreError
from panel.records import Record
from store.chain import FIRST_LINK, Archive, archived, linked, read_archive
from store.lines import damaged, read_lines
from store.rows import Row, listing_of, record_of, unpacked
from store.shelf import Shelf

JOURNAL = "journal.log"
ARCHIVE = "audit.log"
DOCUMENTS = "documents"

Kinds = Mapping[str, type[Record]]


@dataclass
class Contents:
    """What a store folder holds; `recent` are the audit lines that are not archived yet, as they will be."""

    kinds: Kinds | None = None
    shelves: dict[str, Shelf] = field(default_factory=dict)
    archive: Archive = field(default_factory=Archive)
    recent: list[bytes] = field(default_factory=list)
    link: str = FIRST_LINK
    lines: int = 0
    size: int = 0

    @property
    def commits(self) -> int:
        """How many commits were ever made."""
        return self.archive.lines + len(self.recent)

    def shelf(self, kind: str) -> Shelf:
        """The records of a kind. Raises `StoreError` for a kind this release does not know."""
        if self.kinds is not None and kind not in self.kinds:
            raise StoreError(f"The store has records of the kind {kind!r}, which this release does not know.")
        return self.shelves.setdefault(kind, Shelf(kind))

    def put(self, row: Row) -> None:
        """Hold one stored row, listed as this release lists its kind."""
        shelf = self.shelf(row.kind)
        if self.kinds is not None and tuple(row.listing) != self.kinds[row.kind].INDEX:
            row = replace(row, listing=listing_of(record_of(self.kinds[row.kind], row.body)))
        shelf.put(row)


def opening(archive: Archive, rows: int) -> bytes:
    """The journal's first payload: where the archived trail ends, and how many snapshot rows follow."""
    return b'{"format":1,"archive":[%d,%d,"%s"],"rows":%d}' % (
        archive.size,
        archive.lines,
        archive.link.encode(),
        rows,
    )


def opened(payload: bytes) -> tuple[Archive, int]:
    """What `opening` wrote. Raises `ValueError` for anything else."""
    try:
        parts = json.loads(payload)
        archive, rows = Archive(*parts["archive"]), parts["rows"]
    except (KeyError, TypeError) as error:
        raise ValueError("the first line is not that of a journal") from error
    if opening(archive, rows) != payload:
        raise ValueError("the first line is not that of a journal this release can read")
    return archive, rows


def load(folder: Path, kinds: Kinds | None = None) -> Contents:
    """Everything in a store folder. Raises `StoreDamaged`, `StoreError` for an unknown kind, or `OSError`.

    A last line that was never finished is left out: `size` is where the finished ones end. With `kinds`,
    rows that an older release listed under other fields are listed anew.
    """
    path = folder / JOURNAL
    with path.open("rb", buffering=1 << 20) as file:
        contents = _read_journal(file, path, kinds)
    for _ in read_archive(folder / ARCHIVE, contents.archive):
        pass
    _check_leftover(folder / ARCHIVE, contents)
    return contents


def unfinished(path: Path, size: int) -> int:
    """How many bytes of a line that was never finished follow the first `size`. Raises `OSError`."""
    with path.open("rb") as file:
        file.seek(size)
        return len(file.read().rstrip(b"\0"))


def _read_journal(file: BinaryIO, path: Path, kinds: Kinds | None) -> Contents:
    contents, rows = Contents(kinds), 0
    for payload, end in read_lines(file, path):
        try:
            if contents.lines == 0:
                contents.archive, rows = opened(payload)
                contents.link = contents.archive.link
            else:
                _take(contents, payload, snapshot=contents.lines <= rows)
        except ValueError as error:
            raise damaged(path, contents.lines + 1, str(error)) from error
        contents.lines, contents.size = contents.lines + 1, end
    if contents.lines <= rows:  # also when there is no first line: a journal is only ever put in place whole
        raise damaged(path, contents.lines + 1, "the journal ends before its first part is complete")
    return contents


def _take(contents: Contents, payload: bytes, *, snapshot: bool) -> None:
    rows, audit, link = unpacked(payload)
    if snapshot != (audit == b"null"):
        raise ValueError("a commit and its audit entry are not together")
    if not snapshot:
        if linked(contents.link, audit) != link:
            raise ValueError("the audit chain is broken here")
        contents.link = link
        contents.recent.append(archived(link, audit))
    for row in rows:
        contents.put(row)


def _check_leftover(path: Path, contents: Contents) -> None:
    """A compaction cut short leaves archive lines that the journal has too; others belong elsewhere."""
    size = path.stat().st_size if path.exists() else 0
    if size == contents.archive.size:
        return
    with path.open("rb") as file:
        file.seek(contents.archive.size)
        leftover = file.read()
    if not b"".join(contents.recent).startswith(leftover):
        raise damaged(path, contents.archive.lines + 1, "the audit trail is not the one this journal was written with")
