"""What follows from a confirmed decision: packages, tasks, notices, and the sheets that go out."""

import pytest
from pydantic import ValidationError

from panel import commands as c
from panel.decision import Decision, Package, PackageStatus, Task
from panel.errors import MoveNotAllowed, NotPermitted, Unknown
from panel.meeting import MeetingStatus
from panel.notices import Channel, Delivery
from panel.referral import ReferralStatus
from tests.story import CB, DILYS, FIRST_PANEL, PRIYA, RUTH, TOM, Story, profiles


@pytest.fixture
def story() -> Story:
    story = Story()
    story.meetings()
    return story


def tasks(story: Story) -> list[tuple[str, str, str]]:
    return [(task.id.rsplit("/", 1)[-1], task.owner, task.due) for task in story.store.read().find(Task)]


@pytest.mark.rule("CB-9.14", "CB-9.16", "CB-9.17", "CB-14.12")
def test_an_agreement_is_entered_in_the_forward_planner(story: Story) -> None:
    """End, review, date for the new application and budget code stand in it from the Chair's confirmation."""
    ref = story.decided()
    assert story.store.read().get(Package, ref) == Package(
        id=ref,
        revision=1,
        panel=CB,
        referrer=PRIYA,
        manager=DILYS,
        agreed_at=story.now,
        end_date="2027-06-30",
        review_date="2027-06-01",
        reapply_by="2027-06-02",
        budget_code="K123",
        status=PackageStatus.ACTIVE,
    )


@pytest.mark.parametrize("outcome", ["not_agreed", "alternative", "deferred"])
def test_nothing_else_enters_the_planner(story: Story, outcome: str) -> None:
    """A refusal or a deferral is no agreement."""
    ref = story.decided(outcome)
    assert story.store.read().look(Package, ref) is None


@pytest.mark.rule("CB-10.3", "CB-10.4", "CB-10.21", "CB-11.1")
def test_tasks_that_follow_have_an_owner_and_a_day(story: Story) -> None:
    """Explain the decision (manager) and contact the Resources Team (practitioner), within five working days."""
    story.decided()
    assert tasks(story) == [
        ("contact_resources", PRIYA, "2026-11-18"),
        ("explain_decision", DILYS, "2026-11-18"),
    ]
    assert story.told("task_given") == {PRIYA, DILYS}


@pytest.mark.rule("CB-11.8", "CB-14.11")
@pytest.mark.parametrize("need", ["health", "mental_health", "education", "health|education"])
def test_needs_beyond_social_care_go_to_the_joint_panel(story: Story, need: str) -> None:
    """Health, mental health or education: the practitioner has the task of referring to the JAP."""
    story.decided(other_needs=need)
    assert ("refer_jap", PRIYA, "2026-11-18") in tasks(story)


def test_after_a_refusal_only_the_explanation_is_owed(story: Story) -> None:
    """No placement to look for, nobody else to refer to."""
    story.decided("not_agreed", other_needs="health")
    assert tasks(story) == [("explain_decision", DILYS, "2026-11-18")]


@pytest.mark.rule("CB-10.3")
@pytest.mark.parametrize("due", ["", "soon", "18 Nov 2026"])
def test_a_task_without_a_date_cannot_be_made(story: Story, due: str) -> None:
    """The record itself refuses it."""
    with pytest.raises(ValidationError, match="due"):
        Task(id="t", panel=CB, about="CB-0001", owner=PRIYA, what="x", due=due, made_at=story.now)


@pytest.mark.rule("CB-10.4", "CB-10.27")
def test_a_task_is_closed_by_its_owner_once(story: Story) -> None:
    """Nobody else closes it, and it is not closed twice."""
    ref = story.decided()
    task = f"{FIRST_PANEL}/{ref}/contact_resources"
    with pytest.raises(NotPermitted, match="Only the owner of a task can close it"):
        story.do(c.FinishTask, DILYS, task=task)
    story.do(c.FinishTask, PRIYA, task=task)
    done = story.store.read().get(Task, task)
    assert (done.done_at, done.live) == (story.now, None)
    with pytest.raises(MoveNotAllowed, match="That task is already done"):
        story.do(c.FinishTask, PRIYA, task=task)
    with pytest.raises(Unknown, match="There is no such task"):
        story.do(c.FinishTask, PRIYA, task="t")


@pytest.mark.rule("CB-9.18", "CB-10.21")
def test_practitioner_and_manager_learn_of_the_decision_at_once(story: Story) -> None:
    """On confirmation, in Teams, and never twice by itself."""
    ref = story.decided()
    assert {(n.to, n.channel, n.about, n.delivery) for n in story.notices("decided")} == {
        (person, Channel.TEAMS, ref, Delivery.MUST_NOT_REPEAT) for person in (PRIYA, DILYS)
    }


