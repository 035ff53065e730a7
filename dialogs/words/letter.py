"""What every e-mail of the clerk is made of."""

from dataclasses import dataclass

from panel.decision import Decision
from panel.meeting import AgendaItem, PanelMeeting
from panel.minutes import Minutes
from panel.pack import Pack


@dataclass(frozen=True)
class Letter:
    """What an e-mail says, and what is attached to it.

    `slot` asks for a calendar file, `sheet` for a decision sheet, `form` for the blank form, `paper` for a kept file
    under a name, `history` for the story of an emergency, `minutes` for those of a meeting with the items of these
    references, `report` for the files its notice names, `pack` for a person's own copy of the papers of a meeting.
    `references` are the mails before the one it answers; `marked` is false where nothing of a case is said.
    """

    subject: str
    text: str
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    marked: bool = True
    slot: tuple[PanelMeeting, AgendaItem] | None = None
    sheet: Decision | None = None
    form: str = ""
    paper: tuple[str, str] | None = None
    history: str = ""
    minutes: tuple[Minutes, tuple[str, ...]] | None = None
    report: bool = False
    pack: Pack | None = None


def signed(words: str) -> str:
    """The words with the clerk's name under them."""
    return f"{words.strip()}\n\nThe panel’s clerk\nThis mail was written automatically."
