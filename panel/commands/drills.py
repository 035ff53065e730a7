"""A drill of the emergency route: started by whoever runs the service, answered by the approver on duty."""

from dataclasses import dataclass

from panel.commands.base import Command


@dataclass(frozen=True, kw_only=True)
class StartDrill(Command):
    """Test the way to the approver on duty, without a case."""

    panel: str


@dataclass(frozen=True, kw_only=True)
class AcknowledgeDrill(Command):
    """The approver answers a drill."""

    drill: str
