"""The visit before the panel, how long items are heard, chairs and presenters, second hearings, dates ahead."""

from datetime import UTC, datetime, timedelta

import pytest

from panel import commands as c
from panel.booking import places_left
from panel.decision import Decision
from panel.errors import InvalidAnswer, NotPermitted
from panel.people import Role
from panel.policies import lacking
from panel.visits import is_recent
from tests.sitting import HELEN, MARTIN, RUTH, SEATS, changed, office
from tests.story import CB, DILYS, FIRST_PANEL, PRIYA, SECOND_PANEL, TOM, Story

VISIT = '[visit]\nwithin = "7d"\nask = "Visit the child within a week of the panel"\n'


def listed(*parts: str, **roles: tuple[str, ...]) -> tuple[Story, str]:
    story = office(*parts, **roles)
    story.meetings()
    return story, story.signed()


@pytest.mark.rule("BI-4.5")
@pytest.mark.parametrize(
    ("day", "recent"),
    [("2026-11-03", "no"), ("2026-11-04", "yes"), ("2026-11-08", "yes"), ("2026-11-10", "yes")],
)
def test_a_visit_counts_within_a_week_of_the_panel_on_any_day(day: str, recent: str) -> None:
    """Seven days before a Wednesday is the Wednesday; a Sunday counts too."""
    story, ref = listed(VISIT)
    story.now = datetime(2026, 11, 10, 18, 0, tzinfo=UTC)
    assert story.do(c.RecordVisit, PRIYA, ref=ref, day=day).facts["recent"] == recent


@pytest.mark.rule("BI-4.5")
@pytest.mark.parametrize(("day", "recent"), [("2026-11-07", "no"), ("2026-11-08", "yes")])
def test_the_first_day_a_visit_counts_is_not_moved_off_a_weekend(day: str, recent: str) -> None:
    """Three days before a Wednesday is a Sunday: the Saturday before it is too early."""
    story, ref = listed(VISIT.replace("7d", "3d"))
    story.now = datetime(2026, 11, 10, 18, 0, tzinfo=UTC)
    assert story.do(c.RecordVisit, PRIYA, ref=ref, day=day).facts["recent"] == recent


@pytest.mark.rule("BI-4.5")
def test_a_visit_still_ahead_or_by_somebody_else_is_not_taken() -> None:
    """Only the people of the case, and only once it was made; its completeness never depends on it."""
    story, ref = listed(VISIT)
    with pytest.raises(InvalidAnswer, match="still ahead"):
        story.do(c.RecordVisit, PRIYA, ref=ref, day="3 November 2026")
    with pytest.raises(NotPermitted, match="Only the person who refers"):
        story.do(c.RecordVisit, TOM, ref=ref, day="1 November 2026")
    assert lacking(story.council.profiles[CB], story.referral(ref)) == []


@pytest.mark.rule("BI-4.5")
def test_a_visit_is_asked_for_a_week_ahead_and_missed_the_day_before() -> None:
    """Practitioner and manager a week ahead; the day before also the Chairs; nobody once it is written down."""
    story, _ = listed(VISIT)
    story.now = datetime(2026, 11, 4, 9, 0, tzinfo=UTC)
    story.sweep()
    story.sweep()
    assert sorted(n.to for n in story.notices("visit_due")) == sorted([PRIYA, DILYS])
    assert story.told("visit_missing") == set()
    story.now = datetime(2026, 11, 10, 9, 0, tzinfo=UTC)
    story.sweep()
    assert story.told("visit_missing") == {PRIYA, DILYS, MARTIN, RUTH}
    other, same = listed(VISIT)
    other.now = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)
    other.do(c.RecordVisit, DILYS, ref=same, day="9 November 2026")
    other.later(days=1)
    other.sweep()
    assert other.told("visit_missing") == set()


