"""What keeps a family letter from the wrong hands: whom it may go to, and whose case may stand in it (AM-52)."""

import re
from collections.abc import Iterator
from datetime import date

from panel.appeal import Appeal
from panel.calendar import say_day, shift, wall
from panel.council import Office
from panel.errors import Refused
from panel.family_letter import FamilyLetter, Recipient
from panel.receipts import Sent
from panel.referral import Referral
from panel.rules.letters import Letters

RELATIONS = {
    "parent": "a parent or carer",
    "representative": "a representative",
    "young_person": "the young person",
    "other": "somebody else",
}
"""What a recipient is to the child, by the same codes as whoever asks for a challenge (AM-33)."""
_REFERENCE = re.compile(r"(?<![\w-])([A-Za-z]{2,4})[-–](\d{1,6})(?!\w)")
_CAPITALS = re.compile(r"(?<![\w.-])[A-Z]\.? ?[A-Z](?:\.? ?[A-Z]){0,2}\.?(?![\w-])")
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}")
_SHORTEST_LINE = 6
"""Characters of the first line of an address that can be told from other text."""


def still_to_confirm(office: Office, letter: FamilyLetter, rule: Letters, on: date) -> bool:
    """Whether the worker has yet to say, or to say again, who the letter goes to."""
    to = office.records.look(Recipient, letter.to) if letter.to else None
    return to is None or _is_stale(to, rule, on)


def check_recipient(office: Office, letter: FamilyLetter, rule: Letters, on: date) -> Recipient:
    """Whoever the letter goes to, if it may go there on this day; raises `Refused` with what the worker has to do."""
    to = office.records.look(Recipient, letter.to) if letter.to else None
    how = f"The worker on the case types “letter to {letter.about}” to say who it goes to."
    if to is None:
        raise Refused(f"Nobody is named yet to whom the letter about {letter.about} goes. {how}")
    if _is_stale(to, rule, on):
        raise Refused(
            f"Where the letter about {letter.about} goes was confirmed on {say_day(wall(to.confirmed_at).date())}, "
            f"too long ago. The worker on the case types “letter confirm {letter.about}”, or gives it anew."
        )
    _check_asked(office, letter, to)
    check_way(rule, to)
    check_nobody_elses(office, to)
    return to


def check_way(rule: Letters, to: Recipient) -> None:
    """The way is one the panel allows, and what it needs is there; an address not to be shared is never used."""
    if to.way not in rule.ways:
        listed = " or ".join(way.replace("_", " ").replace("email", "e-mail") for way in rule.ways)
        raise Refused(f"Letters of this panel go by {listed}. Please choose one of these ways.")
    if to.way is Sent.POST and to.restricted:
        raise Refused(
            "This address must not be shared, so I never print it or post to it. Choose e-mail, or “handed over”."
        )
    if to.way is Sent.POST and len(to.address) < 2:
        raise Refused("To post it I need the address, at least two lines of it, with commas between.")
    if to.way is Sent.EMAIL and not to.email:
        raise Refused("To send it by e-mail I need the e-mail address the family chose.")


def check_nobody_elses(office: Office, to: Recipient) -> None:
    """No colleague, no mailbox of ours, and nobody who stands for another family; raises `Refused` saying who."""
    directory = office.council.directory
    ours = {directory.mailbox(panel).lower() for panel in office.council.profiles}
    if to.email and (directory.by_email(to.email) or to.email.lower() in ours):
        raise Refused(f"{to.email} is an address of the council’s own staff. Please give the family’s own address.")
    for other in _others(office, to):
        if shared := _shared(to, other):
            raise Refused(
                f"This {shared} is already used for another case, {other.about}. If that is right, as with one family "
                f"or two people of one name, give it again and add “also for: {other.about}”. If not, one of the two "
                "is wrong: please look."
            )


