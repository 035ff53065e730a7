"""The store is a TinyDB database: TinyDB itself can read it, and cannot write past the audit trail."""

import pytest
from tinydb import TinyDB, where

from panel.errors import StoreError
from panel.records import AuditEntry
from store.rows import row_of
from store.storage import JournalStorage
from store.table import JournalDatabase, JournalTable
from tests.unit.store.story import Paper, Stamp, change, edited, entry


@pytest.fixture
def written(store, folder):
    store.transact(change(Paper(id="P1", text="one"), Stamp(id="S1", number=4)))
    store.transact(change(Paper(id="P2", text="two", tags=("a",))))
    store.transact(edited("P1", "uno"))
    store.compact()
    store.transact(edited("P2", "due"))
    store.close()
    return folder


@pytest.fixture(params=["tinydb", "ours"])
def database(request, written):
    opened = TinyDB(written, storage=JournalStorage) if request.param == "tinydb" else JournalDatabase(written)
    yield opened
    opened.close()


def test_tinydb_reads_every_table(database):
    """TinyDB's own methods give the stored documents, in the order of their first commits."""
    table = database.table("paper")
    one = {"id": "P1", "revision": 2, "state": "open", "tags": [], "owner": None, "text": "uno"}
    two = {"id": "P2", "revision": 2, "state": "open", "tags": ["a"], "owner": None, "text": "due"}

    assert database.tables() == {"paper", "stamp"}
    assert (table.all(), len(table), [each.doc_id for each in table]) == ([one, two], 2, [1, 2])
    assert table.search(where("tags").any(["a"])) == [two]
    assert (table.get(where("id") == "P1"), table.get(doc_id=2), table.get(doc_id=3)) == (one, two, None)
    assert (table.count(where("text") == "due"), table.contains(doc_id=0)) == (1, False)


def test_a_result_that_is_changed_does_not_change_the_store(written):
    """What our database hands out is the caller's own copy, also when the same search was made before."""
    database = JournalDatabase(written)
    table = database.table("stamp")
    table.search(where("number") == 4)[0]["number"] = 5

    assert table.search(where("number") == 4) == [{"id": "S1", "revision": 1, "number": 4}]
    database.close()


@pytest.mark.parametrize(
    "write",
    [
        lambda db: db.table("paper").insert({"id": "P3"}),
        lambda db: db.table("paper").update({"text": "x"}),
        lambda db: db.table("paper").remove(doc_ids=[1]),
        lambda db: db.table("paper").truncate(),
        lambda db: db.drop_table("paper"),
        lambda db: db.drop_tables(),
    ],
)
def test_tinydb_cannot_write_past_the_audit_trail(database, write):
    """TinyDB's own ways of writing are refused and change nothing."""
    before = database.table("paper").all()

    with pytest.raises(StoreError, match="audit entry"):
        write(database)

    assert database.table("paper").all() == before


def test_a_record_cannot_be_put_outside_a_commit(written):
    """The table's own way of writing needs a commit as well."""
    database = JournalDatabase(written)

    with pytest.raises(StoreError, match="audit entry"):
        database.of("paper").put(row_of(Paper(id="P3", revision=1)))

    database.close()


def test_a_table_writes_inside_a_commit(written):
    """A commit takes what its tables were given, with one audit entry."""
    database = JournalDatabase(written)
    with database.journal.commit(entry("P3", "S2")):
        database.of("paper").put(row_of(Paper(id="P3", revision=1)))
        database.of("stamp").put(row_of(Stamp(id="S2", revision=1)))

    assert (database.of("paper").get(doc_id=3)["id"], database.of("stamp").get(doc_id=2)["id"]) == ("P3", "S2")
    database.close()


def test_the_store_goes_through_tinydb(store, monkeypatch):
    """The store has no way of its own past TinyDB's table and storage."""
    seen = []
    put, body, commit = JournalTable.put, JournalTable.body, JournalStorage.commit

    def spy(name, real):
        def call(self, argument):
            seen.append((name, argument.act if isinstance(argument, AuditEntry) else type(self).__name__))
            return real(self, argument)

        return call

    monkeypatch.setattr(JournalTable, "put", spy("put", put))
    monkeypatch.setattr(JournalTable, "body", spy("body", body))
    monkeypatch.setattr(JournalStorage, "commit", spy("commit", commit))
    store.transact(change(Paper(id="P1")))
    store.read().get(Paper, "P1")

    assert seen == [("commit", "wrote"), ("put", "JournalTable"), ("body", "JournalTable")]
