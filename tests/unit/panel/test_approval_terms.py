"""What an approval is tied to, a child admitted before the panel, and what a panel's decision does to it."""

import pytest

from panel import commands as c
from panel.calendar import end_of_day
from panel.decision import Task
from panel.durations import read_length
from panel.emergency import EmergencyStatus as S
from panel.emergency import Search
from panel.errors import InvalidAnswer, Refused
from panel.referral import ReferralStatus
from tests.story import ASHA, DILYS, FIRST_PANEL, HELEN, MARTIN, PRIYA, RUTH, SECOND_PANEL, TOM, Story
from tests.urgent_story import asked, at, story_with


@pytest.fixture
def story() -> Story:
    return story_with()


@pytest.mark.rule("CB-5.3")
def test_an_approver_may_set_a_sooner_end_and_a_most(story: Story) -> None:
    """What was asked for and what happens if the panel says no are kept as they stood."""
    ref = asked(story)
    story.do(c.ApproveEmergency, HELEN, ref=ref, until="6 November 2026", cost_limit="£1,200", condition="Seen daily")
    given = story.emergency(ref)
    assert (given.ends_at, given.cost_limit, given.condition) == (end_of_day(at(6, 9).date()), "1200.00", "Seen daily")
    assert (given.scope, given.exit_plan, given.meeting) == ("AB", "Plain words about it", FIRST_PANEL)


@pytest.mark.rule("CB-5.3")
@pytest.mark.parametrize("until", ["12 November 2026", "1 November 2026", "soon"])
def test_an_approver_cannot_go_beyond_the_next_panel(story: Story, until: str) -> None:
    """Nor name a day that has passed or cannot be read; nothing is decided then."""
    ref = asked(story)
    with pytest.raises(InvalidAnswer):
        story.do(c.ApproveEmergency, HELEN, ref=ref, until=until)
    assert story.emergency(ref).status is S.AWAITING_APPROVER


@pytest.mark.rule("BI-5.2", "AM-16")
def test_the_longest_time_of_a_panel_is_kept_to() -> None:
    """The sooner of the next panel and so many days; a date added later does not lengthen it."""
    soon = story_with(at_most=read_length("3d"))
    late = story_with(at_most=read_length("20d"))
    undated = story_with(dated=False, at_most=read_length("3d"))
    ends = [each.emergency(each.approved()).ends_at for each in (soon, late, undated)]
    undated.meetings()
    assert ends == [end_of_day(at(5, 9).date()), end_of_day(at(11, 9).date()), end_of_day(at(5, 9).date())]
    assert undated.emergency("CB-0001").ends_at == ends[2]


@pytest.mark.rule("RO-5.16", "RO-5.17", "AM-19")
@pytest.mark.parametrize(
    ("name", "by", "alarm"), [("helen ward", HELEN, False), ("Somebody", "", True), ("", "", True)]
)
def test_a_child_admitted_before_the_panel_is_put_to_the_next(name: str, by: str, alarm: bool) -> None:
    """Chair and administrator hear the time at once; without a listed authoriser the Chair is alarmed."""
    story = story_with(admission=True)
    ref = story.begin()
    told = {"admitted_at": at(2, 3, 15), "circumstances": "Police protection", "authorised_by": name}
    story.do(c.RecordAdmission, PRIYA, ref=ref, **told)
    kept = story.emergency(ref)
    assert (kept.status, kept.admitted_at, kept.decided_by) == (S.AWAITING_RATIFICATION, at(2, 3, 15), by)
    assert story.meeting(FIRST_PANEL).ratifies(ref)
    assert (story.told("admitted"), {"unauthorised" in n.facts for n in story.notices("admitted")}) == (
        {TOM, MARTIN, RUTH},
        {alarm},
    )
    story.later(days=1)
    story.sweep()
    assert len([n for n in story.notices("full_form_due") if n.to == PRIYA]) == 2


def test_an_admission_ends_the_question_to_the_approver() -> None:
    """Asked, and admitted before the answer came: it is recorded, and no longer asked."""
    story = story_with(admission=True)
    ref = asked(story)
    story.do(c.RecordAdmission, DILYS, ref=ref, admitted_at=story.now, circumstances="Tonight")
    with pytest.raises(Refused, match="already approved"):
        story.do(c.ApproveEmergency, HELEN, ref=ref)
    assert story.told("redraw") == {HELEN}


