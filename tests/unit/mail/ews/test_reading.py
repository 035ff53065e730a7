"""Mails that wait on Exchange: none lost, none in the way of others, whatever people do to the mailbox meanwhile."""

import pytest

from adapters.mail.ews import mailbox as module
from adapters.mail.limits import LARGEST_MAIL
from adapters.mail.read import read_mail
from panel.errors import DeliveryFailed
from tests.fixtures.ews.server import busy, status
from tests.unit.mail.mails import mail


async def contents(mailbox) -> list[bytes]:
    return [each.content for each in await mailbox.waiting()]


async def test_a_mail_that_vanishes_while_it_is_fetched_is_left_out(mailbox, server):
    """Someone moved it just then."""
    first, _ = server.shelves.put(b"one"), server.shelves.put(b"two")

    async def vanish(request, respond):
        server.shelves.of("inbox").items.remove(first)
        return server.xml(respond())

    server.next_time(vanish, at="GetItem")
    assert await contents(mailbox) == [b"two"]


async def test_a_batch_that_breaks_off_gives_what_it_has(mailbox, server):
    """In their order; the rest comes the next time."""
    for content in (b"one", b"two", b"three"):
        server.shelves.put(content)

    async def fine(_, respond):
        return server.xml(respond())

    server.next_time(fine, at="GetItem", times=2)
    server.next_time(busy(1), at="GetItem")
    assert await contents(mailbox) == [b"one", b"two"]


@pytest.mark.parametrize("worse", [False, True])
async def test_a_mail_exchange_cannot_hand_over_does_not_hold_up_the_others(mailbox, server, worse):
    """After three rounds it is given without its body, or without anything, so that a person looks at it."""
    server.shelves.put(mail(), broken="ErrorMimeContentConversionFailed")
    server.shelves.put(b"two")
    if worse:
        server.next_time(status(500), at="GetItem", times=6)
    for _ in range(6 if worse else 3):
        with pytest.raises(DeliveryFailed):
            await mailbox.waiting()
    bare, other = await mailbox.waiting()
    read = read_mail(bare.content)
    assert (other.content, read.problem, read.sender) == (b"two", "too_big", "" if worse else "jane@example.org")
    await mailbox.file(bare.handle, attention=True)
    assert [len(place.items) for place in server.shelves.named("Needs attention")] == [1]


async def test_a_mail_beyond_all_measure_is_not_fetched(mailbox, server):
    """Only its headers are, which is enough to answer that it was too big."""
    server.shelves.put(mail("canary"), size=module.MOST_BYTES + 1)
    [given] = await mailbox.waiting()
    read = read_mail(given.content)
    assert (read.sender, read.message_id, read.problem) == ("jane@example.org", "<one@example.org>", "too_big")
    assert b"canary" not in given.content


async def test_a_mail_with_a_big_form_is_given_whole_and_soon(opened, server):
    """Just under what is read; exchangelib takes answers byte by byte if it is let."""
    raw = mail() + b"x" * (LARGEST_MAIL - 1000)
    server.shelves.put(raw)
    async with opened(give_up_after=20.0) as mailbox:
        assert await contents(mailbox) == [raw]


async def test_many_big_mails_come_a_few_at_a_time(mailbox, server, monkeypatch):
    """They must not fill the memory."""
    monkeypatch.setattr(module, "MOST_TOGETHER", 5)
    for content in (b"one", b"two", b"three"):
        server.shelves.put(content)
    assert await contents(mailbox) == [b"one", b"two"]


async def test_a_mail_is_known_by_another_name_after_it_was_moved(mailbox, server):
    """A person took it out and put it back: it waits again, and its old name means nothing."""
    server.shelves.put(b"one")
    [before] = await mailbox.waiting()
    server.shelves.move(before.handle, server.shelves.of("inbox"))
    await mailbox.file(before.handle, attention=False)
    [after] = await mailbox.waiting()
    assert (after.content, after.handle == before.handle) == (b"one", False)


async def test_a_mail_that_came_twice_is_given_twice(mailbox, server):
    """Its Message-ID tells those who read it."""
    server.shelves.put(mail())
    server.shelves.put(mail())
    assert await contents(mailbox) == [mail(), mail()]


@pytest.mark.parametrize("kind", ["MeetingRequest", "MeetingResponse", "PostItem", "Item", "CalendarItem", "Contact"])
async def test_whatever_lies_in_the_inbox_is_given(mailbox, server, kind):
    """Invitations and other things are mails, too."""
    server.shelves.put(b"one", kind=kind)
    assert await contents(mailbox) == [b"one"]


async def test_the_two_folders_are_made_once(opened, server):
    """A clerk that starts again finds them."""
    for content in (b"one", b"two"):
        server.shelves.put(content)
        async with opened() as mailbox:
            [given] = await mailbox.waiting()
            await mailbox.file(given.handle, attention=True)
    assert [len(place.items) for place in server.shelves.named("Needs attention")] == [2]


async def test_a_folder_that_somebody_deleted_is_made_again(mailbox, server):
    """While the clerk runs."""
    for content in (b"one", b"two"):
        server.shelves.put(content)
        [given] = await mailbox.waiting()
        await mailbox.file(given.handle, attention=False)
        [place] = server.shelves.named("Processed")
        kept = [item.mime for item in place.items]
        del server.shelves.shelves[place.id]
    assert kept == [b"two"]


async def test_a_mail_that_could_not_be_moved_waits_on(mailbox, server):
    """It is given again, and moved then."""
    server.shelves.put(b"one")
    [given] = await mailbox.waiting()
    server.next_time(status(500), at="MoveItem")
    with pytest.raises(DeliveryFailed):
        await mailbox.file(given.handle, attention=False)
    assert await contents(mailbox) == [b"one"]


async def test_a_folder_somebody_else_makes_at_the_same_moment_is_used(mailbox, server):
    """Two clerks, or a person, were as fast."""
    server.shelves.put(b"one")

    async def made_meanwhile(_, respond):
        answer = server.xml(respond())
        server.shelves.add("Processed", server.shelves.of("msgfolderroot").id)
        return answer

    server.next_time(made_meanwhile, at="FindFolder")
    [given] = await mailbox.waiting()
    await mailbox.file(given.handle, attention=False)
    assert [len(place.items) for place in server.shelves.named("Processed")] == [1]
