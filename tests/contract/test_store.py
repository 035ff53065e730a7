"""What every store promises, shown on the pretend one and on the journal."""

import errno
import os
import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import pytest

from panel.errors import Conflict, MoveNotAllowed, StoreError, Unknown
from panel.notices import Notice, NoticeState
from panel.ports import Answer, Change, Records, Store
from store.journal import JournalStore
from tests.fakes_store import MemoryStore
from tests.unit.store.story import KINDS, Paper, Stamp, State, change, edited, entry, notice


class StoreCase(Protocol):
    """One implementation: how it is opened, opened again, and made to fail."""

    def open(self) -> Store: ...

    def failing_writes(self) -> "contextmanager[None]": ...


class MemoryCase:
    def __init__(self) -> None:
        self._store = MemoryStore()

    def open(self) -> Store:
        return self._store

    @contextmanager
    def failing_writes(self) -> Iterator[None]:
        self._store.failing = True
        yield
        self._store.failing = False


class JournalCase:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def open(self) -> Store:
        return JournalStore(self._folder, KINDS)

    @contextmanager
    def failing_writes(self) -> Iterator[None]:
        def refuse(_: int) -> None:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "fdatasync", refuse)
            yield


@pytest.fixture(params=["memory", "journal"])
def case(request, tmp_path):
    return MemoryCase() if request.param == "memory" else JournalCase(tmp_path / "store")


@pytest.fixture
def store(case):
    opened = case.open()
    yield opened
    opened.close()


def everything(store: Store) -> tuple[list[object], ...]:
    view = store.read()
    return view.find(Paper), view.find(Stamp), view.find(Notice), list(store.trail())


def test_a_new_record_is_stored_with_revision_one(store):
    """What is committed comes back as stored, one revision on."""
    done = store.transact(change(Paper(id="P1", text="first")))

    stored = Paper(id="P1", text="first", revision=1)
    assert (done.records, store.read().get(Paper, "P1")) == ((stored,), stored)


def test_each_commit_adds_one_to_the_revision(store):
    """A record that was changed twice has been stored three times."""
    store.transact(change(Paper(id="P1")))
    store.transact(edited("P1", "second"))
    store.transact(edited("P1", "third"))

    assert store.read().get(Paper, "P1") == Paper(id="P1", text="third", revision=3)


@pytest.mark.parametrize("revision", [0, 1, 3])
def test_a_change_made_from_another_revision_is_refused(store, revision):
    """Only a change made from the stored revision is taken; any other leaves everything as it was."""
    store.transact(change(Paper(id="P1")))
    store.transact(edited("P1", "second"))
    before = everything(store)

    with pytest.raises(Conflict, match="paper P1"):
        store.transact(change(Paper(id="P1", text="lost", revision=revision)))

    assert everything(store) == before


def test_a_record_that_was_never_stored_cannot_be_changed(store):
    """A revision of a record that is not there is no new record."""
    with pytest.raises(Conflict):
        store.transact(change(Paper(id="P1", revision=1)))

    assert everything(store) == ([], [], [], [])


def test_one_stale_record_holds_back_the_whole_change(store):
    """Records, audit entry and notices are committed together or not at all."""
    store.transact(change(Paper(id="P1")))
    before = everything(store)

    with pytest.raises(Conflict):
        store.transact(change(Stamp(id="S1"), Paper(id="P1"), notices=(notice("N1"),)))

    assert everything(store) == before


def test_a_failed_write_holds_back_the_whole_change(case, store):
    """When the disk does not take it, neither the records nor the audit entry nor the notices are there."""
    store.transact(change(Paper(id="P1")))
    before = everything(store)

    with case.failing_writes(), pytest.raises(StoreError):
        store.transact(change(Stamp(id="S1"), Paper(id="P1", revision=1), notices=(notice("N1"),)))

    assert everything(store) == before


def test_a_store_whose_write_failed_takes_the_next_one(case, store):
    """A disk that failed once keeps nothing from being stored after it recovered, also when opened again."""
    with case.failing_writes(), pytest.raises(StoreError):
        store.transact(change(Paper(id="P1", text="lost")))

    store.transact(change(Paper(id="P1", text="kept")))

    store.close()
    again = case.open()
    assert everything(again) == ([Paper(id="P1", text="kept", revision=1)], [], [], [entry("P1")])
    again.close()


def test_a_refusal_changes_nothing(store):
    """What the work raises comes out as it stands, with nothing written."""

    def refuse(_: Records) -> Change:
        raise MoveNotAllowed("It is closed.")

    with pytest.raises(MoveNotAllowed, match="It is closed"):
        store.transact(refuse)

    assert everything(store) == ([], [], [], [])


