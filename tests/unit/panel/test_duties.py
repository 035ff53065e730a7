"""What falls due: who is reminded, on which mornings, how often, and when it stops."""

from datetime import UTC, date, datetime, timedelta

import pytest

from panel import commands as c
from panel.council import Council
from panel.decision import Package, PackageStatus
from panel.duties import for_package
from panel.errors import Unknown
from panel.meeting import MeetingStatus
from panel.people import Role
from tests.stories import KN, RO, at
from tests.story import CB, DILYS, FIRST_PANEL, HELEN, MARTIN, PRIYA, RUTH, TOM, Story, directory, profiles


@pytest.fixture
def story() -> Story:
    story = Story()
    story.meetings()
    return story


def mornings(story: Story, topic: str, first: date, days: int, hour: int = 9) -> list[str]:
    """The days on which a notice of the topic was newly owed, sweeping each day at this hour, twice."""
    owed = []
    for day in range(days):
        story.now = datetime.combine(first + timedelta(days=day), datetime.min.time(), UTC).replace(hour=hour)
        before = len(story.notices(topic))
        story.sweep()
        story.sweep()
        if len(story.notices(topic)) > before:
            owed.append(story.now.date().isoformat())
    return owed


@pytest.mark.rule("CB-9.7", "CB-9.20")
def test_a_case_put_off_is_reminded_of_the_cut_off_of_its_own_panel_only(story: Story) -> None:
    """On the morning it is heard nobody is told that it is not finished for the panel after that."""
    ref = story.decided("deferred")
    assert mornings(story, "cut_off_near", date(2026, 11, 12), 7) == ["2026-11-12"]
    assert {n.facts["meeting"] for n in story.notices("cut_off_near")} == {story.referral(ref).meeting}


@pytest.mark.rule("CB-9.7")
def test_a_draft_is_reminded_of_the_cut_off_two_and_one_working_days_before(story: Story) -> None:
    """The panel of the 11th closes on Friday the 6th: Wednesday and Thursday, for practitioner and manager."""
    story.begin()
    assert mornings(story, "cut_off_near", date(2026, 11, 2), 8) == ["2026-11-04", "2026-11-05"]
    assert story.told("cut_off_near") == {PRIYA, DILYS}
    assert len(story.notices("cut_off_near")) == 4


def test_the_reminder_is_for_the_date_asked_for(story: Story) -> None:
    """A draft for the second panel is reminded a week later."""
    ref = story.begin()
    story.do(c.AnswerQuestion, PRIYA, ref=ref, question="panel_date", given="18 November 2026")
    assert mornings(story, "cut_off_near", date(2026, 11, 2), 14) == ["2026-11-11", "2026-11-12"]


def test_a_draft_begun_after_a_rung_is_not_reminded_of_it(story: Story) -> None:
    """Nobody is reminded on the day they began of a morning already past."""
    story.now = datetime(2026, 11, 4, 10, 0, tzinfo=UTC)
    story.begin()
    assert mornings(story, "cut_off_near", date(2026, 11, 4), 3, hour=11) == ["2026-11-05"]


def test_after_three_days_down_only_the_latest_rung_is_owed(story: Story) -> None:
    """Two rungs passed while nobody looked are one reminder."""
    story.begin()
    story.now = datetime(2026, 11, 6, 10, 0, tzinfo=UTC)
    story.sweep()
    assert sorted(n.id.split("/")[2] for n in story.notices("cut_off_near")) == [f"{FIRST_PANEL}.2026-11-05"] * 2


def test_a_signed_referral_is_reminded_of_nothing(story: Story) -> None:
    """Once it is with the panel there is no cut-off to miss."""
    story.signed()
    assert mornings(story, "cut_off_near", date(2026, 11, 2), 10) == []


