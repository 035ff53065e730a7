"""The automatic answers to mails: what became of each, and what to do next. None says who or what a case is about."""

from collections.abc import Callable

from dialogs.words import labels
from dialogs.words.letter import Letter, signed
from dialogs.words.standing import standing
from panel import policies
from panel.calendar import say_day, say_moment, wall
from panel.council import Office
from panel.intake import ReceivedMail
from panel.meeting import PanelMeeting
from panel.notices import Notice, Topic
from panel.referral import EDITABLE, Referral

_BY_REPLY = "You can answer this mail and attach what is missing: the files go to this case."


def reply(office: Office, notice: Notice, words: str, subject: str = "", *, marked: bool = True) -> Letter:
    """An answer in the thread of the mail; its subject is ours, never that of the mail."""
    case = notice.about if office.records.look(Referral, notice.about) else ""
    before = tuple(notice.facts.get("references", "").split())
    return Letter(
        subject or f"{case or 'your mail to the panel'}: received",
        signed(words),
        notice.facts.get("in_reply_to", ""),
        before,
        marked=marked and bool(case),
    )


def _receipt(office: Office, notice: Notice) -> Letter:
    referral = office.referral(notice.about)
    profile = office.profile_of(referral)
    missing = policies.lacking(profile, referral)
    if referral.status == "redirected":
        gate = policies.belongs_elsewhere(profile, referral)
        rest = gate.say if gate else ""
    elif missing and not referral.ask:
        rest = (
            f"{_listed(office, referral)}\n\n{_BY_REPLY} For answers, please go on in Teams: write to the panel’s "
            f"clerk and type “missing {referral.id}”. Or send the form again with these answers."
        )
    elif referral.received_at:
        rest = "Nothing is missing, and it has been received. You will hear from the panel’s clerk how it goes on."
    elif referral.ask:
        rest = f"It may not be for this panel. It {standing(office, referral)}. You will be told the answer."
    else:
        rest = f"Nothing is missing. It {standing(office, referral)}, and counts as received once it is signed."
    mail = office.records.get(ReceivedMail, notice.facts["mail"])
    begin = f"Your form came on {say_moment(mail.received_at)}, was read, and has the reference {referral.id}."
    words = f"{begin}\n\n{rest}\n\n{_refused(notice, mail)}"
    return reply(office, notice, words)


def _form_wanted(office: Office, notice: Notice) -> Letter:
    """Why no referral was made; with the blank form where a form is what was wanting."""
    reason = notice.facts.get("reason", "no_form")
    if why := notice.facts.get("why", ""):
        return reply(office, notice, f"I have read your form and could not take it: {why}\n\n{_HAS_IT}")
    if reason in _NO_FORM_HELPS:
        said = labels.mail_reason(reason)
        return reply(office, notice, f"I could not tell what to do with your mail: {said}.\n\n{_HAS_IT}")
    advice = _ADVICE.get(reason, "")
    words = (
        f"Thank you for your mail. I could not make a referral of it: {labels.mail_reason(reason)}."
        f"{' ' if advice else ''}{advice}\n\n"
        "Requests to the panel use its referral form, which is attached. Please fill it in with Word and send it "
        f"back, or write to the panel’s clerk in Teams and type “refer”. {_HAS_IT}"
    )
    letter = reply(office, notice, words)
    mail = office.records.get(ReceivedMail, notice.facts["mail"])
    return Letter(letter.subject, letter.text, letter.in_reply_to, letter.references, form=mail.panel, marked=False)


_HAS_IT = "The panel administrator has your mail."
_UNSURE = " (answered, but not in a way that could be read for certain: please confirm it)"
_ADVICE = {
    "several_forms": "A referral is for one child. Please send each form in a mail of its own.",
    "encrypted": "Please take the password off and send it again; the panel’s mailbox is the council’s own.",
    "macros": "Files with macros are never opened here. Please save it as a Word document (.docx) and send that.",
    "misnamed": "It was not opened. Please save it again in Word and send that.",
    "unsafe": "It was not opened. Please save it again in Word and send that.",
    "damaged": "Please open it in Word, save it again and send that.",
    "old_word": "Please save it as a Word document (.docx) and send that.",
    "not_word": "Please save it as a Word document (.docx) and send that.",
    "xfa": "Please use the Word form instead.",
    "flat_pdf": "Nobody’s handwriting or print is guessed at here. Please use the Word form, or a PDF with fields.",
    "photo": "Nobody’s handwriting or print is guessed at here. Please use the Word form.",
}
"""What to do about it, where more can be said than to use the form."""
_NO_FORM_HELPS = ("two_cases", "not_party")


def _papers(office: Office, notice: Notice) -> Letter:
    """What was taken, what was not, what is still missing, and who sends it (CB-9.2, NT-1)."""
    referral = office.referral(notice.about)
    mail = office.records.get(ReceivedMail, notice.facts["mail"])
    held = {paper.digest for paper in referral.papers}
    taken = "\n".join(file.name for file in mail.files if file.digest in held)
    parts = [f"Now with {referral.id}:\n{_lines(taken)}" if taken else "", _refused(notice, mail)]
    if missing := _listed(office, referral):
        parts += [missing, f"{_BY_REPLY} For answers, type “missing {referral.id}” in Teams."]
    elif referral.status in EDITABLE:
        parts.append(f"Nothing is missing now. Please send it in Teams: type “send {referral.id}”.")
    else:
        parts.append(f"Nothing is missing now. {referral.id} {standing(office, referral)}.")
    return reply(office, notice, "\n\n".join([*(part for part in parts if part), _closed(office, referral, notice)]))


