"""What each kind of mail comes to: done, set aside for a person with the reason, or ignored with a record."""

from pathlib import Path

import pytest

from panel import commands as c
from panel.appeal import Appeal
from panel.intake import Fate, ReceivedMail
from panel.notices import Notice, NoticeState, Topic
from panel.referral import Referral, ReferralStatus
from tests.story import DILYS, HELEN, MARTIN, PRIYA, RUTH, TOM
from tests.unit.bot.mail_office import DILYSES, GATE, MUM, PRIYAS, SAMS, MailOffice, form

PDF = b"%PDF assessment"
PROOF = f"{GATE}; dmarc=pass header.from=council.example"


@pytest.fixture
async def office(tmp_path: Path) -> MailOffice:
    made = MailOffice(tmp_path / "mailbox")
    made.story.meetings()
    await made.outbox.run_once()
    made.messenger.sent.clear()
    return made


async def asked_for_papers(office: MailOffice) -> tuple[Referral, str]:
    """A referral that came by mail without its assessment, and the Message-ID of the answer that said so."""
    await office.write(form())
    [referral] = office.store.read().find(Referral)
    assert referral.status is ReferralStatus.RETURNED_INCOMPLETE
    return referral, office.letters(PRIYAS)[-1].message_id


def now(office: MailOffice, ref: str) -> Referral:
    return office.story.referral(ref)


@pytest.mark.rule("CB-9.2", "CB-10.16")
async def test_an_answer_with_the_missing_paper_completes_the_case(office: MailOffice) -> None:
    """The file is a paper of the case, the form's referral goes on to the manager, and the sender hears it."""
    referral, asked = await asked_for_papers(office)
    mail = await office.write(("scan 12.pdf", PDF), In_Reply_To=asked, Subject="Re: here it is")
    after = now(office, referral.id)
    assert (mail.fate, mail.reason, mail.ref) == (Fate.CASE, "papers", referral.id)
    assert [(paper.name, paper.document) for paper in after.papers] == [("scan 12.pdf", "assessment")]
    assert after.status is ReferralStatus.AWAITING_AUTHORISATION
    letter = office.letters(PRIYAS)[-1]
    assert letter.subject == f"{referral.id}: received"
    assert "- scan 12.pdf" in letter.text
    assert "Nothing is missing now" in letter.text
    assert letter.in_reply_to == mail.message_id


async def test_what_is_still_missing_is_said_again(office: MailOffice) -> None:
    """With an answer left open the case stays, and the next answer to that mail goes to it as well."""
    await office.write(form(care_plan=""))
    [referral] = office.store.read().find(Referral)
    await office.write(("notes.pdf", b"notes"), In_Reply_To=office.letters(PRIYAS)[-1].message_id)
    letter = office.letters(PRIYAS)[-1]
    assert "- The care plan: how the placement meets need" in letter.text
    await office.write(("more.pdf", b"more"), In_Reply_To=letter.message_id)
    assert [paper.name for paper in now(office, referral.id).papers] == ["notes.pdf", "more.pdf"]


async def test_a_draft_begun_in_teams_is_sent_by_its_practitioner(office: MailOffice) -> None:
    """A paper by mail completes it and never sends it: sending is the practitioner's agreement."""
    ref = office.story.begin()
    office.story.fill(ref)
    await office.write(form(ref), Subject=f"{ref}")
    office.store.held[("referral", ref)] = now(office, ref).model_copy(
        update={"source": "teams", "status": ReferralStatus.DRAFT, "papers": ()}
    )
    await office.write(("a.pdf", PDF), In_Reply_To=office.letters(PRIYAS)[-1].message_id)
    assert (len(now(office, ref).papers), now(office, ref).status) == (1, ReferralStatus.DRAFT)
    assert f"type “send {ref}”" in office.letters(PRIYAS)[-1].text


