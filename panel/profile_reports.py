"""Where a profile’s reports are to be counted from something that is not there, or cannot be counted."""

from collections.abc import Iterator

from panel.form import Kind
from panel.profile import Profile
from panel.profile_lines import Path
from panel.rules.decisions import BUILT_IN

_COUNTED = (Kind.CHOICE, Kind.YES_NO, Kind.DATE)
"""Kinds with exactly one category for each case, so that the numbers of a breakdown add up to its total."""


def uncountable(profile: Profile) -> Iterator[tuple[Path, str]]:
    """Every name that leads nowhere, with its place in the file."""
    rules = profile.reports
    asked = {question.id: question for _, question in profile.form.all_questions()}
    terms = {term.id for term in profile.decisions.terms} | set(BUILT_IN)
    reviewed = {question.id for question in profile.reviews.asks}
    named = [
        (("reports", "case_type"), rules.case_type, set(asked)),
        (("reports", "voice", "question"), rules.voice.question if rules.voice else "", set(asked)),
        (("reports", "review_voice", "question"), rules.review_voice.question if rules.review_voice else "", reviewed),
        *((("reports", "equality", at), name, set(asked)) for at, name in enumerate(rules.equality)),
        *(
            (("reports", "cost", "questions", at), name, set(asked) | terms)
            for at, name in enumerate(rules.cost.questions if rules.cost else [])
        ),
    ]
    for path, name, known in named:
        if name and name not in known:
            yield path, f"{'.'.join(map(str, path[:2]))}: there is no question '{name}' to count"
    for at, name in enumerate(rules.equality):
        if name in asked and asked[name].kind not in _COUNTED:
            says = (
                f"reports.equality: '{name}' has no single answer to count; use a choice, yes or no, or a date of birth"
            )
            yield ("reports", "equality", at), says
