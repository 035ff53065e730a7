"""What people read is about their own panel: its place, its references, and nothing that it does not have."""

import pytest

from dialogs.cards.channel import channel_card
from tests.stories import BI, KN, PanelStory
from tests.unit.dialogs.stage import words


@pytest.mark.parametrize("panel", [KN, BI])
def test_a_post_in_the_channel_begins_with_words_where_no_place_is_said(panel: str) -> None:
    """No separator stands before nothing."""
    story = PanelStory(panel=panel)
    meeting = story.add_meetings()[0]
    said = words(channel_card(story.office, story.office.meeting(meeting)))
    assert "\nRequests close " in said
    assert "·" not in said
