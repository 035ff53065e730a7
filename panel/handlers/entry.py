"""The audit entry each change carries."""

from panel.commands import Command
from panel.records import AuditEntry


def entry(command: Command, act: str, *about: str, **detail: str) -> AuditEntry:
    """Who did what to which records, and when; codes and references only."""
    return AuditEntry(at=command.at, by=command.by, act=act, about=about, through=command.through, detail=detail)
