"""What people report after a decision: a way back, an end, an unmet need; and a new application from the old one."""

import pytest

from panel import commands as c
from panel.decision import Package, PackageStatus, Task
from panel.errors import InvalidAnswer, MoveNotAllowed, NotPermitted, Refused
from panel.reported import Reported, UnmetNeed, gaps
from panel.review import ReviewStatus
from tests import letters
from tests.stories import BI, answer_to
from tests.story import (
    ASHA,
    CB,
    DILYS,
    FEMI,
    FIRST_PANEL,
    HELEN,
    MARTIN,
    PRIYA,
    RUTH,
    SAM,
    SECOND_PANEL,
    TOM,
    Story,
)
from tests.unit.panel.afterwards import at, decided_on, needs, office, package, panel_on, review, task

THIRD_PANEL = f"{CB}.2026-11-25"
ENDED = {"ended_on": "12 November 2026", "why": "Moved home"}
FINANCE = {FEMI, "finance@council.example"}


@pytest.fixture
def story() -> Story:
    return office()


@pytest.mark.rule("KN-1.9", "KN-3.26")
def test_an_early_review_is_asked_for_and_booked_into_the_next_panel(story: Story) -> None:
    """By the practitioner, with the reason: the case comes back as an item of its own, and its people are told."""
    ref = story.decided()
    with pytest.raises(InvalidAnswer, match="Why is it needed now"):
        story.do(c.ReportChange, PRIYA, ref=ref, happening="early_review")
    story.do(c.ReportChange, PRIYA, ref=ref, happening="early_review", given={"why": "A new diagnosis"})
    item = story.meeting(SECOND_PANEL).item(ref)
    assert item is not None
    assert item.kind == "return"
    assert review(story, ref, "early_review").status is ReviewStatus.BOOKED
    assert package(story, ref).status is PackageStatus.IN_REVIEW
    assert story.told("change_reported") == {DILYS, TOM}
    assert story.told("planner_booked") == {PRIYA, DILYS, RUTH, MARTIN}
    [kept] = story.store.read().find(Reported, about=ref)
    assert kept.answers == {"why": "A new diagnosis"}
    with pytest.raises(MoveNotAllowed, match="already on its way back"):
        story.do(c.ReportChange, PRIYA, ref=ref, happening="early_review", given={"why": "Again"})


@pytest.mark.rule("RA-4.7")
def test_a_change_makes_a_dated_task(story: Story) -> None:
    """The re-assessment has an owner and a day."""
    ref = story.decided()
    story.do(c.ReportChange, PRIYA, ref=ref, happening="early_review", given={"why": "A new diagnosis"})
    made = task(story, "change1/reassess")
    assert (made.owner, made.due, made.what) == (PRIYA, "2026-11-18", "Bring the assessment up to date")


@pytest.mark.parametrize(
    ("outcome", "status"), [("agreed", "active"), ("not_agreed", "ending"), ("deferred", "in_review")]
)
def test_a_case_that_came_back_is_renewed_ended_or_heard_again(story: Story, outcome: str, status: str) -> None:
    """The panel's decision on it settles the agreement; put off, it goes to the panel after (PK-5)."""
    ref = story.decided()
    story.do(c.ReportChange, PRIYA, ref=ref, happening="early_review", given={"why": "A new diagnosis"})
    story.open(SECOND_PANEL)
    story.decide(ref, outcome, SECOND_PANEL, end_date="31 August 2027")
    story.close(SECOND_PANEL)
    assert package(story, ref).status == status
    back = review(story, ref, "early_review")
    if outcome == "deferred":
        assert (back.status, back.meeting) == (ReviewStatus.BOOKED, THIRD_PANEL)
        return
    assert back.status is ReviewStatus.DONE
    assert package(story, ref).end_date == ("2027-08-31" if outcome == "agreed" else "2027-06-30")
    assert story.told("change_reported") >= (FINANCE if outcome == "not_agreed" else set())
    assert review(story, ref, "yearly").due == ("2027-11-18" if outcome == "agreed" else "2027-11-11")


def test_a_returning_case_that_is_not_reached_moves_on(story: Story) -> None:
    """And when the panel is cancelled it goes to the one after; its people are told."""
    ref = story.decided()
    story.do(c.ReportChange, PRIYA, ref=ref, happening="early_review", given={"why": "A new diagnosis"})
    story.open(SECOND_PANEL)
    story.do(c.EndMeeting, TOM, meeting=SECOND_PANEL)
    assert review(story, ref, "early_review").meeting == THIRD_PANEL
    story.do(c.AskCancel, RUTH, meeting=THIRD_PANEL, reason="No chair")
    back = review(story, ref, "early_review")
    assert (back.status, back.meeting) == (ReviewStatus.DUE, "")
    meeting = panel_on(story, 2026, 12, 2)
    story.sweep()
    assert review(story, ref, "early_review").meeting == meeting


