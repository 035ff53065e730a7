"""What becomes of a mail: a case, set aside with a reason for the administrator, or silence by rule."""

from datetime import timedelta

from panel import permissions, policies
from panel.answers import read_answer
from panel.commands import TakeMail
from panel.council import Office
from panel.errors import InvalidAnswer, Refused
from panel.handlers.drafting import new_draft
from panel.handlers.editing import brought_up_to
from panel.handlers.entry import entry
from panel.handlers.excepting import Moved, routed
from panel.handlers.sending import handed_over
from panel.intake import Fate, FormSubmission, MailFile, ReceivedMail
from panel.notices import Channel, Notice, Topic
from panel.people import Person, Role
from panel.ports import Answer, Change
from panel.profile import Profile
from panel.records import Record
from panel.referral import Doubt, Paper, Referral, ReferralEvent
from panel.refs import next_reference
from panel.telling import notice, to_people

MOST_A_DAY = 10
MOST_A_SUBJECT = 2
"""Automatic mails to one sender: in a day, and on one subject, so that two clerks cannot answer each other for ever."""


def take_mail(command: TakeMail, office: Office) -> Change:
    """Settle one mail. The same mail a second time changes nothing (RF-1, RF-10, CB-9.2, CB-9.3)."""
    mail, form = command.mail, command.form
    if office.records.look(ReceivedMail, mail.id):
        return Change(Answer(code="mail_seen", about=mail.id))
    if not mail.answerable and form is None:
        return _settle(command, mail, Fate.SILENT, mail.reason or "automatic")
    sender = office.council.directory.by_email(mail.sender)
    if sender is None:
        return _set_aside(command, office, "unknown_sender")
    if form is None:
        return _set_aside(command, office, mail.reason or "no_form", reply=Topic.FORM_WANTED)
    if any(earlier.fate is Fate.CASE for earlier in office.records.find(ReceivedMail, form_digest=form.digest)):
        return _settle(command, mail, Fate.SILENT, "repeat")
    try:
        return _into_case(command, form, sender, office)
    except Refused:
        return _set_aside(command, office, "not_allowed")


def _into_case(command: TakeMail, form: FormSubmission, sender: Person, office: Office) -> Change:
    profile = office.profile(form.panel)
    counters: list[Record] = []
    if form.ref:
        referral = office.referral(form.ref)
        profile = office.profile_of(referral)
        permissions.check_may_edit(sender, referral)
        policies.check_editable(referral)
    else:
        permissions.check_may_refer(sender, profile.id, office.today(command.at))
        permissions.check_can_be_signed(office, sender, profile.id, office.today(command.at))
        ref, counter = next_reference(office.records, profile.panel.prefix)
        referral = new_draft(sender, profile, ref, command.at, source="mail")
        counters.append(counter)
    filled = _with_papers(_filled(referral, profile, form, command, office), profile, command.mail.files)
    settled, records, told = _next_step(brought_up_to(office, filled, command.at), profile, command, office)
    case = command.mail.model_copy(update={"fate": Fate.CASE, "ref": settled.id, "reason": settled.status})
    return Change(
        Answer(code="mail_case", about=settled.id),
        entry(command, "form_received", settled.id, case.id),
        (*records, case, *counters),
        (*told, *_reply(office, command, Topic.RECEIPT, settled.id)),
    )


def _filled(referral: Referral, profile: Profile, form: FormSubmission, command: TakeMail, office: Office) -> Referral:
    """Each field exact, empty, or doubtful with its text: a doubtful field is asked back, never guessed."""
    today = office.today(command.at)
    doubts = dict(form.unclear)
    taken: dict[str, str] = {}
    for _, question in profile.form.all_questions():
        text = form.answers.get(question.id, "")
        if question.id in doubts:
            continue
        try:
            taken[question.id] = read_answer(question, text, today)
        except InvalidAnswer:
            doubts[question.id] = text
    answers = {**referral.answers, **{key: value for key, value in taken.items() if value}}
    kept = {key: value for key, value in answers.items() if key not in doubts}
    marked = [Doubt(question=key, text=text[:500]) for key, text in doubts.items()]
    # A second form that leaves a question blank settles no doubt that the first one raised.
    marked += [doubt for doubt in referral.doubts if doubt.question not in doubts and not taken.get(doubt.question)]
    return referral.model_copy(update={"answers": kept, "doubts": tuple(marked), "touched_at": command.at})


def _with_papers(referral: Referral, profile: Profile, files: tuple[MailFile, ...]) -> Referral:
    """The files of the mail as papers, named by their file names where these say so plainly; the rest is asked."""
    papers = list(referral.papers)
    for file in files[: profile.max_attachments - len(papers)]:
        if all(paper.digest != file.digest for paper in papers):
            papers.append(
                Paper(
                    name=file.name,
                    document=_named(file.name, profile),
                    digest=file.digest,
                    size=file.size,
                    added_at=referral.touched_at,
                )
            )
    return referral.model_copy(update={"papers": tuple(papers)})


def _named(file_name: str, profile: Profile) -> str:
    plain = "".join(letter for letter in file_name.lower() if letter.isalnum())
    wanted = [rule.id for rule in profile.form.documents if rule.id.replace("_", "") in plain]
    return wanted[0] if len(wanted) == 1 else ""


def _next_step(referral: Referral, profile: Profile, command: TakeMail, office: Office) -> Moved:
    """Elsewhere, back to its sender with what is missing, or sent; with every record that changes by it."""
    if moved := routed(office, referral, referral.referrer, command.at):
        gone, records, told = moved
        return gone, [gone, *records], told
    if policies.lacking(profile, referral):
        event = ReferralEvent.FOUND_INCOMPLETE
        kept = referral.after(event) if referral.status == "draft" else referral
        return kept, [kept], []
    return handed_over(office, referral, command)


def _set_aside(command: TakeMail, office: Office, reason: str, reply: Topic | None = None) -> Change:
    change = _settle(command, command.mail, Fate.SET_ASIDE, reason)
    mail = command.mail
    admins = office.holders(Role.PANEL_ADMIN, mail.panel, office.today(command.at))
    told = to_people(Topic.SET_ASIDE, admins, mail.id, command.at, reason=reason)
    answered = _reply(office, command, reply, mail.id) if reply else []
    return Change(change.answer, change.audit, change.records, (*told, *answered))


def _settle(command: TakeMail, mail: ReceivedMail, fate: Fate, reason: str) -> Change:
    settled = mail.model_copy(update={"fate": fate, "reason": reason})
    return Change(
        Answer(code=f"mail_{fate}", about=mail.id, facts={"reason": reason}),
        entry(command, "mail_settled", mail.id, fate=fate, reason=reason),
        (settled,),
    )


def _reply(office: Office, command: TakeMail, topic: Topic, about: str) -> list[Notice]:
    mail = command.mail
    day_ago = command.at - timedelta(days=1)
    recent = [n for n in office.records.find(Notice, to=mail.sender) if "mail" in n.facts and n.owed_at > day_ago]
    same = [n for n in recent if n.facts.get("subject") == mail.subject]
    if not mail.answerable or len(recent) >= MOST_A_DAY or len(same) >= MOST_A_SUBJECT:
        return []
    facts = {"mail": mail.id, "subject": mail.subject, "in_reply_to": mail.message_id, "reason": mail.reason}
    return [notice(topic, mail.sender, about, command.at, via=Channel.EMAIL, mark=mail.id, **facts)]
