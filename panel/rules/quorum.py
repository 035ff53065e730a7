"""Who must be there for the panel to decide: a number, a share, services, posts; worked out from who came."""

from collections.abc import Collection
from dataclasses import dataclass
from math import ceil
from typing import Literal

from pydantic import Field

from panel.records import Value


class PanelSeat(Value):
    """A place on the panel, by post; people hold it in the directory (RO-0.18, AM-55). A seat counts once (RO-0.11).

    `service` is the kind of member it is, such as health or education; `counts` is false for whoever takes the minutes
    (AM-21); `core` members are missed by the Chair when they are away (CB-13.3).
    """

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    service: str = ""
    counts: bool = True
    core: bool = False
    for_items: str = ""


class Needed(Value):
    """At least this many seats of a service, or one seat by its code."""

    service: str = ""
    seat: str = ""
    at_least: int = Field(default=1, ge=1)


class Quorum(Value):
    """What makes a meeting quorate; everything said here must hold (BI-2.3, AM-20, AM-21).

    `members` is a number of seats that count; `share` a part of all that count, such as 0.5. `enforce` says whether
    a decision is blocked or only marked.
    """

    members: int = Field(default=0, ge=0)
    share: float = Field(default=0, ge=0, le=1)
    needs: list[Needed] = []
    enforce: Literal["block", "warn", "off"] = "block"

    @property
    def is_stated(self) -> bool:
        """Whether it asks for anybody at all; a panel may state none (AM-20)."""
        return bool(self.members or self.share or self.needs)


@dataclass(frozen=True)
class Counted:
    """How the quorum stands: seats that count, how many are needed, and what is lacking in words."""

    present: int
    needed: int
    lacks: tuple[str, ...]

    @property
    def quorate(self) -> bool:
        """Whether the panel can decide."""
        return not self.lacks


def count(quorum: Quorum, seats: list[PanelSeat], present: Collection[str]) -> Counted:
    """The quorum with these seats, named by code, present and free of a conflict."""
    counting = [seat for seat in seats if seat.counts]
    there = [seat for seat in counting if seat.code in present]
    needed = max(quorum.members, ceil(quorum.share * len(counting)))
    lacks = [f"{needed - len(there)} more"] if len(there) < needed else []
    lacks += [words for need in quorum.needs if (words := _lack(need, seats, there))]
    return Counted(len(there), needed, tuple(lacks))


def _lack(need: Needed, seats: list[PanelSeat], there: list[PanelSeat]) -> str:
    if need.seat:
        title = next((seat.title for seat in seats if seat.code == need.seat), need.seat)
        return "" if any(seat.code == need.seat for seat in there) else title
    short = need.at_least - sum(1 for seat in there if seat.service == need.service)
    return f"{short} more from {need.service}" if short > 0 else ""
