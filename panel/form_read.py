"""What a form that came by mail says: each answer certain, or doubtful with the text that stands there (CB-9.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from panel.answers import read_answer, shown
from panel.date_order import crossed, too_old
from panel.errors import InvalidAnswer
from panel.form import Form
from panel.referral import Doubt

LONGEST_TEXT = 500
"""Characters kept of what could not be read for certain."""


@dataclass(frozen=True)
class Understood:
    """The answers that are certain, as they are kept, and those that must be asked about. No question is in both."""

    certain: Mapping[str, str]
    doubts: tuple[Doubt, ...]


def understood(
    form: Form, texts: Mapping[str, str], unclear: Mapping[str, str], before: Mapping[str, str], today: date
) -> Understood:
    """The text of each answer understood or doubted; `before` are the answers that the case has had so far.

    Of two dates that cannot both be right each is doubted, as nobody but the writer knows which of them is wrong.
    """
    doubts = {key: _doubt(key, text) for key, text in unclear.items()}
    taken: dict[str, str] = {}
    for _, question in form.all_questions():
        text = "" if question.id in unclear else texts.get(question.id, "")
        try:
            taken[question.id] = read_answer(question, text, today)
            if why := too_old(question, taken[question.id], today):
                doubts[question.id] = _doubt(question.id, text, why)
        except InvalidAnswer:
            doubts[question.id] = _doubt(question.id, text)
    held = {**before, **{key: answer for key, answer in taken.items() if answer}}
    for pair in crossed(form, {key: answer for key, answer in held.items() if key not in doubts}, today):
        for question in (pair.later, pair.earlier):
            # This form's own words; where it is silent, what the case had so far.
            text = texts.get(question.id) or shown(question, held[question.id])
            doubts.setdefault(question.id, _doubt(question.id, text, pair.why(question.id)))
    return Understood({key: each for key, each in taken.items() if each and key not in doubts}, tuple(doubts.values()))


def _doubt(question: str, text: str, why: str = "") -> Doubt:
    return Doubt(question=question, text=text[:LONGEST_TEXT], why=why)
