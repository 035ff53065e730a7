"""Making a referral: begin, answer, attach, send to the manager, withdraw."""

from datetime import datetime

from panel import booking, permissions, policies
from panel.answers import read_answers
from panel.calendar import say_day, wall
from panel.commands import (
    AnswerQuestion,
    AskInWords,
    AttachPaper,
    BeginReferral,
    Command,
    NamePaper,
    RemovePaper,
    SaveSection,
    SendToManager,
    WithdrawReferral,
)
from panel.council import Office
from panel.errors import InvalidAnswer, Refused
from panel.form import EMERGENCY
from panel.handlers.emergencies import called_off
from panel.handlers.entry import entry
from panel.notices import Notice, Topic
from panel.people import Person
from panel.ports import Answer, Change
from panel.profile import Profile
from panel.referral import EDITABLE, Paper, Referral, ReferralEvent
from panel.refs import next_reference
from panel.telling import agenda_post, notice

OTHER_PAPER = "other"
"""What a file is called that is none of the papers asked for."""


def begin_referral(command: BeginReferral, office: Office) -> Change:
    """A new draft with its reference (RF-1)."""
    person = office.person(command.by)
    today = office.today(command.at)
    permissions.check_may_refer(person, command.panel, today)
    profile = office.profile(command.panel)
    permissions.check_can_be_signed(office, person, profile.id, today)
    answers = {EMERGENCY: "yes"} if command.emergency else {}
    ref, counter = next_reference(office.records, profile.panel.prefix)
    draft = new_draft(person, profile, ref, command.at).model_copy(update={"answers": answers})
    return Change(Answer(code="begun", about=ref), entry(command, "referral_begun", ref), (draft, counter))


def new_draft(person: Person, profile: Profile, ref: str, at: datetime, source: str = "teams") -> Referral:
    """An empty draft of a practitioner; raises `Refused` when the panel is not taking referrals."""
    if profile.panel.status not in ("pilot", "live"):
        raise Refused(f"{profile.panel.name} is not taking referrals yet. Please ask the panel administrator.")
    since = profile.panel.effective_from
    if since and wall(at).date() < since:
        raise Refused(f"{profile.panel.name} takes referrals from {say_day(since)}.")
    return Referral(
        id=ref,
        panel=profile.id,
        profile_version=profile.panel.version,
        referrer=person.id,
        manager=person.manager,
        opened_at=at,
        touched_at=at,
        source=source,
    )


def save_section(command: SaveSection, office: Office) -> Change:
    """The answers of one section, all or none; a child outside the remit ends it with advice (RF-2, RF-3)."""
    referral, profile = editable(command, command.ref, office)
    policies.check_fresh(referral, command.section, command.drawn_from)
    if command.section not in {section.id for section in profile.form.sections}:
        raise Refused("That part is not on the form. Type “status” to go on.")
    section = profile.form.section(command.section)
    taken = read_answers(section.questions, command.given, office.today(command.at))
    _check_meeting_exists(office, referral, taken, command.at)
    saved = _touched(referral.with_answers(taken, section.id), command)
    if policies.belongs_elsewhere(profile, saved):
        return _redirected(command, saved, office)
    return Change(
        Answer(code="saved", about=saved.id, facts={"section": section.id}),
        entry(command, "section_saved", saved.id, section=section.id),
        (saved,),
    )


def answer_question(command: AnswerQuestion, office: Office) -> Change:
    """The typed answer to one question."""
    _, profile = editable(command, command.ref, office)
    question = profile.form.question(command.question)
    if question is None:
        raise Refused("That question is not on the form. Type “status” to go on.")
    if question.required and not command.given.strip():
        raise InvalidAnswer({question.id: f"{question.ask}: please give an answer."})
    section = profile.form.section_of(question.id)
    given = {question.id: command.given}
    as_section = SaveSection(
        by=command.by,
        at=command.at,
        key=command.key,
        through=command.through,
        ref=command.ref,
        section=section.id,
        given=given,
        drawn_from=office.referral(command.ref).revision,
    )
    change = save_section(as_section, office)
    saved = next(record for record in change.records if isinstance(record, Referral))
    asking = next_question(profile, saved, after=question.id) if saved.status in EDITABLE else ""
    others = tuple(record for record in change.records if record is not saved)
    asked = saved.model_copy(update={"asking": asking})
    return Change(change.answer, change.audit, (asked, *others), change.notices)


def ask_in_words(command: AskInWords, office: Office) -> Change:
    """Note which question a typed line answers next; none is left when everything is answered."""
    referral, profile = editable(command, command.ref, office)
    wanted = command.question or next_question(profile, referral, after="")
    asked = _touched(referral.model_copy(update={"asking": wanted}), command)
    return Change(
        Answer(code="asking", about=asked.id, facts={"question": wanted}),
        entry(command, "question_put", asked.id),
        (asked,),
    )


def next_question(profile: Profile, referral: Referral, after: str) -> str:
    """The next question without an answer, looking past the one just dealt with; empty when none is left."""
    open_ids = [item.code for item in policies.lacking(profile, referral) if item.section]
    order = [question.id for _, question in profile.form.all_questions()]
    place = order.index(after) if after in order else -1
    later = [question for question in open_ids if order.index(question) > place]
    return (later or [question for question in open_ids if question != after] or [""])[0]


