"""A mail goes out through Exchange once, and when that cannot be told the caller knows."""

import pytest

from panel.errors import DeliveryFailed, DeliveryInDoubt
from panel.ports import OutgoingMail
from tests.fixtures.ews.server import busy, cut, error, half, hang, status

MAIL = OutgoingMail("jane@example.org", "CB-0007", "Hello.", "<out-1@panel.example.org>")

NOTHING_DONE = {
    "busy": busy(5),
    "asked to wait": status(503),
    "not signed in": status(401, WWW_Authenticate="Basic"),
    "forbidden": status(403),
    "may not send as": error("CreateItem", "ErrorSendAsDenied"),
    "full": error("CreateItem", "ErrorQuotaExceeded"),
}
PERMANENT = ["ErrorInvalidRecipients", "ErrorMessageSizeExceeded", "ErrorMimeContentInvalid"]
UNCLEAR = {
    "cut off": cut(),
    "server error": status(500),
    "gateway gave up": status(504),
    "internal error": error("CreateItem", "ErrorInternalServerError"),
    "for the moment": error("CreateItem", "ErrorInternalServerTransientError"),
}


async def outcome(mailbox, mail=MAIL) -> DeliveryFailed:
    with pytest.raises(DeliveryFailed) as failed:
        await mailbox.send(mail)
    return failed.value


@pytest.mark.parametrize("name", NOTHING_DONE)
async def test_what_exchange_turned_down_may_be_sent_again(mailbox, server, clock, name):
    """It is certain that nothing went."""
    server.next_time(NOTHING_DONE[name], at="CreateItem")
    failed = await outcome(mailbox)
    clock.pass_by(60)
    await mailbox.send(MAIL)
    assert (isinstance(failed, DeliveryInDoubt), failed.permanent, len(server.operations.sent)) == (False, False, 1)


@pytest.mark.parametrize("code", PERMANENT)
async def test_a_mail_exchange_will_never_take_is_refused_for_good(mailbox, server, code):
    """Trying again would not help."""
    server.next_time(error("CreateItem", code), at="CreateItem")
    assert (await outcome(mailbox)).permanent


@pytest.mark.parametrize("name", UNCLEAR)
async def test_a_call_that_broke_off_leaves_a_doubt(mailbox, server, name):
    """The mail is not in Sent Items, but it may be on its way."""
    server.next_time(UNCLEAR[name], at="CreateItem")
    assert isinstance(await outcome(mailbox), DeliveryInDoubt)


@pytest.mark.parametrize("trouble", [cut(after=True), half()])
async def test_a_mail_that_went_although_the_call_broke_off_is_sent(mailbox, server, trouble):
    """It is found in Sent Items, so nobody needs to worry."""
    server.next_time(trouble, at="CreateItem")
    await mailbox.send(MAIL)
    assert len(server.operations.sent) == 1


@pytest.mark.parametrize("went", [False, True])
async def test_a_call_that_hangs_is_looked_into(opened, server, went):
    """With a new connection: the mail went, or there is a doubt."""
    server.next_time(hang(server, after=went), at="CreateItem")
    async with opened(give_up_after=0.6) as mailbox:
        if went:
            await mailbox.send(MAIL)
        else:
            assert isinstance(await outcome(mailbox), DeliveryInDoubt)


async def test_a_doubt_stays_when_exchange_is_gone_altogether(mailbox, server):
    """Nobody can be asked."""
    server.next_time(cut(after=True), at="CreateItem")

    async def look_fails_too(request, respond):
        server.next_time(cut(), at="FindItem")
        return server.xml(respond())

    server.next_time(look_fails_too, at="FindItem")
    assert isinstance(await outcome(mailbox), DeliveryInDoubt)


async def test_nothing_is_sent_while_it_is_unknown_whether_it_was(mailbox, server):
    """The question whether it went before comes first."""
    server.next_time(status(500), at="FindItem")
    failed = await outcome(mailbox)
    assert (type(failed) is DeliveryInDoubt, server.operations.sent) == (False, [])


async def test_a_mail_in_the_outbox_is_not_sent_again(mailbox, server):
    """Exchange has it and is about to send it."""
    server.shelves.put(b"Message-ID: <out-1@panel.example.org>\r\n\r\nHello.", "outbox")
    await mailbox.send(MAIL)
    assert (await mailbox.was_sent(MAIL.message_id), server.operations.sent) == (True, [])


async def test_the_message_id_is_ours_and_the_sender_the_panel(mailbox, server):
    """As they were composed."""
    await mailbox.send(OutgoingMail(**{**vars(MAIL), "sender": "other-panel@example.org"}))
    [raw] = server.operations.sent
    assert (b"\r\nMessage-ID: <out-1@panel.example.org>\r\n" in raw, raw[:31]) == (
        True,
        b"From: other-panel@example.org\r\n",
    )
