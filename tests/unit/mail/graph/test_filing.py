"""Mails that were dealt with go to two folders, now or later."""

import pytest

from panel.errors import DeliveryFailed
from tests.unit.mail.graph.conftest import Desk


async def test_the_folders_are_found_or_made_once(desk: Desk) -> None:
    """And asked for no more after that."""
    desk.exchange.make_folder("Processed")
    for number in range(5):
        desk.exchange.arrive(b"%d" % number)
    for number, mail in enumerate(await desk.mailbox.waiting()):
        await desk.mailbox.file(mail.handle, attention=number == 4)
    names = list(desk.exchange.folders.values())
    assert (names.count("Processed"), names.count("Needs attention")) == (1, 1)
    assert (desk.graph.count("GET .*displayName"), desk.graph.count("POST .*mailFolders$")) == (2, 1)


async def test_a_folder_made_by_another_hand_meanwhile_is_used(desk: Desk) -> None:
    """409: it is there now."""
    desk.exchange.arrive(b"one")
    [mail] = await desk.mailbox.waiting()
    desk.goes_wrong("POST .*mailFolders$", "cut_after")
    await desk.mailbox.file(mail.handle, attention=True)
    assert [item.raw for item in desk.exchange.in_folder("Needs attention")] == [b"one"]


async def test_a_folder_somebody_deleted_is_made_again(desk: Desk) -> None:
    """The mail is not taken for one that has gone."""
    desk.exchange.arrive(b"one")
    await desk.take_all()
    desk.exchange.lose_folder("Processed")
    desk.exchange.arrive(b"two")
    await desk.take_all()
    assert [item.raw for item in desk.exchange.in_folder("Processed")] == [b"two"]


async def test_a_failed_move_is_made_up_for(desk: Desk) -> None:
    """The mail is not given again meanwhile, and goes where it should have gone."""
    desk.exchange.arrive(b"one")
    [mail] = await desk.mailbox.waiting()
    desk.goes_wrong("move", 500, times=6)
    with pytest.raises(DeliveryFailed):
        await desk.mailbox.file(mail.handle, attention=True)
    still = await desk.contents()
    again = await desk.contents()
    assert (still, again) == ([], [])
    assert [item.raw for item in desk.exchange.in_folder("Needs attention")] == [b"one"]


async def test_a_move_that_always_fails_does_not_hold_up_the_others(desk: Desk) -> None:
    """The others that are owed are moved, round by round."""
    for number in range(8):
        desk.exchange.arrive(b"%d" % number)
    desk.goes_wrong("move", 500, times=3 * 8)
    for mail in await desk.mailbox.waiting():
        with pytest.raises(DeliveryFailed):
            await desk.mailbox.file(mail.handle, attention=False)
    desk.goes_wrong("00000[1-4].*move", 500, times=1000)
    for _ in range(4):
        await desk.contents()
    assert sorted(item.raw for item in desk.exchange.in_folder("Processed")) == [b"4", b"5", b"6", b"7"]


async def test_after_a_crash_a_mail_that_was_not_moved_is_given_again(desk: Desk) -> None:
    """It is known by its Message-ID then; it is never lost."""
    desk.exchange.arrive(b"one")
    [mail] = await desk.mailbox.waiting()
    desk.goes_wrong("move", 503, times=3)
    with pytest.raises(DeliveryFailed):
        await desk.mailbox.file(mail.handle, attention=False)
    await desk.restart()
    assert await desk.contents() == [b"one"]


async def test_a_move_whose_answer_was_lost_is_no_failure(desk: Desk) -> None:
    """It is simply made again."""
    desk.exchange.arrive(b"one")
    desk.goes_wrong("move", "cut_after")
    await desk.take_all()
    assert [item.raw for item in desk.exchange.in_folder("Processed")] == [b"one"]
