"""Letters sent while Graph fails at random and the clerk crashes: each goes once."""

from collections import Counter
from random import Random

import pytest

from adapters.mail.read import read_mail
from panel.errors import DeliveryFailed
from panel.ports import Attachment, OutgoingMail
from tests.unit.mail.graph.conftest import Desk

LETTERS = 50
UPSETS: tuple[int | str, ...] = (
    "token_ends",
    403,
    409,
    429,
    500,
    502,
    503,
    504,
    "cut_before",
    "cut_after",
    "fail_after",
    "cut_body",
)
MOST_TRIES = 48


def letter(number: int) -> OutgoingMail:
    """One of the letters; a few carry a file that has to be uploaded."""
    files = (Attachment("sheet.docx", "application/octet-stream", bytes(3_100_000)),) if number % 25 == 0 else ()
    return OutgoingMail("jane@example.org", f"CB-{number:04}", "Hello.", f"<{number}@panel.example.org>", files)


async def failure(desk: Desk, mail: OutgoingMail) -> DeliveryFailed | None:
    """What sending came to."""
    try:
        await desk.mailbox.send(mail)
    except DeliveryFailed as failed:
        return failed
    return None


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.full) for seed in range(2, 42))])
async def test_in_a_storm_each_letter_goes_once(desk: Desk, seed: int) -> None:
    """Refusals, waits, errors, lost answers and crashes: no letter is lost and none is doubled."""
    random = Random(seed)
    owed = [(number, 1) for number in range(LETTERS)]
    while owed:
        number, tries = owed.pop(0)
        desk.time.now += 300
        desk.exchange.copies_late = random.choice((0, 1, 50))
        desk.graph.faults.clear()
        for _ in range(random.choice((0, 0, 1, 2, 6))):
            wait = random.choice(("", "2", "120"))
            desk.goes_wrong(".", random.choice(UPSETS), skip=random.randint(0, 6), retry_after=wait)
        failed = await failure(desk, letter(number))
        if failed:
            assert (failed.permanent, tries < MOST_TRIES) == (False, True)
            owed.append((number, tries + 1))
        if random.random() < 0.2:
            await desk.restart()
    gone = Counter(read_mail(raw).message_id for raw in desk.exchange.delivered)
    assert gone == Counter(letter(number).message_id for number in range(LETTERS))
    assert {len(read_mail(raw).attachments) for raw in desk.exchange.delivered} == {0, 1}
