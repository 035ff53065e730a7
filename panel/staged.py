"""The records as they will stand after what a command has worked out so far, so that its parts build on each other."""

from collections.abc import Iterable
from typing import TypeVar

from panel.ports import Records
from panel.records import Record

R = TypeVar("R", bound=Record)


class Staged:
    """A view like `panel.ports.Records`, with changes laid over it; each record in it is its latest version."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._changed: dict[tuple[str, str], Record] = {}

    def add(self, records: Iterable[Record]) -> None:
        """Lay these over what was there."""
        self._changed.update({(record.KIND, record.id): record for record in records})

    def get(self, kind: type[R], record_id: str) -> R:
        """The record; raises `Unknown`."""
        return self._of(kind).get(record_id) or self._records.get(kind, record_id)

    def look(self, kind: type[R], record_id: str) -> R | None:
        """The record, or None."""
        return self._of(kind).get(record_id) or self._records.look(kind, record_id)

    def find(self, kind: type[R], **index: str) -> list[R]:
        """Records by their indexed fields, in the order of their ids."""
        changed = self._of(kind)
        kept = [record for record in self._records.find(kind, **index) if record.id not in changed]
        fresh = [record for record in changed.values() if all(_has(record, *each) for each in index.items())]
        return sorted([*kept, *fresh], key=lambda record: record.id)

    def count(self, kind: type[Record], **index: str) -> int:
        """How many `find` would give."""
        return len(self.find(kind, **index))

    def _of(self, kind: type[R]) -> dict[str, R]:
        return {record.id: record for record in self._changed.values() if isinstance(record, kind)}


def _has(record: Record, name: str, value: str) -> bool:
    held = getattr(record, name)
    return value in held if isinstance(held, tuple) else held == value
