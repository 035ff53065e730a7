"""Making a referral: begin, answer, attach, send, withdraw."""

import pytest

from panel import commands as c
from panel.errors import InvalidAnswer, MoveNotAllowed, NotPermitted, Refused, Stale
from panel.permissions import check_can_be_signed
from panel.referral import Paper, ReferralStatus
from tests.story import CB, DILYS, FIRST_PANEL, HELEN, PRIYA, SAM, TOM, Story, profiles


@pytest.fixture
def story() -> Story:
    story = Story()
    story.meetings()
    return story


@pytest.mark.rule("CB-1.3", "CB-9.2")
def test_a_referral_begins_as_a_draft_on_the_panels_form(story: Story) -> None:
    """A draft has a reference, its practitioner and manager, and no question put in words until somebody asks."""
    draft = story.referral(story.begin())
    assert (draft.id, draft.status, draft.referrer, draft.manager, draft.asking, draft.answers) == (
        *("CB-0001", ReferralStatus.DRAFT, PRIYA, DILYS, "", {}),
    )
    assert story.begin(SAM) == "CB-0002"


def test_the_emergency_route_is_noted_on_the_draft(story: Story) -> None:
    """A draft begun as an emergency has the short section switched on."""
    assert story.referral(story.begin(emergency=True)).is_emergency


def test_someone_without_a_manager_on_record_cannot_begin(story: Story) -> None:
    """Nobody could sign it, so the draft is refused at once."""
    person = story.office.person(PRIYA).model_copy(update={"manager": ""})
    with pytest.raises(NotPermitted, match="Nobody is listed who could sign"):
        check_can_be_signed(story.office, person, CB, story.now.date())


@pytest.mark.parametrize(
    ("status", "open_to_all"), [("draft", False), ("retired", False), ("pilot", True), ("live", True)]
)
def test_only_a_panel_in_use_takes_referrals(story: Story, status: str, open_to_all: bool) -> None:
    """A panel whose profile is a draft or retired takes none."""
    from panel.handlers.drafting import new_draft

    profile = profiles()[CB]
    changed = profile.model_copy(update={"panel": profile.panel.model_copy(update={"status": status})})
    person = story.office.person(PRIYA)
    if open_to_all:
        assert new_draft(person, changed, "CB-0001", story.now).id == "CB-0001"
        return
    with pytest.raises(Refused, match="is not taking referrals yet"):
        new_draft(person, changed, "CB-0001", story.now)


@pytest.mark.rule("CB-1.2")
def test_a_child_outside_the_remit_ends_the_draft_with_advice(story: Story) -> None:
    """Neither looked after, in need nor on a plan: the referral belongs elsewhere and can no longer be changed."""
    ref = story.begin()
    answer = story.do(c.AnswerQuestion, PRIYA, ref=ref, question="cohort", given="None of these")
    assert (answer.code, story.referral(ref).status) == ("redirected", ReferralStatus.REDIRECTED)
    with pytest.raises(MoveNotAllowed, match="CB-0001 can’t be changed now"):
        story.do(c.AnswerQuestion, PRIYA, ref=ref, question="initials", given="AB")


@pytest.mark.rule("CB-1.2")
@pytest.mark.parametrize("cohort", ["Looked after", "A child in need", "On a child protection plan"])
def test_a_child_within_the_remit_goes_on(story: Story, cohort: str) -> None:
    """Each of the three groups keeps the draft a draft."""
    ref = story.begin()
    story.do(c.AnswerQuestion, PRIYA, ref=ref, question="cohort", given=cohort)
    assert story.referral(ref).status is ReferralStatus.DRAFT


def test_a_typed_answer_is_kept_and_the_next_question_put(story: Story) -> None:
    """Answering one question in words puts the next one without an answer."""
    ref = story.begin()
    story.do(c.AnswerQuestion, PRIYA, ref=ref, question="initials", given=" AB ")
    kept = story.referral(ref)
    assert (kept.answers, kept.asking) == ({"initials": "AB"}, "date_of_birth")


def test_after_the_last_question_the_first_open_one_is_put(story: Story) -> None:
    """Past the end of the form, questions left open come round again; none is left when all are answered."""
    ref = story.begin()
    story.fill(ref)
    story.do(c.SaveSection, PRIYA, ref=ref, section="child", given={"initials": ""}, drawn_from=99)
    story.do(c.AnswerQuestion, PRIYA, ref=ref, question="contract_route", given="In-house")
    assert story.referral(ref).asking == "initials"
    story.do(c.AnswerQuestion, PRIYA, ref=ref, question="initials", given="AB")
    assert story.referral(ref).asking == ""


