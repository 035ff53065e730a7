"""A plain answer to every question of any panel's form: choices no gate minds, dates on the right side of today."""

from collections.abc import Mapping
from datetime import date, timedelta

from panel.form import CHOSEN, Kind, Question
from panel.profile import Profile
from tests.story import CB, PLAIN

OWN: dict[str, dict[str, str]] = {
    CB: PLAIN,
    "rochdale": {"edge": "care", "other_forum": "no", "lgw_sought": "no"},
}
"""Answers that keep a referral within a panel's remit, where a plain one would not."""
WRITTEN = {
    Kind.LINE: "AB",
    Kind.TEXT: "Plain words about it",
    Kind.LIST: "One thing by 1 March",
    Kind.MONEY: "1250.00",
    Kind.EMAIL: "someone@council.example",
    Kind.COSTS: "Short breaks: 1250.00",
    Kind.MEETING: "",
}


def answer_to(question: Question, profile: Profile, today: date) -> str:
    """A valid answer on this day."""
    own = OWN.get(profile.id, {})
    if question.kind is Kind.DATE:
        return own.get(question.id) or (today + timedelta(days=90 if question.must_be == "future" else -30)).isoformat()
    if question.id in own:
        return own[question.id]
    if question.kind in (*CHOSEN, Kind.YES_NO):
        minded = {code for gate in profile.gates for clause in gate.when for code in clause.get(question.id, [])}
        usual = sorted((option.code for option in question.choices), key=lambda code: not code.startswith("no"))
        return next((code for code in usual if code not in minded), usual[0])
    return WRITTEN[question.kind][: question.max_length]


def section_answers(
    profile: Profile, section_id: str, answers: Mapping[str, str], today: date, odd: Mapping[str, str]
) -> dict[str, str]:
    """An answer to each question of a section that applies, until none brings a further one; `odd` before plain."""
    form = profile.form
    section = form.section(section_id)
    given: dict[str, str] = {}
    for _ in range(4):
        asked = form.asked(section, {**answers, **given})
        given = {question.id: odd.get(question.id) or answer_to(question, profile, today) for question in asked}
    return given
