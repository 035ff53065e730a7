"""Graph slow, absent or unwilling: what is waited for, what is tried again, and in what words trouble is told."""

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from adapters.mail.graph import failures
from panel.errors import DeliveryFailed
from tests.unit.mail.graph.conftest import MAIL, Desk

ALL_OF_IT = "."


async def trouble(desk: Desk) -> DeliveryFailed:
    with pytest.raises(DeliveryFailed) as failed:
        await desk.mailbox.waiting()
    return failed.value


async def test_a_token_is_not_fetched_for_every_call(desk: Desk) -> None:
    """A refused one is replaced once, in the middle of a batch, and no mail is missed."""
    for number in range(10):
        desk.exchange.arrive(b"%d" % number)
    first = await desk.mailbox.waiting()
    desk.graph.token = "token-2"
    for mail in first:
        await desk.mailbox.file(mail.handle, attention=False)
    assert (desk.tokens.given, len(desk.exchange.in_folder("Processed"))) == (2, 10)


async def test_a_token_that_ends_while_mails_are_fetched_is_replaced_once(desk: Desk) -> None:
    """Four requests are refused together; one new token serves them all."""
    for number in range(20):
        desk.exchange.arrive(b"%d" % number)
    desk.goes_wrong("value", "token_ends")
    given = await desk.contents()
    assert (len(given), desk.tokens.given) == (20, 2)


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        (401, "InvalidAuthenticationToken", failures.UNACCEPTED),
        (403, "ErrorAccessDenied", failures.NO_RIGHT),
        (404, "ErrorInvalidUser", failures.UNKNOWN_MAILBOX),
        (404, "ResourceNotFound", failures.UNKNOWN_MAILBOX),
    ],
)
async def test_a_refusal_says_what_an_administrator_must_do(desk: Desk, status: int, code: str, words: str) -> None:
    """It is not tried again at once, and not given up: letters wait until it is mended."""
    desk.goes_wrong(ALL_OF_IT, status, times=2, code=code)
    failed = await trouble(desk)
    asked = len(desk.graph.seen)
    assert (str(failed), failed.permanent, failed.retry_after) == (words, False, failures.UNTIL_MENDED)
    assert asked == (2 if status == 401 else 1)


async def test_a_panel_address_that_may_not_be_sent_from_is_named_as_the_cause(desk: Desk) -> None:
    """That is put right in another place than the mailbox's own rights."""
    desk.goes_wrong("send$", 403, code="ErrorSendAsDenied")
    with pytest.raises(DeliveryFailed, match="allow sending from aliases"):
        await desk.mailbox.send(MAIL)


async def test_nothing_that_names_a_person_is_repeated(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    """Graph's own sentence may hold a name; only its code is kept."""
    desk.goes_wrong(ALL_OF_IT, 400, code="ErrorSomething")
    assert str(await trouble(desk)) == "Exchange Online answered 400 ErrorSomething"
    assert "Jane" not in repr([vars(record) for record in caplog.records])


async def test_a_short_wait_that_graph_asks_for_is_waited(desk: Desk) -> None:
    """Then the mails come."""
    desk.exchange.arrive(b"one")
    desk.goes_wrong("delta", 429, retry_after="4")
    assert await desk.contents() == [b"one"]
    assert sum(desk.time.asked) >= 4


async def test_a_long_wait_holds_back_every_request(desk: Desk) -> None:
    """The next rounds do not even ask until it is over."""
    desk.exchange.arrive(b"one")
    desk.goes_wrong("delta", 429, retry_after="300")
    first = await trouble(desk)
    before = len(desk.graph.seen)
    second = await trouble(desk)
    silent = len(desk.graph.seen) == before
    desk.time.now += 301
    assert (first.retry_after, second.retry_after, silent) == (300, 300, True)
    assert await desk.contents() == [b"one"]


async def test_a_wait_until_a_moment_is_understood(desk: Desk) -> None:
    """Retry-After may hold a date."""
    desk.goes_wrong("delta", 503, retry_after=format_datetime(datetime.now(UTC) + timedelta(seconds=600), usegmt=True))
    failed = await trouble(desk)
    assert 590 < (failed.retry_after or 0) <= 600


@pytest.mark.parametrize("how", [500, 502, 429, "cut_before", "cut_body"])
async def test_a_short_upset_is_got_over(desk: Desk, how: int | str) -> None:
    """Two failures, then an answer: nobody hears of it."""
    desk.exchange.arrive(b"one")
    desk.goes_wrong("value", how, times=2)
    assert await desk.contents() == [b"one"]


async def test_a_body_that_never_ends_is_not_waited_for(desk: Desk) -> None:
    """It trickles in, so no single wait is long; the whole still has its limit."""
    desk.exchange.arrive(b"one")
    desk.patience = 0.5
    await desk.restart()
    desk.goes_wrong("value", "slow", times=3)
    async with asyncio.timeout(20):
        failed = await trouble(desk)
    assert str(failed) == "the connection to Exchange Online broke off"
    desk.patience = 30.0
    await desk.restart()
    assert await desk.contents() == [b"one"]


async def test_an_upset_that_lasts_is_told_and_nothing_is_lost(desk: Desk) -> None:
    """The round fails; the next one begins where this one did."""
    desk.exchange.arrive(b"one")
    desk.goes_wrong("delta", 500, times=3)
    await trouble(desk)
    assert await desk.contents() == [b"one"]


async def test_an_answer_that_is_no_list_is_trouble(desk: Desk) -> None:
    """A proxy's page in place of Graph's answer must not look like an empty Inbox."""
    desk.exchange.arrive(b"one")
    desk.goes_wrong("delta", 204)
    assert "did not finish its list" in str(await trouble(desk))
    assert await desk.contents() == [b"one"]


async def test_a_graph_that_is_not_there_is_trouble_and_not_a_doubt(desk: Desk) -> None:
    """Nothing was delivered: the outbox tries again."""
    desk.mailbox._client._base = "http://127.0.0.1:1/v1.0/users/x"
    with pytest.raises(DeliveryFailed) as failed:
        await desk.mailbox.send(MAIL)
    assert (type(failed.value), str(failed.value)) == (DeliveryFailed, "Exchange Online could not be reached")
