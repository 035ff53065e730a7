"""Small numbers that are kept back stay unknown, whatever else is shown and known."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panel.suppression import FEWEST, suppressed

COUNTS = st.lists(st.integers(0, 40), min_size=2, max_size=8)


def tables(categories: int, total: int) -> list[tuple[int, ...]]:
    """Every table with so many categories that adds up to the total."""
    heads = product(range(total + 1), repeat=categories - 1)
    return [(*head, total - sum(head)) for head in heads if sum(head) <= total]


@pytest.mark.rule("CB-4.4")
@pytest.mark.parametrize(("categories", "most"), [(2, 40), (3, 30), (4, 20), (5, 9)])
def test_no_number_kept_back_can_be_recomputed(categories: int, most: int) -> None:
    """Somebody who knows the total, what is shown, and this very rule, finds two values or more for each.

    Every table up to a total is tried: those published alike are gathered, and no hidden cell has one value in all.
    """
    for total in range(1, most + 1):
        alike: dict[tuple[int | None, ...], list[tuple[int, ...]]] = defaultdict(list)
        for table in tables(categories, total):
            alike[tuple(suppressed(table))].append(table)
        for shown, possible in alike.items():
            hidden = [at for at, count in enumerate(shown) if count is None]
            assert all(len({table[at] for table in possible}) > 1 for at in hidden), (shown, possible)


@pytest.mark.rule("CB-4.4")
@given(COUNTS)
def test_small_numbers_are_never_shown_and_the_others_are_true(counts: list[int]) -> None:
    """What is shown is as it was counted and never small; what is kept back is never one number alone."""
    shown = suppressed(counts)
    if any(counts):
        assert all(each is None or each >= FEWEST for each in shown)
    assert all(each in (None, count) for each, count in zip(shown, counts, strict=True))
    assert shown.count(None) != 1


@given(COUNTS)
def test_the_sum_of_what_is_kept_back_leaves_each_of_it_open(counts: list[int]) -> None:
    """From the total alone each number kept back could be more than one thing."""
    shown = suppressed(counts)
    hidden = [at for at, each in enumerate(shown) if each is None]
    rest = sum(counts) - sum(each for each in shown if each is not None)
    assert not hidden or (len(hidden) > 1 and rest > 0)


def test_a_single_category_cannot_be_protected() -> None:
    """It is its own total."""
    with pytest.raises(ValueError, match="two categories"):
        suppressed([3])
