"""What the clerk works out from answers: an age from a date of birth, the total of a list of costs."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from panel.form import Form, Kind, Question

GIVING = (Kind.DATE, Kind.COSTS)
"""Kinds of question from whose answer something can be worked out."""


def worked_out(form: Form, answers: Mapping[str, str], today: date) -> dict[str, str]:
    """The answers with everything that is worked out put in anew; nothing given under such a name is kept.

    An age is in whole years on the day; a date that is still ahead gives none.
    """
    giving = [question for _, question in form.all_questions() if question.gives]
    names = {question.gives for question in giving}
    kept = {key: value for key, value in answers.items() if key not in names}
    given = {question.gives: _gives(question, kept.get(question.id, ""), today) for question in giving}
    return kept | {name: value for name, value in given.items() if value}


def total(costs: str) -> Decimal:
    """The sum, in pounds, of costs as they are kept: `what: 120.50` on each line."""
    return sum((Decimal(line.rpartition(": ")[2]) for line in costs.splitlines() if line), Decimal(0))


def age(born: date, today: date) -> int | None:
    """Whole years, or None for a child not yet born."""
    if born > today:
        return None
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _gives(question: Question, answer: str, today: date) -> str:
    if not answer:
        return ""
    if question.kind is Kind.COSTS:
        return f"{total(answer):.2f}"
    years = age(date.fromisoformat(answer), today)
    return "" if years is None else str(years)
