"""Letters to families, in a chat: who they go to, what they say, who else reads them, the day they went."""

from dialogs.cards.letters import letter_card, recipient_card
from dialogs.cards.parts import card, facts
from dialogs.turn import Turn, say, show
from dialogs.words import family_letters as words
from panel import commands as c
from panel import letter_checks, letter_people
from panel.answers import read_date
from panel.calendar import say_day
from panel.duties.letters import waits_for
from panel.errors import InvalidAnswer, Refused
from panel.family_letter import FamilyLetter, Recipient
from panel.letter_content import content, rule_of
from panel.ports import Message, Reply

_NAMES = {"who": "relation", "e-mail": "email", "also for": "also_for"}
"""Words people use for what is asked about a recipient, and the names these have."""
_WAYS = {
    "e-mail": "email",
    "by e-mail": "email",
    "by post": "post",
    "handed over": "handed_over",
    "by hand": "handed_over",
}


def opened(turn: Turn, ref: str, named: str = "") -> Reply:
    """The letter about a case, to those who write, check or send it."""
    return show(turn, letter_card(turn, _readable(turn, ref, named)))


def waiting(turn: Turn) -> Reply:
    """Letters that wait for this person."""
    rows = waiting_for(turn)
    return show(turn, card(words.LIST, [facts(rows[:30])], (), words.LIST)) if rows else say(words.NONE_OPEN)


def waiting_for(turn: Turn) -> list[tuple[str, str]]:
    """The cases whose letter waits for this person, and for what."""
    found = [each for panel in turn.panels for each in turn.office.records.find(FamilyLetter, panel=panel, live="yes")]
    waits = [(each, *waits_for(each, turn.office, turn.now)) for each in sorted(found, key=lambda each: each.due)]
    return [(each.about, words.listed(each.about, stands)) for each, stands, people in waits if turn.person in people]


def address(turn: Turn, ref: str, named: str = "") -> Reply:
    """The form that asks who it goes to."""
    letter = letter_people.latest(turn.office, ref, named)
    letter_people.check_may_address(turn.person, turn.office.referral(ref))
    return show(turn, recipient_card(turn, letter))


def give(turn: Turn, ref: str, typed: str = "", named: str = "") -> Reply:
    """Who it goes to, from its card or typed: “letter to KN-0001 name: …; who: parent; way: post; address: …”."""
    given = _given(typed) if typed else dict(turn.given)
    letter = letter_people.latest(turn.office, ref, named)
    try:
        turn.do(c.GiveRecipient, ref=ref, given=given, letter=letter.id)
    except InvalidAnswer as wrong:
        letter_people.check_may_address(turn.person, turn.office.referral(ref))
        if typed:
            raise Refused(f"{wrong} {words.HOW_TO_GIVE}") from wrong
        return show(turn, recipient_card(turn, letter, tuple(wrong.problems.values())))
    except Refused as refused:
        if typed:
            raise
        return show(turn, recipient_card(turn, letter, (str(refused),)))
    now = letter_people.latest(turn.office, ref, letter.id)
    return _shown(turn, now, words.addressed(ref, turn.office.records.get(Recipient, now.to).name))


def confirm(turn: Turn, ref: str, named: str = "") -> Reply:
    """It still goes to the same person."""
    turn.do(c.ConfirmRecipient, ref=ref, letter=named)
    return _shown(turn, letter_people.latest(turn.office, ref, named), words.confirmed(ref))


def another(turn: Turn, ref: str) -> Reply:
    """One more letter, to somebody else."""
    answer = turn.do(c.AddLetter, ref=ref)
    more = letter_people.latest(turn.office, ref, answer.facts["letter"])
    return show(turn, recipient_card(turn, more), words.added(ref))


def reword(turn: Turn, ref: str, typed: str) -> Reply:
    """“letter words KN-0001 reasons: …”."""
    part, colon, text = typed.partition(":")
    if not colon:
        raise Refused(words.HOW_TO_WORD)
    turn.do(c.ChangeLetter, ref=ref, part=part.strip().lower().replace(" ", "_"), words=text.strip())
    return _shown(turn, letter_people.latest(turn.office, ref), words.changed(ref))


