"""What mail is taken now, and what waits in the mailbox: a flood is let in bit by bit, and a full disk shuts the gate.

Nothing is lost by waiting: a mail leaves the inbox only once it is stored and settled. Those who run the panels are
told once a day of each reason.
"""

import logging
from datetime import date
from typing import Literal

from bot.mail_pace import MailPace, Writer
from panel.acts import perform
from panel.calendar import wall
from panel.commands import MAILBOX, HoldMail
from panel.council import Council
from panel.errors import PanelError
from panel.ports import Clock, Documents, RawMail, Store

KEPT_FREE = 512 * 1024 * 1024
"""Bytes of the disk that mail leaves to people: what they decide in Teams must still find room."""
COPIES = 2
"""A mail is kept whole, and its files once more by themselves."""
MOST_OUTSIDE = 5_000
"""Mails known to wait for their writer's turn. While there are so many, those behind them are not looked at."""

log = logging.getLogger("panel_clerk.mailroom")


class MailGate:
    """Asked before each mail. `shut` says why no more is taken in this round: disk, many, or nothing."""

    def __init__(self, store: Store, council: Council, documents: Documents, clock: Clock) -> None:
        self._store = store
        self._council = council
        self._documents = documents
        self._clock = clock
        self._pace = MailPace(clock)
        self._outside: dict[str, Writer] = {}
        self._told: dict[str, date] = {}
        self.shut = ""

    def open(self) -> frozenset[str]:
        """Begin a round; gives the mails that are still to be left in the mailbox, by its own names for them."""
        self.shut = ""
        for handle in self._pace.let_in(self._outside):
            del self._outside[handle]
        return frozenset(self._outside)

    @property
    def waits_for(self) -> str:
        """Why mail is left in the mailbox: `disk` for want of room, `many` in a flood, or empty when none is."""
        return self.shut or ("many" if self._outside else "")

    def has_room_for(self, raw: RawMail) -> bool:
        """Whether the disk has room for the mail; otherwise the gate is shut."""
        try:
            free = self._documents.free()
        except PanelError:
            free = 0
        if free - COPIES * len(raw.content) >= KEPT_FREE:
            return True
        self.shut = "disk"
        self._tell("disk")
        return False

    def lets_in(self, raw: RawMail, writer: Writer) -> bool:
        """Whether it is this writer's turn; otherwise the mail is left where it is, and those behind it go on."""
        if self._pace.has_room(writer):
            return True
        self._tell("many")
        if len(self._outside) < MOST_OUTSIDE:
            self._outside[raw.handle] = writer
        else:
            self.shut = "many"
        return False

    def took(self, writer: Writer) -> None:
        """Count a mail that was settled."""
        self._pace.took(writer)

    def _tell(self, why: Literal["disk", "many"]) -> None:
        """Once a day; when even that finds no room in the record, the next mail tries again."""
        today = wall(self._clock()).date()
        if self._told.get(why) == today:
            return
        log.error("mail is left in the mailbox for now", extra={"why": why})
        try:
            perform(self._store, self._council, HoldMail(by=MAILBOX, at=self._clock(), through="mail", why=why))
        except PanelError as error:
            log.error("nobody could be told that mail waits", extra={"why": type(error).__name__})
        else:
            self._told[why] = today
