"""The letter to a family: drafted with the decision, put in words, prepared, released by a second person, and sent."""

from collections.abc import Sequence
from datetime import date, datetime, time

from panel import letter_checks, letter_people, policies
from panel.appeal import Appeal
from panel.calendar import at_wall, end_of_day, wall
from panel.cautions import forbidden
from panel.challenges import letter_went
from panel.commands import (
    About,
    ChangeLetter,
    CopyLetter,
    DropLetter,
    NoteLetterSent,
    PrepareLetter,
    ReleaseLetter,
    RunClock,
    TakeBackLetter,
)
from panel.council import Office
from panel.decision import Decision
from panel.errors import InvalidAnswer, MoveNotAllowed, Refused, Stale
from panel.family_letter import LETTER, FamilyLetter, LetterEvent, LetterStatus, Recipient
from panel.handlers.addressing import known_recipient, stopped_mail
from panel.handlers.entry import entry
from panel.letter_content import content, last_day_if_sent, parts, rule_of
from panel.notices import Channel, Notice, NoticeState, Topic
from panel.planner import counting_day
from panel.ports import Answer, Change
from panel.receipts import Sent
from panel.records import Record
from panel.telling import notice, to_people

_NOON = time(12)


def drafted(office: Office, decision: Decision, at: datetime) -> tuple[list[FamilyLetter], list[Notice]]:
    """The draft of a confirmed decision's letter, where the panel writes letters, and its people told (NT-33, RF-29).

    An answer to a challenge goes to whoever asked (BI-9.8, AP-13). Letters about an earlier decision on the case that
    nobody has released are overtaken by it.
    """
    referral = office.referral(decision.ref)
    profile = office.profile_of(referral)
    if profile.letters is None:
        return [], []
    appeal = office.records.look(Appeal, decision.settles) if decision.settles else None
    letter = _draft(office, decision, appeal, f"{decision.id}/letter1", (counting_day(office, decision, at), at))
    unsent = [
        each.after(LetterEvent.DECIDED_AGAIN)
        for each in office.records.find(FamilyLetter, about=referral.id, live="yes")
        if LETTER.allows(each.status, LetterEvent.DECIDED_AGAIN)
    ]
    return [letter, *unsent], _told(office, letter, at, decision.id)


def drafted_late(office: Office, appeal: Appeal, at: datetime) -> tuple[list[FamilyLetter], list[Notice]]:
    """The draft that tells whoever asked too late why, and how to complain (AP-5, BI-9.8, BI-9.9)."""
    if office.profile_of(office.referral(appeal.about)).letters is None:
        return [], []
    decision = office.records.get(Decision, appeal.decision)
    letter = _draft(office, decision, appeal, f"{appeal.id}/letter1", (office.today(at), at))
    return [letter], _told(office, letter, at, appeal.id)


def _draft(
    office: Office, decision: Decision, appeal: Appeal | None, name: str, since: tuple[date, datetime]
) -> FamilyLetter:
    """A letter to be written, due so long after the first of these, drafted at the second."""
    day, at = since
    within = office.profile_of(office.referral(decision.ref)).decisions.sheets_within
    return FamilyLetter(
        id=name,
        panel=decision.panel,
        about=decision.ref,
        decision=decision.id,
        appeal=appeal.id if appeal else "",
        due=office.council.calendar(decision.panel).after(day, within).day.isoformat(),
        drafted_at=at,
        to=known_recipient(office, decision.ref, appeal),
    )


def _told(office: Office, letter: FamilyLetter, at: datetime, mark: str) -> list[Notice]:
    """The worker and whoever prepares it hear of the draft (NT-33)."""
    referral, rule = office.referral(letter.about), rule_of(office, letter)
    people = [*office.known(referral.referrer)]
    people += letter_people.preparers(office, rule, referral, office.today(at))
    return to_people(Topic.LETTER_DRAFTED, people, referral.id, at, mark=mark)


def change_letter(command: ChangeLetter, office: Office) -> Change:
    """A part put differently, by the worker or whoever prepares it; what the decision states stays as it is."""
    letter, referral = letter_people.latest(office, command.ref, command.letter), office.referral(command.ref)
    rule, on, person = rule_of(office, letter), office.today(command.at), office.person(command.by)
    if command.by not in (referral.referrer, referral.manager):
        letter_people.check_may_prepare(office, person, rule, referral, on)
    known = parts(office, letter)
    if command.part not in known:
        raise InvalidAnswer({"part": f"The parts that can be put differently are: {', '.join(known)}."})
    words = policies.remark(command.words, "the words")
    changed = letter.as_draft(
        words={**letter.words, command.part: words}, writers=tuple(dict.fromkeys([*letter.writers, command.by]))
    )
    return _done(command, "letter_changed", changed)


