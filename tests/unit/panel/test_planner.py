"""The forward planner: entries made by a decision, counted, reminded of, moved, done, missed."""

from datetime import UTC, datetime

import pytest

from panel import commands as c
from panel.decision import PackageStatus
from panel.errors import InvalidAnswer, MoveNotAllowed, NotPermitted, Refused
from panel.review import Review, ReviewStatus
from tests.story import CB, DILYS, FEMI, FIRST_PANEL, HELEN, MARTIN, PRIYA, RUTH, SECOND_PANEL, TOM, Story
from tests.unit.panel.afterwards import at, decided_on, office, package, panel_on, review, task


@pytest.fixture
def story() -> Story:
    return office()


def entries(story: Story, ref: str, cycle: str) -> list[Review]:
    found = [each for each in story.store.read().find(Review, about=ref) if each.cycle == cycle]
    return sorted(found, key=lambda each: each.number)


def due(story: Story, ref: str, cycle: str, number: int = 1) -> str:
    return review(story, ref, cycle, number).due


@pytest.mark.rule("RA-4.2", "RA-4.3", "RA-4.4", "AM-46")
def test_a_budget_is_reviewed_after_three_six_and_twelve_months_then_yearly(story: Story) -> None:
    """Each entry is made when the one before is done, counted from the first day of the budget (AM-05, AM-06)."""
    ref = story.decided(case_type="3", period_from="2026-11-30")
    days = []
    for number in range(1, 5):
        entry = review(story, ref, "budget", number)
        days.append((entry.due, entry.counted_from, entry.owner))
        at(story, f"{entry.due}T10:00")
        story.do(c.CompleteReview, PRIYA, ref=ref, entry="budget", given={"delivered": "yes"})
    assert days == [(day, "2026-11-30", "referrer") for day in ("2027-02-26", "2027-05-28", "2027-11-30", "2028-11-30")]
    first = review(story, ref, "budget")
    assert first.how == "3 months after Mon 30 Nov 2026, “From when is it needed?”"
    assert review(story, ref, "budget", 5).due == "2029-11-30"


@pytest.mark.rule("RO-6.3", "RO-6.4", "AM-30")
def test_a_twelve_week_review_is_counted_from_the_day_of_accommodation() -> None:
    """Due on 30 March, asked for at eight and ten weeks, and raised once it has passed."""
    story = office(now=datetime(2026, 1, 5, 9, 0, tzinfo=UTC))
    ref = decided_on(story, panel_on(story, 2026, 1, 14), case_type="13", period_from="2026-01-05")
    assert due(story, ref, "weeks") == "2026-03-30"
    reminded = []
    for day in ("2026-03-01", "2026-03-02", "2026-03-15", "2026-03-16", "2026-03-29", "2026-03-30", "2026-03-31"):
        at(story, f"{day}T09:30").sweep()
        owed = [n for n in story.notices("planner_near") if n.facts["text"] == "Twelve-week review"]
        reminded.append((day[5:], len(owed), len(story.notices("planner_missed"))))
    assert {n.to for n in owed} == {DILYS}
    assert reminded == [
        ("03-01", 0, 0), ("03-02", 1, 0), ("03-15", 1, 0), ("03-16", 2, 0), ("03-29", 2, 0), ("03-30", 3, 0),
        ("03-31", 3, 5),
    ]  # fmt: skip
    assert story.told("planner_missed") == {DILYS, TOM, HELEN, RUTH, MARTIN}
    assert review(story, ref, "weeks").status is ReviewStatus.MISSED


@pytest.mark.rule("AM-30")
def test_the_day_is_worked_out_anew_when_the_start_moves(story: Story) -> None:
    """A child is accommodated a week later than planned: the review follows, with the reason, and its people hear."""
    ref = story.decided(case_type="13", period_from="2026-11-16")
    assert due(story, ref, "weeks") == "2027-02-08"
    story.do(c.MoveStart, PRIYA, ref=ref, day="23 November 2026", reason="Admitted a week later")
    entry = review(story, ref, "weeks")
    assert (entry.due, entry.counted_from, entry.status) == ("2027-02-15", "2026-11-23", ReviewStatus.MOVED)
    assert [(move.was, move.reason) for move in entry.moves] == [("2027-02-08", "Admitted a week later")]
    assert story.told("planner_moved") == {PRIYA, DILYS}


@pytest.mark.rule("AM-30")
def test_a_start_that_is_not_known_counts_from_the_panel_until_it_is(story: Story) -> None:
    """No review is lost because a day is missing; the words say what it rests on."""
    ref = story.signed(case_type="13")
    held = story.referral(ref)
    story.store.held[("referral", ref)] = held.model_copy(
        update={"answers": {key: value for key, value in held.answers.items() if key != "period_from"}}
    )
    story.open()
    story.decide(ref)
    story.close()
    entry = review(story, ref, "weeks")
    assert (entry.due, entry.how) == (
        "2027-02-03",
        "12 weeks after Wed 11 Nov 2026, the day of the panel; its own start is not known yet",
    )


