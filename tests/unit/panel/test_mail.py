"""What becomes of a mail: a case, set aside for the administrator, or silence by rule."""

from datetime import timedelta
from typing import Any

import pytest

from panel import commands as c
from panel.intake import Fate, FormSubmission, MailFile, ReceivedMail
from panel.mail_tally import MOST_A_DAY, MOST_A_SUBJECT
from panel.notices import Channel
from panel.ports import Answer
from panel.referral import Doubt, ReferralStatus
from tests.story import CB, DILYS, GIVEN, MONDAY, PLAIN, PRIYA, TOM, Story, profiles

PRIYAS = "priya.nair@council.example"


@pytest.fixture
def story() -> Story:
    story = Story()
    story.meetings()
    return story


def answers(**more: str) -> dict[str, str]:
    form = profiles()[CB].form
    asked = {q.id: PLAIN.get(q.id, GIVEN.get(q.kind, "")) for _, q in form.all_questions()}
    return {**asked, **more}


def take(story: Story, number: int = 1, form: FormSubmission | None = None, **more: object) -> Answer:
    automatic = str(more.pop("automatic", ""))
    fields = {
        "id": f"m{number}",
        "panel": CB,
        "message_id": f"<{number}@council.example>",
        "sender": PRIYAS,
        "subject": "Referral",
        "received_at": story.now,
        "raw": "r",
        "files": (MailFile(name="Assessment.pdf", digest=f"d{number}", size=9),),
        "form_digest": form.digest if form else None,
        **more,
    }
    mail = ReceivedMail.model_validate(fields)
    return story.do(c.TakeMail, c.MAILBOX, mail=mail, form=form, proven=True, automatic=automatic)


def form(**more: object) -> FormSubmission:
    return FormSubmission.model_validate({"panel": CB, "answers": answers(), "digest": "f1", **more})


def fate(story: Story, number: int = 1) -> tuple[Fate, str, str]:
    mail = story.store.read().get(ReceivedMail, f"m{number}")
    return mail.fate, mail.reason, mail.ref


@pytest.mark.rule("CB-9.3", "CB-9.2", "CB-10.8")
def test_a_complete_form_becomes_a_case_and_goes_to_the_manager(story: Story) -> None:
    """The sender gets a receipt, the manager the card; nothing counts as received before both agree."""
    assert take(story, form=form()).code == "mail_case"
    referral = story.referral("CB-0001")
    assert (referral.status, referral.source, referral.received_at) == (
        *(ReferralStatus.AWAITING_AUTHORISATION, "mail", None),
    )
    assert [(n.to, n.channel, n.about) for n in story.notices("receipt")] == [(PRIYAS, Channel.EMAIL, "CB-0001")]
    assert story.told("authorise") == {DILYS}
    assert fate(story) == (Fate.CASE, "awaiting_authorisation", "CB-0001")


@pytest.mark.rule("CB-9.2")
def test_an_incomplete_form_is_returned_with_its_reference(story: Story) -> None:
    """It is a case that lacks something; the practitioner completes it, nobody is asked to sign."""
    take(story, form=form(answers=answers(care_plan="")))
    assert (story.referral("CB-0001").status, story.told("authorise")) == (ReferralStatus.RETURNED_INCOMPLETE, set())
    assert story.told("receipt") == {PRIYAS}


def test_an_answer_that_cannot_be_read_is_asked_back(story: Story) -> None:
    """Its text is kept as a doubt, never guessed; what the reader itself found unclear likewise."""
    take(story, form=form(answers=answers(cost_per_week="about five"), unclear={"ask": "two boxes ticked"}))
    referral = story.referral("CB-0001")
    assert referral.doubts == (
        Doubt(question="ask", text="two boxes ticked"),
        Doubt(question="cost_per_week", text="about five"),
    )
    assert {"ask", "cost_per_week"} & referral.answers.keys() == set()
    assert referral.status is ReferralStatus.RETURNED_INCOMPLETE


@pytest.mark.rule("CB-1.2")
def test_a_child_outside_the_remit_is_redirected(story: Story) -> None:
    """The case is kept and ended; nobody is asked to sign."""
    take(story, form=form(answers=answers(cohort="none")))
    assert (story.referral("CB-0001").status, story.told("authorise")) == (ReferralStatus.REDIRECTED, set())


