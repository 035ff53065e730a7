"""The outbox and its deliverer on pretend Teams and a real mail folder, with a clock set by hand."""

from datetime import datetime, timedelta
from pathlib import Path

from adapters.documents.chart_out import bar_chart
from adapters.documents.letter_out import WordLetters
from adapters.documents.packs.press import PdfPress
from adapters.mail.folder import FolderMailbox
from bot.delivery import Delivery
from bot.outbox import Outbox
from bot.places import Places
from dialogs.stamps import Stamps
from dialogs.turn import Tools
from panel.council import Council
from panel.notices import Notice
from panel.ports import Place
from tests.fakes_store import MemoryStore
from tests.fixtures.teams.pretend import PretendMessenger
from tests.story import CB, Story, directory, profiles
from tests.unit.dialogs.stage import Shelf


class PretendOffice:
    """A story whose notices can be sent, at a council with a single panel."""

    def __init__(self, folder: Path, store: MemoryStore | None = None) -> None:
        self.story = Story(store=store or MemoryStore(), council=Council({CB: profiles()[CB]}, directory()))
        self.messenger = PretendMessenger()
        self.mailbox = FolderMailbox(folder, "arp@council.example", self.clock)
        tools = Tools(
            self.store,
            self.story.council,
            Shelf(),
            WordLetters(),
            Stamps("s" * 40),
            lambda: "nonce1234567",
            PdfPress(),
            bar_chart,
        )
        places = Places(self.store, self.clock)
        places.remember(CB, Place("19:channel", "https://example.invalid", "tenant", personal=False))
        self.delivery = Delivery(tools, self.messenger, self.mailbox, places, self.clock)
        self.outbox = Outbox(self.store, self.delivery, self.clock)

    @property
    def store(self) -> MemoryStore:
        return self.story.store

    def clock(self) -> datetime:
        return self.story.now

    async def later(self, **span: float) -> None:
        """Let time pass and look into the outbox once."""
        self.story.now += timedelta(**span)
        await self.outbox.run_once()

    def notice(self, topic: str) -> Notice:
        [found] = self.story.notices(topic)
        return found
