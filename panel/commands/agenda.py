"""What can be asked about an agenda: confirm it, move an item on it, take one off."""

from dataclasses import dataclass

from panel.commands.base import AboutMeeting


class ConfirmAgenda(AboutMeeting):
    """The agenda stands as it is."""


@dataclass(frozen=True, kw_only=True)
class MoveItem(AboutMeeting):
    """Hear an item earlier or later: `place` counts from 1."""

    ref: str
    place: int


@dataclass(frozen=True, kw_only=True)
class TakeOff(AboutMeeting):
    """Take an item off this agenda, with the reason; it goes to the next meeting with room."""

    ref: str
    reason: str
