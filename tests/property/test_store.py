"""A journal under any sequence of acts, restarts and compactions says what a plain dictionary says."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from panel.errors import Conflict
from panel.notices import Notice
from panel.ports import Answer, Change
from panel.records import AuditEntry
from store.journal import JournalStore
from tests.unit.store.story import KINDS, Paper, State, entry, notice

IDS = st.sampled_from(["P1", "P2", "P10", "é"])
TAGS = st.lists(st.sampled_from("abc"), unique=True, max_size=3).map(tuple)
OWNERS = st.one_of(st.none(), st.sampled_from(["o1", "o2"]))
PAPERS = st.builds(Paper, id=IDS, state=st.sampled_from(State), tags=TAGS, owner=OWNERS, text=st.text(max_size=20))
STALE = st.sampled_from([0, 0, 0, 0, -1, 1])


class JournalAgainstDictionary(RuleBasedStateMachine):
    """The model: the current papers and notices by id, and the audit entries in order."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.store = JournalStore(self.folder, KINDS)
        self.papers: dict[str, Paper] = {}
        self.notices: dict[str, Notice] = {}
        self.entries: list[AuditEntry] = []

    @rule(
        papers=st.lists(PAPERS, unique_by=lambda paper: paper.id, max_size=3),
        notices=st.lists(st.sampled_from(["N1", "N2", "N3"]), max_size=2),
        stale=STALE,
    )
    def commit(self, papers: list[Paper], notices: list[str], stale: int) -> None:
        """Change up to three papers and owe notices, now and then from a wrong revision."""
        held = {paper.id: self.papers[paper.id].revision if paper.id in self.papers else 0 for paper in papers}
        made = tuple(paper.model_copy(update={"revision": max(0, held[paper.id] + stale)}) for paper in papers)
        right = all(paper.revision == held[paper.id] for paper in made)
        audit = entry(*held, minutes=len(self.entries))
        change = Change(Answer(code="done"), audit, made, tuple(map(notice, notices)))
        if not right:
            with pytest.raises(Conflict):
                self.store.transact(lambda _: change)
            return
        done = self.store.transact(lambda _: change)
        self.entries.append(audit)
        self.papers |= {paper.id: paper for paper in done.records if isinstance(paper, Paper)}
        self.notices |= {each.id: each for each in done.notices}
        assert [each.revision for each in done.records] == [paper.revision + 1 for paper in made]

    @rule()
    def reopen(self) -> None:
        """Close and open again."""
        self.store.close()
        self.store = JournalStore(self.folder, KINDS)

    @rule()
    def compact(self) -> None:
        """Rewrite the journal."""
        self.store.compact()

    @invariant()
    def says_the_same(self) -> None:
        """Records, indexes, notices and the trail are those of the model."""
        view = self.store.read()
        assert {each.id: each for each in view.find(Paper)} == self.papers
        assert {each.id: each.revision for each in view.find(Notice)} == dict.fromkeys(self.notices, 1)
        for tag in "abc":
            wanted = sorted(each.id for each in self.papers.values() if tag in each.tags and each.state == "open")
            assert [each.id for each in view.find(Paper, tags=tag, state="open")] == wanted
        assert view.count(Paper, owner="o1") == sum(each.owner == "o1" for each in self.papers.values())
        assert list(self.store.trail()) == self.entries

    def teardown(self) -> None:
        """The store is sound at the end of every story."""
        assert self.store.verify().problems == ()
        self.store.close()
        shutil.rmtree(self.folder)


@pytest.mark.parametrize(
    ("stories", "acts"), [(40, 25), pytest.param(2_000, 50, marks=pytest.mark.full)], ids=["quick", "full"]
)
def test_the_journal_says_what_a_dictionary_says(stories, acts):
    """Whatever is committed, refused, reopened or compacted in whatever order, nothing is lost, added or moved."""
    run_state_machine_as_test(
        JournalAgainstDictionary,
        settings=settings(
            max_examples=stories,
            stateful_step_count=acts,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
