"""The service takes mails over SMTP when it is told to, and hands its Exchange settings on."""

import asyncio
import smtplib
import socket
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web

from adapters.mail.ews.mailbox import open_ews
from adapters.mail.ews.settings import BadEwsSettings
from adapters.mail.smtp_door import BadDoorSettings
from bot.app import build_app
from bot.clock import system_clock
from bot.settings import Settings
from bot.wiring import Service, build
from tests.unit.mail.mails import mail


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def service(folder: Path, **more: object) -> Service:
    return build(Settings(local=True, data=folder / "clerk", mailbox=folder / "mailbox", mail_every=0.1, **more))


def post(port: int) -> None:
    with smtplib.SMTP("127.0.0.1", port, local_hostname="desk.example", timeout=10) as program:
        program.sendmail("jane@example.org", ["ARP@council.example"], mail(To="arp@council.example"))


async def dealt_with(mailbox: Path) -> list[Path]:
    """What the clerk has filed, as soon as there is something."""
    for _ in range(200):
        if found := [file for place in ("processed", "attention") for file in (mailbox / place).iterdir()]:
            return found
        await asyncio.sleep(0.05)
    return []


async def test_a_mail_program_on_this_machine_can_write_to_the_panel(tmp_path: Path) -> None:
    """What it sends is taken by the running clerk like any other mail."""
    port = free_port()
    runner = web.AppRunner(build_app(service(tmp_path, smtp_port=port)))
    await runner.setup()
    await asyncio.to_thread(post, port)
    [file] = await dealt_with(tmp_path / "mailbox")
    await runner.cleanup()
    assert b"Delivered-To: arp@council.example\r\n" in file.read_bytes()
    with pytest.raises(ConnectionRefusedError):
        await asyncio.to_thread(post, port)


@pytest.mark.parametrize("given", [{"smtp_host": "0.0.0.0"}, {"mailbox_elsewhere": True}])
async def test_a_door_that_makes_no_sense_is_not_opened(tmp_path: Path, given: dict[str, object]) -> None:
    """To the network, unless asked for; and beside a mailbox that is no folder."""
    elsewhere = given.pop("mailbox_elsewhere", False)
    built = service(tmp_path, smtp_port=free_port(), **given)
    if elsewhere:
        settings = Settings(ews_server="mail.council.example", ews_user="u", ews_secret="p")
        built = replace(built, mailbox=open_ews(settings.for_ews("arp@council.example"), system_clock))
    runner = web.AppRunner(build_app(built))
    with pytest.raises(BadDoorSettings, match="PANEL_CLERK_SMTP"):
        await runner.setup()
    built.store.close()


def test_exchange_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mailbox is the panel's own unless another is named; an app uses the bot's tenant."""
    given = {"SERVER": "mail.council.example", "APP_ID": "the-app", "SECRET": "tell nobody", "CA_FILE": "ca.pem"}
    for name, value in given.items():
        monkeypatch.setenv(f"PANEL_CLERK_EWS_{name}", value)
    settings = Settings(tenant="the-tenant")
    told = settings.for_ews("arp@council.example")
    assert (told.mailbox, told.tenant, told.ca_file) == ("arp@council.example", "the-tenant", "ca.pem")
    monkeypatch.setenv("PANEL_CLERK_EWS_MAILBOX", "shared@council.example")
    assert Settings(tenant="t").for_ews("arp@council.example").mailbox == "shared@council.example"
    assert "tell nobody" not in repr(settings) + repr(told)


def test_exchange_settings_that_cannot_work_are_refused() -> None:
    """Before anything is started."""
    with pytest.raises(BadEwsSettings, match="no Exchange server"):
        Settings().for_ews("arp@council.example")