@pytest.mark.rule("KN-1.8")
def test_every_package_is_reviewed_yearly(story: Story) -> None:
    """From the day of the panel; the people of the case learn the day and how it was worked out."""
    ref = story.decided()
    assert due(story, ref, "yearly") == "2027-11-11"
    told = [n for n in story.notices("planner_set") if n.facts["text"] == "Yearly review"]
    assert {n.to for n in told} == {PRIYA, DILYS}
    assert told[0].facts["how"] == "1 year after Wed 11 Nov 2026, the day of the panel"


@pytest.mark.rule("KN-1.8", "KN-1.9")
def test_decided_again_a_cycle_begins_anew_and_goes_on(story: Story) -> None:
    """The first review was held, then the case came back and was agreed once more: its reviews are held and follow."""
    ref = story.decided()
    given = {"delivered": "partly", "action": "Find a second worker", "action_by": "1 December 2026"}
    story.do(c.CompleteReview, PRIYA, ref=ref, entry="yearly", given=given)
    story.do(c.ReportChange, PRIYA, ref=ref, happening="early_review", given={"why": "She is doing well"})
    story.open(SECOND_PANEL)
    story.decide(ref, "agreed", SECOND_PANEL)
    story.close(SECOND_PANEL)
    assert [(each.number, each.status) for each in entries(story, ref, "yearly")] == [(1, "planned"), (2, "dropped")]
    story.do(c.CompleteReview, PRIYA, ref=ref, entry="yearly", given=given)
    again = review(story, ref, "yearly", 2)
    assert (again.status, again.due, again.counted_from) == (ReviewStatus.PLANNED, "2028-11-17", "2026-11-18")


@pytest.mark.rule("RA-4.5")
@pytest.mark.parametrize("delivered", ["partly", "no"])
def test_a_review_that_finds_a_gap_needs_an_action(story: Story, delivered: str) -> None:
    """Without one it is not recorded; with one it becomes a task with a day."""
    ref = story.decided()
    before = story.snapshot()
    with pytest.raises(InvalidAnswer, match="What will be done about it"):
        story.do(c.CompleteReview, PRIYA, ref=ref, entry="yearly", given={"delivered": delivered})
    assert story.snapshot() == before
    given = {"delivered": delivered, "action": "Find a second worker", "action_by": "1 December 2026"}
    story.do(c.CompleteReview, PRIYA, ref=ref, entry="yearly", given=given)
    made = task(story, "/action")
    assert (made.what, made.due, made.owner) == ("Find a second worker", "2026-12-01", PRIYA)
    assert review(story, ref, "yearly").answers["delivered"] == delivered
    assert due(story, ref, "yearly", 2) == "2028-11-10"  # 11 November 2028 is a Saturday


def test_a_review_without_its_answers_is_not_recorded(story: Story) -> None:
    """Each question that applies is needed (KN-2.6)."""
    ref = story.decided()
    with pytest.raises(InvalidAnswer, match="Is it delivered as planned"):
        story.do(c.CompleteReview, PRIYA, ref=ref, entry="yearly")
    with pytest.raises(NotPermitted):
        story.do(c.CompleteReview, FEMI, ref=ref, entry="yearly", given={"delivered": "yes"})


@pytest.mark.rule("CB-9.17")
@pytest.mark.parametrize(("entry", "was"), [("reapply_by", "2027-06-02"), ("review_date", "2027-06-01")])
def test_the_administrator_moves_a_date_with_a_reason(story: Story, entry: str, was: str) -> None:
    """Both kinds of dates; the people of the case are told, and reminders follow the new day."""
    ref = story.decided()
    story.do(c.MovePlannerDate, TOM, ref=ref, entry=entry, due="9 June 2027", reason="Half term")
    now = package(story, ref).reapply_by if entry == "reapply_by" else due(story, ref, entry)
    assert (now, story.told("planner_moved")) == ("2027-06-09", {PRIYA, DILYS})
    assert story.store.entries[-1].act == "planner_moved"
    for by, fields, wrong in (
        (PRIYA, {"due": "10 June 2027", "reason": "x"}, NotPermitted),
        (TOM, {"due": "10 June 2027", "reason": " "}, InvalidAnswer),
        (TOM, {"due": "10 June 2025", "reason": "x"}, InvalidAnswer),
    ):
        with pytest.raises(wrong):
            story.do(c.MovePlannerDate, by, ref=ref, entry=entry, **fields)


def test_an_entry_is_named_when_there_are_several(story: Story) -> None:
    """Nothing is guessed."""
    ref = story.decided()
    with pytest.raises(Refused, match="review_date, yearly, reapply_by"):
        story.do(c.MovePlannerDate, TOM, ref=ref, due="9 June 2027", reason="Half term")


