"""Referrals by e-mail: every mail becomes a case, is set aside for a person, or is met with silence by rule."""

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from adapters.documents.form_out import blank_form
from desk.mailbox import Letter
from panel.answers import shown
from panel.intake import Fate, ReceivedMail
from panel.notices import Notice
from panel.referral import Referral, ReferralStatus
from tests.layouts.mails import pdf_of
from tests.scenario.conftest import Clerk, words_of
from tests.story import CB, PRIYA, Story, profiles

PRIYAS = "priya.nair@council.example"
FORM = "form.docx"


def answers(**changes: str) -> dict[str, str]:
    """A complete set of answers, as they are kept."""
    story = Story()
    ref = story.complete(**changes)
    return story.referral(ref).answers


def form(ref: str = "", **changes: str) -> bytes:
    return blank_form(profiles()[CB], answers(**changes), ref)


def fates(clerk: Clerk) -> list[tuple[str, str]]:
    return sorted((mail.fate, mail.reason) for mail in clerk.records.find(ReceivedMail))


def automatic(**heads: str) -> bytes:
    """A mail with the headers given, from Priya to the panel."""
    mail = EmailMessage()
    for name, value in {"From": PRIYAS, "To": "arp@council.example", "Subject": "Out of office", **heads}.items():
        mail[name.replace("_", "-")] = value
    mail["Message-ID"] = f"<{abs(hash(tuple(heads.items())))}@council.example>"
    mail.set_content("I am away.")
    return mail.as_bytes()


@pytest.mark.rule("CB-9.2", "CB-9.3", "CB-10.15")
async def test_a_whole_form_by_mail_becomes_a_referral_with_every_answer(clerk: Clerk) -> None:
    """Every answer of the Word form is in the record, the papers are attached, and the manager has the card."""
    given = answers()
    await clerk.mail((FORM, blank_form(profiles()[CB], given)), ("Assessment.pdf", b"%PDF assessment"))
    [referral] = clerk.records.find(Referral)
    assert (referral.answers, referral.referrer, referral.source) == (given, PRIYA, "mail")
    assert [(paper.name, paper.document) for paper in referral.papers] == [("Assessment.pdf", "assessment")]
    assert referral.status is ReferralStatus.AWAITING_AUTHORISATION
    assert f"{referral.id} · Please authorise" in words_of(clerk.office.latest_card("dilys"))


async def test_the_sender_is_answered_with_the_reference_and_what_is_missing(clerk: Clerk) -> None:
    """The answer names the case, lists each gap, and says how to close it."""
    await clerk.mail((FORM, form(care_plan="")))
    [referral] = clerk.records.find(Referral)
    [answer] = clerk.sent(PRIYAS)
    assert answer.subject == f"{referral.id}: received"
    assert "- The care plan: how the placement meets need" in answer.text
    assert "- Assessment of need" in answer.text
    assert f"“missing {referral.id}”" in answer.text
    assert referral.status is ReferralStatus.RETURNED_INCOMPLETE


async def test_a_doubtful_answer_is_asked_back_and_never_guessed(clerk: Clerk) -> None:
    """A date that could be two dates stays open; the card shows what the form says there."""
    await clerk.mail((FORM, blank_form(profiles()[CB], {**answers(), "mosaic_ref": "M" * 21})))
    [referral] = clerk.records.find(Referral)
    card = await clerk.type("priya", f"part 1 {referral.id}")
    assert "mosaic_ref" not in referral.answers
    assert f"I could not read this for certain. The form says: “{'M' * 21}”" in card
    await clerk.office.tap("priya", "Save, then summary", {"mosaic_ref": "M1"})
    assert (clerk.referral(referral.id).doubts, clerk.referral(referral.id).answers["mosaic_ref"]) == ((), "M1")


async def test_a_doubtful_answer_is_shown_when_it_is_asked_in_words_and_named_in_the_receipt(clerk: Clerk) -> None:
    """The mail says which answer to confirm without repeating it; the question in words shows what the form says."""
    await clerk.mail((FORM, blank_form(profiles()[CB], {**answers(), "mosaic_ref": "M" * 21})))
    [referral] = clerk.records.find(Referral)
    [receipt] = clerk.sent(PRIYAS)
    assert (
        "- Mosaic number (answered, but not in a way that could be read for certain: please confirm it)" in receipt.text
    )
    assert "M" * 21 not in receipt.text
    assert f"The form says: “{'M' * 21}”" in await clerk.type("priya", f"answer {referral.id}")
    assert "Saved" in await clerk.type("priya", "M7")
    assert (clerk.referral(referral.id).doubts, clerk.referral(referral.id).answers["mosaic_ref"]) == ((), "M7")