async def test_files_that_could_run_or_do_not_fit_are_named_in_the_answer(office: MailOffice) -> None:
    """Nothing is left out in silence; what mail programs add by themselves is."""
    referral, asked = await asked_for_papers(office)
    await office.write(
        ("plan.docm", b"x"),
        ("run.exe", b"x"),
        ("empty.pdf", b""),
        ("smime.p7s", b"x"),
        ("ok.pdf", PDF),
        In_Reply_To=asked,
    )
    text = office.letters(PRIYAS)[-1].text
    assert [paper.name for paper in now(office, referral.id).papers] == ["ok.pdf"]
    assert "- plan.docm: a file of this kind can hold a program" in text
    assert "- run.exe: " in text
    assert "- empty.pdf: nothing is in it" in text
    assert "smime" not in text


async def test_another_persons_case_takes_no_paper_from_a_colleague(office: MailOffice) -> None:
    """Who was forwarded the letter has the thread, and no part in the case: a person looks, nothing is told."""
    referral, asked = await asked_for_papers(office)
    mail = await office.write(("a.pdf", PDF), In_Reply_To=asked, From=SAMS)
    assert (mail.fate, mail.reason, now(office, referral.id)) == (Fate.SET_ASIDE, "not_party", referral)
    assert referral.id not in office.letters(SAMS)[-1].text + office.letters(SAMS)[-1].subject


async def test_the_manager_of_the_case_may_bring_a_paper(office: MailOffice) -> None:
    """The manager is party to it; it goes on to be signed only from the practitioner."""
    referral, asked = await asked_for_papers(office)
    await office.write(("a.pdf", PDF), In_Reply_To=asked, From=DILYSES)
    assert len(now(office, referral.id).papers) == 1
    assert now(office, referral.id).status is ReferralStatus.RETURNED_INCOMPLETE


async def test_a_made_up_thread_leads_nowhere(office: MailOffice) -> None:
    """Only the Message-ID of a letter that went out names a case; a guessed one is as good as none."""
    referral, asked = await asked_for_papers(office)
    guessed = f"<{'0' * 40}@{asked.partition('@')[2]}"
    mail = await office.write(("a.pdf", PDF), In_Reply_To=guessed)
    assert (mail.fate, mail.reason, now(office, referral.id)) == (Fate.SET_ASIDE, "damaged", referral)


async def test_a_subject_that_names_another_case_is_not_guessed_at(office: MailOffice) -> None:
    """Somebody answers an old letter about a new child: no paper goes to the wrong one."""
    referral, asked = await asked_for_papers(office)
    other = office.story.begin()
    mail = await office.write(("a.pdf", PDF), In_Reply_To=asked, Subject=f"{other} assessment")
    assert (mail.fate, mail.reason) == (Fate.SET_ASIDE, "two_cases")
    assert (now(office, referral.id), now(office, other).papers) == (referral, ())


async def test_files_under_a_typed_reference_are_kept_and_asked_for_once_more(office: MailOffice) -> None:
    """A reference can be mistyped, so files go to a case only with an answer to a letter about it."""
    ref = office.story.begin()
    mail = await office.write(("a.pdf", PDF), Subject=f"{ref} assessment")
    assert (mail.fate, mail.reason, now(office, ref).papers) == (Fate.CASE, "news", ())
    letter = office.letters(PRIYAS)[-1]
    assert "send them once more as an answer to this mail" in letter.text
    await office.write(("a.pdf", PDF), In_Reply_To=letter.message_id)
    assert [paper.name for paper in now(office, ref).papers] == ["a.pdf"]


@pytest.mark.rule("CB-9.10")
async def test_a_paper_for_a_case_that_was_sent_is_put_before_people(office: MailOffice) -> None:
    """The papers stand; the administrator and the people of the case learn of it, and the sender what can be done."""
    referral, asked = await asked_for_papers(office)
    await office.write(("a.pdf", PDF), In_Reply_To=asked)
    before = now(office, referral.id)
    mail = await office.write(("late.pdf", b"late"), In_Reply_To=asked, Subject="One more")
    assert (mail.fate, mail.reason, mail.ref) == (Fate.SET_ASIDE, "late_paper", referral.id)
    assert now(office, referral.id) == before
    assert "its papers stand" in office.letters(PRIYAS)[-1].text
    assert f"mails {referral.id}" in office.said(DILYS)
    assert "it brings papers for a case whose papers stand" in office.said(TOM)


