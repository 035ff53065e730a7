"""Sending through Exchange Online: once, whatever breaks on the way, and in doubt only when it is."""

import re
from dataclasses import replace

import pytest

from adapters.mail.graph.client import Answer, GraphClient, Request
from adapters.mail.read import read_mail
from panel.errors import DeliveryFailed, DeliveryInDoubt
from panel.ports import Attachment
from tests.unit.mail.graph.conftest import MAIL, Desk

SEND = "POST .*/send$"
CREATE = "POST .*/messages$"
LARGE = Attachment("CB-0007.docx", "application/octet-stream", b"0123456789" * 400_000)
MIDDLE = Attachment("CB-0007.pdf", "application/pdf", b"x" * 2_000_000)


def drafts(desk: Desk) -> int:
    return len(desk.exchange.in_folder("drafts"))


async def failure(desk: Desk) -> DeliveryFailed:
    with pytest.raises(DeliveryFailed) as failed:
        await desk.mailbox.send(MAIL)
    return failed.value


async def test_a_mail_says_all_that_an_answer_of_ours_says(desk: Desk) -> None:
    """It is ours by its id, answers the mail it answers, asks for no automatic answer, and has the panel's address."""
    await desk.mailbox.send(replace(MAIL, in_reply_to="<first@example.org>", sender="alias@example.org"))
    [raw] = desk.exchange.delivered
    made = read_mail(raw)
    assert (made.message_id, made.in_reply_to, made.sender) == (
        MAIL.message_id,
        "<first@example.org>",
        "alias@example.org",
    )
    assert b"Auto-Submitted: auto-replied\r\n" in raw
    assert b"X-Auto-Response-Suppress: All\r\n" in raw
    assert b"References: <first@example.org>\r\n" in raw


async def test_a_mail_that_is_not_automatic_does_not_say_so(desk: Desk) -> None:
    """Nor is an id that is none passed on."""
    await desk.mailbox.send(replace(MAIL, automatic=False, in_reply_to="no id at all"))
    [raw] = desk.exchange.delivered
    assert (b"Auto-Submitted" in raw, b"X-Auto" in raw, b"In-Reply-To" in raw) == (False, False, False)


@pytest.mark.parametrize("files", [(LARGE,), (MIDDLE, MIDDLE), (LARGE, MIDDLE)])
async def test_large_attachments_arrive_whole(desk: Desk, files: tuple[Attachment, ...]) -> None:
    """Each in pieces, or in a request of its own, as large as Graph takes."""
    await desk.mailbox.send(replace(MAIL, attachments=files))
    [raw] = desk.exchange.delivered
    assert read_mail(raw).attachments == files


@pytest.mark.parametrize("how", [500, "fail_after", "cut_after"])
async def test_an_attachment_that_breaks_off_sends_nothing_by_halves(desk: Desk, how: int | str) -> None:
    """The draft with half a file is thrown away by the next try."""
    mail = replace(MAIL, attachments=(LARGE,))
    desk.goes_wrong("PUT", how, skip=1)
    with pytest.raises(DeliveryFailed) as failed:
        await desk.mailbox.send(mail)
    assert not failed.value.permanent
    await desk.restart()
    await desk.mailbox.send(mail)
    [raw] = desk.exchange.delivered
    assert (read_mail(raw).attachments, drafts(desk)) == ((LARGE,), 0)


async def test_a_draft_whose_answer_was_lost_is_not_sent_beside_another(desk: Desk) -> None:
    """It is found by its Message-ID, deleted, and made again."""
    desk.goes_wrong(CREATE, "cut_after")
    assert type(await failure(desk)) is DeliveryFailed
    await desk.mailbox.send(MAIL)
    assert (len(desk.exchange.delivered), drafts(desk), len(desk.exchange.in_folder("deleteditems"))) == (1, 0, 1)


@pytest.mark.parametrize("how", ["cut_after", "fail_after"])
@pytest.mark.parametrize("late", [0, 2, 50])
async def test_a_mail_that_went_unnoticed_is_not_sent_twice(desk: Desk, how: str, late: int) -> None:
    """The draft has left the drafts, or its copy is among the sent; a copy that comes late leaves a doubt."""
    desk.exchange.copies_late = late
    desk.goes_wrong(SEND, how)
    try:
        await desk.mailbox.send(MAIL)
    except DeliveryInDoubt:
        assert late == 50
    await desk.mailbox.send(MAIL)
    assert (len(desk.exchange.delivered), await desk.mailbox.was_sent(MAIL.message_id)) == (1, True)