def attach_paper(command: AttachPaper, office: Office) -> Change:
    """One more file on the referral; the same file twice is kept once (CB-10.16)."""
    referral, profile = editable(command, command.ref, office)
    if any(paper.digest == command.digest for paper in referral.papers):
        return Change(Answer(code="already_attached", about=referral.id))
    policies.check_room_for_paper(profile, referral, command.size)
    _check_paper_known(profile, command.document or OTHER_PAPER)
    due = {rule.id for rule in profile.form.papers_due(referral.answers)} - {p.document for p in referral.papers}
    document = command.document or (due.pop() if len(due) == 1 else "")
    paper = Paper(name=command.name, document=document, digest=command.digest, size=command.size, added_at=command.at)
    kept = _touched(referral.model_copy(update={"papers": (*referral.papers, paper)}), command)
    answer = Answer(code="attached", about=kept.id, facts={"digest": paper.digest, "document": document})
    return Change(answer, entry(command, "paper_attached", kept.id), (kept,))


def name_paper(command: NamePaper, office: Office) -> Change:
    """Which of the papers asked for a file is; `other` for none of them."""
    referral, profile = editable(command, command.ref, office)
    _check_paper_known(profile, command.document)
    if command.digest not in {paper.digest for paper in referral.papers}:
        raise Refused(f"That file is not on {referral.id}. Type “papers {referral.id}” to see them.")
    papers = tuple(
        paper.model_copy(update={"document": command.document}) if paper.digest == command.digest else paper
        for paper in referral.papers
    )
    named = _touched(referral.model_copy(update={"papers": papers}), command)
    return Change(Answer(code="paper_named", about=named.id), entry(command, "paper_named", named.id), (named,))


def remove_paper(command: RemovePaper, office: Office) -> Change:
    """A file taken off the draft; its bytes stay with the record."""
    referral, _ = editable(command, command.ref, office)
    papers = tuple(paper for paper in referral.papers if not paper.digest.startswith(command.digest))
    if not command.digest or len(papers) == len(referral.papers):
        raise Refused(f"That file is not on {referral.id}. Type “papers {referral.id}” to see them.")
    left = _touched(referral.model_copy(update={"papers": papers}), command)
    return Change(Answer(code="paper_removed", about=left.id), entry(command, "paper_removed", left.id), (left,))


def send_to_manager(command: SendToManager, office: Office) -> Change:
    """A complete referral goes to the supervising manager to sign (RF-7, CB-10.8)."""
    referral, profile = editable(command, command.ref, office)
    permissions.check_may_send(office.person(command.by), referral)
    policies.check_complete(profile, referral)
    sent = _touched(referral.after(ReferralEvent.SENT, comment=""), command)
    return Change(
        Answer(code="sent_to_manager", about=sent.id),
        entry(command, "sent_to_manager", sent.id),
        (sent,),
        (ask_manager(sent, command.at),),
    )


def ask_manager(referral: Referral, at: datetime) -> Notice:
    """The authorisation card for the manager."""
    return notice(Topic.AUTHORISE, referral.manager, referral.id, at, mark=f"r{referral.revision + 1}")


def withdraw_referral(command: WithdrawReferral, office: Office) -> Change:
    """Taken back before it is heard, with the reason; its slot is free again (RF-34).

    An emergency that waits for an answer goes with it (EM-19); one that was approved is still put to the panel (AM-12).
    """
    referral = office.referral(command.ref)
    permissions.check_may_withdraw(office.person(command.by), referral, office.today(command.at))
    reason = policies.remark(command.reason, "the reason for withdrawing it")
    gone = _touched(referral.after(ReferralEvent.WITHDRAWN, comment=reason), command)
    left = [
        meeting
        for meeting in booking.taken_off(office, referral.id, referral.panel)
        if not office.meeting(meeting.id).ratifies(referral.id)
    ]
    posts = [agenda_post(meeting, command.at) for meeting in left]
    records, told = called_off(office, referral.id, command.at)
    return Change(
        Answer(code="withdrawn", about=gone.id),
        entry(command, "withdrawn", gone.id),
        (gone, *left, *records),
        (*posts, *told),
    )


def editable(command: Command, ref: str, office: Office) -> tuple[Referral, Profile]:
    """The referral, if this person may change it now, and its panel's profile."""
    referral = office.referral(ref)
    permissions.check_may_edit(office.person(command.by), referral)
    policies.check_editable(referral)
    return referral, office.profile_of(referral)


def _touched(referral: Referral, command: Command) -> Referral:
    return referral.model_copy(update={"touched_at": command.at})


def _redirected(command: Command, referral: Referral, office: Office) -> Change:
    gone = referral.after(ReferralEvent.OUT_OF_SCOPE)
    records, told = called_off(office, referral.id, command.at)
    audit = entry(command, "redirected", gone.id)
    return Change(Answer(code="redirected", about=gone.id), audit, (gone, *records), tuple(told))


def _check_paper_known(profile: Profile, document: str) -> None:
    if document not in {rule.id for rule in profile.form.documents} | {OTHER_PAPER}:
        raise Refused("Please choose one of the papers on the list.")


def _check_meeting_exists(office: Office, referral: Referral, taken: dict[str, str], now: datetime) -> None:
    wanted = taken.get("panel_date", "")
    days = [office.today(meeting.starts_at).isoformat() for meeting in office.meetings_ahead(referral.panel, now)]
    if wanted and wanted not in days:
        raise InvalidAnswer(
            {"panel_date": "There is no panel on that day. Choose one of the dates shown, or leave it open."}
        )
