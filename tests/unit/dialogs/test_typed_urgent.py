"""Every line of the emergency route has its own meaning, and what it names is understood."""

import re

import pytest

from dialogs.emergency import TERMS
from dialogs.typed import TYPED
from dialogs.typed_urgent import URGENT

LINES = {
    "I am back": 0,
    "away from 1 December 2026 until 5 December 2026": 1,
    "who is on duty?": 2,
    "support 4F7K": 3,
    "not support 4F7K it can wait": 4,
    "phoned 4F7K Helen Ward approved: yes, until Friday": 5,
    "confirm 4F7K": 6,
    "deny 4F7K I was not asked": 7,
    "told 4F7K resources by phone at 22:50 Asha will search": 8,
    "admitted RO-0003 5 January 2026 10:30 police protection; authorised by Helen Ward": 9,
    "mail me the papers 4F7K": 10,
    "ended 4F7K 5 January 2027": 11,
    "history 4F7K": 12,
    "send history 4F7K": 13,
    "acknowledge 4F7K": 14,
}


@pytest.mark.parametrize(("line", "row"), LINES.items())
def test_a_typed_line_means_one_thing(line: str, row: int) -> None:
    """No line of the other table takes it first, whatever the case of its letters."""
    for said in (line, line.upper()):
        rows = [pattern for pattern, _ in (*TYPED, *URGENT)]
        taken = [n for n, pattern in enumerate(rows) if re.fullmatch(pattern, said, re.IGNORECASE | re.DOTALL)]
        assert taken[:1] == [len(TYPED) + row]


def test_every_row_is_proved() -> None:
    """A new line without one here would go unnoticed."""
    assert sorted(LINES.values()) == list(range(len(URGENT)))


@pytest.mark.parametrize(
    ("words", "until", "cost", "condition"),
    [
        ("until 12 December 2026 up to £1,200 if seen weekly", "12 December 2026", "1,200", "seen weekly"),
        ("until 12/12/2026", "12/12/2026", None, None),
        ("up to 900 a week", None, "900", None),
        ("if seen weekly", None, None, "seen weekly"),
        ("on condition that it is reviewed", None, None, "it is reviewed"),
        ("up to £900, on condition that the aunt agrees", None, "900", "the aunt agrees"),
    ],
)
def test_terms_of_an_approval_are_read(words: str, until: str | None, cost: str | None, condition: str | None) -> None:
    """A sooner day, a most and a condition, each of which may be left out."""
    read = TERMS.fullmatch(words)
    assert read is not None
    assert (read["until"], read["cost"], read["condition"]) == (until, cost, condition)
