"""Whatever is typed as an answer is taken or refused in words, and taking it again changes nothing."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from panel.answers import read_answer
from panel.errors import InvalidAnswer
from panel.form import Kind, Option, Question

TODAY = date(2026, 11, 2)
OPTIONS = [Option(code="red", label="Bright red"), Option(code="no_red", label="Not red: none")]
PIECES = (
    "12 3 1/2/2026 2026-05-06 2026 March mar th £ , . - + e E 99999999.995 nan inf EST BST UTC T 24:00 10am ² ٣ 0x1 "
    "| ; red none #1 #0 see attached a@b.uk \u202e \x00 1e5 1_0 Monday ' \" ½ 2026W011 20261301 29 Feb -0 12-14 and"
)
WORDS = st.sampled_from(PIECES.split(" "))
TYPED = st.one_of(
    st.text(max_size=80),
    st.lists(WORDS, max_size=6).map(" ".join),
    st.lists(WORDS, max_size=4).map("".join),
    st.dates().map(str),
    st.decimals(allow_nan=True).map(str),
)
QUESTIONS = [
    Question(id="q", ask="Q", kind=kind, options=OPTIONS if kind in ("choice", "choices") else [], max_length=60)
    for kind in Kind
]


def read_or_refuse(question: Question, typed: str) -> None:
    problems: dict[str, str] = {}
    try:
        kept = read_answer(question, typed, TODAY)
    except InvalidAnswer as refused:
        problems = refused.problems
    if problems:
        assert [(key, said.startswith("Q: ")) for key, said in problems.items()] == [("q", True)]
    else:
        assert read_answer(question, kept, TODAY) == kept


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.kind)
@given(typed=TYPED)
@settings(max_examples=120, deadline=None)
def test_any_text_is_taken_or_refused(question: Question, typed: str) -> None:
    """No text makes the reader fail, and an answer once taken is taken again as it stands."""
    read_or_refuse(question, typed)


@pytest.mark.full
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.kind)
@given(typed=TYPED)
@settings(max_examples=20_000, deadline=None)
def test_any_text_is_taken_or_refused_at_length(question: Question, typed: str) -> None:
    """The same, for many more texts."""
    read_or_refuse(question, typed)
