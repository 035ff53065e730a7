"""Every notice and card around a meeting can be written, under a profile that asks for all of it."""

from datetime import UTC, datetime

from dialogs.notices import message_for
from dialogs.words import sitting
from panel import commands as c
from panel.notices import Channel, Notice, Topic
from tests.sitting import HELEN, JOAN, RUTH, SEATS, office
from tests.story import FIRST_PANEL, PRIYA, SECOND_PANEL, TOM
from tests.unit.dialogs.stage import Stage, words

TABLES = (
    SEATS,
    "[quorum]\nmembers = 3\n",
    '[agenda]\nconfirmed_by = "chair"\n',
    '[visit]\nwithin = "7d"\nask = "Visit the child"\n',
    '[decisions.endorsed]\nby = "director"\n',
)
SWAPS = (
    ("slot_minutes = 15", "slot_minutes = 15\ndates_ahead = 9"),
    ('lead = "2d" ', 'lead = "2d"\nrolling = true '),
)


def life() -> Stage:
    """A meeting with everything around it: drafted, added to, at risk, put off twice, decided, endorsed."""
    stage = Stage(office(*TABLES, swaps=SWAPS, director=(HELEN,)))
    story = stage.story
    story.meetings()
    first, second, off = (story.signed() for _ in range(3))
    story.now = datetime(2026, 11, 6, 9, 0, tzinfo=UTC)
    story.sweep()
    story.now = story.meeting().cutoff_at
    story.sweep()
    story.now = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)
    story.do(c.SayAway, JOAN, meeting=FIRST_PANEL, person=JOAN, reason="On leave")
    story.sweep()
    story.sweep()
    story.do(c.TakeOff, RUTH, meeting=FIRST_PANEL, ref=off, reason="The plan is not agreed")
    story.do(c.ConfirmAgenda, RUTH, meeting=FIRST_PANEL)
    story.do(c.NameSubstitute, TOM, meeting=FIRST_PANEL, person=JOAN, substitute=HELEN)
    story.approved()
    story.later(days=1)
    story.sweep()
    asha = next(p.id for p in story.council.directory.everyone() if p.name == "Asha Patel")
    story.now = story.meeting().starts_at
    story.do(c.StartMeeting, TOM, meeting=FIRST_PANEL, chair=RUTH, present=(HELEN, asha))
    story.decide(first)
    story.decide(second, "deferred")
    story.close()
    story.later(days=1)
    story.sweep()
    story.do(c.EndorseDecision, HELEN, ref=first)
    story.open(SECOND_PANEL, present=(asha,))
    story.decide(second, "deferred", meeting=SECOND_PANEL)
    story.close(SECOND_PANEL)
    stage.said(PRIYA, f"visited {off} 10 November 2026")
    return stage


def test_every_notice_around_a_meeting_can_be_written() -> None:
    """Each is rendered, never empty, and no preview says more than a reference."""
    stage = life()
    seen: set[Topic] = set()
    for notice in stage.story.store.read().find(Notice):
        if notice.channel is not Channel.EMAIL:
            seen.add(Topic(notice.rule))
            assert len(words(message_for(stage.tools, notice, stage.story.now))) > 20 or notice.items, notice.id
    assert {*sitting.SENTENCES, Topic.AGENDA_DRAFTED, Topic.ENDORSE, Topic.VISIT_DUE} - seen == set()
