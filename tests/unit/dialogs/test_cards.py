"""Every card keeps to what Teams takes and people can use, also with the longest answers in any script."""

import json
import re
from functools import cache

import pytest

from desk.cards import actions, parts
from panel.ports import Message
from tests.unit.dialogs.stage import every_card, every_line, inputs

SCRIPTS = {"latin": "A", "cyrillic": "ж", "chinese": "字", "emoji": "😀", "quotation marks": '"'}
TYPED = {
    "Record the review": "review CB-0001",
    "Go on": "report CB-0001",
    "Report it": "report CB-0001",
    "Say what follows": "missed CB-0001",
    "Log it": "log appeal CB-0001",
    "Add this": "supply appeal CB-0001",
    "Accept it": "accept appeal CB-0001",
    "Do not accept it": "refuse appeal CB-0001",
    "Begin a referral": "refer",
    "Ask for an emergency approval": "emergency",
    "My referrals": "my referrals",
    "What waits for me?": "status",
    "Save and go on": "answer",
    "Save, then summary": "answer",
    "Go back a part": "part 2",
    "Change this part": "part 2",
    "Go to the first gap": "part 2",
    "What is missing?": "missing",
    "Summary": "summary",
    "Save": "paper 1 is",
    "Send to my manager": "send",
    "Ask for emergency approval": "ask approval",
    "Sign": "sign CB-0001 confirm all",
    "Return with comment": "return CB-0001",
    "Approve": "approve 4F7K",
    "Refuse, with reason": "refuse 4F7K",
    "Ask a question": "ask 4F7K",
    "Read the case": "case 4F7K",
    "Send answer": "reply 4F7K",
    "Send": "send",
    "Ask for an exception": "exception CB-0001 because",
    "Let it through": "agree exception CB-0001",
    "Not yet, with reason": "refuse exception CB-0001",
    "It belongs elsewhere": "agree exception CB-0001",
    "It goes on here": "refuse exception CB-0001",
    "Let the paper go": "waive CB-0001",
    "Decide it": "decide CB-0001",
    "Send it to the panel": "to panel CB-0001",
    "Return it, with reason": "return CB-0001",
    "Agree to cancel": "agree cancel 9 December 2026",
    "Let it go on, with reason": "refuse cancel 9 December 2026",
    "Hear it late": "agree late CB-0001",
    "Not late, with reason": "refuse late CB-0001",
    "Show the agenda": "agenda",
    "Open the meeting": "start meeting",
    "Write its decision": "decide CB-0001",
    "Save the decision": "decide CB-0001",
    "Back to the agenda": "agenda",
    "Note who is here": "arrived Joan Ellis, left Joan Ellis",
    "Takes no part": "conflict Joan Ellis CB-0001",
    "Look again": "agenda",
    "Close the meeting": "end meeting",
    "See all decisions": "decisions",
    "Confirm all decisions": "confirm decisions",
    "Send out the decisions": "send decisions",
    "Open it": "case CB-0001",
    "Mail me the papers": "mail me the papers 4F7K",
    "Support it": "support 4F7K",
    "Not supported, with reason": "not support 4F7K",
    "Yes, I said that": "confirm 4F7K",
    "No, that is wrong": "deny 4F7K",
    "Mail me the history": "send history 4F7K",
    "Mail me the report": "send report 2026 Q4",
    "Mail me the planner": "send planner",
    "Who it goes to": "letter to CB-0001",
    "This is right": "letter to CB-0001",
    "Still right": "letter confirm CB-0001",
    "Write it": "letter prepare CB-0001",
    "Send me the Word file": "letter file CB-0001",
    "I have read it: release": "letter release CB-0001",
    "It has gone": "letter posted CB-0001 3 December 2026",
}


@cache
def drawn(script: str) -> list[tuple[str, Message]]:
    return list(every_card(SCRIPTS[script]))


