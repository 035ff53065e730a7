"""What can be asked for as files: a report, the pack for the public, the planner."""

from dataclasses import dataclass
from typing import Literal

from panel.commands.base import Command


@dataclass(frozen=True, kw_only=True)
class SendReport(Command):
    """Mail the files to who asks. `period` is as people write it, such as `2026 Q4`; the planner has none."""

    panel: str
    kind: Literal["report", "foi", "planner"]
    period: str = ""
