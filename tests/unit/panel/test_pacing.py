"""A meeting against its clock: the item in hand, its time, and whether the rest fits."""

from datetime import UTC, datetime, timedelta

import pytest

from dialogs.words.pace import item_line, rest_line
from panel.meeting import AgendaItem, ItemKind, ItemResult, PanelMeeting
from panel.pacing import pace

START = datetime(2026, 11, 11, 9, 30, tzinfo=UTC)


def sitting(*results: ItemResult) -> PanelMeeting:
    """Items of twenty minutes one after the other, in a meeting of an hour."""
    items = tuple(
        AgendaItem(
            ref=f"CB-000{number}",
            kind=ItemKind.REFERRAL,
            starts_at=START + timedelta(minutes=20 * (number - 1)),
            minutes=20,
            result=result,
        )
        for number, result in enumerate(results, 1)
    )
    ends = START + timedelta(minutes=60)
    return PanelMeeting(id="arp.2026-11-11", panel="arp", starts_at=START, ends_at=ends, cutoff_at=START, items=items)


W, D = ItemResult.WAITING, ItemResult.DECIDED


@pytest.mark.rule("CB-10.17")
@pytest.mark.parametrize(
    ("results", "minute", "item", "rest"),
    [
        ((W, W), -5, "Next is CB-0001, in 5 minutes. It has 20 minutes.", "2 items wait and need 40 minutes."),
        ((W, W), 0, "Now CB-0001: 20 minutes left of 20.", "2 items wait and need 40 minutes."),
        ((W, W), 12, "Now CB-0001: 8 minutes left of 20.", "2 items wait and need 28 minutes."),
        ((W, W), 19.5, "Now CB-0001: 1 minute left of 20.", "2 items wait and need 21 minutes."),
        ((W, W), 20, "Now CB-0001: its 20 minutes are up.", "2 items wait and need 20 minutes."),
        ((W, W), 26, "Now CB-0001: 6 minutes over its time of 20.", "2 items wait and need 20 minutes."),
        ((D, W), 15, "Next is CB-0002, in 5 minutes. It has 20 minutes.", "1 item waits and needs 20 minutes."),
        ((W, D), 30, "Now CB-0001: 10 minutes over its time of 20.", ""),
        ((D, D), 30, "Every item has its decision. You can close the meeting.", ""),
        ((), 5, "Every item has its decision. You can close the meeting.", ""),
    ],
)
def test_what_is_left_of_the_time(results: tuple[ItemResult, ...], minute: float, item: str, rest: str) -> None:
    """The first item without a decision is the one in hand; each begun minute counts as whole."""
    stands = pace(sitting(*results), START + timedelta(minutes=minute))
    assert item_line(stands) == item
    assert rest_line(stands, "10:30") == (rest and f"{rest} The meeting has until 10:30.")


def test_what_will_not_fit_is_said_before_it_is_too_late() -> None:
    """Three items need an hour: late at the first, the last no longer fits, and after the end there is no time."""
    meeting = sitting(W, W, W)
    late = rest_line(pace(meeting, START + timedelta(minutes=30)), "10:30")
    assert late.startswith("⚠ 3 items wait and need 40 minutes. The meeting ends at 10:30: only 30 minutes are left.")
    over = rest_line(pace(meeting, START + timedelta(minutes=61)), "10:30")
    assert "its time is up. What is not reached goes to the next panel." in over
