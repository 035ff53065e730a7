import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import FormData
from aiohttp.test_utils import TestClient, TestServer

from desk.__main__ import build_app
from desk.furniture import Desk, Plan, furnish
from tests.unit.desk.conftest import QUICK
from tests.unit.desk.fake_clerk import ADAPTIVE, FakeClerk, with_card
from tests.unit.desk.sample_cards import SAVE, card, text

Browser = TestClient[Any, Any]


@pytest.fixture
async def bot(clerk: FakeClerk) -> AsyncIterator[str]:
    async with TestServer(clerk.app()) as server:
        yield f"http://127.0.0.1:{server.port}"


@pytest.fixture
async def desk(tmp_path: Path, bot: str) -> AsyncIterator[Desk]:
    async with aiohttp.ClientSession() as session:
        desk = furnish(Plan(tmp_path, "", bot=bot, patience=QUICK), session)
        yield desk
        await desk.teams.close()


@pytest.fixture
async def browser(desk: Desk) -> AsyncIterator[Browser]:
    async with TestClient(TestServer(build_app(desk, None))) as client:
        desk.teams.service_url = f"http://127.0.0.1:{client.port}/connector"
        yield client


async def said(browser: Browser, desk: Desk, words: str) -> None:
    form = FormData({"person": "priya", "text": words}, default_to_multipart=True)
    async with browser.post("/api/say", data=form) as response:
        assert response.status == 200
    await quiet(desk)


async def quiet(desk: Desk) -> None:
    with desk.teams.chats.listening() as events:
        while desk.teams.courier.under_way:
            await events.get()


async def test_the_page_allows_only_its_own_scripts_and_styles(browser: Browser) -> None:
    """Nothing from another place can be loaded, framed or run."""
    response = await browser.get("/")

    policy = response.headers["Content-Security-Policy"]
    assert response.status == 200
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("headers", [{"Origin": "http://evil.example"}, {"Host": "evil.example"}, {"Origin": "null"}])
async def test_other_web_sites_are_turned_away(browser: Browser, headers: dict[str, str]) -> None:
    """Neither a foreign page nor another name for this machine gets an answer."""
    response = await browser.get("/api/desk", headers=headers)

    assert response.status == 403


async def test_a_word_reaches_the_clerk_and_the_page_has_both_sides(
    browser: Browser, desk: Desk, clerk: FakeClerk
) -> None:
    """What was typed and what came back are in the page's next look."""
    clerk.greets = {"text": "Good morning"}
    await said(browser, desk, "hello")

    whole = await (await browser.get("/api/desk")).json()

    assert [(m["text"], m["status"]) for m in whole["messages"]] == [("hello", ""), ("Good morning", "")]


async def test_a_tap_shows_the_new_card(browser: Browser, desk: Desk, clerk: FakeClerk) -> None:
    """The page sends button and inputs; the card in the chat is replaced."""
    clerk.greets = with_card(card())
    await said(browser, desk, "refer")
    shown = desk.teams.chats.of(desk.teams.directory.person("priya").chat)[-1]
    clerk.answer = {"statusCode": 200, "type": ADAPTIVE, "value": card(text("Done"))}

    wanted = {"person": "priya", "message": shown.id, "action": SAVE, "inputs": {"why": "now"}}
    answer = await (await browser.post("/api/tap", json=wanted)).json()

    assert answer == {"failed": False, "text": ""}
    assert clerk.heard[-1]["value"]["action"]["data"] == {"ref": "CB-0042", "why": "now"}
    now = desk.teams.chats.get(shown.id)
    assert now is not None
    assert now.card == card(text("Done"))


async def test_a_stranger_is_answered_in_words(browser: Browser) -> None:
    """A name the desk does not know is a sentence, not a crash."""
    response = await browser.post("/api/meet", json={"person": "nobody"})

    assert (response.status, (await response.json())["error"]) == (
        400,
        "The page asked for something the desk does not know.",
    )


