"""`panel-clerk pack`: the office copy of the papers of a meeting, out of the record of a stopped service."""

import argparse
import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path

from adapters.documents.packs.press import PdfPress
from bot.clock import system_clock
from bot.settings import Settings
from bot.wiring import KINDS, build_council
from dialogs.pack_copies import office_copy
from panel.commands import OPERATOR
from panel.council import Office
from panel.pack import Pack, versions
from panel.ports import Answer, Change, Documents, Store
from panel.printing import Press
from panel.records import AuditEntry
from store.documents import FolderDocuments
from store.journal import JournalStore
from store.loading import DOCUMENTS


@dataclass(frozen=True)
class _Means:
    documents: Documents
    press: Press


def add_pack_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Put the command into the parser."""
    packing = commands.add_parser("pack", help="write the papers of a meeting to a file, from a stopped service")
    packing.add_argument("data", type=Path)
    packing.add_argument("meeting", help="the panel and the day, such as central-bedfordshire.2026-11-11")
    packing.add_argument("--to", type=Path, required=True, help="the PDF to write")
    packing.add_argument("--version", type=int, help="the last otherwise")
    packing.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Write it, say its SHA-256, and note in the trail that it was taken out; 1 when there is none, or it differs."""
    folder = chosen.data if (chosen.data / DOCUMENTS).exists() else chosen.data / "store"
    council, _ = build_council(Settings())
    store = JournalStore(folder, KINDS)
    try:
        office = Office(council, store.read())
        known = [pack for pack in versions(office, chosen.meeting) if chosen.version in (None, pack.version)]
        if not known:
            print(f"There are no such papers of {chosen.meeting}.", file=sys.stderr)
            return 1
        copy = office_copy(_Means(FolderDocuments(folder / DOCUMENTS), PdfPress()), office, known[-1])
        chosen.to.write_bytes(copy)
        _noted(store, known[-1])
    finally:
        store.close()
    return _told(known[-1], copy, chosen.to)


def _noted(store: Store, pack: Pack) -> None:
    entry = AuditEntry(at=system_clock(), by=OPERATOR, act="pack_exported", about=(pack.meeting,), through="cli")
    store.transact(lambda _: Change(Answer(code="pack_exported", about=pack.id), entry))


def _told(pack: Pack, copy: bytes, target: Path) -> int:
    digest = hashlib.sha256(copy).hexdigest()
    print(f"Written: {target}, version {pack.version}, SHA-256 {digest}")
    if digest == pack.digest:
        return 0
    print(f"That is not the SHA-256 on the record, which is {pack.digest}.", file=sys.stderr)
    return 1