@pytest.mark.rule("CB-9.2", "CB-9.14")
async def test_dates_that_contradict_one_another_are_shown_with_what_is_wrong(clerk: Clerk) -> None:
    """On the card each of the two dates stands with the other; the mail repeats neither."""
    given = {**answers(), "period_from": "2027-06-01", "period_to": "2027-05-01"}
    await clerk.mail((FORM, blank_form(profiles()[CB], given)))
    [referral] = clerk.records.find(Referral)
    [receipt] = clerk.sent(PRIYAS)
    form = profiles()[CB].form
    part = [section.id for section in form.applying(referral.answers)].index(form.section_of("period_to").id) + 1
    card = await clerk.type("priya", f"part {part} {referral.id}")
    assert "The form says: “1 May 2027”. 1 May 2027 is before 1 June 2027, which is given for “From when" in card
    assert "The form says: “1 June 2027”. 1 June 2027 is after 1 May 2027, which is given for “Until when?”" in card
    assert ("- Until when? (answered, but not" in receipt.text, "2027" in receipt.text) == (True, False)


@pytest.mark.rule("CB-9.3")
async def test_a_form_in_the_mail_itself_becomes_a_referral(clerk: Clerk) -> None:
    """Written into the mail, line by line: the same as an attached form."""
    asked = profiles()[CB].form.sections[0].questions
    given = answers()
    lines = [f"{q.ask}: {shown(q, given[q.id]) if given.get(q.id) else ''}" for q in asked]
    await clerk.mail(body="Hello,\n" + "\n".join(lines) + "\nKind regards\nPriya")
    [referral] = clerk.records.find(Referral)
    wanted = {q.id: answers()[q.id] for q in asked if answers().get(q.id)}
    assert (referral.answers, referral.doubts, referral.source) == (wanted, (), "mail")


async def test_two_forms_in_one_mail_are_nobodys(clerk: Clerk) -> None:
    """The papers of one child must not come to lie with another: the sender is asked for a mail for each."""
    await clerk.mail((FORM, form()), ("other.docx", form(initials="ZZ")))
    [answer] = clerk.sent(PRIYAS)
    assert (fates(clerk), clerk.records.count(Referral)) == ([("set_aside", "several_forms")], 0)
    assert "Please send each form in a mail of its own." in answer.text


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("form.pdf", pdf_of([]), "a scan or a print"),
        ("form.docx", b"%PDF-1.7", "not what its name says"),
        ("form.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "save it as a Word document (.docx)"),
    ],
    ids=["a flat PDF", "a PDF called Word", "old Word"],
)
async def test_a_file_that_is_not_opened_is_answered_with_what_to_do(
    clerk: Clerk, name: str, content: bytes, says: str
) -> None:
    """It is kept; the answer says why it was not read, and brings the Word form."""
    await clerk.mail((name, content))
    [answer] = clerk.sent(PRIYAS)
    [mail] = clerk.records.find(ReceivedMail)
    assert says in answer.text
    assert "type “refer”" in answer.text
    assert [file.name for file in answer.enclosures] == ["CB-referral-form.docx"]
    assert [file.name for file in mail.files] == [name]


async def test_the_form_sent_again_with_its_reference_fills_the_gaps(clerk: Clerk) -> None:
    """A second form that names the case completes it and makes no second one."""
    await clerk.mail((FORM, form(care_plan="")), ("Assessment.pdf", b"%PDF assessment"))
    [first] = clerk.records.find(Referral)
    await clerk.mail((FORM, form(first.id)), subject="With the plan")
    [referral] = clerk.records.find(Referral)
    assert (referral.id, referral.status) == (first.id, ReferralStatus.AWAITING_AUTHORISATION)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        (None, b"", "no_form"),
        (FORM, b"PK\x03\x04 broken", "damaged"),
        (FORM, b"not a zip at all", "not_word"),
        ("photo.jpg", b"\xff\xd8 photo", "photo"),
    ],
    ids=["nothing attached", "broken", "no Word file", "a photo"],
)
async def test_a_mail_without_a_readable_form_is_set_aside_and_answered(
    clerk: Clerk, name: str | None, content: bytes, reason: str
) -> None:
    """The administrator is told and finds the mail; the sender gets the form. No case is made up."""
    await clerk.mail(*([(name, content)] if name else []))
    [answer] = clerk.sent(PRIYAS)
    assert fates(clerk) == [("set_aside", reason)]
    assert clerk.records.count(Referral) == 0
    assert [file.name for file in answer.enclosures] == ["CB-referral-form.docx"]
    assert len(clerk.office.mails("attention")) == 1
    assert "A mail needs you" in clerk.said("tom")
    assert PRIYAS in await clerk.type("tom", "set aside")


async def test_a_form_from_an_unknown_sender_is_set_aside_without_an_answer(clerk: Clerk) -> None:
    """Nobody outside the list of staff gets a word; a person decides what to do with the mail."""
    await clerk.mail((FORM, form()), sender="stranger@elsewhere.example")
    assert fates(clerk) == [("set_aside", "unknown_sender")]
    assert clerk.sent() == []
    assert "the sender is not on the list of staff" in await clerk.type("tom", "set aside")


