"""Each typed line about what comes back is understood, by one row of the tables, and answered."""

import re

import pytest

from dialogs.typed import TYPED
from dialogs.typed_later import TYPED_LATER
from dialogs.typed_urgent import URGENT
from panel import commands as c
from panel.appeal import AppealStatus
from tests.story import FEMI, FIRST_PANEL, HELEN, JOAN, PRIYA, RUTH, SAM, TOM
from tests.unit.dialogs.stage import Stage
from tests.unit.panel.afterwards import appeal, at, needs, office, package, panel_on, released, review, task

LINES = (
    "planner",
    "review CB-0001",
    "review CB-0001; delivered: yes",
    "move date CB-0001 yearly to 8 June 2027 because of the holidays",
    "starts CB-0001 5 January 2027 because she moved later",
    "missed CB-0001",
    "report CB-0001",
    "payment stopped CB-0001",
    "apply again CB-0001",
    "unmet need CB-0001 a worker; mentoring; none; north",
    "unmet needs",
    "contracts ending",
    "held 26 January 2027",
    "appeal CB-0001",
    "log appeal CB-0001 parent; received: 1 May 2027",
    "accept appeal CB-0001 they were ill",
    "refuse appeal CB-0001 far too late",
    "supply appeal CB-0001 written: yes",
    "waive appeal CB-0001 clear enough",
    "withdraw appeal CB-0001 they wrote",
    "interim CB-0001 support goes on",
    "outside answer CB-0001 8 June 2027 it stands",
    "complaint CB-0001 C-17",
    "minutes 9 December 2026",
    "minutes add: the Chair thanked everyone",
    "minutes correct: the second case was deferred",
    "sign minutes",
    "report 2026 Q4",
    "send report 2026/27 Q3",
    "send register",
    "foi pack 2026",
    "send planner",
    "What is the policy?",
)


@pytest.mark.parametrize(("line", "row"), [(line, n) for n, line in enumerate(LINES)])
def test_a_line_means_one_thing(line: str, row: int) -> None:
    """No row of the other table takes it first."""
    rows = [re.compile(pattern, re.IGNORECASE | re.DOTALL) for pattern, _ in (*TYPED, *URGENT, *TYPED_LATER)]
    found = [n - len(TYPED) - len(URGENT) for n, pattern in enumerate(rows) if pattern.fullmatch(line)]
    assert found[:1] == [row]


def test_every_row_has_a_line_here() -> None:
    """A new one is proved too."""
    assert len(LINES) == len(TYPED_LATER)


@pytest.fixture
def stage() -> Stage:
    """An agreed case, CB-0001, and a refused one, CB-0002, both sent out."""
    stage = Stage(office())
    story = stage.story
    agreed, refused = story.signed(), story.signed()
    story.open()
    story.decide(agreed)
    story.decide(refused, "not_agreed")
    story.close()
    released(story, FIRST_PANEL, "2026-11-12T10:00")
    return stage


def test_the_planner_shows_all_to_the_administrator_and_their_own_to_practitioners(stage: Stage) -> None:
    """Each date with how it was worked out; another practitioner sees none of it."""
    for who in (TOM, PRIYA):
        said = stage.said(who, "planner")
        assert "Thu 11 Nov 2027: CB-0001: Yearly review (is planned; 1 year after Wed 11 Nov 2026" in said
        assert "Wed 2 Jun 2027: CB-0001: a new application" in said
    assert "CB-0001" not in stage.said(SAM, "planner")
    assert "is not one of your cases" in stage.said(SAM, "planner CB-0001")


def test_a_review_is_recorded_by_typing(stage: Stage) -> None:
    """What is missing is asked for; then the next date is named."""
    stage.story.do(c.CompleteReview, PRIYA, ref="CB-0001", entry="review_date", given={"delivered": "yes"})
    assert "Is it delivered as planned?" in stage.said(PRIYA, "review CB-0001; action: x")
    assert "The next is due on Fri 10 Nov 2028" in stage.said(PRIYA, "review CB-0001; delivered: yes")


def test_dates_are_moved_by_typing(stage: Stage) -> None:
    """With a reason; a start is moved likewise, where one counts."""
    said = stage.said(TOM, "move date CB-0001 yearly to 8 November 2027 because of a move")
    assert said == "CB-0001 is now due on Mon 8 Nov 2027. Its people have been told."
    assert review(stage.story, "CB-0001", "yearly").moves[0].reason == "of a move"
    assert "Please type for example" in stage.said(TOM, "move date CB-0001 to soon because")
    assert "No review of CB-0001 is counted" in stage.said(PRIYA, "starts CB-0001 5 January 2027 because x")


def test_a_missed_date_is_decided_by_card_or_typing(stage: Stage) -> None:
    """The Chair has the card with the notice, and can type it."""
    story = at(stage.story, "2027-06-03T09:30")
    story.sweep()
    for who, expected in ((RUTH, "A date has passed"), (TOM, "Only the chair")):
        assert expected in stage.said(who, "missed CB-0001")
    assert "Please type" in stage.said(RUTH, "missed CB-0001 stop")
    line = "missed CB-0001 end 8 July 2027 because not needed; plan: Return home"
    assert "several dates" in stage.said(RUTH, line)
    story.do(c.DecideMissed, RUTH, ref="CB-0001", entry="review_date", choice="extend", day="2 July 2027", reason="x")
    assert "is to end, with the plan as a task" in stage.said(RUTH, line)
    assert package(story, "CB-0001").end_date == "2027-07-08"


