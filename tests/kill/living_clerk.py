"""The real clerk as a process of its own, people who keep it busy, and what they were told is done."""

import asyncio
import contextlib
import json
import re
import subprocess
import sys
import urllib.request
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from adapters.documents.form_out import blank_form
from bot.wiring import KINDS
from desk.cards import CardError
from desk.mailbox import Letter
from desk.office import Office, free_port
from store.journal import JournalStore
from tests.scenario.conftest import begin_on_monday, words_of
from tests.story import CB, PLAIN, ROOT, profiles

CHILD = {"initials": "AB", "date_of_birth": "2014-05-06", "mosaic_ref": "M1", "cohort": "cin"}
URGENT = {"urgent_ask": "A place", "why_now": "Tonight", "needs": "x", "history": "x", "risks": "x"}


@dataclass
class Told:
    """What people were told has been done: none of it may be lost."""

    begun: set[str] = field(default_factory=set)
    saved: dict[str, str] = field(default_factory=dict)
    approved: set[str] = field(default_factory=set)
    begins: int = 0
    mails: int = 0


@dataclass
class LivingClerk:
    """`python -m bot serve --local` behind an office's connector."""

    office: Office
    folder: Path
    told: Told = field(default_factory=Told)
    process: "subprocess.Popen[bytes] | None" = None
    address: str = ""
    alive: bool = False

    async def start(self) -> None:
        """Start it, or start it again, and wait until it answers."""
        begin_on_monday(self.folder / "clerk")
        with free_port() as sock:
            port = sock.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self.process = await asyncio.to_thread(self._spawn, port)
        self.office.bot_at(self.address)
        await self.office.until(lambda: self.health() is not None, within=40)
        await self.office.desk.clerk_clock.tell()

    def _spawn(self, port: int) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "bot", "serve", "--local", "--data", str(self.folder / "clerk")]
        with (self.folder / "clerk.log").open("ab") as log:
            return subprocess.Popen(
                [*command, "--port", str(port), "--desk", self.office.url], cwd=ROOT, stdout=log, stderr=log
            )

    def kill(self) -> None:
        """As a power cut does."""
        assert self.process is not None
        assert self.process.poll() is None, "the clerk stopped by itself"
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """As a release does."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=20)

    def health(self) -> dict[str, int] | None:
        """How many notices are in each state that is not sent; None while nobody answers."""
        try:
            with urllib.request.urlopen(f"{self.address}/health", timeout=5) as response:
                counted: dict[str, int] = json.load(response)["notices"]
                return counted
        except OSError:
            return None

    def records(self) -> JournalStore:
        """The store of a clerk that is not running."""
        return JournalStore(self.folder / "clerk" / "store", KINDS)

    def busy(self) -> "list[asyncio.Task[None]]":
        """Referrals, emergencies and mails at once, until `alive` is false."""
        self.alive = True
        return [asyncio.ensure_future(self._again(act)) for act in (self._refer, self._emergency, self._mail)]

    async def _again(self, act: Callable[[], Awaitable[None]]) -> None:
        while self.alive:
            with contextlib.suppress(CardError, IndexError):  # a word said before a kill was answered in between
                await act()

    async def _refer(self) -> None:
        """A word said while the clerk was down may be answered in between, so the answer says what was saved."""
        mark = await self._begin("priya", "refer")
        tapped = await self.office.tap("priya", "Save and go on", {**CHILD, "mosaic_ref": mark})
        shown = re.findall(r"(CB-\d+) · The request", str(tapped.card))
        self.told.saved |= dict.fromkeys(shown, mark)

    async def _emergency(self) -> None:
        ref = await self._begin("sam", "emergency")
        await self.office.tap("sam", "Save and go on", CHILD)
        await self.office.tap("sam", "Save and go on", URGENT)
        await self._say("sam", f"ask approval {ref}")
        await self.office.until(lambda: self._card("helen", ref), within=30)
        [code] = re.findall(r"Emergency (\w{4}) ", self._card("helen", ref))[:1]
        await self._say("helen", f"approve {code}")
        await self.office.until(lambda: f"You have approved {ref}" in self._said("helen"), within=30)
        self.told.approved.add(ref)

    async def _mail(self) -> None:
        number = self.told.mails + 1
        form = await asyncio.to_thread(blank_form, profiles()[CB], {**PLAIN, "mosaic_ref": f"mail {number}"})
        sender, subject = "priya.nair@council.example", f"Form {number}"
        letter = Letter(sender, "arp@council.example", subject, attachments=[("form.docx", form)])
        name = self.office.mail(letter)
        self.told.mails = number
        await self.office.until(lambda: name not in self.office.mailbox.names("inbox"), within=30)

    async def _say(self, who: str, line: str) -> None:
        """Type something; what is on its way arrives even when nobody waits for it any more."""
        sending = self.office.send(who, line)
        if sending.done:
            await asyncio.shield(sending.done)

    async def _begin(self, who: str, line: str) -> str:
        before = len(self.office.replies(who))
        self.told.begins += 1
        await self._say(who, line)
        await self.office.until(lambda: self._new_card(who, before), within=30)
        ref = re.findall(r"I’ve begun (CB-\d+)", "\n".join(m.text for m in self.office.replies(who)[before:]))[0]
        self.told.begun.add(ref)
        return str(ref)

    def _new_card(self, who: str, before: int) -> bool:
        new = self.office.replies(who)[before:]
        return any("I’ve begun" in m.text for m in new) and any(m.card for m in new)

    def _card(self, who: str, ref: str) -> str:
        return next((text for m in self.office.cards(who) if ref in (text := words_of(m))), "")

    def _said(self, who: str) -> str:
        return "\n".join(words_of(message) for message in self.office.replies(who))


async def busy_until_killed(clerk: LivingClerk, seconds: float) -> None:
    """Keep the clerk busy for so long, then kill it in the middle of whatever it is doing."""
    work = clerk.busy()
    await asyncio.wait(work, timeout=seconds)
    clerk.kill()
    clerk.alive = False
    left = set(work)
    while left:
        for each in left:
            each.cancel()  # more than once: waiting for an event can swallow a cancellation that comes with it
        _, left = await asyncio.wait(left, timeout=0.1)
    failed = [each.exception() for each in work if not each.cancelled() and each.exception()]
    assert failed == [], f"the load ended by itself: {failed}"