def test_an_audit_entry_may_stand_alone(store):
    """A refused act is recorded though it changes no record."""
    store.transact(lambda _: Change(Answer(code="refused"), entry("P1", act="refused")))

    assert everything(store) == ([], [], [], [entry("P1", act="refused")])


def test_an_answer_alone_is_not_written(store):
    """Asking leaves no trace."""
    done = store.transact(lambda _: Change(Answer(code="shown", about="P1")))

    assert (done, everything(store)) == (Change(Answer(code="shown", about="P1")), ([], [], [], []))


@pytest.mark.parametrize("part", [{"records": (Paper(id="P1"),)}, {"notices": (notice("N1"),)}])
def test_nothing_is_written_without_an_audit_entry(store, part):
    """A change of records or notices without its audit entry is a fault of the program."""
    with pytest.raises(ValueError, match="audit entry"):
        store.transact(lambda _: Change(Answer(code="done"), **part))

    assert everything(store) == ([], [], [], [])


def test_a_change_cannot_name_a_record_twice(store):
    """Two versions of one record in one change are a fault of the program."""
    with pytest.raises(ValueError, match="twice"):
        store.transact(change(Paper(id="P1", text="one"), Paper(id="P1", text="two")))

    assert everything(store) == ([], [], [], [])


def test_a_transaction_inside_another_is_refused(store):
    """Work that commits by itself would be committed though the act around it failed."""
    with pytest.raises(StoreError, match="inside another"):
        store.transact(lambda _: store.transact(change(Paper(id="P1"))))

    assert everything(store) == ([], [], [], [])


def test_a_notice_already_owed_is_not_owed_again(store):
    """A notice with a known id is left as it is, and the change says which ones are new."""
    sent = notice("N1").model_copy(update={"state": NoticeState.SENT, "revision": 1})
    store.transact(change(notices=(notice("N1"),)))
    store.transact(change(sent))

    done = store.transact(change(notices=(notice("N1"), notice("N2"), notice("N2"))))

    stored = sent.model_copy(update={"revision": 2})
    new = notice("N2").model_copy(update={"revision": 1})
    assert (done.notices, store.read().find(Notice)) == ((new,), [stored, new])


def test_a_missing_record_is_unknown_to_get_and_none_to_look(store):
    """The two ways of reading a record differ in what they do when there is none."""
    with pytest.raises(Unknown, match="paper with the reference P9"):
        store.read().get(Paper, "P9")

    assert store.read().look(Paper, "P9") is None


def test_records_of_two_kinds_may_share_an_id(store):
    """An id belongs to its kind."""
    store.transact(change(Paper(id="X1"), Stamp(id="X1", number=7)))

    assert store.read().get(Stamp, "X1") == Stamp(id="X1", number=7, revision=1)


def test_find_gives_records_in_the_order_of_their_ids(store):
    """The order does not depend on who came first."""
    store.transact(change(Paper(id="P2"), Paper(id="P10"), Paper(id="P1")))

    assert [paper.id for paper in store.read().find(Paper)] == ["P1", "P10", "P2"]


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        ({}, ["P1", "P2", "P3"]),
        ({"state": "open"}, ["P1", "P2"]),
        ({"state": State.SHUT}, ["P3"]),
        ({"tags": "b"}, ["P1", "P2"]),
        ({"owner": "o1"}, ["P1", "P3"]),
        ({"owner": "o1", "state": "open"}, ["P1"]),
        ({"owner": "o1", "state": "open", "tags": "c"}, []),
        ({"owner": "nobody"}, []),
    ],
)
def test_find_and_count_go_by_every_index_named(store, wanted, ids):
    """A record is found under each of its values, and none under a field that holds None."""
    store.transact(
        change(
            Paper(id="P1", tags=("a", "b"), owner="o1"),
            Paper(id="P2", tags=("b", "c")),
            Paper(id="P3", state=State.SHUT, owner="o1"),
        )
    )
    view = store.read()

    assert ([paper.id for paper in view.find(Paper, **wanted)], view.count(Paper, **wanted)) == (ids, len(ids))


def test_a_changed_record_is_found_under_its_new_values_only(store):
    """Indexes follow the record."""
    store.transact(change(Paper(id="P1", tags=("a", "b"), owner="o1")))
    store.transact(change(Paper(id="P1", tags=("b", "c"), state=State.SHUT, revision=1)))

    keys = [("tags", "a"), ("tags", "b"), ("tags", "c"), ("owner", "o1"), ("state", "open"), ("state", "shut")]
    assert [store.read().count(Paper, **{name: value}) for name, value in keys] == [0, 1, 1, 0, 0, 1]


def test_a_field_without_index_cannot_be_searched(store):
    """A search that would have to read everything is a fault of the program."""
    with pytest.raises(ValueError, match="index"):
        store.read().find(Paper, text="x")


