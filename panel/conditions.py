"""When a question, document or notice applies: a table of answers, nothing more.

`{ case_type = ["7", "9"] }` holds when the answer to `case_type` is one of these; several keys must all hold.
A list of tables holds when any of them does. Where a number is compared the value says so in words: `"at least 9"`,
`"more than 5000"`, `"at most 25"`, `"under 18"`; `"answered"` and `"not answered"` ask only that. There is no other
grammar.
"""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

Clause = dict[str, list[str]]
ANSWERED, NOT_ANSWERED = "answered", "not answered"
COMPARED = re.compile(r"(at least|at most|more than|under) (\d{1,9}(?:\.\d{1,2})?)")
"""A comparison with a number, as a profile writes it."""
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
    """Whether the condition holds for these answers; a question not yet answered matches only `not answered`."""
    if not condition:
        return True
    return any(all(_matches(answers, key, wanted) for key, wanted in clause.items()) for clause in condition)


def _matches(answers: Mapping[str, str], key: str, wanted: list[str]) -> bool:
    given = answers.get(key, "")
    if not given:
        return NOT_ANSWERED in wanted
    if ANSWERED in wanted:
        return True
    compared = [found for choice in wanted if (found := COMPARED.fullmatch(choice))]
    return any(choice in wanted for choice in given.split("|")) or any(
        _compares(given, found[1], Decimal(found[2])) for found in compared
    )


def _compares(given: str, how: str, limit: Decimal) -> bool:
    try:
        number = Decimal(given)
    except InvalidOperation:
        return False
    if how == "at least":
        return number >= limit
    if how == "at most":
        return number <= limit
    return number > limit if how == "more than" else number < limit