def prepare_letter(command: PrepareLetter, office: Office) -> Change:
    """Its file is written and checked; those who may release it have a card (BI-8.2, NT-33)."""
    letter, referral = letter_people.latest(office, command.ref, command.letter), office.referral(command.ref)
    rule, on = rule_of(office, letter), office.today(command.at)
    letter_people.check_may_prepare(office, office.person(command.by), rule, referral, on)
    if letter.revision != command.revision:
        raise Stale("The letter was changed while it was being written. Please prepare it again.")
    to = letter_checks.check_recipient(office, letter, rule, on)
    made = content(office, letter, to, on)
    letter_checks.check_text(office, to, command.text)
    ready = letter.after(
        LetterEvent.PREPARED,
        file=command.file,
        says=command.text,
        warnings=(*forbidden(office.profile_of(referral), command.text), *command.warnings),
        dated=on.isoformat(),
        last_day=made.last_day.isoformat() if made.last_day else "",
        way=to.way,
        writers=tuple(dict.fromkeys([*letter.writers, command.by])),
        read_by=(),
    )
    people = letter_people.releasers(office, rule, referral, ready, on)
    if not people:
        raise Refused(
            f"Nobody is left who could release the letter about {referral.id}: whoever wrote in it does not. "
            "Please ask for a second person to be listed."
        )
    told = to_people(Topic.LETTER_CHECK, people, referral.id, command.at, mark=_mark(ready, command))
    return _done(command, "letter_prepared", ready, told)


def copy_letter(command: CopyLetter, office: Office) -> Change:
    """The Word file, by mail to the reader’s own council address; whoever releases it has had it (AM-52)."""
    letter, referral = letter_people.latest(office, command.ref, command.letter), office.referral(command.ref)
    rule, person, on = rule_of(office, letter), office.person(command.by), office.today(command.at)
    letter_people.check_may_read(office, person, rule, referral, letter, on)
    if not letter.file:
        raise MoveNotAllowed(f"The letter about {referral.id} is not written yet. Type “letter prepare {referral.id}”.")
    if not person.email:
        raise Refused("The list of staff has no e-mail address for you. Please ask the panel administrator.")
    facts = {"digest": letter.file, "file": f"{referral.id}-letter.docx"}
    mark = f"{_mark(letter, command)}.{letter.file[:8]}"
    copy = notice(Topic.LETTER_COPY, person.email, referral.id, command.at, via=Channel.EMAIL, mark=mark, **facts)
    read = letter.model_copy(update={"read_by": tuple(dict.fromkeys([*letter.read_by, person.id]))})
    return _done(command, "letter_copied", read, [copy], to=person.email)


def release_letter(command: ReleaseLetter, office: Office) -> Change:
    """A second person who has had its file lets it go: by e-mail at once, or to whoever prints it (AM-52, NT-34).

    Everything that could have changed since it was prepared is looked at again.
    """
    letter, referral = letter_people.latest(office, command.ref, command.letter), office.referral(command.ref)
    rule, on, person = rule_of(office, letter), office.today(command.at), office.person(command.by)
    letter_people.check_may_release(office, person, rule, referral, letter, on)
    released = letter.after(LetterEvent.RELEASED, released_by=command.by, released_at=command.at)
    if command.file and command.file != letter.file:
        raise Stale("The letter was written anew since you were shown it. Please read it as it stands now.")
    if command.by not in letter.read_by:
        raise MoveNotAllowed(f"Please read it first: type “letter file {referral.id}” and I mail you the Word file.")
    to = check_can_go(office, letter, command.at)
    late = last_day_if_sent(office, letter, to, on)
    if letter.promised and late and late > letter.promised:
        raise Refused(
            f"The last day that stands in this letter would be too early now. Please have it prepared again: "
            f"“letter prepare {referral.id}”."
        )
    if to.way is Sent.EMAIL:
        facts = {"mark": _mark(letter, command), "letter": letter.id}
        mail = notice(Topic.FAMILY_LETTER, to.email, referral.id, command.at, via=Channel.EMAIL, **facts)
        return _done(command, "letter_released", released.model_copy(update={"mail": mail.id}), [mail], way=to.way)
    people = letter_people.preparers(office, rule, referral, on)
    told = to_people(Topic.LETTER_TO_GO, people, referral.id, command.at, mark=_mark(letter, command), way=to.way)
    return _done(command, "letter_released", released, told, way=to.way)