def over(cards: list[tuple[str, Message]], fault: object) -> list[str]:
    """The names of cards with a fault."""
    return sorted({name for name, message in cards if fault(message.card)})  # type: ignore[operator]


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_card_is_small_enough_in_any_script(script: str) -> None:
    """With every answer as long as it may be, no card is larger than 28 KB as it is sent."""
    too_large = over(drawn(script), lambda card: len(json.dumps(card, ensure_ascii=False).encode()) > 28 * 1024)
    assert too_large == []
    assert len(drawn(script)) > 150


def test_every_card_says_its_version_and_has_words_for_clients_that_draw_none() -> None:
    """Schema 1.5, and a text to fall back on."""
    assert over(drawn("latin"), lambda card: (card["version"], bool(card["fallbackText"])) != ("1.5", True)) == []


def test_no_card_has_more_than_six_buttons() -> None:
    """Teams shows six."""
    assert over(drawn("latin"), lambda card: len(card.get("actions", [])) > 6) == []


def test_every_input_has_a_label() -> None:
    """A field without a label cannot be read out."""
    assert over(drawn("latin"), lambda card: any(not each.get("label") for each in inputs(card))) == []


def test_every_needed_input_says_what_is_wrong_when_it_is_left_empty() -> None:
    """A required field has its own sentence."""
    assert (
        over(drawn("latin"), lambda c: any(i.get("isRequired") and not i.get("errorMessage") for i in inputs(c))) == []
    )


def test_every_button_has_an_older_kind_to_fall_back_on() -> None:
    """A client that knows only Action.Submit sends the same data."""

    def fault(card: dict[str, object]) -> bool:
        return any(
            a["fallback"]["data"] != a["data"] or a["fallback"]["type"] != "Action.Submit" for a in actions(card)
        )

    assert over(drawn("latin"), fault) == []


def test_a_button_carries_one_sealed_token_and_nothing_to_read() -> None:
    """What a button is about cannot be changed by who taps it."""
    assert over(drawn("latin"), lambda card: any(set(a["data"]) != {"token"} for a in actions(card))) == []


def test_every_button_can_be_typed_and_the_way_is_told() -> None:
    """For each button there is a typed line, and help or the card itself names it."""
    titles = {action["title"] for _, message in drawn("latin") for action in actions(message.card or {})}
    plain = {re.sub(r"CB-\d+|[2-9A-Z]{4}$", "", title).strip() for title in titles}
    assert plain - set(TYPED) == {"Open", "Decide"}
    assert [line for line in TYPED.values() if line not in told()] == []


def told() -> str:
    """Everything help says to anybody."""
    return "\n".join(every_line())


def test_a_preview_says_nothing_of_what_was_written() -> None:
    """What a phone shows on its lock screen holds no answer."""
    assert [name for name, message in drawn("cyrillic") if "ж" in message.summary] == []
    assert [name for name, message in drawn("latin") if not message.summary] == []


def test_no_link_in_what_people_wrote_comes_to_life() -> None:
    """`[text](address)` and tags are shown, never followed."""
    link = "[x](http://evil.example)<a href='y'>z</a>"
    alive = re.compile(r"\[[^\]]*\]\(|<a ")
    found = []
    for name, message in every_card(link):
        shown = [str(p.get("text", "")) for p in parts(message.card or {})]
        shown += [fact["value"] for p in parts(message.card or {}) for fact in p.get("facts", [])]
        found += [name for each in shown if alive.search(each)]
    assert found == []


def test_long_texts_are_cut_where_a_card_would_be_too_large() -> None:
    """Thirteen decisions with the longest reasons still make one card the Chair can confirm."""
    [card] = [message.card for name, message in drawn("latin") if name == "to confirm"]
    values = [fact["value"] for part in parts(card) for fact in part.get("facts", [])]
    assert any(value.endswith("…") for value in values)
    assert "Confirm all decisions" in [action["title"] for action in actions(card)]
