"""The papers of one meeting, printed: what each version holds, who was sent it, and who has taken it."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from panel import again
from panel.council import Office
from panel.emergency import EmergencyApproval
from panel.meeting import AgendaItem, PanelMeeting
from panel.printing import Mark
from panel.records import Moment, Record, Value

MINUTES, REPORTS = "minutes", "reports"
"""Sections that are no item of the agenda."""


class PackedPaper(Value):
    """A paper of an item: what it is, its file, and why its pages are not in the pack; empty when they are."""

    label: str
    digest: str
    unshown: str = ""


class PackMark(Value):
    """A bookmark within a section; pages count from 0."""

    title: str
    page: int


class Section(Value):
    """A part of the pack, printed once and the same for everyone who gets it.

    `kind` is that of the item, or `minutes` or `reports`; `about` are the cases it speaks of, and whoever takes no part
    in one of them does not get it. `source` tells whether what it was printed from has changed since; `file` is the
    digest of its pages.
    """

    ref: str
    kind: str
    about: tuple[str, ...]
    source: str = ""
    starts_at: Moment | None = None
    late_by: str = ""
    papers: tuple[PackedPaper, ...] = ()
    file: str = ""
    pages: int = 0
    marks: tuple[PackMark, ...] = ()

    @property
    def is_item(self) -> bool:
        """Whether it is an item of the agenda."""
        return self.kind not in (MINUTES, REPORTS)

    @property
    def bookmarks(self) -> tuple[Mark, ...]:
        """Its bookmarks, for whoever binds it."""
        return tuple(Mark(mark.title, mark.page) for mark in self.marks)


class CopyPart(Value):
    """One file of a copy: the SHA-256 of its bytes, and the sections it holds. Most copies are one file."""

    digest: str
    refs: tuple[str, ...]


class Receipt(Value):
    """A copy somebody took: when, and the files it came in. The version is the pack's."""

    person: str
    at: Moment
    parts: tuple[CopyPart, ...]


class Pack(Record):
    """One version of the papers of a meeting; the id is the meeting's and the version.

    It is a draft until `sent_at`, and built again in place until then; afterwards nothing in it changes but that
    receipts are added, and what comes later is another version. `digest` is the SHA-256 of the office copy, which holds
    every section.
    """

    KIND: ClassVar[str] = "pack"
    INDEX: ClassVar[tuple[str, ...]] = ("meeting", "panel")

    panel: str
    meeting: str
    meets_at: Moment
    version: int
    built_at: Moment
    built_by: str
    sections: tuple[Section, ...]
    digest: str
    sent_at: Moment | None = None
    sent_by: str = ""
    receipts: tuple[Receipt, ...] = ()

    @property
    def items(self) -> tuple[Section, ...]:
        """The sections that are items of the agenda."""
        return tuple(section for section in self.sections if section.is_item)

    def taken(self, person: str) -> Receipt | None:
        """Their last receipt of this version."""
        return next((each for each in reversed(self.receipts) if each.person == person), None)


@dataclass(frozen=True)
class Difference:
    """What became of one item between two versions; the names of papers are their labels."""

    ref: str
    what: str
    papers: tuple[str, ...] = ()


def versions(office: Office, meeting_id: str) -> list[Pack]:
    """The packs of a meeting, the oldest first."""
    return sorted(office.records.find(Pack, meeting=meeting_id), key=lambda pack: pack.version)


def in_circulation(office: Office, meeting_id: str) -> Pack | None:
    """The version that the members have been told of last."""
    return next((pack for pack in reversed(versions(office, meeting_id)) if pack.sent_at), None)


def before(office: Office, pack: Pack) -> Pack | None:
    """The version sent round before this one."""
    return next(
        (each for each in reversed(versions(office, pack.meeting)) if each.version < pack.version and each.sent_at),
        None,
    )


def next_version(office: Office, meeting: PanelMeeting, sections: tuple[Section, ...], by: str, at: datetime) -> Pack:
    """The draft of these sections, in place of one that nobody was told of; its digest is not known yet."""
    last = next(reversed(versions(office, meeting.id)), None)
    draft = last if last and not last.sent_at else None
    version = draft.version if draft else (last.version + 1 if last else 1)
    return Pack(
        id=f"{meeting.id}.v{version}",
        revision=draft.revision if draft else 0,
        panel=meeting.panel,
        meeting=meeting.id,
        meets_at=meeting.starts_at,
        version=version,
        built_at=at,
        built_by=by,
        sections=sections,
        digest="",
        receipts=draft.receipts if draft else (),
    )


def source(office: Office, item: AgendaItem) -> str:
    """A digest of all that the section of an item is printed from."""
    kept = {"answers", "papers", "waivers", "lifts", "reassigned", "screened", "comment"}
    told = [office.referral(item.ref).model_dump(mode="json", include=kept)]
    emergency = office.records.look(EmergencyApproval, item.ref)
    told += [emergency.model_dump(mode="json", exclude={"revision"})] if emergency else []
    second = again.record_of(office, item.ref, item.kind) if item.kind in again.AGAIN else None
    told += [second.model_dump(mode="json", exclude={"revision"})] if second else []
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def is_current(office: Office, meeting: PanelMeeting, sections: Iterable[Section]) -> bool:
    """Whether the items printed are those of the agenda as it stands, in their order, and none has changed since."""
    printed = [(s.ref, s.kind, s.starts_at, s.late_by, s.source) for s in sections if s.is_item]
    return printed == [
        (item.ref, str(item.kind), item.starts_at, item.late_by, source(office, item)) for item in meeting.items
    ]


def differences(old: Iterable[Section], new: Iterable[Section]) -> list[Difference]:
    """Items added, taken off, at another time or with other answers; papers added, removed, replaced (CB-9.10)."""
    was, now = ({section.ref: section for section in sections} for sections in (old, new))
    found = [Difference(ref, "added") for ref in now if ref not in was]
    found += [Difference(ref, "removed") for ref in was if ref not in now]
    for ref in (ref for ref in now if ref in was):
        found += _within(was[ref], now[ref])
    return found


def _within(was: Section, now: Section) -> list[Difference]:
    old, new = _by_label(was.papers), _by_label(now.papers)
    changes = {
        "papers_added": tuple(label for label in new if label not in old),
        "papers_removed": tuple(label for label in old if label not in new),
        "papers_replaced": tuple(label for label in new if label in old and old[label] != new[label]),
    }
    found = [Difference(now.ref, what, papers) for what, papers in changes.items() if papers]
    if was.starts_at != now.starts_at:
        found.append(Difference(now.ref, "moved"))
    if was.source != now.source and not found:
        found.append(Difference(now.ref, "text"))
    return found


def _by_label(papers: Iterable[PackedPaper]) -> dict[str, str]:
    """The files by what they are; several of one kind are numbered."""
    named: dict[str, str] = {}
    for paper in papers:
        label, number = paper.label, 2
        while label in named:
            label, number = f"{paper.label} ({number})", number + 1
        named[label] = paper.digest
    return named