def test_the_manager_is_reminded_every_working_morning_until_it_is_signed(story: Story) -> None:
    """From the morning after it was sent, not at the weekend, until the signature."""
    ref = story.complete()
    story.now = datetime(2026, 11, 5, 12, 0, tzinfo=UTC)
    story.do(c.SendToManager, PRIYA, ref=ref)
    assert mornings(story, "authorise_waits", date(2026, 11, 6), 4) == ["2026-11-06", "2026-11-09"]
    assert story.told("authorise_waits") == {DILYS}
    story.sign(ref)
    assert mornings(story, "authorise_waits", date(2026, 11, 10), 3) == []


def test_over_the_holidays_nobody_is_reminded(story: Story) -> None:
    """From Christmas Eve the next working mornings are the 29th, 30th and 31st, then the 4th of January."""
    ref = story.complete()
    story.now = datetime(2026, 12, 24, 12, 0, tzinfo=UTC)
    story.do(c.SendToManager, PRIYA, ref=ref)
    assert mornings(story, "authorise_waits", date(2026, 12, 25), 12) == [
        *("2026-12-29", "2026-12-30", "2026-12-31", "2027-01-04", "2027-01-05"),
    ]


def test_silence_goes_to_the_next_approver_after_two_hours(story: Story) -> None:
    """Head of Service, then each Chair; the administrator is told each time, the Chairs when nobody is left."""
    ref = story.urgent()
    story.later(hours=1, minutes=59)
    story.sweep()
    assert story.emergency(ref).asked == (HELEN,)
    asked = []
    for _ in range(5):
        story.later(hours=2)
        story.sweep()
        story.sweep()
        asked.append(len(story.emergency(ref).asked))
    assert asked == [2, 3, 3, 3, 3]
    assert story.emergency(ref).asked == (HELEN, MARTIN, RUTH)
    assert {one.to for one in story.notices("emergency_asked") if one.channel == "teams"} == {HELEN, MARTIN, RUTH}
    owed = sorted((*n.id.split("/")[2].split(".")[2:], n.to) for n in story.notices("emergency_unanswered"))
    alone = [("3", str(times), who) for times in (1, 2, 3) for who in (MARTIN, RUTH, TOM)]
    assert owed == [("1", "1", TOM), ("2", "1", TOM), *alone]


def test_a_decided_emergency_escalates_no_more(story: Story) -> None:
    """Approved within two hours, nobody else is asked."""
    ref = story.approved()
    story.later(hours=5)
    story.sweep()
    assert (story.emergency(ref).asked, story.told("emergency_unanswered")) == ((HELEN,), set())


@pytest.mark.rule("CB-9.7")
def test_a_meeting_closes_at_its_cut_off(story: Story) -> None:
    """Not a minute before; the agenda is drawn again, once."""
    story.now = datetime(2026, 11, 6, 16, 59, tzinfo=UTC)
    story.sweep()
    assert story.meeting().status is MeetingStatus.OPEN
    story.later(minutes=1)
    story.sweep()
    story.sweep()
    assert story.meeting().status is MeetingStatus.CLOSED_TO_SUBMISSIONS
    assert [n.id.split("/")[2] for n in story.notices("agenda") if n.about == FIRST_PANEL] == ["next", "r1", "r2"]


@pytest.mark.rule("CB-10.2")
def test_the_chair_is_reminded_until_the_decisions_are_confirmed(story: Story) -> None:
    """Each working morning after the panel; no longer once confirmed."""
    ref = story.signed()
    story.open()
    story.decide(ref)
    story.do(c.EndMeeting, TOM, meeting=FIRST_PANEL)
    assert mornings(story, "confirm_decisions", date(2026, 11, 12), 5) == ["2026-11-12", "2026-11-13", "2026-11-16"]
    story.do(c.ConfirmDecisions, RUTH, meeting=FIRST_PANEL)
    assert mornings(story, "confirm_decisions", date(2026, 11, 17), 3) == []


@pytest.mark.rule("CB-9.11")
def test_sheets_not_sent_in_time_go_to_administrator_and_chair(story: Story) -> None:
    """Due on the 18th: the administrator two working days before and on the day, then both of them once."""
    story.decided()
    assert mornings(story, "release_due", date(2026, 11, 12), 14) == ["2026-11-16", "2026-11-18", "2026-11-19"]
    assert {n.to for n in story.notices("release_due") if "over" in n.facts} == {TOM, RUTH}
    story.do(c.ReleaseDecisions, TOM, meeting=FIRST_PANEL)
    assert mornings(story, "release_due", date(2026, 11, 26), 5) == []


