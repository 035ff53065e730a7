"""What a typed line means, and that no tap or line can do what its person may not."""

import re
from collections.abc import Sequence

import pytest

from dialogs.router import LONGEST_LINE, respond
from dialogs.stamps import TOKEN, Tap
from dialogs.tapped import TAPPED
from dialogs.typed import TYPED
from dialogs.typed_later import TYPED_LATER
from dialogs.typed_letters import TYPED_LETTERS
from dialogs.typed_mail import TYPED_MAIL
from dialogs.typed_packs import TYPED_PACKS
from dialogs.typed_urgent import URGENT
from dialogs.words import talk
from panel.ports import Incoming, Place
from tests.story import PRIYA
from tests.unit.dialogs.stage import CHAT, Stage, every_line, words

LINES = {
    "hello": 0,
    "?": 1,
    "begin a referral": 2,
    "urgent approval": 3,
    "ask for emergency approval CB-0001": 4,
    "my cases": 5,
    "what waits for me?": 6,
    "where is CB-0001?": 7,
    "never mind": 8,
    "go on CB-0001": 9,
    "skip": 10,
    "summary": 11,
    "what is missing?": 12,
    "part 2": 13,
    "send CB-0001 to my manager": 14,
    "papers CB-0001": 15,
    "remove paper 1": 16,
    "paper 1 is the assessment": 17,
    "withdraw CB-0001: no longer needed": 18,
    "open 4f7k": 19,
    "sign CB-0001 confirm all": 20,
    "return CB-0001, please add the cost": 21,
    "approve 4F7K on condition that it is reviewed": 22,
    "decline 4F7K not urgent": 23,
    "ask 4F7K who has the child?": 24,
    "reply 4F7K a neighbour": 25,
    "extend 4F7K 9 December 2026 still needed": 26,
    "enough 4F7K": 27,
    "placed 4F7K House; 1 May 2027; 900": 28,
    "next panel": 29,
    "agenda 9 December 2026": 30,
    "add meeting 9 December 2026 09:30": 31,
    "move CB-0001 to 9 December 2026 because it is urgent": 32,
    "start meeting chair Martin Cole; present Joan Ellis": 33,
    "decide CB-0001 agreed; reasons: clear": 34,
    "decisions": 35,
    "close meeting": 36,
    "confirm decisions": 37,
    "send decisions": 38,
    "set aside": 39,
    "tasks": 40,
    "done 1": 41,
    "plan meetings 8": 42,
    "move meeting 9 December 2026 to 10 December 2026 09:30 the building is closed": 43,
    "cancel meeting 9 December 2026 the building is closed": 44,
    "agree cancel 9 December 2026": 45,
    "refuse cancel 9 December 2026 two children cannot wait": 46,
    "late CB-0001 the placement ends on Friday": 47,
    "agree late CB-0001": 48,
    "refuse late CB-0001 it can wait": 49,
    "papers sent": 50,
    "refer for Priya Nair": 51,
    "waive CB-0001 carers assessment because she declined": 52,
    "ask for an exception CB-0001 because it is clear from the outset": 53,
    "agree exception CB-0001": 54,
    "refuse elsewhere CB-0001: it is for us": 55,
    "manager CB-0001 is Dilys Morgan because she knows the family": 56,
    "to panel CB-0001 because two services are needed": 57,
    "confirm agenda": 58,
    "move item CB-0001 to 2": 59,
    "take off CB-0001 because the papers are not complete": 60,
    "arrived Joan Ellis": 61,
    "left Joan Ellis": 62,
    "chair Ruth Adeyemi": 63,
    "conflict Joan Ellis CB-0001 she knows the family": 64,
    "sorry 9 December I am on leave": 65,
    "substitute Joan Ellis by Sam Okafor for 9 December because of leave": 66,
    "presenter absent CB-0001 hear because the report is clear": 67,
    "visited CB-0001 on 21 May 2026": 68,
    "endorse CB-0001": 69,
    "refuse endorsement CB-0001 the cost is too high": 70,
    "send back CB-0001: ask about the school": 71,
    "help all": 72,
}


ALL_TYPED = (*TYPED, *URGENT, *TYPED_LATER, *TYPED_LETTERS, *TYPED_PACKS, *TYPED_MAIL)


def rows(line: str, table: Sequence[tuple[str, object]] = TYPED) -> list[int]:
    """Which rows of the table a line matches."""
    return [n for n, (pattern, _) in enumerate(table) if re.fullmatch(pattern, line, re.IGNORECASE | re.DOTALL)]


@pytest.mark.parametrize(("line", "row"), LINES.items())
def test_a_typed_line_means_one_thing(line: str, row: int) -> None:
    """Each command is understood in its own row first, whatever the case of its letters."""
    assert rows(line)[:1] == [row]
    assert rows(line.upper())[:1] == [row]


def test_every_row_of_the_table_is_proved() -> None:
    """A new command without a line here would go unnoticed."""
    assert sorted(LINES.values()) == list(range(len(TYPED)))


@pytest.mark.parametrize("line", ["I refer to my mail", "please help me with this child", "back home by Friday", "no"])
def test_a_sentence_that_begins_like_a_command_is_not_one(line: str) -> None:
    """An answer typed in words is not taken for a command."""
    assert rows(line, ALL_TYPED) == []


def test_every_example_of_help_is_understood() -> None:
    """What help tells people to type, the clerk understands."""
    for line in every_line():
        for told in re.split(r",\s(?=[a-z])", line.partition(": ")[0]):
            told = told.replace(" and the reason", " reason").replace(" and your comment", " comment")
            told = told.replace(" and your question", " question").replace(" and your answer", " answer")
            said = told.replace("decide CB-0001 agreed;", "decide CB-0001 agreed; x:")
            assert rows(said, ALL_TYPED), told


@pytest.mark.parametrize("act", TAPPED)
def test_a_tap_of_every_kind_without_its_data_is_no_crash(act: str) -> None:
    """A sealed button with nothing filled in is answered in words, for every act there is."""
    stage = Stage()
    stage.story.meetings()
    ref = stage.story.urgent()
    details = {"section": "child", "number": "1", "digest": "d", "meeting": "central-bedfordshire.2026-11-11"}
    token = stage.tools.stamps.seal(Tap(act, ref, 1, details), PRIYA, "nonce")
    reply = respond(stage.tools, Incoming(PRIYA, CHAT, "k", value={TOKEN: token}), stage.story.now)
    said = [*reply.messages, *([reply.replace] if reply.replace else [])]
    assert all(words(message) for message in said)
    assert said


def test_only_so_much_of_a_line_is_looked_at() -> None:
    """A megabyte of text is answered as quickly as a word."""
    stage = Stage()
    assert stage.said(PRIYA, "approve " * (LONGEST_LINE * 50)).startswith(talk.UNKNOWN)


def test_a_channel_is_answered_with_where_to_write() -> None:
    """Nothing about a case is said where the whole team reads."""
    stage = Stage()
    place = Place("19:x@thread.tacv2", "https://example.invalid", "tenant", personal=False)
    ref = stage.story.begin()
    reply = respond(stage.tools, Incoming(PRIYA, place, "k", text=f"status {ref}"), stage.story.now)
    assert [message.text for message in reply.messages] == [talk.NOT_FOR_CHANNEL]


def test_being_added_to_a_channel_says_nothing() -> None:
    """The clerk does not greet a team of strangers."""
    stage = Stage()
    place = Place("19:x@thread.tacv2", "https://example.invalid", "tenant", personal=False)
    assert respond(stage.tools, Incoming(PRIYA, place, "k"), stage.story.now).messages == ()
