"""Reading one answer: what each kind of question takes, what it refuses, and with which words."""

from datetime import date

import pytest

from panel.answers import beside, read_answer, read_answers, shown
from panel.errors import InvalidAnswer
from panel.form import Kind, Option, Question

TODAY = date(2026, 11, 2)
COLOURS = [
    Option(code="red", label="Bright red"),
    Option(code="blue", label="Sky blue"),
    Option(code="brown", label="Brown"),
    Option(code="no_colour", label="None of these"),
]


def question(kind: Kind, **more: object) -> Question:
    options = COLOURS if kind in (Kind.CHOICE, Kind.CHOICES) else []
    return Question.model_validate({"id": "q", "ask": "Question", "kind": kind, "options": options, **more})


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        (Kind.LINE, "  two \n words ", "two words"),
        (Kind.TEXT, "first\r\nsecond\rthird ", "first\nsecond\nthird"),
        (Kind.LIST, "one\ntwo", "one\ntwo"),
        (
            Kind.TEXT,
            "Please see the report of 3 May, which says more.",
            "Please see the report of 3 May, which says more.",
        ),
        (Kind.TEXT, "nul\x00, bell\x07, \u202eturned\u2066", "nul, bell, turned"),
        (Kind.LINE, "\x00 \x1b ", ""),
        (Kind.CHOICE, "blue", "blue"),
        (Kind.CHOICE, "SKY  Blue!", "blue"),
        (Kind.CHOICE, "#3", "brown"),
        (Kind.CHOICE, "sky", "blue"),
        (Kind.YES_NO, "Y", "yes"),
        (Kind.YES_NO, "No.", "no"),
        (Kind.CHOICES, "brown, bright red", "red|brown"),
        (Kind.CHOICES, "red|red", "red"),
        (Kind.CHOICES, "none of these", "no_colour"),
        (Kind.CHOICES, " , ", ""),
        (Kind.DATE, "2026-12-24", "2026-12-24"),
        (Kind.DATE, "24.12.2026", "2026-12-24"),
        (Kind.DATE, "3/4/2026", "2026-04-03"),
        (Kind.DATE, "24 December 2026", "2026-12-24"),
        (Kind.DATE, "Thursday 24th Dec 2026", "2026-12-24"),
        (Kind.MEETING, "11 Nov 2026", "2026-11-11"),
        (Kind.MONEY, "£1,250", "1250.00"),
        (Kind.MONEY, "£ 1 250 000.5", "1250000.50"),
        (Kind.MONEY, "12.5", "12.50"),
        (Kind.MONEY, "-0", "0.00"),
        (Kind.EMAIL, "iro@council.gov.uk", "iro@council.gov.uk"),
        *[(kind, "", "") for kind in Kind],
    ],
)
def test_an_answer_is_kept_in_one_form(kind: Kind, given: str, kept: str) -> None:
    """However it is written, an answer is kept in one form; nothing given is kept as nothing."""
    assert read_answer(question(kind), given, TODAY) == kept


MONEY = "write an amount in pounds, such as 1250.00"
MONEY_RANGE = "write an amount in pounds from 0 up to 10 million"
YEAR = "write a date with its year in full, such as 12 March 2027"
EMAIL = "write one e-mail address, such as name@council.gov.uk"
ATTACHED = "the form itself must say it; an attachment can only add to it"
CHOOSE = "choose one of: Bright red; Sky blue; Brown; None of these"


@pytest.mark.parametrize(
    ("kind", "given", "problem"),
    [
        (Kind.LINE, "x" * 21, "please shorten it to 20 characters; it has 21"),
        (Kind.TEXT, "x" * 21, "please shorten it to 20 characters; it has 21"),
        (Kind.CHOICE, "green", CHOOSE),
        (Kind.CHOICE, "b", CHOOSE),
        (Kind.CHOICE, "#9", CHOOSE),
        (Kind.YES_NO, "perhaps", "choose one of: Yes; No"),
        (Kind.CHOICES, "red; green", CHOOSE),
        (Kind.CHOICES, "none of these, red", "choose “None of these” on its own, or the ones that apply"),
        (Kind.DATE, "soon", YEAR),
        (Kind.DATE, "3/4", YEAR),
        (Kind.DATE, "3/4/26", YEAR),
        (Kind.DATE, "12 March", YEAR),
        (Kind.DATE, "31/02/2026", "write a date such as 12 March 2027"),
        (Kind.DATE, "March 2027", "write the day, the month and the year, such as 12 March 2027"),
        (Kind.DATE, "12-14 May 2027", "write the day, the month and the year, such as 12 March 2027"),
        (Kind.DATE, "1 and 2 May 2027", "write the day, the month and the year, such as 12 March 2027"),
        (Kind.DATE, "12/13/2027", "write a date such as 12 March 2027"),
        (Kind.DATE, "Monday 2027", "write the day, the month and the year, such as 12 March 2027"),
        (Kind.DATE, "1 May 1850", "that year does not look right"),
        (Kind.DATE, "2101-01-01", "that year does not look right"),
        (Kind.DATE, "12 March 2027 " + "or later " * 9, "write only the date, such as 12 March 2027"),
        (Kind.MEETING, "next week", YEAR),
        (Kind.MONEY, "a lot", MONEY),
        (Kind.MONEY, "£1,250 50", MONEY),
        (Kind.MONEY, "12,50", MONEY),
        (Kind.MONEY, "NaN", MONEY_RANGE),
        (Kind.MONEY, "-5", MONEY_RANGE),
        (Kind.MONEY, "10000000", MONEY_RANGE),
        (Kind.MONEY, "9999999.999", "write an amount in pounds and whole pence, such as 1250.00"),
        (Kind.EMAIL, "iro at council", EMAIL),
        (Kind.EMAIL, "a@b.uk, c@d.uk", EMAIL),
        (Kind.EMAIL, "a@b.uk\nBcc: c@d.uk", EMAIL),
    ],
)
def test_an_answer_that_cannot_be_taken_says_why(kind: Kind, given: str, problem: str) -> None:
    """A refusal names the question, what is wrong and what to give instead."""
    with pytest.raises(InvalidAnswer) as refused:
        read_answer(question(kind, max_length=20), given, TODAY)
    assert refused.value.problems == {"q": f"Question: {problem}"}


