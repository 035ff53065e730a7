"""The time: the machine's own, or for a demonstration one that can be stepped forward and survives a restart."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from panel.errors import Refused


def system_clock() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)


class DemoClock:
    """The machine's time and a step ahead of it, kept in a file. It never goes back: dates already promised hold."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._ahead = timedelta(seconds=float(file.read_text())) if file.exists() else timedelta()

    def __call__(self) -> datetime:
        """The moment it shows, in UTC."""
        return system_clock() + self._ahead

    def move_to(self, moment: datetime) -> None:
        """Step forward; raises `Refused` for a moment that has passed."""
        if moment < self():
            raise Refused("The clock only goes forward. Choose a later time.")
        self._ahead = moment - system_clock()
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.write_text(str(self._ahead.total_seconds()))
