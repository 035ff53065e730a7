"""The door for ordinary mail programs, called by Python's own smtplib."""

import asyncio
import smtplib
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.mail import smtp_door as module
from adapters.mail.folder import FolderMailbox
from adapters.mail.read import read_mail
from adapters.mail.smtp_door import BadDoorSettings, SmtpDoor
from tests.unit.mail.mails import mail

BOXES = frozenset({"panel@example.org", "other@example.org"})
CRLF = mail().replace(b"\n", b"\r\n")


def now() -> datetime:
    return datetime(2026, 11, 20, 10, tzinfo=UTC)


@pytest.fixture
def box(tmp_path: Path) -> FolderMailbox:
    return FolderMailbox(tmp_path, "panel@example.org", now)


@pytest.fixture
async def door(tmp_path: Path, box: FolderMailbox) -> AsyncIterator[SmtpDoor]:
    opened = SmtpDoor(tmp_path / "inbox", BOXES, now)
    yield opened
    await opened.close()


@pytest.fixture
async def post(door: SmtpDoor) -> Callable:
    """Sends like a mail program; what the server refuses is raised."""
    address = await door.open("127.0.0.1", 0)

    def posting(raw: bytes, *to: str, sender: str = "jane@example.org") -> dict[str, tuple[int, bytes]]:
        host, _, port = address.rpartition(":")
        with smtplib.SMTP(host, int(port), local_hostname="desk.example", timeout=10) as program:
            return program.sendmail(sender, to or ["panel@example.org"], raw)

    async def post(raw: bytes, *to: str, **more: str) -> dict[str, tuple[int, bytes]]:
        return await asyncio.to_thread(posting, raw, *to, **more)

    return post


async def test_a_mail_that_is_sent_waits_in_the_mailbox(post, box):
    """As it was sent, with who sent it and for whom it was; lines that begin with a dot are whole."""
    await post(CRLF + b".a line\r\n..\r\n", "Panel@Example.org")
    [given] = await box.waiting()
    head = b"Return-Path: <jane@example.org>\r\nDelivered-To: panel@example.org\r\n"
    read = read_mail(given.content)
    assert given.content == head + CRLF + b".a line\r\n..\r\n"
    assert (read.sender, read.message_id, read.automatic) == ("jane@example.org", "<one@example.org>", "")


async def test_each_box_gets_its_own_copy(post, box):
    """Once, however often it is named."""
    await post(CRLF, "panel@example.org", "other@example.org", "PANEL@example.org")
    given = await box.waiting()
    boxes = sorted(each.content.split(b"\r\n")[1] for each in given)
    assert boxes == [b"Delivered-To: other@example.org", b"Delivered-To: panel@example.org"]


async def test_nothing_is_passed_on_to_others(post, box):
    """The door is for the panels, not a way to the world."""
    refused = await post(CRLF, "panel@example.org", "boss@elsewhere.example")
    assert (list(refused), refused["boss@elsewhere.example"][0]) == (["boss@elsewhere.example"], 550)
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        await post(CRLF, "boss@elsewhere.example")
    assert len(await box.waiting()) == 1


async def test_a_bounce_is_known_by_its_missing_sender(post, box):
    """It is kept, and reading knows not to answer it."""
    await post(CRLF, sender="")
    [given] = await box.waiting()
    assert read_mail(given.content).automatic == "null_return_path"


async def test_a_mail_that_is_too_big_is_refused_before_it_is_sent(post, box):
    """Its program is told at once."""
    with pytest.raises(smtplib.SMTPSenderRefused) as refused:
        await post(b"x" * (module.MOST_BYTES + 1))
    assert (refused.value.smtp_code, await box.waiting()) == (552, [])


async def test_a_mail_that_cannot_be_kept_is_not_taken(post, box, monkeypatch):
    """The disk is full: the program keeps the mail and tries again, and nothing half written is read."""

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "write", full)
    with pytest.raises(smtplib.SMTPDataError) as refused:
        await post(CRLF)
    assert (refused.value.smtp_code, await box.waiting()) == (452, [])


async def test_a_mail_that_breaks_off_is_not_taken(door, box):
    """Its program went away before it had said all."""
    host, _, port = (await door.open("127.0.0.1", 0)).rpartition(":")

    def break_off() -> None:
        program = smtplib.SMTP(host, int(port), local_hostname="desk.example", timeout=10)
        program.ehlo()
        program.mail("jane@example.org")
        program.rcpt("panel@example.org")
        program.putcmd("data")
        program.getreply()
        program.send(CRLF)
        program.close()

    await asyncio.to_thread(break_off)
    assert await box.waiting() == []


async def test_a_program_that_lingers_does_not_keep_the_clerk_from_stopping(door):
    """It is hung up on."""
    host, _, port = (await door.open("127.0.0.1", 0)).rpartition(":")
    with await asyncio.to_thread(smtplib.SMTP, host, int(port), "desk.example", 10) as program:
        await asyncio.wait_for(door.close(), 2)
        with pytest.raises(smtplib.SMTPServerDisconnected):
            await asyncio.to_thread(program.noop)


async def test_mails_are_read_in_the_order_they_came(tmp_path, box):
    """Their names begin with the moment."""
    moments = iter(range(10, 20))
    door = SmtpDoor(tmp_path / "inbox", BOXES, lambda: datetime(2026, 11, next(moments), tzinfo=UTC))
    for content in (b"one", b"two", b"three"):
        door.drop(content)
    assert [each.content for each in await box.waiting()] == [b"one", b"two", b"three"]


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "desk.example"])
async def test_it_listens_to_this_machine_only(door, host):
    """Nobody proves who they are, so the rest of the network stays outside."""
    with pytest.raises(BadDoorSettings, match="PANEL_CLERK_SMTP_OPEN"):
        await door.open(host, 0)


async def test_it_can_be_opened_to_others_on_purpose(tmp_path, box):
    """For a mail gateway on another machine."""
    door = SmtpDoor(tmp_path / "inbox", BOXES, now, others_may_call=True)
    assert (await door.open("0.0.0.0", 0)).startswith("0.0.0.0:")
    await door.close()


async def test_nothing_of_who_writes_to_whom_is_logged(post, caplog):
    """Not by us, and not by the library."""
    caplog.set_level("DEBUG")
    await post(CRLF)
    assert "jane" not in caplog.text


async def test_a_door_that_was_never_opened_can_be_closed(door):
    """The service may stop before it began."""
    await door.close()
