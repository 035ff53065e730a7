"""What a person says about being out of office, whatever meetings there are."""

from dataclasses import dataclass
from datetime import datetime

from panel.commands.base import Command


@dataclass(frozen=True, kw_only=True)
class SayOutOfOffice(Command):
    """Out of office from one moment to another, in the person's own word."""

    since: datetime
    until: datetime


class SayBack(Command):
    """Here again."""