async def test_an_attached_file_is_kept_and_sent(browser: Browser, desk: Desk, clerk: FakeClerk) -> None:
    """A file dropped on the chat comes with its name."""
    form = FormData({"person": "priya", "text": ""}, default_to_multipart=True)
    form.add_field("file", b"PK", filename="plan.docx")

    await browser.post("/api/say", data=form)
    await quiet(desk)

    assert clerk.heard[-1]["attachments"][0]["name"] == "plan.docx"


async def test_events_tell_of_new_messages(browser: Browser, desk: Desk) -> None:
    """A page that listens hears of a message as it is put."""
    async with browser.get("/api/events") as stream:
        await stream.content.readuntil(b"\n\n")
        desk.teams.chats.tell({"kind": "mail"})
        line = await stream.content.readuntil(b"\n\n")

    assert json.loads(line.removeprefix(b"data: ")) == {"kind": "mail"}


async def test_a_mail_written_on_the_page_can_be_read_there(browser: Browser) -> None:
    """Compose, list, read, download: the attachment comes back byte for byte."""
    fields = {
        "from": "sam.okafor@council.example",
        "to": "arp@council.example",
        "subject": "Referral",
        "body": "Dear clerk",
    }
    form = FormData(fields, default_to_multipart=True)
    form.add_field("file", b"PK\x00", filename='fo"rm.docx')
    await browser.post("/api/mail", data=form)

    inbox = (await (await browser.get("/api/mail")).json())["inbox"]
    mail = await (await browser.get(f"/api/mail/inbox/{inbox[0]['name']}")).json()
    download = await browser.get(f"/api/mail/inbox/{inbox[0]['name']}/0")

    assert (mail["from"], mail["subject"], mail["text"]) == ("sam.okafor@council.example", "Referral", "Dear clerk")
    assert download.headers["Content-Disposition"].startswith("attachment")
    assert await download.read() == b"PK\x00"


async def test_a_dropped_mail_goes_in_as_it_is(browser: Browser, tmp_path: Path) -> None:
    """An .eml is not wrapped into another mail."""
    form = FormData(default_to_multipart=True)
    form.add_field("file", b"Subject: x\r\n\r\nhello", filename="captured.eml")

    await browser.post("/api/mail", data=form)

    assert [file.read_bytes() for file in (tmp_path / "mailbox" / "inbox").iterdir()] == [b"Subject: x\r\n\r\nhello"]


@pytest.mark.parametrize(
    "path", ["/api/mail/inbox/none.eml", "/api/mail/inbox/none.eml/0", "/files/x/y", "/vendor/package.json"]
)
async def test_what_is_not_there_is_not_found(browser: Browser, path: str) -> None:
    """A moved mail, a guessed file address, a file that is not the renderer's."""
    assert (await browser.get(path)).status == 404


@pytest.mark.parametrize(
    ("to", "now"),
    [
        ("hour", "2026-03-02T10:00:00+00:00"),
        ("day", "2026-03-03T09:00:00+00:00"),
        ("opening", "2026-03-03T09:00:00+00:00"),
        ("2026-06-01T10:00", "2026-06-01T09:00:00+00:00"),
    ],
)
async def test_the_clock_is_moved_from_the_page(browser: Browser, to: str, now: str) -> None:
    """Each button and the date field move the clerk's clock, and the page shows what the clerk answered."""
    response = await browser.post("/api/clock", json={"to": to})

    assert await response.json() == {"now": now}


async def test_no_date_is_asked_for_again(browser: Browser) -> None:
    """An empty date field gets a kind sentence."""
    response = await browser.post("/api/clock", json={"to": ""})

    assert (response.status, (await response.json())["error"]) == (503, "Please give a date and a time.")


async def test_a_clerk_that_is_down_tells_no_time(browser: Browser, desk: Desk) -> None:
    """The page says so instead of showing a wrong time."""
    desk.bot_at("http://127.0.0.1:9")

    response = await browser.get("/api/clock")

    assert response.status == 503
    assert (await response.json())["error"].startswith("The clerk did not answer")
