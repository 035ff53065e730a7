"""When something applies: answers, several of them, numbers and blanks; and nothing more than that."""

import pytest

from panel.conditions import Clause, holds

ANSWERS = {"kind": "7", "needs": "health|education", "age": "9", "cost": "1250.00", "words": "ten"}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ([], True),
        ([{"kind": ["7"]}], True),
        ([{"kind": ["1", "7"]}], True),
        ([{"kind": ["1"]}], False),
        ([{"needs": ["education"]}], True),
        ([{"kind": ["7"], "age": ["9"]}], True),
        ([{"kind": ["7"], "age": ["8"]}], False),
        ([{"kind": ["1"]}, {"age": ["9"]}], True),
        ([{"missing": ["yes"]}], False),
        ([{"age": ["at least 9"]}], True),
        ([{"age": ["at least 10"]}], False),
        ([{"age": ["under 9"]}], False),
        ([{"age": ["under 10"]}], True),
        ([{"age": ["at most 9"]}], True),
        ([{"age": ["at most 8"]}], False),
        ([{"cost": ["more than 1250"]}], False),
        ([{"cost": ["more than 1249.99"]}], True),
        ([{"age": ["under 5", "at least 9"]}], True),
        ([{"words": ["at least 1"]}], False),
        ([{"missing": ["at least 1"]}], False),
        ([{"kind": ["answered"]}], True),
        ([{"missing": ["answered"]}], False),
        ([{"missing": ["not answered"]}], True),
        ([{"kind": ["not answered"]}], False),
    ],
)
def test_a_condition_is_read_as_it_is_written(condition: list[Clause], expected: bool) -> None:
    """Every kind of value, at its edge."""
    assert holds(condition, ANSWERS) is expected
