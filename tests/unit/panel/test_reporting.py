"""The figures of a panel, each against records counted by hand."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from panel import commands as c
from panel.decision import Decision, DecisionState
from panel.period import Period, read_period
from panel.referral import Referral
from panel.report import Gap, Heard, Kinds, Late, Report, Spend
from panel.reporting import NOT_SAID, report
from tests.stories import RA, at
from tests.story import CB, FIRST_PANEL, HELEN, PRIYA, RUTH, SECOND_PANEL, TOM, Story

Q4 = read_period("2026 Q4", date(2026, 11, 2))
KIND_3, KIND_5 = "More or different support from the present provider", "Support to avoid a child coming into care"


@pytest.fixture
def story() -> Story:
    """Two panels, as a person could write them on a sheet of paper.

    Received on Monday 2 November: A (kind 5, £1,000 a week), B (kind 3), C (kind 5, £310.50) and D (for 25 November).
    On Monday 9 November, after the cut-off: E, whom the Chair lets be heard late, and F, whom she does not.
    Panel of 11 November: A agreed, B not agreed, C deferred, E not reached; emergency U (£1,250) ratified. On Monday 16
    November, after the cut-off, a paper for C. Panel of 18 November: C agreed, nothing else reached.
    Emergencies asked for: U, V refused, W waiting.
    """
    story = Story()
    story.meetings()
    a, b, deferred = (
        story.signed(cost_per_week="1000"),
        story.signed(case_type="3"),
        story.signed(cost_per_week="310.50"),
    )
    story.signed(panel_date="2026-11-25")
    urgent = story.approved()
    story.do(c.DeclineEmergency, HELEN, ref=story.urgent(), reason="It can wait")
    story.urgent()
    story.now = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)
    late, too_late = story.signed(), story.signed()
    for ref in (late, too_late):
        story.do(c.AskLate, PRIYA, ref=ref, reason="Court")
    story.do(c.AgreeLate, RUTH, ref=late)
    story.do(c.RefuseLate, RUTH, ref=too_late, reason="It can wait")
    story.open()
    for ref, outcome in ((a, "agreed"), (b, "not_agreed"), (deferred, "deferred"), (urgent, "ratified")):
        story.decide(ref, outcome)
    story.close()
    story.now = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
    story.do(c.AttachPaper, PRIYA, ref=deferred, name="b.pdf", digest="b" * 9, size=9, document="other")
    story.do(c.SendToManager, PRIYA, ref=deferred)
    story.sign(deferred)
    story.open(SECOND_PANEL)
    story.decide(deferred, "agreed", SECOND_PANEL)
    story.close(SECOND_PANEL)
    return story


def figures(story: Story, period: Period = Q4) -> Report:
    return report(story.office, CB, period, story.now.date())


@pytest.mark.rule("RO-12.3", "CB-14.9")
def test_every_figure_of_a_quarter_is_counted_from_the_record(story: Story) -> None:
    """The whole report of two panels equals what the story above comes to on paper."""
    ends = {"Waiting for an answer": 1, "Refused": 1, "Approved and ratified": 1}
    found = figures(story)
    assert {label: count for label, count in found.emergencies if count} == ends
    taken = {"Agreed for a period": 2, "Not agreed": 1, "Deferred to the next panel": 1, "Emergency: Ratified": 1}
    assert {label: count for label, count in found.outcomes if count} == taken
    assert found.kinds == (Kinds(KIND_3, 1, 1), Kinds(KIND_5, 5, 3), Kinds(NOT_SAID, 0, 1))
    assert found == Report(
        panel=CB,
        period=Q4,
        received=6,
        kinds=found.kinds,
        outcomes=found.outcomes,
        waits=(7, 7, 12),
        late=Late(asked=2, agreed=1, refused=1, papers=2),
        deferrals=1,
        deferred_again=0,
        emergencies=found.emergencies,
        extended=0,
        by_telephone=0,
        spend=Spend("week", Decimal("2560.50"), cases=3, unknown=0),
        gaps=(),
        gaps_met=0,
        voice=Heard(cases=6, heard=6, not_yet=0, missing=0, ways=()),
        review_voice=None,
        equality=(),
    )


def test_a_report_counts_its_own_days_only(story: Story) -> None:
    """The quarters before and after hold nothing, and two halves of November together hold the whole of it."""
    for name in ("2026 Q3", "2027 Q1"):
        empty = figures(story, read_period(name, date(2026, 11, 2)))
        assert (empty.received, sum(count for _, count in empty.outcomes), empty.waits) == (0, 0, ())
        assert (empty.late, empty.spend) == (Late(0, 0, 0, 0), Spend("week", Decimal(0), 0, 0))
    first = figures(story, Period(date(2026, 11, 1), date(2026, 11, 11), "first half"))
    rest = figures(story, Period(date(2026, 11, 12), date(2026, 11, 30), "rest"))
    assert (first.received, first.deferrals, first.waits, first.late.papers) == (6, 1, (7, 7), 1)
    assert (rest.received, rest.deferrals, rest.waits, rest.late.papers) == (0, 0, (12,), 1)


def test_a_day_ends_at_midnight_in_london() -> None:
    """In summer the last half hour before midnight in London is not yet the next day, whatever UTC says."""
    june = read_period("June 2026", date(2026, 11, 2))
    assert june.holds(datetime(2026, 6, 30, 22, 59, tzinfo=UTC))
    assert not june.holds(datetime(2026, 6, 30, 23, 0, tzinfo=UTC))
    assert june.holds(datetime(2026, 5, 31, 23, 0, tzinfo=UTC))


def test_only_final_decisions_count(story: Story) -> None:
    """A draft counts nowhere; nor does a decision that waits for somebody’s agreement."""
    for decision in story.store.read().find(Decision, meeting=FIRST_PANEL):
        story.store.held[Decision.KIND, decision.id] = decision.model_copy(
            update={"state": DecisionState.DRAFT if decision.ref == "CB-0001" else DecisionState.IN_PRINCIPLE}
        )
    found = figures(story)
    assert {label: count for label, count in found.outcomes if count} == {"Agreed for a period": 1}
    assert (found.waits, found.spend) == ((12,), Spend("week", Decimal("310.50"), 1, 0))


def test_a_case_decided_twice_is_agreed_once(story: Story) -> None:
    """What was agreed and later refused is not spent; a case without a cost is counted as unknown."""
    agreed = story.store.read().get(Decision, f"{FIRST_PANEL}/CB-0001")
    again = {"id": f"{SECOND_PANEL}/CB-0001", "meeting": SECOND_PANEL, "outcome": "not_agreed"}
    story.store.held[Decision.KIND, again["id"]] = agreed.model_copy(update=again)
    assert figures(story).spend == Spend("week", Decimal("1560.50"), 2, 0)
    case = story.referral("CB-0003")
    left = {key: value for key, value in case.answers.items() if not key.endswith(("cost_per_week", "urgent_cost"))}
    story.store.held[Referral.KIND, case.id] = case.model_copy(update={"answers": left})
    assert figures(story).spend == Spend("week", Decimal("1250.00"), 1, 1)


@pytest.mark.rule("BI-7.3", "BI-7.2")
def test_unmet_needs_are_counted_by_service_and_reason_without_names(story: Story) -> None:
    """Two alike are one line of two; a reason taken from a decision is not repeated, as it is about one child."""
    said = {"need": "Nights", "service": "Short breaks", "reason": "No carer near", "area": ""}
    for ref in ("CB-0001", "CB-0002"):
        story.do(c.NoteUnmetNeed, TOM, ref=ref, **said)
    reasons = story.store.read().get(Decision, f"{FIRST_PANEL}/CB-0002").terms["reasons"]
    noted = story.do(c.NoteUnmetNeed, TOM, ref="CB-0002", need="Days", reason=reasons).facts["need"]
    story.do(c.ResolveUnmetNeed, TOM, need=noted)
    found = figures(story)
    assert found.gaps == (Gap("Short breaks", "No carer near", 2), Gap(NOT_SAID, "As the decision says", 1))
    assert found.gaps_met == 1
    assert reasons not in repr(found)


@pytest.mark.rule("RA-5.2", "RA-4.21")
def test_the_share_of_plans_with_the_childs_voice_and_how_it_was_heard() -> None:
    """Three plans: in words, in another way, not yet; two thirds, by way. A review done counts among the reviews."""
    story = at(RA)
    for answer in ("words", "other_way", "no_voice"):
        ref = story.signed(child_voice=answer)
    found = report(story.office, RA, Q4, story.now.date())
    ways = (("In their own words", 1), ("In another way, such as pictures or signs", 1))
    assert found.voice == Heard(cases=3, heard=2, not_yet=1, missing=0, ways=ways)
    assert found.review_voice == Heard(0, 0, 0, 0, (("In their own words", 0), ("In another way", 0)))
    case = story.referral(ref)
    without = {key: value for key, value in case.answers.items() if key != "child_voice"}
    story.store.held[Referral.KIND, ref] = case.model_copy(update={"answers": without})
    again = report(story.office, RA, Q4, story.now.date()).voice
    assert again == Heard(cases=3, heard=2, not_yet=0, missing=1, ways=ways)


@pytest.mark.rule("CB-4.4")
def test_equality_is_broken_down_once_the_quarter_is_over_and_small_numbers_are_kept_back() -> None:
    """Twelve referrals, counted by gender, age, group and disability, with what is small kept back."""
    story = Story()
    story.meetings()
    for number in range(12):
        born = "2014-05-06" if number < 10 else "2021-01-01"
        story.signed(gender="female" if number < 7 else "male", date_of_birth=born, ethnic_group="white")
    assert figures(story).equality == ()
    story.now = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
    by = {each.title: dict(each.rows) for each in figures(story).equality}
    # Nobody is in three of five categories: the first of the others goes with them, so that “none” is not told.
    assert list(by["Gender"].values()) == [None, 5, None, None, None]
    assert [count for count in by["Date of birth, or date the baby is due"].values() if count] == [10]
    assert set(by["Ethnic group"].values()) == set(by["Is the child disabled?"].values()) == {None}
    november = report(story.office, CB, read_period("November 2026", story.now.date()), story.now.date())
    year = report(story.office, CB, read_period("2026", story.now.date()), story.now.date())
    assert november.equality == year.equality == ()