@pytest.mark.rule("CB-5.5", "RO-5.17")
def test_the_chairs_hear_of_a_full_form_that_is_still_due_a_working_day_before_the_panel(story: Story) -> None:
    """Until then only practitioner and manager, each working morning."""
    story.approved()
    mornings(story, "full_form_due", date(2026, 11, 3), 7)
    assert story.told("full_form_due") == {PRIYA, DILYS}
    mornings(story, "full_form_due", date(2026, 11, 10), 1)
    assert story.told("full_form_due") == {PRIYA, DILYS, MARTIN, RUTH}


@pytest.mark.rule("KN-3.17")
def test_ten_working_days_are_reminded_with_five_and_two_left() -> None:
    """A forum of Wednesday 11 November, due by the 25th: the 18th, the 23rd, the day itself, then also the Chair."""
    story = at(KN)
    (meeting,) = story.add_meetings(date(2026, 11, 11))
    story.now = story.office.meeting(meeting).starts_at
    people = {"chair": story.who(Role.CHAIR), "present": (story.who(Role.MEMBER),)}
    story.do(c.StartMeeting, story.who(Role.PANEL_ADMIN), meeting=meeting, **people)
    story.do(c.EndMeeting, story.who(Role.PANEL_ADMIN), meeting=meeting)
    due = ["2026-11-18", "2026-11-23", "2026-11-25", "2026-11-26"]
    assert mornings(story, "release_due", date(2026, 11, 12), 20) == due


@pytest.mark.rule("RO-11.6")
def test_nobody_is_reminded_to_send_out_before_the_panel_has_sat() -> None:
    """Due the next day: that morning, not the afternoon of the panel for a rung that lay before it."""
    story = at(RO)
    meeting = story.add_meetings()[0]
    story.now = datetime(2026, 11, 18, 14, 0, tzinfo=UTC)
    admin, chair = story.who(Role.PANEL_ADMIN), story.who(Role.CHAIR)
    story.do(c.StartMeeting, admin, meeting=meeting, chair=chair, present=())
    story.do(c.EndMeeting, admin, meeting=meeting)
    assert mornings(story, "release_due", date(2026, 11, 18), 1, hour=16) == []
    assert mornings(story, "release_due", date(2026, 11, 19), 1) == ["2026-11-19"]


@pytest.mark.rule("CB-10.4", "CB-10.27")
def test_the_owner_of_a_task_is_reminded_before_and_after_its_day(story: Story) -> None:
    """Three days and one day before; then each working morning, and the Chairs with the owner, until it is done."""
    ref = story.decided("not_agreed")
    owed = mornings(story, "task_due", date(2026, 11, 12), 11)
    assert owed == ["2026-11-13", "2026-11-17", "2026-11-19", "2026-11-20"]
    early, late = ({n.to for n in story.notices("task_due") if ("over" in n.facts) is over} for over in (False, True))
    assert (early, late) == ({DILYS}, {DILYS, MARTIN, RUTH})
    story.do(c.FinishTask, DILYS, task=f"{FIRST_PANEL}/{ref}/explain_decision")
    assert mornings(story, "task_due", date(2026, 11, 23), 5) == []


@pytest.mark.rule("CB-9.15", "CB-9.18", "CB-9.19")
def test_a_new_application_is_asked_for_four_times_and_a_missed_date_goes_to_the_chair(story: Story) -> None:
    """Eight, four, two weeks and one before; a date that passes is put to the Chairs, and nothing is stopped."""
    ref = story.decided()
    assert mornings(story, "review_near", date(2027, 4, 1), 70) == [
        *("2027-04-07", "2027-05-05", "2027-05-19", "2027-05-26"),
    ]
    assert story.told("review_near") == {PRIYA, DILYS}
    assert {tuple(n.facts.items()) for n in story.notices("review_near")} == {
        (("due", "2027-06-02"), ("end", "2027-06-30"))
    }
    assert story.told("review_missed") == {MARTIN, RUTH, PRIYA, DILYS}
    package = story.store.read().get(Package, ref)
    assert (package.status, package.end_date, len(story.notices("review_missed"))) == (
        *(PackageStatus.REVIEW_MISSED, "2027-06-30", 4),
    )