def check_text(office: Office, to: Recipient, text: str) -> None:
    """Nothing of another case stands in the letter, nor an address that must not be shared; raises `Refused` why."""
    prefixes = {profile.panel.prefix for profile in office.council.profiles.values()}
    for prefix, number in _REFERENCE.findall(text):
        if prefix.upper() in prefixes and f"{prefix.upper()}-{number}" != to.about:
            raise _stopped(f"the reference of another case, {prefix.upper()}-{number}")
    plain = _squashed(text)
    for other in _others(office, to):
        for what, value in (("name", other.name), ("e-mail address", other.email), ("address", _first_line(other))):
            if value and _squashed(value) not in _own_words(to) and _stands_in(_squashed(value), plain):
                raise _stopped(f"the {what} of somebody who belongs to another case, {other.about}")
    for kept in office.records.find(Recipient, about=to.about):
        if kept.restricted and any(_stands_in(_squashed(each), plain) for each in _traces(kept)):
            raise _stopped("an address that must not be shared")
    _check_initials(office, to, text)


def _check_initials(office: Office, to: Recipient, text: str) -> None:
    """Capitals that are the initials of a child in another case; those of this child may be the same."""
    mine = _letters(office.referral(to.about).answers.get("initials", ""))
    found = {_letters(capitals) for capitals in _CAPITALS.findall(text)} - {mine}
    if not found:
        return
    for referral in office.records.find(Referral):
        theirs = _letters(referral.answers.get("initials", ""))
        if referral.id != to.about and len(theirs) > 1 and theirs in found:
            raise _stopped(f"“{theirs}”, the initials of the child in another case, {referral.id}")


def _is_stale(to: Recipient, rule: Letters, on: date) -> bool:
    return shift(wall(to.confirmed_at).date(), rule.confirm_again_after, 1) < on


def _check_asked(office: Office, letter: FamilyLetter, to: Recipient) -> None:
    """The answer to a challenge goes to whoever asked for it (BI-9.8)."""
    appeal = office.records.look(Appeal, letter.appeal) if letter.appeal else None
    if appeal and appeal.asked_by != to.relation:
        raise Refused(
            f"This letter answers a request that {RELATIONS[appeal.asked_by]} made, so it goes to them. "
            f"The worker on the case types “letter to {letter.about}” and gives their name."
        )


def _others(office: Office, to: Recipient) -> Iterator[Recipient]:
    own = {to.about, *to.also_for}
    return (each for each in office.records.find(Recipient) if each.about not in own)


def _shared(to: Recipient, other: Recipient) -> str:
    """What two recipients have in common, as a word; empty for nothing."""
    if to.email and to.email.lower() == other.email.lower():
        return "e-mail address"
    theirs = [_squashed(line) for line in other.address[:2]]
    if len(theirs) > 1 and set(theirs) <= {_squashed(line) for line in to.address}:
        return "address"
    return "name" if _squashed(to.name) == _squashed(other.name) else ""


def _first_line(other: Recipient) -> str:
    first = other.address[0] if other.address else ""
    return first if len(first) >= _SHORTEST_LINE else ""


def _own_words(to: Recipient) -> set[str]:
    return {_squashed(each) for each in (to.name, to.email, *to.address)}


def _traces(kept: Recipient) -> list[str]:
    """What would give an address away: its first line, and its postcode."""
    codes = [line for line in kept.address if _POSTCODE.fullmatch(line.upper().replace(" ", ""))]
    return [each for each in (_first_line(kept), *codes) if each]


def _stands_in(value: str, text: str) -> bool:
    return bool(value) and f" {value} " in f" {text} "


def _squashed(text: str) -> str:
    """Small letters, and single spaces for everything that is neither a letter nor a digit."""
    return " ".join(re.sub(r"[^\w@]+", " ", text.lower()).split())


def _letters(initials: str) -> str:
    return "".join(letter for letter in initials.upper() if letter.isalpha())


def _stopped(what: str) -> Refused:
    return Refused(
        f"I have stopped this letter: {what} stands in it. Please put it right with “letter words”, "
        "then prepare it again."
    )
