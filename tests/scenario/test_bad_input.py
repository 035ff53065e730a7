"""Every bad input is answered with one clear sentence and leaves the record as it was."""

import pytest

from tests.scenario.conftest import Clerk

LONG = "x" * 1501


async def stage(clerk: Clerk) -> dict[str, str]:
    """One case in each state that words can be typed about."""
    clerk.add_meetings()
    story = clerk.story
    named = {"signed": story.signed(), "urgent": story.urgent(), "sent": story.complete(), "draft": story.begin()}
    await clerk.type("priya", f"send {named['sent']}")
    await clerk.settle()
    return {**named, "code": clerk.emergency(named["urgent"]).code}


WRONG = [
    ("priya", "status CB-9999", "I have no referral CB-9999"),
    ("priya", "case CB-9999", "I have no referral CB-9999"),
    ("priya", "case ZZZZ", "I have no emergency request ZZZZ"),
    ("priya", "summary CB-9999", "I have no referral CB-9999"),
    ("priya", "withdraw CB-9999 because", "I have no referral CB-9999"),
    ("sam", "status {draft}", "is not one of your cases"),
    ("sam", "case {draft}", "is not one of your cases"),
    ("sam", "summary {draft}", "is not one of your cases"),
    ("sam", "missing {draft}", "is not one of your cases"),
    ("sam", "papers {draft}", "is not one of your cases"),
    ("sam", "part 1 {draft}", "is not one of your cases"),
    ("sam", "send {sent}", "is not one of your cases"),
    ("sam", "answer {draft}", "is not one of your cases"),
    ("sam", "withdraw {draft} it is mine", "Only the"),
    ("joan", "case {signed}", "is not one of your cases"),
    ("femi", "case {signed}", "is not one of your cases"),
    ("iris", "case {signed}", "is not one of your cases"),
    ("asha", "case {signed}", "is not one of your cases"),
    ("tom", "part 1 {draft}", "Only the person who refers"),
    ("priya", "send {draft}", "still missing"),
    ("priya", "send {sent}", "can’t be changed now"),
    ("priya", "part 1 {signed}", "can’t be changed now"),
    ("priya", "answer {signed}", "can’t be changed now"),
    ("priya", "ask approval {signed}", "can’t be changed now"),
    ("priya", "withdraw {signed}", "Please give the reason for withdrawing it"),
    ("priya", "withdraw {signed} " + LONG, "Please shorten the reason for withdrawing it to 1500 characters"),
    ("dilys", "return {sent} " + LONG, "Please shorten"),
    ("dilys", "sign {signed} confirm all", "has a place at a panel"),
    ("dilys", "return {signed} too late", "can’t"),
    ("helen", "approve {code} if " + LONG, "Please shorten the condition to 1500 characters; it has 1501"),
    ("helen", "refuse {code} " + LONG, "Please shorten the reason"),
    ("helen", "ask {code} " + LONG, "Please shorten your question"),
    ("helen", "extend {code} 18 November 2026 why", "can’t"),
    ("asha", "enough {code}", "has no approval"),
    ("asha", "placed {code} a; b; c", "has no approval"),
    ("helen", "enough {code}", "Only the resources team can"),
    ("tom", "move {draft} to 18 November 2026", "can’t"),
    ("tom", "move {signed} to 11 November 2026", "Choose another date"),
    ("tom", "move {signed} to 12 November 2026", "There is no such meeting"),
    ("tom", "decide {signed} agreed; reasons: x", "once the meeting has been opened"),
    ("tom", "end meeting", "can’t"),
    ("martin", "confirm decisions", "No meeting waits for that"),
    ("tom", "agenda 12 November 2026", "There is no such meeting"),
    ("tom", "agenda whenever", "I need a date"),
    ("priya", "done 7", "Type “tasks” to see the numbers"),
    ("priya", "done x", "Type “tasks” to see the numbers"),
    ("priya", "remove paper 9", "has no file with that number"),
    ("priya", "part 99 {draft}", "There is no such part"),
]


