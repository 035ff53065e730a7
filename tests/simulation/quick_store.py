"""The store in memory, with its records listed by kind and index, so that years pass quickly."""

from typing import TypeVar

from panel.ports import Change, Records
from panel.records import Record
from tests.fakes_store import MemoryRecords, MemoryStore

R = TypeVar("R", bound=Record)
Lists = dict[tuple[str, str, str], dict[str, Record]]


def places(record: Record) -> list[tuple[str, str, str]]:
    """Where a record is listed: under its kind, and under each value of its indexed fields."""
    found = [(record.KIND, "", "")]
    for name in record.INDEX:
        held = getattr(record, name)
        values = held if isinstance(held, tuple) else () if held is None else (held,)
        found += [(record.KIND, name, str(value)) for value in values]
    return found


class QuickRecords(MemoryRecords):
    """What is committed now, found without reading everything."""

    def __init__(self, held: dict[tuple[str, str], Record], lists: Lists) -> None:
        super().__init__(held)
        self._lists = lists

    def find(self, kind: type[R], **index: str) -> list[R]:
        wanted = [(kind.KIND, name, str(value)) for name, value in index.items()] or [(kind.KIND, "", "")]
        first, *more = sorted((self._lists.get(place, {}) for place in wanted), key=len)
        ids = sorted(each for each in first if all(each in other for other in more))
        return [record for each in ids if isinstance(record := first[each], kind)]


class QuickStore(MemoryStore):
    """A `MemoryStore` whose cost does not grow with what it holds."""

    def __init__(self) -> None:
        super().__init__()
        self._lists: Lists = {}

    def read(self) -> Records:
        return QuickRecords(self.held, self._lists)

    def _commit(self, change: Change) -> Change:
        named = [(each.KIND, each.id) for each in (*change.records, *change.notices)]
        before = [self.held[key] for key in named if key in self.held]
        done = super()._commit(change)
        for record in before:
            for place in places(record):
                self._lists[place].pop(record.id, None)
        for key in named:
            for place in places(self.held[key]):
                self._lists.setdefault(place, {})[key[1]] = self.held[key]
        return done
