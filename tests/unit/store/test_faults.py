"""Every disk call of a commit, a compaction, an opening and a stored document fails once: nothing is half done."""

import shutil

import pytest

from panel.errors import PanelError, StoreError
from panel.notices import Notice
from store.documents import FolderDocuments
from store.journal import JournalStore
from store.loading import JOURNAL
from tests.unit.store.faults import Died, FaultyDisk
from tests.unit.store.story import KINDS, Paper, Stamp, change, edited, notice

HOWS = ["error", "short", "died", "died halfway"]
FEW = 40
"""More disk calls than any one of these acts makes."""


def state(store):
    view = store.read()
    return view.find(Paper), view.find(Stamp), view.find(Notice), list(store.trail())


def state_on_disk(folder):
    store = JournalStore(folder, KINDS)
    found, problems = state(store), store.verify().problems
    store.close()
    assert problems == ()
    return found


def began(folder):
    """A store with a snapshot, an archived trail and two commits since."""
    store = JournalStore(folder, KINDS)
    store.transact(change(Paper(id="P1", text="one"), notices=(notice("N1"),)))
    store.transact(edited("P1", "two"))
    store.compact()
    store.transact(edited("P1", "three"))
    store.transact(change(Stamp(id="S1")))
    return store


def commit(store):
    store.transact(change(Paper(id="P2", text="x" * 500), Stamp(id="S1", revision=1), notices=(notice("N2"),)))


def compact(store):
    store.compact()


def after_a_crash(store, copy):
    """What a new process finds; the old one still has its files, so it looks at a copy."""
    shutil.copytree(store.folder, copy)
    return state_on_disk(copy)


def attempt(act, store, disk):
    """Run an act on a failing disk; true when it was acknowledged."""
    try:
        with disk:
            act(store)
    except (StoreError, Died):
        return False
    return True


@pytest.mark.parametrize("how", HOWS)
@pytest.mark.parametrize("act", [commit, compact])
def test_a_fault_at_any_call_leaves_before_or_after(tmp_path, act, how):
    """Whichever call fails, the store holds what it held or what was to be, in memory and to a new process."""
    for at in range(1, FEW):
        store = began(tmp_path / f"{at}")
        before = state(store)
        disk = FaultyDisk(at, how)

        acknowledged = attempt(act, store, disk)

        found = after_a_crash(store, tmp_path / f"{at}-copy")
        after = began(tmp_path / f"{at}-after")
        act(after)
        assert found in (before, state(after))
        assert acknowledged or how.startswith("died") or found == before
        assert state(store) == (state(after) if acknowledged else before)
        assert not acknowledged or found == state(after)
        for each in (store, after):
            each.close()
        if not disk.fired:
            return
    pytest.fail("the act makes more disk calls than were tried")


@pytest.mark.parametrize("how", ["error", "short"])
@pytest.mark.parametrize("act", [commit, compact])
def test_the_store_goes_on_after_a_fault_at_any_call(tmp_path, act, how):
    """When the disk is well again the same act succeeds without opening the store anew, and is durable."""
    for at in range(1, FEW):
        store = began(tmp_path / f"{at}")
        disk = FaultyDisk(at, how)
        if not attempt(act, store, disk):
            act(store)

        store.transact(edited("P1", "four"))

        expected = state(store)
        assert (store.verify().problems, expected[0][0].text) == ((), "four")
        store.close()
        assert state_on_disk(tmp_path / f"{at}") == expected
        if not disk.fired:
            return
    pytest.fail("the act makes more disk calls than were tried")


@pytest.mark.parametrize("how", HOWS)
@pytest.mark.parametrize("torn", [True, False])
def test_a_fault_at_any_call_of_an_opening_loses_nothing(tmp_path, how, torn):
    """An opening that fails, also while it cuts off an unfinished line, can be done again and finds everything."""
    store = began(tmp_path / "store")
    expected = state(store)
    store.close()
    if torn:
        with (tmp_path / "store" / JOURNAL).open("ab") as file:
            file.write(b"0000000005 ")
    for at in range(1, FEW):
        shutil.copytree(tmp_path / "store", tmp_path / f"{at}")
        disk = FaultyDisk(at, how)
        try:
            with disk:
                JournalStore(tmp_path / f"{at}", KINDS).close()
        except (StoreError, Died):
            assert disk.fired
        shutil.copytree(tmp_path / f"{at}", tmp_path / f"{at}-copy")
        assert state_on_disk(tmp_path / f"{at}-copy") == expected
        if not disk.fired:
            return
    pytest.fail("opening makes more disk calls than were tried")


@pytest.mark.parametrize("how", HOWS)
def test_a_fault_at_any_call_of_a_first_opening_can_be_repeated(tmp_path, how):
    """A store that could not be made can be made at the next try."""
    for at in range(1, FEW):
        disk = FaultyDisk(at, how)
        try:
            with disk:
                JournalStore(tmp_path / f"{at}", KINDS).close()
        except (StoreError, Died):
            assert disk.fired
        if (tmp_path / f"{at}").exists():
            shutil.copytree(tmp_path / f"{at}", tmp_path / f"{at}-copy")
        assert state_on_disk(tmp_path / f"{at}-copy") == ([], [], [], [])
        if not disk.fired:
            return
    pytest.fail("opening makes more disk calls than were tried")


def is_refused(store):
    try:
        commit(store)
    except StoreError:
        return True
    return False


@pytest.mark.parametrize("lasts", [True, False])
def test_a_refused_long_commit_leaves_no_end_behind_a_short_one(tmp_path, lasts):
    """Bytes of a commit that was refused never follow those of the next, taken back at once or not."""
    store = began(tmp_path / "store")
    with FaultyDisk(2, "lasting" if lasts else "error"), pytest.raises(StoreError):
        store.transact(edited("P1", "long " * 200))

    store.transact(edited("P1", "short"))

    assert after_a_crash(store, tmp_path / "copy") == state(store)
    store.close()


@pytest.mark.parametrize("at", [1, 2])
def test_a_disk_that_fails_for_good_acknowledges_nothing(tmp_path, at):
    """While the disk fails, taking back included, every commit is refused; once it is well, the next one is taken."""
    store = began(tmp_path / "store")
    before = state(store)

    with FaultyDisk(at, "lasting"):
        refused = [is_refused(store) for _ in range(3)]

    assert (refused, state(store)) == ([True] * 3, before)
    store.transact(edited("P1", "well again"))
    expected = state(store)
    store.close()
    assert state_on_disk(tmp_path / "store") == expected


@pytest.mark.parametrize("how", HOWS)
def test_a_fault_at_any_call_of_storing_a_document(tmp_path, how):
    """A document is there whole or not at all, and can be stored at the next try."""
    for at in range(1, FEW):
        documents = FolderDocuments(tmp_path / f"{at}")
        disk = FaultyDisk(at, how)
        digest = None
        try:
            with disk:
                digest = documents.put(b"form" * 1000)
        except (PanelError, Died):
            assert disk.fired
        assert digest is None or documents.get(digest) == b"form" * 1000
        assert documents.get(documents.put(b"form" * 1000)) == b"form" * 1000
        if not disk.fired:
            return
    pytest.fail("storing a document makes more disk calls than were tried")