def missed(story: Story) -> str:
    """A case whose date for a new application has passed."""
    ref = story.decided()
    story.do(c.CompleteReview, PRIYA, ref=ref, entry="review_date", given={"delivered": "yes"})
    at(story, "2027-06-03T09:30").sweep()
    assert package(story, ref).status is PackageStatus.REVIEW_MISSED
    return ref


@pytest.mark.rule("CB-9.19", "AM-50")
def test_the_chair_books_a_missed_date_again(story: Story) -> None:
    """It goes before the next panel with an open agenda, and the package is under review."""
    ref = missed(story)
    meeting = panel_on(story, 2027, 6, 9)
    story.do(c.DecideMissed, RUTH, ref=ref, choice="rebook", reason="Let us hear it")
    assert package(story, ref).status is PackageStatus.IN_REVIEW
    item = story.meeting(meeting).item(ref)
    assert item is not None
    assert item.kind == "return"
    assert story.told("planner_booked") == {PRIYA, DILYS, RUTH, MARTIN}


@pytest.mark.rule("CB-9.19", "AM-50")
def test_the_chair_allows_a_short_extension(story: Story) -> None:
    """A new day; the agreement runs at least as long, and nobody in finance is told."""
    ref = missed(story)
    story.do(c.DecideMissed, RUTH, ref=ref, choice="extend", day="7 July 2027", reason="Illness")
    kept = package(story, ref)
    assert (kept.status, kept.reapply_by, kept.end_date) == (PackageStatus.ACTIVE, "2027-07-07", "2027-07-07")
    assert FEMI not in story.told("change_reported")


@pytest.mark.rule("CB-9.19", "AM-50")
def test_the_chair_ends_it_with_a_plan(story: Story) -> None:
    """A day, a plan and its owner; finance is told. Without a plan it does not end."""
    ref = missed(story)
    with pytest.raises(InvalidAnswer, match="plan for a safe end"):
        story.do(c.DecideMissed, RUTH, ref=ref, choice="end", day="7 July 2027", reason="No longer needed")
    story.do(c.DecideMissed, RUTH, ref=ref, choice="end", day="7 July 2027", reason="Not needed", plan="Return home")
    over = package(story, ref)
    assert (over.status, over.end_date) == (PackageStatus.ENDING, "2027-07-07")
    assert task(story, "end.2027-07-07").what == "Return home (Not needed)"
    assert story.told("change_reported") == {FEMI, "finance@council.example"}


@pytest.mark.rule("AM-50")
def test_nothing_ends_by_itself_and_only_the_chair_decides(story: Story) -> None:
    """Weeks later it still stands as missed; the administrator can no longer just move it."""
    ref = missed(story)
    at(story, "2027-06-29T09:30").sweep()
    assert package(story, ref).status is PackageStatus.REVIEW_MISSED
    with pytest.raises(NotPermitted):
        story.do(c.DecideMissed, TOM, ref=ref, choice="extend", day="7 July 2027", reason="x")
    with pytest.raises(MoveNotAllowed, match="has passed"):
        story.do(c.MovePlannerDate, TOM, ref=ref, entry="reapply_by", due="9 July 2027", reason="x")


@pytest.mark.parametrize("choice", ["rebook", "extend", "end"])
def test_the_chair_decides_on_a_missed_review_too(story: Story, choice: str) -> None:
    """An entry of a cycle has the same three ways on as the agreement itself."""
    ref = story.decided(case_type="13", period_from="2026-11-16")
    at(story, "2027-02-09T09:30").sweep()
    meeting = panel_on(story, 2027, 2, 17)
    given = {"day": "1 March 2027", "plan": "Return home", "reason": "As agreed"}
    story.do(c.DecideMissed, RUTH, ref=ref, choice=choice, **given)
    entry, listed = review(story, ref, "weeks"), story.meeting(meeting).item(ref)
    expected = {
        "rebook": (ReviewStatus.BOOKED, True, PackageStatus.ACTIVE),
        "extend": (ReviewStatus.MOVED, False, PackageStatus.ACTIVE),
        "end": (ReviewStatus.DROPPED, False, PackageStatus.ENDING),
    }
    assert (entry.status, listed is not None, package(story, ref).status) == expected[choice]


@pytest.mark.rule("KN-3.27")
def test_a_return_date_of_the_decision_puts_the_case_before_that_panel(story: Story) -> None:
    """The first panel on or after the day takes it, as soon as it is on the list."""
    outcome = story.council.profiles[CB].decisions.outcomes[3]
    outcome.may.append("return_date")
    try:
        ref = decided_on(story, FIRST_PANEL, "not_agreed", {"return_date": "1 December 2026"})
    finally:
        outcome.may.remove("return_date")
    story.sweep()
    assert review(story, ref, "return_date").meeting == ""
    meeting = panel_on(story, 2026, 12, 2)
    story.sweep()
    assert review(story, ref, "return_date").meeting == meeting
    assert story.meeting(meeting).item(ref) is not None
