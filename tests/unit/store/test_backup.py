"""A backup is consistent, checked and complete; putting it back never overwrites anything."""

import json
import threading

import pytest

from panel.errors import StoreBusy, StoreDamaged, StoreError
from store.backup import backup, restore
from store.checking import MANIFEST, verify_folder
from store.documents import FolderDocuments
from store.files import copy_file
from store.journal import JournalStore
from store.loading import ARCHIVE, DOCUMENTS, JOURNAL
from tests.unit.store.faults import FaultyDisk
from tests.unit.store.story import KINDS, Paper, change, edited, entry


@pytest.fixture
def filled(store, folder):
    """An open store with an archived trail, commits since and two documents."""
    store.transact(change(Paper(id="P1")))
    store.compact()
    store.transact(edited("P1", "second"))
    documents = FolderDocuments(folder / DOCUMENTS)
    documents.put(b"one")
    documents.put(b"two")
    return store


@pytest.fixture
def target(tmp_path):
    return tmp_path / "backups" / "monday"


@pytest.mark.parametrize("given", ["store", "folder"])
def test_a_backup_is_put_back_as_it_was(filled, folder, target, tmp_path, given):
    """Records, trail and documents come back whole, from a store that was open all the while."""
    made = backup(filled if given == "store" else folder, target)
    filled.transact(edited("P1", "after the backup"))

    put_back = restore(target, tmp_path / "new")

    again = JournalStore(tmp_path / "new", KINDS)
    assert (made, put_back.commits, put_back.documents) == (put_back, 2, 2)
    assert again.read().find(Paper) == [Paper(id="P1", text="second", revision=2)]
    assert list(again.trail()) == [entry("P1"), entry("P1")]
    digests = [path.name for path in (folder / DOCUMENTS).rglob("*") if path.is_file()]
    assert {FolderDocuments(tmp_path / "new" / DOCUMENTS).get(each) for each in digests} == {b"one", b"two"}
    again.close()


def test_an_empty_store_can_be_backed_up(store, target, tmp_path):
    """A store without a commit has a backup like any other."""
    assert backup(store, target) == restore(target, tmp_path / "new")


def test_a_backup_of_a_busy_store_is_sound(filled, target):
    """Whatever is committed or compacted meanwhile, the copy is one of the states the store was in."""
    stop = threading.Event()

    def work():
        number = 0
        while not stop.is_set():
            filled.transact(edited("P1", f"{number} " * 50))
            number += 1
            if number % 20 == 0:
                filled.compact()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        reports = [backup(filled, target.with_name(f"copy-{number}")) for number in range(10)]
    finally:
        stop.set()
        thread.join()

    assert [report.problems for report in reports] == [()] * 10
    assert [report.commits for report in reports] == sorted(report.commits for report in reports)


def test_a_commit_being_written_is_not_in_the_backup(filled, folder, target):
    """Half a line at the end of the journal is left out of the copy."""
    with (folder / JOURNAL).open("ab") as file:
        file.write(b"0000000003 0000000")

    assert backup(folder, target).commits == 2


def test_a_line_copied_while_it_was_written_ends_the_backup(filled, target, monkeypatch):
    """A copy that caught one line half-made and later ones whole is cut before it; the store itself is sound."""
    filled.transact(edited("P1", "third"))
    filled.transact(edited("P1", "fourth"))

    def copy_too_early(source, copy, *, end=None):
        copy_file(source, copy, end=end)
        if copy.name == JOURNAL:
            copy.write_bytes(copy.read_bytes().replace(b'"third"', bytes(7)))

    monkeypatch.setattr("store.backup.copy_file", copy_too_early)

    assert (backup(filled, target).commits, verify_folder(target).commits) == (2, 2)


