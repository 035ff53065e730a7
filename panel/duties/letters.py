"""What falls due on a letter to a family: whoever it waits for is reminded before its day, and the Chair after it."""

from collections.abc import Iterator
from datetime import date, datetime

from panel import letter_people
from panel.calendar import LAST_DAY, at_wall, end_of_day
from panel.council import Office
from panel.durations import Length, Unit
from panel.duties.base import LAST_DAY_MARGIN, MORNING, Duty, ladder, latest_morning
from panel.family_letter import FamilyLetter, LetterStatus
from panel.letter_checks import still_to_confirm
from panel.letter_content import rule_of
from panel.notices import Topic
from panel.people import Person, Role
from panel.receipts import Sent

RUNGS = (Length(5, Unit.WORKING_DAYS), Length(2, Unit.WORKING_DAYS))
"""How long before its day a letter is reminded of (KN-3.17)."""


def for_letter(letter: FamilyLetter, office: Office, now: datetime) -> Iterator[Duty]:
    """Five and two working days before its day, then each working morning, also to the Chair (KN-3.17)."""
    due = date.fromisoformat(letter.due)
    if due > LAST_DAY - LAST_DAY_MARGIN:
        return
    stands, people = waits_for(letter, office, now)
    since = _came_to_wait(letter)
    facts = (("stands", stands), ("last", letter.due))
    calendar = office.council.calendar(letter.panel)
    if office.today(now) <= due:
        rungs = [*(calendar.before(due, length).day for length in RUNGS), due]
        yield from ladder(Topic.LETTER_WAITS, rungs, now, people, facts, not_before=since, mark=letter.id)
    elif over := latest_morning(office, letter.panel, max(at_wall(due, MORNING), since), now):
        chairs = office.holders(Role.CHAIR, letter.panel, office.today(now))
        everyone = tuple(dict.fromkeys([*people, *chairs]))
        yield Duty(Topic.LETTER_WAITS, over, everyone, f"{letter.id}.{over.date()}", (*facts, ("over", "yes")))


def _came_to_wait(letter: FamilyLetter) -> datetime:
    """Since when it waits for whoever it waits for: they had a card of their own that day."""
    if letter.status is LetterStatus.READY and letter.dated:
        return end_of_day(date.fromisoformat(letter.dated))
    return letter.released_at or letter.drafted_at


def waits_for(letter: FamilyLetter, office: Office, now: datetime) -> tuple[str, tuple[Person, ...]]:
    """What the letter waits for, and who can do it."""
    referral, on = office.referral(letter.about), office.today(now)
    rule = rule_of(office, letter)
    preparers = letter_people.preparers(office, rule, referral, on)
    if letter.status is LetterStatus.READY:
        return "check", tuple(letter_people.releasers(office, rule, referral, letter, on))
    if letter.status is LetterStatus.RELEASED:
        return ("mail" if letter.way is Sent.EMAIL else "post"), tuple(preparers)
    if still_to_confirm(office, letter, rule, on):
        return "recipient", tuple(dict.fromkeys([*office.known(referral.referrer), *preparers]))
    return "prepare", tuple(preparers)
