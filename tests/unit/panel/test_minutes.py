"""Minutes of a meeting: drafted from the record, added to, signed and locked, and sent to those who may read them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from panel import commands as c
from panel.council import Council
from panel.errors import InvalidAnswer, MoveNotAllowed, NotPermitted, Unknown
from panel.meeting_permissions import minutes_open_to
from panel.minutes import Minutes, MinutesStatus
from panel.notices import Channel, Delivery
from panel.people import Role
from tests.stories import KN, RO, PanelStory, at
from tests.story import (
    CB,
    DILYS,
    FIRST_PANEL,
    HELEN,
    JOAN,
    MARTIN,
    PRIYA,
    RUTH,
    TOM,
    Story,
    directory,
    profiles,
)

NEXT_DAY = datetime(2026, 11, 12, 9, 5, tzinfo=UTC)


@pytest.fixture
def story() -> Story:
    story = Story()
    story.meetings()
    return story


def minutes(story: Story, meeting: str = FIRST_PANEL) -> Minutes:
    return story.office.records.get(Minutes, meeting)


def mails(story: Story) -> list[str]:
    return sorted(notice.to for notice in story.notices("minutes"))


def address(*people: str) -> list[str]:
    return [person.email for person in directory().everyone() if person.id in people]


def holding(panel: str, *roles: Role) -> set[str]:
    day = date(2026, 11, 18)
    return {p.email for p in directory().everyone() if any(p.is_a(role, panel, day) for role in roles)}


def test_they_are_drafted_from_the_record_when_the_meeting_closes(story: Story) -> None:
    """Each case by its reference, with outcome, reasons and conditions; who came by seat; what was not reached."""
    ref, left = story.signed(), story.signed()
    story.do(c.SayAway, MARTIN, meeting=FIRST_PANEL, person=MARTIN, reason="Leave")
    story.open()
    story.decide(ref, "agreed_varied")
    story.do(c.EndMeeting, TOM, meeting=FIRST_PANEL)
    draft = minutes(story)
    items = {item.ref: item for item in draft.items}
    said = {point.name: point.said for point in items[ref].points}
    who = {point.name: point.said for point in draft.attendance}
    assert items[ref].result == "Agreed with changes or conditions"
    assert (said["Reasons"], said["Conditions or changes"]) == ("The need is clear", "A review in March")
    assert items[left].result.startswith("Not reached")
    assert who["In the chair"] == story.office.name(RUTH)
    assert f"panel member: {story.office.name(JOAN)}" in who["Present"].split("\n")
    assert who["Apologies"] == story.office.name(MARTIN)
    assert (draft.status, draft.settled_at) == (MinutesStatus.DRAFT, None)


def test_they_follow_the_record_until_decisions_are_confirmed_and_keep_what_was_added(story: Story) -> None:
    """A decision written down again is the one they state; what follows from it is an action with owner and day."""
    ref = story.signed()
    story.open()
    story.decide(ref, "not_agreed")
    story.do(c.EndMeeting, TOM, meeting=FIRST_PANEL)
    story.do(c.AddToMinutes, TOM, meeting=FIRST_PANEL, text="The next panel begins at ten")
    story.decide(ref, "agreed")
    story.do(c.ConfirmDecisions, RUTH, meeting=FIRST_PANEL)
    (item,) = minutes(story).items
    actions = [point.said for point in item.points if point.name == "Action"]
    assert item.result == "Agreed for a period"
    assert any(said.startswith("Explain the decision") and story.office.name(DILYS) in said for said in actions)
    assert [line.text for line in minutes(story).added] == ["The next panel begins at ten"]
    assert minutes(story).settled_at == story.now


@pytest.mark.rule("CB-10.6")
def test_the_chair_signs_and_then_nothing_changes(story: Story) -> None:
    """Signed once, by who chaired or holds the post; a later line is refused, a correction is appended."""
    story.decided()
    for who in (TOM, JOAN, PRIYA):
        with pytest.raises(NotPermitted):
            story.do(c.SignMinutes, who, meeting=FIRST_PANEL)
    story.do(c.SignMinutes, RUTH, meeting=FIRST_PANEL)
    signed = minutes(story)
    assert (signed.status, signed.signed_by, signed.signed_at) == (MinutesStatus.SIGNED, RUTH, story.now)
    with pytest.raises(MoveNotAllowed, match="are signed"):
        story.do(c.SignMinutes, MARTIN, meeting=FIRST_PANEL)
    with pytest.raises(MoveNotAllowed, match="minutes correct"):
        story.do(c.AddToMinutes, TOM, meeting=FIRST_PANEL, text="One more thing")
    for who, text in ((TOM, "June, not July"), (MARTIN, "And Joan left at noon")):
        story.do(c.CorrectMinutes, who, meeting=FIRST_PANEL, text=text)
    corrected = minutes(story)
    assert [line.text for line in corrected.corrections] == ["June, not July", "And Joan left at noon"]
    assert corrected.model_copy(update={"corrections": (), "revision": signed.revision}) == signed


def test_the_line_and_who_writes_it_are_checked(story: Story) -> None:
    """The administrator's, not empty; a correction only once they are locked; no minutes before the meeting closes."""
    ref = story.signed()
    with pytest.raises(Unknown, match="has no minutes"):
        story.do(c.AddToMinutes, TOM, meeting=FIRST_PANEL, text="Early")
    story.open()
    story.decide(ref)
    story.do(c.EndMeeting, TOM, meeting=FIRST_PANEL)
    with pytest.raises(NotPermitted):
        story.do(c.AddToMinutes, JOAN, meeting=FIRST_PANEL, text="A line")
    with pytest.raises(InvalidAnswer):
        story.do(c.AddToMinutes, TOM, meeting=FIRST_PANEL, text=" ")
    with pytest.raises(MoveNotAllowed, match="minutes add"):
        story.do(c.CorrectMinutes, TOM, meeting=FIRST_PANEL, text="A line")
    with pytest.raises(MoveNotAllowed, match="confirm the decisions first"):
        story.do(c.SignMinutes, RUTH, meeting=FIRST_PANEL)