def test_a_question_can_be_asked_for_in_words(story: Story) -> None:
    """The question named is put; without a name, the next one without an answer."""
    ref = story.begin()
    named = story.do(c.AskInWords, PRIYA, ref=ref, question="cohort")
    unnamed = story.do(c.AskInWords, PRIYA, ref=ref)
    assert (named.facts, unnamed.facts) == ({"question": "cohort"}, {"question": "initials"})
    assert story.referral(ref).asking == "initials"


def test_a_section_is_saved_whole_or_not_at_all(story: Story) -> None:
    """One bad answer keeps the good ones of its section out too."""
    ref = story.begin()
    with pytest.raises(InvalidAnswer):
        story.do(
            *(c.SaveSection, PRIYA),
            ref=ref,
            section="child",
            given={"initials": "AB", "cohort": "teen"},
            drawn_from=1,
        )
    assert story.referral(ref).answers == {}


def test_a_section_saved_meanwhile_is_not_written_over(story: Story) -> None:
    """A card drawn before the section was last saved changes nothing; another section may still be saved from it."""
    ref = story.begin()
    story.do(c.SaveSection, PRIYA, ref=ref, section="child", given={"initials": "AB"}, drawn_from=1)
    with pytest.raises(Stale, match="was saved again after this card was made"):
        story.do(c.SaveSection, DILYS, ref=ref, section="child", given={"initials": "XY"}, drawn_from=1)
    story.do(c.SaveSection, DILYS, ref=ref, section="cost", given={"cost_per_week": "5"}, drawn_from=1)
    assert story.referral(ref).answers == {"initials": "AB", "cost_per_week": "5.00"}


@pytest.mark.rule("CB-9.4")
def test_only_a_date_of_the_panel_can_be_asked_for(story: Story) -> None:
    """A day without a panel is refused; a panel's day is kept."""
    ref = story.begin()
    with pytest.raises(InvalidAnswer, match="There is no panel on that day"):
        story.do(c.AnswerQuestion, PRIYA, ref=ref, question="panel_date", given="12 November 2026")
    story.do(c.AnswerQuestion, PRIYA, ref=ref, question="panel_date", given="18 November 2026")
    assert story.referral(ref).answers["panel_date"] == "2026-11-18"


@pytest.mark.rule("CB-10.16")
def test_a_few_attachments_may_be_added(story: Story) -> None:
    """Five files are taken, the sixth is not; the same file twice counts once."""
    ref = story.begin()
    for name in ("one", "two", "three", "four", "five", "five"):
        story.do(c.AttachPaper, PRIYA, ref=ref, name=f"{name}.pdf", digest=name, size=10)
    with pytest.raises(Refused, match="CB-0001 already has 5 files, the most this panel takes"):
        story.do(c.AttachPaper, PRIYA, ref=ref, name="six.pdf", digest="six", size=10)
    assert [paper.digest for paper in story.referral(ref).papers] == ["one", "two", "three", "four", "five"]


@pytest.mark.parametrize(
    ("size", "said"), [(0, "That file is empty"), (10 * 1024 * 1024 + 1, "That file is larger than 10 MB")]
)
def test_a_file_must_have_a_reasonable_size(story: Story, size: int, said: str) -> None:
    """Empty and very large files are refused."""
    ref = story.begin()
    with pytest.raises(Refused, match=said):
        story.do(c.AttachPaper, PRIYA, ref=ref, name="a.pdf", digest="d", size=size)


def test_a_file_is_named_by_itself_when_only_one_paper_is_due(story: Story) -> None:
    """The first file is taken for the one paper that is due; it can be renamed and taken off."""
    ref = story.begin()
    story.do(c.AttachPaper, PRIYA, ref=ref, name="a.pdf", digest="d1", size=10)
    assert story.referral(ref).papers == (
        Paper(name="a.pdf", document="assessment", digest="d1", size=10, added_at=story.now),
    )
    story.do(c.NamePaper, PRIYA, ref=ref, digest="d1", document="other")
    assert [paper.document for paper in story.referral(ref).papers] == ["other"]
    story.do(c.RemovePaper, PRIYA, ref=ref, digest="d1")
    assert story.referral(ref).papers == ()


