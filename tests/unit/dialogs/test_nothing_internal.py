"""What people read in Teams is made of words: no id of ours, no code, no date as a machine writes it."""

import re
from collections.abc import Callable, Iterator

import pytest

from dialogs.cards.agenda import draft_card
from dialogs.cards.emergency import outcome_rows
from dialogs.notices import message_for
from dialogs.words import morning, notices
from dialogs.words.mails import letter_for
from dialogs.words.urgent_mails import terms
from panel import commands as c
from panel.meeting import AgendaItem, ItemKind
from panel.notices import Channel, Notice, Pace, Topic
from panel.ports import Message
from tests.story import HELEN, MARTIN, PRIYA, ROOT
from tests.unit.dialogs import test_sitting_words, test_urgent_words, test_words, test_words_later
from tests.unit.dialogs.stage import Stage, words
from tests.unit.panel import afterwards

LIVES = (
    test_words.whole_life,
    test_words.life_of_dates,
    test_urgent_words.life_of_doors,
    test_sitting_words.life,
    test_words_later.life_after,
)
INTERNAL = re.compile(r"\w*[a-z0-9]_[a-z0-9]\w*|\b\d{4}-\d{2}-\d{2}\b|\b[a-z]+[./]\w+[./\d-]*")
"""A name with an underscore, a date such as 2026-11-11, or an id of several parts."""
TYPED_BY_PEOPLE = {"a.pdf", "council.example"}
DUE = re.compile(r"(?:Duty|ladder)\(\s*Topic\.([A-Z_]+)")


def drawn(life: Callable[[], Stage]) -> Iterator[tuple[str, Message]]:
    """Every message of a life in Teams, as it stands at its end."""
    stage = life()
    for notice in stage.story.store.read().find(Notice):
        if notice.channel is not Channel.EMAIL:
            yield notice.id, message_for(stage.tools, notice, stage.story.now)


@pytest.mark.parametrize("life", LIVES)
def test_no_message_shows_an_id_or_a_code(life: Callable[[], Stage]) -> None:
    """In notices, cards and what others were reminded of."""
    found = [(name, set(INTERNAL.findall(words(message))) - TYPED_BY_PEOPLE) for name, message in drawn(life)]
    assert [(name, internal) for name, internal in found if internal] == []


@pytest.mark.parametrize("life", LIVES)
def test_no_answer_shows_an_id_or_a_code(life: Callable[[], Stage]) -> None:
    """Whatever anybody asks to see at the end of it."""
    stage = life()
    asked = ("status", "tasks", "my referrals", "planner", "agenda", "meetings", "minutes", "review CB-0001")
    people = [person.id for person in stage.story.council.directory.everyone()]
    said = [(line, stage.said(person, line)) for person in people for line in asked]
    found = [(line, set(INTERNAL.findall(text)) - TYPED_BY_PEOPLE) for line, text in said]
    assert [(line, internal) for line, internal in found if internal] == []


@pytest.mark.parametrize("life", LIVES)
def test_a_preview_names_a_case_or_nothing(life: Callable[[], Stage]) -> None:
    """What a phone shows: a reference or a code, never the id of a panel, a meeting or a mail."""
    shown = {message.summary for _, message in drawn(life)}
    assert sorted(preview for preview in shown if not preview or INTERNAL.search(preview)) == []


def test_whatever_others_are_reminded_of_has_words() -> None:
    """Each reminder that waits for the morning, as the administrator reads it who is not its reader."""
    due = {found for path in (ROOT / "panel" / "duties").glob("*.py") for found in DUE.findall(path.read_text())}
    topics = {Topic[name] for name in due}
    assert len(topics) > 20
    assert {t for t in topics if t.pace is not Pace.AT_ONCE} - set(morning.WATCHED) - set(notices.SENTENCES) == set()


def test_every_kind_of_case_can_stand_on_a_draft_agenda() -> None:
    """An appeal and a case that comes back are put in order like any other."""
    stage = Stage()
    stage.story.meetings()
    meeting = stage.story.meeting()
    items = tuple(
        AgendaItem(ref=f"CB-000{n}", kind=kind, starts_at=meeting.starts_at, minutes=15)
        for n, kind in enumerate(ItemKind)
    )
    said = words(draft_card(stage.turn(MARTIN), meeting.model_copy(update={"items": items})))
    assert re.findall(r"CB-000\d, (.+), 15", said) == ["referral", "to ratify", "appeal", "comes back"]


def test_the_card_of_an_appeal_is_in_words() -> None:
    """Days as people say them, and a chosen answer by its wording."""
    stage = Stage(afterwards.office())
    story = stage.story
    ref = story.signed()
    story.open()
    story.decide(ref, "not_agreed")
    story.close()
    story.do(c.LogAppeal, PRIYA, ref=ref, asked_by="parent", received="11 November 2026")
    story.do(c.SupplyAppeal, PRIYA, ref=ref, given={"written": "yes"})
    said = stage.said(PRIYA, f"appeal {ref}")
    assert "Came: Wed 11 Nov 2026" in said
    assert "Heard on: Wed 18 Nov 2026, 09:30" in said
    assert "yes" not in said.splitlines()[-1]
    assert not INTERNAL.search(said)


def test_the_administrator_reads_which_regular_review_others_were_reminded_of() -> None:
    """By its title, to whom it was said, and nothing to type that would not work for it."""
    facts = {"of": "recurring_due", "text": "The panel’s effectiveness", "due": "2027-02-02"}
    said = morning.watched("rochdale/effectiveness", facts, ["Ann Lee", "Bo Ray", "Cy Fox", "Di Orr"])
    assert said == (
        "“The panel’s effectiveness” is due on Tue 2 Feb 2027. Type “held” and the day once it is done. "
        "Reminded: Ann Lee, Bo Ray, Cy Fox and Di Orr."
    )


MONEY = re.compile(r"£(?![\d,]*\d)|£(?!\d{1,3}(?:,\d{3})*(?:\.\d\d)?(?![\d,.]*\d))[\d,.]*|£[\d,]+\.00")
"""An amount without commas between thousands, with pence that are none, or with no number at all."""
MONEY_ASKED = {"Up to £ a week (optional)"}


@pytest.mark.parametrize("life", LIVES)
def test_money_is_written_one_way(life: Callable[[], Stage]) -> None:
    """`£1,200` or `£1,200.50`, on whatever card."""
    lines = {line for _, message in drawn(life) for line in words(message).splitlines() if MONEY.search(line)}
    assert lines - MONEY_ASKED == set()


def test_money_is_written_so_in_letters_too() -> None:
    """To finance, of an approval and of a placement."""
    story = test_words.whole_life().story
    mails = [one for one in story.store.read().find(Notice) if one.channel is Channel.EMAIL]
    letters = [letter_for(story.office, one).text for one in mails]
    assert any("£900\n" in text for text in letters)
    assert [text for text in letters if MONEY.search(text)] == []


def test_the_most_an_approval_may_cost_is_written_as_people_write_it() -> None:
    """On the card of the approver afterwards, and in the letter to finance."""
    stage = Stage()
    stage.story.meetings()
    ref = stage.story.urgent()
    stage.story.do(c.ApproveEmergency, HELEN, ref=ref, cost_limit="1200")
    approved = stage.story.emergency(ref)
    assert ("Up to", "£1,200 a week") in outcome_rows(stage.story.office, approved)
    assert terms(approved).startswith("Up to £1,200 a week\n")