@pytest.mark.rule("CB-9.12", "CB-9.13")
def test_signed_minutes_go_to_members_presenting_managers_and_heads_of_service(story: Story) -> None:
    """One mail each, not before the signature; the manager who presented is sent their own cases only."""
    ref = story.decided()
    assert mails(story) == []
    story.do(c.SignMinutes, RUTH, meeting=FIRST_PANEL)
    whole = holding(CB, Role.CHAIR, Role.DEPUTY, Role.MEMBER, Role.HEAD_OF_SERVICE)
    presented = set(address(DILYS))
    assert set(address(HELEN)) <= whole
    assert mails(story) == sorted(whole | presented)
    notices = story.notices("minutes")
    assert {(each.channel, each.delivery) for each in notices} == {(Channel.EMAIL, Delivery.MUST_NOT_REPEAT)}
    assert {each.to: each.facts for each in notices if each.facts} == {to: {"only": ref} for to in presented - whole}


@pytest.mark.rule("CB-9.12")
def test_the_channel_hears_that_signed_minutes_are_out_and_nothing_more(story: Story) -> None:
    """One post, of the day alone (NT-37)."""
    story.decided()
    assert story.notices("minutes_posted") == []
    story.do(c.SignMinutes, RUTH, meeting=FIRST_PANEL)
    (post,) = story.notices("minutes_posted")
    assert (post.channel, post.to, post.facts) == (Channel.POST, CB, {})


@pytest.mark.rule("CB-9.12", "CB-9.13")
def test_who_may_read_them(story: Story) -> None:
    """A draft: the administrator and the Chair. Signed: members and Heads of Service; who presented, their own."""
    ref = story.decided()
    day = date(2026, 11, 12)

    def open_to(person: str) -> tuple[str, ...]:
        who = story.office.person(person)
        return minutes_open_to(story.office, who, minutes(story), day)

    assert (open_to(TOM), open_to(RUTH)) == ((ref,), (ref,))
    for who in (JOAN, HELEN, DILYS, PRIYA):
        with pytest.raises(NotPermitted):
            open_to(who)
    story.do(c.SignMinutes, RUTH, meeting=FIRST_PANEL)
    assert [open_to(who) for who in (JOAN, HELEN, DILYS)] == [(ref,)] * 3
    with pytest.raises(NotPermitted):
        open_to(PRIYA)


@pytest.mark.rule("CB-10.6")
def test_whoever_chaired_is_reminded_each_working_morning_until_they_sign(story: Story) -> None:
    """From the morning after the decisions were confirmed; never on a weekend, never once signed."""
    story.decided()
    story.sweep()
    assert story.notices("minutes_wait") == []
    found = []
    for day in (12, 13, 14, 16, 17):
        story.now = NEXT_DAY.replace(day=day)
        story.sweep()
        story.sweep()
        found.append(len(story.notices("minutes_wait")))
        if day == 16:
            story.do(c.SignMinutes, RUTH, meeting=FIRST_PANEL)
    assert found == [1, 2, 2, 3, 3]
    assert story.told("minutes_wait") == {RUTH}


