"""What can be asked about who sits at a meeting: those who come, go, are away, stand in or keep out of an item."""

from dataclasses import dataclass

from panel.commands.base import AboutMeeting


@dataclass(frozen=True, kw_only=True)
class Arrive(AboutMeeting):
    """Somebody has come to a meeting that is sitting."""

    person: str


@dataclass(frozen=True, kw_only=True)
class Leave(AboutMeeting):
    """Somebody has left a meeting that is sitting."""

    person: str


@dataclass(frozen=True, kw_only=True)
class NoteWhoIsHere(AboutMeeting):
    """Several have come to a meeting that is sitting, or have left it."""

    came: tuple[str, ...]
    went: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class TakeChair(AboutMeeting):
    """Another of those who may chair takes the chair of a meeting that is sitting."""

    person: str


@dataclass(frozen=True, kw_only=True)
class DeclareConflict(AboutMeeting):
    """A person takes no part in one item, and why."""

    person: str
    ref: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class SayAway(AboutMeeting):
    """A member cannot come."""

    person: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class NameSubstitute(AboutMeeting):
    """Somebody stands in for a member at this meeting only (BI-2.2)."""

    person: str
    substitute: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class MissPresenter(AboutMeeting):
    """Nobody came to present a case: hear it all the same, or put it off, as the Chair chose (RF-23)."""

    ref: str
    hear: bool
    reason: str
