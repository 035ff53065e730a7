"""An emergency answered question by question: the clerk says as soon as approval can be asked for."""

import pytest

from tests.story import PRIYA, profiles
from tests.unit.dialogs.stage import Stage

ANSWERS = {"DATE": "6 May 2014", "CHOICE": "1", "CHOICES": "1", "YES_NO": "no", "MONEY": "1200", "LINE": "AB"}
READY = "I have what I need to ask for approval"


@pytest.mark.rule("CB-5.1", "CB-5.8")
def test_it_says_once_that_approval_can_be_asked_for_and_asks_on() -> None:
    """After the last answer a decision needs, while the facts a search needs are still open."""
    stage = Stage()
    stage.said(PRIYA, "emergency")
    asks = {question.ask: question for _, question in profiles()["central-bedfordshire"].form.all_questions()}
    said, heard = stage.said(PRIYA, "answer"), []
    for _ in range(14):
        question = next(found for ask, found in asks.items() if ask in said.splitlines())
        said = stage.said(PRIYA, ANSWERS.get(question.kind.name, "Plain words about it"))
        heard += [(question.id, READY in said)]
    assert [name for name, ready in heard if ready] == ["why_now"]
    assert heard[-1][0] != "why_now"
    assert "I have asked Helen Ward" in stage.said(PRIYA, "ask approval")
