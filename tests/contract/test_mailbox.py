"""What every mailbox promises, whatever stands behind it."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import pytest

from adapters.mail.ews.mailbox import open_ews
from adapters.mail.ews.settings import EwsSettings
from adapters.mail.folder import FolderMailbox
from adapters.mail.graph import GraphSettings, open_graph
from adapters.mail.read import read_mail
from panel.errors import DeliveryFailed
from panel.ports import Attachment, Mailbox, OutgoingMail
from tests.fixtures.ews import PASSWORD, USER, PretendEws, pretend_ews
from tests.fixtures.mail.exchange import PretendExchange
from tests.fixtures.mail.graph import PretendTokens, pretend_graph

AT = datetime(2026, 11, 20, 10, tzinfo=UTC)
ADDRESS = "panel@example.org"
MAIL = OutgoingMail("jane@example.org", "CB-0007 received", "Hello.", "<out-1@panel.example.org>")


class Office(Protocol):
    """The far side of a mailbox: what the test can do to it that the clerk cannot."""

    mailbox: Mailbox

    def drop(self, content: bytes) -> None:
        """Let a mail arrive after those before it."""

    def sent(self) -> list[bytes]:
        """Every mail that went out."""

    def filed(self, *, attention: bool) -> list[bytes]:
        """The mails that were dealt with."""


class FolderOffice:
    """A folder on this machine."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0
        self.mailbox: Mailbox = FolderMailbox(folder, ADDRESS, lambda: AT)

    def drop(self, content: bytes) -> None:
        self._count += 1
        (self._folder / "inbox" / f"{self._count:06d}.eml").write_bytes(content)

    def sent(self) -> list[bytes]:
        return self._in("sent")

    def filed(self, *, attention: bool) -> list[bytes]:
        return self._in("attention" if attention else "processed")

    def _in(self, name: str) -> list[bytes]:
        return [path.read_bytes() for path in sorted((self._folder / name).iterdir())]


class GraphOffice:
    """A mailbox of Exchange Online."""

    def __init__(self, exchange: PretendExchange, mailbox: Mailbox) -> None:
        self._exchange = exchange
        self.mailbox = mailbox

    def drop(self, content: bytes) -> None:
        self._exchange.arrive(content)

    def sent(self) -> list[bytes]:
        return self._exchange.delivered

    def filed(self, *, attention: bool) -> list[bytes]:
        return [item.raw for item in self._exchange.in_folder("Needs attention" if attention else "Processed")]


class EwsOffice:
    """A mailbox of the council's own Exchange server."""

    def __init__(self, server: PretendEws, mailbox: Mailbox) -> None:
        self._server = server
        self.mailbox = mailbox

    def drop(self, content: bytes) -> None:
        self._server.shelves.put(content)

    def sent(self) -> list[bytes]:
        return self._server.operations.sent

    def filed(self, *, attention: bool) -> list[bytes]:
        places = self._server.shelves.named("Needs attention" if attention else "Processed")
        return [item.mime for place in places for item in place.items]


@asynccontextmanager
async def folder(place: Path) -> AsyncIterator[Office]:
    yield FolderOffice(place)


@asynccontextmanager
async def graph(place: Path) -> AsyncIterator[Office]:
    async with pretend_graph(ADDRESS) as server:
        mailbox = open_graph(GraphSettings(ADDRESS, server.url), PretendTokens(), place / "state.json")
        yield GraphOffice(server.exchange, mailbox)
        await mailbox.close()


@asynccontextmanager
async def ews(_: Path) -> AsyncIterator[Office]:
    async with pretend_ews() as server:
        settings = EwsSettings(server.url, ADDRESS, USER, PASSWORD, sign_in="basic")
        mailbox = open_ews(settings, lambda: AT)
        yield EwsOffice(server, mailbox)
        await mailbox.close()


OFFICES: dict[str, Callable[[Path], AbstractAsyncContextManager[Office]]] = {
    "folder": folder,
    "graph": graph,
    "ews": ews,
}


@pytest.fixture(params=OFFICES)
async def office(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Office]:
    async with OFFICES[request.param](tmp_path) as opened:
        yield opened


