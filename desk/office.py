"""The office for tests: people who type, tap, attach and write mails, around a real clerk."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from desk.activities import Activity
from desk.answers import Tapped
from desk.cards import CardError, fill_in, find_action
from desk.chats import CLERK, Chats, Message
from desk.connector import Fault
from desk.courier import Answer, Patience
from desk.furniture import Desk, Plan, connector_app, furnish
from desk.mailbox import Letter, Mailbox, Reading
from desk.people import Directory, Person
from desk.teams import Said, Sending, Tap

LOOPBACK = "127.0.0.1"
LOOK_AGAIN = 0.05


class Office:
    """A desk without its page. Everyone is called by first name in small letters; a channel by its id."""

    def __init__(self, desk: Desk, url: str) -> None:
        self.desk = desk
        self.url = url
        self.directory: Directory = desk.teams.directory
        self.chats: Chats = desk.teams.chats
        self.mailbox: Mailbox = desk.mailbox
        self._stack = AsyncExitStack()

    @classmethod
    @asynccontextmanager
    async def opened(cls, folder: Path, *, bot: str = "", patience: Patience | None = None) -> "AsyncIterator[Office]":
        """An office on a free port, its records in `folder`; `bot` is the address of a running clerk."""
        async with aiohttp.ClientSession() as session, AsyncExitStack() as stack:
            sock = free_port()
            url = f"http://{LOOPBACK}:{sock.getsockname()[1]}"
            desk = furnish(Plan(folder, url, bot=bot, patience=patience or Patience()), session)
            office = cls(desk, url)
            await serve(connector_app(desk), sock, stack)
            stack.push_async_callback(office.stop_bot)
            stack.push_async_callback(desk.teams.close)
            yield office

    @property
    def service_url(self) -> str:
        """The connector's address, as it stands in every activity."""
        return self.desk.teams.service_url

    async def start_bot(self, app: web.Application) -> str:
        """Run a clerk's web application on a free port and talk to it from now on; returns its address."""
        await self.stop_bot()
        sock = free_port()
        await serve(app, sock, self._stack)
        address = f"http://{LOOPBACK}:{sock.getsockname()[1]}"
        self.bot_at(address)
        return address

    async def stop_bot(self) -> None:
        """Stop the clerk started last; its address then refuses connections."""
        await self._stack.aclose()

    def bot_at(self, address: str) -> None:
        """Talk to a clerk that runs somewhere else (address without a path)."""
        self.desk.bot_at(address)

    async def say(self, who: str, text: str, *, chat: str = "", thread: str = "") -> Message:
        """Type something and wait until the clerk has it; in a channel, name it with `activities.MENTION`."""
        return await self._arrived(self.send(who, text, chat=chat, thread=thread))

    def send(self, who: str, text: str, *, chat: str = "", thread: str = "") -> Sending:
        """Type something without waiting; `done` ends when the clerk has it."""
        return self.desk.teams.say(self._person(who), Said(text, chat, thread))

    async def attach(self, who: str, name: str, content: bytes, words: str = "") -> Message:
        """Attach a file in the person's own chat, with words beside it, and wait until the clerk has been told."""
        said = Said(words, files=(self.desk.shelf.put(name, content),))
        return await self._arrived(self.desk.teams.say(self._person(who), said))

    async def tap(
        self,
        who: str,
        wanted: str,
        inputs: Mapping[str, str] | None = None,
        *,
        card: int | Message = -1,
        old_client: bool = False,
    ) -> Tapped:
        """Press the button with this verb, title or id, having filled in `inputs`.

        `card` counts the cards of the person's chat, or is a message captured earlier: a stale one, one
        from a channel, or one that was shown to somebody else. With `old_client` the button's fallback is
        pressed. Raises `CardError` for what the card does not offer.
        """
        message = self.cards(who)[card] if isinstance(card, int) else card
        shown = message.card_for(self._person(who).id) or {}
        action = find_action(shown, wanted)
        filled = fill_in(shown, action, inputs or {})
        pressed = action.get("fallback", action) if old_client else action
        return await self.desk.teams.tap(self._person(who), Tap(message, pressed, filled))

    async def refresh(self, who: str, *, card: int | Message = -1, trigger: str = "automatic") -> Tapped:
        """Have Teams refresh a card for somebody; raises `CardError` when it has no refresh action."""
        message = self.cards(who)[card] if isinstance(card, int) else card
        action = ((message.card or {}).get("refresh") or {}).get("action")
        if action is None:
            raise CardError("This card does not refresh itself.")
        return await self.desk.teams.tap(self._person(who), Tap(message, action, trigger=trigger))

    async def redeliver(self, activity: Activity | None = None, *, fresh: bool = False) -> Tapped:
        """Deliver the last activity, or this one, again as Teams does; `fresh` gives it a new id and time."""
        again = activity or self.last_activity
        if fresh:
            now = self.desk.teams.clock()
            again = {**again, "id": self.chats.new_id(now), "timestamp": now.isoformat()}
        if again["type"] == "invoke":
            return await self.desk.teams.invoke(self._person(again["from"]["aadObjectId"]), again)
        return Tapped((await self.post(again)).status)

    async def post(self, activity: Activity) -> Answer:
        """Deliver any activity at all, forged or broken, and give the clerk's answer."""
        return await self.desk.teams.courier.post(activity)

    @property
    def last_activity(self) -> Activity:
        """A copy of what was delivered last."""
        return dict(self.desk.teams.courier.sent[-1])

    def meet(self, who: str, chat: str = "") -> None:
        """Introduce the clerk to somebody, as installing the app does."""
        self.desk.teams.meet(self._person(who), chat)

    def fail(self, *faults: Fault) -> None:
        """Let the connector's next calls fail in these ways, one a call."""
        self.desk.connector.faults.extend(faults)

    def chat(self, who: str) -> list[Message]:
        """Everything in a person's own chat, oldest first."""
        return self.chats.of(self._person(who).chat)

    def replies(self, who: str) -> list[Message]:
        """What the clerk said in a person's own chat, oldest first."""
        return [message for message in self.chat(who) if message.by == CLERK]

    def channel(self, channel: str) -> list[Message]:
        """Everything in a channel, oldest first."""
        return self.chats.of(channel)

    def cards(self, who: str) -> list[Message]:
        """The messages with a card in a person's own chat, oldest first."""
        return [message for message in self.replies(who) if message.card is not None]

    def latest_card(self, who: str) -> Message:
        """The newest message with a card, as it is now; raises `IndexError` when there is none."""
        return self.cards(who)[-1]

    def mail(self, letter: Letter) -> str:
        """Send a mail to the panel's mailbox; returns its file name."""
        return self.mailbox.write(letter, self.desk.teams.clock())

    def mails(self, folder: str) -> list[Reading]:
        """The mails of `inbox`, `processed`, `attention` or `sent`, newest first."""
        return self.mailbox.readings(folder)

    async def advance(self, by: timedelta) -> str:
        """Move the clerk's clock on and say what it shows then."""
        return await self.desk.clerk_clock.advance(by)

    async def move_to(self, moment: datetime) -> str:
        """Set the clerk's clock and say what it shows then."""
        return await self.desk.clerk_clock.move_to(moment)

    async def settle(self, *, quiet: float = 0.2, within: float = 10.0) -> None:
        """Wait until nothing is on its way and nobody spoke for `quiet` seconds; raises `TimeoutError`."""
        with self.chats.listening() as events:
            async with asyncio.timeout(within):
                while await _next(events, quiet) or self.desk.teams.courier.under_way:
                    continue

    async def until(self, happened: Callable[[], Any], *, within: float = 5.0) -> None:
        """Wait until `happened()` is true, looking after every event; raises `TimeoutError`."""
        with self.chats.listening() as events:
            async with asyncio.timeout(within):
                while not happened():
                    await _next(events, LOOK_AGAIN)

    def _person(self, who: str) -> Person:
        return self.directory.person(who)

    async def _arrived(self, sending: Sending) -> Message:
        if sending.done:
            await sending.done
        return self.chats.get(sending.message.id) or replace(sending.message)


async def _next(events: "asyncio.Queue[dict[str, Any]]", seconds: float) -> bool:
    try:
        await asyncio.wait_for(events.get(), seconds)
    except TimeoutError:
        return False
    return True


def free_port() -> socket.socket:
    """A socket bound to a free port of this machine only."""
    sock = socket.socket()
    sock.bind((LOOPBACK, 0))
    return sock


async def serve(app: web.Application, sock: socket.socket, stack: AsyncExitStack) -> None:
    """Serve an application until the stack is closed."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.SockSite(runner, sock).start()
