"""What a pack is printed from, in plain values, and the port of whoever prints it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from panel.ports import Documents

Row = tuple[str, str]
"""A question and its answer, or a name and a value, as a person reads them."""


@dataclass(frozen=True)
class Part:
    """A heading with rows or lines under it; either may be empty."""

    title: str
    rows: Sequence[Row] = ()
    lines: Sequence[str] = ()


@dataclass(frozen=True)
class Sheet:
    """Pages of our own: a title, a line under it, and the parts."""

    title: str
    subtitle: str
    parts: Sequence[Part] = ()


@dataclass(frozen=True)
class Enclosure:
    """A file that belongs behind a sheet. `label` says what it is; `how_to_get` where the file itself is to be had.

    `fetch` gives its bytes, none for a file that is gone.
    """

    label: str
    fetch: Callable[[], bytes]
    how_to_get: str


@dataclass(frozen=True)
class Mark:
    """A bookmark: its words, and its page counted from 0 at the beginning of the section."""

    title: str
    page: int


@dataclass(frozen=True)
class Printed:
    """A printed section. `unshown` gives for each enclosure why its pages are not here; empty if they are."""

    content: bytes
    pages: int
    marks: Sequence[Mark]
    unshown: Sequence[str] = ()


@dataclass(frozen=True)
class Bound:
    """A printed section on its way into a copy."""

    title: str
    content: bytes
    marks: Sequence[Mark]


@dataclass(frozen=True)
class Front:
    """The first pages of a copy: what it is and whose, and what stands before the index.

    `identity` tells this copy from all others and `made_at` is its date as `YYYYMMDDHHMMSS` in UTC: both go into the
    file, so that the same record gives the same bytes. `marking` stands on every page.
    """

    cover: Sheet
    notes: Sequence[Sheet]
    marking: str
    identity: str
    made_at: str


class Press(Protocol):
    """Prints sections and binds them; given the same, it returns the same bytes."""

    def sections(self, wanted: Iterable[tuple[Sheet, Sequence[Enclosure]]]) -> Iterator[Printed]:
        """Each sheet with its enclosures as PDF pages; an enclosure that cannot be shown gets a page that says so.

        No enclosure, whatever it holds, makes it raise.
        """

    def bind(self, front: Front, sections: Sequence[Bound]) -> bytes:
        """Cover, index and sections as one PDF, with bookmarks and page numbers."""


class Means(Protocol):
    """What a copy is made with: where printed sections are kept, and who binds them."""

    @property
    def documents(self) -> Documents:
        """The files."""

    @property
    def press(self) -> Press:
        """The press."""