async def test_mails_wait_in_the_order_they_came(office):
    """Oldest first, as they lay."""
    for content in (b"one", b"two", b"three"):
        office.drop(content)
    assert [mail.content for mail in await office.mailbox.waiting()] == [b"one", b"two", b"three"]


async def test_an_empty_mailbox_has_nothing_waiting(office):
    """And says so."""
    assert await office.mailbox.waiting() == []


async def test_mails_that_are_to_wait_are_passed_over(office):
    """By the mailbox's own names for them; those behind are given, and they themselves again when asked for."""
    for content in (b"one", b"two", b"three"):
        office.drop(content)
    first, _, third = await office.mailbox.waiting()
    besides = {first.handle, third.handle}
    assert [mail.content for mail in await office.mailbox.waiting(besides=besides)] == [b"two"]
    assert {mail.content for mail in await office.mailbox.waiting()} == {b"one", b"two", b"three"}


async def test_a_mail_waits_until_it_is_filed(office):
    """Looking at it does not take it away: we may crash before it is dealt with."""
    office.drop(b"one")
    await office.mailbox.waiting()
    assert [mail.content for mail in await office.mailbox.waiting()] == [b"one"]


@pytest.mark.parametrize("attention", [False, True])
async def test_a_filed_mail_waits_no_longer_and_is_kept(office, attention):
    """Where people can find it, apart from those that need someone to look."""
    office.drop(b"one")
    [mail] = await office.mailbox.waiting()
    await office.mailbox.file(mail.handle, attention=attention)
    seen = (await office.mailbox.waiting(), office.filed(attention=attention), office.filed(attention=not attention))
    assert seen == ([], [b"one"], [])


async def test_filing_a_mail_that_has_gone_is_no_error(office):
    """Someone tidied up, or we crashed after moving it."""
    office.drop(b"one")
    [mail] = await office.mailbox.waiting()
    await office.mailbox.file(mail.handle, attention=False)
    await office.mailbox.file(mail.handle, attention=False)
    assert office.filed(attention=False) == [b"one"]


async def test_a_bounded_number_is_given_at_a_time(office):
    """The next ones follow when these are filed, and none is passed over."""
    for number in range(120):
        office.drop(b"%d" % number)
    seen, rounds = [], 0
    while batch := await office.mailbox.waiting():
        rounds += 1
        for mail in batch:
            seen.append(mail.content)
            await office.mailbox.file(mail.handle, attention=False)
    assert (seen, rounds) == ([b"%d" % number for number in range(120)], 3)


async def test_a_sent_mail_reaches_its_one_recipient(office):
    """With what it should say."""
    await office.mailbox.send(
        OutgoingMail(**{**vars(MAIL), "attachments": (Attachment("CB-0007.pdf", "application/pdf", b"x"),)})
    )
    [raw] = office.sent()
    made = read_mail(raw)
    assert (b"\r\nTo: jane@example.org\r\n" in raw, made.sender, made.subject, made.text, made.attachments) == (
        True,
        ADDRESS,
        "CB-0007 received",
        "Hello.",
        (Attachment("CB-0007.pdf", "application/pdf", b"x"),),
    )


async def test_a_mail_is_known_to_be_sent_by_its_id(office):
    """So that after a crash it is not sent again."""
    before = await office.mailbox.was_sent(MAIL.message_id)
    await office.mailbox.send(MAIL)
    assert (before, await office.mailbox.was_sent(MAIL.message_id), await office.mailbox.was_sent("<other@x>")) == (
        False,
        True,
        False,
    )


async def test_sending_twice_leaves_one(office):
    """The same id is the same mail."""
    await office.mailbox.send(MAIL)
    await office.mailbox.send(MAIL)
    assert len(office.sent()) == 1


@pytest.mark.parametrize("to", ["jane@example.org,boss@example.org", "nobody", "a@b\nBcc: c@d"])
async def test_a_mail_to_anything_but_one_address_is_refused_for_good(office, to):
    """Trying again would not help, and nothing was sent."""
    with pytest.raises(DeliveryFailed) as failed:
        await office.mailbox.send(OutgoingMail(**{**vars(MAIL), "to": to}))
    assert (failed.value.permanent, office.sent()) == (True, [])
