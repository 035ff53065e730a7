"""What the people of a letter read in their list of what waits: that it is about the letter, and what to type."""

from tests.letters import address, decided, office, preparer
from tests.stories import KN
from tests.unit.dialogs.stage import Stage


def test_the_worker_and_whoever_writes_it_see_what_the_letter_needs() -> None:
    """Said to them, not about them."""
    story = office(KN)
    ref = decided(story)
    stage = Stage(story)
    asked = "The letter to the family. It has to be said who it goes to: type “letter to KN-0001”"
    assert asked in stage.said(story.referrer, "status")
    address(story, ref)
    assert "The letter to the family. It has to be written: type “letter prepare KN-0001”" in stage.said(
        preparer(story), "status"
    )