def prepare(turn: Turn, ref: str, named: str = "") -> Reply:
    """Written from its template, kept, and put to a second person."""
    office, letter = turn.office, letter_people.latest(turn.office, ref, named)
    rule = rule_of(office, letter)
    letter_people.check_may_prepare(office, turn.person, rule, office.referral(ref), turn.today)
    to = letter_checks.check_recipient(office, letter, rule, turn.today)
    made = content(office, letter, to, turn.today)
    written = turn.tools.letters.write(letter.panel, made.template, made.fields)
    file = turn.tools.documents.put(written.content)
    facts_of = {"file": file, "text": written.text, "warnings": written.warnings, "revision": letter.revision}
    turn.do(c.PrepareLetter, ref=ref, letter=letter.id, **facts_of)
    return _shown(turn, letter_people.latest(turn.office, ref, letter.id), words.prepared(ref))


def file_of(turn: Turn, ref: str, named: str = "") -> Reply:
    """The Word file, to the reader’s own mail address."""
    answer = turn.do(c.CopyLetter, ref=ref, letter=named)
    return _shown(turn, letter_people.latest(turn.office, ref, named), words.copied(ref, answer.facts["to"]))


def release(turn: Turn, ref: str, named: str = "", file: str = "") -> Reply:
    """A second person has read it."""
    answer = turn.do(c.ReleaseLetter, ref=ref, letter=named, file=file)
    now = letter_people.latest(turn.office, ref, answer.facts["letter"])
    return _shown(turn, now, words.released(ref, answer.facts["way"]))


def went(turn: Turn, ref: str, typed: str, named: str = "") -> Reply:
    """“letter posted KN-0001 3 December 2026”."""
    try:
        day = read_date(typed.removeprefix("on ").strip())
    except ValueError as problem:
        raise Refused(words.HOW_TO_NOTE) from problem
    answer = turn.do(c.NoteLetterSent, ref=ref, day=day, letter=named)
    now = letter_people.latest(turn.office, ref, answer.facts["letter"])
    return _shown(turn, now, words.sent(ref, say_day(day)))


def back(turn: Turn, ref: str, reason: str) -> Reply:
    """It is a draft again."""
    turn.do(c.TakeBackLetter, ref=ref, reason=reason)
    return _shown(turn, letter_people.latest(turn.office, ref), words.taken_back(ref))


def drop(turn: Turn, ref: str, reason: str) -> Reply:
    """None goes to the family."""
    answer = turn.do(c.DropLetter, ref=ref, reason=reason)
    return _shown(turn, letter_people.latest(turn.office, ref, answer.facts["letter"]), words.dropped(ref))


def message(turn: Turn, ref: str) -> Message:
    """The card of a notice, as the letter stands for this person."""
    return letter_card(turn, letter_people.latest(turn.office, ref))


def _shown(turn: Turn, letter: FamilyLetter, said: str) -> Reply:
    return show(turn, letter_card(turn, letter), said)


def _readable(turn: Turn, ref: str, named: str) -> FamilyLetter:
    office, letter = turn.office, letter_people.latest(turn.office, ref, named)
    referral = office.referral(ref)
    letter_people.check_may_read(office, turn.person, rule_of(office, letter), referral, letter, turn.today)
    return letter


def _given(typed: str) -> dict[str, str]:
    """“name: …; who: …” as answers by their names."""
    pairs = [part.partition(":") for part in typed.split(";") if part.strip()]
    named = {name.strip().lower(): value.strip() for name, _, value in pairs}
    given = {_NAMES.get(name, name): value for name, value in named.items()}
    way, who = given.get("way", "").lower(), given.get("relation", "").lower()
    return {**given, "way": _WAYS.get(way, way), "relation": {"carer": "parent"}.get(who, who.replace(" ", "_"))}
