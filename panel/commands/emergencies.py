"""What can be asked about an emergency between meetings."""

from dataclasses import dataclass

from panel.commands.base import About


class AskEmergency(About):
    """Put the emergency to the approvers."""


@dataclass(frozen=True, kw_only=True)
class AskRequester(About):
    """The approver wants to know something first."""

    question: str


@dataclass(frozen=True, kw_only=True)
class AnswerApprover(About):
    """Answer the approver's question."""

    answer: str


@dataclass(frozen=True, kw_only=True)
class ApproveEmergency(About):
    """Approve until the next panel, on a condition if one is given."""

    condition: str = ""
    how: str = "card"


@dataclass(frozen=True, kw_only=True)
class DeclineEmergency(About):
    """Refuse, with the reason."""

    reason: str
    how: str = "card"


@dataclass(frozen=True, kw_only=True)
class ExtendEmergency(About):
    """Let an approval run to a later panel, by name and with a reason."""

    meeting: str
    reason: str


class PermitSearch(About):
    """The Resources Team has enough to look for a placement."""


@dataclass(frozen=True, kw_only=True)
class RecordPlacement(About):
    """A placement has been made."""

    provider: str
    placed_on: str
    weekly_cost: str