@pytest.mark.rule("BI-4.5")
def test_a_visit_is_judged_anew_when_the_meeting_moves() -> None:
    """Recent enough for the first day, too early for the later one: asked for again."""
    story, ref = listed(VISIT)
    story.now = datetime(2026, 11, 5, 12, 0, tzinfo=UTC)
    story.do(c.RecordVisit, PRIYA, ref=ref, day="5 November 2026")
    later = story.meeting().starts_at + timedelta(days=6)
    moved = story.do(c.MoveMeeting, TOM, meeting=FIRST_PANEL, starts_at=later, reason="No room").about
    assert not is_recent(story.office, story.meeting(moved), story.referral(ref))
    story.now = datetime(2026, 11, 10, 9, 0, tzinfo=UTC)
    story.sweep()
    assert story.told("visit_due") == {PRIYA, DILYS}


def test_longer_items_take_their_time() -> None:
    """A case of a kind that needs forty minutes has them; what is left is counted in minutes, not in slots."""
    story = office(
        swaps=(("slot_minutes = 15", 'slot_minutes = 15\nlengths = [{ when = { case_type = "7" }, minutes = 40 }]'),)
    )
    story.meetings()
    story.signed(case_type="7")
    story.signed()
    items = [(f"{item.starts_at:%H:%M}", item.minutes) for item in story.meeting().items]
    assert items == [("09:30", 40), ("10:10", 15)]
    assert places_left(story.office, story.meeting()) == (180 - 55) // 15


CHAIRED = (("presenter_decides = true ", 'chaired_by = ["chair", "head_of_service"]\npresenter_decides = false '),)


@pytest.mark.rule("RO-10.2", "KN-4.2")
def test_another_head_of_service_chairs_when_the_chair_is_away() -> None:
    """They confirm that meeting’s decisions, and no other’s."""
    story = office(swaps=CHAIRED)
    story.meetings()
    ref = story.signed()
    story.open(chair=HELEN)
    story.decide(ref)
    story.do(c.EndMeeting, HELEN, meeting=FIRST_PANEL)
    assert story.told("confirm_decisions") == {HELEN}
    story.do(c.ConfirmDecisions, HELEN, meeting=FIRST_PANEL)
    story.open(SECOND_PANEL, chair=RUTH)
    story.do(c.EndMeeting, TOM, meeting=SECOND_PANEL)
    with pytest.raises(NotPermitted, match="Only the chair can confirm"):
        story.do(c.ConfirmDecisions, HELEN, meeting=SECOND_PANEL)


@pytest.mark.rule("BI-4.4", "BI-2.12")
def test_both_who_present_are_invited_and_named_and_decide_nothing() -> None:
    """Social worker and manager have the appointment; the record names them apart from those who decided."""
    swaps = (('presenters = ["manager"] ', 'presenters = ["referrer", "manager"]\npresent_all = true '), *CHAIRED)
    story = office('[agenda]\nconfirmed_by = "chair"\n', swaps=swaps)
    story.meetings()
    ref = story.signed()
    story.now = story.meeting().cutoff_at
    story.sweep()
    story.do(c.ConfirmAgenda, RUTH, meeting=FIRST_PANEL)
    assert story.told("present_at") == {PRIYA, DILYS}
    story.open(present=(PRIYA,))
    story.decide(ref)
    made = story.store.read().get(Decision, f"{FIRST_PANEL}/{ref}")
    assert set(made.presenters) == {PRIYA, DILYS}
    assert {PRIYA, DILYS} & set(made.participants) == set()


def test_the_chair_chooses_what_becomes_of_a_case_nobody_presents() -> None:
    """Moved to the next panel with the reason told, or heard all the same, with the record saying so."""
    story = Story()
    story.meetings()
    first, second = story.signed(), story.signed()
    story.open()
    story.do(c.MissPresenter, TOM, meeting=FIRST_PANEL, ref=first, hear=False, reason="Nobody came")
    assert (story.referral(first).meeting, story.told("put_off")) == (SECOND_PANEL, {PRIYA, DILYS})
    story.do(c.MissPresenter, TOM, meeting=FIRST_PANEL, ref=second, hear=True, reason="The report is clear")
    story.decide(second)
    assert story.store.read().get(Decision, f"{FIRST_PANEL}/{second}").presenters == ()


