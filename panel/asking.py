"""Questions that stand outside the form: of a review, a change, a challenge; read, and what is left open."""

from collections.abc import Mapping
from datetime import date

from panel.answers import read_answer, read_answers
from panel.conditions import holds
from panel.errors import InvalidAnswer
from panel.form import Question


def left_open(asks: list[Question], facts: Mapping[str, str]) -> list[Question]:
    """The questions that apply, must be answered, and are not; `facts` are all answers known, these among them."""
    return [ask for ask in asks if ask.required and holds(ask.when, facts) and not facts.get(ask.id)]


def read_all(asks: list[Question], given: Mapping[str, str], today: date, case: Mapping[str, str]) -> dict[str, str]:
    """The answers to those that apply; raises `InvalidAnswer` naming every one that is missing or can't be taken.

    A question may depend on the answers before it, and on those of the case.
    """
    own = {ask.id for ask in asks}
    taken = {key: value for key, value in read_answers(asks, given, today).items() if value}
    facts = {**{key: value for key, value in case.items() if key not in own}, **taken}
    if missing := left_open(asks, facts):
        raise InvalidAnswer({ask.id: f"Please answer: {ask.ask}" for ask in missing})
    return {ask.id: taken[ask.id] for ask in asks if ask.id in taken and holds(ask.when, facts)}


def read_needed(question: Question, given: str, today: date) -> str:
    """The answer to one question; raises `InvalidAnswer` when there is none."""
    answer = read_answer(question, given, today)
    if not answer:
        raise InvalidAnswer({question.id: f"Please give {question.ask[:1].lower()}{question.ask[1:]}."})
    return answer
