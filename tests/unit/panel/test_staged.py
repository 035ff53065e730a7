"""A view of the records as they will stand: what an act has made so far comes before what is stored."""

import pytest

from panel.decision import Task
from panel.errors import Unknown
from panel.staged import Staged
from tests.fakes_store import MemoryRecords
from tests.story import CB, MONDAY, PRIYA, SAM


def task(name: str, owner: str = PRIYA, **more: object) -> Task:
    return Task(panel=CB, id=name, about="CB-0001", owner=owner, what="x", due="2026-11-20", made_at=MONDAY, **more)


def test_what_was_made_is_seen_in_place_of_what_is_stored() -> None:
    """By its id, and by every index: a record that changed hands is no longer found under the old owner."""
    stored = [task("a"), task("b"), task("d")]
    view = Staged(MemoryRecords({(each.KIND, each.id): each for each in stored}))
    view.stage(task("b", SAM), task("c"))
    view.stage(task("c", SAM, revision=3))
    assert (view.get(Task, "a").owner, view.get(Task, "b").owner) == (PRIYA, SAM)
    assert [each.id for each in view.find(Task)] == ["a", "b", "c", "d"]
    assert [each.id for each in view.find(Task, owner=PRIYA, live="yes")] == ["a", "d"]
    assert view.count(Task, owner=SAM) == 2
    assert [(each.id, each.revision) for each in view.made] == [("b", 0), ("c", 3)]


def test_what_is_nowhere_is_unknown() -> None:
    """As in the store."""
    view = Staged(MemoryRecords({}))
    assert view.look(Task, "a") is None
    with pytest.raises(Unknown, match="There is no task"):
        view.get(Task, "a")
