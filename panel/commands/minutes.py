"""What can be asked about the minutes of a meeting: add a line, sign them, correct them afterwards."""

from dataclasses import dataclass

from panel.commands.base import AboutMeeting


@dataclass(frozen=True, kw_only=True)
class AddToMinutes(AboutMeeting):
    """Add a line to minutes that are a draft."""

    text: str


class SignMinutes(AboutMeeting):
    """The minutes are right; nothing in them changes from now on."""


@dataclass(frozen=True, kw_only=True)
class CorrectMinutes(AboutMeeting):
    """Append a correction to minutes that are signed or have gone round."""

    text: str