@pytest.mark.parametrize(("who", "line", "expected"), WRONG, ids=[f"{who}: {line[:40]}" for who, line, _ in WRONG])
async def test_a_wrong_line_gets_its_sentence_and_changes_nothing(
    clerk: Clerk, who: str, line: str, expected: str
) -> None:
    """Unknown, not yours, wrong state, too long: said plainly, and the record stands."""
    named = await stage(clerk)
    before = clerk.stored()
    said = await clerk.type(who, line.format(**named))
    assert expected in said
    assert "Something went wrong" not in said
    assert clerk.stored() == before


ANSWERS = [
    (1, {"date_of_birth": "2014-13-45"}, "Date of birth"),
    (1, {"date_of_birth": "12-14 May 2027"}, "Date of birth"),
    (1, {"cohort": "purple"}, "Choose one of"),
    (2, {"summary": "x" * 2001}, "please shorten it to 2000 characters; it has 2001"),
    (2, {"summary": "see attached"}, "the form itself must say it"),
    (2, {"period_to": "2026-11-01"}, "This date has already passed"),
    (2, {"panel_date": "2026-11-12"}, "There is no panel on that day"),
    (8, {"cost_per_week": "-5"}, "write an amount in pounds from 0"),
    (8, {"cost_per_week": "a lot"}, "write an amount in pounds, such as 1250.00"),
    (8, {"cost_per_week": "1e99"}, "write an amount in pounds"),
    (7, {"iro_email": "not an address"}, "write one e-mail address"),
]


@pytest.mark.rule("CB-10.15")
@pytest.mark.parametrize(
    ("part", "given", "expected"),
    ANSWERS,
    ids=[next(iter(given)) + given[next(iter(given))][:12] for _, given, _ in ANSWERS],
)
async def test_a_wrong_answer_on_a_card_is_explained_there(
    clerk: Clerk, part: int, given: dict[str, str], expected: str
) -> None:
    """The card comes back with the reason above it; nothing of the part was saved."""
    clerk.add_meetings()
    ref = clerk.story.begin()
    clerk.story.fill(ref, transition="yes")
    await clerk.type("priya", f"part {part} {ref}")
    before = clerk.stored()
    await clerk.office.tap("priya", "Save and go on", given)
    assert "⚠ " in clerk.card("priya")
    assert expected in clerk.card("priya")
    assert clerk.stored() == before


async def test_several_wrong_answers_are_all_named_at_once(clerk: Clerk) -> None:
    """Nobody has to find their mistakes one by one."""
    await clerk.type("priya", "refer")
    given = {"initials": "TOOLONG", "date_of_birth": "2014-99-99", "mosaic_ref": "M" * 21, "cohort": "cin"}
    await clerk.office.tap("priya", "Save and go on", given)
    assert clerk.card("priya").count("⚠") == 3


async def test_text_that_looks_like_a_link_stays_text(clerk: Clerk) -> None:
    """What people type is shown as typed, and nothing in it can be tapped."""
    ref = clerk.story.begin()
    clerk.story.fill(ref, care_plan="[Click here](http://evil.example) <a href='x'>y</a>")
    shown = await clerk.type("priya", f"summary {ref}")
    assert "[Click here](" not in shown
    assert "<a href" not in shown
    assert "Click here" in shown


async def test_an_answer_repeated_in_the_chat_brings_no_link_to_life(clerk: Clerk) -> None:
    """Also the line “Saved. …” shows what was typed, and no more."""
    ref = clerk.story.begin()
    clerk.story.fill(ref, exit_plan="")
    await clerk.type("priya", f"answer {ref}")
    said = await clerk.type("priya", "[Click here](http://evil.example)")
    assert "Saved." in said
    assert "[Click here](" not in said


async def test_an_unheard_of_verb_or_an_empty_tap_is_answered(clerk: Clerk) -> None:
    """A tap without a token, as a broken client may send it, gets an answer and does nothing."""
    await clerk.type("priya", "hello")
    await clerk.office.tap("priya", "My referrals")
    activity = clerk.office.last_activity
    before = clerk.stored()
    action = {**activity["value"]["action"], "data": {"something": "else"}}
    answer = await clerk.office.redeliver({**activity, "value": {**activity["value"], "action": action}}, fresh=True)
    assert not answer.failed
    assert clerk.stored() == before
