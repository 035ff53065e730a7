"""Every notice has its words, every line of a profile can be told, and all of it is plain English."""

import ast
import re
from datetime import timedelta
from pathlib import Path

import pytest

from dialogs.notices import message_for
from dialogs.words import family_letters, labels, mails, notices, packs, sitting
from dialogs.words.mail_letters import ANSWERS
from dialogs.words.mail_notices import MAIL
from dialogs.words.mails import letter_for
from dialogs.words.notices_later import LATER
from panel import commands as c
from panel.emergency import EMERGENCY
from panel.meeting import MEETING, PanelMeeting
from panel.notices import Channel, Notice, Topic
from panel.referral import REFERRAL
from panel.telling import _topic
from tests.story import ASHA, CB, DILYS, FIRST_PANEL, HELEN, MARTIN, PRIYA, ROOT, TOM, profiles
from tests.unit.dialogs.stage import Stage, words
from tests.unit.dialogs.test_urgent_words import DOORS

CARDS = {
    Topic.AGENDA,
    Topic.DECISIONS_POSTED,
    Topic.MINUTES_POSTED,
    Topic.AUTHORISE,
    Topic.EXCEPTION_ASKED,
    Topic.FILTER_ASKED,
    Topic.DECISION_ASKED,
    Topic.CONFIRM_DECISIONS,
    Topic.CANCEL_ASKED,
    Topic.LATE_ASKED,
    Topic.EMERGENCY_ASKED,
    Topic.EMERGENCY_ANSWER,
    Topic.REDRAW,
    Topic.EMERGENCY_QUESTION,
    Topic.EMERGENCY_APPROVED,
    Topic.EMERGENCY_REFUSED,
    Topic.DECIDED,
    Topic.EMERGENCY_SUPPORT,
    Topic.EMERGENCY_CONFIRM,
    Topic.EMERGENCY_REPLY,
    Topic.DRILL,
    Topic.MORNING,
    Topic.WATCHED,
}


FAMILY = {Topic.LETTER_DRAFTED, Topic.LETTER_CHECK}
"""Cards of a letter to a family; they and its notices are written in test_letter_words."""
CARDED = {Topic.AGENDA_DRAFTED, Topic.ENDORSE, Topic.VISIT_DUE}
MEETINGS = {*sitting.SENTENCES, *CARDED}
"""What is owed around a meeting under other profiles: see test_sitting_words."""


def test_every_topic_has_a_message_or_a_letter() -> None:
    """No notice can be owed that nobody has words for."""
    assert CARDS | CARDED | FAMILY | set(notices.SENTENCES) | set(mails._LETTERS) == set(Topic)


def whole_life() -> Stage:
    """One referral decided and sent out, one emergency asked about, approved, extended, placed and never ratified."""
    stage = Stage()
    story = stage.story
    story.meetings()
    iro = {"transition": "yes", "iro_triggers": "t1", "affects_plan": "cla_plan", "next_plan_review": "2027-05-01"}
    urgent = story.begin(emergency=True)
    story.fill(urgent, only=["child", "urgent"], needs="")
    story.do(c.AskEmergency, PRIYA, ref=urgent)
    story.do(c.AskRequester, HELEN, ref=urgent, question="Who has the child?")
    story.do(c.AnswerApprover, PRIYA, ref=urgent, answer="A neighbour")
    story.later(hours=3)
    story.sweep()
    story.do(c.ApproveEmergency, HELEN, ref=urgent, condition="Weekly visits")
    refused = story.urgent()
    story.do(c.DeclineEmergency, MARTIN, ref=refused, reason="It can wait")
    story.fill(urgent, only=["urgent"])
    story.do(
        c.RecordPlacement, ASHA, ref=urgent, provider="Green House", placed_on="2 November 2026", weekly_cost="900"
    )
    returned = story.complete()
    story.do(c.SendToManager, PRIYA, ref=returned)
    story.do(c.ReturnReferral, DILYS, ref=returned, comment="More, please")
    waits = story.complete()
    story.do(c.SendToManager, PRIYA, ref=waits)
    story.later(days=1)
    story.sweep()
    ref = story.signed(**iro)
    story.do(c.ExtendEmergency, HELEN, ref=urgent, meeting=f"{CB}.2026-11-18", reason="Still needed")
    unreached = story.signed()
    story.later(days=2)
    story.sweep()
    story.open(chair=MARTIN)
    story.decide(ref)
    story.do(c.EndMeeting, TOM, meeting=FIRST_PANEL)
    assert story.referral(unreached).meeting != FIRST_PANEL
    story.sweep()
    story.do(c.ConfirmDecisions, MARTIN, meeting=FIRST_PANEL)
    for days in (1, 4, 3, 5):
        story.later(days=days)
        story.sweep()
    story.do(c.ReleaseDecisions, TOM, meeting=FIRST_PANEL)
    story.do(c.SignMinutes, MARTIN, meeting=FIRST_PANEL)
    story.later(days=160)
    story.sweep()
    story.later(days=50)
    story.sweep()
    return stage


