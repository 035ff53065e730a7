"""What a mail means, and how it ends: done, set aside for a person with the reason, or ignored with a record.

The order of the questions is the rule: what a machine wrote is never answered; what nobody vouches for touches no
case; a form is a referral; an answer to a letter of ours is about the case of that letter.
"""

import re

from panel import permissions
from panel.commands import TakeMail
from panel.council import Office
from panel.errors import NotPermitted, Refused
from panel.handlers.bouncing import take_bounce
from panel.handlers.forms_by_mail import into_case
from panel.handlers.mail_fates import ended, set_aside, settle
from panel.handlers.mailed_files import worth_keeping
from panel.handlers.news_by_mail import take_challenge, take_news
from panel.handlers.papers_by_mail import take_papers
from panel.imitating import looks_like_staff
from panel.intake import Fate, FormSubmission, ReceivedMail
from panel.notices import Notice, Topic
from panel.officers import with_a_part
from panel.people import Person
from panel.ports import Answer, Change
from panel.referral import Referral
from panel.telling import notice

_DECIDED = r"(the|your|this|that) (panel['’]?s? )?decision\b"
_CHALLENGE = re.compile(
    rf"\bappeal(s|ed|ing)?\b|\bdecision review\b|\breview (of )?{_DECIDED}|\breconsider\b|\bcomplain(t|ing)?\b"
    rf"|\bchalleng\w{{1,4}} {_DECIDED}|\b(disagree|not agree|unhappy|not happy|upset) (with|about) {_DECIDED}",
    re.IGNORECASE,
)
_LONGEST_HEARD = 5_000
"""Characters of the words in which a challenge is listened for."""


def take_mail(command: TakeMail, office: Office) -> Change:
    """Settle one mail. The same mail a second time changes nothing (RF-1, RF-10, CB-9.2, CB-9.3)."""
    mail, form = command.mail, command.form
    if office.records.look(ReceivedMail, mail.id):
        return Change(Answer(code="mail_seen", about=mail.id))
    if form is None and command.bounce:
        return take_bounce(command, command.bounce, office)
    if form is None and command.automatic:
        return settle(command, ended(mail, Fate.SILENT, command.automatic))
    sender = office.council.directory.by_email(mail.sender) if mail.sender else None
    if sender is None:
        return _from_outside(command, office)
    if not command.proven:
        return _not_vouched(command, sender, office)
    if form:
        return _form(command, form, sender, office)
    return _from_staff(command, sender, office)


def _from_outside(command: TakeMail, office: Office) -> Change:
    """From nobody on the list of staff: an answer of somebody we wrote to, a family, or who knows."""
    mail = command.mail
    if command.spam and not command.form:
        return settle(command, ended(mail, Fate.SILENT, "spam"))
    if not mail.sender:
        return set_aside(office, command, mail, mail.reason if mail.reason == "unreadable" else "no_sender")
    letter = _letter(command, office)
    ours = command.proven and letter is not None and letter.to.lower() == mail.sender
    known = office.records.look(Referral, letter.about.partition("/")[0]) if ours and letter else None
    if not command.form and sounds_like_a_challenge(f"{mail.subject}\n{command.said}"):
        named = [known.id] if known else [*command.refs, *command.mentioned]
        return take_challenge(command, named, office, staff=False)
    if known and not command.form:
        return take_news(command, known, office)
    staff = office.council.directory.everyone()
    imitated = looks_like_staff(mail.sender, command.shown_as, staff)
    return set_aside(office, command, mail, "looks_like_staff" if imitated else "unknown_sender")


def _not_vouched(command: TakeMail, sender: Person, office: Office) -> Change:
    """It bears the name of a member of staff and may be from anybody, so it changes nothing; that person is asked.

    They are asked once a day, in Teams and never by mail, which would go to whoever is imitated.
    """
    day = office.today(command.at).isoformat()
    asked = [notice(Topic.MAIL_NOT_YOURS, sender.id, "mail", command.at, mark=day)]
    return set_aside(office, command, command.mail, "not_vouched", notices=asked)


def _form(command: TakeMail, form: FormSubmission, sender: Person, office: Office) -> Change:
    if any(earlier.fate is Fate.CASE for earlier in office.records.find(ReceivedMail, form_digest=form.digest)):
        return settle(command, ended(command.mail, Fate.SILENT, "repeat"))
    letter = _letter(command, office)
    about = letter.about if letter and office.records.look(Referral, letter.about) else ""
    try:
        return into_case(command, form.model_copy(update={"ref": form.ref or about}), sender, office)
    except Refused as refused:
        return set_aside(office, command, command.mail, "not_allowed", Topic.FORM_WANTED, why=str(refused))


def _from_staff(command: TakeMail, sender: Person, office: Office) -> Change:
    letter = _letter(command, office)
    answered = office.records.look(Referral, letter.about) if letter else None
    named = [found for ref in command.refs if (found := office.records.look(Referral, ref))]
    if answered and named and answered.id not in [each.id for each in named]:
        return set_aside(office, command, command.mail, "two_cases", Topic.FORM_WANTED)
    mentioned = [found for ref in command.mentioned if (found := office.records.look(Referral, ref))]
    about = answered or next(iter([*named, *(mentioned if len(mentioned) == 1 else [])]), None)
    if about is None:
        return set_aside(office, command, command.mail, command.mail.reason or "no_form", Topic.FORM_WANTED)
    try:
        return _about_case(command, sender, about, office, threaded=answered is not None)
    except NotPermitted:
        return set_aside(office, command, command.mail, "not_party", Topic.FORM_WANTED)


def _about_case(command: TakeMail, sender: Person, referral: Referral, office: Office, *, threaded: bool) -> Change:
    """Raises `NotPermitted` for a case in which the sender has no part: then not even its state is told."""
    today = office.today(command.at)
    permissions.check_may_see(sender, referral, today, part=with_a_part(office, referral, today))
    if threaded and worth_keeping(command.mail.files):
        return take_papers(command, sender, referral, office)
    if sounds_like_a_challenge(f"{command.mail.subject}\n{command.said}") and referral.received_at:
        return take_challenge(command, [referral.id], office, staff=True)
    return take_news(command, referral, office)


def _letter(command: TakeMail, office: Office) -> Notice | None:
    """The letter of ours that the mail answers, known by its Message-ID, which nobody can guess."""
    found = (letter for each in command.answers for letter in office.records.find(Notice, letter=each))
    return next(found, None)


def sounds_like_a_challenge(words: str) -> bool:
    """Whether the words may ask for a decision to be looked at again; a person reads them either way."""
    return _CHALLENGE.search(words[:_LONGEST_HEARD]) is not None