def test_the_trail_is_in_order_and_by_record(store):
    """The trail has every act once, oldest first, and can be asked about one record."""
    store.transact(change(Paper(id="P1"), minutes=1))
    store.transact(change(Paper(id="P10"), minutes=2))
    store.transact(change(Paper(id="P1", revision=1), Paper(id="P10", revision=1), minutes=3))

    one, two, both = entry("P1", minutes=1), entry("P10", minutes=2), entry("P1", "P10", minutes=3)
    assert (list(store.trail()), list(store.trail("P1")), list(store.trail("P10")), list(store.trail("P"))) == (
        [one, two, both],
        [one, both],
        [two, both],
        [],
    )


@pytest.mark.parametrize("odd", ['quote"d', "back\\slash", "Zoë 雪", "tab\tand\nline", "\u2028", "\x7f\x01"])
def test_odd_characters_survive(case, store, odd):
    """Ids, indexes and texts may hold any character and are found by it, also after opening again."""
    store.transact(change(Paper(id=odd, owner=odd, text=odd)))
    store.close()
    again = case.open()

    found = again.read().find(Paper, owner=odd)

    assert (found, list(again.trail(odd))) == ([Paper(id=odd, owner=odd, text=odd, revision=1)], [entry(odd)])
    again.close()


def test_everything_is_there_after_opening_again(case, store):
    """Records, indexes, notices and the trail outlive the process."""
    store.transact(change(Paper(id="P1", owner="o1"), notices=(notice("N1"),)))
    store.transact(edited("P1", "second"))
    before = everything(store)
    store.close()

    again = case.open()

    assert (everything(again), again.read().count(Paper, owner="o1")) == (before, 1)
    again.close()


def test_the_view_stands_still_during_a_transaction(store):
    """While work is under way nobody else's commit shows, and the other commit follows it."""
    store.transact(change(Paper(id="P1", text="0")))
    started = threading.Event()

    def other() -> None:
        started.set()
        store.transact(change(Paper(id="P2")))

    def work(records: Records) -> Change:
        thread.start()
        started.wait()
        seen.extend([records.count(Paper), records.count(Paper)])
        return change(Paper(id="P3"))(records)

    thread, seen = threading.Thread(target=other), list[int]()
    store.transact(work)
    thread.join()

    assert (seen, store.read().count(Paper)) == ([1, 1], 3)


def test_threads_adding_to_one_record_lose_nothing(store):
    """Work runs one at a time: what it reads is what it changes."""
    store.transact(change(Stamp(id="S1")))

    def add(_: int) -> None:
        def work(records: Records) -> Change:
            stamp = records.get(Stamp, "S1")
            return Change(Answer(code="added"), entry("S1"), (stamp.model_copy(update={"number": stamp.number + 1}),))

        store.transact(work)

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(add, range(100)))

    assert store.read().get(Stamp, "S1") == Stamp(id="S1", number=100, revision=101)


def test_reading_while_others_write_gives_whole_records(store):
    """A reader never sees a half-made change of one record or of an index."""
    store.transact(change(Paper(id="P1", text="0", owner="0")))
    writing = threading.Event()
    writing.set()

    def look() -> list[bool]:
        seen = []
        while writing.is_set():
            found = store.read().find(Paper)
            seen.append(len(found) == 1 and found[0].text == found[0].owner)
        return seen

    with ThreadPoolExecutor(2) as pool:
        reader = pool.submit(look)
        for number in range(1, 100):
            store.transact(change(Paper(id="P1", text=str(number), owner=str(number), revision=number)))
        writing.clear()

    assert set(reader.result()) <= {True}


def race(store: Store, number: int, rivals: int) -> list[str]:
    """The winners when so many change one record from the same revision."""
    record_id = f"P{number}"
    store.transact(change(Paper(id=record_id)))
    gate = threading.Barrier(rivals)

    def rival(name: int) -> str | None:
        gate.wait()
        try:
            store.transact(change(Paper(id=record_id, text=str(name), revision=1)))
        except Conflict:
            return None
        return str(name)

    with ThreadPoolExecutor(rivals) as pool:
        return [name for name in pool.map(rival, range(rivals)) if name]


@pytest.mark.parametrize("races", [200, pytest.param(20_000, marks=pytest.mark.full)])
def test_of_several_rivals_exactly_one_wins(store, races):
    """However many act on one state of a record, one change is taken and the rest are told."""
    seed = random.randrange(2**32)
    dice = random.Random(seed)

    for number in range(races):
        winners = race(store, number, dice.choice([2, 2, 3, 5, 8, 50 if number % 20 == 0 else 4]))
        held = store.read().get(Paper, f"P{number}")
        assert ([held.text], held.revision) == (winners, 2), f"seed {seed}, race {number}"