@pytest.mark.rule("CB-9.2", "CB-14.8")
def test_an_incomplete_referral_is_not_sent(story: Story) -> None:
    """What is missing is named, five items at most; without the assessment it stays a draft."""
    ref = story.begin()
    story.fill(ref)
    with pytest.raises(Refused) as refused:
        story.do(c.SendToManager, PRIYA, ref=ref)
    assert str(refused.value) == ("CB-0001 still needs: Assessment of need. Type “missing CB-0001” to see the list.")
    with pytest.raises(Refused, match=r"still needs: (.+; ){4}.+ and \d+ more\. Type"):
        story.do(c.SendToManager, PRIYA, ref=story.begin())


@pytest.mark.rule("CB-10.8")
def test_a_complete_referral_goes_to_the_supervising_manager(story: Story) -> None:
    """The manager, and nobody else, is asked to sign."""
    ref = story.complete()
    story.do(c.SendToManager, PRIYA, ref=ref)
    assert story.referral(ref).status is ReferralStatus.AWAITING_AUTHORISATION
    assert story.told("authorise") == {DILYS}


@pytest.mark.rule("CB-9.6")
def test_the_manager_cannot_send_it_for_the_practitioner(story: Story) -> None:
    """Sending is the practitioner's own agreement, so the manager who helps may not do it."""
    ref = story.complete()
    with pytest.raises(NotPermitted, match="Only the person who refers CB-0001 can send it"):
        story.do(c.SendToManager, DILYS, ref=ref)


@pytest.mark.parametrize("by", [PRIYA, DILYS, TOM])
def test_a_withdrawn_referral_gives_its_slot_back(story: Story, by: str) -> None:
    """Practitioner, manager or administrator take it back with a reason; the slot is free and the agenda redrawn."""
    ref = story.signed()
    story.do(c.WithdrawReferral, by, ref=ref, reason="No longer needed")
    gone = story.referral(ref)
    assert (gone.status, gone.comment, story.meeting().items) == (ReferralStatus.WITHDRAWN, "No longer needed", ())
    assert f"{FIRST_PANEL}/agenda/r3/post/{CB}" in {notice.id for notice in story.notices("agenda")}


def test_withdrawing_needs_a_reason(story: Story) -> None:
    """No reason, or one that is too long, is refused."""
    ref = story.begin()
    with pytest.raises(InvalidAnswer, match="Please give the reason for withdrawing it"):
        story.do(c.WithdrawReferral, PRIYA, ref=ref, reason=" ")
    with pytest.raises(InvalidAnswer, match="to 1500 characters; it has 1501"):
        story.do(c.WithdrawReferral, PRIYA, ref=ref, reason="x" * 1501)


def test_a_pending_emergency_goes_with_a_withdrawn_referral(story: Story) -> None:
    """Nobody is left to approve what was taken back, and the approver's card says so."""
    ref = story.urgent()
    story.do(c.WithdrawReferral, PRIYA, ref=ref, reason="Family found")
    assert story.emergency(ref).status == "withdrawn"
    assert story.told("redraw") == {HELEN}
    with pytest.raises(MoveNotAllowed):
        story.do(c.ApproveEmergency, HELEN, ref=ref)


def test_a_pending_emergency_goes_with_a_child_outside_the_remit(story: Story) -> None:
    """An emergency for a child the panel does not cover waits for no answer."""
    ref = story.urgent()
    story.do(c.AnswerQuestion, PRIYA, ref=ref, question="cohort", given="None of these")
    assert (story.referral(ref).status, story.emergency(ref).status) == ("redirected", "withdrawn")


def test_an_approved_emergency_is_still_put_to_the_panel_when_its_referral_is_withdrawn(story: Story) -> None:
    """The approval was given and the panel must hear of it, so the ratification stays on the agenda."""
    ref = story.approved()
    story.do(c.WithdrawReferral, PRIYA, ref=ref, reason="The placement has ended")
    assert story.emergency(ref).status == "awaiting_ratification"
    assert story.meeting().ratifies(ref)


def test_a_deferred_referral_that_is_withdrawn_leaves_the_agenda(story: Story) -> None:
    """A case put off to the next panel and then withdrawn is not on that agenda, so that panel can be closed."""
    ref = story.decided("deferred")
    listed = story.referral(ref).meeting
    story.do(c.WithdrawReferral, PRIYA, ref=ref, reason="No longer needed")
    assert story.meeting(listed).items == ()
    story.open(listed)
    story.close(listed)
    assert story.meeting(listed).status == "decisions_confirmed"