def test_a_damaged_line_is_not_taken_for_one_being_written(filled, folder, target):
    """A journal that is damaged in the middle is not backed up as far as it goes."""
    filled.transact(edited("P1", "third"))
    filled.close()
    (folder / JOURNAL).write_bytes((folder / JOURNAL).read_bytes().replace(b'"second"', b'"another'))

    with pytest.raises(StoreDamaged, match="line 3"):
        backup(folder, target)


def test_a_backup_overwrites_nothing(filled, target):
    """Each backup has a folder of its own."""
    backup(filled, target)

    with pytest.raises(StoreError, match="exists already"):
        backup(filled, target)


def test_a_backup_that_fails_leaves_no_folder_under_its_name(filled, target):
    """What has a backup's name is a whole backup; the next try succeeds."""
    disk = FaultyDisk(10_000)
    with disk:
        backup(filled, target.with_name("trial"))
    for at in range(1, disk.calls):
        with FaultyDisk(at), pytest.raises(StoreError):
            backup(filled, target)
        assert not target.exists()

    assert backup(filled, target).good


def test_a_damaged_store_is_not_backed_up(filled, folder, target):
    """A backup that could not be put back is refused when it is made."""
    path = next(path for path in (folder / DOCUMENTS).rglob("*") if path.is_file())
    path.write_bytes(b"three")

    with pytest.raises(StoreDamaged, match=path.name):
        backup(filled, target)


def damaged_journal(target):
    content = (target / JOURNAL).read_bytes()
    (target / JOURNAL).write_bytes(content[:-50] + b"?" + content[-49:])


def missing_trail(target):
    (target / ARCHIVE).unlink()


def missing_document(target):
    next(path for path in (target / DOCUMENTS).rglob("*") if path.is_file()).unlink()


def shorter_journal(target):
    lines = (target / JOURNAL).read_bytes().splitlines(keepends=True)
    (target / JOURNAL).write_bytes(b"".join(lines[:-1]))


def unreadable_manifest(target):
    (target / MANIFEST).write_text("{}")


@pytest.mark.parametrize(
    "damage", [damaged_journal, missing_trail, missing_document, shorter_journal, unreadable_manifest]
)
def test_a_damaged_backup_is_not_put_back(filled, target, tmp_path, damage):
    """A backup that differs from its manifest in any file is refused, and nothing is put in place."""
    backup(filled, target)
    damage(target)

    with pytest.raises(StoreDamaged, match="is not sound"):
        restore(target, tmp_path / "new")

    assert (verify_folder(target).good, (tmp_path / "new").exists()) == (False, False)


def test_a_store_with_records_is_not_overwritten(filled, folder, target):
    """Putting a backup back needs an empty place."""
    backup(filled, target)
    filled.close()

    with pytest.raises(StoreError, match="holds records already"):
        restore(target, folder)


def test_an_open_store_is_not_overwritten(filled, folder, target):
    """Nothing is put back under a running service."""
    backup(filled, target)

    with pytest.raises(StoreBusy):
        restore(target, folder)


def test_a_folder_without_manifest_is_no_backup(filled, folder, tmp_path):
    """Only what `backup` made can be put back."""
    with pytest.raises(StoreError, match="is not a backup"):
        restore(folder, tmp_path / "new")


def test_a_restore_that_fails_can_be_repeated(filled, target, tmp_path):
    """Until the last step the folder has no journal, so the same command can be given again."""
    backup(filled, target)
    disk = FaultyDisk(10_000)
    with disk:
        restore(target, tmp_path / "trial")
    for at in range(1, disk.calls - 1):  # the last two make the journal's new name durable
        with FaultyDisk(at), pytest.raises(StoreError):
            restore(target, tmp_path / f"{at}")
        assert restore(target, tmp_path / f"{at}").good


def test_the_manifest_names_every_file(filled, target):
    """Anybody can check a backup with sha256sum."""
    backup(filled, target)

    files = json.loads((target / MANIFEST).read_text())["files"]
    assert sorted(name.split("/")[0] for name in files) == [ARCHIVE, DOCUMENTS, DOCUMENTS, JOURNAL]
