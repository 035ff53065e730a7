"""The supervising manager signs or returns; what follows at once: receipt, the IRO's copy, a place."""

from datetime import UTC, datetime

import pytest

from panel import commands as c
from panel.errors import InvalidAnswer, MoveNotAllowed, NotPermitted, Refused
from panel.notices import Channel, Delivery
from panel.referral import ReferralStatus, SignOff
from tests.story import CHECKS, DILYS, FIRST_PANEL, HELEN, IRIS, MONDAY, PRIYA, SAM, TOM, Story


@pytest.fixture
def story() -> Story:
    story = Story()
    story.meetings()
    return story


def sent(story: Story, **answers: str) -> str:
    ref = story.complete(**answers)
    story.do(c.SendToManager, PRIYA, ref=ref)
    return ref


@pytest.mark.rule("CB-9.6", "CB-10.8", "CB-10.9", "CB-10.10", "CB-10.12")
def test_both_agreements_are_dated_and_it_counts_as_received(story: Story) -> None:
    """The practitioner's sending and the manager's signature with every check are kept with their times."""
    ref = sent(story)
    story.later(hours=3)
    story.do(c.SignReferral, DILYS, ref=ref, checks=CHECKS)
    signed = story.referral(ref)
    assert signed.signoffs == (
        SignOff(person=PRIYA, role="practitioner", at=MONDAY),
        SignOff(person=DILYS, role="line_manager", at=story.now, checks=CHECKS, step=1),
    )
    assert (signed.received_at, signed.status, signed.meeting) == (story.now, ReferralStatus.BOOKED, FIRST_PANEL)


@pytest.mark.rule("CB-9.6")
def test_without_the_managers_signature_nothing_is_received(story: Story) -> None:
    """A referral that was only sent has no time of receipt and no place."""
    ref = sent(story)
    waiting = story.referral(ref)
    assert (waiting.received_at, waiting.meeting) == (None, "")
    assert waiting.signoffs == (SignOff(person=PRIYA, role="practitioner", at=MONDAY),)


@pytest.mark.rule("CB-10.9", "CB-10.10", "CB-10.11", "CB-10.12")
@pytest.mark.parametrize(
    ("left_out", "statement"),
    [
        ("assessment_satisfactory", "A satisfactory assessment is complete"),
        ("alternatives_explored", "All other options have been explored"),
        ("within_remit", "The case is within the panel's remit"),
        ("clear_summary", "The summary is clear and says what the panel is asked"),
    ],
)
def test_every_statement_must_be_confirmed(story: Story, left_out: str, statement: str) -> None:
    """One statement left open, and the referral is not signed."""
    ref = sent(story)
    with pytest.raises(InvalidAnswer) as refused:
        story.do(c.SignReferral, DILYS, ref=ref, checks=tuple(check for check in CHECKS if check != left_out))
    assert refused.value.problems == {
        "checks": f"To sign, please also confirm: {statement}. Or return it with a comment."
    }
    assert story.referral(ref).status is ReferralStatus.AWAITING_AUTHORISATION


@pytest.mark.rule("CB-9.6", "CB-10.8")
@pytest.mark.parametrize(
    ("by", "said"),
    [(PRIYA, "You made this referral, so another manager must sign it"), (SAM, "Only the supervising manager named")],
)
def test_only_the_supervising_manager_signs_or_returns(story: Story, by: str, said: str) -> None:
    """Neither the practitioner nor anyone else can do it, and the attempt is on the audit trail."""
    ref = sent(story)
    with pytest.raises(NotPermitted, match=said):
        story.do(c.SignReferral, by, ref=ref, checks=CHECKS)
    with pytest.raises(NotPermitted, match=said):
        story.do(c.ReturnReferral, by, ref=ref, comment="Please add the costs")
    assert [(e.act, e.by, e.detail) for e in story.store.trail(ref)][-2:] == [
        ("refused", by, {"wanted": "SignReferral"}),
        ("refused", by, {"wanted": "ReturnReferral"}),
    ]


@pytest.mark.rule("CB-10.8")
def test_a_returned_referral_says_what_to_change(story: Story) -> None:
    """It is a draft again with the manager's comment, and the practitioner is told."""
    ref = sent(story)
    story.do(c.ReturnReferral, DILYS, ref=ref, comment="Please add the costs")
    back = story.referral(ref)
    assert (back.status, back.comment, story.told("returned")) == (
        ReferralStatus.DRAFT,
        "Please add the costs",
        {PRIYA},
    )
    with pytest.raises(MoveNotAllowed, match="CB-0001 is a draft, so this can’t be done now"):
        story.do(c.SignReferral, DILYS, ref=ref, checks=CHECKS)


def test_returning_needs_a_comment(story: Story) -> None:
    """A referral does not come back without a word."""
    ref = sent(story)
    with pytest.raises(InvalidAnswer, match="Please give a comment that says what to change"):
        story.do(c.ReturnReferral, DILYS, ref=ref, comment="")


def test_sent_again_after_its_return_it_is_asked_for_again(story: Story) -> None:
    """The manager gets a new card for the second round."""
    ref = sent(story)
    story.do(c.ReturnReferral, DILYS, ref=ref, comment="Please add the costs")
    story.do(c.SendToManager, PRIYA, ref=ref)
    assert len(story.notices("authorise")) == 2


