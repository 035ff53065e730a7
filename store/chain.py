"""The audit trail as a chain: each line's link is a SHA-256 over the link before it and the line itself.

A line also names every record it changed with the SHA-256 of what was written, so that the trail vouches
for the records and not for itself alone.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from panel.records import AuditEntry
from store.lines import damaged
from store.rows import Row

FIRST_LINK = "0" * 64


class Witness(NamedTuple):
    """What the trail says of one record: which revision was written, and its SHA-256 in hex."""

    kind: str
    id: str
    revision: int
    digest: str


@dataclass(frozen=True)
class Act:
    """One line of the trail, decoded; commits are numbered from 1."""

    commit: int
    changed: tuple[Witness, ...]
    entry: AuditEntry


@dataclass(frozen=True)
class Archive:
    """The part of the trail that was moved to its own file: bytes, lines and last link."""

    size: int = 0
    lines: int = 0
    link: str = FIRST_LINK


def digest_of(body: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(body).hexdigest()


def audit_line(commit: int, entry: AuditEntry, rows: Iterable[Row]) -> bytes:
    """The trail's line for one commit, as JSON without the link."""
    changed = [(row.kind, row.id, row.revision, digest_of(row.body)) for row in rows]
    head = json.dumps(changed, separators=(",", ":")).encode()
    return b'{"commit":%d,"changed":%b,"entry":%b}' % (commit, head, entry.model_dump_json().encode())


def act_of(line: bytes) -> Act:
    """A line of the trail, decoded. Raises `ValueError` when it cannot be read."""
    try:
        parts = json.loads(line)
        changed = tuple(Witness(*each) for each in parts["changed"])
        return Act(parts["commit"], changed, AuditEntry.model_validate(parts["entry"]))
    except (KeyError, TypeError) as error:
        raise ValueError("a part of the line is missing") from error


def linked(before: str, line: bytes) -> str:
    """The link that follows `before` for this line."""
    return hashlib.sha256(before.encode() + line).hexdigest()


def archived(link: str, line: bytes) -> bytes:
    """A line as it stands in the archive."""
    return link.encode() + b" " + line + b"\n"


def unarchived(raw: bytes) -> bytes:
    """The line without its link and newline."""
    return raw[65:-1]


def read_archive(path: Path, archive: Archive) -> Iterator[bytes]:
    """The archived lines without their links; raises `StoreDamaged` where the chain breaks."""
    if not archive.size:
        return
    link, size, number = FIRST_LINK, 0, 0
    with path.open("rb") as file:
        while size < archive.size and (raw := file.readline()):
            size, number = size + len(raw), number + 1
            line, before = unarchived(raw), link
            link = linked(before, line)
            if raw != archived(link, line):
                raise damaged(path, number, "the audit chain is broken here")
            yield line
    if (size, number, link) != (archive.size, archive.lines, archive.link):
        raise damaged(path, number, "the audit trail does not end as the journal says it does")