def test_a_corrected_form_completes_the_same_case(story: Story) -> None:
    """Sent again under its reference it becomes complete; no second case is made."""
    take(story, form=form(answers=answers(care_plan="")))
    take(story, 2, form(ref="CB-0001", digest="f2"))
    assert (story.referral("CB-0001").status, story.office.records.count(ReceivedMail)) == (
        *(ReferralStatus.AWAITING_AUTHORISATION, 2),
    )


def test_a_form_that_ends_a_pending_emergency(story: Story) -> None:
    """A form saying the child is outside the remit takes the request for approval with it."""
    ref = story.urgent()
    take(story, form=form(ref=ref, answers=answers(cohort="none")))
    assert (story.referral(ref).status, story.emergency(ref).status) == ("redirected", "withdrawn")


@pytest.mark.rule("CB-9.2")
def test_without_a_form_the_sender_gets_one(story: Story) -> None:
    """Set aside for the administrator, and the sender is sent the panel's form."""
    assert take(story).code == "mail_set_aside"
    assert fate(story) == (Fate.SET_ASIDE, "no_form", "")
    assert (story.told("set_aside"), story.told("form_wanted")) == ({TOM}, {PRIYAS})


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"sender": "someone@elsewhere.example"}, "unknown_sender"),
        ({"sender": "helen.ward@council.example"}, "not_allowed"),
    ],
)
def test_mail_from_those_who_may_not_refer_is_set_aside_without_an_answer(
    story: Story, more: dict[str, Any], reason: str
) -> None:
    """A stranger, or staff without the right: the administrator looks at it, nothing is said outside."""
    take(story, form=form(), **more)
    assert fate(story) == (Fate.SET_ASIDE, reason, "")
    assert (story.told("set_aside"), story.told("receipt")) == ({TOM}, set())
    assert story.store.read().get(ReceivedMail, "m1").open == "yes"


def test_someone_elses_case_is_not_changed_by_mail(story: Story) -> None:
    """A form under another worker's reference is set aside, and the case stays as it was."""
    ref = story.begin()
    take(story, form=form(ref=ref), sender="sam.okafor@council.example")
    assert (fate(story)[1], story.referral(ref).answers) == ("not_allowed", {})


def test_automatic_mail_is_met_with_silence(story: Story) -> None:
    """An out-of-office reply is kept and answered by nobody."""
    assert take(story, answerable=False, automatic="report").code == "mail_silent"
    assert (fate(story), story.told("set_aside")) == ((Fate.SILENT, "report", ""), set())


def test_the_same_mail_counts_once(story: Story) -> None:
    """Fetched again it is known; the same form in another mail is a repeat."""
    take(story, form=form())
    entries = len(story.store.entries)
    assert (take(story, form=form()).code, len(story.store.entries)) == ("mail_seen", entries)
    take(story, 2, form())
    assert fate(story, 2) == (Fate.SILENT, "repeat", "")


def test_two_clerks_cannot_answer_each_other_for_ever(story: Story) -> None:
    """Two automatic mails on one subject, ten a day to one address, then silence; a day later only what is new."""
    for number in range(5):
        take(story, number)
    assert len(story.notices("form_wanted")) == MOST_A_SUBJECT
    for number in range(5, 25):
        take(story, number, subject=f"Referral {number}")
    assert len(story.notices("form_wanted")) == MOST_A_DAY
    story.now = MONDAY + timedelta(days=1, minutes=1)
    take(story, 98, subject="Re: Referral")
    take(story, 99, subject="Something else")
    assert len(story.notices("form_wanted")) == MOST_A_DAY + 1
    assert fate(story, 98)[1] == "answered_enough"


def test_files_are_kept_as_papers_and_named_where_their_name_says_so(story: Story) -> None:
    """A plain file name names the paper; another is asked for; the same file once; no more than the panel takes."""
    files = [MailFile(name=name, digest=name, size=1) for name in ("my assessment 2.PDF", "scan.pdf", "scan.pdf")]
    take(story, form=form(), files=tuple(files))
    assert [(paper.name, paper.document) for paper in story.referral("CB-0001").papers] == [
        *(("my assessment 2.PDF", "assessment"), ("scan.pdf", "")),
    ]
    assert story.referral("CB-0001").referrer == PRIYA