async def listed(office: MailOffice) -> tuple[str, str]:
    """A case on the next agenda, and the Message-ID of a letter about it that its practitioner can answer."""
    ref = office.story.signed()
    await office.write(Subject=ref, body="Which room is it?")
    return ref, office.letters(PRIYAS)[-1].message_id


@pytest.mark.rule("CB-9.10", "CB-9.9")
async def test_a_late_paper_by_mail_is_put_to_those_who_may_let_it_in(office: MailOffice) -> None:
    """One mail asks as the command in Teams does: cards to the officers, the papers as they are until one agrees."""
    ref, letter = await listed(office)
    before = now(office, ref)
    mail = await office.write(
        ("assessment new.pdf", PDF), ("notes.pdf", b"x"), In_Reply_To=letter, body="The doctor wrote today."
    )
    assert (mail.fate, mail.reason, mail.ref, mail.open) == (Fate.CASE, "late_asked", ref, None)
    assert (now(office, ref).papers, office.story.told("late_asked")) == (before.papers, {HELEN, MARTIN, RUTH})
    card = office.said(HELEN)
    assert "take 2 late papers?" in card
    assert "Assessment of need (in place of the one that is there): assessment new.pdf" in card
    assert "Another paper (beside the others): notes.pdf" in card
    assert "The doctor wrote today." in card
    office.story.do(c.SendPapers, HELEN, ref=ref)
    papers = [n.facts for n in office.story.notices(Topic.PAPER_COPY)]
    held = [paper.digest for paper in [*before.papers, *office.story.meeting().late_asks[0].papers]]
    assert [fact["digest"] for fact in papers] == held
    assert [fact["file"] for fact in papers] == [f"{ref}-{n}.pdf" for n in ("paper-1", "late-paper-1", "late-paper-2")]
    assert "I have asked the Chair and the Head of Service" in office.letters(PRIYAS)[-1].text
    assert "on Wed 11 Nov 2026" in office.said(DILYS)
    assert "set aside" not in office.said(TOM)


@pytest.mark.rule("CB-9.10")
async def test_a_late_paper_by_mail_that_is_agreed_goes_with_its_case(office: MailOffice) -> None:
    """Each takes the place of the one of its kind or comes behind the others; sender and administrator are told."""
    ref, letter = await listed(office)
    await office.write(("assessment new.pdf", PDF), ("notes.pdf", b"x"), In_Reply_To=letter)
    old = now(office, ref).papers
    assert [ask.reason for ask in office.story.meeting().late_asks] == ["Hello"]
    office.story.do(c.AgreeLate, HELEN, ref=ref)
    await office.outbox.run_once()
    assert [(paper.name, paper.document) for paper in now(office, ref).papers] == [
        ("assessment new.pdf", "assessment"),
        ("notes.pdf", "other"),
    ]
    assert len(old) == 1
    assert f"The late papers of {ref} go with it" in office.said(PRIYA)
    assert "type “build pack”" in office.said(TOM)


@pytest.mark.rule("CB-9.10")
async def test_a_late_paper_by_mail_that_is_refused_says_what_to_do_next(office: MailOffice) -> None:
    """Its papers stand; the sender reads why and how the panel can hear of it all the same."""
    ref, letter = await listed(office)
    before = now(office, ref).papers
    await office.write(("notes.pdf", b"x"), In_Reply_To=letter, body="")
    assert [ask.reason for ask in office.story.meeting().late_asks] == ["The mail that brought it does not say why."]
    office.story.do(c.RefuseLate, HELEN, ref=ref, reason="The panel has enough.")
    await office.outbox.run_once()
    assert now(office, ref).papers == before
    said = office.said(PRIYA)
    assert f"The late paper of {ref} does not go with it: The panel has enough. Whoever presents the case" in said
    assert "ask the administrator for a later panel" in said


