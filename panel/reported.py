"""What people report after a decision: changes, and needs that could not be met."""

from collections import Counter
from collections.abc import Iterable
from typing import ClassVar

from panel.records import Moment, Record


class Reported(Record):
    """A change somebody reported about a case; `happening` is its kind in the profile."""

    KIND: ClassVar[str] = "reported"
    INDEX: ClassVar[tuple[str, ...]] = ("panel", "about")

    panel: str
    about: str
    happening: str
    label: str
    by: str
    at: Moment
    answers: dict[str, str] = {}


class UnmetNeed(Record):
    """A need for which no service was to be had, for planning what to buy (BI-7.2). Days are ISO days."""

    KIND: ClassVar[str] = "unmet_need"
    INDEX: ClassVar[tuple[str, ...]] = ("panel", "about")

    panel: str
    about: str
    need: str
    service: str = ""
    reason: str = ""
    area: str = ""
    noted_on: str
    noted_by: str
    resolved_on: str = ""


def gaps(needs: Iterable[UnmetNeed]) -> list[tuple[str, str, int]]:
    """How often each service was lacking for each reason, most often first; no case is named (BI-7.3)."""
    counted = Counter((need.service or "not said", need.reason or "not said") for need in needs)
    ordered = sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    return [(service, reason, count) for (service, reason), count in ordered]
