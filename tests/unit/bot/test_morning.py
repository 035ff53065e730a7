"""The message of a morning on its way: said in plain words, tried again, drawn anew, and kept to office hours."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from panel import commands as c
from panel.errors import DeliveryFailed, DeliveryInDoubt
from panel.notices import Notice, NoticeState, Topic
from tests.story import DILYS, PRIYA, TOM
from tests.unit.bot.office import PretendOffice

S = NoticeState
CHANNEL = "19:channel"


@pytest.fixture
def office(tmp_path: Path) -> PretendOffice:
    """Wednesday at nine: a draft and a referral that waits for Dilys have fallen due."""
    office = PretendOffice(tmp_path)
    story = office.story
    story.meetings()
    story.now = datetime(2026, 11, 3, 12, tzinfo=UTC)
    story.begin()
    story.do(c.SendToManager, PRIYA, ref=story.complete())
    return office


async def morning(office: PretendOffice, day: int = 4, hour: int = 9) -> None:
    """What was owed before goes out; then this moment is swept and sent."""
    await office.outbox.run_once()
    office.messenger.sent[:] = [each for each in office.messenger.sent if each[0] == CHANNEL]
    office.story.now = datetime(2026, 11, day, hour, tzinfo=UTC)
    office.story.sweep()
    await office.outbox.run_once()


def said(office: PretendOffice) -> list[str]:
    return [message.text for _, _, message in office.messenger.sent if message.card is None]


def message_to(office: PretendOffice, person: str) -> Notice:
    [found] = [n for n in office.story.notices(Topic.MORNING) if n.to == person]
    return found


async def test_the_message_names_case_task_date_and_what_to_type(office: PretendOffice) -> None:
    """Word for word, for the manager of both and for the administrator."""
    await morning(office)
    texts = said(office)
    assert (
        "Your list for Wed 4 Nov 2026:\n"
        "- CB-0002 still waits for your signature. Type “case CB-0002” to read it.\n"
        "- CB-0001 is not finished. Requests for the next panel close Fri 6 Nov 2026, 17:00. "
        "Type “missing CB-0001” to see what is left."
    ) in texts
    assert (
        "What others were reminded of, Wed 4 Nov 2026:\n"
        "- CB-0002 waits for its manager’s signature. Type “status CB-0002”. Reminded: Dilys Morgan.\n"
        "- CB-0001 is not finished; requests close Fri 6 Nov 2026, 17:00. Type “missing CB-0001”. "
        "Reminded: Priya Nair and Dilys Morgan."
    ) in texts
    assert len(texts) == 3
    assert {message.summary for chat, _, message in office.messenger.sent if chat != CHANNEL} <= {
        "Your list from the panel’s clerk",
        "CB-0001: news from the panel’s clerk",
    }


async def test_a_message_that_fails_is_tried_again_with_what_is_true_then(office: PretendOffice) -> None:
    """Signed in between: the second try says only what is left."""
    await office.outbox.run_once()
    office.messenger.failures = [DeliveryFailed("down") for _ in range(3)]
    await morning(office)
    office.story.sign("CB-0002")
    await office.later(seconds=5)
    sent = message_to(office, DILYS)
    assert (sent.state, sent.attempts, sent.repeated) == (S.SENT, 2, False)
    lists = [text for text in said(office) if text.startswith("Your list")]
    assert len(lists) == 1
    assert "CB-0002" not in lists[0]


async def test_a_message_of_which_nothing_is_true_any_more_is_not_sent(office: PretendOffice) -> None:
    """All done before it could be sent: it is kept as overtaken, and no one hears of it."""
    await office.outbox.run_once()
    office.messenger.failures = [DeliveryFailed("down") for _ in range(3)]
    await morning(office)
    office.story.sign("CB-0002")
    office.story.do(c.WithdrawReferral, PRIYA, ref="CB-0001", reason="Not needed")
    await office.later(seconds=5)
    assert {message_to(office, who).state for who in (DILYS, TOM)} == {S.OVERTAKEN}
    assert [text for text in said(office) if "Your list" in text or "others" in text] == []


async def test_a_message_in_doubt_is_repeated_and_says_so(office: PretendOffice) -> None:
    """As any notice that must arrive."""
    await office.outbox.run_once()
    office.messenger.failures = [DeliveryInDoubt("broken") for _ in range(3)]
    await morning(office)
    await office.later(seconds=5)
    assert message_to(office, DILYS).state is S.SENT
    assert message_to(office, DILYS).repeated
    assert "(This is a repeat" in "".join(said(office))


async def test_a_message_that_fails_until_six_goes_the_next_working_morning(office: PretendOffice) -> None:
    """Not in the evening; at nine it is drawn anew, and what falls due then is in a message of its own."""
    await office.outbox.run_once()
    office.messenger.failures = [DeliveryFailed("down", retry_after=4 * 3600) for _ in range(3)]
    await morning(office, hour=15)
    await office.later(hours=5)
    assert message_to(office, DILYS).state is S.OWED
    await morning(office, day=5)
    first, second = sorted((n for n in office.story.notices(Topic.MORNING) if n.to == DILYS), key=lambda n: n.owed_at)
    assert (first.state, second.state) == (S.OVERTAKEN, S.SENT)
    assert "".join(said(office)).count("CB-0002 still waits") == 1


async def test_the_administrators_hear_who_did_not_get_a_message(office: PretendOffice) -> None:
    """By the person's name, without saying more of the cases."""
    await office.outbox.run_once()
    office.messenger.failures = [DeliveryFailed("gone", permanent=True) for _ in range(3)]
    await morning(office)
    await office.later(seconds=1)
    told = [text for text in said(office) if "may not have arrived" in text]
    assert (
        "A notice to Dilys Morgan about the day’s reminders may not have arrived (morning). "
        "Please tell the person yourself."
    ) in told


async def test_an_emergency_goes_before_what_was_owed_earlier(office: PretendOffice) -> None:
    """After a long stop the card that needs an answer now is the first to arrive."""
    story = office.story
    story.do(c.ReturnReferral, DILYS, ref="CB-0002", comment="More, please")
    story.later(minutes=1)
    ref = story.approved()
    await office.outbox.run_once()
    mine = [m for chat, _, m in office.messenger.sent if PRIYA in chat]
    assert ref in mine[0].card["fallbackText"]  # type: ignore[index]