@pytest.mark.rule("CB-9.10")
async def test_a_second_late_paper_waits_for_the_answer_about_the_first(office: MailOffice) -> None:
    """It is kept and set aside; the sender reads why, and that it can be sent again."""
    ref, letter = await listed(office)
    await office.write(("notes.pdf", b"x"), In_Reply_To=letter)
    mail = await office.write(("more.pdf", b"y"), ("run.exe", b"z"), In_Reply_To=letter)
    assert (mail.fate, mail.reason) == (Fate.SET_ASIDE, "late_paper")
    text = office.letters(PRIYAS)[-1].text
    assert f"An earlier request about {ref} waits for its answer" in text
    assert "Once that has changed, the paper can be sent again in the same way" in text
    assert "- run.exe: a file of this kind can hold a program" in text


@pytest.mark.rule("CB-9.10")
async def test_a_late_paper_that_nobody_answered_for_is_not_forgotten(office: MailOffice) -> None:
    """As the panel begins its sender reads that it does not go with the case."""
    ref, letter = await listed(office)
    await office.write(("notes.pdf", b"x"), In_Reply_To=letter)
    story = office.story
    story.now = story.meeting().starts_at
    story.do(c.StartMeeting, TOM, meeting=story.meeting().id, chair=RUTH, present=(DILYS,))
    await office.outbox.run_once()
    assert f"The late paper of {ref} does not go with it: the panel has begun, and nobody answered" in office.said(
        PRIYA
    )


@pytest.mark.rule("CB-9.10")
async def test_a_late_paper_after_the_panel_has_begun_is_kept(office: MailOffice) -> None:
    """Nobody is asked what they can no longer answer."""
    _, letter = await listed(office)
    office.story.now = office.story.meeting().starts_at
    mail = await office.write(("notes.pdf", b"x"), In_Reply_To=letter)
    assert (mail.fate, mail.reason, office.story.told("late_asked")) == (Fate.SET_ASIDE, "late_paper", set())


@pytest.mark.rule("CB-9.10")
async def test_a_paper_after_the_cut_off_says_what_lateness_means(office: MailOffice) -> None:
    """The case can still be changed, and the panel it is meant for has closed: the answer names the way on."""
    await office.write(form(care_plan=""))
    [referral] = office.store.read().find(Referral)
    asked = office.letters(PRIYAS)[-1].message_id
    office.story.later(days=7)
    await office.write(("a.pdf", PDF), In_Reply_To=asked)
    text = office.letters(PRIYAS)[-1].text
    assert "Requests for the panel on Wed 11 Nov 2026 closed on" in text
    assert f"type “late {referral.id}” and the reason" in text


@pytest.mark.rule("CB-11.5")
async def test_news_of_a_decided_case_is_kept_and_asked_to_be_recorded(office: MailOffice) -> None:
    """The manager writes that something has changed: the practitioner reads it and is told the command."""
    ref = office.story.decided()
    before = office.story.snapshot()
    mail = await office.write(
        Subject=f"{ref}", From=DILYSES, body="She moved to her aunt today.\n\nOn Mon, Priya wrote:\n> How is she?"
    )
    assert (mail.fate, mail.reason, mail.said) == (Fate.CASE, "news", "She moved to her aunt today.")
    assert f"type “report {ref}”" in office.said(PRIYA)
    assert "A mail by itself changes nothing" in office.letters(DILYSES)[-1].text
    assert "aunt" not in office.letters(DILYSES)[-1].text + office.said(PRIYA)
    changed = {key for key, held in office.story.snapshot().items() if before.get(key) != held}
    assert {kind for kind, _ in changed} <= {"mail", "mail_tally", "notice", "chat", "post"}


