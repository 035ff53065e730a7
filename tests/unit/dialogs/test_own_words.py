"""What people read is about their own panel: its place, its references, and nothing that it does not have."""

import ast

import pytest

from dialogs.cards.agenda import draft_card
from dialogs.cards.channel import channel_card
from dialogs.words.help import daily, everything
from dialogs.words.help_lines import LINES
from panel.meeting import MeetingStatus
from panel.people import Role
from tests.stories import BI, KN, RA, RO, PanelStory
from tests.story import CB, ROOT, profiles
from tests.unit.dialogs.stage import Stage, every_line, words
from tests.unit.invented.office import invented


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


def helped(panel: str, role: Role, line: str) -> str:
    """What somebody in this role at this panel reads."""
    story = PanelStory(panel=panel)
    return Stage(story).said(story.who(role), line)


@pytest.mark.parametrize("panel", [CB, KN, RO, RA, BI])
def test_help_of_a_practitioner_is_short_and_says_how_to_see_the_rest(panel: str) -> None:
    """Their daily lines, at most ten."""
    lines = helped(panel, Role.PRACTITIONER, "help").split("\n\n")
    assert "• refer: begin a referral" in lines
    assert len(lines) <= 11
    assert lines[-1] == "Type “help all” to see everything else you can type."


@pytest.mark.parametrize(
    ("panel", "here", "not_here"),
    [
        (RA, {"unmet need RA-0001"}, {"emergency", "visited", "late RA", "meetings:", "admitted", "appeal", "4F7K"}),
        (CB, {"emergency", "ask approval"}, {"visited", "appeal CB-0001", "admitted"}),
        (BI, {"visited BI-0001", "log appeal BI-0001"}, {"CB-"}),
        (KN, {"appeal KN-0001"}, {"visited", "CB-"}),
    ],
)
def test_a_practitioner_reads_nothing_that_the_panel_does_not_have(
    panel: str, here: set[str], not_here: set[str]
) -> None:
    """Neither every day nor under a heading."""
    said = "\n".join(helped(panel, Role.PRACTITIONER, line) for line in ("help", "help all"))
    assert {words for words in here if words not in said} == set()
    assert {words for words in not_here if words in said} == set()


def test_every_line_of_help_is_for_somebody() -> None:
    """At a shipped panel or an invented one; nothing stands there that no profile would show."""
    panels = [*profiles().values(), *invented().profiles.values()]
    said = "".join(everything({role: [one] for role in Role}, [one], "CB-0001") for one in panels)
    assert [line for line in every_line() if line not in said] == []


def test_nobody_reads_more_than_ten_lines_of_a_role_at_once_and_none_twice() -> None:
    """Whatever role it is, at whatever panel."""
    for role in LINES:
        for one in profiles().values():
            lines = daily({role: [one]}, [one], one.panel.example).split("\n\n")
            assert len(lines) <= 11
            assert len(lines) == len(set(lines))


def test_somebody_without_a_role_can_still_see_what_waits() -> None:
    """And the dates, where there are any."""
    assert "• status: what waits for you" in daily({}, [profiles()[CB]], "CB-0001")


def test_no_sentence_names_a_reference_of_one_council() -> None:
    """Those in docstrings are for who reads the code."""
    found = []
    for path in sorted((ROOT / "dialogs").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        strings = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
        found += [one.value for one in strings if id(one) not in docs and "CB-" in one.value]
    assert found == []
