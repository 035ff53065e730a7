"""What people read is about their own panel: its place, its references, and nothing that it does not have."""

import pytest

from dialogs.cards.agenda import draft_card
from dialogs.cards.channel import channel_card
from panel.meeting import MeetingStatus
from panel.people import Role
from tests.stories import BI, KN, PanelStory
from tests.unit.dialogs.stage import Stage, words


@pytest.mark.parametrize("panel", [KN, BI])
def test_a_post_in_the_channel_begins_with_words_where_no_place_is_said(panel: str) -> None:
    """No separator stands before nothing."""
    story = PanelStory(panel=panel)
    meeting = story.add_meetings()[0]
    said = words(channel_card(story.office, story.office.meeting(meeting)))
    assert "\nRequests close " in said
    assert "·" not in said


@pytest.mark.parametrize(("panel", "example"), [(KN, "KN-0001"), (BI, "BI-0001")])
def test_the_agenda_to_confirm_names_a_reference_of_its_own_panel(panel: str, example: str) -> None:
    """Whoever confirms it can type what the card says."""
    story = PanelStory(panel=panel)
    meeting = story.office.meeting(story.add_meetings()[0]).model_copy(update={"status": MeetingStatus.AGENDA_DRAFT})
    officer = story.who(story.profile.agenda.confirmed_by if story.profile.agenda else Role.PANEL_ADMIN)
    said = words(draft_card(Stage(story).turn(officer), meeting))
    assert f"move item {example} to 2, take off {example} because …" in said


@pytest.mark.parametrize(
    "line",
    [
        "manager KN-0007 please",
        "waive KN-0001",
        "move date KN-0007 soon",
        "starts KN-0007 soon",
        "missed KN-0001 perhaps",
        "conflict Joan Ellis",
    ],
)
def test_how_to_type_it_is_shown_with_the_reference_that_was_typed(line: str) -> None:
    """Or with one of the person's own panel, where none was."""
    story = PanelStory(panel=KN)
    story.begin()
    who = story.who(Role.CHAIR if line.startswith("missed") else Role.PANEL_ADMIN)
    said = Stage(story).said(who, line)
    typed = line.split()[1 if "date" not in line else 2]
    assert (typed if "-" in typed else "KN-0001") in said
    assert "lease type" in said
    assert "CB-" not in said