def life_of_dates() -> Stage:
    """Papers out, a late request agreed and one refused, a wish to cancel refused and one agreed, a meeting moved."""
    stage = Stage()
    story = stage.story
    story.meetings()
    story.signed(panel_date="2026-11-18")
    story.approved()
    waits = [story.complete() for _ in range(2)]
    story.later(days=7)
    story.sweep()
    for ref, answer in zip(waits, (c.AgreeLate, c.RefuseLate), strict=True):
        story.do(c.SendToManager, PRIYA, ref=ref)
        story.sign(ref)
        story.do(c.AskLate, PRIYA, ref=ref, reason="It cannot wait")
        story.do(answer, HELEN, ref=ref, reason="As the panel said")
    story.do(c.MarkPapersSent, TOM, meeting=FIRST_PANEL)
    story.do(c.AskCancel, TOM, meeting=FIRST_PANEL, reason="No chair")
    story.do(c.RefuseCancel, HELEN, meeting=FIRST_PANEL, reason="There is one")
    moved = story.store.read().get(PanelMeeting, FIRST_PANEL).starts_at + timedelta(days=1)
    story.do(c.MoveMeeting, TOM, meeting=FIRST_PANEL, starts_at=moved, reason="The building is closed")
    for meeting in (f"{CB}.2026-11-25", f"{CB}.2026-11-18", f"{CB}.2026-11-12"):
        story.do(c.AskCancel, TOM, meeting=meeting, reason="No chair")
        story.do(c.AgreeCancel, HELEN, meeting=meeting)
    return stage


DATES = {
    Topic.MEETING_MOVED,
    Topic.MEETING_CANCELLED,
    Topic.CANCEL_ASKED,
    Topic.CANCEL_REFUSED,
    Topic.PLACE_CHANGED,
    Topic.EXTENSION_NEEDED,
    Topic.LATE_ASKED,
    Topic.LATE_ANSWERED,
    Topic.PAPERS_DUE,
    Topic.PAPERS_OUT,
}


HELD = {
    Topic.MANAGER_CHANGED,
    Topic.ENTERED_FOR_YOU,
    Topic.EXCEPTION_ASKED,
    Topic.EXCEPTION_ANSWERED,
    Topic.SENT_ELSEWHERE,
    Topic.PAPER_WAIVED,
    Topic.FILTER_ASKED,
    Topic.FILTER_PASSED,
    Topic.DECISION_ASKED,
}
"""Notices of panels with gates, several signatures, a filter or no meetings: see `test_held`."""


def test_every_notice_about_dates_can_be_written() -> None:
    """Moved, cancelled, late and papers: each is rendered, and cards already sent are drawn again."""
    stage = life_of_dates()
    notices_owed = [n for n in stage.story.store.read().find(Notice) if n.channel is not Channel.EMAIL]
    said = {n.id: words(message_for(stage.tools, n, stage.story.now)) for n in notices_owed}
    assert {Topic(n.rule) for n in notices_owed} >= DATES
    assert [name for name, text in said.items() if len(text) <= 20] == []


def test_every_notice_of_a_whole_life_can_be_written() -> None:
    """Whatever the rules come to owe in two cases' lives is rendered without an error, and never empty."""
    stage = whole_life()
    seen: set[Topic] = set()
    for notice in stage.story.store.read().find(Notice):
        seen.add(Topic(notice.rule))
        if notice.channel is Channel.EMAIL:
            letter = letter_for(stage.story.office, notice)
            assert letter.subject, notice.id
            assert len(letter.text) > 40, notice.id
        else:
            message = message_for(stage.tools, notice, stage.story.now)
            assert len(words(message)) > 20 or notice.items, notice.id
            assert message.summary, notice.id
    not_in_this_life = {
        Topic.NO_PLACE,
        Topic.LATE,
        Topic.DATES_MISSING,
        Topic.CALENDAR_ENDS,
        Topic.REPORT_COPY,
        *MAIL,
        *ANSWERS,
        *DATES,
        *DOORS,
        *HELD,
        *MEETINGS,
        *LATER,
        *packs.SENTENCES,
        Topic.PACK_COPY,
        *FAMILY,
        *family_letters.SENTENCES,
        Topic.FAMILY_LETTER,
        Topic.LETTER_COPY,
    }
    assert set(Topic) - seen - not_in_this_life == set()


