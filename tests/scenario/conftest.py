"""The real clerk behind the desk's connector: production code answers people who type and tap."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from aiohttp import web

from bot.app import build_app
from bot.settings import Settings
from bot.sweep import sweep
from bot.wiring import Service, build
from desk.chats import Message
from desk.mailbox import Letter, Reading
from desk.office import Office
from panel import commands as c
from panel.calendar import at_wall
from panel.decision import Decision, Package, Task
from panel.emergency import EmergencyApproval
from panel.meeting import PanelMeeting
from panel.notices import Notice, NoticeState
from panel.profile import Profile
from panel.profile_files import load_profiles
from panel.referral import Referral
from tests.story import CB, GIVEN, MONDAY, PLAIN, ROOT, TOM, Story, profiles

SHIPPED = ROOT / "panel" / "profiles"
CHANNEL = "19:arp@thread.tacv2"


def read_once(folder: Path) -> dict[str, Profile]:
    """The shipped profiles as one reading of them; a test's own folder is read each time."""
    return profiles() if folder == SHIPPED else load_profiles(folder)


def begin_on_monday(data: Path) -> None:
    """Have the clerk of this folder begin on a Monday in November 2026, once."""
    clock = data / "clock"
    if not clock.exists():
        data.mkdir(parents=True, exist_ok=True)
        clock.write_text(str((MONDAY - datetime.now(UTC)).total_seconds()))


