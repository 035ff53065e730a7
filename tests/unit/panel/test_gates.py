"""Gates: which hold for some answers, and which a profile cannot have."""

import pytest
from pydantic import ValidationError

from panel.rules.gates import Gate, Then, closed


def gate(**more: object) -> Gate:
    return Gate.model_validate({"id": "g", "when": {"age": "under 5"}, "then": "block", "say": "Too young.", **more})


def test_the_gates_of_one_kind_are_found() -> None:
    """Only those whose condition holds, in the order of the profile."""
    gates = [gate(id="a"), gate(id="b", then="warn"), gate(id="c", when={"age": "under 3"}), gate(id="d")]
    assert [[each.id for each in closed(gates, then, {"age": "4"})] for then in Then] == [[], ["a", "d"], ["b"]]


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"when": []}, "a gate without 'when' would hold for every referral"),
        ({"then": "warn", "exception_by": "chair"}, "'exception_by' is for a gate that blocks"),
        ({"confirm_by": "chair"}, "'confirm_by' is for a gate that sends elsewhere"),
    ],
)
def test_a_gate_that_makes_no_sense_is_a_mistake(more: dict[str, object], says: str) -> None:
    """Found when the profile is read."""
    with pytest.raises(ValidationError, match=says):
        gate(**more)
