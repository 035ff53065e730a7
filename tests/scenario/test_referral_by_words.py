"""A referral made wholly by typing: questions one by one, answers in words or numbers, skip, back, send."""

import pytest

from panel.form import Question
from panel.referral import ReferralStatus
from tests.scenario.conftest import Clerk
from tests.story import CB, GIVEN, PLAIN, profiles


def answer_in_words(question: Question, number: int, **answers: str) -> str:
    """What somebody types: for a choice its number or its wording in turn, dates as people write them."""
    given = {**PLAIN, **answers}.get(question.id, GIVEN.get(question.kind, ""))
    if question.choices:
        place = [option.code for option in question.choices].index(given)
        return str(place + 1) if number % 2 else question.choices[place].label.upper()
    dates = {"2026-12-24": "24 December 2026", "2014-05-06": "6/5/2014", "2020-01-02": "2nd of January 2020"}
    return dates.get(given, given)


async def type_all(clerk: Clerk, who: str, ref: str, **answers: str) -> int:
    """Answer every question that is put, until none is left; gives how many there were."""
    form = profiles()[CB].form
    for number in range(100):
        question = form.question(clerk.referral(ref).asking)
        if question is None:
            return number
        await clerk.type(who, answer_in_words(question, number, **answers))
    raise AssertionError("the questions do not end")


@pytest.mark.rule("CB-9.2", "CB-10.11")
@pytest.mark.parametrize(("cohort", "kind"), [("cin", "5"), ("cla", "4")])
async def test_a_referral_is_made_by_typing_alone(clerk: Clerk, cohort: str, kind: str) -> None:
    """Nobody needs a card: every question is asked in words, and the referral can be sent."""
    await clerk.type("priya", "refer", "answer")
    ref = clerk.newest()
    asked = await type_all(clerk, "priya", ref, cohort=cohort, case_type=kind, staying_put="no")
    await clerk.office.attach("priya", "assessment.pdf", b"%PDF an assessment")
    said = await clerk.type("priya", "send")
    assert asked >= 29
    assert clerk.referral(ref).status is ReferralStatus.AWAITING_AUTHORISATION
    assert f"{ref} is with Dilys Morgan to sign" in said


async def test_each_question_says_how_to_answer_and_how_many_are_left(clerk: Clerk) -> None:
    """A question with choices lists them with numbers; every question says what is left and how to leave."""
    await clerk.type("priya", "refer", "answer", "AB", "6 May 2014")
    said = await clerk.type("priya", "M-1")
    assert "Which of these is the child?" in said
    assert "1. Looked after" in said
    assert "Type the number or the words" in said
    assert "25 still to answer. “skip” leaves this one for later, “back” stops" in said


async def test_a_skipped_question_comes_back_at_the_end(clerk: Clerk) -> None:
    """Skipping leaves a question open and goes on; it is still listed as missing."""
    await clerk.type("priya", "refer", "answer")
    ref = clerk.newest()
    said = await clerk.type("priya", "skip")
    assert "Date of birth" in said
    assert clerk.referral(ref).answers == {}
    assert "Initials of the child" in await clerk.type("priya", "missing")


async def test_when_only_skipped_questions_are_left_they_are_not_asked_again_for_ever(clerk: Clerk) -> None:
    """They come back once, after the last answer; skipped again, what is missing is said, and what can be done."""
    await clerk.type("priya", "refer", "answer")
    ref = clerk.newest()
    clerk.story.fill(ref, initials="", date_of_birth="", summary="")
    assert "Initials" in await clerk.type("priya", "answer")
    assert "Date of birth" in await clerk.type("priya", "skip")
    assert "Short summary of the case" in await clerk.type("priya", "skip")
    assert "Initials" in await clerk.type("priya", "He needs a place")
    await clerk.type("priya", "skip")
    for _ in range(2):
        said = await clerk.type("priya", "skip")
        assert f"2 questions you skipped are still missing in {ref}" in said
        assert "Initials of the child" in said
        assert "Type “answer” to be asked again" in said
    before = clerk.stored()
    await clerk.type("priya", "thank you")
    assert clerk.stored() == before
    assert "Initials" in await clerk.type("priya", "answer")