async def test_somebody_we_wrote_to_may_answer_about_that_case_only(office: MailOffice) -> None:
    """An IRO's answer to our copy is kept for the practitioner; without our letter it is a stranger's mail."""
    office.story.decided(iro_email="iro@elsewhere.example", affects_plan="cla_plan", iro_triggers="t1")
    await office.outbox.run_once()
    copies = office.letters("iro@elsewhere.example")
    if not copies:
        pytest.fail("the IRO should have been written to")
    mail = await office.write(From="iro@elsewhere.example", In_Reply_To=copies[-1].message_id, body="I disagree.")
    assert (mail.fate, mail.reason) == (Fate.CASE, "news")
    thanks = office.letters("iro@elsewhere.example")[-1]
    assert "CB-0001" not in thanks.subject + thanks.text
    appeal = await office.write(
        From="iro@elsewhere.example", In_Reply_To=copies[-1].message_id, body="I appeal.", Subject="No"
    )
    assert (appeal.reason, appeal.ref) == ("challenge", "CB-0001")
    other = await office.write(From="iro@elsewhere.example", body="And another thing.")
    assert (other.fate, other.reason) == (Fate.SET_ASIDE, "unknown_sender")


async def test_a_familys_challenge_is_thanked_and_put_before_people_with_the_last_day(office: MailOffice) -> None:
    """The parent gets a polite answer without a word on the case; nothing is logged; the last day is worked out."""
    ref = office.story.decided("not_agreed")
    office.story.do(c.ReleaseDecisions, TOM, meeting="central-bedfordshire.2026-11-11")
    await office.outbox.run_once()
    office.story.later(days=2)
    mail = await office.write(From=MUM, Subject="I want to appeal", body=f"I am not happy with the decision {ref}.")
    assert (mail.fate, mail.reason, mail.ref) == (Fate.SET_ASIDE, "challenge", ref)
    [thanks] = office.letters(MUM)
    assert "It came on Fri 13 Nov 2026, and that day counts" in thanks.text
    assert ref not in thanks.subject + thanks.text
    assert office.store.read().count(Appeal) == 0
    for person in (TOM, PRIYA):
        assert f"may be a family’s challenge to a decision: {ref}" in office.said(person)
        assert f"log appeal {ref}" in office.said(person) or f"complaint {ref}" in office.said(person)


async def test_a_complaint_about_a_case_without_a_decision_names_it_to_the_administrator(office: MailOffice) -> None:
    """There is nothing to log yet, and somebody should know."""
    ref = office.story.begin()
    mail = await office.write(From=MUM, Subject="Complaint", body=f"I complain about {ref}.")
    assert (mail.fate, mail.reason, mail.ref) == (Fate.SET_ASIDE, "challenge", "")
    assert f"It names {ref}, and I could not tell which decision" in office.said(TOM)


async def test_a_challenge_that_names_no_case_goes_to_the_administrator_alone(office: MailOffice) -> None:
    """Who knows the family finds the case."""
    office.story.decided()
    mail = await office.write(From=MUM, Subject="Complaint", body="Please reconsider.")
    assert (mail.fate, mail.reason, mail.ref) == (Fate.SET_ASIDE, "challenge", "")
    assert "I could not tell which case" in office.said(TOM)
    assert "challenge" not in office.said(PRIYA)


@pytest.mark.parametrize(
    ("heads", "reason"),
    [
        ({"Auto_Submitted": "auto-replied"}, "auto_submitted"),
        ({"Precedence": "bulk"}, "precedence"),
        ({"List_Id": "<news.example>"}, "list"),
        ({"Return_Path": "<>"}, "null_return_path"),
        ({"From": "arp@council.example"}, "own_address"),
        ({"From": "no-reply@shop.example"}, "machine"),
        ({"From": "win@shop.example", "X_Spam_Flag": "YES"}, "spam"),
        ({"From": "win@shop.example", "X_Forefront_Antispam_Report": "CIP:1.2.3.4;SFV:SPM;SCL:6;"}, "spam"),
    ],
)
async def test_what_a_machine_wrote_is_ignored_with_a_record(
    office: MailOffice, heads: dict[str, str], reason: str
) -> None:
    """Never answered, nobody told, and still to be found."""
    mail = await office.write(**heads)
    assert (mail.fate, mail.reason, office.letters(), office.messenger.sent) == (Fate.SILENT, reason, [], [])


