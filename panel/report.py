"""What a report of one panel holds: figures only, never a reference and never a person."""

from dataclasses import dataclass
from decimal import Decimal

from panel.period import Period

Counts = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Kinds:
    """One kind of case: how many were received, and how many decisions were taken on such cases."""

    label: str
    received: int
    decided: int


@dataclass(frozen=True)
class Late:
    """Requests to be heard late and what came of them, and cases with a paper added after the cut-off (CB-9.10)."""

    asked: int
    agreed: int
    refused: int
    papers: int


@dataclass(frozen=True)
class Spend:
    """What was agreed, in pounds for each week or year; `unknown` counts agreements without a cost (CB-14.9)."""

    per: str
    total: Decimal
    cases: int
    unknown: int


@dataclass(frozen=True)
class Gap:
    """How often a service was lacking for one reason (BI-7.3)."""

    service: str
    reason: str
    count: int


@dataclass(frozen=True)
class Heard:
    """In how many cases the child’s voice was recorded, and how; one can be heard in several ways (RA-5.2)."""

    cases: int
    heard: int
    not_yet: int
    missing: int
    ways: Counts


@dataclass(frozen=True)
class Breakdown:
    """The referrals received, by one characteristic; None stands for a number that is kept back (CB-4.4)."""

    title: str
    rows: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True)
class Report:
    """All figures of one panel over a period. `waits` are working days from receipt to decision, shortest first."""

    panel: str
    period: Period
    received: int
    kinds: tuple[Kinds, ...]
    outcomes: Counts
    waits: tuple[int, ...]
    late: Late
    deferrals: int
    deferred_again: int
    emergencies: Counts
    extended: int
    by_telephone: int
    spend: Spend | None
    gaps: tuple[Gap, ...]
    gaps_met: int
    voice: Heard | None
    review_voice: Heard | None
    equality: tuple[Breakdown, ...]
