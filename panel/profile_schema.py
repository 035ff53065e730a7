"""The profile as a JSON Schema, for editors that complete and check TOML while it is written."""

from functools import cache
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from panel.profile import Profile

TITLE = "Panel Clerk profile"


class _Written(GenerateJsonSchema):
    """Times as a profile writes them, `09:30`: the standard's own format wants seconds and a zone."""

    def time_schema(self, schema: core_schema.TimeSchema) -> JsonSchemaValue:
        """Hours and minutes on a 24-hour clock."""
        del schema
        return {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$"}

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """TOML has no null: what may be left out is left out, so an editor can point at what is wrong inside."""
        return self.generate_inner(schema["schema"])


@cache
def schema() -> dict[str, Any]:
    """JSON Schema, draft 2020-12, of a profile file."""
    made = Profile.model_json_schema(schema_generator=_Written)
    return {"$schema": GenerateJsonSchema.schema_dialect, **made, "title": TITLE}


def keys_at(path: tuple[str | int, ...]) -> set[str]:
    """The keys that may stand in the table at a place of the file; empty where any may."""
    here = schema()
    for step in path:
        here = _inside(here, step)
    return set(_meant(here).get("properties", {}))


def _inside(here: dict[str, Any], step: str | int) -> dict[str, Any]:
    table = _meant(here)
    if isinstance(step, int):
        found: dict[str, Any] = table.get("items", {})
        return found
    named: dict[str, Any] = table.get("properties", {}).get(step, {})
    return named


def _meant(here: dict[str, Any]) -> dict[str, Any]:
    """The definition a reference leads to; of several, the one with keys: the others are `null` and the like."""
    if "$ref" in here:
        return _meant(schema()["$defs"][here["$ref"].rpartition("/")[2]])
    choices = [_meant(each) for each in here.get("anyOf", [])]
    return next((each for each in choices if "properties" in each or "items" in each), here)
