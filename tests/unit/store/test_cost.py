"""What a commit and a read cost does not depend on how much is stored."""

import os

import pytest

from store.journal import JournalStore
from tests.unit.store.story import KINDS, Paper, change, edited

CROWD = [Paper(id=f"X{number:05}", text="x" * 100, owner=f"o{number}") for number in range(2_000)]

AROUND_IT = 478
"""Bytes of frame, head, audit entry and the paper's other fields in the line of one changed paper."""


@pytest.fixture(params=[0, 2_000])
def crowded(request, store):
    """A store with none or many other records."""
    store.transact(change(Paper(id="P1", text="-" * 3000), *CROWD[: request.param]))
    return store


def counted(monkeypatch, target, name):
    calls = []
    real = getattr(target, name)

    def call(*arguments, **named):
        calls.append(arguments)
        return real(*arguments, **named)

    monkeypatch.setattr(target, name, call)
    return calls


def test_one_changed_record_is_one_write_and_one_sync(crowded, monkeypatch):
    """A commit writes one line, once, and waits for the disk once."""
    crowded.transact(edited("P1", "first"))  # makes room for many lines
    writes, syncs = counted(monkeypatch, os, "pwrite"), counted(monkeypatch, os, "fdatasync")

    crowded.transact(edited("P1", "+" * 3000))

    assert ([line.count(b"\n") for _, line, _ in writes], len(syncs)) == ([1], 1)


def test_the_line_is_as_long_as_the_change(crowded, monkeypatch):
    """The journal grows by the record, its audit entry and a fixed frame, however many records there are."""
    crowded.transact(edited("P1", "first"))
    writes = counted(monkeypatch, os, "pwrite")

    crowded.transact(edited("P1", "+" * 3000))

    assert [len(line) for _, line, _ in writes] == [3000 + AROUND_IT]


def test_reading_one_record_decodes_one(crowded, monkeypatch):
    """A record is decoded when it is asked for, and no other with it."""
    decoded = counted(monkeypatch, Paper, "model_validate_json")

    crowded.read().get(Paper, "P1")

    assert len(decoded) == 1


def test_finding_by_index_decodes_what_is_found(crowded, monkeypatch):
    """An index is searched, not the records."""
    crowded.transact(change(Paper(id="P2", owner="me"), Paper(id="P3", owner="me")))
    decoded = counted(monkeypatch, Paper, "model_validate_json")

    found = [paper.id for paper in crowded.read().find(Paper, owner="me")]

    assert (found, len(decoded)) == (["P2", "P3"], 2)


def test_counting_decodes_nothing(crowded, monkeypatch):
    """A count comes from the index."""
    decoded = counted(monkeypatch, Paper, "model_validate_json")

    crowded.read().count(Paper, state="open")

    assert decoded == []


def test_opening_decodes_nothing(crowded, folder, monkeypatch):
    """A store opens by its checksums and index values, without decoding its records."""
    crowded.close()
    decoded = counted(monkeypatch, Paper, "model_validate_json")

    JournalStore(folder, KINDS).close()

    assert decoded == []
