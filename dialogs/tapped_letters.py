"""Buttons about letters to families; a part of the table in `tapped`."""

from collections.abc import Callable

from dialogs import letters
from dialogs.stamps import Tap
from dialogs.turn import Turn
from panel.ports import Reply


def _named(tap: Tap) -> str:
    return tap.details.get("letter", "")


TAPPED_LETTERS: dict[str, Callable[[Turn, Tap], Reply]] = {
    "letter_to": lambda t, b: letters.address(t, b.ref, _named(b)),
    "letter_give": lambda t, b: letters.give(t, b.ref, named=_named(b)),
    "letter_confirm": lambda t, b: letters.confirm(t, b.ref, _named(b)),
    "letter_prepare": lambda t, b: letters.prepare(t, b.ref, _named(b)),
    "letter_file": lambda t, b: letters.file_of(t, b.ref, _named(b)),
    "letter_release": lambda t, b: letters.release(t, b.ref, _named(b), b.details.get("file", "")),
    "letter_sent": lambda t, b: letters.went(t, b.ref, t.given.get("day", ""), _named(b)),
}
