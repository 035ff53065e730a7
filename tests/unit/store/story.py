"""Invented records and changes for telling stories about a store."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from panel.notices import Channel, Notice
from panel.ports import Answer, Change, Records
from panel.records import AuditEntry, Record

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class State(StrEnum):
    OPEN = "open"
    SHUT = "shut"


class Paper(Record):
    """A record with one index of each sort."""

    KIND: ClassVar[str] = "paper"
    INDEX: ClassVar[tuple[str, ...]] = ("state", "tags", "owner")

    state: State = State.OPEN
    tags: tuple[str, ...] = ()
    owner: str | None = None
    text: str = ""


class Stamp(Record):
    """A second kind, without indexes."""

    KIND: ClassVar[str] = "stamp"

    number: int = 0


KINDS = (Paper, Stamp)


def entry(*about: str, minutes: int = 0, act: str = "wrote") -> AuditEntry:
    return AuditEntry(at=START + timedelta(minutes=minutes), by="person-1", act=act, about=about)


def notice(notice_id: str, about: str = "P1") -> Notice:
    return Notice(id=notice_id, rule="R1", to="person-2", channel=Channel.TEAMS, about=about, owed_at=START)


def change(*records: Record, notices: tuple[Notice, ...] = (), minutes: int = 0) -> Callable[[Records], Change]:
    """Work that changes these records, with the audit entry about them."""
    done = Change(Answer(code="done"), entry(*(record.id for record in records), minutes=minutes), records, notices)
    return lambda _: done


def edited(record_id: str, text: str) -> Callable[[Records], Change]:
    """Work that gives a paper another text."""

    def work(records: Records) -> Change:
        paper = records.get(Paper, record_id).model_copy(update={"text": text})
        return Change(Answer(code="edited"), entry(record_id), (paper,))

    return work
