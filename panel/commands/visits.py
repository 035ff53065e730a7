"""What can be asked about the visit before a panel."""

from dataclasses import dataclass

from panel.commands.base import About


@dataclass(frozen=True, kw_only=True)
class RecordVisit(About):
    """The child was visited on this day, as the person wrote it."""

    day: str
