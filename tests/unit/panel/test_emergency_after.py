"""After an emergency approval: extending it by name, and the search for a placement."""

from datetime import UTC, datetime

import pytest

from panel import commands as c
from panel.emergency import Extension, Search
from panel.errors import InvalidAnswer, MoveNotAllowed, NotPermitted, Refused
from panel.notices import Channel
from tests.story import (
    ASHA,
    DILYS,
    FIRST_PANEL,
    HELEN,
    MARTIN,
    MONDAY,
    PRIYA,
    RUTH,
    SECOND_PANEL,
    TOM,
    Story,
)

FIRST_END = datetime(2026, 11, 11, 23, 59, tzinfo=UTC)
SECOND_END = datetime(2026, 11, 18, 23, 59, tzinfo=UTC)


@pytest.fixture
def story() -> Story:
    story = Story()
    story.meetings()
    return story


@pytest.mark.rule("CB-5.3")
def test_an_extension_is_by_name_with_a_reason_to_a_later_panel(story: Story) -> None:
    """It moves the end and the one item, is kept, and everyone concerned is told."""
    ref = story.approved()
    story.do(c.ExtendEmergency, RUTH, ref=ref, meeting=SECOND_PANEL, reason="The court sits on Monday")
    extended = story.emergency(ref)
    assert (extended.ends_at, extended.meeting, extended.extensions) == (
        *(SECOND_END, SECOND_PANEL),
        (Extension(by=RUTH, at=MONDAY, reason="The court sits on Monday", until=SECOND_END),),
    )
    assert ([i.ref for i in story.meeting().items], story.meeting(SECOND_PANEL).ratifies(ref)) == ([], True)
    assert story.told("emergency_extended") == {TOM, MARTIN, RUTH, HELEN, PRIYA, DILYS}


@pytest.mark.rule("CB-5.3")
@pytest.mark.parametrize(
    ("by", "meeting", "reason", "error"),
    [
        (RUTH, SECOND_PANEL, "", InvalidAnswer),
        (RUTH, FIRST_PANEL, "No need", Refused),
        (TOM, SECOND_PANEL, "Please", NotPermitted),
        (PRIYA, SECOND_PANEL, "Please", NotPermitted),
    ],
)
def test_no_other_extension_is_taken(story: Story, by: str, meeting: str, reason: str, error: type[Refused]) -> None:
    """Not without a reason, not to the same date, not by those who may not approve."""
    ref = story.approved()
    with pytest.raises(error):
        story.do(c.ExtendEmergency, by, ref=ref, meeting=meeting, reason=reason)
    assert story.emergency(ref).ends_at == FIRST_END


def test_a_booked_referral_comes_forward_with_its_approval(story: Story) -> None:
    """Booked for a later panel and then approved, it is on one agenda only, the next, for ratification."""
    ref = story.urgent()
    story.fill(ref, panel_date="2026-11-18")
    story.attach(ref)
    story.do(c.SendToManager, PRIYA, ref=ref)
    story.sign(ref)
    story.do(c.ApproveEmergency, HELEN, ref=ref)
    assert (story.referral(ref).meeting, story.meeting(SECOND_PANEL).items) == (FIRST_PANEL, ())
    assert story.meeting().ratifies(ref)


@pytest.mark.rule("CB-5.7", "CB-5.8")
def test_no_search_begins_without_needs_history_and_risks(story: Story) -> None:
    """Approved with facts missing: practitioner and manager are asked, and the Resources Team cannot start."""
    ref = story.begin(emergency=True)
    story.fill(ref, only=["child", "urgent"])
    blank = {"needs": "", "history": "", "risks": ""}
    story.do(c.SaveSection, PRIYA, ref=ref, section="urgent", given=blank, drawn_from=99)
    story.do(c.AskEmergency, PRIYA, ref=ref)
    story.do(c.ApproveEmergency, HELEN, ref=ref)
    assert story.told("search_blocked") == {PRIYA, DILYS}
    with pytest.raises(Refused, match="Still missing: The child's needs; History that matters for a placement; Risks"):
        story.do(c.PermitSearch, ASHA, ref=ref)
    with pytest.raises(Refused, match="before the child’s needs, history and risks are known"):
        story.do(c.RecordPlacement, ASHA, ref=ref, provider="Oak", placed_on="2026-11-03", weekly_cost="900")


@pytest.mark.rule("CB-5.6", "CB-5.8")
def test_the_resources_team_says_that_it_has_enough(story: Story) -> None:
    """Once, by that team only, and never without an approval."""
    waiting = story.urgent()
    with pytest.raises(MoveNotAllowed, match="has no approval, so no placement may be sought"):
        story.do(c.PermitSearch, ASHA, ref=waiting)
    ref = story.approved()
    with pytest.raises(NotPermitted):
        story.do(c.PermitSearch, PRIYA, ref=ref)
    story.do(c.PermitSearch, ASHA, ref=ref)
    assert story.emergency(ref).search is Search.PERMITTED
    with pytest.raises(MoveNotAllowed, match="has already begun"):
        story.do(c.PermitSearch, ASHA, ref=ref)


@pytest.mark.rule("CB-5.9")
def test_finance_and_the_administrator_learn_of_a_placement(story: Story) -> None:
    """Provider, date and cost are kept; it is recorded once."""
    ref = story.approved()
    story.do(c.RecordPlacement, ASHA, ref=ref, provider="Oak House", placed_on="3 Nov 2026", weekly_cost="£1,900")
    placed = story.emergency(ref)
    assert (placed.search, placed.provider, placed.placed_on, placed.weekly_cost) == (
        *(Search.PLACED, "Oak House", "2026-11-03", "1900.00"),
    )
    assert {(n.to, n.channel) for n in story.notices("placement_made")} == {
        ("finance@council.example", Channel.EMAIL),
        (TOM, Channel.TEAMS),
    }
    with pytest.raises(MoveNotAllowed, match="is already recorded"):
        story.do(c.RecordPlacement, ASHA, ref=ref, provider="Oak", placed_on="3 Nov 2026", weekly_cost="1")


@pytest.mark.parametrize("missing", [{"placed_on": ""}, {"weekly_cost": ""}, {"provider": " "}])
def test_a_placement_states_provider_date_and_cost(story: Story, missing: dict[str, str]) -> None:
    """Any of the three missing, and nothing is recorded."""
    ref = story.approved()
    facts = {"provider": "Oak House", "placed_on": "3 Nov 2026", "weekly_cost": "1900", **missing}
    with pytest.raises(InvalidAnswer):
        story.do(c.RecordPlacement, ASHA, ref=ref, **facts)
    assert story.emergency(ref).search is Search.NOT_YET
