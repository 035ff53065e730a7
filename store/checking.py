"""Checking a store folder: checksums, the audit chain, and that records and files are what was written."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from panel.errors import StoreDamaged, StoreError
from store.chain import Witness, act_of, digest_of, read_archive, unarchived
from store.loading import ARCHIVE, DOCUMENTS, JOURNAL, Contents, Kinds, load
from store.rows import listing_of, record_of

MANIFEST = "manifest.json"


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a check found. `link` ends the audit chain: kept elsewhere, it proves that nothing was undone."""

    records: int = 0
    commits: int = 0
    documents: int = 0
    link: str = ""
    problems: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def verify_folder(folder: Path, kinds: Kinds | None = None) -> Report:
    """Check a store folder or a backup without changing it; meant for a store that nobody is writing to.

    With `kinds` it also checks that every record can be read by this release.
    """
    try:
        faults = tuple(_manifest_faults(folder))
        report = check(folder, load(folder, kinds))
    except (StoreError, OSError) as error:
        return Report(problems=(str(error),))
    return replace(report, problems=(*faults, *report.problems))


def check(folder: Path, contents: Contents) -> Report:
    """Check what was loaded against the trail, and every file's content; the checksums were right."""
    documents = list(document_paths(folder))
    problems = (*_trail_faults(folder, contents), *_record_faults(contents), *_document_faults(documents))
    records = sum(map(len, contents.shelves.values()))
    return Report(
        records=records, commits=contents.commits, documents=len(documents), link=contents.link, problems=problems
    )


def document_paths(folder: Path) -> Iterator[Path]:
    """Files of the documents folder that are named as documents are; a write cut short leaves others."""
    return (path for path in sorted((folder / DOCUMENTS).glob("??/??/*")) if len(path.name) == 64)


def _trail_faults(folder: Path, contents: Contents) -> Iterator[str]:
    vouched: dict[tuple[str, str], Witness] = {}
    lines = chain(read_archive(folder / ARCHIVE, contents.archive), map(unarchived, contents.recent))
    for number, line in enumerate(lines, start=1):
        act = act_of(line)
        if act.commit != number:
            yield f"The audit trail says commit {act.commit} where commit {number} belongs."
        vouched |= {(each.kind, each.id): each for each in act.changed}
    for shelf in contents.shelves.values():
        for row in shelf.rows():
            found = Witness(row.kind, row.id, row.revision, digest_of(row.body))
            if vouched.pop((row.kind, row.id), None) != found:
                yield f"The {row.kind} {row.id} is not what the audit trail says was written."
    for kind, record_id in vouched:
        yield f"The {kind} {record_id} is in the audit trail but is no longer there."


def _record_faults(contents: Contents) -> Iterator[str]:
    for kind in (contents.kinds or {}).values():
        for row in contents.shelf(kind.KIND).rows():
            try:
                record = record_of(kind, row.body)
            except StoreDamaged as error:
                yield f"{row.id}: {error}"
                continue
            if (record.id, record.revision) != (row.id, row.revision):
                yield f"The {row.kind} {row.id} is filed under another record's name."
            listed = {name: sorted(values) for name, values in row.listing.items()}
            if listed != {name: sorted(values) for name, values in listing_of(record).items()}:
                yield f"The {row.kind} {row.id} is listed under values it does not have."


def _document_faults(paths: list[Path]) -> Iterator[str]:
    for path in paths:
        if _file_digest(path) != path.name:
            yield f"The document {path.name} is not what was stored."


def manifest_of(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file a backup holds, by its path inside the backup."""
    names = [folder / JOURNAL, folder / ARCHIVE, *document_paths(folder)]
    return {str(path.relative_to(folder)): _file_digest(path) for path in names if path.exists()}


def _file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _manifest_faults(folder: Path) -> Iterator[str]:
    """How a backup differs from its manifest; a store folder has none."""
    path = folder / MANIFEST
    if not path.exists():
        return
    try:
        stated: dict[str, str] = json.loads(path.read_bytes())["files"]
    except (ValueError, KeyError, TypeError):
        yield f"{path} cannot be read."
        return
    found = manifest_of(folder)
    for name in sorted(stated.keys() | found.keys()):
        if stated.get(name) != found.get(name):
            yield f"{name} is not as the backup's manifest says."