@pytest.mark.rule("CB-11.5", "CB-11.6", "CB-11.7")
def test_a_placement_end_is_told_at_once_and_chased_until_payment_stops(story: Story) -> None:
    """Resources and finance in the same commit; unacknowledged after a working day it is raised each morning."""
    ref = story.decided()
    reported_at = at(story, "2026-11-12T10:00").now
    story.do(c.ReportChange, PRIYA, ref=ref, happening="placement_end", given=ENDED)
    owed = story.notices("change_reported")
    assert {n.to for n in owed} == FINANCE | {ASHA, "resources@council.example"}
    assert {n.owed_at for n in owed} == {reported_at}
    assert (task(story, "change1/record").owner, package(story, ref).status) == (ASHA, PackageStatus.ENDING)
    raised = []
    for moment in ("2026-11-13T09:30", "2026-11-16T09:30", "2026-11-17T09:30"):
        at(story, moment).sweep()
        raised.append(len(story.notices("payment_runs_on")))
    assert raised == [0, 2, 4]
    assert story.told("payment_runs_on") == {FEMI, HELEN}
    with pytest.raises(NotPermitted):
        story.do(c.ConfirmStopped, PRIYA, ref=ref)
    story.do(c.ConfirmStopped, FEMI, ref=ref)
    assert package(story, ref).status is PackageStatus.ENDED
    assert review(story, ref, "yearly").status is ReviewStatus.DROPPED
    at(story, "2026-11-18T09:30").sweep()
    assert len(story.notices("payment_runs_on")) == 4


@pytest.mark.parametrize("before", ["review_due", "review_missed", "in_review"])
def test_a_placement_can_end_whatever_is_due_about_it(story: Story, before: str) -> None:
    """A date that nears, one that has passed or an item on an agenda does not stand in the way."""
    ref = story.decided()
    kept = package(story, ref)
    story.store.held[("package", ref)] = kept.model_copy(update={"status": PackageStatus(before)})
    story.do(c.ReportChange, ASHA, ref=ref, happening="placement_end", given=ENDED)
    assert package(story, ref).status is PackageStatus.ENDING


def test_an_end_takes_the_case_off_the_agenda_it_was_to_come_back_to(story: Story) -> None:
    """Its slot is free for another."""
    ref = story.decided()
    story.do(c.ReportChange, PRIYA, ref=ref, happening="early_review", given={"why": "x"})
    story.do(c.ReportChange, PRIYA, ref=ref, happening="placement_end", given=ENDED)
    assert story.meeting(SECOND_PANEL).item(ref) is None


@pytest.mark.parametrize(
    ("by", "happening"), [(SAM, "early_review"), (FEMI, "placement_end"), (DILYS, "circumstances")]
)
def test_only_those_the_profile_names_report(story: Story, by: str, happening: str) -> None:
    """Everybody else is asked to tell them."""
    ref = story.decided()
    with pytest.raises(NotPermitted, match="Please tell whoever works on the case"):
        story.do(c.ReportChange, by, ref=ref, happening=happening, given={"why": "x", **ENDED})


def test_a_change_that_is_only_noted_is_told_and_changes_nothing_else(story: Story) -> None:
    """Kept on record, finance told."""
    ref = story.decided()
    story.do(c.ReportChange, PRIYA, ref=ref, happening="circumstances")
    assert story.told("change_reported") == FINANCE
    assert package(story, ref).status is PackageStatus.ACTIVE


def test_a_change_before_the_decision_belongs_in_the_referral(story: Story) -> None:
    """And an end needs an agreement in force."""
    with pytest.raises(MoveNotAllowed, match="has not decided"):
        story.do(c.ReportChange, PRIYA, ref=story.signed(), happening="circumstances")
    ref = story.decided("not_agreed")
    with pytest.raises(Refused, match="No agreement on"):
        story.do(c.ReportChange, PRIYA, ref=ref, happening="placement_end", given=ENDED)


@pytest.mark.rule("BI-7.2")
def test_an_unmet_need_is_recorded_from_a_change_by_hand_or_from_a_decision(story: Story) -> None:
    """Need, service, reason, area and day; and the day on which it was met after all."""
    outcome = story.council.profiles[CB].decisions.outcomes[3]
    story.council.profiles[CB].decisions.outcomes[3] = outcome.model_copy(update={"unmet_need": True})
    try:
        refused = decided_on(story, FIRST_PANEL, "not_agreed")
    finally:
        story.council.profiles[CB].decisions.outcomes[3] = outcome
    ref = decided_on(story, SECOND_PANEL)
    story.do(
        c.ReportChange, PRIYA, ref=ref, happening="no_capacity", given={"service": "Short breaks", "area": "North"}
    )
    story.do(c.NoteUnmetNeed, DILYS, ref=ref, need="A male worker", service="Mentoring", reason="None to be had")
    assert [(n.about, n.need, n.service, n.reason, n.area, n.noted_on) for n in needs(story)] == [
        (refused, "Plain words about it", "", "The need is clear", "", "2026-11-11"),
        (ref, "The provider has no capacity", "Short breaks", "", "North", "2026-11-18"),
        (ref, "A male worker", "Mentoring", "None to be had", "", "2026-11-18"),
    ]
    at(story, "2026-12-01T10:00")
    story.do(c.ResolveUnmetNeed, PRIYA, need=f"{ref}/unmet2")
    assert story.store.read().get(UnmetNeed, f"{ref}/unmet2").resolved_on == "2026-12-01"
    with pytest.raises(MoveNotAllowed):
        story.do(c.ResolveUnmetNeed, PRIYA, need=f"{ref}/unmet2")


