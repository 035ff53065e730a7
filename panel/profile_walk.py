"""Goes through a profile and finds every part of it, with its place in the file and the name a person gives it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from panel.profile import Profile
from panel.profile_lines import Path
from panel.records import Value

_UNSAID = frozenset({"sections", "question"})
"""Keys that are left out of a name, as what stands in them is known by its own id."""


@dataclass(frozen=True)
class Found:
    """One value of a profile: where it stands, what a person calls it, and the key it stands under."""

    path: Path
    name: str
    key: str
    value: Any


def walk(profile: Profile) -> Iterator[Found]:
    """Every value of the profile, tables and lists included."""
    yield from _inside(profile, (), ())


def _inside(table: Value, path: Path, names: tuple[str, ...]) -> Iterator[Found]:
    for field, info in type(table).model_fields.items():
        key = info.alias or field
        called = names if key in _UNSAID else (*names, key)
        yield from _value(getattr(table, field), (*path, key), called, key)


def _value(value: Any, path: Path, names: tuple[str, ...], key: str) -> Iterator[Found]:
    yield Found(path, ".".join(names), key, value)
    if isinstance(value, Value):
        yield from _inside(value, path, names)
    elif isinstance(value, list | tuple):
        for place, each in enumerate(value):
            own = _own_name(each)
            yield from _value(each, (*path, place), (*names, own) if own else names, key)


def _own_name(value: Any) -> str:
    """The id by which one of several tables is known."""
    known = (getattr(value, field, "") for field in ("id", "code", "on"))
    return next((str(name) for name in known if isinstance(name, str) and name), "")
