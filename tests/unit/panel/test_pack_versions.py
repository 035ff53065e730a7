"""The papers of a meeting over time: when they go round, what a later version says, what goes with them."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from panel import commands as c
from panel.errors import MoveNotAllowed, NotPermitted, Refused
from panel.intake import MailFile, ReceivedMail
from panel.meeting import MeetingStatus
from panel.notices import Channel, Notice, Topic
from panel.pack import MINUTES, source
from panel.people import Role
from panel.referral import ReferralStatus
from tests.packing import Packing, holding, with_cases
from tests.stories import CB, RO, at
from tests.unit.panel.test_minutes import rochdale


@pytest.fixture
def packing() -> Packing:
    """Central Bedfordshire's panel, past the cut-off of a meeting with three cases, one of them an emergency."""
    return with_cases(CB)


@pytest.mark.rule("CB-9.9")
def test_the_reminder_stops_once_the_pack_went_round(packing: Packing) -> None:
    """A pack that is only built does not count (NT-17)."""
    story, meeting = packing.story, packing.meeting.id
    due = 0
    for day in (16, 17):
        packing.type(packing.admin, "build pack")
        story.now = datetime(2026, 11, day, 9, 5, tzinfo=UTC)
        story.sweep()
        assert len(story.notices("papers_due")) > due
        due = len(story.notices("papers_due"))
    packing.type(packing.admin, "build pack")
    assert "That is later than this panel asks for" in packing.type(packing.admin, "send pack")
    story.now = story.office.meeting(meeting).starts_at - timedelta(hours=1)
    story.sweep()
    assert len(story.notices("papers_due")) == due
    assert {story.referral(ref).status for ref in packing.refs[:2]} == {ReferralStatus.PAPERS_OUT}


def test_the_channel_learns_references_only(packing: Packing) -> None:
    """One post, the agenda's own; no notice of a pack goes to a channel (NT-16)."""
    story = packing.story
    before = len([n for n in story.store.read().find(type(story.notices("agenda")[0])) if n.channel is Channel.POST])
    packing.round()
    posts = [n for n in story.store.read().find(type(story.notices("agenda")[0])) if n.channel is Channel.POST]
    assert len(posts) == before + 1
    assert {post.rule for post in posts} == {Topic.AGENDA}
    assert posts[-1].facts == {}


@pytest.mark.rule("CB-9.10")
def test_a_late_case_makes_a_new_version_that_says_what_changed(packing: Packing) -> None:
    """Agreed by an officer, it is added; each is told once more, and the old receipts stay on the record."""
    story = packing.story
    member = sorted(holding(CB, Role.MEMBER))[0]
    packing.round()
    packing.type(member, "my pack")
    late = story.signed()
    story.do(c.AskLate, story.referrer, ref=late, reason="It cannot wait")
    assert "nothing newer is built" in packing.type(packing.admin, "send pack")
    story.do(c.AgreeLate, story.who(Role.HEAD_OF_SERVICE), ref=late, reason="I agree")
    second = packing.round()
    assert (second.version, [s.late_by != "" for s in second.items if s.ref == late]) == (2, [True])
    pages = packing.pages(second, member)
    [changed] = [page for page in pages if page.startswith("What changed")]
    officer = story.office.name(story.who(Role.HEAD_OF_SERVICE))
    assert f"{late} was added. It came late; {officer} agreed that it is heard." in changed
    assert any(f"Late Agreed by {officer}: I agree" in page for page in pages)
    assert Counter(n.to for n in story.notices("pack_ready"))[member] == 2
    [first] = [pack for pack in (packing.story.office.records.find(type(second))) if pack.version == 1]
    assert [receipt.person for receipt in first.receipts] == [member]
    assert f"{story.office.name(member)}: only version 1" in packing.type(packing.admin, "pack")


def test_a_case_taken_off_and_papers_replaced_are_said(packing: Packing) -> None:
    """Items removed, papers added, removed and replaced by their labels; nothing of a case somebody is kept from."""
    story, meeting = packing.story, packing.meeting.id
    first, second, _ = packing.refs
    packing.round()
    story.do(c.TakeOff, story.who(Role.CHAIR), meeting=meeting, ref=second, reason="Not ready")
    old = story.referral(first)
    swapped = tuple(paper.model_copy(update={"digest": "newer"}) for paper in old.papers)
    extra = old.papers[0].model_copy(update={"document": "other", "digest": "extra"})
    changed = old.model_copy(update={"papers": (*swapped, extra)})
    packing.put(changed)
    member = sorted(holding(CB, Role.MEMBER))[0]
    again = packing.round()
    [page] = [page for page in packing.pages(again, member) if page.startswith("What changed")]
    assert f"{second} was taken out." in page
    assert f"{first}: papers added: Another paper." in page
    assert f"{first}: papers replaced by a newer file: Assessment of need." in page


