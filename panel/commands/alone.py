"""What can be asked about a referral that is settled without a meeting, or looked at before one."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from panel.commands.base import About


@dataclass(frozen=True, kw_only=True)
class DecideAlone(About):
    """Decide it without a meeting; binding at once (RF-13, RF-39)."""

    outcome: str
    terms: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class SendToPanel(About):
    """Have the panel decide a request that was looked at beforehand, with the reason (RO-5.9)."""

    reason: str
