"""Every notice and letter about what comes back after a decision is written, short, and without a name."""

from dialogs.notices import message_for
from dialogs.words.mails import letter_for
from dialogs.words.notices_later import LATER
from panel import commands as c
from panel.notices import Channel, Notice, Topic
from tests.story import FIRST_PANEL, PRIYA, RUTH, SECOND_PANEL, TERMS, TOM
from tests.unit.dialogs.stage import Stage, words
from tests.unit.panel.afterwards import at, office, panel_on

ASKED = {"asked_by": "parent", "received": "12 November 2026", "receipt": "12 November 2026"}
ENDED = {"ended_on": "12 November 2026", "why": "Moved home"}


def life_after() -> Stage:
    """Reviews near, moved and missed, a case back at the panel, an end, appeals late and answered, a contract's end."""
    stage = Stage(office())
    story = stage.story
    ref, other, third = story.signed(), story.signed(), story.signed(case_type="13", period_from="2026-11-16")
    story.open()
    for each, outcome in ((ref, "agreed"), (other, "not_agreed"), (third, "agreed")):
        story.decide(each, outcome)
    story.close()
    story.do(c.ReleaseDecisions, TOM, meeting=FIRST_PANEL)
    story.do(c.MoveStart, PRIYA, ref=third, day="23 November 2026", reason="Admitted later")
    story.do(c.ReportChange, PRIYA, ref=ref, happening="early_review", given={"why": "New facts"})
    at(story, "2026-11-13T09:30")
    story.do(c.LogAppeal, PRIYA, ref=other, **ASKED)
    story.sweep()
    story.do(c.SupplyAppeal, PRIYA, ref=other, given={"written": "yes"})
    story.do(c.SayInterim, RUTH, ref=other, support="Support goes on")
    story.open(SECOND_PANEL)
    for each, outcome in ((ref, "agreed"), (other, "uphold")):
        story.do(c.DraftDecision, TOM, meeting=SECOND_PANEL, ref=each, outcome=outcome, terms=TERMS)
    story.close(SECOND_PANEL)
    story.do(c.ReleaseDecisions, TOM, meeting=SECOND_PANEL)
    at(story, "2027-02-01T10:00")
    story.do(c.LogAppeal, PRIYA, ref=other, **{**ASKED, "received": "1 February 2027"})
    story.sweep()
    at(story, "2027-02-02T10:00").sweep()
    story.do(c.AnswerLateAppeal, RUTH, ref=other, accepted=True, reason="They were ill")
    story.do(c.RecordAnswer, TOM, ref=other, answer="It stands", answered_on="2 February 2027")
    at(story, "2027-02-16T10:00").sweep()
    panel_on(story, 2027, 5, 26)
    at(story, "2027-05-20T10:00").sweep()
    story.do(c.ReportChange, PRIYA, ref=ref, happening="placement_end", given=ENDED)
    at(story, "2027-05-25T10:00").sweep()
    return stage


def test_every_notice_about_what_comes_back_can_be_written() -> None:
    """Each topic occurs, and none of it is empty, long, or an error."""
    stage = life_after()
    seen = set()
    for notice in stage.story.store.read().find(Notice):
        seen.add(Topic(notice.rule))
        if notice.channel is Channel.EMAIL:
            assert len(letter_for(stage.story.office, notice).text) > 40
        elif not notice.items:  # what a message of the morning is made of is written apart
            assert 20 < len(words(message_for(stage.tools, notice, stage.story.now))) < 4000
    assert set(LATER) - seen == set()


def test_the_letter_about_an_end_says_what_and_when() -> None:
    """To the Resources Team and finance by e-mail: the reference in its subject, the day and the reason within."""
    stage = life_after()
    owed = [n for n in stage.story.notices("change_reported") if n.to == "resources@council.example"]
    letter = letter_for(stage.story.office, owed[-1])
    assert letter.subject == "CB-0001: a change was reported"
    for said in ("A placement has ended or changed.", "On which day? 12 November 2026", "Why? Moved home"):
        assert said in letter.text
