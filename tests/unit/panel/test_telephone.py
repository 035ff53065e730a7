"""A decision given by telephone: written down word for word, unconfirmed until confirmed, and loud when denied."""

import pytest

from panel import commands as c
from panel.emergency import Confirmation, Search
from panel.emergency import EmergencyStatus as S
from panel.errors import InvalidAnswer, MoveNotAllowed, NotPermitted
from panel.notices import Channel
from tests.story import ASHA, FIRST_PANEL, HELEN, MARTIN, PRIYA, RUTH, TOM, Story
from tests.urgent_story import WORDS, at, in_teams, phoned, story_with


@pytest.fixture
def story() -> Story:
    return story_with()


@pytest.mark.rule("CB-5.2", "CB-5.3", "CB-5.10")
def test_a_telephone_approval_counts_at_once_and_is_marked(story: Story) -> None:
    """The words are kept as said, the ratification listed, everyone told, and the approver asked to confirm."""
    ref = phoned(story)
    given = story.emergency(ref)
    assert (given.status, given.confirmation) == (S.AWAITING_RATIFICATION, Confirmation.AWAITED)
    assert (given.decided_by, given.decided_how, given.phoned_by, given.phone_words) == (HELEN, "telephone", TOM, WORDS)
    assert story.meeting(FIRST_PANEL).ratifies(ref)
    assert story.told("search_permission") == {"resources@council.example"}
    assert [(n.to, n.channel) for n in story.notices("emergency_confirm")] == [
        ("helen.ward@council.example", Channel.EMAIL),
        (HELEN, Channel.TEAMS),
    ]


def test_it_is_asked_about_every_hour_of_the_day_until_confirmed(story: Story) -> None:
    """By night nobody is rung; in the morning at nine it begins again; the answer ends it."""
    story.now = at(2, 16, 40)
    ref = phoned(story)
    asked_at: list[int] = []
    for _ in range(24):
        story.later(hours=1)
        before = len(in_teams(story, "emergency_confirm"))
        story.sweep()
        story.sweep()
        asked_at += [story.now.hour] * (len(in_teams(story, "emergency_confirm")) - before)
    story.do(c.ConfirmPhoned, HELEN, ref=ref)
    done = len(in_teams(story, "emergency_confirm"))
    story.later(hours=2)
    story.sweep()
    assert asked_at == [17, 18, 9, 10, 11, 12, 13, 14, 15, 16]
    assert (story.emergency(ref).confirmation, len(in_teams(story, "emergency_confirm"))) == (
        Confirmation.CONFIRMED,
        done,
    )


def test_a_denial_stops_the_search_and_nothing_else(story: Story) -> None:
    """Resources hear it the way they were given leave; the approval, its end and its panel stand."""
    ref = phoned(story)
    story.do(c.PermitSearch, ASHA, ref=ref)
    before = story.emergency(ref)
    story.do(c.DenyPhoned, HELEN, ref=ref, words="I was on leave")
    denied = story.emergency(ref)
    assert (denied.confirmation, denied.search, denied.denial) == (
        Confirmation.DENIED,
        Search.NOT_YET,
        "I was on leave",
    )
    assert (denied.status, denied.ends_at, denied.meeting) == (before.status, before.ends_at, before.meeting)
    assert (story.told("emergency_denied"), story.told("search_stopped")) == (
        {TOM, MARTIN, RUTH},
        {"resources@council.example"},
    )
    for command, more in ((c.PermitSearch, {}), (c.RecordPlacement, PLACED)):
        with pytest.raises(MoveNotAllowed, match="denies that approval"):
            story.do(command, ASHA, ref=ref, **more)


PLACED = {"provider": "Oak", "placed_on": "2 November 2026", "weekly_cost": "900"}


def test_a_child_already_placed_stays(story: Story) -> None:
    """A denial never ends a placement."""
    ref = phoned(story)
    story.do(c.RecordPlacement, ASHA, ref=ref, **PLACED)
    story.do(c.DenyPhoned, HELEN, ref=ref, words="Not me")
    assert story.emergency(ref).search is Search.PLACED


def test_a_denial_rings_until_another_approver_decides(story: Story) -> None:
    """Every two hours; then the approval is theirs and the search may begin."""
    ref = phoned(story)
    story.do(c.DenyPhoned, HELEN, ref=ref, words="Not me")
    for _ in range(2):
        story.later(hours=2)
        story.sweep()
    rung = len(story.notices("emergency_denied"))
    story.do(c.ApproveEmergency, RUTH, ref=ref, condition="Seen daily")
    story.later(hours=4)
    story.sweep()
    story.do(c.PermitSearch, ASHA, ref=ref)
    taken = story.emergency(ref)
    assert (rung, len(story.notices("emergency_denied"))) == (9, 9)
    assert (taken.decided_by, taken.condition, taken.confirmation) == (RUTH, "Seen daily", Confirmation.NOT_NEEDED)


@pytest.mark.parametrize("by", [TOM, MARTIN, PRIYA])
def test_only_who_is_named_confirms_or_denies(story: Story, by: str) -> None:
    """Nobody confirms for somebody else."""
    ref = phoned(story)
    for command, more in ((c.ConfirmPhoned, {}), (c.DenyPhoned, {"words": "No"})):
        with pytest.raises(NotPermitted, match="Only the person who is said to have decided"):
            story.do(command, by, ref=ref, **more)


def test_a_refusal_by_telephone_is_a_refusal(story: Story) -> None:
    """Its words are the reason; who is said to have refused sees it too."""
    ref = phoned(story, approved=False)
    refused = story.emergency(ref)
    assert (refused.status, refused.reason, refused.decided_by) == (S.DECLINED, WORDS, HELEN)
    assert HELEN in story.told("emergency_refused")


def test_one_decided_already_is_not_written_down_again(story: Story) -> None:
    """The second is told who decided first."""
    ref = story.approved()
    with pytest.raises(MoveNotAllowed, match="was already approved by Helen Ward"):
        phoned(story, ref)


@pytest.mark.rule("CB-5.6")
def test_a_call_to_the_resources_team_is_kept(story: Story) -> None:
    """When, whom, by whom and what was said; not a call that is still ahead."""
    ref = story.approved()
    story.do(c.NoteCall, HELEN, ref=ref, whom="resources", called_at=story.now, words="Asha: will search tonight")
    [call] = story.emergency(ref).calls
    assert (call.by, call.at, call.whom, call.words) == (HELEN, story.now, "resources", "Asha: will search tonight")
    with pytest.raises(InvalidAnswer, match="still ahead"):
        story.do(c.NoteCall, HELEN, ref=ref, whom="resources", called_at=at(3, 1), words="x")
