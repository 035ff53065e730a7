"""Records as the journal holds them: encoded once, found by the fields their kind lists, decoded on use."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from pydantic import ValidationError

from panel.errors import StoreDamaged
from panel.records import Record

R = TypeVar("R", bound=Record)

Listing = dict[str, list[str]]
"""Index field to the values a record is listed under; a field that is None has no values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One revision of one record, as bytes of JSON."""

    kind: str
    id: str
    revision: int
    listing: Listing
    body: bytes


def row_of(record: Record) -> Row:
    """A record as it is to be written."""
    body = record.model_dump_json().encode()
    return Row(kind=record.KIND, id=record.id, revision=record.revision, listing=listing_of(record), body=body)


def listing_of(record: Record) -> Listing:
    """The index values of a record. Raises `TypeError` when a listed field holds no string."""
    return {name: _values(getattr(record, name), name) for name in record.INDEX}


def _values(value: object, name: str) -> list[str]:
    if value is None:
        return []
    values = list(value) if isinstance(value, tuple) else [value]
    if not all(isinstance(each, str) for each in values):
        raise TypeError(f"index field {name} must hold a string, a tuple of strings, or None")
    return [str(each) for each in values]


def record_of(kind: type[R], body: bytes) -> R:
    """The record in these bytes. Raises `StoreDamaged` when this release cannot read it."""
    try:
        return kind.model_validate_json(body)
    except ValidationError as error:
        # Pydantic quotes the values, and these are about people: only where the fault lies is passed on.
        where = sorted({".".join(map(str, fault["loc"])) or "the whole" for fault in error.errors()})
        raise StoreDamaged(f"A stored {kind.KIND} cannot be read: {', '.join(where)}.") from None


def packed(rows: Iterable[Row], audit: bytes = b"null", link: str = "") -> bytes:
    """One line's payload: a JSON array of a head, the audit line and each record.

    The head gives every length in bytes, so that opening the store never decodes a record.
    """
    rows = tuple(rows)
    stated = [(row.kind, row.id, row.revision, len(row.body), row.listing) for row in rows]
    head = json.dumps([link, len(audit), stated], separators=(",", ":")).encode()
    return b"[%d," % len(head) + b",".join((head, audit, *(row.body for row in rows))) + b"]"


def unpacked(payload: bytes) -> tuple[list[Row], bytes, str]:
    """Rows, audit line and link of a payload. Raises `ValueError` when it does not hold together."""
    start = payload.index(b",") + 1
    end = start + int(payload[1 : start - 1])
    try:
        link, length, stated = json.loads(payload[start:end])
        audit, end = payload[end + 1 : end + 1 + length], end + 1 + length
        rows = []
        for kind, record_id, revision, size, listing in stated:
            body = payload[end + 1 : end + 1 + size]
            rows.append(Row(kind=kind, id=record_id, revision=revision, listing=listing, body=body))
            end += 1 + size
    except TypeError as error:
        raise ValueError("the head of the line does not fit the line") from error
    if payload[end:] != b"]":
        raise ValueError("the lengths do not add up")
    return rows, audit, link
