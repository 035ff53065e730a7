"""Who a family letter goes to: given and confirmed by the worker on the case, one person for each letter."""

import re
from datetime import date

from panel import letter_checks, letter_people
from panel.answers import read_answer
from panel.appeal import Appeal
from panel.commands import About, AddLetter, ConfirmRecipient, GiveRecipient
from panel.council import Office
from panel.errors import InvalidAnswer, MoveNotAllowed, Refused
from panel.family_letter import LETTER, FamilyLetter, LetterEvent, LetterStatus, Recipient
from panel.form import Kind, Question
from panel.handlers.entry import entry
from panel.letter_content import rule_of
from panel.notices import Notice, NoticeState, Topic
from panel.ports import Answer, Change
from panel.receipts import Sent
from panel.records import Record
from panel.telling import to_people

_NAME = Question(id="name", ask="The name of the person", kind=Kind.LINE, max_length=80)
_EMAIL = Question(id="email", ask="Their e-mail address", kind=Kind.EMAIL)
_LINE = Question(id="address", ask="A line of the address", kind=Kind.LINE, max_length=80)
_SEVERAL = re.compile(r"\band\b|[&;/+]|,|\bor\b", re.IGNORECASE)
MOST_LINES = 7


def give_recipient(command: GiveRecipient, office: Office) -> Change:
    """Taken only if a letter could go there; a letter that was to go elsewhere is a draft again (AM-52)."""
    referral, person = office.referral(command.ref), office.person(command.by)
    letter_people.check_may_address(person, referral)
    letter = letter_people.latest(office, referral.id, command.letter)
    rule, today = rule_of(office, letter), office.today(command.at)
    if not letter.live:
        raise MoveNotAllowed(
            f"That letter {LETTER.says[letter.status]}. Type “letter another {referral.id}” for one more."
        )
    to = _recipient(command, office, letter, today)
    letter_checks.check_way(rule, to)
    letter_checks.check_nobody_elses(office, to)
    event = LetterEvent.TAKEN_BACK if letter.status is LetterStatus.RELEASED else LetterEvent.CHANGED
    changed = letter.as_draft(event, to=to.id)
    written = [
        each
        for each in office.records.find(FamilyLetter, about=referral.id, live="yes")
        if each.id != letter.id and each.status is not LetterStatus.DRAFT and (each.to == to.id or to.restricted)
    ]
    back = [each.as_draft(LetterEvent.TAKEN_BACK) for each in written]
    mails = [mail for each in (letter, *written) for mail in stopped_mail(office, each)]
    told = _tell(office, letter, command)
    return _changed(command, "letter_addressed", letter, [to, changed, *back, *mails], told)


def confirm_recipient(command: ConfirmRecipient, office: Office) -> Change:
    """The worker has looked at it again, on this day."""
    referral, person = office.referral(command.ref), office.person(command.by)
    letter_people.check_may_address(person, referral)
    letter = letter_people.latest(office, referral.id, command.letter)
    to = office.records.look(Recipient, letter.to) if letter.to else None
    if to is None:
        raise MoveNotAllowed(f"Nobody is named yet. Type “letter to {referral.id}” and who it goes to.")
    confirmed = to.model_copy(update={"confirmed_by": command.by, "confirmed_at": command.at})
    return _changed(command, "letter_confirmed", letter, [confirmed], _tell(office, letter, command))


def add_letter(command: AddLetter, office: Office) -> Change:
    """A second letter, for instance to a parent at another address; its recipient is asked for anew."""
    referral, person = office.referral(command.ref), office.person(command.by)
    letter_people.check_may_address(person, referral)
    last = letter_people.latest(office, referral.id)
    number = office.records.count(FamilyLetter, decision=last.decision) + 1
    more = FamilyLetter(
        id=f"{last.decision}/letter{number}",
        panel=last.panel,
        about=last.about,
        decision=last.decision,
        appeal=last.appeal,
        due=last.due,
        drafted_at=command.at,
        words=last.words,
        writers=last.writers if last.words else (),
    )
    return _changed(command, "letter_added", more, [more], [])