def test_a_panel_without_the_rule_records_no_admission(story: Story) -> None:
    """It says what to do instead."""
    with pytest.raises(Refused, match="This panel has no rule for a child admitted"):
        story.do(c.RecordAdmission, PRIYA, ref=story.begin(), admitted_at=story.now, circumstances="x")


PLAN = {"end_plan": "Visit the aunt\nMove home", "plan_owner": "supervising manager", "end_date": "20 November 2026"}


@pytest.mark.rule("CB-5.4", "AM-17")
def test_a_refused_ratification_becomes_tasks_and_closes_when_they_are_done(story: Story) -> None:
    """Not before its end date, not before the last task, and never by itself."""
    ref = story.approved()
    story.open()
    story.decide(ref, "not_ratified", **PLAN)
    story.close()
    tasks = [t for t in story.store.read().find(Task, about=ref) if "/plan." in t.id]
    assert [(t.owner, t.what, t.due) for t in tasks] == [
        (DILYS, "Visit the aunt", "2026-11-20"),
        (DILYS, "Move home", "2026-11-20"),
    ]
    states = []
    for day, task in ((16, tasks[0]), (19, tasks[1]), (20, None)):
        story.now = at(day, 10)
        if task:
            story.do(c.FinishTask, DILYS, task=task.id)
        story.sweep()
        states.append(story.emergency(ref).status)
    assert states == [S.NOT_RATIFIED, S.NOT_RATIFIED, S.CLOSED]
    assert {TOM, MARTIN, RUTH, HELEN, PRIYA, DILYS, ASHA} <= story.told("plan_done")


def test_a_plan_needs_an_owner_who_can_be_told(story: Story) -> None:
    """A name nobody has is refused when it is written down, not when it is too late."""
    ref = story.approved()
    story.open()
    with pytest.raises(InvalidAnswer, match="is not on the list of staff"):
        story.decide(ref, "not_ratified", **{**PLAN, "plan_owner": "The team"})


@pytest.mark.rule("AM-12")
def test_a_ratification_is_put_off_only_with_an_extension_in_the_same_act(story: Story) -> None:
    """Two of them: listed at the later panel, their end moved, by the Chair who confirmed it."""
    refs = [story.approved(), story.approved()]
    story.open()
    for ref in refs:
        story.decide(ref, "deferred", return_date="18 November 2026")
    story.close()
    for ref in refs:
        waits = story.emergency(ref)
        assert (waits.status, waits.meeting, waits.ends_at) == (
            S.AWAITING_RATIFICATION,
            SECOND_PANEL,
            end_of_day(at(18, 9).date()),
        )
        assert (waits.extensions[0].by, waits.extensions[0].reason) == (RUTH, "A dated care plan")
        assert story.meeting(SECOND_PANEL).ratifies(ref)


@pytest.mark.parametrize("day", ["19 November 2026", "11 November 2026"])
def test_a_ratification_is_not_put_off_to_nowhere(story: Story, day: str) -> None:
    """Only to a later date on the panel's list."""
    ref = story.approved()
    story.open()
    with pytest.raises(InvalidAnswer, match="date of a later panel"):
        story.decide(ref, "deferred", return_date=day)


@pytest.mark.rule("CB-5.4")
def test_a_placement_that_has_ended_is_still_put_to_the_panel(story: Story) -> None:
    """The panel hears the whole of it and ratifies what was spent."""
    ref = story.approved()
    story.do(c.RecordPlacement, ASHA, ref=ref, provider="Oak", placed_on="2 November 2026", weekly_cost="900")
    story.now = at(6, 10)
    story.do(c.EndPlacement, ASHA, ref=ref, ended_on="5 November 2026")
    assert (story.emergency(ref).search, story.meeting(FIRST_PANEL).ratifies(ref)) == (Search.ENDED, True)
    story.open()
    story.decide(ref, "ratified")
    story.close()
    assert story.emergency(ref).status is S.RATIFIED


def test_a_full_form_booked_with_it_is_put_off_with_it(story: Story) -> None:
    """One item, one case: the referral goes along to the later panel."""
    ref = story.approved()
    story.fill(ref)
    story.attach(ref)
    story.do(c.SendToManager, PRIYA, ref=ref)
    story.sign(ref)
    story.open()
    story.decide(ref, "deferred", return_date="18 November 2026")
    story.close()
    assert (story.referral(ref).status, story.referral(ref).meeting) == (ReferralStatus.BOOKED, SECOND_PANEL)
