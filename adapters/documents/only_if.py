"""When a question applies, in plain words for someone filling in a Word form."""

from panel.conditions import ANSWERED, NOT_ANSWERED, Clause, Condition
from panel.form import EMERGENCY, Form, Kind, Question


def only_if(condition: Condition, form: Form) -> str:
    """`Only if you answered “Yes” to “Is it urgent?”.`; empty when it always applies."""
    if not condition:
        return ""
    return f"Only if {', or if '.join(_clause(clause, form) for clause in condition)}."


def _clause(clause: Clause, form: Form) -> str:
    return " and ".join(_fact(key, wanted, form) for key, wanted in clause.items())


def _fact(key: str, wanted: list[str], form: Form) -> str:
    if key == EMERGENCY:
        return "this is an emergency" if "yes" in wanted else "this is not an emergency"
    question = form.question(key)
    if question is None:
        return _worked_out(key, wanted, form)
    if wanted in ([ANSWERED], [NOT_ANSWERED]):
        return f"“{question.ask}” is {wanted[0]}"
    return f"you answered {_answers(question, wanted)} to “{question.ask}”"


def _worked_out(key: str, wanted: list[str], form: Form) -> str:
    """An age or a total, by the question it comes from."""
    source = next((question for _, question in form.all_questions() if question.gives == key), None)
    if source is None:
        return f"“{key}” is {_either(wanted)}"
    what = "the total of" if source.kind is Kind.COSTS else "the age in years, from"
    return f"{what} “{source.ask}”, is {' or '.join(wanted)}"


def _answers(question: Question, wanted: list[str]) -> str:
    """The wanted answers, or the one that is not wanted when that is shorter to say."""
    others = [option.label for option in question.choices if option.code not in wanted]
    if len(wanted) > 2 and len(others) == 1:
        return f"anything but “{others[0]}”"
    return _either([question.label_of(code) for code in wanted])


def _either(labels: list[str]) -> str:
    quoted = [f"“{label}”" for label in labels]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"
