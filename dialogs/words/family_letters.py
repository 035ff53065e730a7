"""What the clerk says about letters to families, to the people who write, check and send them."""

from collections.abc import Callable

from dialogs.words.written import day_said
from panel.calendar import say_day, wall
from panel.family_letter import LETTER, FamilyLetter, Recipient
from panel.notices import Topic
from panel.receipts import Sent

Facts = dict[str, str]
WAYS = (("post", "By post"), ("email", "By e-mail, as the family chose"), ("handed_over", "Handed over"))
HOW_TO_GIVE = (
    "Please type for example: letter to KN-0001 name: Maria Santos; who: parent; way: post; address: 12 Elm Road, "
    "Anytown, AB1 2CD. For e-mail: way: email; email: maria@home.example. An address nobody may learn: restricted: yes."
)
HOW_TO_WORD = "Please type for example: letter words KN-0001 reasons: and the words the letter should have."
HOW_TO_NOTE = "Please type the day, for example: letter posted KN-0001 3 December 2026."
NONE_OPEN = "No letter to a family waits for you. Type “status” to see what does."
HIDDEN = "must not be shared; I keep it unseen"
LIST = "Letters to families"
READ_FIRST = "Only someone who did not write it can release it, and only after they had the Word file."
AS_WRITTEN = "People’s own words are shown as they were written; I change none."
_WAITS = {
    "recipient": "It has to be said who it goes to: type “letter to {ref}”, or “letter confirm {ref}”",
    "prepare": "It has to be written: type “letter prepare {ref}”",
    "check": "It has to be read and released: type “letter {ref}”",
    "post": "It is released. Once it is posted or handed over, type “letter posted {ref}” and the day",
    "mail": "It is on its way by e-mail, or could not be sent: type “letter {ref}”",
}


def waits(ref: str, stands: str) -> str:
    """What a letter waits for, and what to type."""
    return f"{_WAITS[stands].format(ref=ref)}."


def listed(ref: str, stands: str) -> str:
    """The same among other things that wait."""
    return f"The letter to the family. {waits(ref, stands)}"


def standing(letter: FamilyLetter) -> str:
    """Where it stands."""
    return f"It {LETTER.says[letter.status]}."


def recipient_rows(to: Recipient | None, relation: str) -> list[tuple[str, str]]:
    """Who it goes to and how, for those who work on the letter; an address not to be shared is not among it."""
    if to is None:
        return [("Goes to", "nobody is named yet")]
    hidden = HIDDEN if to.restricted else ""
    where = {Sent.POST: ", ".join(to.printed), Sent.EMAIL: to.email, Sent.HANDED_OVER: ""}[to.way]
    return [
        ("Goes to", f"{to.name}, {relation}"),
        ("How", f"{dict(WAYS)[to.way]}{f': {where}' if where else ''}"),
        ("Address", hidden),
        ("Confirmed", say_day(wall(to.confirmed_at).date())),
    ]


def addressed(ref: str, name: str) -> str:
    """After the worker said who it goes to."""
    return f"Noted: the letter about {ref} goes to {name}. Whoever prepares it has been told."


def confirmed(ref: str) -> str:
    """After the worker looked at it again."""
    return f"Noted: the letter about {ref} still goes there."


def changed(ref: str) -> str:
    """After a part was put differently."""
    return f"The letter about {ref} has those words now. The decision itself is as it was."


def prepared(ref: str) -> str:
    """After it was written."""
    return f"The letter about {ref} is written. A second person has been asked to read and release it."


def copied(ref: str, to: str) -> str:
    """After the file was mailed to its reader."""
    return f"The Word file of the letter about {ref} is on its way to {to}. When you have read it, release it."


def released(ref: str, way: str) -> str:
    """To whoever released it."""
    if way == Sent.EMAIL:
        return f"The letter about {ref} goes out by e-mail now, to that one address."
    return f"The letter about {ref} is released. Whoever prepared it prints it, and tells me the day it went."


def sent(ref: str, day: str) -> str:
    """After its sending was written down."""
    return f"Noted: the letter about {ref} went on {day}."


def taken_back(ref: str) -> str:
    """After it was made a draft again."""
    return f"The letter about {ref} is a draft again. Nothing has gone to the family."


def dropped(ref: str) -> str:
    """After it was settled that no letter goes."""
    return f"Noted: no letter about {ref} goes to the family. The worker has been told."


def added(ref: str) -> str:
    """After one more letter was begun."""
    return f"One more letter about {ref} is begun. Please say who it goes to."


def _letter_waits(ref: str, facts: Facts) -> str:
    day = day_said(facts.get("last", ""))
    due = f"was due on {day}" if facts.get("over") else f"is due by {day}"
    return f"{ref}: the letter to the family {due}. {waits(ref, facts.get('stands', 'prepare'))}"


SENTENCES: dict[Topic, Callable[[str, Facts], str]] = {
    Topic.LETTER_ADDRESSED: lambda ref, _: f"{ref}: the worker has said where the letter goes. Type “letter {ref}”.",
    Topic.LETTER_TO_GO: lambda ref, _: (
        f"{ref}: the letter to the family is released. Type “letter file {ref}” and print it. Once it has gone, type "
        f"“letter posted {ref}” and the day."
    ),
    Topic.LETTER_BACK: lambda ref, _: f"{ref}: the letter to the family is a draft again. Type “letter {ref}”.",
    Topic.LETTER_DROPPED: lambda ref, _: f"{ref}: no letter goes to the family. Type “letter {ref}” to see why.",
    Topic.LETTER_SENT: lambda ref, facts: (
        f"{ref}: the letter to the family went on {day_said(facts.get('day', ''))}. "
        "Please talk it through with them; type “tasks” to see by when."
    ),
    Topic.LETTER_WAITS: _letter_waits,
}
