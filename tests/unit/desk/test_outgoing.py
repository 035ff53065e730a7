from typing import Any

import pytest

from desk.outgoing import NotTakenError, Outgoing, read_posted
from tests.unit.desk.fake_clerk import with_card
from tests.unit.desk.sample_cards import card, text


def test_a_message_is_read_with_all_it_shows() -> None:
    """Text, card, lock-screen summary and the first three suggestions, as Teams shows no more."""
    offers = {"actions": [{"type": "imBack", "value": word} for word in "abcd"]}
    activity = {"type": "message", "text": "Hi", "summary": "News", **with_card(card()), "suggestedActions": offers}

    assert read_posted(activity) == Outgoing("Hi", card(), "News", ("a", "b", "c"))


def test_typing_shows_nothing() -> None:
    """A sign that the clerk is writing is taken and not shown."""
    assert read_posted({"type": "typing"}) is None


@pytest.mark.parametrize(
    ("activity", "status", "code"),
    [
        ([], 400, "BadSyntax"),
        ({"type": "message"}, 400, "BadArgument"),
        ({"type": "message", "text": "x" * 60_000}, 413, "MessageSizeTooBig"),
        ({"type": "message", **with_card(card(text("x" * 29_000)))}, 413, "MessageSizeTooBig"),
        ({"type": "message", **with_card({**card(), "version": "1.6"})}, 400, "BadArgument"),
        ({"type": "message", "attachments": [{"contentType": "image/png"}]}, 400, "BadArgument"),
    ],
)
def test_what_teams_refuses_is_refused(activity: Any, status: int, code: str) -> None:
    """Too large, too new or nothing to show: the clerk hears of it here, not first in production."""
    with pytest.raises(NotTakenError) as refused:
        read_posted(activity)

    assert (refused.value.status, refused.value.code) == (status, code)