def test_what_changed_after_it_was_built_is_not_sent(packing: Packing) -> None:
    """The administrator looks over what goes round; a change in between asks for another look."""
    story, meeting = packing.story, packing.meeting.id
    packing.type(packing.admin, "build pack")
    story.do(c.TakeOff, story.who(Role.CHAIR), meeting=meeting, ref=packing.refs[1], reason="Not ready")
    assert "Something has changed since the pack was built" in packing.type(packing.admin, "send pack")
    packing.type(packing.admin, "build pack")
    assert packing.last().version == 1
    assert "have been told" in packing.type(packing.admin, "send pack")


@pytest.mark.rule("CB-9.10")
def test_the_administrator_hears_that_the_papers_have_fallen_behind(packing: Packing) -> None:
    """Each working morning from the change on until a new version went round; members are not told by it."""
    story, meeting = packing.story, packing.meeting.id
    packing.round()
    story.now = datetime(2026, 11, 16, 9, 5, tzinfo=UTC)
    story.sweep()
    assert story.notices("pack_changed") == []
    story.do(c.TakeOff, story.who(Role.CHAIR), meeting=meeting, ref=packing.refs[1], reason="Not ready")
    story.later(days=1)
    story.sweep()
    story.sweep()
    assert story.told("pack_changed") == holding(CB, Role.PANEL_ADMIN)
    assert len(story.notices("pack_changed")) == 1
    packing.round()
    story.later(hours=23)
    story.sweep()
    assert len(story.notices("pack_changed")) == 1


@pytest.mark.rule("RO-8.1", "AM-10")
def test_where_papers_go_out_as_they_come_a_first_pack_goes_before_the_cut_off() -> None:
    """Rochdale: what is there can be read early, requests stay open, and the rest comes with the next version."""
    packing = Packing(at(RO))
    story = packing.story
    [meeting, *_] = story.add_meetings()
    early = story.signed()
    story.later(days=1)
    packing.round()
    assert story.office.meeting(meeting).status is not MeetingStatus.PAPERS_OUT
    later = story.signed()
    packing.past_cutoff(meeting)
    second = packing.round()
    assert [section.ref for section in second.items] == [early, later]
    assert story.office.meeting(meeting).status is MeetingStatus.PAPERS_OUT


def test_elsewhere_no_pack_goes_before_the_cut_off() -> None:
    """Requests can still come in."""
    packing = Packing(at(CB))
    [_, *_] = packing.story.add_meetings()
    packing.story.signed()
    packing.type(packing.admin, "build pack")
    assert "Requests can still come in until" in packing.type(packing.admin, "send pack")


@pytest.mark.rule("RO-11.8")
def test_the_last_minutes_go_round_in_the_pack_and_once_only() -> None:
    """They are a section of the next pack, locked with it, and not mailed a second time; later packs leave them out."""
    story, dates, refs = rochdale("not_agreed")
    packing = Packing(story)
    story.do(c.ConfirmDecisions, story.who(Role.CHAIR), meeting=dates[0])
    story.signed()
    packing.past_cutoff(dates[1])
    pack = packing.round()
    minutes = [section for section in pack.sections if section.kind == MINUTES]
    assert [section.about for section in minutes] == [tuple(refs)]
    member = sorted(holding(RO, Role.MEMBER))[0]
    assert any(page.startswith("Minutes of Wed 18 Nov 2026") for page in packing.pages(pack, member))
    assert story.notices("minutes") == []
    assert [post.about for post in story.notices("minutes_posted")] == [dates[0]]
    again = packing.round()
    assert [section.kind for section in again.sections] == [section.kind for section in pack.sections]
    assert not any("Minutes of" in page for page in packing.pages(again, story.referrer))


def test_a_ratification_shows_what_was_approved_and_why(packing: Packing) -> None:
    """The emergency's own section: who asked, for what, who approved it, until when."""
    pack = packing.round()
    urgent = packing.refs[2]
    [page, *_] = [page for page in packing.pages(pack, packing.admin) if page.startswith(urgent)]
    assert f"{urgent}: emergency approval to ratify" in page
    assert "The emergency approval Asked by" in page


def test_files_no_pack_can_show_are_open_to_those_who_were_given_the_case(packing: Packing) -> None:
    """By the command their page names; before it goes round, or for a case left out, they are refused."""
    story, meeting = packing.story, packing.meeting.id
    ref, out = packing.refs[:2]
    member = sorted(holding(CB, Role.MEMBER) - holding(CB, Role.CHAIR, Role.HEAD_OF_SERVICE, Role.PANEL_ADMIN))[0]
    story.do(c.DeclareConflict, member, meeting=meeting, person=member, ref=out, reason="A relative")
    with pytest.raises(NotPermitted):
        story.do(c.SendPapers, member, ref=ref)
    packing.round()
    story.do(c.SendPapers, member, ref=ref)
    with pytest.raises(NotPermitted):
        story.do(c.SendPapers, member, ref=out)
    with pytest.raises(Refused):
        story.do(c.SendHistory, member, ref=ref)


