"""The Inbox in Exchange Online: nothing is passed over, whatever happens on the way."""

import asyncio
import json
from dataclasses import replace

import pytest

from adapters.mail.graph import inbox
from panel.errors import DeliveryFailed
from tests.unit.mail.graph.conftest import ADDRESS, MAIL, Desk

DELTA = "messages/delta"


def link_kept(desk: Desk) -> str:
    return str(json.loads(desk.state.read_text())["link"]) if desk.state.exists() else ""


async def test_many_pages_are_read_as_one_list(desk: Desk) -> None:
    """Graph lists the newest first and a few at a time; the mails still come oldest first."""
    desk.graph.page_size = 7
    for number in range(40):
        desk.exchange.arrive(b"%d" % number)
    assert await desk.contents() == [b"%d" % number for number in range(40)]
    assert desk.graph.count(DELTA) == 6


async def test_only_what_is_new_is_listed_again(desk: Desk) -> None:
    """After the first round one small request tells whether anything came."""
    desk.exchange.arrive(b"one")
    await desk.take_all()
    desk.exchange.arrive(b"two")
    await desk.take_all()
    before = len(desk.graph.seen)
    assert await desk.contents() == []
    assert [line for line in desk.graph.seen[before:] if "$value" in line] == []
    assert len(desk.graph.seen) - before == 1


async def test_the_link_is_kept_only_when_all_it_covers_is_filed(desk: Desk) -> None:
    """Until then a crash reads the Inbox again."""
    desk.exchange.arrive(b"one")
    desk.exchange.arrive(b"two")
    first, second = await desk.mailbox.waiting()
    await desk.mailbox.file(first.handle, attention=False)
    before = link_kept(desk)
    await desk.mailbox.file(second.handle, attention=False)
    assert (before, DELTA in link_kept(desk)) == ("", True)


async def test_a_crash_between_two_mails_loses_neither(desk: Desk) -> None:
    """The one that was filed is gone from the Inbox; the other is given again."""
    for content in (b"one", b"two"):
        desk.exchange.arrive(content)
    first, _ = await desk.mailbox.waiting()
    await desk.mailbox.file(first.handle, attention=False)
    await desk.restart()
    assert await desk.contents() == [b"two"]


async def test_a_restart_reads_on_from_the_link(desk: Desk) -> None:
    """It does not list the whole Inbox when nothing was left over."""
    desk.exchange.arrive(b"one")
    await desk.take_all()
    await desk.restart()
    desk.exchange.arrive(b"two")
    desk.graph.seen.clear()
    assert (await desk.contents(), desk.graph.count("deltatoken")) == ([b"two"], 1)


async def test_a_link_that_is_too_old_begins_the_list_anew(desk: Desk) -> None:
    """410: everything that lies in the Inbox is found, and nothing twice."""
    desk.exchange.arrive(b"one")
    await desk.contents()
    desk.exchange.arrive(b"two")
    desk.exchange.forget_links()
    assert await desk.contents() == [b"two", b"one"]
    await desk.take_all()
    assert await desk.contents() == []


@pytest.mark.parametrize("status", [400, 404])
async def test_a_link_graph_does_not_know_begins_the_list_anew(desk: Desk, status: int) -> None:
    """Whatever status it finds for that."""
    desk.exchange.arrive(b"one")
    await desk.take_all()
    desk.exchange.arrive(b"two")
    desk.goes_wrong("deltatoken", status, code="SyncStateInvalid")
    assert await desk.contents() == [b"two"]


async def test_a_list_that_breaks_off_is_trouble_and_not_a_loop(desk: Desk) -> None:
    """The next round tries again."""
    desk.graph.page_size = 1
    for content in (b"one", b"two"):
        desk.exchange.arrive(content)
    desk.goes_wrong("skiptoken", 410)
    with pytest.raises(DeliveryFailed, match="did not finish its list"):
        await desk.contents()
    assert await desk.contents() == [b"one", b"two"]


