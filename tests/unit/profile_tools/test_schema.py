"""The JSON Schema that editors read: it is drawn from the same models that read a profile."""

import json
import tomllib

import pytest
from jsonschema import Draft202012Validator

from panel.profile_files import load_profiles
from panel.profile_schema import keys_at, schema
from tests.story import ROOT
from tests.unit.profile_tools.texts import TEXT, changed

FILE = ROOT / "docs" / "profile.schema.json"
PROFILES = sorted((ROOT / "panel" / "profiles").rglob("*.toml"))


def test_the_committed_schema_is_the_one_of_the_models() -> None:
    """An editor must not complain of what the clerk takes."""
    assert json.loads(FILE.read_text(encoding="utf-8")) == schema(), (
        "out of date: run panel-clerk profile schema --to docs/profile.schema.json"
    )


@pytest.mark.parametrize("path", PROFILES, ids=[path.stem for path in PROFILES])
def test_a_shipped_profile_keeps_the_schema_and_names_it(path: object) -> None:
    """An editor finds the schema from the first line, and no fault."""
    text = path.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    named = text.splitlines()[0].removeprefix("#:schema ")
    assert (path.parent / named).resolve() == FILE  # type: ignore[attr-defined]
    as_editors_see_it = json.loads(json.dumps(tomllib.loads(text), default=str))  # to them a date is a string
    assert list(Draft202012Validator(schema()).iter_errors(as_editors_see_it)) == []


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('sheets_within = "5wd"', 'sheets_within = "5 days"', "$.decisions.sheets_within"),
        ('start = "09:30"', 'start = "9.30"', "$.meetings.start"),
        ('status = "pilot"', 'status = "soon"', "$.panel.status"),
        ('when = { cohort = "none" }', "when = 1", "$.gates[0].when"),
        ('prefix = "CB"', 'prefix = "cb"', "$.panel.prefix"),
        ("max_attachments = 5", "max_attachment = 5", "$"),
    ],
)
def test_a_mistake_is_seen_by_an_editor(old: str, new: str, place: str) -> None:
    """Lengths, times, choices, conditions and unknown keys."""
    raw = tomllib.loads(changed((old, new)))
    found = {error.json_path for error in Draft202012Validator(schema()).iter_errors(raw)}
    assert found == {place}


@pytest.mark.parametrize(
    ("path", "some"),
    [
        ((), {"panel", "form"}),
        (("form", "sections", 0, "question", 3, "options", 0), {"code", "label"}),
        (("meetings", "series"), {"anchor", "monthly"}),
        (("titles",), set()),
        (("panel", "nothing", "here"), set()),
    ],
)
def test_the_keys_of_a_place_are_known(path: tuple[str | int, ...], some: set[str]) -> None:
    """Through tables, lists and what may be left out; none where any key may stand."""
    assert (keys_at(path) >= some, bool(keys_at(path))) == (True, bool(some))


def test_every_shipped_profile_is_read() -> None:
    """The schema is looser than the clerk: what it passes must still be read."""
    assert set(load_profiles(ROOT / "panel" / "profiles")) == {
        path.stem for path in PROFILES if path.parent.name == "profiles"
    }
    assert TEXT.startswith("#:schema ")