async def test_after_back_a_typed_line_is_not_an_answer(clerk: Clerk) -> None:
    """“back” stops the questions for good: what is typed next changes nothing until “answer” is typed."""
    await clerk.type("priya", "refer", "answer", "AB", "back")
    before = clerk.stored()
    said = await clerk.type("priya", "6 May 2014")
    assert clerk.stored() == before
    assert "If that was an answer, type “answer” first" in said


async def test_a_typed_line_never_writes_over_what_a_card_saved(clerk: Clerk) -> None:
    """After a part was saved by card, a friendly “thanks” does not become the child's initials."""
    await clerk.type("priya", "refer")
    ref = clerk.newest()
    await clerk.office.tap("priya", "Save and go on", {"initials": "AB", "mosaic_ref": "M1"})
    await clerk.type("priya", "thanks")
    assert clerk.referral(ref).answers == {"initials": "AB", "mosaic_ref": "M1"}


async def test_an_hour_later_a_line_is_not_taken_for_an_answer(clerk: Clerk) -> None:
    """Somebody who comes back the next day and chats does not answer yesterday's question by accident."""
    await clerk.type("priya", "refer", "answer")
    ref = clerk.newest()
    await clerk.advance(hours=2)
    await clerk.type("priya", "AB")
    assert clerk.referral(ref).answers == {}


async def test_the_questions_go_on_after_a_restart(clerk: Clerk) -> None:
    """A question asked before a restart is answered after it."""
    await clerk.type("priya", "refer", "answer", "AB")
    ref = clerk.newest()
    await clerk.restart()
    await clerk.type("priya", "6 May 2014")
    assert clerk.referral(ref).answers == {"initials": "AB", "date_of_birth": "2014-05-06"}


@pytest.mark.parametrize(
    ("line", "expected"),
    [("purple", "Choose one of"), ("99", "Choose one of"), ("0", "Choose one of")],
)
async def test_a_choice_that_is_not_on_the_list_is_asked_again(clerk: Clerk, line: str, expected: str) -> None:
    """A wrong choice is answered with the choices, and the same question stays open."""
    await clerk.type("priya", "refer", "answer", "AB", "6 May 2014", "M-1")
    ref, before = clerk.newest(), clerk.stored()
    assert expected in await clerk.type("priya", line)
    assert clerk.stored() == before
    assert clerk.referral(ref).asking == "cohort"


async def test_an_answer_that_cannot_be_taken_is_followed_by_what_to_do(clerk: Clerk) -> None:
    """Another answer, or “skip” while other questions are left; with the last one there is nothing to skip to."""
    await clerk.type("priya", "refer", "answer", "AB")
    said = await clerk.type("priya", "some day")
    assert said.endswith("Please give another date, or type “skip” to leave it for later.")
    await clerk.type("priya", "6 May 2014", "M-1")
    said = await clerk.type("priya", "purple")
    assert said.startswith("Which of these is the child? Choose one of: Looked after;")
    assert said.endswith(". Please give another answer, or type “skip” to leave it for later.")
    ref = clerk.newest()
    clerk.story.fill(ref, date_of_birth="")
    await clerk.type("priya", "answer")
    said = await clerk.type("priya", "31 February 2014")
    assert said.endswith(" Please give another date, or type “back” to stop.")


async def test_a_saved_answer_is_said_beside_its_question(clerk: Clerk) -> None:
    """Without a colon after a question mark."""
    await clerk.type("priya", "refer", "answer", "AB", "6 May 2014", "M-1")
    said = await clerk.type("priya", "1")
    assert "Saved. Which of these is the child? Looked after" in said


@pytest.mark.parametrize(
    ("line", "shows"),
    [
        ("case {ref}", "Summary"),
        ("open {ref}", "Summary"),
        ("status {ref}", "It is a draft."),
        ("part 3 {ref}", "About this kind of request"),
        ("part 77 {ref}", "Type one of: part 1: The child"),
        ("missing {ref}", "still missing"),
        ("summary {ref}", "Summary"),
        ("my referrals", "is a draft"),
        ("status", "is a draft"),
    ],
)
async def test_every_button_of_a_draft_can_be_typed_instead(clerk: Clerk, line: str, shows: str) -> None:
    """What a button does, a typed line does too, in any case of letters."""
    ref = clerk.story.begin()
    assert shows in await clerk.type("priya", line.format(ref=ref.lower()))