def test_a_change_is_reported_by_typing_and_payment_stopped(stage: Stage) -> None:
    """The kinds are offered; the answers may follow in the line."""
    assert "A placement has ended or changed" in stage.said(PRIYA, "report CB-0001")
    assert "You can’t report a change" in stage.said(SAM, "report CB-0001")
    said = stage.said(PRIYA, "report CB-0001 placement end; ended_on: 12 November 2026; why: moved home")
    assert "Finance has been told" in said
    assert "The agreement has ended." in stage.said(FEMI, "payment stopped CB-0001")


def test_unmet_needs_contracts_and_a_new_application(stage: Stage) -> None:
    """Counted without names for those who may see them; a new application names the old."""
    assert "No unmet need" in stage.said(TOM, "unmet needs")
    assert "on record" in stage.said(PRIYA, "unmet need CB-0001 a worker; Mentoring; no capacity; north")
    assert needs(stage.story)[0].area == "north"
    assert "Mentoring: 1: no capacity" in stage.said(TOM, "unmet needs")
    assert "CB-0001" not in stage.said(TOM, "unmet needs")
    assert "Only the" in stage.said(PRIYA, "unmet needs")
    assert stage.said(TOM, "contracts ending") == "No contract ends soon after the next panel."
    panel_on(stage.story, 2027, 5, 19)
    at(stage.story, "2027-05-10T10:00")
    assert "CB-0001: Wed 30 Jun 2027" in stage.said(TOM, "contracts ending")
    assert "Contracts ending: CB-0001" in stage.said(TOM, "agenda 19 May 2027")
    assert "with the answers of CB-0001" in stage.said(PRIYA, "apply again CB-0001")


def test_what_recurs_is_recorded_with_its_actions(stage: Stage) -> None:
    """What, who and by when, three by three."""
    line = "held effectiveness 12 November 2026; Shorter papers; Joan Ellis; 1 March 2027"
    assert "The next is due on Fri 12 Feb 2027" in stage.said(HELEN, line)
    assert task(stage.story, "/1.1").owner == JOAN
    for wrong in ("held soon", "held 12 November 2026; Shorter papers; Joan Ellis"):
        assert "Please type the day" in stage.said(HELEN, wrong)
    assert "I can’t tell who" in stage.said(HELEN, "held 12 November 2026; x; Nobody; 1 March 2027")


def test_an_appeal_is_logged_late_accepted_and_withdrawn_by_typing(stage: Stage) -> None:
    """Its last day is said with how it was worked out; the Chair answers; a complaint is noted at any time."""
    at(stage.story, "2026-12-01T10:00")
    panel_on(stage.story, 2026, 12, 9)
    form = stage.said(PRIYA, "appeal CB-0002")
    assert "the last day is Thu 26 Nov 2026: 10 days after Mon 16 Nov 2026" in form
    said = stage.said(PRIYA, "log appeal CB-0002 parent; received: 30 November 2026; written: yes")
    assert "came late and waits for the Chair" in said
    assert "CB-0002: an appeal came late and waits for the Chair" in stage.said(RUTH, "status")
    assert "Please give the reason" in stage.said(RUTH, "accept appeal CB-0002")
    assert "is on the agenda of a panel" in stage.said(RUTH, "accept appeal CB-0002 They were ill")
    assert "Noted." in stage.said(RUTH, "interim CB-0002 support goes on")
    assert appeal(stage.story, "CB-0002").interim == "support goes on"
    assert "Support meanwhile: support goes on" in stage.said(PRIYA, "appeal CB-0002")
    assert "was withdrawn" in stage.said(PRIYA, "withdraw appeal CB-0002 by e-mail")
    assert "never too late" in stage.said(PRIYA, "complaint CB-0002 C-17")
    assert "Please give the day and the answer" in stage.said(TOM, "outside answer CB-0002 soon")


@pytest.mark.parametrize("line", ["supply appeal CB-0002; written: yes", "waive appeal CB-0002 Clear enough"])
def test_an_incomplete_appeal_goes_on_once_it_is_supplied_or_waived(stage: Stage, line: str) -> None:
    """What it lacks is named on its card."""
    said = stage.said(PRIYA, "log appeal CB-0002 parent; received: 12 November 2026")
    assert "lacks something that must be asked for" in said
    stage.said(RUTH if line.startswith("waive") else PRIYA, line)
    assert appeal(stage.story, "CB-0002").status is AppealStatus.BOOKED


def test_without_a_stage_left_the_complaints_route_is_said() -> None:
    """A panel that hears no appeal books nothing."""
    stage = Stage()
    stage.story.meetings()
    ref = stage.story.decided("not_agreed")
    for line in (f"appeal {ref}", f"log appeal {ref} parent; received: 11 November 2026"):
        assert "A complaint can be made at any time" in stage.said(PRIYA, line)
