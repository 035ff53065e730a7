"""The records as they will stand: for an act that settles several cases, where one may touch what another changed."""

from typing import TypeVar

from panel.ports import Records
from panel.records import Record

R = TypeVar("R", bound=Record)


class Staged:
    """A view of the records with what the act has made so far in place of what is stored; each is kept once."""

    def __init__(self, stored: Records) -> None:
        self._stored = stored
        self._made: dict[tuple[str, str], Record] = {}

    def stage(self, *records: Record) -> None:
        """Put what a step of the act has made in front of what is stored."""
        self._made |= {(record.KIND, record.id): record for record in records}

    @property
    def made(self) -> list[Record]:
        """All that was staged, each as it was left last."""
        return [*self._made.values()]

    def get(self, kind: type[R], record_id: str) -> R:
        """The record; raises `Unknown` when there is none."""
        made = self._made.get((kind.KIND, record_id))
        return made if isinstance(made, kind) else self._stored.get(kind, record_id)

    def look(self, kind: type[R], record_id: str) -> R | None:
        """The record, or None."""
        made = self._made.get((kind.KIND, record_id))
        return made if isinstance(made, kind) else self._stored.look(kind, record_id)

    def find(self, kind: type[R], **index: str) -> list[R]:
        """Records whose indexed fields have these values, in the order of their ids; all when none is named."""
        stored = [each for each in self._stored.find(kind, **index) if (kind.KIND, each.id) not in self._made]
        made = [each for each in self._made.values() if isinstance(each, kind) and _listed(each, index)]
        return sorted([*stored, *made], key=lambda each: each.id)

    def count(self, kind: type[Record], **index: str) -> int:
        """How many `find` would give."""
        return len(self.find(kind, **index))


def _listed(record: Record, index: dict[str, str]) -> bool:
    held = {name: getattr(record, name) for name in index}
    return all(
        value in held[name] if isinstance(held[name], tuple) else held[name] == value for name, value in index.items()
    )
