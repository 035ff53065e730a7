"""What can be asked about a decision that is in principle until somebody else agrees."""

from dataclasses import dataclass

from panel.commands.base import About


class EndorseDecision(About):
    """Agree to it: it is final."""


@dataclass(frozen=True, kw_only=True)
class RefuseEndorsement(About):
    """Do not agree to it, with the reason: nothing of it is done."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class SendBackDecision(About):
    """Have the panel hear the case again, with the reason."""

    reason: str