def rochdale(*outcomes: str) -> tuple[PanelStory, list[str], list[str]]:
    """A meeting of Rochdale's panel with these outcomes, closed; its decisions are drafts still."""
    story = at(RO)
    dates = story.add_meetings()
    refs = [story.signed() for _ in outcomes]
    chair, admin = story.who(Role.CHAIR), story.who(Role.PANEL_ADMIN)
    present = tuple(p.id for p in directory().everyone() if p.is_a(Role.MEMBER, RO, date(2026, 11, 18)))
    story.now = story.office.meeting(dates[0]).starts_at
    story.do(c.StartMeeting, admin, meeting=dates[0], chair=chair, present=present)
    for ref, outcome in zip(refs, outcomes, strict=True):
        terms = {"reasons": "The need is clear", "stability_advice": "No meeting is needed"}
        story.do(c.DraftDecision, admin, meeting=dates[0], ref=ref, outcome=outcome, terms=terms)
    story.do(c.EndMeeting, admin, meeting=dates[0])
    return story, dates, refs


def send_papers(story: PanelStory, meeting: str) -> None:
    story.now = max(story.now, story.office.meeting(meeting).cutoff_at + timedelta(minutes=5))
    story.sweep()
    if story.office.meeting(meeting).agenda_at is None:
        story.do(c.ConfirmAgenda, story.who(Role.CHAIR), meeting=meeting)
    story.do(c.MarkPapersSent, story.who(Role.PANEL_ADMIN), meeting=meeting)


@pytest.mark.rule("RO-11.8")
def test_minutes_go_round_once_with_the_papers_of_the_next_meeting() -> None:
    """Nobody signs; each member of the next meeting gets them with its papers, and never again; then locked."""
    story, dates, _ = rochdale("not_agreed")
    chair, admin = story.who(Role.CHAIR), story.who(Role.PANEL_ADMIN)
    story.do(c.ConfirmDecisions, chair, meeting=dates[0])
    with pytest.raises(NotPermitted, match="go round with the next papers"):
        story.do(c.SignMinutes, chair, meeting=dates[0])
    story.later(days=1)
    story.sweep()
    assert (mails(story), story.notices("minutes_wait")) == ([], [])
    send_papers(story, dates[1])
    members = sorted(holding(RO, Role.CHAIR, Role.DEPUTY, Role.MEMBER))
    gone = minutes(story, dates[0])
    assert mails(story) == members
    assert (gone.status, gone.sent_with) == (MinutesStatus.SENT_ROUND, dates[1])
    assert [post.about for post in story.notices("minutes_posted")] == [dates[0]]
    send_papers(story, dates[2])
    assert mails(story) == members
    with pytest.raises(MoveNotAllowed):
        story.do(c.AddToMinutes, admin, meeting=dates[0], text="Too late")


def test_minutes_whose_decisions_are_not_confirmed_wait_for_later_papers() -> None:
    """What is not confirmed is not sent round."""
    story, dates, _ = rochdale("not_agreed")
    send_papers(story, dates[1])
    assert mails(story) == []
    story.do(c.ConfirmDecisions, story.who(Role.CHAIR), meeting=dates[0])
    send_papers(story, dates[2])
    assert minutes(story, dates[0]).sent_with == dates[2]


@pytest.mark.rule("RO-11.11")
def test_the_record_of_an_in_principle_decision_goes_first() -> None:
    """Heard last, it stands first in the minutes, and its notices go before those of the others."""
    story, dates, refs = rochdale("not_agreed", "lgw_in_principle")
    story.do(c.ConfirmDecisions, story.who(Role.CHAIR), meeting=dates[0])
    story.do(c.ReleaseDecisions, story.who(Role.PANEL_ADMIN), meeting=dates[0])
    assert [(item.ref, item.first) for item in minutes(story, dates[0]).items] == [(refs[1], True), (refs[0], False)]
    sheets = story.notices("decision_sheet")
    assert {notice.about for notice in sheets if notice.first} == {refs[1]}
    assert {notice.about for notice in sheets if not notice.first} == {refs[0]}


def test_a_panel_without_the_table_has_no_minutes() -> None:
    """Nothing is drafted and nothing can be signed."""
    profile = profiles()[CB].model_copy(update={"minutes": None})
    story = Story(council=Council({CB: profile}, directory()))
    story.meetings()
    story.decided()
    assert story.office.records.look(Minutes, FIRST_PANEL) is None
    with pytest.raises(Unknown):
        story.do(c.SignMinutes, RUTH, meeting=FIRST_PANEL)


def test_each_panel_says_how_its_minutes_are_written_and_signed() -> None:
    """Rochdale: bullets, unsigned, with the next papers; Central Bedfordshire and Knowsley: free, the Chair's."""
    rules = {panel: at(panel).profile.minutes for panel in (CB, KN, RO)}
    shown = {p: (r.written, r.signed_by, r.with_next_papers) for p, r in rules.items() if r}
    assert shown == {CB: ("free", "chair", False), KN: ("free", "chair", False), RO: ("bullets", None, True)}
