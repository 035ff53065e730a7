"""Every notice and letter of the emergency route's other doors can be written, and none names a child to a phone."""

import re

from dialogs.notices import message_for
from dialogs.words.mails import letter_for
from panel import commands as c
from panel.decision import Task
from panel.notices import Channel, Notice, Topic
from panel.people import Role
from tests.story import ASHA, DILYS, HELEN, MARTIN, PRIYA, RUTH, TOM
from tests.unit.dialogs.stage import Stage, words
from tests.urgent_story import asked, at, away, phoned, story_with

DOORS = {
    Topic.EMERGENCY_SUPPORT,
    Topic.EMERGENCY_NOT_SUPPORTED,
    Topic.EMERGENCY_CONFIRM,
    Topic.EMERGENCY_DENIED,
    Topic.EMERGENCY_REPLY,
    Topic.SEARCH_STOPPED,
    Topic.ADMITTED,
    Topic.ROTA_GAP,
    Topic.PLAN_DONE,
    Topic.PAPER_COPY,
    Topic.HISTORY_COPY,
    Topic.DRILL,
}


def life_of_doors() -> Stage:
    """Support, a call denied, an admission, a gap in the rota, papers and history by mail, a drill, a plan done."""
    gap = "".join(away(one, "2026-11-07T20:00:00", "2026-11-07T22:00:00") for one in (HELEN, MARTIN, RUTH))
    stage = Stage(story_with(gap, supported_by=Role.LINE_MANAGER, admission=True))
    story = stage.story
    not_supported, supported = asked(story), asked(story)
    story.do(c.RefuseSupport, DILYS, ref=not_supported, reason="Try the aunt")
    story.do(c.SupportEmergency, DILYS, ref=supported)
    phoned(story, supported)
    story.do(c.PermitSearch, ASHA, ref=supported)
    story.do(c.DenyPhoned, HELEN, ref=supported, words="I was not asked")
    story.do(c.RecordAdmission, PRIYA, ref=story.begin(), admitted_at=story.now, circumstances="Tonight")
    story.attach(supported)
    story.do(c.SendPapers, HELEN, ref=supported)
    story.do(c.SendHistory, HELEN, ref=supported)
    story.do(c.StartDrill, c.OPERATOR, panel=story.office.referral(supported).panel)
    story.sweep()
    story.open(chair=MARTIN)
    plan = {"end_plan": "Visit\nGo home", "plan_owner": "Dilys Morgan", "end_date": "12 November 2026"}
    story.decide(supported, "not_ratified", **plan)
    story.do(c.EndMeeting, TOM, meeting=story.emergency(supported).meeting)
    story.do(c.ConfirmDecisions, MARTIN, meeting=story.emergency(supported).meeting)
    for task in [t.id for t in story.store.read().find(Task) if "/plan." in t.id]:
        story.do(c.FinishTask, DILYS, task=task)
    story.now = at(12, 9, 1)
    story.sweep()
    return stage


def test_every_notice_of_the_other_doors_can_be_written() -> None:
    """Rendered without an error, never empty, with a preview; a mail to an approver holds no fact of the case."""
    stage = life_of_doors()
    seen: set[Topic] = set()
    for one in stage.story.store.read().find(Notice):
        seen.add(Topic(one.rule))
        if one.channel is Channel.EMAIL:
            letter = letter_for(stage.story.office, one)
            assert len(letter.text) > 40, one.id
            if one.rule in (Topic.EMERGENCY_ASKED, Topic.EMERGENCY_SUPPORT, Topic.EMERGENCY_CONFIRM):
                assert not re.search(r"\bAB\b|Plain words|1,?250", letter.text), one.id
        else:
            message = message_for(stage.tools, one, stage.story.now)
            assert len(words(message)) > 20, one.id
            assert message.summary, one.id
    assert DOORS - seen == {Topic.EMERGENCY_REPLY}