async def test_a_send_that_did_nothing_is_tried_again_with_the_same_draft(desk: Desk) -> None:
    """No second draft is made."""
    desk.goes_wrong(SEND, 503, times=2)
    await desk.mailbox.send(MAIL)
    assert (len(desk.exchange.delivered), desk.graph.count(CREATE)) == (1, 1)


async def test_a_send_that_still_lies_among_the_drafts_failed_for_certain(desk: Desk) -> None:
    """And the same draft goes in the next try, should the first still be on its way."""
    desk.goes_wrong(SEND, 500, times=3)
    kind = type(await failure(desk))
    await desk.restart()
    await desk.mailbox.send(MAIL)
    assert (kind, len(desk.exchange.delivered), desk.graph.count(CREATE)) == (DeliveryFailed, 1, 1)


@pytest.mark.parametrize("went", [False, True])
async def test_when_nothing_can_be_learnt_the_mail_is_in_doubt(desk: Desk, went: bool) -> None:
    """Graph broke off and stayed away; once it is back the truth is found, and one mail goes."""
    desk.goes_wrong(SEND, "cut_after" if went else "cut_before")
    desk.goes_wrong(SEND, "cut_before", times=2)
    desk.goes_wrong("GET .*isDraft", "cut_before", times=10)
    kind = type(await failure(desk))
    desk.graph.faults.clear()
    known = await desk.mailbox.was_sent(MAIL.message_id)
    await desk.mailbox.send(MAIL)
    assert (kind, known, len(desk.exchange.delivered)) == (DeliveryInDoubt, went, 1)


class Crash(Exception):
    """The clerk is gone."""


@pytest.mark.parametrize(
    ("crash", "done"),
    [(CREATE, False), (CREATE, True), (SEND, False), (SEND, True)],
    ids=["draft", "made", "send", "sent"],
)
async def test_a_crash_at_any_step_sends_one_mail(
    desk: Desk, crash: str, done: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the draft, between draft and send, or before the answer: afterwards exactly one mail goes."""
    real = GraphClient._once

    async def crashing(client: GraphClient, request: Request) -> Answer:
        at_the_step = re.search(crash, f"{request.method} {request.url.path}")
        answer = await real(client, request) if done or not at_the_step else None
        if answer is None or at_the_step:
            raise Crash
        return answer

    monkeypatch.setattr(GraphClient, "_once", crashing)
    with pytest.raises(Crash):
        await desk.mailbox.send(MAIL)
    monkeypatch.undo()
    await desk.restart()
    known = await desk.mailbox.was_sent(MAIL.message_id)
    await desk.mailbox.send(MAIL)
    assert (known, len(desk.exchange.delivered), drafts(desk)) == ((crash, done) == (SEND, True), 1, 0)


async def test_a_crash_just_after_sending_doubles_nothing(desk: Desk) -> None:
    """Though the copy among the sent comes late and the outbox never heard that the mail went."""
    desk.exchange.copies_late = 50
    await desk.mailbox.send(MAIL)
    await desk.restart()
    assert await desk.mailbox.was_sent(MAIL.message_id)


async def test_without_its_state_a_sent_mail_is_known_by_its_id(desk: Desk) -> None:
    """The data folder was lost; the copy among the sent was not."""
    await desk.mailbox.send(MAIL)
    desk.state.unlink(missing_ok=True)
    await desk.restart()
    await desk.mailbox.send(MAIL)
    assert len(desk.exchange.delivered) == 1


async def test_a_draft_that_vanishes_is_in_doubt(desk: Desk) -> None:
    """It may have been sent without a copy; a person is told."""
    desk.goes_wrong(SEND, 404, code="ErrorItemNotFound")
    assert type(await failure(desk)) is DeliveryInDoubt


@pytest.mark.parametrize(
    ("status", "code"), [(400, "ErrorInvalidRecipients"), (413, ""), (400, "ErrorMessageSizeExceeded")]
)
async def test_a_mail_exchange_will_not_send_is_refused_for_good(desk: Desk, status: int, code: str) -> None:
    """Trying again would not help, and no draft is left lying."""
    desk.goes_wrong(SEND, status, code=code)
    failed = await failure(desk)
    assert (failed.permanent, type(failed), drafts(desk)) == (True, DeliveryFailed, 0)


async def test_a_full_disk_sends_nothing(desk: Desk) -> None:
    """What cannot be written down beforehand is not done."""
    desk.state.mkdir()
    failed = await failure(desk)
    assert (failed.permanent, desk.exchange.delivered) == (False, [])


async def test_a_quote_in_a_message_id_changes_no_question(desk: Desk) -> None:
    """The filter stays one comparison."""
    mail = replace(MAIL, message_id="<o'brien@example.org>")
    await desk.mailbox.send(mail)
    assert await desk.mailbox.was_sent(mail.message_id)
