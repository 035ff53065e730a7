"""A refused command leaves every record as it was; every change carries its audit entry; nobody is named outside."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from panel import acts
from panel import commands as c
from panel.council import Office
from panel.errors import Conflict, NotPermitted, Refused
from panel.form import Kind
from panel.handlers import emergencies
from panel.intake import FormSubmission, MailFile, ReceivedMail
from panel.notices import Channel, Notice
from panel.ports import Answer, Change, Records
from tests.story import (
    ASHA,
    CB,
    CHECKS,
    DILYS,
    FEMI,
    FIRST_PANEL,
    GIVEN,
    HELEN,
    JOAN,
    MONDAY,
    PLAIN,
    PRIYA,
    RUTH,
    SECOND_PANEL,
    TERMS,
    TOM,
    Story,
    profiles,
)

DRAFT, URGENT, BOOKED, SENT, APPROVED = (f"CB-000{n}" for n in range(1, 6))


@pytest.fixture
def story() -> Story:
    """An office with a draft, an emergency that waits, a booked, a sent and an approved case."""
    story = Story()
    story.meetings()
    story.attach(story.begin())
    story.urgent()
    story.signed()
    story.do(c.SendToManager, PRIYA, ref=story.complete())
    story.approved()
    return story


LATE = {"since": MONDAY, "until": MONDAY}
CALLED = {"approver": HELEN, "approved": True}
LATE_PAPER = {"name": "a.pdf", "digest": "new", "size": 10, "document": "assessment", "reason": "It came today"}
BAD: list[tuple[type[c.Command], str, dict[str, Any]]] = [
    (c.SupportEmergency, DILYS, {"ref": URGENT}),
    (c.RefuseSupport, DILYS, {"ref": URGENT, "reason": "no"}),
    (c.ApproveEmergency, HELEN, {"ref": URGENT, "until": "1 November 2026"}),
    (c.ApproveEmergency, HELEN, {"ref": URGENT, "until": "1 December 2026"}),
    (c.ApproveEmergency, HELEN, {"ref": URGENT, "until": "one day"}),
    (c.ApproveEmergency, HELEN, {"ref": URGENT, "cost_limit": "plenty"}),
    (c.RecordPhoned, PRIYA, {"ref": URGENT, "words": "Yes", **CALLED}),
    (c.RecordPhoned, TOM, {"ref": URGENT, "words": "", **CALLED}),
    (c.RecordPhoned, TOM, {"ref": URGENT, "words": "Yes", "approver": DILYS, "approved": True}),
    (c.RecordPhoned, TOM, {"ref": URGENT, "words": "Yes", "approver": TOM, "approved": True}),
    (c.ConfirmPhoned, HELEN, {"ref": APPROVED}),
    (c.DenyPhoned, HELEN, {"ref": APPROVED, "words": "No"}),
    (c.NoteCall, TOM, {"ref": URGENT, "whom": "resources", "called_at": MONDAY, "words": "Asha"}),
    (c.NoteCall, ASHA, {"ref": URGENT, "whom": "resources", "called_at": MONDAY, "words": "Asha"}),
    (c.RecordAdmission, PRIYA, {"ref": URGENT, "admitted_at": MONDAY, "circumstances": "Tonight"}),
    (c.SendPapers, PRIYA, {"ref": APPROVED}),
    (c.SendPapers, ASHA, {"ref": URGENT}),
    (c.SendHistory, PRIYA, {"ref": DRAFT}),
    (c.SendReport, PRIYA, {"panel": CB, "kind": "report"}),
    (c.SendReport, FEMI, {"panel": CB, "kind": "foi", "period": "2026"}),
    (c.SendReport, TOM, {"panel": CB, "kind": "report", "period": "soon"}),
    (c.EndPlacement, ASHA, {"ref": APPROVED, "ended_on": "2 November 2026"}),
    (c.SayOutOfOffice, HELEN, LATE),
    (c.SayBack, HELEN, {}),
    (c.StartDrill, c.OPERATOR, {"panel": "elsewhere"}),
    (c.AcknowledgeDrill, HELEN, {"drill": "nonsense"}),
    (c.BeginReferral, HELEN, {"panel": CB}),
    (c.BeginReferral, PRIYA, {"panel": "elsewhere"}),
    (c.BeginReferral, "nobody", {"panel": CB}),
    (c.SaveSection, PRIYA, {"ref": DRAFT, "section": "nonsense", "given": {}, "drawn_from": 9}),
    (c.SaveSection, PRIYA, {"ref": DRAFT, "section": "child", "given": {"cohort": "x"}, "drawn_from": 9}),
    (c.SaveSection, PRIYA, {"ref": BOOKED, "section": "child", "given": {"initials": "X"}, "drawn_from": 99}),
    (c.AnswerQuestion, PRIYA, {"ref": DRAFT, "question": "nonsense", "given": "x"}),
    (c.AnswerQuestion, PRIYA, {"ref": DRAFT, "question": "initials", "given": " "}),
    (c.AnswerQuestion, PRIYA, {"ref": "CB-9999", "question": "initials", "given": "x"}),
    (c.AskInWords, HELEN, {"ref": DRAFT}),
    (c.AttachPaper, PRIYA, {"ref": DRAFT, "name": "a", "digest": "d", "size": 0}),
    (c.AttachPaper, PRIYA, {"ref": DRAFT, "name": "a", "digest": "d", "size": 5, "document": "nonsense"}),
    (c.NamePaper, PRIYA, {"ref": DRAFT, "digest": "d", "document": "other"}),
    (c.NamePaper, PRIYA, {"ref": DRAFT, "digest": "d", "document": "nonsense"}),
    (c.RemovePaper, PRIYA, {"ref": DRAFT, "digest": ""}),
    (c.RemovePaper, PRIYA, {"ref": DRAFT, "digest": "nonsense"}),
    (c.SendToManager, PRIYA, {"ref": DRAFT}),
    (c.BeginReferral, DILYS, {"panel": CB, "owner": PRIYA}),
    (c.BeginReferral, TOM, {"panel": CB, "owner": "nobody"}),
    (c.WaivePaper, DILYS, {"ref": DRAFT, "document": "nonsense", "reason": "x"}),
    (c.WaivePaper, DILYS, {"ref": DRAFT, "document": "assessment", "reason": "x"}),
    (c.AskException, PRIYA, {"ref": DRAFT, "reason": "x"}),
    (c.AskException, TOM, {"ref": DRAFT, "reason": "x"}),
    (c.AgreeException, HELEN, {"ref": DRAFT}),
    (c.RefuseException, HELEN, {"ref": DRAFT, "reason": "x"}),
    (c.ChangeManager, PRIYA, {"ref": SENT, "to": HELEN, "reason": "x"}),
    (c.ChangeManager, ASHA, {"ref": SENT, "to": DILYS, "reason": "x"}),
    (c.ChangeManager, PRIYA, {"ref": BOOKED, "to": DILYS, "reason": "x"}),
    (c.SendToPanel, RUTH, {"ref": BOOKED, "reason": "x"}),
    (c.DecideAlone, RUTH, {"ref": BOOKED, "outcome": "agreed", "terms": TERMS}),
    (c.ReturnReferral, DILYS, {"ref": SENT, "comment": ""}),
    (c.SignReferral, DILYS, {"ref": SENT, "checks": CHECKS[:2]}),
    (c.SignReferral, DILYS, {"ref": BOOKED, "checks": CHECKS}),
    (c.WithdrawReferral, ASHA, {"ref": BOOKED, "reason": "x"}),
    (c.AddMeeting, TOM, {"panel": CB, "starts_at": datetime(2026, 11, 14, 9, 30, tzinfo=UTC)}),
    (c.MoveBooking, TOM, {"ref": BOOKED, "meeting": FIRST_PANEL}),
    (c.MoveBooking, TOM, {"ref": DRAFT, "meeting": SECOND_PANEL}),
    (c.AskEmergency, PRIYA, {"ref": DRAFT}),
    (c.AskEmergency, TOM, {"ref": DRAFT}),
    (c.AskRequester, HELEN, {"ref": URGENT, "question": ""}),
    (c.AskRequester, HELEN, {"ref": APPROVED, "question": "Why?"}),
    (c.AnswerApprover, PRIYA, {"ref": URGENT, "answer": "x"}),
    (c.ApproveEmergency, HELEN, {"ref": URGENT, "condition": "x" * 1501}),
    (c.ApproveEmergency, HELEN, {"ref": APPROVED}),
    (c.DeclineEmergency, HELEN, {"ref": URGENT, "reason": ""}),
    (c.ExtendEmergency, HELEN, {"ref": URGENT, "meeting": SECOND_PANEL, "reason": "x"}),
    (c.ExtendEmergency, HELEN, {"ref": APPROVED, "meeting": FIRST_PANEL, "reason": "x"}),
    (c.PermitSearch, ASHA, {"ref": URGENT}),
    (c.RecordPlacement, ASHA, {"ref": APPROVED, "provider": "Oak", "placed_on": "soon", "weekly_cost": "1"}),
    (c.StartMeeting, TOM, {"meeting": FIRST_PANEL, "chair": TOM, "present": ()}),
    (c.StartMeeting, TOM, {"meeting": FIRST_PANEL, "chair": RUTH, "present": ("nobody",)}),
    (c.DraftDecision, TOM, {"meeting": FIRST_PANEL, "ref": BOOKED, "outcome": "agreed", "terms": TERMS}),
    (c.EndMeeting, TOM, {"meeting": FIRST_PANEL}),
    (c.ConfirmDecisions, RUTH, {"meeting": FIRST_PANEL}),
    (c.ReleaseDecisions, TOM, {"meeting": FIRST_PANEL}),
    (c.FinishTask, PRIYA, {"task": "nonsense"}),
    (c.RunClock, c.CLOCK, {"kind": "referral", "record": "CB-9999"}),
    (c.RunPanelClock, c.CLOCK, {"panel": "nowhere"}),
    (c.PlanMeetings, TOM, {"panel": CB, "count": 4}),
    (c.MoveMeeting, PRIYA, {"meeting": FIRST_PANEL, "starts_at": MONDAY, "reason": "x"}),
    (c.AskCancel, PRIYA, {"meeting": FIRST_PANEL, "reason": "x"}),
    (c.AgreeCancel, RUTH, {"meeting": FIRST_PANEL}),
    (c.RefuseCancel, RUTH, {"meeting": FIRST_PANEL, "reason": "x"}),
    (c.AskLate, PRIYA, {"ref": DRAFT, "reason": "x"}),
    (c.AgreeLate, RUTH, {"ref": BOOKED}),
    (c.RefuseLate, RUTH, {"ref": BOOKED, "reason": "x"}),
    (c.MarkPapersSent, TOM, {"meeting": FIRST_PANEL}),
    (c.BuildPack, TOM, {"meeting": FIRST_PANEL, "sections": (), "digest": "d"}),
    (c.BuildPack, PRIYA, {"meeting": FIRST_PANEL, "sections": (), "digest": "d"}),
    (c.CirculatePack, TOM, {"meeting": FIRST_PANEL}),
    (c.TakePack, JOAN, {"meeting": FIRST_PANEL, "version": 1, "parts": ()}),
    (c.OfferLatePaper, PRIYA, {"ref": DRAFT, **LATE_PAPER}),
    (c.OfferLatePaper, TOM, {"ref": BOOKED, **LATE_PAPER}),
    (c.OfferLatePaper, PRIYA, {"ref": BOOKED, **LATE_PAPER, "reason": ""}),
    (c.OfferLatePaper, PRIYA, {"ref": BOOKED, **LATE_PAPER, "size": 11 * 1024 * 1024}),
    (c.InviteGuest, PRIYA, {"meeting": FIRST_PANEL, "ref": BOOKED, "person": JOAN}),
    (c.AddToMinutes, TOM, {"meeting": FIRST_PANEL, "text": "x"}),
    (c.SignMinutes, RUTH, {"meeting": FIRST_PANEL}),
    (c.CorrectMinutes, TOM, {"meeting": FIRST_PANEL, "text": "x"}),
    (c.ConfirmAgenda, RUTH, {"meeting": FIRST_PANEL}),
    (c.MoveItem, TOM, {"meeting": FIRST_PANEL, "ref": BOOKED, "place": 9}),
    (c.TakeOff, TOM, {"meeting": FIRST_PANEL, "ref": BOOKED, "reason": "x"}),
    (c.TakeOff, RUTH, {"meeting": FIRST_PANEL, "ref": APPROVED, "reason": "x"}),
    (c.EndorseDecision, HELEN, {"ref": BOOKED}),
    (c.RefuseEndorsement, HELEN, {"ref": BOOKED, "reason": "x"}),
    (c.SendBackDecision, HELEN, {"ref": BOOKED, "reason": "x"}),
    (c.RecordVisit, PRIYA, {"ref": BOOKED, "day": "1 November 2026"}),
    (c.RecordVisit, HELEN, {"ref": BOOKED, "day": "1 November 2026"}),
    (c.Arrive, TOM, {"meeting": FIRST_PANEL, "person": JOAN}),
    (c.NoteWhoIsHere, PRIYA, {"meeting": FIRST_PANEL, "came": (JOAN,), "went": ()}),
    (c.Leave, PRIYA, {"meeting": FIRST_PANEL, "person": JOAN}),
    (c.TakeChair, TOM, {"meeting": FIRST_PANEL, "person": RUTH}),
    (c.DeclareConflict, PRIYA, {"meeting": FIRST_PANEL, "person": JOAN, "ref": BOOKED, "reason": "x"}),
    (c.DeclareConflict, JOAN, {"meeting": FIRST_PANEL, "person": JOAN, "ref": BOOKED, "reason": ""}),
    (c.SayAway, PRIYA, {"meeting": FIRST_PANEL, "person": PRIYA, "reason": "x"}),
    (c.NameSubstitute, JOAN, {"meeting": FIRST_PANEL, "person": JOAN, "substitute": RUTH, "reason": "leave"}),
    (c.NameSubstitute, JOAN, {"meeting": FIRST_PANEL, "person": JOAN, "substitute": FEMI}),
    (c.MissPresenter, TOM, {"meeting": FIRST_PANEL, "ref": BOOKED, "hear": True, "reason": "x"}),
    (c.MovePlannerDate, TOM, {"ref": BOOKED, "due": "1 June 2027", "reason": "x"}),
    (c.MoveStart, TOM, {"ref": BOOKED, "day": "1 June 2027", "reason": "x"}),
    (c.CompleteReview, PRIYA, {"ref": BOOKED}),
    (c.DecideMissed, RUTH, {"ref": BOOKED, "choice": "rebook", "reason": "x"}),
    (c.ApplyAgain, PRIYA, {"ref": BOOKED}),
    (c.ReportChange, PRIYA, {"ref": BOOKED, "happening": "nonsense"}),
    (c.ConfirmStopped, ASHA, {"ref": BOOKED}),
    (c.NoteUnmetNeed, HELEN, {"ref": BOOKED, "need": "Short breaks"}),
    (c.ResolveUnmetNeed, PRIYA, {"need": "nonsense"}),
    (c.LogAppeal, PRIYA, {"ref": BOOKED, "asked_by": "parent", "received": "1 November 2026"}),
    (c.SupplyAppeal, PRIYA, {"ref": BOOKED, "given": {}}),
    (c.WaiveAppeal, RUTH, {"ref": BOOKED, "reason": "x"}),
    (c.AnswerLateAppeal, RUTH, {"ref": BOOKED, "accepted": True, "reason": "x"}),
    (c.SayInterim, RUTH, {"ref": BOOKED, "support": "x"}),
    (c.RecordAnswer, TOM, {"ref": BOOKED, "answer": "x", "answered_on": "1 November 2026"}),
    (c.WithdrawAppeal, PRIYA, {"ref": BOOKED, "reason": "x"}),
    (c.NoteComplaint, PRIYA, {"ref": BOOKED, "complaint": "C1"}),
    (c.GiveRecipient, PRIYA, {"ref": BOOKED, "given": {"name": "Maria Santos"}}),
    (c.ConfirmRecipient, TOM, {"ref": BOOKED}),
    (c.AddLetter, TOM, {"ref": BOOKED}),
    (c.ChangeLetter, TOM, {"ref": BOOKED, "part": "reasons", "words": "x"}),
    (c.PrepareLetter, TOM, {"ref": BOOKED, "file": "f", "text": "x", "revision": 1}),
    (c.CopyLetter, TOM, {"ref": BOOKED}),
    (c.ReleaseLetter, DILYS, {"ref": BOOKED}),
    (c.NoteLetterSent, TOM, {"ref": BOOKED, "day": MONDAY.date()}),
    (c.DropLetter, DILYS, {"ref": BOOKED, "reason": "x"}),
    (c.TakeBackLetter, TOM, {"ref": BOOKED, "reason": "x"}),
    (c.HoldReview, TOM, {"panel": CB, "recurring": "nonsense", "day": "1 November 2026"}),
    (c.TickMail, TOM, {"mail": "nonsense", "note": "x"}),
]


@pytest.mark.parametrize(("command", "by", "fields"), BAD, ids=lambda value: getattr(value, "__name__", None))
def test_a_refused_command_changes_nothing(
    story: Story, command: type[c.Command], by: str, fields: dict[str, Any]
) -> None:
    """Records and notices are as before; only a refusal for want of permission leaves an audit entry."""
    before, entries = story.snapshot(), len(story.store.entries)
    with pytest.raises(Refused) as refused:
        story.do(command, by, **fields)
    assert story.snapshot() == before
    audited = [entry.act for entry in story.store.entries[entries:]]
    assert audited == (["refused"] if isinstance(refused.value, NotPermitted) else [])


def test_every_command_has_a_bad_case_here() -> None:
    """A command that is added brings its own refusal; a mail is set aside instead, and gathering finds nothing.

    That mail waits in the mailbox is said by the clerk alone, and there is nothing about it to refuse.
    """
    never = {c.TakeMail, c.TakeReply, c.GatherReminders, c.HoldMail}
    assert {command for command, _, _ in BAD} == acts.HANDLERS.keys() - never


def test_a_repeat_of_a_keyed_command_gets_the_same_answer(story: Story) -> None:
    """Delivered twice it counts once: the same answer, nothing new stored, no second audit entry."""
    first = story.do(c.ApproveEmergency, HELEN, ref=URGENT, key="act-1")
    before, entries = story.snapshot(), len(story.store.entries)
    assert story.do(c.ApproveEmergency, HELEN, ref=URGENT, key="act-1") == first
    assert (story.snapshot(), len(story.store.entries)) == (before, entries)


@pytest.mark.parametrize(("losses", "raised"), [(acts.TRIES - 1, False), (acts.TRIES, True)])
def test_a_command_is_carried_out_anew_when_another_came_between(
    story: Story, monkeypatch: pytest.MonkeyPatch, losses: int, raised: bool
) -> None:
    """Someone else's change in between is met by trying again, a few times and no more."""
    left = [None] * losses
    transact = story.store.transact

    def losing(work: Callable[[Records], Change]) -> Change:
        if left:
            left.pop()
            raise Conflict("in between")
        return transact(work)

    monkeypatch.setattr(story.store, "transact", losing)
    if raised:
        with pytest.raises(Conflict):
            story.do(c.BeginReferral, PRIYA, panel=CB)
        return
    assert story.do(c.BeginReferral, PRIYA, panel=CB) == Answer(code="begun", about="CB-0006")


