"""Minutes in a chat: typed or tapped, read by those who may, and their letter."""

import json

import pytest

from dialogs.notices import message_for
from dialogs.router import respond
from dialogs.stamps import TOKEN, Tap
from dialogs.words.mails import letter_for
from dialogs.words.minutes import parts, title
from panel import commands as c
from panel.decision import Decision, DecisionState, Task
from panel.minutes import Minutes, MinutesStatus
from panel.people import Role
from panel.ports import Incoming
from tests.stories import RO, at
from tests.story import DILYS, FIRST_PANEL, JOAN, PRIYA, RUTH, TOM
from tests.unit.dialogs.stage import CHAT, Stage


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    stage.story.meetings()
    stage.story.decided()
    return stage


def kept(stage: Stage) -> Minutes:
    return stage.story.office.records.get(Minutes, FIRST_PANEL)


@pytest.mark.rule("CB-10.6", "CB-9.12")
def test_from_the_draft_to_a_correction_by_typing(stage: Stage) -> None:
    """The administrator adds; the Chair reads and signs; a member reads them then; a correction stands below."""
    assert "Please type" in stage.said(TOM, "minutes add")
    assert "A line of thanks" in stage.said(TOM, "minutes add: A line of thanks")
    assert "once they are out" in stage.said(JOAN, "minutes").lower()
    draft = stage.said(RUTH, "minutes")
    assert ("CB-0001" in draft, "Sign the minutes" in draft, "DRAFT" in draft) == (True, True, True)
    signed = stage.said(RUTH, "sign minutes 11 November 2026")
    assert "signed and locked" in signed
    assert "They go to the members" in signed
    assert "Sign the minutes" not in stage.said(RUTH, "minutes")
    assert "A line of thanks" in stage.said(JOAN, "minutes 11 November 2026")
    assert "are locked" in stage.said(TOM, "minutes add 11 November 2026: Too late")
    assert "June, not July" in stage.said(TOM, "minutes correct 11 November 2026: June, not July")
    assert "Please type" in stage.said(TOM, "minutes correct")
    assert [line.text for line in kept(stage).corrections] == ["June, not July"]


def test_the_chair_signs_by_a_tap(stage: Stage) -> None:
    """The button on the decisions leads to the minutes, and theirs signs them."""
    assert "Read the minutes" in stage.said(RUTH, "decisions")
    for act in ("minutes", "sign_minutes"):
        token = stage.tools.stamps.seal(Tap(act, "", 0, {"meeting": FIRST_PANEL}), RUTH, act)
        reply = respond(stage.tools, Incoming(RUTH, CHAT, act, value={TOKEN: token}), stage.story.now)
        assert reply.replace is not None
    assert kept(stage).status is MinutesStatus.SIGNED


def test_what_is_not_there_is_said(stage: Stage) -> None:
    """No minutes of that day, none that wait, none before the first meeting."""
    assert "There are no minutes yet" in stage.said(TOM, "minutes 18 November 2026")
    assert "I need a date" in stage.said(TOM, "minutes 99 Foo")
    stage.said(RUTH, "sign minutes")
    assert "No minutes wait" in stage.said(RUTH, "sign minutes")
    fresh = Stage()
    fresh.story.meetings()
    assert "There are no minutes yet" in fresh.said(TOM, "minutes")


@pytest.mark.rule("CB-9.12", "CB-9.13")
def test_the_letters_carry_what_each_may_read(stage: Stage) -> None:
    """Subject and text name no case; who presented gets their items without what was added; nobody's child is named."""
    stage.said(TOM, "minutes add: Nothing about CB-0001")
    other = stage.story.office.records.get(Minutes, FIRST_PANEL)
    more = other.items[0].model_copy(update={"ref": "CB-0099", "presenters": (JOAN,)})
    both = other.model_copy(update={"items": (*other.items, more)})
    assert [part.title for part in parts(stage.story.office, both, ("CB-0001",))] == ["CB-0001"]
    assert [part.title for part in parts(stage.story.office, both, ("CB-0001", "CB-0099"))][-1] == "Also noted"
    stage.said(RUTH, "sign minutes")
    for notice in stage.story.notices("minutes"):
        letter = letter_for(stage.story.office, notice)
        assert letter.subject == title(kept(stage)) == "Minutes of Wed 11 Nov 2026"
        assert letter.minutes == (kept(stage), ("CB-0001",))
        assert "CB-0001" not in letter.text
        assert "“Confidential”" in letter.text
    address = stage.story.office.person(DILYS).email
    (own,) = [notice for notice in stage.story.notices("minutes") if notice.to == address]
    assert "the cases you presented" in letter_for(stage.story.office, own).text


def test_a_reminder_to_sign_names_the_day_and_what_to_type(stage: Stage) -> None:
    stage.story.later(days=1)
    stage.story.sweep()
    (waits,) = stage.story.notices("minutes_wait")
    message = message_for(stage.tools, waits, stage.story.now)
    assert "Wed 11 Nov 2026" in message.text
    assert "“sign minutes”" in message.text
    assert "panel" in message.summary


@pytest.mark.rule("RO-11.11")
def test_what_goes_first_is_marked_and_on_top() -> None:
    """On the decisions card, and in the task list of those who send it out, though another is due sooner."""
    story = at(RO)
    (first, *_), office = story.add_meetings(), story.office
    chair, admin = story.who(Role.CHAIR), story.who(Role.PANEL_ADMIN)
    refs = [story.signed(), story.signed()]
    story.now = story.office.meeting(first).starts_at
    present = tuple(person.id for person in office.holders(Role.MEMBER, RO, story.now.date()))
    story.do(c.StartMeeting, admin, meeting=first, chair=chair, present=present)
    for ref, outcome in zip(refs, ("not_agreed", "lgw_in_principle"), strict=True):
        terms = {"reasons": "Clear", "stability_advice": "No meeting is needed"}
        story.do(c.DraftDecision, admin, meeting=first, ref=ref, outcome=outcome, terms=terms)
    story.do(c.EndMeeting, admin, meeting=first)
    story.do(c.ConfirmDecisions, chair, meeting=first)
    stage = Stage(story)
    card = json.dumps(
        stage.say(admin, f"at {story.profile.panel.council}: decisions").messages[-1].card, ensure_ascii=False
    )
    assert card.index(f"{refs[1]} · FIRST") < card.index(refs[0])
    task = Task(id="x/y", panel=RO, about=refs[0], owner=admin, what="Sooner", due="2026-11-18", made_at=story.now)
    story.store.held[(Task.KIND, task.id)] = task.model_copy(update={"revision": 1})
    listed = stage.said(admin, "tasks")
    assert listed.startswith(f"1. {refs[1]}: FIRST: ")
    assert story.office.records.get(Decision, f"{first}/{refs[1]}").state is DecisionState.CONFIRMED


def test_a_practitioner_reads_no_minutes(stage: Stage) -> None:
    stage.said(RUTH, "sign minutes")
    assert "I can’t show you these minutes" in stage.said(PRIYA, "minutes")
