"""One who is slow to take a notice keeps nobody else waiting, and a stop leaves nothing half sent that need not be."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot import outbox as outbox_module
from bot.app import _outbox_loop
from panel.council import Council
from panel.errors import DeliveryFailed, DeliveryInDoubt
from panel.notices import Channel, Notice, NoticeState, Topic
from panel.ports import Change
from panel.telling import notice
from tests.story import CB, HELEN, PRIYA, TOM, directory, profiles
from tests.unit.bot.office import PretendOffice

S = NoticeState


@pytest.fixture
def office(tmp_path: Path) -> PretendOffice:
    return PretendOffice(tmp_path)


def owe(office: PretendOffice, to: str, about: str = "CB-0001", **changes: Any) -> Notice:
    """Owe one sentence."""
    topic = changes.pop("topic", Topic.SIGNED)
    one = notice(topic, to, about, office.clock()).model_copy(update={"revision": 1, **changes})
    office.store.held[one.KIND, one.id] = one
    return one


def now_is(office: PretendOffice, one: Notice) -> Notice:
    return office.store.read().get(Notice, one.id)


class Slow:
    """Holds up each message or mail until it is let go."""

    def __init__(self, office: PretendOffice, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
        self.go_on, self.begun = asyncio.Event(), asyncio.Event()
        whole, part = what.split(".")
        really = getattr(getattr(office, whole), part)

        async def slowly(*args: Any) -> Any:
            self.begun.set()
            await self.go_on.wait()
            return await really(*args)

        monkeypatch.setattr(getattr(office, whole), part, slowly)


@asynccontextmanager
async def running(office: PretendOffice) -> AsyncIterator[SimpleNamespace]:
    """The service's own loop around the outbox."""
    turns = SimpleNamespace(something_owed=asyncio.Event(), stopping=asyncio.Event())
    loop = asyncio.create_task(_outbox_loop(SimpleNamespace(turns=turns, outbox=office.outbox)))  # type: ignore[arg-type]
    turns.loop = loop
    yield turns
    turns.stopping.set()
    turns.something_owed.set()
    await asyncio.wait([loop], timeout=5)
    loop.cancel()
    with suppress(asyncio.CancelledError):
        await loop


async def until(true: Any) -> bool:
    for _ in range(200):
        if true():
            return True
        await asyncio.sleep(0.01)
    return False