@dataclass(repr=False)  # the event loop would write it all out each time it stops
class Clerk:
    """A running clerk and the office around it."""

    office: Office
    folder: Path
    profiles: Path = SHIPPED
    service: Service = field(init=False)

    async def start(self) -> None:
        """Run the clerk; its clock begins on a Monday in November 2026, so that no date of a story ever passes."""
        begin_on_monday(self.folder / "clerk")
        settings = Settings(
            local=True,
            data=self.folder / "clerk",
            profiles=self.profiles,
            mailbox=self.folder / "mailbox",
            desk=self.office.url,
            mail_every=0.1,
        )
        with patch("bot.wiring.load_profiles", read_once):
            self.service = build(settings)
        app: web.Application = build_app(self.service)
        await self.office.start_bot(app)
        await self.office.desk.clerk_clock.tell()

    async def restart(self) -> None:
        await self.office.stop_bot()
        await self.start()

    def add_meetings(self, count: int = 4) -> list[str]:
        """Wednesdays from a week ahead on."""
        day = self.service.clock().date() + timedelta(days=9)
        return [self.add_meeting(day + timedelta(weeks=week)) for week in range(count)]

    def add_meeting(self, day: date) -> str:
        """One date on the panel's list."""
        return self.story.do(c.AddMeeting, TOM, panel=CB, starts_at=at_wall(day, time(9, 30))).about

    @property
    def story(self) -> Story:
        """Steps carried out at once, by command, for what a test needs to have happened before."""
        council = self.service.tools.council
        return Story(now=self.service.clock(), store=self.service.store, council=council)  # type: ignore[arg-type]

    @property
    def records(self) -> Any:
        return self.service.store.read()

    def referral(self, ref: str) -> Referral:
        return self.records.get(Referral, ref)

    def emergency(self, ref: str) -> EmergencyApproval:
        return self.records.get(EmergencyApproval, ref)

    def meeting(self, meeting_id: str) -> PanelMeeting:
        return self.records.get(PanelMeeting, meeting_id)

    async def settle(self) -> None:
        """Look once more, as the clock may just have moved, and wait until nothing is owed that could be sent now."""
        await asyncio.to_thread(sweep, self.service.store, self.service.tools.council, self.service.clock)
        self.service.turns.something_owed.set()
        await self.office.until(self._nothing_owed, within=10)
        await self.office.settle(quiet=0.05)

    def _nothing_owed(self) -> bool:
        owed = self.records.find(Notice, state=NoticeState.OWED) + self.records.find(Notice, state=NoticeState.SENDING)
        return not any(self.service.outbox.may_go(notice) for notice in owed)

    async def type(self, who: str, *lines: str) -> str:
        """Type lines one after the other; gives what the clerk said to the last."""
        for line in lines:
            before = len(self.office.replies(who))
            await self.office.say(who, line)
            await self.office.settle(quiet=0.02)
        return "\n".join(words_of(message) for message in self.office.replies(who)[before:])

    async def advance(self, **span: float) -> None:
        await self.office.advance(timedelta(**span))
        await self.settle()

    async def move_to(self, day: date, at: time) -> None:
        await self.office.move_to(at_wall(day, at))
        await self.settle()

    def stored(self) -> dict[str, str]:
        """Every case, emergency, meeting and decision as it is kept; a refusal must leave this alone."""
        kinds = (Referral, EmergencyApproval, PanelMeeting, Decision, Package, Task)
        return {f"{kind.KIND} {r.id}": r.model_dump_json() for kind in kinds for r in self.records.find(kind)}

    def last(self, who: str) -> str:
        """What the clerk said last to somebody, as they now see it."""
        return self._seen(self.office.replies(who)[-1], who)

    def card(self, who: str) -> str:
        """What the newest card says to somebody now."""
        return self._seen(self.office.latest_card(who), who)

    def _seen(self, message: Message, who: str) -> str:
        return words_of(replace(message, card=message.card_for(self.person(who))))

    def person(self, who: str) -> str:
        """The object id behind a first name."""
        return self.office.directory.person(who).id

    def posts(self) -> str:
        """Everything in the panel's channel."""
        return "\n".join(words_of(message) for message in self.office.channel(CHANNEL))

    def sent(self, to: str = "") -> list[Reading]:
        """Mails that went out, newest first, to one address when it is named."""
        return [mail for mail in self.office.mails("sent") if to in mail.to]

    async def mail(self, *attachments: tuple[str, bytes], **heads: str) -> None:
        """A mail from Priya to the panel, unless told otherwise, and the clerk's settling of it."""
        sender, to = heads.get("sender", "priya.nair@council.example"), "arp@council.example"
        letter = Letter(sender, to, heads.get("subject", "A referral"), heads.get("body", "Hello"), attachments)
        await self.arrived(self.office.mail(letter))

    async def arrived(self, name: str) -> None:
        """Wait until a mail of the inbox has been dealt with and all it leads to has been sent."""
        # The first form of a clerk waits for the child process that reads it, for seconds on a busy machine.
        await self.office.until(lambda: name not in [mail.name for mail in self.office.mails("inbox")], within=30)
        await self.settle()

    def said(self, who: str) -> str:
        """Everything the clerk said to somebody, cards as their words."""
        return "\n".join(words_of(message) for message in self.office.replies(who))

    async def refer(self, who: str, **answers: str) -> str:
        """A whole referral by tapping, up to its summary."""
        await self.office.say(who, "refer")
        ref = self.newest()
        await self.fill(who, ref, **answers)
        return ref

    def newest(self) -> str:
        return max(referral.id for referral in self.records.find(Referral))

    async def fill(self, who: str, ref: str, only: tuple[str, ...] = (), **answers: str) -> None:
        form = profiles()[CB].form
        for section in form.sections:
            for _ in range(2):
                referral = self.referral(ref)
                asked = form.asked(section, referral.answers)
                skip = section not in form.applying(referral.answers) or (only and section.id not in only)
                if skip or all(referral.answers.get(q.id) for q in asked):
                    break
                await self.office.say(who, f"part {section.id} {ref}")
                given = {q.id: {**PLAIN, **answers}.get(q.id, GIVEN.get(q.kind, "")) for q in asked}
                await self.office.tap(who, "Save and go on", {k: v for k, v in given.items() if v})


def words_of(message: Message) -> str:
    """All that can be read in a message."""
    found = [message.text]

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            found.extend(str(node[key]) for key in ("text", "title", "value", "label", "errorMessage") if key in node)
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(message.card)
    return "\n".join(found)


@pytest.fixture
async def clerk(tmp_path: Path) -> AsyncIterator[Clerk]:
    async with Office.opened(tmp_path) as office:
        running = Clerk(office, tmp_path)
        await running.start()
        yield running


@pytest.fixture
async def dated(clerk: Clerk) -> Clerk:
    """A clerk with the next panels on its list."""
    clerk.add_meetings()
    await clerk.settle()
    return clerk


async def asked(clerk: Clerk) -> tuple[str, str]:
    """An emergency that waits for Helen, who has the card: its reference and code."""
    ref = clerk.story.urgent()
    await clerk.settle()
    return ref, clerk.emergency(ref).code