async def test_a_mail_that_goes_before_it_is_read_is_passed_over(desk: Desk) -> None:
    """Somebody deleted it, or moved it away."""
    handles = [desk.exchange.arrive(content) for content in (b"one", b"two", b"three")]
    desk.goes_wrong("000001.*value", 404, code="ErrorItemNotFound")
    given = await desk.contents()
    desk.exchange.vanish(handles[1])
    assert (given, await desk.contents()) == ([b"two", b"three"], [b"three"])


async def test_one_mail_that_cannot_be_fetched_does_not_hold_up_the_rest(desk: Desk) -> None:
    """It comes last in the next round."""
    for number in range(9):
        desk.exchange.arrive(b"%d" % number)
    desk.goes_wrong("000001.*value", 500, times=3)
    given = await desk.take_all()
    assert given == [b"%d" % number for number in range(1, 9)]
    desk.exchange.arrive(b"new")
    assert await desk.contents() == [b"new", b"0"]


async def test_a_mail_nobody_files_lets_the_others_pass(desk: Desk) -> None:
    """Those tried before come after those that are new, so the queue never stands still."""
    for number in range(60):
        desk.exchange.arrive(b"stuck %d" % number)
    await desk.contents()
    desk.exchange.arrive(b"new")
    assert (await desk.contents())[:11] == [*(b"stuck %d" % number for number in range(50, 60)), b"new"]


async def test_of_a_huge_mail_a_bounded_part_is_given(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """One mail must not fill the memory."""
    monkeypatch.setattr(inbox, "MOST_BYTES", 1000)
    desk.exchange.arrive(b"x" * 300_000)
    assert await desk.contents() == [b"x" * 1000]


async def test_large_mails_come_fewer_at_a_time(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor must many."""
    monkeypatch.setattr(inbox, "MOST_BYTES_AT_ONCE", 1000)
    for _ in range(20):
        desk.exchange.arrive(b"x" * 500)
    assert len(await desk.contents()) == 4


async def test_at_most_four_requests_run_at_once(desk: Desk) -> None:
    """Exchange allows one app no more in one mailbox."""
    for number in range(50):
        desk.exchange.arrive(b"%d" % number)
    mails = [replace(MAIL, message_id=f"<{number}@panel.example.org>") for number in range(12)]
    await asyncio.gather(desk.contents(), *(desk.mailbox.send(mail) for mail in mails))
    assert len(desk.exchange.delivered) == 12
    assert 2 <= desk.graph.most_at_once <= 4


async def test_a_link_to_another_host_is_not_followed(desk: Desk) -> None:
    """The token goes to Graph and nobody else."""
    desk.state.write_text(json.dumps({"mailbox": ADDRESS, "link": "https://evil.example.net/v1.0/x"}))
    await desk.restart()
    with pytest.raises(DeliveryFailed, match="another host"):
        await desk.contents()


@pytest.mark.parametrize("held", [b"", b"{", b"[]", b'{"mailbox": "other@example.org", "link": "http://other"}'])
async def test_a_state_that_cannot_be_used_reads_everything(desk: Desk, held: bytes) -> None:
    """Damaged, or of another mailbox: no mail hangs on it."""
    desk.exchange.arrive(b"one")
    desk.state.write_bytes(held)
    await desk.restart()
    assert await desk.contents() == [b"one"]


async def test_the_whole_inbox_is_listed_once_a_day(desk: Desk) -> None:
    """Should a change ever be missing from Graph's list, its mail lies unseen for a day at most."""
    desk.exchange.arrive(b"one")
    await desk.take_all()
    desk.exchange.arrive(b"missed")
    desk.exchange.changes = [("elsewhere", message) for _, message in desk.exchange.changes]
    missed = await desk.contents()
    desk.exchange.changes = [("inbox", message) for _, message in desk.exchange.changes]
    desk.time.now += inbox.WHOLE_AGAIN
    assert (missed, await desk.contents()) == ([], [b"missed"])