async def test_spam_in_the_name_of_staff_is_looked_at(office: MailOffice) -> None:
    """A filter may err about a colleague; their referral is not lost."""
    mail = await office.write(X_Spam_Flag="YES")
    assert (mail.fate, mail.reason) == (Fate.SET_ASIDE, "no_form")


@pytest.mark.parametrize(
    ("heads", "reason"), [({"From": "a@x.example, b@x.example"}, "no_sender"), ({"From": ""}, "no_sender")]
)
async def test_a_mail_that_names_no_one_writer_is_set_aside(
    office: MailOffice, heads: dict[str, str], reason: str
) -> None:
    """It may be anything, so a person looks."""
    mail = await office.write(**heads)
    assert (mail.fate, mail.reason) == (Fate.SET_ASIDE, reason)


async def test_a_mail_in_the_name_of_staff_changes_nothing_without_proof(tmp_path: Path) -> None:
    """With a gateway set, only what it vouches for counts; the person named is asked in Teams, never by mail."""
    office = MailOffice(tmp_path / "mailbox", gateway=GATE)
    mail = await office.write(form())
    again = await office.write(form(care_plan="Another"), Subject="Once more")
    assert [(each.fate, each.reason) for each in (mail, again)] == [(Fate.SET_ASIDE, "not_vouched")] * 2
    assert (office.store.read().count(Referral), office.letters()) == (0, [])
    assert office.said(PRIYA).count("nobody vouches that you wrote it") == 1
    proven = await office.write(form(), Authentication_Results=PROOF, Subject="Real")
    assert proven.fate is Fate.CASE


async def test_a_real_service_without_a_gateway_believes_nobody(tmp_path: Path) -> None:
    """Whoever forgets to say who vouches gets every mail set aside, and no case changed."""
    office = MailOffice(tmp_path / "mailbox", local=False)
    assert (await office.write(form())).reason == "not_vouched"


BOUNCE = """From: Mail Delivery <mailer-daemon@relay.example>
To: arp@council.example
Subject: Undelivered
Message-ID: <{n}@relay.example>
Auto-Submitted: auto-replied
Content-Type: multipart/report; report-type=delivery-status; boundary=edge

--edge
Content-Type: text/plain

Sorry.
--edge
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; {to}
Action: {action}
Status: {status}

--edge
Content-Type: message/rfc822

Message-ID:
 {letter}
Subject: x

--edge--
"""


def bounce(letter: str, n: int = 1, action: str = "failed", status: str = "5.1.1") -> bytes:
    return BOUNCE.format(letter=letter, n=n, action=action, status=status, to=PRIYAS).encode()


async def test_a_letter_that_comes_back_is_shown_to_a_person(office: MailOffice) -> None:
    """Matched by our Message-ID: the notice has failed, and the administrator reads to whom, about what and why."""
    referral, asked = await asked_for_papers(office)
    mail = await office.arrive(bounce(asked))
    [letter] = office.store.read().find(Notice, letter=asked)
    assert (mail.fate, mail.reason, mail.ref) == (Fate.CASE, "bounce", referral.id)
    assert (letter.state, letter.problem) == (NoticeState.FAILED, "came back 5.1.1")
    assert f"A mail to Priya Nair about {referral.id} came back (receipt): the address is not known there (5.1.1)" in (
        office.said(TOM)
    )
    again = await office.arrive(bounce(asked, n=2))
    assert (again.fate, again.reason) == (Fate.SILENT, "repeat")


@pytest.mark.parametrize(
    ("action", "status", "reason"), [("delayed", "4.4.7", "bounce_waits"), ("delivered", "2.0.0", "bounce_waits")]
)
async def test_a_letter_that_only_waits_has_not_failed(
    office: MailOffice, action: str, status: str, reason: str
) -> None:
    """Mail servers report delays and deliveries too."""
    _, asked = await asked_for_papers(office)
    mail = await office.arrive(bounce(asked, action=action, status=status))
    [letter] = office.store.read().find(Notice, letter=asked)
    assert (mail.fate, mail.reason, letter.state) == (Fate.SILENT, reason, NoticeState.SENT)