@pytest.mark.rule("BI-7.3")
def test_gaps_are_counted_without_naming_a_case(story: Story) -> None:
    """By service and reason, most often first."""
    ref = story.decided()
    for service in ("Mentoring", "Short breaks", "Mentoring"):
        story.do(c.NoteUnmetNeed, PRIYA, ref=ref, need="x", service=service, reason="No capacity")
    assert gaps(needs(story)) == [("Mentoring", "No capacity", 2), ("Short breaks", "No capacity", 1)]


@pytest.mark.rule("CB-9.15")
def test_a_new_application_begins_from_the_old_one_and_takes_its_place(story: Story) -> None:
    """Its answers are there; once received nobody is reminded; agreed, it replaces the old agreement."""
    old = story.decided()
    new = story.do(c.ApplyAgain, PRIYA, ref=old).about
    draft = story.referral(new)
    assert (draft.follows, draft.status, draft.answers["ask"]) == (old, "draft", "Plain words about it")
    assert "panel_date" not in draft.answers
    with pytest.raises(MoveNotAllowed, match=new):
        story.do(c.ApplyAgain, PRIYA, ref=old)
    story.attach(new)
    story.do(c.SendToManager, PRIYA, ref=new)
    story.sign(new)
    story.sweep()
    assert package(story, old).status is PackageStatus.IN_REVIEW
    meeting = story.referral(new).meeting
    story.open(meeting)
    story.decide(new, "agreed", meeting)
    story.close(meeting)
    assert (package(story, old).status, package(story, new).status) == (PackageStatus.ENDED, PackageStatus.ACTIVE)
    assert review(story, old, "yearly").status is ReviewStatus.DROPPED
    at(story, "2027-06-10T09:30").sweep()
    assert {n.about for n in story.notices("review_missed")} == {new}


@pytest.mark.rule("CB-9.15", "CB-10.2")
@pytest.mark.parametrize("outcome", ["agreed", "not_agreed"])
def test_an_agreement_and_the_application_that_follows_on_it_are_decided_at_one_panel(
    story: Story, outcome: str
) -> None:
    """Both touch the old agreement, which came back early and was asked for again; one confirmation settles both."""
    old = story.decided()
    story.do(c.ReportChange, PRIYA, ref=old, happening="early_review", given={"why": "A new diagnosis"})
    new = story.do(c.ApplyAgain, PRIYA, ref=old).about
    story.attach(new)
    story.do(c.SendToManager, PRIYA, ref=new)
    story.sign(new)
    assert story.referral(new).meeting == SECOND_PANEL
    story.open(SECOND_PANEL)
    story.decide(old, outcome, SECOND_PANEL)
    story.decide(new, "agreed", SECOND_PANEL)
    story.close(SECOND_PANEL)
    assert (package(story, old).status, package(story, new).status) == (PackageStatus.ENDED, PackageStatus.ACTIVE)
    assert review(story, old, "yearly").status is ReviewStatus.DROPPED


def test_a_new_application_that_is_refused_leaves_the_old_agreement_to_its_end(story: Story) -> None:
    """It runs to the day it was agreed for, and finance is asked from then on."""
    old = story.decided()
    new = story.do(c.ApplyAgain, PRIYA, ref=old).about
    story.attach(new)
    story.do(c.SendToManager, PRIYA, ref=new)
    story.sign(new)
    meeting = story.referral(new).meeting
    story.open(meeting)
    story.decide(new, "not_agreed", meeting)
    story.close(meeting)
    kept = story.store.read().get(Package, old)
    assert (kept.status, kept.ending_since and f"{kept.ending_since:%Y-%m-%d}") == (PackageStatus.ENDING, "2027-06-30")


@pytest.mark.rule("BI-4.15", "BI-4.16", "BI-7.2")
@pytest.mark.parametrize("how", ["support_unavailable", "need_unmet", "by hand", "not at all"])
def test_support_that_cannot_be_had_is_followed_up_as_that_and_no_longer_chased(how: str) -> None:
    """The two tasks to arrange it are over once somebody says so; the others, and the same without it, go on."""
    story = letters.office(BI)
    ref = letters.decided(story, "agree")
    happenings = {each.id: each for each in story.profile.happenings}
    if how in happenings:
        given = {ask.id: answer_to(ask, story.profile) for ask in happenings[how].asks}
        story.do(c.ReportChange, story.referrer, ref=ref, happening=how, given=given)
    if how == "by hand":
        story.do(c.NoteUnmetNeed, story.referrer, ref=ref, need="A driver", service="", reason="", area="")
    live = {task.id.rpartition("/")[2] for task in story.store.read().find(Task, about=ref, live="yes")}
    assert live & {"arrange_support", "help_arrange"} == (
        {"arrange_support", "help_arrange"} if how == "not at all" else set()
    )
    assert "discuss_letter" in live
