"""Who gets the papers of a meeting: those entitled and nobody else, each the own copy, with a receipt."""

import hashlib
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from adapters.documents.packs.press import PdfPress
from dialogs import pack_copies
from panel import commands as c
from panel.errors import MoveNotAllowed, NotPermitted
from panel.meeting import MeetingStatus
from panel.notices import Channel
from panel.pack import CopyPart
from panel.people import Person, Role
from tests import papers
from tests.packing import Packing, holding, with_cases
from tests.stories import BI, CB, KN, RO, WITH_MEETINGS
from tests.story import directory


@pytest.fixture
def packing() -> Packing:
    """Central Bedfordshire's panel, past the cut-off of a meeting with three cases, one of them an emergency."""
    return with_cases(CB)


@pytest.mark.rule("CB-9.9", "KN-3.13", "BI-4.1", "RO-8.1")
@pytest.mark.parametrize("panel", WITH_MEETINGS)
def test_every_member_is_told_once_and_can_take_the_whole(panel: str) -> None:
    """At each panel with meetings: members, Chair and deputies; what each takes holds every case."""
    packing = with_cases(panel)
    pack, refs = packing.round(), packing.refs
    sitting = holding(panel, Role.MEMBER, Role.CHAIR, Role.DEPUTY)
    told = Counter(notice.to for notice in packing.story.notices("pack_ready"))
    assert {who for who in told if who in sitting} == sitting
    assert set(told.values()) == {1}
    for who in sitting:
        text = " ".join(packing.pages(pack, who))
        assert [ref for ref in refs if ref not in text] == []
    assert packing.story.office.meeting(packing.meeting.id).status is MeetingStatus.PAPERS_OUT


@pytest.mark.rule("KN-4.12")
def test_a_presenter_gets_the_own_item_as_its_own_file_and_nothing_of_the_others() -> None:
    """At Knowsley the lead practitioner: no other case, no answer of one, no line of the index."""
    packing = with_cases(KN, PdfPress())
    story, other = packing.story, next(p for p in holding(KN, Role.PRACTITIONER) if p != packing.story.referrer)
    own, others = packing.refs[0], packing.refs[1:]
    changed = story.referral(others[0]).model_copy(update={"referrer": other})
    packing.put(changed)
    pack = packing.round()
    pages = packing.pages(pack, story.referrer)
    text = " ".join(pages)
    assert own in text
    assert "Alpha only" in text
    assert "Bravo" not in text
    assert not any(ref in text for ref in others)
    assert [title for _, title, _ in papers.bookmarks(packing.copy(pack, story.referrer)) if "KN-" in title] == [
        f"1. {own}, referral"
    ]


@pytest.mark.rule("KN-4.8")
@pytest.mark.parametrize(
    "seat",
    [
        pytest.param("fullerton_grove", marks=pytest.mark.rule("KN-4.9")),
        pytest.param("short_breaks", marks=pytest.mark.rule("KN-4.10")),
        pytest.param("behaviour_support", marks=pytest.mark.rule("KN-4.11")),
    ],
)
def test_who_comes_for_some_items_is_asked_for_one_and_sees_that_only(seat: str) -> None:
    """Such a seat gives no papers by itself; named for an item, they learn its time and get it alone (NT-59)."""
    packing = with_cases(KN)
    story, guest = packing.story, min(holding(KN, Role.MEMBER))
    story.council = replace(story.council, directory=Seated(guest, seat))  # type: ignore[arg-type]
    packing.tools = replace(packing.tools, council=story.council)
    ref, other = packing.refs
    first = packing.round()
    assert (packing.copies(first, guest), guest in story.told("pack_ready")) == ([], False)
    name = story.office.name(guest)
    title = next(each.title for each in story.profile.seats if each.code == seat)
    assert f"{title}: {name}" in packing.type(packing.admin, "pack")
    assert "gets the papers of that item only" in packing.type(packing.admin, f"invite {name} to {ref}")
    assert [(n.to, n.about) for n in story.notices("guest_invited")] == [(guest, ref)]
    second = packing.round()
    [told] = [n for n in story.notices("pack_ready") if n.to == guest]
    assert told.facts["refs"] == ref
    text = " ".join(packing.pages(second, guest))
    assert (ref in text, other in text) == (True, False)


class Seated:
    """The list of staff with one member of Knowsley's forum in another seat."""

    def __init__(self, person: str, seat: str) -> None:
        self._person, self._seat = person, seat

    def __getattr__(self, name: str) -> Any:
        return getattr(directory(), name)

    def person(self, person_id: str) -> Person | None:
        found = directory().person(person_id)
        return self._moved(found) if found else None

    def everyone(self) -> list[Person]:
        return [self._moved(person) for person in directory().everyone()]

    def _moved(self, person: Person) -> Person:
        if person.id != self._person:
            return person
        seats = tuple(s.model_copy(update={"seat": self._seat}) if s.panel == KN else s for s in person.roles)
        return person.model_copy(update={"roles": seats})


