"""Backing up a store folder while it is in use, and putting a backup back."""

import json
import os
import shutil
from pathlib import Path

from panel.errors import StoreDamaged, StoreError
from store.checking import MANIFEST, Report, document_paths, manifest_of, verify_folder
from store.files import FolderLock, copy_file, cut, explained, make_folder, sync_folder, write_file
from store.journal import JournalStore
from store.lines import read_lines
from store.loading import ARCHIVE, JOURNAL, opened


def backup(source: Path | JournalStore, target: Path) -> Report:
    """Copy a store folder with its documents to a new folder `target`, and check the copy.

    The store may be in use, also by another process: the journal only ever grows, so what is copied is what
    was committed when the copy began. Documents come last, as each is stored before the commit that names
    it. The copy appears under its name only once it is whole. Raises `StoreError` when `target` exists or
    the disk fails, and `StoreDamaged` when what was copied is not sound.
    """
    folder = source if isinstance(source, Path) else source.folder
    part = target.with_name(f"{target.name}.part")
    with explained(f"The backup to {target} could not be made"):
        if target.exists():
            raise StoreError(f"{target} exists already. Choose a new folder for each backup.")
        shutil.rmtree(part, ignore_errors=True)
        make_folder(part)
        _copy_journal(folder, part)
        _copy_documents(folder, part)
        manifest = {"format": 1, "files": manifest_of(part)}
        write_file(part / MANIFEST, json.dumps(manifest, indent=1, sort_keys=True).encode())
        report = _sound(part)
        os.replace(part, target)
        sync_folder(target.parent)
    return report


def _copy_journal(folder: Path, target: Path) -> None:
    """Copy the journal, and as much of the archive as the copy says belongs to it."""
    path, copy = folder / JOURNAL, target / JOURNAL
    # One open file throughout: a compaction meanwhile puts another in its place and leaves this one as it was.
    with path.open("rb") as file:
        live = Path(f"/proc/self/fd/{file.fileno()}")
        copy_file(live, copy)
        lines, end, fault = _good_lines(copy, path)
        # A line that was being written while it was copied is whole by now; one that is damaged still is.
        if fault and _good_lines(live, path)[0] <= lines:
            raise fault
    with copy.open("r+b") as file:
        cut(file.fileno(), end)
        file.seek(0)
        archive = opened(next(read_lines(file, copy))[0])[0]
    if archive.size:
        copy_file(folder / ARCHIVE, target / ARCHIVE, end=archive.size)


def _good_lines(copy: Path, path: Path) -> tuple[int, int, StoreDamaged | None]:
    """How many lines are good from the start, where they end, and what is wrong after them."""
    ends = [0]
    try:
        with copy.open("rb") as file:
            ends.extend(end for _, end in read_lines(file, path))
    except StoreDamaged as fault:
        return len(ends), ends[-1], fault
    return len(ends), ends[-1], None


def _copy_documents(folder: Path, target: Path) -> None:
    for path in document_paths(folder):
        place = target / path.relative_to(folder)
        make_folder(place.parent)
        if not place.exists():
            copy_file(path, place)
            sync_folder(place.parent)


def _sound(folder: Path) -> Report:
    report = verify_folder(folder)
    if not report.good:
        raise StoreDamaged("\n".join([f"{folder} is not sound:", *report.problems]))
    return report


def restore(source: Path, folder: Path) -> Report:
    """Check a backup and copy it to a store folder that holds no records yet; the journal goes in last.

    Raises `StoreDamaged` for a backup that is not sound, `StoreBusy` when the store is open, `StoreError`
    when there are records in `folder` already or the disk fails.
    """
    if not (source / MANIFEST).is_file():
        raise StoreError(f"{source} is not a backup: it has no {MANIFEST}.")
    report = _sound(source)
    with explained(f"The backup could not be put back to {folder}"):
        make_folder(folder)
        lock = FolderLock(folder)
        try:
            _fill(source, folder)
        finally:
            lock.release()
    return report


def _fill(source: Path, folder: Path) -> None:
    if (folder / JOURNAL).exists():
        raise StoreError(f"{folder} holds records already. Move it away first; nothing is overwritten.")
    _copy_documents(source, folder)
    if (source / ARCHIVE).exists():
        copy_file(source / ARCHIVE, folder / ARCHIVE)
    fresh = (folder / JOURNAL).with_suffix(".new")
    copy_file(source / JOURNAL, fresh)
    sync_folder(folder)
    os.replace(fresh, folder / JOURNAL)
    sync_folder(folder)
