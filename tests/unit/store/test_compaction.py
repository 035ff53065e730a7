"""Compaction drops superseded revisions and nothing else; the audit trail is never shortened."""

import logging
import os

import pytest

from panel.errors import StoreError
from panel.notices import Notice
from store.files import explained
from store.journal import JournalStore
from store.loading import ARCHIVE, JOURNAL
from tests.unit.store.story import KINDS, Paper, change, edited, entry, notice


def everything(store):
    return store.read().find(Paper), store.read().find(Notice), list(store.trail()), store.verify().link


def test_compaction_keeps_records_notices_and_the_whole_trail(store):
    """What the store says is the same before and after, also when it is done twice."""
    store.transact(change(Paper(id="P1"), notices=(notice("N1"),)))
    store.transact(edited("P1", "second"))
    before = everything(store)

    store.compact()
    store.compact()

    assert (everything(store), store.verify().problems) == (before, ())


def test_compaction_leaves_current_revisions_only(store, folder):
    """A journal of many revisions shrinks to a first line and one line for each record."""
    store.transact(change(Paper(id="P1")))
    for number in range(50):
        store.transact(edited("P1", f"{number} " * 100))

    store.compact()

    assert ((folder / JOURNAL).read_bytes().count(b"\n"), (folder / ARCHIVE).read_bytes().count(b"\n")) == (2, 51)


def test_the_archive_only_ever_grows(store, folder):
    """Later compactions add to the archived trail and leave what is there as it is."""
    store.transact(change(Paper(id="P1")))
    store.compact()
    first = (folder / ARCHIVE).read_bytes()
    store.transact(edited("P1", "second"))

    store.compact()

    assert ((folder / ARCHIVE).read_bytes().startswith(first), list(store.trail("P1"))) == (True, [entry("P1")] * 2)


def test_a_trail_being_read_is_not_disturbed(store):
    """Whoever reads the trail gets what was committed when they asked, though a compaction comes between."""
    store.transact(change(Paper(id="P1")))
    trail = store.trail()
    store.compact()
    store.transact(edited("P1", "second"))

    assert list(trail) == [entry("P1")]


def test_a_wasteful_journal_is_compacted_at_opening(store, folder):
    """A journal that is mostly superseded revisions is rewritten when the store opens."""
    store.transact(change(Paper(id="P1")))
    for number in range(10, 25):
        store.transact(edited("P1", str(number) * 100_000))
    before = everything(store)
    store.close()

    again = JournalStore(folder, KINDS)

    assert ((folder / JOURNAL).read_bytes().count(b"\n"), everything(again)) == (2, before)
    again.close()


def test_a_small_journal_is_left_as_it_is(store, folder):
    """There is no point in rewriting little."""
    for number in range(12):
        store.transact(change(Paper(id="P1", revision=number)))
    store.close()
    before = (folder / JOURNAL).read_bytes()

    JournalStore(folder, KINDS).close()

    assert (folder / JOURNAL).read_bytes() == before


def test_a_compaction_that_fails_at_opening_keeps_nobody_out(store, folder, monkeypatch, caplog):
    """The store opens with its old journal, and the log says why."""
    store.transact(change(Paper(id="P1")))
    for number in range(10, 25):
        store.transact(edited("P1", str(number) * 100_000))
    before = everything(store)
    store.close()

    def refuse(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", refuse)
    with caplog.at_level(logging.WARNING, "panel_clerk.store"):
        again = JournalStore(folder, KINDS)

    assert (everything(again), [each.message for each in caplog.records]) == (before, ["compaction failed"])
    again.close()


def test_a_new_journal_of_doubtful_name_takes_no_commit_until_it_is_certain(store, monkeypatch):
    """After a compaction whose last step failed, a commit is acknowledged only when the new journal is sure to stay."""

    def refuse(_):
        raise OSError(5, "Input/output error")

    store.transact(change(Paper(id="P1")))
    with monkeypatch.context() as patch:
        patch.setattr("store.log.sync_folder", refuse)
        store.compact()

        with pytest.raises(StoreError):
            store.transact(edited("P1", "too early"))

    store.transact(edited("P1", "in time"))
    assert (store.read().get(Paper, "P1").text, store.verify().problems) == ("in time", ())


def test_a_leftover_of_a_compaction_is_removed(store, folder):
    """A half-made journal holds people's facts and goes at the next opening."""
    store.close()
    (folder / "journal.new").write_bytes(b"half")

    JournalStore(folder, KINDS).close()

    assert sorted(path.name for path in folder.iterdir()) == [JOURNAL, "lock"]


def test_an_explained_error_says_what_and_why():
    """The disk's error becomes a sentence."""
    said = r"^The thing failed: No space left on device\. Nothing was changed\.$"
    with pytest.raises(StoreError, match=said), explained("The thing failed"):
        raise OSError(28, "No space left on device")
