"""The cards of a letter to a family: where it stands and what it says, and who it goes to."""

from collections.abc import Sequence

from microsoft_teams import cards as c

from dialogs.cards.parts import button, card, choice_input, facts, heading, plain, said, text, text_input
from dialogs.turn import Turn
from dialogs.words import family_letters as words
from panel import letter_people
from panel.calendar import say_day, wall
from panel.decision import Decision
from panel.family_letter import FamilyLetter, LetterStatus, Recipient
from panel.letter_checks import RELATIONS
from panel.letter_content import parts, refused_late, rule_of
from panel.ports import Message
from panel.receipts import Sent
from panel.terms import shown_term


def letter_card(turn: Turn, letter: FamilyLetter, problems: Sequence[str] = ()) -> Message:
    """Where the letter stands, to whom it goes, what it says and what is hard to read; and what this person can do."""
    office, ref = turn.office, letter.about
    to = office.records.look(Recipient, letter.to) if letter.to else None
    rows = [("Stands", words.standing(letter)), *words.recipient_rows(to, RELATIONS[to.relation] if to else "")]
    rows += [("Because", letter.back_because)]
    rows += [("Released by", office.name(letter.released_by) if letter.released_by else "")]
    rows += [("Went", say_day(wall(letter.sent_at).date()) if letter.sent_at else "")]
    body: list[c.CardElement] = [*(text(f"⚠ {plain(each)}", bold=True) for each in problems), facts(rows)]
    if letter.says:
        body += [heading("What it says"), said("\n\n".join(letter.says.splitlines()))]
        body += [text(f"⚠ {plain(each)}") for each in letter.warnings]
        body += [text(words.AS_WRITTEN, quiet=True)] if letter.warnings else []
    else:
        body += [heading("What it will say"), facts(_planned(turn, letter))]
    if letter.status is LetterStatus.READY:
        body.append(text(words.READ_FIRST, quiet=True))
    if letter.status is LetterStatus.RELEASED and letter.way is not Sent.EMAIL:
        body.append(c.DateInput(id="day", label="The day it was posted or handed over"))
    return card(f"{ref} · Letter to the family", body, _buttons(turn, letter), f"{ref}: a letter")


def recipient_card(turn: Turn, letter: FamilyLetter, problems: Sequence[str] = ()) -> Message:
    """Who the letter goes to, asked of the worker; what is kept of an address not to be shared is not shown."""
    to = turn.office.records.look(Recipient, letter.to) if letter.to else None
    known = to.model_dump() if to else {}
    given = {**{key: str(value) for key, value in known.items() if isinstance(value, str)}, **turn.given}
    address = given.get("address", ", ".join(to.printed) if to else "")
    body: list[c.CardElement] = [
        *(text(f"⚠ {plain(each)}", bold=True) for each in problems),
        text_input("name", "The name of the one person it goes to", value=given.get("name", ""), lines=False),
        choice_input("relation", "Who are they?", _relations(), value=given.get("relation", "")),
        choice_input("way", "How does it go?", words.WAYS, value=given.get("way", "")),
        text_input("email", "Their e-mail address", value=given.get("email", ""), lines=False),
        text_input("address", "Their address, with commas between the lines", value=address, lines=False),
        choice_input("restricted", "May the address be shared?", (("no", "Yes"), ("yes", "No, never print it"))),
        text_input("also_for", "Cases it rightly stands for too, if any", value=given.get("also_for", ""), lines=False),
    ]
    data = turn.button("letter_give", letter.about, letter=letter.id)
    return card(
        f"{letter.about} · Who the letter goes to", body, [button("This is right", data, main=True)], letter.about
    )


def _relations() -> list[tuple[str, str]]:
    return [(code, label[:1].upper() + label[1:]) for code, label in RELATIONS.items()]


def _planned(turn: Turn, letter: FamilyLetter) -> list[tuple[str, str]]:
    """The parts of a letter that is not written yet, as the decision or somebody since has put them."""
    office = turn.office
    decision, profile = office.records.get(Decision, letter.decision), office.profile_of(office.referral(letter.about))
    rule = rule_of(office, letter)
    labels = {shown.term: shown.label for shown in rule.shows}
    own = {"outcome": rule.words_for(decision.outcome)}
    stated = {name: shown_term(profile, name, value)[1] for name, value in decision.terms.items()}
    late = refused_late(office, letter)
    said_by = [letter.words, own, {"reasons": late.late_reason} if late else stated]
    return [
        (labels.get(part, part.capitalize()), next((each[part] for each in said_by if each.get(part)), ""))
        for part in parts(office, letter)
    ]


def _buttons(turn: Turn, letter: FamilyLetter) -> list[c.ExecuteAction]:
    office, ref, on = turn.office, letter.about, turn.today
    referral, rule = office.referral(ref), rule_of(office, letter)
    worker = turn.person.id in (referral.referrer, referral.manager)
    prepares = turn.person in letter_people.preparers(office, rule, referral, on)
    releases = turn.person in letter_people.releasers(office, rule, referral, letter, on)

    def data(act: str) -> dict[str, str]:
        return turn.button(act, ref, letter=letter.id, file=letter.file)

    made = []
    if worker and letter.live:
        made += [button("Who it goes to", data("letter_to"))]
        made += [button("Still right", data("letter_confirm"))] if letter.to else []
    if prepares and letter.status is LetterStatus.DRAFT:
        made.append(button("Write it", data("letter_prepare"), main=True))
    if letter.file:
        made.append(button("Send me the Word file", data("letter_file")))
    if releases and letter.status is LetterStatus.READY:
        made.append(button("I have read it: release", data("letter_release"), main=True))
    if prepares and letter.status is LetterStatus.RELEASED and letter.way is not Sent.EMAIL:
        made.append(button("It has gone", data("letter_sent"), main=True))
    return made