def test_the_same_record_gives_the_same_pack(packing: Packing) -> None:
    """Built twice at one moment, the office copy has one SHA-256; it is kept on the record and in the trail."""
    packing.type(packing.admin, "build pack")
    first = packing.last()
    packing.type(packing.admin, "build pack")
    second = packing.last()
    assert (first.digest, first.sections) == (second.digest, second.sections)
    [*_, entry] = [each for each in packing.story.store.entries if each.act == "pack_built"]
    assert entry.detail == {"version": "1", "sha256": first.digest}


def test_what_a_section_is_printed_from_tells_every_change(packing: Packing) -> None:
    """An answer, a paper or a waiver changes it; a status does not."""
    story = packing.story
    item = story.office.meeting(packing.meeting.id).items[0]
    before = source(story.office, item)
    referral = story.referral(item.ref)
    moved = referral.model_copy(update={"status": ReferralStatus.PRESENTED})
    packing.put(moved)
    assert source(story.office, item) == before
    answers = {**referral.answers, "initials": "ZZ"}
    packing.put(story.referral(item.ref).model_copy(update={"answers": answers}))
    assert source(story.office, item) != before


LATE = {"name": "b.pdf", "digest": "newer", "size": 10, "document": "assessment"}


@pytest.mark.rule("CB-9.10")
def test_a_late_paper_goes_with_its_case_once_an_officer_agrees(packing: Packing) -> None:
    """Asked like a late case; agreed, it takes the place of the older one, and a new version says so."""
    story, ref = packing.story, packing.refs[0]
    packing.round()
    story.do(c.OfferLatePaper, story.referrer, ref=ref, reason="The doctor wrote today", **LATE)
    officers = holding(CB, Role.CHAIR, Role.HEAD_OF_SERVICE)
    assert story.told("late_asked") == officers
    assert story.referral(ref).papers[0].digest != "newer"
    with pytest.raises(MoveNotAllowed, match="waits for its answer"):
        story.do(c.OfferLatePaper, story.referrer, ref=ref, reason="Again", **{**LATE, "digest": "newest"})
    said = packing.type(story.who(Role.HEAD_OF_SERVICE), f"agree late {ref}")
    assert f"The paper goes with {ref}." in said
    assert [(paper.document, paper.digest) for paper in story.referral(ref).papers] == [("assessment", "newer")]
    assert story.referral(ref).meeting == packing.meeting.id
    assert holding(CB, Role.PANEL_ADMIN) | {story.referrer} <= story.told("late_answered")
    again = packing.round()
    [page] = [page for page in packing.pages(again, packing.admin) if page.startswith("What changed")]
    assert f"{ref}: papers replaced by a newer file: Assessment of need." in page


@pytest.mark.rule("CB-9.10", "CB-9.9")
def test_a_late_paper_that_came_by_mail_is_in_the_next_version(packing: Packing) -> None:
    """The mail asks the officers; agreed by one typed line, the pack is no longer true and its next says why."""
    story, ref = packing.story, packing.refs[0]
    packing.round()
    owed = next(n for n in story.store.read().find(Notice) if n.channel is Channel.EMAIL and n.about == ref)
    packing.put(owed.model_copy(update={"sent_as": "<booked@council.example>"}))
    mail = ReceivedMail(
        id="m1",
        panel=CB,
        message_id="<1@council.example>",
        sender=story.office.person(story.referrer).email,
        received_at=story.now,
        raw="r",
        files=(MailFile(name="assessment.pdf", digest="newer", size=10),),
    )
    story.do(
        c.TakeMail,
        c.MAILBOX,
        mail=mail,
        proven=True,
        answers=("<booked@council.example>",),
        said="The doctor wrote today.",
    )
    assert story.told("late_asked") == holding(CB, Role.CHAIR, Role.HEAD_OF_SERVICE)
    assert "nothing newer is built" in packing.type(packing.admin, "send pack")
    assert "I am sending you 2 papers" in packing.type(story.who(Role.HEAD_OF_SERVICE), f"send papers {ref}")
    assert "newer" in [copy.facts["digest"] for copy in story.notices(Topic.PAPER_COPY)]
    packing.type(story.who(Role.HEAD_OF_SERVICE), f"agree late {ref}")
    again = packing.round()
    [page] = [page for page in packing.pages(again, packing.admin) if page.startswith("What changed")]
    assert f"{ref}: papers replaced by a newer file: Assessment of need." in page


@pytest.mark.rule("CB-9.10")
def test_a_late_paper_that_is_refused_changes_nothing(packing: Packing) -> None:
    """Its people learn why; what went round is still what is there."""
    story, ref = packing.story, packing.refs[0]
    packing.round()
    before = story.referral(ref).papers
    story.do(c.OfferLatePaper, story.referrer, ref=ref, reason="It came today", **{**LATE, "document": "other"})
    story.do(c.RefuseLate, story.who(Role.CHAIR), ref=ref, reason="The panel has enough")
    assert story.referral(ref).papers == before
    assert "nothing newer is built" in packing.type(packing.admin, "send pack")
    [*_, told] = story.notices("late_answered")
    assert told.facts["reason"] == "The panel has enough"