def check_can_go(office: Office, letter: FamilyLetter, at: datetime) -> Recipient:
    """Whether the letter, as it was prepared, may still go to its recipient; raises `Refused` saying why not."""
    to = letter_checks.check_recipient(office, letter, rule_of(office, letter), office.today(at))
    letter_checks.check_text(office, to, letter.says)
    if to.way is not letter.way:
        raise Refused("How this letter goes was changed after it was prepared. Please have it prepared again.")
    return to


def note_letter_sent(command: NoteLetterSent, office: Office) -> Change:
    """The day it was posted or handed over, written down; an e-mail in doubt may be settled so too (AM-04, BI-9.1)."""
    letter, referral = letter_people.latest(office, command.ref, command.letter), office.referral(command.ref)
    rule, on = rule_of(office, letter), office.today(command.at)
    letter_people.check_may_prepare(office, office.person(command.by), rule, referral, on)
    if letter.way is Sent.EMAIL and not _mail_stuck(office, letter):
        raise MoveNotAllowed(f"The letter about {referral.id} goes by e-mail, and I note by myself when it has gone.")
    if command.day > on or (letter.dated and command.day.isoformat() < letter.dated):
        raise InvalidAnswer({"day": "That day cannot be right: it lies ahead, or before the date of the letter."})
    late = letter.way is Sent.EMAIL
    moment = end_of_day(command.day) if late else at_wall(command.day, _NOON)
    sent = letter.after(LetterEvent.WENT, sent_at=moment)
    people = office.known(referral.referrer)
    told = to_people(Topic.LETTER_SENT, people, referral.id, command.at, mark=letter.id, day=command.day.isoformat())
    return _done(command, "letter_sent", sent, told)


def take_back_letter(command: TakeBackLetter, office: Office) -> Change:
    """A letter that has not gone is a draft again; an e-mail on its way is stopped if it still can be."""
    letter, referral = letter_people.latest(office, command.ref, command.letter), office.referral(command.ref)
    rule, on, person = rule_of(office, letter), office.today(command.at), office.person(command.by)
    letter_people.check_may_read(office, person, rule, referral, letter, on)
    reason = policies.remark(command.reason, "the reason")
    stopped = stopped_mail(office, letter)
    back = letter.as_draft(LetterEvent.TAKEN_BACK, back_because=reason)
    people = letter_people.preparers(office, rule, referral, on)
    told = to_people(Topic.LETTER_BACK, people, referral.id, command.at, mark=_mark(letter, command))
    return _done(command, "letter_taken_back", back, told, more=stopped)


def drop_letter(command: DropLetter, office: Office) -> Change:
    """Nothing goes to the family: for one of those who may release it to say, with the reason (AM-52)."""
    letter, referral = letter_people.latest(office, command.ref, command.letter), office.referral(command.ref)
    rule, on, person = rule_of(office, letter), office.today(command.at), office.person(command.by)
    letter_people.check_may_release(office, person, rule, referral, letter, on)
    reason = policies.remark(command.reason, "the reason why no letter is to go")
    dropped = letter.after(LetterEvent.DROPPED, back_because=reason)
    people = [*office.known(referral.referrer), *letter_people.preparers(office, rule, referral, on)]
    told = to_people(Topic.LETTER_DROPPED, people, referral.id, command.at, mark=_mark(letter, command))
    return _done(command, "letter_dropped", dropped, told)


def gone(letter: FamilyLetter, office: Office, command: RunClock) -> tuple[list[Record], list[Notice]]:
    """The clock's part: once its e-mail has left, the letter is sent, at that moment (AM-04)."""
    went = letter_went(office, letter) if letter.status is LetterStatus.RELEASED else None
    if went is None:
        return [], []
    people = office.known(office.referral(letter.about).referrer)
    told = to_people(
        Topic.LETTER_SENT, people, letter.about, command.at, mark=letter.id, day=wall(went).date().isoformat()
    )
    return [letter.after(LetterEvent.WENT, sent_at=went)], told


def _mail_stuck(office: Office, letter: FamilyLetter) -> bool:
    mail = office.records.look(Notice, letter.mail) if letter.mail else None
    return mail is not None and mail.state in (NoticeState.IN_DOUBT, NoticeState.FAILED)


def _mark(letter: FamilyLetter, command: About) -> str:
    return f"{letter.id.rpartition('/')[2]}.{command.at:%Y%m%d%H%M%S}"


def _done(
    command: About,
    act: str,
    letter: FamilyLetter,
    notices: Sequence[Notice] = (),
    more: Sequence[Notice] = (),
    **facts: str,
) -> Change:
    answer = Answer(code=act, about=letter.about, facts={"letter": letter.id, **facts})
    return Change(answer, entry(command, act, letter.about, letter.id), (letter, *more), tuple(notices))
