"""Opening a store folder: locks, kinds, and lines that a crash cut short."""

import logging
import subprocess
import sys
from typing import ClassVar

import pytest

from panel.errors import StoreBusy, StoreDamaged, StoreError
from panel.records import Record
from store.journal import JournalStore
from store.loading import ARCHIVE, JOURNAL
from tests.unit.store.story import KINDS, Paper, Stamp, change, edited

OPEN_IT = """
import sys
from pathlib import Path
from panel.errors import StoreBusy
from store.journal import JournalStore
try:
    JournalStore(Path(sys.argv[1]), ())
except StoreBusy as error:
    sys.exit(str(error))
"""


@pytest.fixture
def closed(store, folder):
    """A store with two papers, the second of them in the last line."""
    store.transact(change(Paper(id="P1", text="kept")))
    store.transact(change(Paper(id="P2", text="x" * 2000)))
    store.close()
    return folder


def ids(folder):
    store = JournalStore(folder, KINDS)
    found = [paper.id for paper in store.read().find(Paper)]
    store.close()
    return found


def test_a_second_opening_is_refused(store, folder):
    """A store that is open cannot be opened again; once closed it can."""
    with pytest.raises(StoreBusy, match="is in use"):
        JournalStore(folder, KINDS)

    store.close()
    assert ids(folder) == []


@pytest.mark.parametrize("tries", [3, pytest.param(200, marks=pytest.mark.full)])
def test_a_second_process_is_refused(store, folder, tries):
    """Another process is told that the store is in use, and what is stored stays sound."""
    for number in range(tries):
        store.transact(change(Paper(id=f"P{number}")))
        other = subprocess.run([sys.executable, "-c", OPEN_IT, folder], capture_output=True, text=True, check=False)
        assert (other.returncode, "is in use" in other.stderr) == (1, True)

    assert store.verify().problems == ()


def test_a_failed_opening_leaves_the_store_free(closed):
    """Whoever could not open the store does not keep others from it."""
    with pytest.raises(StoreError):
        JournalStore(closed, ())

    assert ids(closed) == ["P1", "P2"]


def test_an_unknown_kind_is_named(closed):
    """A release that does not know a kind of record says which, and touches nothing."""
    before = (closed / JOURNAL).read_bytes()

    with pytest.raises(StoreError, match="'paper'"):
        JournalStore(closed, [Stamp])

    assert (closed / JOURNAL).read_bytes() == before


def test_a_kind_the_store_was_not_opened_for_is_named(store):
    """Asking for such a kind is an error, not an empty answer."""

    class Other(Record):
        KIND: ClassVar[str] = "other"

    with pytest.raises(StoreError, match="'other'"):
        store.read().look(Other, "O1")


def test_a_closed_store_takes_no_commit(store):
    """A commit after closing is refused."""
    store.close()

    with pytest.raises(StoreError, match="was closed"):
        store.transact(change(Paper(id="P1")))


def test_a_new_index_field_covers_older_records(closed):
    """A release that lists a kind by another field finds the records stored before it."""

    class Listed(Record):
        KIND: ClassVar[str] = "paper"
        INDEX: ClassVar[tuple[str, ...]] = ("text",)
        state: str
        tags: tuple[str, ...]
        owner: str | None
        text: str

    store = JournalStore(closed, [Listed])

    assert [paper.id for paper in store.read().find(Listed, text="kept")] == ["P1"]
    store.close()


def test_a_record_of_another_shape_is_damage_that_quotes_nobody(closed):
    """A record this release cannot read is named by its kind and field, never by what it says."""

    class Changed(Record):
        KIND: ClassVar[str] = "paper"
        INDEX: ClassVar[tuple[str, ...]] = ("state", "tags", "owner")
        state: str
        tags: tuple[str, ...]
        owner: str | None
        text: int

    store = JournalStore(closed, [Changed])

    with pytest.raises(StoreDamaged, match=r"^A stored paper cannot be read: text\.$") as caught:
        store.read().get(Changed, "P1")

    assert (caught.value.__cause__, "kept" in repr(caught.value)) == (None, False)
    store.close()


@pytest.mark.parametrize("room", [0, 5, 5000])
def test_a_line_cut_anywhere_is_left_out(closed, caplog, room):
    """Whatever part of the last line a crash left, the store opens as it was before that line and says so."""
    path = closed / JOURNAL
    whole = path.read_bytes()
    start = whole.rindex(b"\n", 0, -1) + 1
    for end in range(start + 1, len(whole) - 1, 7):
        path.write_bytes(whole[:end] + bytes(room))
        with caplog.at_level(logging.WARNING, "panel_clerk.store"):
            assert ids(closed) == ["P1"], f"cut at {end}"
        assert (path.read_bytes(), caplog.records[-1].bytes) == (whole[:start], end - start)


@pytest.mark.parametrize("sector", [512, 4096])
def test_a_line_with_unwritten_blocks_is_left_out(closed, sector):
    """A power cut may leave blocks of the last line unwritten, which read as zeros; any of them ends the line."""
    path = closed / JOURNAL
    whole = path.read_bytes()
    start = whole.rindex(b"\n", 0, -1) + 1
    for block in range(start // sector * sector, len(whole) - 8, sector):
        low, high = max(block, start), min(block + sector, len(whole))
        path.write_bytes(whole[:low] + bytes(high - low) + whole[high:])
        assert ids(closed) == ["P1"], f"block at {block}"


@pytest.mark.parametrize("end", [b"", b"\0", bytes(5000)])
def test_a_line_that_lacks_only_its_newline_is_kept(closed, end):
    """Nothing of the commit is missing, so it stands, and the next one follows it."""
    path = closed / JOURNAL
    path.write_bytes(path.read_bytes()[:-1] + end)
    store = JournalStore(closed, KINDS)
    store.transact(edited("P2", "changed"))

    assert (store.verify().problems, [each.text for each in store.read().find(Paper)]) == ((), ["kept", "changed"])
    store.close()
    assert ids(closed) == ["P1", "P2"]


def test_room_for_more_is_no_unfinished_line(closed, caplog):
    """A process that was killed leaves zeros after its last line; they are taken off without a warning."""
    path = closed / JOURNAL
    whole = path.read_bytes()
    path.write_bytes(whole + bytes(1 << 20))

    assert (ids(closed), path.read_bytes() == whole, caplog.records) == (["P1", "P2"], True, [])


def test_a_store_with_a_line_cut_short_goes_on(closed):
    """The next commit follows the last good line."""
    path = closed / JOURNAL
    path.write_bytes(path.read_bytes()[:-100])
    store = JournalStore(closed, KINDS)

    store.transact(edited("P1", "changed"))

    assert (store.verify().problems, store.verify().commits) == ((), 2)
    store.close()


def test_a_missing_journal_is_damage(store, folder):
    """A folder with an audit trail and no journal is not taken for a new store."""
    store.transact(change(Paper(id="P1")))
    store.compact()
    store.close()
    (folder / JOURNAL).unlink()

    with pytest.raises(StoreDamaged, match="missing"):
        JournalStore(folder, KINDS)


def test_files_are_for_this_account_only(closed):
    """Nobody else on the machine may read the records."""
    store = JournalStore(closed, KINDS)
    store.compact()
    store.close()

    modes = {path.name: path.stat().st_mode & 0o777 for path in [closed, *closed.iterdir()]}
    assert modes == {"store": 0o700, JOURNAL: 0o600, ARCHIVE: 0o600, "lock": 0o600}
