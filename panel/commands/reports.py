"""What can be asked for as files: a report, the pack for the public, the planner, the case register."""

from dataclasses import dataclass
from typing import Literal

from panel.commands.base import Command


@dataclass(frozen=True, kw_only=True)
class SendReport(Command):
    """Mail the files to who asks. `period` is as people write it, such as `2026 Q4`; planner and register have none."""

    panel: str
    kind: Literal["report", "foi", "planner", "register"]
    period: str = ""