CANARY = "Zebedee Quillfeather"


def full_of_canaries() -> Story:
    """One case through everything, with the canary in every answer, remark and file name there is."""
    story = Story()
    story.meetings()
    ref = story.begin(emergency=True)
    words = {
        q.id: CANARY for _, q in profiles()[CB].form.all_questions() if q.kind in (Kind.TEXT, Kind.LIST, Kind.LINE)
    }
    words |= {"initials": "ZQ", "mosaic_ref": CANARY[:20], "transition": "yes", "needs": ""}
    story.fill(ref, only=None, **words)
    story.do(c.AttachPaper, PRIYA, ref=ref, name=f"{CANARY}.pdf", digest="d", size=9, document="assessment")
    story.do(c.AskEmergency, PRIYA, ref=ref)
    story.do(c.AskRequester, HELEN, ref=ref, question=CANARY)
    story.do(c.AnswerApprover, PRIYA, ref=ref, answer=CANARY)
    story.later(hours=3)
    story.sweep()
    story.do(c.ApproveEmergency, HELEN, ref=ref, condition=CANARY)
    story.do(c.AnswerQuestion, PRIYA, ref=ref, question="needs", given=CANARY)
    story.do(c.RecordPlacement, ASHA, ref=ref, provider=CANARY, placed_on="2 Nov 2026", weekly_cost="5")
    story.do(c.SendToManager, PRIYA, ref=ref)
    story.do(c.ReturnReferral, DILYS, ref=ref, comment=CANARY)
    story.do(c.SendToManager, PRIYA, ref=ref)
    story.sign(ref)
    story.do(c.ExtendEmergency, HELEN, ref=ref, meeting=SECOND_PANEL, reason=CANARY)
    other = story.signed(**words | {"needs": CANARY, "panel_date": "2026-11-18"})
    gone = story.urgent()
    story.do(c.DeclineEmergency, RUTH, ref=gone, reason=CANARY)
    story.do(c.WithdrawReferral, PRIYA, ref=gone, reason=CANARY)
    story.open(SECOND_PANEL)
    story.decide(ref, "ratified_varied", SECOND_PANEL, reasons=CANARY, conditions=CANARY, budget_code=CANARY)
    story.decide(other, "deferred", SECOND_PANEL, reasons=CANARY, missing=CANARY)
    story.close(SECOND_PANEL)
    story.do(c.ReleaseDecisions, TOM, meeting=SECOND_PANEL)
    story.later(days=20)
    story.sweep()
    return story