def test_a_paper_the_answers_now_ask_for_keeps_it_from_being_signed(story: Story) -> None:
    """Completeness is looked at again when it is signed."""
    ref = sent(story)
    referral = story.referral(ref)
    bare = referral.model_copy(update={"papers": (), "revision": referral.revision})
    story.store.held[referral.KIND, ref] = bare
    with pytest.raises(Refused, match="CB-0001 still needs: Assessment of need"):
        story.do(c.SignReferral, DILYS, ref=ref, checks=CHECKS)


IRO = "iro@council.example"


@pytest.mark.rule(
    "CB-6.3", "CB-6.4", "CB-6.6", "CB-6.7", "CB-6.8", "CB-6.9", "CB-6.10", "CB-6.11", "CB-6.12", "CB-6.13"
)
@pytest.mark.parametrize(
    "answers",
    [{"transition": "yes"}, *({"iro_triggers": f"t{n}"} for n in range(1, 8))],
    ids=lambda answers: "-".join(answers.values()),
)
def test_the_iro_is_copied_in_at_once_when_a_change_is_planned(story: Story, answers: dict[str, str]) -> None:
    """On receipt and on booking the IRO gets a copy by e-mail, whichever of the changes it is."""
    ref = story.signed(**answers)
    copies = [(n.to, n.channel, n.about, n.owed_at, n.facts["event"]) for n in story.notices("iro_copy")]
    assert sorted(copies) == [
        (IRO, Channel.EMAIL, ref, MONDAY, "booked"),
        (IRO, Channel.EMAIL, ref, MONDAY, "received"),
    ]


@pytest.mark.rule("CB-6.3")
def test_it_cannot_be_sent_before_the_iro_is_named(story: Story) -> None:
    """At transition, sending waits for the IRO's name and address."""
    ref = story.complete(transition="yes")
    story.do(c.SaveSection, PRIYA, ref=ref, section="reviews", given={"iro_email": ""}, drawn_from=99)
    with pytest.raises(Refused, match="still needs: E-mail address of the IRO"):
        story.do(c.SendToManager, PRIYA, ref=ref)


def test_without_a_planned_change_no_iro_is_told(story: Story) -> None:
    """No transition and no trigger: no copy goes out."""
    story.signed()
    assert story.told("iro_copy") == set()


@pytest.mark.rule("CB-9.5", "CB-10.14")
def test_the_appointment_goes_to_practitioner_and_manager_by_mail(story: Story) -> None:
    """Date and time go to both by e-mail; the manager is the one who presents."""
    ref = story.signed()
    mails = {(n.to, n.channel, n.about, n.facts["starts"]) for n in story.notices("appointment")}
    nine_thirty = datetime(2026, 11, 11, 9, 30, tzinfo=UTC).isoformat()
    assert mails == {
        ("priya.nair@council.example", Channel.EMAIL, ref, nine_thirty),
        ("dilys.morgan@council.example", Channel.EMAIL, ref, nine_thirty),
    }
    assert {n.delivery for n in story.notices("appointment")} == {Delivery.MUST_ARRIVE}


@pytest.mark.rule("CB-6.14", "CB-6.5")
@pytest.mark.parametrize(
    ("answers", "warnings"),
    [
        ({"affects_plan": "cla_plan", "next_plan_review": "2026-12-02"}, None),
        ({"affects_plan": "cp_plan", "next_plan_review": "2026-12-01"}, "near_plan_review"),
        (
            {
                "affects_plan": "cla_plan",
                "next_plan_review": "2027-01-10",
                "iro_triggers": "t4",
                "move_date": "2027-01-10",
            },
            "review_after_change",
        ),
        (
            {
                "affects_plan": "cla_plan",
                "next_plan_review": "2026-12-01",
                "iro_triggers": "t1",
                "move_date": "2026-11-30",
            },
            "near_plan_review,review_after_change",
        ),
        (
            {
                "affects_plan": "cla_plan",
                "next_plan_review": "2027-01-09",
                "iro_triggers": "t4",
                "move_date": "2027-01-10",
            },
            None,
        ),
    ],
)
def test_dates_of_the_plan_that_clash_are_said_with_the_appointment(
    story: Story, answers: dict[str, str], warnings: str | None
) -> None:
    """Under three weeks to the review, or a change before it: said with the appointment, never refused."""
    story.signed(**answers)
    assert {notice.facts.get("warnings") for notice in story.notices("appointment")} == {warnings}


def test_the_practitioner_is_told_that_it_was_signed(story: Story) -> None:
    """One notice to the practitioner; no one else."""
    story.signed()
    assert story.told("signed") == {PRIYA}


@pytest.mark.parametrize("by", [HELEN, TOM, IRIS])
def test_others_cannot_sign(story: Story, by: str) -> None:
    """Head of Service, administrator and IRO sign nothing."""
    ref = sent(story)
    with pytest.raises(NotPermitted):
        story.do(c.SignReferral, by, ref=ref, checks=CHECKS)