@pytest.mark.parametrize("topic", [t for t in Topic if t in notices.SENTENCES])
def test_every_sentence_names_its_reference_or_what_to_type(topic: Topic) -> None:
    """A notice says what it is about, or where to look."""
    day, moment = "2026-11-11", "2026-11-11T09:30:00+00:00"
    facts = {
        "wanted": day,
        "cutoff": moment,
        "due": day,
        "end": day,
        "last": day,
        "reason": "no_form",
        "was": moment,
        "starts": moment,
        "following": moment,
        "count": "2",
        "refs": "CB-0001",
        "ref": "CB-0001",
        "first": day,
        "panel": day,
        "ahead": "1",
        "because": "taken_off",
        "present": "2",
        "needed": "3",
        "lacks": "1 more",
        "away": "Health",
        "version": "1",
    }
    said = notices.SENTENCES[topic]("CB-0001", {**facts, "what": "decision_sheet"})
    assert "CB-0001" in said or "Type “" in said


def test_every_line_of_who_is_told_reaches_somebody_and_has_words() -> None:
    """Each `tell` line of the profile leads to a topic that can be rendered on the way it names."""
    for line in profiles()[CB].tell:
        topic = _topic(line, line.on)
        rendered = mails._LETTERS if line.via is Channel.EMAIL else CARDS | set(notices.SENTENCES)
        assert topic in rendered, f"{line.on} to {line.to} via {line.via}"


def test_a_repeated_notice_says_that_it_is_one() -> None:
    """Whoever may have had it already is told so."""
    stage = Stage()
    ref = stage.story.complete()
    stage.story.do(c.SendToManager, PRIYA, ref=ref)
    [notice] = stage.story.notices(Topic.AUTHORISE)
    again = message_for(stage.tools, notice.model_copy(update={"repeated": True}), stage.story.now)
    assert again.text == notices.REPEAT


def test_every_reason_a_mail_is_set_aside_for_has_words() -> None:
    """The administrator reads a reason, not a code."""
    found = set()
    for path in [*(ROOT / "adapters" / "documents").glob("*.py"), *(ROOT / "adapters" / "mail").glob("*.py")]:
        found |= set(re.findall(r'(?:CannotOpen|Unreadable)\("([a-z_]+)"', path.read_text()))
    found |= {
        "unreadable",
        "too_big",
        "too_deep",
        "too_many",
        "unknown_sender",
        "looks_like_staff",
        "not_allowed",
        "no_form",
    }
    assert sorted(found - set(labels.MAIL_REASONS)) == []


def test_every_state_has_words_that_follow_a_reference() -> None:
    """“CB-0001 is a draft”: each state reads as a sentence."""
    for lifecycle in (REFERRAL, EMERGENCY, MEETING):
        assert [
            says
            for says in lifecycle.says.values()
            if not re.match(r"(is|was|waits|has|came|belongs|may|falls)\b", says)
        ] == []


LONGEST_MEAN = 20
LONG_WORDS = ("pursuant", "aforementioned", "utilise", "commence", "terminate", "facilitate", "regarding", "henceforth")


def sentences() -> list[str]:
    """Every sentence in the words people read: those of the conversations, and the rules' refusals."""
    found = []
    for path in [*(ROOT / "dialogs").rglob("*.py"), *(ROOT / "panel").rglob("*.py")]:
        found += _spoken(path)
    return found


def _spoken(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    notes = {
        id(n.body[0].value) for n in ast.walk(tree) if isinstance(n, documented) and isinstance(n.body[0], ast.Expr)
    }
    notes |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    inner = {id(each) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for each in node.values}
    texts = []
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            texts.append("".join(str(p.value) if isinstance(p, ast.Constant) else "Xxxxx" for p in node.values))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in notes | inner:
            texts.append(node.value)
    split = [part.strip() for text in texts for part in re.split(r"(?<=[.!?:;])\s+|\n+", text)]
    return [part for part in split if len(part.split()) >= 3 and part[:1].isupper()]


def test_what_the_clerk_says_is_short_and_plain() -> None:
    """Sentences have at most twenty words on average, none more than forty, and none of the words of offices."""
    said = sentences()
    lengths = [len(sentence.split()) for sentence in said]
    assert len(said) > 150
    assert sum(lengths) / len(lengths) <= LONGEST_MEAN
    assert [sentence for sentence in said if len(sentence.split()) > 40] == []
    assert [sentence for sentence in said if any(word in sentence.lower() for word in LONG_WORDS)] == []