@pytest.mark.rule("CB-9.12")
def test_no_content_reaches_the_audit_trail_or_a_notice() -> None:
    """Names, reasons and answers stay in the records; trail, notices and posts hold references, codes and dates."""
    story = full_of_canaries()
    notices = story.store.read().find(Notice)
    assert CANARY in repr(list(story.snapshot().values()))
    for fragment in ("Zebedee", "Quillfeather", "ZQ"):
        assert [entry for entry in story.store.entries if fragment in entry.model_dump_json()] == []
        assert [notice.id for notice in notices if fragment in notice.model_dump_json()] == []


def test_a_post_holds_no_fact_of_a_case() -> None:
    """What the whole channel sees is about a meeting, with no facts beside it."""
    posts = [n for n in full_of_canaries().store.read().find(Notice) if n.channel is Channel.POST]
    assert {n.about.split(".")[0] for n in posts} == {CB}
    assert [n.facts for n in posts if n.facts] == []


def test_every_change_of_a_handler_carries_an_audit_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever commits records or notices names who did what, when and to which record."""
    seen: list[Change] = []
    for command, handler in acts.HANDLERS.items():

        def watched(given: Any, office: Office, handler: acts.Handler = handler) -> Change:
            seen.append(handler(given, office))
            return seen[-1]

        monkeypatch.setitem(acts.HANDLERS, command, watched)
    full_of_canaries()
    assert [change for change in seen if (change.records or change.notices) and change.audit is None] == []
    assert [change.audit for change in seen if change.audit and not (change.audit.about and change.audit.by)] == []
    assert len({change.audit.act for change in seen if change.audit}) > 20


def test_the_mail_is_kept_and_audited_without_its_content() -> None:
    """A mailed form full of words leaves references only on the trail and in what is owed."""
    story = Story()
    questions = profiles()[CB].form.all_questions()
    answers = {
        q.id: CANARY if q.kind in (Kind.TEXT, Kind.LIST) else PLAIN.get(q.id, GIVEN.get(q.kind, ""))
        for _, q in questions
    }
    mail = ReceivedMail(
        id="m1",
        panel=CB,
        message_id="<1@council.example>",
        sender="priya.nair@council.example",
        subject="CB",
        received_at=MONDAY,
        raw="r",
        files=(MailFile(name=f"{CANARY}.pdf", digest="d", size=1),),
        form_digest="f",
    )
    form = FormSubmission(panel=CB, answers=answers, digest="f")
    story.do(c.TakeMail, c.MAILBOX, mail=mail, form=form, proven=True)
    assert CANARY in story.referral("CB-0001").model_dump_json()
    assert "Zebedee" not in repr([e.model_dump_json() for e in story.store.entries])
    assert "Zebedee" not in repr([n.model_dump_json() for n in story.store.read().find(Notice)])


def test_a_code_already_in_use_is_not_given_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """When two references give one code, the second request gets another."""
    monkeypatch.setattr(emergencies, "short_code", lambda seed: "BBBB" if seed.endswith("+") else "AAAA")
    story = Story()
    codes = [story.emergency(story.urgent()).code for _ in range(2)]
    assert codes == ["AAAA", "BBBB"]
    assert story.emergency("bbbb").id == "CB-0002"