@pytest.mark.rule("BI-2.2")
def test_whoever_stands_in_gets_the_papers_of_that_meeting() -> None:
    """And of no other."""
    packing = with_cases(BI)
    story, meeting = packing.story, packing.meeting.id
    member = sorted(holding(BI, Role.MEMBER))[0]
    substitute = sorted(holding(CB, Role.MEMBER) - holding(BI, *Role))[0]
    story.do(c.NameSubstitute, packing.admin, meeting=meeting, person=member, substitute=substitute, reason="Leave")
    pack = packing.round()
    assert packing.copy(pack, substitute) != b""
    elsewhere = pack.model_copy(update={"meeting": f"{BI}.2026-12-02"})
    assert packing.copy(elsewhere, substitute) == b""


@pytest.mark.rule("AM-21")
def test_somebody_with_a_conflict_does_not_get_that_item() -> None:
    """No bookmark, summary or page of it; the cover says that it was left out, and the notice does not name it."""
    packing = with_cases(CB, PdfPress())
    story, meeting = packing.story, packing.meeting.id
    kept, out = packing.refs[:2]
    member = sorted(holding(CB, Role.MEMBER))[0]
    story.do(c.DeclareConflict, member, meeting=meeting, person=member, ref=out, reason="A relative")
    pack = packing.round()
    [told] = [n for n in story.notices("pack_ready") if n.to == member]
    assert out not in told.facts["refs"]
    cover, *rest = packing.pages(pack, member)
    assert f"Left out, as you take no part {out}" in cover
    assert kept in " ".join(rest)
    assert out not in " ".join(rest)
    assert "Bravo" not in " ".join(rest)


@pytest.mark.rule("CB-9.9")
def test_a_receipt_says_who_took_which_bytes_of_which_version(packing: Packing) -> None:
    """Their own address, once each time they ask; the hash is that of their own copy, and of nobody else's."""
    story = packing.story
    member, other = sorted(holding(CB, Role.MEMBER, Role.CHAIR))[:2]
    packing.round()
    said = packing.type(member, "my pack")
    assert said == f"Your copy of version 1 is on its way to {story.office.person(member).email}. It is for you only."
    pack = packing.last()
    [receipt] = pack.receipts
    digest = hashlib.sha256(packing.copy(pack, member)).hexdigest()
    assert (receipt.person, receipt.at) == (member, story.now)
    assert receipt.parts == (CopyPart(digest=digest, refs=tuple(packing.refs)),)
    [mail] = packing.mails(member)
    assert (mail.channel, mail.facts["digest"]) == (Channel.EMAIL, digest)
    assert hashlib.sha256(packing.copy(pack, other)).hexdigest() != digest
    status = packing.type(packing.admin, "pack")
    assert f"{story.office.name(member)}" in status.partition("Who has not")[0].partition("Who has it: 1")[2]
    assert f"{story.office.name(other)}" in status.partition("Who has not")[2]


def of(*refs: str) -> tuple[CopyPart, ...]:
    return (CopyPart(digest="d", refs=refs),)


@pytest.mark.rule("CB-9.8", "CB-9.9")
def test_only_the_administrator_builds_and_sends_and_strangers_get_nothing(packing: Packing) -> None:
    """Before it goes round nobody else can have it; afterwards nobody without a place or a case."""
    story, meeting = packing.story, packing.meeting.id
    member = sorted(holding(CB, Role.MEMBER))[0]
    stranger = sorted(holding(RO, Role.PRACTITIONER) - holding(CB, *Role))[0]
    for who in (member, stranger, story.referrer):
        assert "Only the panel admin" in packing.type(who, "build pack")
        assert "Only the panel admin" in packing.type(who, "send pack")
    packing.type(packing.admin, "build pack")
    assert "There are no papers for you to take now" in packing.type(member, "my pack")
    fields = {"meeting": meeting, "version": 1}
    with pytest.raises(NotPermitted):
        story.do(c.TakePack, member, parts=of(*packing.refs), **fields)
    packing.type(packing.admin, "send pack")
    assert "There are no papers for you to take now" in packing.type(stranger, "my pack")
    with pytest.raises(NotPermitted):
        story.do(c.TakePack, stranger, parts=of(packing.refs[0]), **fields)
    with pytest.raises(MoveNotAllowed, match="has just changed"):
        story.do(c.TakePack, member, parts=(), **fields)


def test_a_copy_too_large_for_a_mail_comes_in_parts(packing: Packing, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each part is a file of its own in a mail of its own, says which it is, and holds whole items; none is lost."""
    story = packing.story
    member = min(holding(CB, Role.MEMBER))
    pack = packing.round()
    largest = max(len(packing.tools.documents.get(section.file)) for section in pack.sections)
    monkeypatch.setattr(pack_copies, "LARGEST_COPY", largest)
    packing.type(member, "my pack")
    [receipt] = packing.last().receipts
    copies = packing.copies(pack, member)
    assert len(copies) == len(receipt.parts) == len(packing.mails(member)) > 1
    assert [ref for part in receipt.parts for ref in part.refs] == packing.refs
    assert [part.digest for part in receipt.parts] == [hashlib.sha256(each).hexdigest() for each in copies]
    assert f"{story.office.name(member)}, part 2 of {len(copies)}" in copies[1].decode()
