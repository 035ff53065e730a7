"""When a question, document or notice applies: a table of answers, nothing more.

`{ case_type = ["7", "9"] }` holds when the answer to `case_type` is one of these; several keys must all hold.
A list of tables holds when any of them does. There is no other grammar.
"""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

Clause = dict[str, list[str]]
_CODES = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
_TABLE = {"type": "object", "additionalProperties": _CODES}
_SCHEMA = {"anyOf": [_TABLE, {"type": "array", "items": _TABLE}]}


def _read(value: Any) -> Any:
    clauses = value if isinstance(value, list) else [value]
    return [
        {key: [one_of] if isinstance(one_of, str) else one_of for key, one_of in clause.items()}
        if isinstance(clause, dict)
        else clause
        for clause in clauses
    ]


Condition = Annotated[list[Clause], BeforeValidator(_read), WithJsonSchema(_SCHEMA)]
"""Any of these clauses; an empty list always holds."""


def holds(condition: list[Clause], answers: Mapping[str, str]) -> bool:
    """Whether the condition holds for these answers; a question not yet answered matches nothing."""
    if not condition:
        return True
    return any(all(_matches(answers, key, wanted) for key, wanted in clause.items()) for clause in condition)


def _matches(answers: Mapping[str, str], key: str, wanted: list[str]) -> bool:
    given = answers.get(key, "")
    return bool(given) and any(choice in wanted for choice in given.split("|"))
