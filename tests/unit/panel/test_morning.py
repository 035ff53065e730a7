"""Reminders of a morning come together: once each, in office hours, and only while they are true."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from panel import commands as c
from panel.calendar import LAST_DAY
from panel.council import Council
from panel.duties import standing
from panel.intake import ReceivedMail
from panel.notices import Notice, NoticeState, Topic
from tests.story import CB, DILYS, PRIYA, TOM, Story, directory, profiles

S = NoticeState


def one_panel() -> Story:
    """An office with a single panel: what the others are reminded of is their own."""
    return Story(council=Council({CB: profiles()[CB]}, directory()))


@pytest.fixture
def story() -> Story:
    story = one_panel()
    story.meetings()
    return story


def at(story: Story, day: int, hour: int, minute: int = 0) -> None:
    """Move to a moment of November 2026 and sweep, twice."""
    story.now = datetime(2026, 11, day, hour, minute, tzinfo=UTC)
    story.sweep()
    story.sweep()


def items(story: Story, person: str) -> list[list[str]]:
    """What each message of a morning to the person is made of, by topic."""
    messages = [n for n in story.notices(Topic.MORNING) if n.to == person]
    read = story.store.read()
    return [sorted(read.get(Notice, item).rule for item in message.items) for message in messages]


def states(story: Story, person: str) -> list[str]:
    return sorted(n.state for n in story.store.read().find(Notice, to=person) if n.reminder)


def two_waiting(story: Story) -> list[str]:
    """Two drafts and two referrals that wait for Dilys, all of which fall due on Wednesday the 4th."""
    story.now = datetime(2026, 11, 3, 12, tzinfo=UTC)
    refs = [story.begin(), story.begin(), story.complete(), story.complete()]
    for ref in refs[2:]:
        story.do(c.SendToManager, PRIYA, ref=ref)
    return refs


def test_what_falls_due_for_one_person_on_one_morning_is_one_message(story: Story) -> None:
    """Two cut-offs and two signatures: one message for the manager, one for the practitioner, however often swept."""
    two_waiting(story)
    at(story, 4, 9)
    assert items(story, DILYS) == [["authorise_waits", "authorise_waits", "cut_off_near", "cut_off_near"]]
    assert items(story, PRIYA) == [["cut_off_near", "cut_off_near"]]
    assert states(story, DILYS) == [S.GATHERED] * 4


def test_a_single_reminder_is_a_message_of_its_own(story: Story) -> None:
    """Nobody gets a list of one."""
    story.begin()
    at(story, 4, 9)
    assert (items(story, PRIYA), states(story, PRIYA)) == ([], [S.OWED])


def test_the_administrator_reads_what_others_were_reminded_of(story: Story) -> None:
    """Each reminder at the panel is in their message once, whoever else got it."""
    refs = two_waiting(story)
    at(story, 4, 9)
    assert items(story, TOM) == [["watched"] * 4]
    seen = sorted((n.about, n.facts["of"], n.facts["told"]) for n in story.notices(Topic.WATCHED))
    drafts = [(ref, "cut_off_near", f"{PRIYA},{DILYS}") for ref in refs[:2]]
    assert seen == [*drafts, *((ref, "authorise_waits", DILYS) for ref in refs[2:])]


@pytest.mark.parametrize(
    ("day", "hour", "minute", "owed"),
    [(4, 8, 59, False), (4, 9, 0, True), (4, 17, 59, True), (4, 18, 0, False), (7, 12, 0, False), (5, 8, 0, False)],
)
def test_reminders_keep_office_hours(story: Story, day: int, hour: int, minute: int, owed: bool) -> None:
    """From nine to six on working days, also when the clerk was down at nine; the 7th is a Saturday."""
    two_waiting(story)
    at(story, day, hour, minute)
    assert bool(story.notices(Topic.MORNING)) is owed


def test_an_emergency_keeps_no_hours(story: Story) -> None:
    """Silence is told at night and at the weekend, and to nobody in a list."""
    story.now = datetime(2026, 11, 6, 22, tzinfo=UTC)
    story.urgent()
    at(story, 7, 1)
    told = story.notices(Topic.EMERGENCY_UNANSWERED)
    assert [(n.to, n.state, n.hours_of) for n in told] == [(TOM, S.OWED, "")]


def test_after_three_days_down_there_is_one_message_of_what_is_still_true(story: Story) -> None:
    """Down from Tuesday to Friday: the latest rung and the latest morning, once each."""
    refs = two_waiting(story)
    story.sign(refs[2])
    at(story, 6, 15)
    assert items(story, DILYS) == [["authorise_waits", "cut_off_near", "cut_off_near"]]
    assert len(story.notices(Topic.MORNING)) == 3


def test_what_was_done_before_the_message_goes_is_not_said(story: Story) -> None:
    """Signed while the message waits: it stands without that line, and not at all once nothing is left."""
    refs = two_waiting(story)
    at(story, 4, 9)
    [message] = [n for n in story.notices(Topic.MORNING) if n.to == DILYS]

    def left() -> Iterator[tuple[str, str]]:
        return ((n.about, n.rule) for n in standing(story.office, message, story.now))

    story.sign(refs[2])
    assert sorted(left()) == [(refs[0], "cut_off_near"), (refs[1], "cut_off_near"), (refs[3], "authorise_waits")]
    story.sign(refs[3])
    for ref in refs[:2]:
        story.do(c.WithdrawReferral, PRIYA, ref=ref, reason="Not needed")
    assert list(left()) == []


def test_a_stop_between_owing_and_gathering_loses_nothing(story: Story) -> None:
    """Half a sweep, then a whole one an hour later: each reminder is said once, those no longer true not at all."""
    refs = two_waiting(story)
    story.now = datetime(2026, 11, 4, 9, tzinfo=UTC)
    for ref in refs:
        story.do(c.RunClock, c.CLOCK, kind="referral", record=ref)
    assert (states(story, DILYS), items(story, DILYS)) == ([S.WAITING] * 4, [])
    story.sign(refs[2])
    at(story, 4, 10)
    assert items(story, DILYS) == [["authorise_waits", "cut_off_near", "cut_off_near"]]
    assert states(story, DILYS) == [*[S.GATHERED] * 3, S.OVERTAKEN]


def test_what_waits_at_night_is_gathered_in_the_morning(story: Story) -> None:
    """A stop at a quarter to six, found again at ten: nothing is sent before the next working morning."""
    refs = two_waiting(story)
    story.now = datetime(2026, 11, 4, 17, 45, tzinfo=UTC)
    for ref in refs:
        story.do(c.RunClock, c.CLOCK, kind="referral", record=ref)
    at(story, 4, 22)
    assert items(story, DILYS) == []
    at(story, 5, 9)
    assert items(story, DILYS) == [["authorise_waits", "authorise_waits", "cut_off_near", "cut_off_near"]]


def test_what_becomes_due_later_in_the_day_is_not_kept_back(story: Story) -> None:
    """A date put on the list at noon whose reminder was this morning: a second message, not a late one."""
    two_waiting(story)
    at(story, 4, 9)
    story.do(c.AddMeeting, TOM, panel=CB, starts_at=datetime(2026, 11, 10, 9, 30, tzinfo=UTC))
    at(story, 4, 12)
    assert items(story, PRIYA) == [["cut_off_near", "cut_off_near"]] * 2
    assert [n.id.split("/")[2] for n in story.notices(Topic.MORNING) if n.to == PRIYA] == ["1", "2"]


def test_a_long_list_is_more_than_one_message_and_loses_nothing(story: Story) -> None:
    """Forty-five drafts: forty in one message and five in the next."""
    story.now = datetime(2026, 11, 3, 12, tzinfo=UTC)
    for _ in range(45):
        story.begin()
    at(story, 4, 9)
    assert [len(each) for each in items(story, PRIYA)] == [40, 5]


def test_new_mail_nobody_looked_at_is_named_on_the_next_morning_only(story: Story) -> None:
    """Set aside on Tuesday: named on Wednesday; named again only after more has come."""

    def mail(number: int, day: int) -> None:
        received = datetime(2026, 11, day, 15, tzinfo=UTC)
        one = ReceivedMail(id=f"m{number}", revision=1, panel=CB, message_id="x", sender="a@example.org",
                           received_at=received, raw="r")  # fmt: skip
        story.store.held[(one.KIND, one.id)] = one

    mail(1, 3)
    found = []
    for day in (3, 4, 5, 6, 9, 10):
        if day == 6:
            mail(2, 5)
        at(story, day, 16 if day == 3 else 9)
        found.append(len(story.notices(Topic.MAIL_WAITS)))
    assert found == [0, 1, 1, 2, 2, 2]
    assert [n.facts["count"] for n in story.notices(Topic.MAIL_WAITS)] == ["1", "2"]


def test_a_panel_without_dates_asks_for_some_once_a_week() -> None:
    """Two dates should be ahead and none is, then three; a panel that names no number is left in peace."""
    at(plain := one_panel(), 2, 10)
    profile = profiles()[CB]
    asked = profile.meetings.model_copy(update={"dates_ahead": 2})
    panel = profile.model_copy(update={"sittings": asked})
    story = Story(council=Council({CB: panel}, directory()))
    found = []
    for day in (2, 3, 6, 9, 10):
        at(story, day, 10)
        found.append(len(story.notices(Topic.DATES_MISSING)))
    story.meetings()
    at(story, 16, 10)
    assert (found, len(story.notices(Topic.DATES_MISSING))) == ([1, 1, 1, 2, 2], 2)
    assert plain.notices(Topic.DATES_MISSING) == []


def test_the_administrator_hears_each_week_that_bank_holidays_run_out() -> None:
    """Within ninety days of the last known one, and still after it, on the first working day of each week."""
    story, told = one_panel(), []
    start = LAST_DAY - timedelta(days=91)
    for days in range(130):
        story.now = datetime.combine(start + timedelta(days=days), datetime.min.time(), UTC).replace(hour=12)
        before = len(story.notices(Topic.CALENDAR_ENDS))
        story.sweep()
        if len(story.notices(Topic.CALENDAR_ENDS)) > before:
            told.append(story.now.date())
    assert told[0] == LAST_DAY - timedelta(days=89)
    assert len({day.isocalendar()[:2] for day in told}) == len(told) == 19
    assert told[-1] > LAST_DAY
    assert story.told(Topic.CALENDAR_ENDS) == {TOM}


def test_a_look_begun_earlier_does_not_drop_what_a_later_one_found(story: Story) -> None:
    """Two looks may cross, as when the clock is moved: the slower one leaves the reminders of the later to it."""
    story.begin()
    began = story.now
    story.now = datetime(2026, 11, 4, 9, tzinfo=UTC)
    story.do(c.RunClock, c.CLOCK, kind="referral", record="CB-0001", through="clock")
    story.now = began
    story.do(c.GatherReminders, c.CLOCK, person=PRIYA, through="clock")
    assert states(story, PRIYA) == [S.WAITING]
    story.now = datetime(2026, 11, 4, 9, tzinfo=UTC)
    story.do(c.GatherReminders, c.CLOCK, person=PRIYA, through="clock")
    assert states(story, PRIYA) == [S.OWED]