@pytest.mark.rule("CB-9.11", "CB-9.12", "CB-9.13", "CB-9.18", "CB-10.36", "CB-14.5", "CB-14.12")
def test_decision_sheets_go_to_those_the_procedure_names(story: Story) -> None:
    """Members, Chairs, presenting manager, Head of Service, practitioner and finance; one mail each."""
    ref = story.decided()
    story.do(c.ReleaseDecisions, TOM, meeting=FIRST_PANEL)
    sheets = [(n.to, n.channel, n.about, n.delivery) for n in story.notices("decision_sheet")]
    people = ("joan.ellis", "martin.cole", "ruth.adeyemi", "dilys.morgan", "helen.ward", "priya.nair", "finance")
    assert sorted(sheets) == sorted(
        (f"{name}@council.example", Channel.EMAIL, ref, Delivery.MUST_NOT_REPEAT) for name in people
    )


@pytest.mark.rule("CB-6.13")
def test_the_iro_gets_the_decision_of_a_case_with_a_planned_change(story: Story) -> None:
    """Copied in on referral, on booking and on the decision of that case."""
    story.decided(transition="yes")
    story.do(c.ReleaseDecisions, TOM, meeting=FIRST_PANEL)
    copies = sorted((n.to, n.facts["event"]) for n in story.notices("iro_copy"))
    assert copies == [("iro@council.example", event) for event in ("booked", "received", "released")]


@pytest.mark.rule("CB-9.12")
def test_the_channel_learns_references_only(story: Story) -> None:
    """A post names the meeting and nothing else; the panel's papers carry their marking."""
    story.decided()
    story.do(c.ReleaseDecisions, TOM, meeting=FIRST_PANEL)
    posts = [n for topic in ("agenda", "decisions_posted") for n in story.notices(topic)]
    assert {(n.channel, n.to) for n in posts} == {(Channel.POST, CB)}
    assert [n.facts for n in posts if n.facts] == []
    assert profiles()[CB].panel.marking == "Confidential"


@pytest.mark.rule("CB-10.2", "CB-9.1")
def test_sheets_go_out_only_after_the_chair_confirmed_and_by_the_administrator(story: Story) -> None:
    """Not while the decisions are drafts, not by the Chair; afterwards once."""
    ref = story.signed()
    story.open()
    story.decide(ref)
    story.do(c.EndMeeting, TOM, meeting=FIRST_PANEL)
    with pytest.raises(MoveNotAllowed, match="The meeting has been held, so this can’t be done now"):
        story.do(c.ReleaseDecisions, TOM, meeting=FIRST_PANEL)
    story.do(c.ConfirmDecisions, RUTH, meeting=FIRST_PANEL)
    with pytest.raises(NotPermitted, match="Only the panel admin can send out decisions"):
        story.do(c.ReleaseDecisions, RUTH, meeting=FIRST_PANEL)
    story.do(c.ReleaseDecisions, TOM, meeting=FIRST_PANEL)
    released = story.store.read().get(Decision, f"{FIRST_PANEL}/{ref}")
    assert (released.state, released.released_at, story.referral(ref).status, story.meeting().status) == (
        *("released", story.now, ReferralStatus.COMMUNICATED, MeetingStatus.DECISIONS_ISSUED),
    )
    with pytest.raises(MoveNotAllowed, match="The meeting has its decisions sent out"):
        story.do(c.ReleaseDecisions, TOM, meeting=FIRST_PANEL)


def test_a_deferred_case_is_released_too_and_stays_open(story: Story) -> None:
    """Its sheet goes out; the referral goes on."""
    ref = story.decided("deferred")
    story.do(c.ReleaseDecisions, TOM, meeting=FIRST_PANEL)
    assert (story.referral(ref).status, len(story.notices("decision_sheet"))) == (ReferralStatus.RETURNING, 7)


def test_the_administrator_is_asked_to_send_out(story: Story) -> None:
    """As soon as the Chair has confirmed."""
    story.decided()
    assert story.told("release_due") == {TOM}


@pytest.mark.rule("CB-11.3")
def test_the_standing_warning_names_what_no_worker_may_agree() -> None:
    """Notice periods, and therapy or support the panel did not specify."""
    assert profiles()[CB].decisions.warning == (
        "Do not agree any notice period, or any extra therapy or support the panel did not specify. "
        "A commissioner will negotiate these if needed."
    )


@pytest.mark.rule("CB-11.1", "CB-11.2")
def test_an_emergency_approval_sends_the_practitioner_to_the_resources_team(story: Story) -> None:
    """The contact is owed after an emergency approval as after the panel's own, and the owner is told at once."""
    ref = story.approved()
    [task] = story.store.read().find(Task, about=ref)
    assert (task.owner, task.what, task.due) == (
        PRIYA,
        "Contact Fostering and Adoption Resources about what was agreed",
        "2026-11-09",
    )
    assert story.told("task_given") == {PRIYA}


@pytest.mark.rule("CB-9.6", "CB-10.8")
def test_nobody_begins_a_referral_that_no_one_could_sign(story: Story) -> None:
    """A manager whose own manager does not sign for the panel is told so at the start, not at the end."""
    with pytest.raises(NotPermitted, match="could sign a referral of yours"):
        story.begin(DILYS)