async def test_a_mail_server_that_hangs_does_not_hold_up_an_emergency(
    office: PretendOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The card goes to the approver in Teams while a letter to somebody else is still on its way."""
    office.story.meetings()
    office.story.signed()
    slow = Slow(office, monkeypatch, "mailbox.send")
    async with running(office) as turns:
        await slow.begun.wait()
        office.story.urgent()
        turns.something_owed.set()
        cards = [n for n in office.story.notices(Topic.EMERGENCY_ASKED) if n.channel is Channel.TEAMS]
        rung = await until(lambda: all(now_is(office, card).state is S.SENT for card in cards))
        slow.go_on.set()
    assert (bool(cards), rung) == (True, True)


async def test_what_is_urgent_goes_before_what_already_waits_for_the_same_person(
    office: PretendOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when it is owed while a long queue is being sent."""
    for number in range(4):
        owe(office, PRIYA, f"CB-000{number}")
    slow = Slow(office, monkeypatch, "messenger.send")
    sending = asyncio.create_task(office.outbox.run_once())
    await slow.begun.wait()
    owe(office, PRIYA, "CB-0009", topic=Topic.SEARCH_STOPPED)
    slow.go_on.set()
    await sending
    said = [message.text or message.summary for _, _, message in office.messenger.sent]
    assert ["CB-0009" in text for text in said] == [False, True, False, False, False]


async def test_what_is_owed_just_as_a_queue_ends_goes_at_once(
    office: PretendOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits for the next look because the sender was about to stop."""
    owe(office, PRIYA, "CB-0001")
    really, late = office.outbox._next, []

    async def ending(to: str, tried: set[str]) -> Notice | None:
        found = await really(to, tried)
        if found is None and not late:
            late.append(owe(office, PRIYA, "CB-0002"))
            await office.outbox.send_all(PRIYA)
        return found

    monkeypatch.setattr(office.outbox, "_next", ending)
    await office.outbox.run_once()
    assert now_is(office, late[0]).state is S.SENT


@pytest.mark.rule("RO-11.11")
async def test_a_record_that_goes_before_others_is_sent_before_them(office: PretendOffice) -> None:
    """To the same recipient, although it was owed last; what is urgent goes before it still."""
    owe(office, PRIYA, "CB-0001")
    owe(office, PRIYA, "CB-0002", first=True, owed_at=office.clock() + timedelta(seconds=1))
    owe(office, PRIYA, "CB-0003", topic=Topic.SEARCH_STOPPED, owed_at=office.clock() + timedelta(seconds=2))
    await office.outbox.run_once()
    said = [message.text or message.summary for _, _, message in office.messenger.sent]
    assert [re.findall(r"CB-\d+", text)[0] for text in said] == ["CB-0003", "CB-0002", "CB-0001"]


async def test_a_stop_begins_nothing_more_and_leaves_no_doubt(
    office: PretendOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is being sent is finished; what waits behind it stays owed for the next start."""
    owed = [owe(office, PRIYA, f"CB-000{number}") for number in range(4)]
    slow = Slow(office, monkeypatch, "messenger.send")
    async with running(office) as turns:
        await slow.begun.wait()
        turns.stopping.set()
        turns.something_owed.set()
        await asyncio.sleep(0.05)
        slow.go_on.set()
    assert [now_is(office, one).state for one in owed] == [S.SENT, S.OWED, S.OWED, S.OWED]


async def test_a_failed_notice_and_the_news_of_it_are_one_commit(
    office: PretendOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stop between the two would leave a failure of which nobody hears."""
    committed: list[Change] = []
    really = office.store.transact

    def noted(work: Any) -> Change:
        committed.append(really(work))
        return committed[-1]

    monkeypatch.setattr(office.store, "transact", noted)
    owe(office, PRIYA)
    office.messenger.failures = [DeliveryFailed("gone", permanent=True)]
    await office.outbox.run_once()
    [failing] = [change for change in committed if change.answer.code == S.FAILED]
    assert [one.to for one in failing.notices] == [TOM]


async def test_a_server_that_erred_and_asks_for_time_gets_it(office: PretendOffice) -> None:
    """Also when it is in doubt whether the message arrived."""
    one = owe(office, PRIYA)
    office.messenger.failures = [DeliveryInDoubt("answered 503", retry_after=120)]
    await office.outbox.run_once()
    await office.later(seconds=119)
    early = now_is(office, one).state
    await office.later(seconds=1)
    assert (early, now_is(office, one).state) == (S.OWED, S.SENT)


async def test_only_its_own_panel_hears_of_a_morning_that_did_not_arrive(office: PretendOffice) -> None:
    """A message of reminders names no case, so the panel whose hours it keeps says whose it is."""
    everybody = Council(profiles(), directory())
    office.delivery.tools = replace(office.delivery.tools, council=everybody)
    office.story.now = office.clock().replace(hour=11)
    owe(office, HELEN, "morning.2026-11-02", hours_of=CB)
    office.messenger.failures = [DeliveryFailed("gone", permanent=True)]
    await office.outbox.run_once()
    assert {one.to for one in office.story.notices(Topic.UNDELIVERED)} == {TOM}


async def test_a_mailbox_that_hangs_at_the_start_keeps_nothing_from_starting(
    office: PretendOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many letters were being sent: they are owed again, and sending them finds out whether they went."""
    monkeypatch.setattr(outbox_module, "LONGEST_LOOK", 0.1, raising=False)
    letters = [owe(office, f"{n}@example.org", channel=Channel.EMAIL, state=S.SENDING, attempts=1) for n in range(20)]

    async def hangs(_: str) -> bool:
        await asyncio.sleep(30)
        return False

    monkeypatch.setattr(office.mailbox, "was_sent", hangs)
    async with asyncio.timeout(1):
        await office.outbox.after_a_stop()
    assert {now_is(office, letter).state for letter in letters} == {S.OWED}
