"""Exchange fails in many ways. Each is told apart, nothing is lost, and the next call works again."""

import logging
from contextlib import suppress

import pytest

from adapters.mail.ews import worker as worker_module
from adapters.mail.ews.protocol import HttpError
from adapters.mail.ews.settings import EwsSettings
from adapters.mail.ews.troubles import translated
from panel.errors import DeliveryFailed, DeliveryInDoubt
from tests.fixtures.ews import MAILBOX
from tests.fixtures.ews.server import busy, cut, drip, error, half, hang, status

FAILURES = {
    "not signed in": (status(401, WWW_Authenticate="Basic"), "sign-in (401)"),
    "forbidden": (status(403), "Get-CASMailbox"),
    "no such page": (status(404), "There is no EWS at the Exchange address"),
    "sent elsewhere": (status(302, location="https://elsewhere.example/"), "There is no EWS at the Exchange address"),
    "server error": (status(500, "<html>Oops</html>"), "answered 500"),
    "bad gateway": (status(502), "answered 502"),
    "no XML where it should be": (status(200, "<html>"), "could not do what was asked"),
    "cut off": (cut(), "did not answer in time"),
    "broken off": (half(), "did not answer in time"),
    "no right": (error("FindItem", "ErrorAccessDenied"), "full access"),
    "no impersonation": (error("FindItem", "ErrorImpersonateUserDenied"), "impersonation"),
    "internal error": (error("FindItem", "ErrorInternalServerError"), "could not do what was asked"),
}


@pytest.mark.parametrize("name", FAILURES)
async def test_a_failure_is_told_apart_and_passes(mailbox, server, name):
    """In words that say what to look at; the mail is given the next time, and the problem is over."""
    trouble, words = FAILURES[name]
    server.shelves.put(b"one")
    server.next_time(trouble, at="FindItem")
    with pytest.raises(DeliveryFailed) as failed:
        await mailbox.waiting()
    assert (words in str(failed.value), failed.value.permanent, mailbox.problem) == (True, False, str(failed.value))
    assert ([mail.content for mail in await mailbox.waiting()], mailbox.problem) == ([b"one"], "")


@pytest.mark.parametrize("first", ["ConvertId", "FindItem", "GetItem"])
async def test_it_may_fail_at_any_step(mailbox, server, first):
    """Also while the connection is being made."""
    server.shelves.put(b"one")
    server.next_time(cut(), at=first)
    with pytest.raises(DeliveryFailed):
        await mailbox.waiting()
    assert [mail.content for mail in await mailbox.waiting()] == [b"one"]


@pytest.mark.parametrize("kind", ["hang", "drip"])
async def test_a_call_that_does_not_come_back_is_given_up(opened, server, kind):
    """Also when bytes keep coming, so that no single wait is too long. The next call has a connection of its own."""
    server.shelves.put(b"one")
    server.next_time({"hang": hang, "drip": drip}[kind](server), at="FindItem")
    async with opened(give_up_after=0.6) as mailbox:
        with pytest.raises(DeliveryFailed, match="did not answer in time"):
            await mailbox.waiting()
        assert [mail.content for mail in await mailbox.waiting()] == [b"one"]


async def test_calls_that_hang_do_not_pile_up(opened, server):
    """After four that hang there is no fifth: the server is asked no more until one of them ends."""
    server.next_time(hang(server), at="FindItem", times=10)
    async with opened(give_up_after=0.2) as mailbox:
        for _ in range(worker_module.MOST_STUCK + 3):
            with pytest.raises(DeliveryFailed):
                await mailbox.waiting()
        assert server.names() == ["FindItem"] * worker_module.MOST_STUCK


@pytest.mark.parametrize(
    ("trouble", "seconds"),
    [
        (busy(30), 30),
        (status(503, Retry_After="45"), 45),
        (status(429), 60),
        (error("FindItem", "ErrorServerBusy"), 60),
    ],
)
async def test_exchange_is_left_alone_as_long_as_it_asks(mailbox, server, clock, trouble, seconds):
    """Nobody calls in the meantime, whatever for; afterwards everything goes on."""
    server.shelves.put(b"one")
    server.next_time(trouble, at="FindItem")
    with pytest.raises(DeliveryFailed) as failed:
        await mailbox.waiting()
    server.names()
    clock.pass_by(seconds - 1)
    with pytest.raises(DeliveryFailed) as early:
        await mailbox.was_sent("<one@example.org>")
    assert (failed.value.retry_after, early.value.retry_after, server.names()) == (seconds, 1, [])
    clock.pass_by(1)
    assert [mail.content for mail in await mailbox.waiting()] == [b"one"]


async def test_a_server_that_is_not_there_is_told_from_one_that_fails(opened):
    """Nothing can have left this machine."""
    async with opened(server="http://127.0.0.1:1/EWS/Exchange.asmx") as mailbox:
        with pytest.raises(DeliveryFailed, match="cannot be reached"):
            await mailbox.waiting()


def test_exchange_online_that_forbids_is_explained():
    """EWS is switched off tenant by tenant; an administrator reads where to look and what to change to."""
    settings = EwsSettings("outlook.office365.com", MAILBOX, "u", "p")
    said = str(translated(HttpError(403, None), settings, sending=False))
    assert ("EwsEnabled" in said, "EwsAllowedAppIDs" in said, "Graph" in said) == (True, True, True)


async def test_nothing_of_a_mail_reaches_the_log(mailbox, server, caplog):
    """exchangelib would write whole requests and answers into it."""
    caplog.set_level(logging.DEBUG)
    server.shelves.put(b"Subject: canary\n\ncanary")
    server.next_time(status(500, "canary", X_Canary="canary"), at="GetItem")
    for _ in range(2):
        with suppress(DeliveryFailed):
            await mailbox.waiting()
    assert ("canary" in caplog.text, "Exchange failed" in caplog.text) == (False, True)


@pytest.mark.parametrize(("sending", "kind"), [(True, DeliveryInDoubt), (False, DeliveryFailed)])
def test_an_error_nobody_foresaw_is_a_failure(sending, kind):
    """And a doubtful one when a mail may have gone."""
    failed = translated(KeyError("x"), EwsSettings("mail.council.example", MAILBOX, "u", "p"), sending=sending)
    assert (isinstance(failed, kind), failed.permanent) == (True, False)
