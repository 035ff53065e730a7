"""Dates on one form that cannot both be right, and a date of birth of somebody older than the panel serves."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from panel.answers import shown
from panel.form import Form, Question
from panel.worked_out import age


@dataclass(frozen=True)
class Crossed:
    """Two answers, as they are kept: the day of `later` lies before that of `earlier`, which it cannot."""

    later: Question
    earlier: Question
    later_day: str
    earlier_day: str

    @property
    def ids(self) -> tuple[str, str]:
        """The two questions."""
        return self.later.id, self.earlier.id

    def why(self, of: str) -> str:
        """What is wrong, said of one of the two questions by its id."""
        if of == self.later.id:
            return _against(self.later, self.later_day, "before", self.earlier, self.earlier_day)
        return _against(self.earlier, self.earlier_day, "after", self.later, self.later_day)


def crossed(form: Form, answers: Mapping[str, str], today: date) -> list[Crossed]:
    """Every such pair, whether or not the two questions apply (CB-9.2).

    A day that is only expected, and has not come, bounds nothing: help may begin before a baby is born.
    """
    return [
        Crossed(later, earlier, answers[later.id], answers[earlier.id])
        for _, later in form.all_questions()
        for earlier in _bounds(form, later)
        # Kept dates are written YYYY-MM-DD, so they stand in the order of their letters.
        if answers.get(later.id) and answers[later.id] < answers.get(earlier.id, "")
        if not (earlier.at_most_ahead and answers[earlier.id] > today.isoformat())
    ]


def too_old(question: Question, answer: str, today: date) -> str:
    """What is wrong with a date of birth, as kept, of somebody the panel cannot be for; empty when nothing is."""
    if question.oldest is None or not answer:
        return ""
    years = age(date.fromisoformat(answer), today)
    return f"It would make an age of {years}" if years is not None and years > question.oldest else ""


def _bounds(form: Form, later: Question) -> Iterator[Question]:
    return (question for name in later.not_before if (question := form.question(name)))


def _against(question: Question, day: str, side: str, other: Question, other_day: str) -> str:
    return f"{shown(question, day)} is {side} {shown(other, other_day)}, which is given for “{other.ask}”"
