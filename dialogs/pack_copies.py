"""One person's copy of a pack: the sections open to them behind a cover with their name, and what changed for them."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, date

from dialogs.words import packs as words
from panel.council import Office
from panel.pack import CopyPart, Pack, Section, before, differences
from panel.pack_readers import open_to, sees_whole
from panel.people import Person
from panel.printing import Bound, Front, Means, Part, Sheet

LARGEST_COPY = 18 * 1024 * 1024
"""Bytes of one file: a third more when mailed, which mail systems still take."""


def copies_for(means: Means, office: Office, pack: Pack, person: Person, on: date) -> list[tuple[bytes, CopyPart]]:
    """This person's own copy, in several files where one would be too large for a mail; none where nothing is open."""
    sections = open_to(office, pack, person, on)
    earlier = before(office, pack) if sections else None
    changed = [_changed(office, open_to(office, earlier, person, on), sections)] if earlier else []
    whole = sees_whole(office, office.meeting(pack.meeting), person, on)
    left_out = [section.ref for section in pack.items if section not in sections] if whole else []
    files = list(_files(means, sections))
    found = []
    for number, part in enumerate(files, 1):
        whose = person.name if len(files) == 1 else words.part_of(person.name, number, len(files))
        content = _bound(means, office, pack, part, (whose, left_out), changed)
        refs = tuple(section.ref for section in part)
        found.append((content, CopyPart(digest=hashlib.sha256(content).hexdigest(), refs=refs)))
    return found


def _files(means: Means, sections: Sequence[Section]) -> Iterator[list[Section]]:
    """The sections in their order, as many in each file as it holds."""
    held: list[Section] = []
    size = 0
    for section in sections:
        more = len(means.documents.get(section.file))
        if held and size + more > LARGEST_COPY:
            yield held
            held, size = [], 0
        held.append(section)
        size += more
    if held:
        yield held


def office_copy(means: Means, office: Office, pack: Pack) -> bytes:
    """The copy that holds every section, by whose SHA-256 the pack is known."""
    earlier = before(office, pack)
    changed = [_changed(office, earlier.sections, pack.sections)] if earlier else []
    return _bound(means, office, pack, pack.sections, (words.OFFICE, []), changed)


def _bound(
    means: Means,
    office: Office,
    pack: Pack,
    sections: Sequence[Section],
    whose: tuple[str, Sequence[str]],
    changed: Sequence[Sheet],
) -> bytes:
    profile, (name, left_out) = office.profile(pack.panel), whose
    mark = words.marking(profile)
    rows = [row for row in words.cover_rows(pack, sections, mark, name, left_out) if row[1]]
    cover = Sheet(words.cover_title(profile), profile.panel.council, [Part("", rows, [words.FOR_YOU_ONLY])])
    numbers = {section.ref: number for number, section in enumerate(pack.items, 1)}
    parts = [
        Bound(words.title_of(numbers.get(each.ref, 0), each), means.documents.get(each.file), each.bookmarks)
        for each in sections
    ]
    made_at = pack.built_at.astimezone(UTC).strftime("%Y%m%d%H%M%S")
    return means.press.bind(Front(cover, changed, mark, f"{pack.id}/{name}", made_at), parts)


def _changed(office: Office, old: Sequence[Section], new: Sequence[Section]) -> Sheet:
    """What is new since the version sent round before, as far as this copy goes (CB-9.10)."""
    items = [tuple(section for section in sections if section.is_item) for sections in (old, new)]
    now = {section.ref: section for section in new}
    lines = [words.difference(office, each, now) for each in differences(*items)]
    return Sheet(words.CHANGED_TITLE, words.CHANGED_SINCE, [Part("", lines=lines or [words.NOTHING_CHANGED])])