@pytest.mark.rule("CB-9.19")
@pytest.mark.parametrize(
    ("day", "status"),
    [
        ("2027-04-06", PackageStatus.ACTIVE),
        ("2027-04-07", PackageStatus.REVIEW_DUE),
        ("2027-06-02", PackageStatus.REVIEW_DUE),
        ("2027-06-03", PackageStatus.REVIEW_MISSED),
    ],
)
def test_a_package_moves_with_its_dates(story: Story, day: str, status: PackageStatus) -> None:
    """Active, due for review from the first reminder, missed from the working day after."""
    ref = story.decided()
    story.now = datetime.fromisoformat(f"{day}T09:00:00+00:00")
    story.sweep()
    assert story.store.read().get(Package, ref).status is status


@pytest.mark.parametrize("status", [PackageStatus.IN_REVIEW, PackageStatus.ENDING, PackageStatus.ENDED])
def test_a_package_under_review_or_ending_is_not_missed(story: Story, status: PackageStatus) -> None:
    """The date no longer matters once the new application is in or the end is planned."""
    ref = story.decided()
    package = story.store.read().get(Package, ref).model_copy(update={"status": status})
    assert list(for_package(package, story.office, datetime(2027, 7, 1, 9, 0, tzinfo=UTC))) == []


def test_dates_beyond_the_known_bank_holidays_wait_for_the_calendar(story: Story) -> None:
    """An agreement that runs for years does not stop the sweep; its reminders are worked out later."""
    ref = story.signed()
    story.open()
    story.decide(ref, end_date="1 June 2031", review_date="1 June 2030", reapply_by="1 May 2031")
    story.close()
    story.later(days=1)
    story.sweep()
    assert story.notices("review_near") == []


class WithoutPriyaAndDilys:
    """The list of staff after the people of the case have left."""

    def __getattr__(self, name: str) -> object:
        return getattr(directory(), name)

    def person(self, person_id: str) -> object:
        return None if person_id in (PRIYA, DILYS) else directory().person(person_id)


def test_a_leaver_does_not_stop_the_alarm_nor_the_decision(story: Story) -> None:
    """With practitioner and manager gone, the emergency is decided, heard, warned of and reported all the same."""
    waiting, ref, draft = story.urgent(), story.approved(), story.signed()
    story.council = Council(profiles(), WithoutPriyaAndDilys())  # type: ignore[arg-type]
    story.do(c.ApproveEmergency, MARTIN, ref=waiting)
    story.now = datetime(2026, 11, 11, 9, 30, tzinfo=UTC)
    story.sweep()
    story.do(c.StartMeeting, TOM, meeting=FIRST_PANEL, chair=RUTH, present=())
    story.decide(draft)
    story.close()
    story.now = datetime(2026, 11, 12, 9, 0, tzinfo=UTC)
    story.sweep()
    assert {story.emergency(each).status for each in (waiting, ref)} == {"lapsed_unratified"}
    assert story.told("emergency_lapsed") == {TOM, MARTIN, RUTH, HELEN}


def test_the_clock_knows_only_what_is_there(story: Story) -> None:
    """A record that is gone is said to be unknown."""
    with pytest.raises(Unknown):
        story.do(c.RunClock, c.CLOCK, kind="referral", record="CB-9999")


def test_nothing_due_commits_nothing(story: Story) -> None:
    """A sweep with nothing to say leaves no audit entry."""
    ref = story.signed()
    entries = len(story.store.entries)
    answer = story.do(c.RunClock, c.CLOCK, kind="referral", record=ref)
    assert (answer.code, len(story.store.entries)) == ("nothing_due", entries)
    assert story.referral(ref).panel == CB