def stopped_mail(office: Office, letter: FamilyLetter) -> list[Notice]:
    """The e-mail of a letter taken back, not to be sent; raises `MoveNotAllowed` once it has gone or may have."""
    mail = office.records.look(Notice, letter.mail) if letter.mail else None
    if mail and mail.state in (NoticeState.SENT, NoticeState.SENDING, NoticeState.IN_DOUBT):
        raise MoveNotAllowed(f"The letter about {letter.about} has gone, or may have. It can’t be taken back.")
    return [mail.model_copy(update={"state": NoticeState.OVERTAKEN})] if mail else []


def known_recipient(office: Office, ref: str, appeal: Appeal | None) -> str:
    """The id of whoever letters of the case go to: for the answer to a challenge, of whoever asked for it (BI-9.8)."""
    known = office.records.find(Recipient, about=ref)
    fitting = [each for each in known if appeal is None or each.relation == appeal.asked_by]
    return fitting[0].id if fitting else ""


def _recipient(command: GiveRecipient, office: Office, letter: FamilyLetter, today: date) -> Recipient:
    given, problems = command.given, {}
    name, relation, way = _name(given, today), given.get("relation", ""), given.get("way", "")
    if not name:
        problems["name"] = "Please give the name of the one person the letter goes to."
    if relation not in letter_checks.RELATIONS:
        listed = ", ".join(letter_checks.RELATIONS)
        problems["relation"] = f"Please say what they are to the child: {listed.replace('_', ' ')}."
    if way not in list(Sent):
        problems["way"] = "Please say how it goes: post, e-mail, or handed over."
    if problems:
        raise InvalidAnswer(problems)
    known = office.records.find(Recipient, about=letter.about)
    before = next((each for each in known if each.name.lower() == name.lower()), None)
    return Recipient(
        id=before.id if before else f"{letter.about}/to{len(known) + 1}",
        revision=before.revision if before else 0,
        panel=letter.panel,
        about=letter.about,
        name=name,
        relation=relation,
        way=Sent(way),
        email=read_answer(_EMAIL, given.get("email", ""), today),
        address=_address(given.get("address", ""), today),
        restricted=given.get("restricted", "") == "yes",
        also_for=_also_for(office, command, given.get("also_for", "")),
        given_by=command.by,
        confirmed_by=command.by,
        confirmed_at=command.at,
    )


def _name(given: dict[str, str], today: date) -> str:
    """One name. Two people get two letters, each to their own address (AM-52)."""
    name = read_answer(_NAME, given.get("name", ""), today)
    if _SEVERAL.search(name):
        raise Refused(
            "One letter goes to one person. Please give one name, and type “letter another” for the second person."
        )
    return name


def _address(typed: str, today: date) -> tuple[str, ...]:
    lines = [read_answer(_LINE, line, today) for line in re.split(r"[,\n]", typed) if line.strip()]
    if len(lines) > MOST_LINES:
        raise InvalidAnswer({"address": f"Please give one address, in at most {MOST_LINES} lines."})
    return tuple(lines)


def _also_for(office: Office, command: About, typed: str) -> tuple[str, ...]:
    """Cases that have the same name or address, each one there is; raises `Unknown`."""
    refs = [each.strip().upper() for each in re.split(r"[,\s]+", typed) if each.strip()]
    return tuple(office.referral(ref).id for ref in dict.fromkeys(refs) if ref != command.ref.upper())


def _tell(office: Office, letter: FamilyLetter, command: About) -> list[Notice]:
    """Whoever prepares the letter hears that it can go on."""
    referral, rule = office.referral(letter.about), rule_of(office, letter)
    people = letter_people.preparers(office, rule, referral, office.today(command.at))
    others = [person for person in people if person.id != command.by]
    mark = f"{letter.id.partition('/')[2]}.{command.at:%Y%m%d%H%M%S}"
    return to_people(Topic.LETTER_ADDRESSED, others, letter.about, command.at, mark=mark)


def _changed(command: About, act: str, letter: FamilyLetter, records: list[Record], told: list[Notice]) -> Change:
    answer = Answer(code=act, about=letter.about, facts={"letter": letter.id})
    return Change(answer, entry(command, act, letter.about, letter.id), tuple(records), tuple(told))
