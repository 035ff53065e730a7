"""Small numbers kept back, so that no report tells of one child, and none can be worked out from a total."""

from collections.abc import Sequence

FEWEST = 5
"""The smallest number that is shown; a smaller one could point to one child."""
_LARGEST_SMALL = FEWEST - 1


def suppressed(counts: Sequence[int]) -> list[int | None]:
    """The counts of one breakdown of a known total, those that must stay unknown as None.

    Every number under 5 is kept back, a nought too: “none” can tell of everybody. Another goes with them where they are
    one alone, all nought, or all as large as a small number can be: always the first of the others, as a choice by size
    would tell something about both. Where even that leaves one answer, the whole breakdown is kept back. So whoever
    knows the total and this rule still finds two tables or more that would be published alike, for each number kept
    back. A breakdown of nothing is shown: there is nobody to protect. Raises ValueError for fewer than two counts, as
    the total would tell all.
    """
    if len(counts) < 2:
        raise ValueError("a breakdown needs at least two categories")
    small = [at for at, count in enumerate(counts) if count < FEWEST]
    others = [at for at, count in enumerate(counts) if count >= FEWEST]
    if not small or not any(counts):
        return list(counts)
    in_all = sum(counts[at] for at in small)
    if others and (len(small) == 1 or in_all in (0, _LARGEST_SMALL * len(small))):
        small.append(others[0])
        in_all += counts[others[0]]
        if len(small) > 2 and in_all == _LARGEST_SMALL * len(small):
            return [None] * len(counts)
    return [None if at in small else count for at, count in enumerate(counts)]