def _kept(office: Office, notice: Notice) -> Letter:
    """Words about a case: kept, and what to type, as a mail by itself changes nothing."""
    ref, status = notice.about, notice.facts.get("status", "")
    if notice.facts.get("challenge"):
        words = (
            f"Your mail is kept. It reads as if a family challenges the decision on {ref}. The panel administrator has "
            f"it. A person has to log that in Teams: type “log appeal {ref}”."
        )
        return reply(office, notice, words)
    words = f"Your mail is kept with {ref}. A mail by itself changes nothing. {labels.how_to_record(ref, status)}"
    if notice.facts.get("files"):
        words += f"\n\nYour files were not attached. {_HOW_TO_ATTACH}"
    return reply(office, notice, words)


_HOW_TO_ATTACH = "To add them to the case, send them once more as an answer to this mail, or give them to me in Teams."


def _late_paper(office: Office, notice: Notice) -> Letter:
    """Put to those who may let it in, or kept with what can be done (CB-9.10)."""
    referral = office.referral(notice.about)
    mail = office.records.get(ReceivedMail, notice.facts["mail"])
    if notice.facts.get("asked"):
        words = (
            f"Your mail and its files are kept. {referral.id} {standing(office, referral)}, and its papers stand. "
            "I have asked the Chair and the Head of Service whether what you sent may still go with it. Until one of "
            "them agrees its papers stay as they are. I will tell you the answer in Teams."
        )
    else:
        why = notice.facts.get("why", "")
        words = (
            f"Your mail and its files are kept, but they are not papers of {referral.id}: it "
            f"{standing(office, referral)}, and its papers stand.{' ' if why else ''}{why}\n\n"
            f"{labels.late_paper(referral.id, notice.facts.get('status', ''))}\n\n{_HAS_IT}"
        )
    return reply(office, notice, "\n\n".join(part for part in (words, _refused(notice, mail)) if part))


def _thanks(office: Office, notice: Notice) -> Letter:
    """To somebody the clerk does not know: polite, and without a word on any case (AP-1, AM-52)."""
    mail = office.records.get(ReceivedMail, notice.facts["mail"])
    words = (
        f"Thank you for your mail. It came on {say_day(wall(mail.received_at).date())}, and that day counts.\n\n"
        "A person will read it and write to you. If you are asking for a decision to be looked at again, you need not "
        "send it twice. You may be asked for your reasons, or for something new that the panel should know.\n\n"
        "If a child is in danger now, please do not wait for an answer: telephone 999, or the council’s emergency line."
    )
    return reply(office, notice, words, "Your mail to the panel", marked=False)


def _listed(office: Office, referral: Referral) -> str:
    missing = policies.lacking(office.profile_of(referral), referral) if referral.status in EDITABLE else []
    named = "\n".join(f"{item.label}{_UNSURE if item.doubtful else ''}" for item in missing)
    return f"Still missing:\n{_lines(named)}" if missing else ""


def _refused(notice: Notice, mail: ReceivedMail) -> str:
    pairs = [each.partition(":") for each in notice.facts.get("refused", "").split()]
    lines = [f"{mail.files[int(place)].name}: {_NOT_TAKEN[why]}" for place, _, why in pairs]
    return f"Not taken:\n{_lines(chr(10).join(lines))}" if lines else ""


_NOT_TAKEN = {
    "program": "a file of this kind can hold a program, so I don’t pass it on. Please send it as PDF or Word.",
    "unopened": "nobody but Outlook can open this. Please send the files in it as PDF or Word.",
    "empty": "nothing is in it. Please attach it again.",
    "large": f"it is larger than {policies.LARGEST_FILE // 1024 // 1024} MB. Please send a smaller one.",
    "full": "the case has as many files as the panel takes. Remove one in Teams first: type “papers”.",
}


def _lines(text: str) -> str:
    return "\n".join(f"- {line}" for line in text.split("\n"))


def _closed(office: Office, referral: Referral, notice: Notice) -> str:
    """That the panel it is wanted for takes no more requests, by the rules for what comes late (CB-9.10, AM-66)."""
    mail = office.records.get(ReceivedMail, notice.facts["mail"])
    if referral.status not in EDITABLE or office.profile_of(referral).sittings is None:
        return ""
    ahead = office.meetings_ahead(referral.panel, mail.received_at)
    wanted = referral.answers.get("panel_date", "")
    named: list[PanelMeeting] = [each for each in ahead if wall(each.starts_at).date().isoformat() == wanted]
    meeting = next(iter(named or ahead), None)
    if meeting is None or policies.in_time(office, meeting, mail.received_at):
        return ""
    day = say_day(wall(meeting.starts_at).date())
    return (
        f"Requests for the panel on {day} closed on {say_moment(meeting.cutoff_at)}. "
        f"It goes to the next one; if it cannot wait, send it and then type “late {referral.id}” and the reason."
    )


ANSWERS: dict[Topic, Callable[[Office, Notice], Letter]] = {
    Topic.RECEIPT: _receipt,
    Topic.FORM_WANTED: _form_wanted,
    Topic.MAIL_PAPERS: _papers,
    Topic.MAIL_KEPT: _kept,
    Topic.MAIL_LATE_PAPER: _late_paper,
    Topic.FAMILY_THANKS: _thanks,
}