async def test_a_bounce_of_somebody_elses_mail_is_ignored(office: MailOffice) -> None:
    """Spam is sent in our name too, and comes back to us; nobody need know."""
    await asked_for_papers(office)
    mail = await office.arrive(bounce("<0123456789@elsewhere.example>"))
    assert (mail.fate, mail.reason) == (Fate.SILENT, "bounce_not_ours")
    assert office.story.notices(Topic.UNDELIVERED) == []


async def test_a_bounce_in_plain_words_is_known_too(office: MailOffice) -> None:
    """Not every mail server writes a report."""
    _, asked = await asked_for_papers(office)
    raw = office.written(From="postmaster@relay.example", References=asked, body="User unknown (#5.1.1)")
    assert (await office.arrive(raw)).reason == "bounce"


async def test_a_mail_our_own_code_stumbles_over_is_set_aside(
    office: MailOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It does not stop the mails behind it, and does not vanish."""

    def stumble(*_: object) -> None:
        raise KeyError("a mistake of ours")

    monkeypatch.setattr("bot.mailroom.read_mail", stumble)
    (office.folder / "inbox" / "1.eml").write_bytes(office.written())
    await office.mailroom.run_once(office.mailbox)
    [mail] = office.store.read().find(ReceivedMail)
    assert (mail.fate, mail.reason) == (Fate.SET_ASIDE, "unreadable")


async def test_news_without_end_about_one_case_is_told_ten_times_an_hour(office: MailOffice) -> None:
    """Every mail is kept with the case; of ten messages to the practitioner the last says that more come."""
    ref = office.story.begin()
    for number in range(15):
        await office.write(Subject=f"{ref} {number}", From=DILYSES, body=f"News {number}")
    assert len(office.story.notices(Topic.MAIL_NEWS)) == 10
    assert office.said(PRIYA).count("More keep coming, so for an hour I will not write for each.") == 1
    assert len(office.store.read().find(ReceivedMail, about=ref)) == 15
    office.story.later(days=1)
    await office.write(Subject=f"{ref} again", From=DILYSES)
    assert len(office.story.notices(Topic.MAIL_NEWS)) == 11


async def test_a_mail_that_looks_like_a_colleagues_is_shown_as_such(office: MailOffice) -> None:
    """Nobody is answered; the administrator reads not to answer it either."""
    mail = await office.write(form(), From='"Priya Nair" <priya.nair@councll.example>')
    assert (mail.fate, mail.reason) == (Fate.SET_ASIDE, "looks_like_staff")
    assert (office.letters(), office.store.read().count(Referral)) == ([], 0)
    assert "as if a colleague had written it, and the address is not theirs" in office.said(TOM)


async def test_an_answer_goes_to_who_wrote_and_nowhere_else(office: MailOffice) -> None:
    """Reply-To is not read: whoever can write it could have a case's gaps sent to themselves."""
    await office.write(form(care_plan=""), Reply_To="mallory@evil.example")
    assert [letter.recipients for letter in office.letters()] == [(PRIYAS,)]


async def test_a_mail_on_behalf_of_a_colleague_inside_exchange_asks_that_colleague(tmp_path: Path) -> None:
    """Exchange vouches for whoever signed in, who is not the one in From."""
    office = MailOffice(tmp_path / "mailbox", gateway="exchange-online", local=False)
    office.story.meetings()
    inside = {"X_MS_Exchange_Organization_AuthAs": "Internal"}
    mail = await office.write(form(), Sender=SAMS, **inside)
    assert (mail.fate, mail.reason, office.letters()) == (Fate.SET_ASIDE, "not_vouched", [])
    assert "A mail in your name came" in office.said(PRIYA)
    assert (await office.write(form("", initials="ZZ"), **inside)).fate is Fate.CASE
