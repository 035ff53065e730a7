"""How a meeting stands against its clock: the item in hand, what is left of its time, and whether the rest will fit."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from panel.meeting import AgendaItem, ItemResult, PanelMeeting

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Pace:
    """All in whole minutes. `left` is what remains of the time of the item in hand, below nothing when it is over.

    `to_start` counts to its time when that has not come yet. `wanted` is what all items without a decision need from
    now on, `until_end` what the meeting has before it should close.
    """

    item: AgendaItem | None
    to_start: int
    left: int
    waiting: int
    wanted: int
    until_end: int

    @property
    def too_long(self) -> bool:
        """Whether what still waits needs more time than the meeting has."""
        return self.waiting > 0 and self.wanted > self.until_end


def pace(meeting: PanelMeeting, now: datetime) -> Pace:
    """How the meeting stands at this moment; the item in hand is the first that has no decision (CB-10.17)."""
    waiting = [item for item in meeting.items if item.result is ItemResult.WAITING]
    item = waiting[0] if waiting else None
    begun = item is not None and item.starts_at <= now
    left = _whole(item.ends_at - now) if item else 0
    of_this = max(left, 0) if begun else item.minutes if item else 0
    return Pace(
        item=item,
        to_start=0 if begun or item is None else _whole(item.starts_at - now),
        left=left,
        waiting=len(waiting),
        wanted=of_this + sum(each.minutes for each in waiting[1:]),
        until_end=max(_whole(meeting.ends_at - now), 0),
    )


def _whole(span: timedelta) -> int:
    """Minutes, a begun one counted as whole."""
    return -(-span // _MINUTE)