@pytest.mark.rule("CB-10.15")
@pytest.mark.parametrize(
    "given", ["see attached", "Please see the attachment.", "As above", "SEE REPORT!", "see below"]
)
def test_an_answer_that_only_points_elsewhere_is_refused(given: str) -> None:
    """The form itself carries the detail: “see attached” is no answer."""
    with pytest.raises(InvalidAnswer) as refused:
        read_answer(question(Kind.TEXT), given, TODAY)
    assert refused.value.problems == {"q": f"Question: {ATTACHED}"}


@pytest.mark.parametrize(
    ("must_be", "given", "problem"),
    [
        ("past", "3 November 2026", "this date must not be after today"),
        ("future", "1 November 2026", "this date has already passed; give one from today on"),
    ],
)
def test_a_date_on_the_wrong_side_of_today_is_refused(must_be: str, given: str, problem: str) -> None:
    """What has happened is not in the future; what is planned is not in the past."""
    with pytest.raises(InvalidAnswer) as refused:
        read_answer(question(Kind.DATE, must_be=must_be), given, TODAY)
    assert refused.value.problems == {"q": f"Question: {problem}"}


@pytest.mark.parametrize("must_be", ["past", "future", "any"])
def test_today_is_on_either_side(must_be: str) -> None:
    """Today counts as past and as future."""
    assert read_answer(question(Kind.DATE, must_be=must_be), "2 November 2026", TODAY) == "2026-11-02"


def test_every_bad_answer_of_a_section_is_named_at_once() -> None:
    """A section with two bad answers is refused with both, and nothing of it is taken."""
    questions = [
        Question(id="a", ask="Cost", kind=Kind.MONEY),
        Question(id="b", ask="Day", kind=Kind.DATE),
        Question(id="c", ask="Name", kind=Kind.LINE),
    ]
    with pytest.raises(InvalidAnswer) as refused:
        read_answers(questions, {"a": "much", "b": "soon", "c": "AB"}, TODAY)
    assert refused.value.problems == {"a": f"Cost: {MONEY}", "b": f"Day: {YEAR}"}


def test_only_questions_that_were_answered_are_taken() -> None:
    """What a section does not ask is left out; what was not given is not cleared."""
    questions = [Question(id="a", ask="Cost", kind=Kind.MONEY), Question(id="b", ask="Day", kind=Kind.DATE)]
    assert read_answers(questions, {"a": "5", "z": "stray"}, TODAY) == {"a": "5.00"}


@pytest.mark.parametrize(
    ("kind", "kept", "said"),
    [
        (Kind.CHOICE, "blue", "Sky blue"),
        (Kind.CHOICES, "red|brown", "Bright red, Brown"),
        (Kind.YES_NO, "yes", "Yes"),
        (Kind.DATE, "2026-04-08", "8 April 2026"),
        (Kind.MEETING, "2026-11-11", "11 November 2026"),
        (Kind.MONEY, "1250.00", "£1,250"),
        (Kind.MONEY, "1200.50", "£1,200.50"),
        (Kind.MONEY, "999.00", "£999"),
        (Kind.MONEY, "", ""),
        (Kind.DATE, "", ""),
        (Kind.TEXT, "as it is", "as it is"),
    ],
)
def test_a_kept_answer_is_shown_as_people_write_it(kind: Kind, kept: str, said: str) -> None:
    """Codes become labels, ISO dates become English ones, money gets its pound sign."""
    assert shown(question(kind), kept) == said


@pytest.mark.parametrize(
    ("ask", "said", "joined"),
    [
        ("Date of birth", "6 May 2014", "Date of birth: 6 May 2014"),
        ("How would it be bought?", "In-house", "How would it be bought? In-house"),
        ("Say in a sentence what is asked.", "a taxi", "Say in a sentence what is asked. a taxi"),
    ],
)
def test_what_is_said_about_a_question_follows_its_wording(ask: str, said: str, joined: str) -> None:
    """With a colon only where the wording has no mark of its own; what somebody wrote stays as it is."""
    assert beside(ask, said) == joined


def test_what_is_wrong_with_an_answer_is_a_sentence_of_its_own_after_a_question() -> None:
    """It begins with a capital there, and not after a colon."""
    asked = Question(id="met", ask="When was the meeting?", kind=Kind.DATE, must_be="past")
    with pytest.raises(InvalidAnswer) as refused:
        read_answer(asked, "4 December 2099", TODAY)
    assert refused.value.problems == {"met": "When was the meeting? This date must not be after today"}