def test_an_outcome_for_the_second_hearing_waits_for_it() -> None:
    """Kept back at the first hearing, offered at the second."""
    swap = 'effect = "refused", needs = ["reasons"] },                            # AM-23'
    kept = swap.replace("needs", "at_hearing = 2, needs")
    story = office(swaps=((swap, kept),))
    story.meetings()
    ref = story.signed()
    story.open()
    with pytest.raises(InvalidAnswer, match="Please choose one of"):
        story.decide(ref, "not_agreed")
    story.decide(ref, "deferred")
    story.close()
    story.open(SECOND_PANEL)
    story.decide(ref, "not_agreed", meeting=SECOND_PANEL)


def test_from_the_second_time_a_case_is_put_off_the_reason_is_needed_and_the_head_of_service_told() -> None:
    """At a panel that asks for no reason the first time."""
    swap = (
        'effect = "deferred", needs = ["reasons", "missing"]',
        'effect = "deferred", may = ["reasons"], needs = ["missing"]',
    )
    story = office(swaps=(swap,))
    story.meetings()
    ref = story.signed()
    story.open()
    story.decide(ref, "deferred", reasons="")
    story.close()
    assert story.told("put_off_again") == set()
    story.open(SECOND_PANEL)
    with pytest.raises(InvalidAnswer, match="Please give the reasons"):
        story.decide(ref, "deferred", meeting=SECOND_PANEL, reasons="")
    story.decide(ref, "deferred", meeting=SECOND_PANEL)
    story.close(SECOND_PANEL)
    assert story.told("put_off_again") == {HELEN}


@pytest.mark.rule("KN-1.3")
def test_the_administrator_is_told_while_fewer_dates_are_on_the_list() -> None:
    """Once a week, also when there is none at all; not once there are three."""
    story = office(swaps=(("slot_minutes = 15", "slot_minutes = 15\ndates_ahead = 3"),))
    story.sweep()
    story.sweep()
    assert TOM in story.told("dates_missing")
    asked = len([n for n in story.notices("dates_missing") if n.to == TOM])
    story.later(days=7)
    story.sweep()
    assert (asked, len([n for n in story.notices("dates_missing") if n.to == TOM])) == (1, 2)
    story.meetings()
    story.later(days=1)
    story.sweep()
    assert len([n for n in story.notices("dates_missing") if n.to == TOM]) == 2


@pytest.mark.rule("RO-8.1")
def test_papers_that_roll_reach_each_member_as_they_come() -> None:
    """Once for each case, by its reference."""
    story = office(SEATS, swaps=(('lead = "2d" ', 'lead = "2d"\nrolling = true '),))
    story.meetings()
    ref = story.signed()
    story.sweep()
    story.sweep()
    members = {p.id for role in (Role.MEMBER, Role.CHAIR) for p in story.office.holders(role, CB, story.now.date())}
    assert sorted(n.to for n in story.notices("paper_ready")) == sorted(members)
    assert {n.facts["ref"] for n in story.notices("paper_ready")} == {ref}


@pytest.mark.rule("RO-5.13", "RO-8.1")
def test_papers_of_a_case_that_was_put_off_roll_once_what_it_lacked_has_come() -> None:
    """Not in the minute in which it was put off, and again for the panel it comes back to."""
    story = office(SEATS, swaps=(('lead = "2d" ', 'lead = "2d"\nrolling = true '),))
    story.meetings()
    ref = story.decided("deferred")
    story.sweep()
    assert story.notices("paper_ready") == []
    story.do(c.SendToManager, PRIYA, ref=ref)
    story.sign(ref)
    story.sweep()
    assert {n.about for n in story.notices("paper_ready")} == {story.referral(ref).meeting}


def test_the_changed_panel_is_one_a_council_could_have() -> None:
    """The fragments used here pass the check of profiles."""
    assert changed(VISIT).visit is not None
