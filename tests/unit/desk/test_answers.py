from typing import Any

import pytest

from desk.answers import FAILED, Tapped, read_answer
from desk.courier import NO_CONNECTION, TOO_LATE, Answer
from tests.unit.desk.fake_clerk import ADAPTIVE
from tests.unit.desk.sample_cards import card

MESSAGE = "application/vnd.microsoft.activity.message"
ERROR = "application/vnd.microsoft.error"


@pytest.mark.parametrize(
    ("answer", "tapped"),
    [
        (Answer(200, {"statusCode": 200, "type": ADAPTIVE, "value": card()}), Tapped(200, card=card())),
        (Answer(200, {"statusCode": 200, "type": MESSAGE, "value": "Done."}), Tapped(200, "Done.")),
        (Answer(200, {"statusCode": 400, "type": ERROR, "value": {"message": "No."}}), Tapped(400, "No.")),
        (Answer(200, {"statusCode": 200}), Tapped(502, FAILED)),
        (Answer(200, None), Tapped(502, FAILED)),
        (Answer(500, None), Tapped(500, FAILED)),
        (Answer(NO_CONNECTION), Tapped(502, FAILED)),
        (Answer(TOO_LATE), Tapped(502, FAILED)),
    ],
)
def test_every_answer_is_shown_or_is_a_failure(answer: Answer, tapped: Tapped) -> None:
    """A card replaces, a sentence is shown, and whatever Teams cannot read is its 'Unable to reach app'."""
    assert read_answer(answer) == tapped


def test_a_card_too_new_for_teams_is_a_failure() -> None:
    """An answer is held to the same limits as a posted card."""
    newer: dict[str, Any] = {**card(), "version": "1.6"}

    assert read_answer(Answer(200, {"statusCode": 200, "type": ADAPTIVE, "value": newer})).failed
