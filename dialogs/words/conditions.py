"""When something applies, in words a chair can check against the procedure."""

from collections.abc import Sequence

from panel.conditions import ANSWERED, COMPARED, NOT_ANSWERED, Clause, Condition
from panel.form import EMERGENCY, Form, Kind, Question


def when(condition: Condition, form: Form, also: Sequence[Question] = ()) -> str:
    """`if “Is it urgent?” is answered “Yes”`; empty when it always applies. `also` are questions beside the form's."""
    return f"if {', or if '.join(_all_of(clause, form, also) for clause in condition)}" if condition else ""


def listed(parts: Sequence[str], last: str = "and") -> str:
    """`one, two and three`."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {last} {parts[-1]}" if parts else ""


def counted(number: int, one: str) -> str:
    """`1 question`, `2 questions`."""
    return f"{number} {one}{'' if number == 1 else 's'}"


def _all_of(clause: Clause, form: Form, also: Sequence[Question]) -> str:
    return " and ".join(_fact(key, wanted, form, also) for key, wanted in clause.items())


def _fact(key: str, wanted: list[str], form: Form, also: Sequence[Question]) -> str:
    if key == EMERGENCY:
        return "the referral is an emergency" if "yes" in wanted else "the referral is not an emergency"
    question = next((each for each in also if each.id == key), None) or form.question(key)
    if question is None:
        return _worked_out(key, wanted, form)
    if wanted in ([ANSWERED], [NOT_ANSWERED]):
        return f"“{question.ask}” is {wanted[0]}"
    others = [option.label for option in question.choices if option.code not in wanted]
    if len(wanted) > 2 and len(others) == 1:
        return f"“{question.ask}” is answered, and not “{others[0]}”"
    labels = [code if COMPARED.fullmatch(code) else f"“{question.label_of(code)}”" for code in wanted]
    return f"“{question.ask}” is answered {listed(labels, 'or')}"


def _worked_out(key: str, wanted: list[str], form: Form) -> str:
    """An age or a total the clerk works out, by the question it comes from."""
    source = next((question for _, question in form.all_questions() if question.gives == key), None)
    if source is None:
        return f"“{key}” is answered {listed(wanted, 'or')}"
    what = "the total of" if source.kind is Kind.COSTS else "the age in years, from"
    known = {ANSWERED: "known", NOT_ANSWERED: "not known"}
    return f"{what} “{source.ask}” is {listed([known.get(each, each) for each in wanted], 'or')}"