async def test_the_set_aside_list_is_for_the_administrator(clerk: Clerk) -> None:
    """Others do not see who wrote."""
    await clerk.mail()
    said = await clerk.type("priya", "set aside")
    assert PRIYAS not in said
    assert "Only the panel admin" in said


async def test_the_same_form_twice_makes_one_case(clerk: Clerk) -> None:
    """A second mail with the very same form is met with silence, not with a second child."""
    same = form()
    await clerk.mail((FORM, same))
    await clerk.mail((FORM, same), subject="Again, to be sure")
    assert clerk.records.count(Referral) == 1
    assert [fate for fate, _ in fates(clerk)] == [Fate.CASE, Fate.SILENT]


async def test_the_same_mail_delivered_twice_counts_once(clerk: Clerk) -> None:
    """A mail server that delivers again changes nothing, and answers go out once."""
    await clerk.mail((FORM, form()))
    name = clerk.office.mailbox.names("processed")[0]
    raw = clerk.office.mailbox.raw("processed", name) or b""
    await clerk.arrived(clerk.office.mailbox.drop(raw, datetime.now(UTC)))
    assert (clerk.records.count(Referral), clerk.records.count(ReceivedMail), len(clerk.sent(PRIYAS))) == (1, 1, 1)


@pytest.mark.parametrize(
    "heads",
    [{"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}, {"From": "mailer-daemon@council.example"}],
    ids=["out of office", "bulk", "a bounce"],
)
async def test_a_machine_is_never_answered(clerk: Clerk, heads: dict[str, str]) -> None:
    """Automatic mail is kept and filed, and nobody is written to."""
    await clerk.arrived(clerk.office.mailbox.drop(automatic(**heads), datetime.now(UTC)))
    assert [fate for fate, _ in fates(clerk)] == [Fate.SILENT]
    assert clerk.sent() == []
    assert len(clerk.office.mails("processed")) == 1


async def test_two_autoresponders_do_not_answer_each_other_for_ever(clerk: Clerk) -> None:
    """A responder that hides what it is gets two answers on one subject, then silence."""
    for _ in range(5):
        await clerk.mail(subject="Re: your mail to the panel: received")
    assert len(clerk.sent(PRIYAS)) == 2
    assert len(clerk.office.mails("attention")) == 5


async def test_somebody_who_writes_all_day_gets_ten_answers(clerk: Clerk) -> None:
    """Also with a new subject each time, ten automatic answers a day are the most."""
    for number in range(12):
        await clerk.mail(subject=f"Question {number}")
    assert len(clerk.sent(PRIYAS)) == 10
    assert clerk.records.count(ReceivedMail) == 12


async def test_a_form_for_somebody_elses_case_is_set_aside(clerk: Clerk) -> None:
    """A form that names another person's referral changes nothing there."""
    ref = clerk.story.begin()
    before = clerk.stored()
    await clerk.mail((FORM, form(ref)), sender="sam.okafor@council.example")
    assert fates(clerk) == [("set_aside", "not_allowed")]
    assert clerk.stored() == before


async def test_a_form_for_a_case_that_is_signed_is_set_aside(clerk: Clerk) -> None:
    """After the signature a mail cannot change the record."""
    clerk.add_meetings()
    ref = clerk.story.signed()
    before = clerk.stored()
    await clerk.mail((FORM, form(ref)))
    assert fates(clerk) == [("set_aside", "not_allowed")]
    assert clerk.stored() == before


@pytest.mark.rule("CB-1.2")
async def test_a_form_outside_the_remit_is_answered_with_advice(clerk: Clerk) -> None:
    """The sender learns at once that the panel is not the place."""
    await clerk.mail((FORM, blank_form(profiles()[CB], {**answers(), "cohort": "none"})))
    [referral] = clerk.records.find(Referral)
    assert referral.status is ReferralStatus.REDIRECTED
    assert "talk to your supervising manager about the right route" in clerk.sent(PRIYAS)[0].text


async def test_a_mail_kept_is_found_again_after_a_restart(clerk: Clerk) -> None:
    """A mail that came while the clerk was down is dealt with when it is back."""
    await clerk.office.stop_bot()
    clerk.office.mailbox.write(Letter(PRIYAS, "arp@council.example", "Form", "", [(FORM, form())]), datetime.now(UTC))
    await clerk.start()
    await clerk.office.until(lambda: not clerk.office.mails("inbox"))
    assert clerk.records.count(Referral) == 1


async def test_answers_are_threaded_and_name_nobody(clerk: Clerk) -> None:
    """The answer replies to the mail, and its subject holds the reference alone."""
    await clerk.mail((FORM, form(initials="ZQ")), subject="Referral for ZQ")
    [answer] = clerk.sent(PRIYAS)
    raw = clerk.office.mailbox.raw("sent", answer.name) or b""
    assert b"In-Reply-To:" in raw
    assert b"Auto-Submitted: auto-" in raw
    assert "ZQ" not in answer.subject
    assert [n for n in clerk.records.find(Notice, to=PRIYAS) if n.repeated] == []
