"""What people can type about letters to families, at panels that write them."""

from dialogs.words import help_groups as has
from dialogs.words.help_groups import About, Group
from panel.people import Role

_READ = "letter file {ref}: I mail you the Word file; letter release {ref}: you have read it and let it go"


def _group(*lines: str) -> tuple[Group, ...]:
    return (Group(About.LETTERS, lines, has.letters),)


HELP_LETTERS: dict[Role, tuple[Group, ...]] = {
    Role.PRACTITIONER: _group(
        "letter {ref}: the letter to the family after a decision, and where it stands",
        "letter to {ref}: say who it goes to and how; letter confirm {ref}: that is still right",
        "letter prepare {ref}: write it, where that is for you",
        "letter another {ref}: one more letter, to somebody else",
    ),
    Role.LINE_MANAGER: _group(_READ, "letter drop {ref} because …: none is to go"),
    Role.SERVICE_MANAGER: _group(_READ, "letter drop {ref} because …: none is to go"),
    Role.CHAIR: _group(_READ, "letter drop {ref} because …: none is to go"),
    Role.PANEL_ADMIN: _group(
        "letters: letters to families that have not gone yet",
        "letter words {ref} reasons: …: put a part of the letter differently",
        "letter prepare {ref}: write it, for a second person to check",
        "letter posted {ref} 3 December 2026: the day it was posted, or handed over",
        "letter back {ref} because …: it is a draft again",
        _READ,
    ),
}
