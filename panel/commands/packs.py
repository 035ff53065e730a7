"""What can be asked about the papers of a meeting: print them, send them round, take a copy, ask a guest to an item."""

from dataclasses import dataclass

from panel.commands.base import About, AboutMeeting
from panel.pack import CopyPart, Section


@dataclass(frozen=True, kw_only=True)
class BuildPack(AboutMeeting):
    """Keep what was printed: its sections, and the SHA-256 of the office copy that holds them all."""

    sections: tuple[Section, ...]
    digest: str


class CirculatePack(AboutMeeting):
    """Tell everyone who gets the pack, or their item of it, that it is there to be taken."""


@dataclass(frozen=True, kw_only=True)
class TakePack(AboutMeeting):
    """Take one's own copy of a version, as it was bound."""

    version: int
    parts: tuple[CopyPart, ...]


@dataclass(frozen=True, kw_only=True)
class OfferLatePaper(About):
    """Ask that a paper goes with a case that is listed already, with the reason; `document` is which paper it is."""

    name: str
    digest: str
    size: int
    document: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class InviteGuest(AboutMeeting):
    """Ask somebody to come for one item; they get its papers only."""

    ref: str
    person: str
