"""Where each key of a TOML text stands."""

import tomllib
from typing import Any

import pytest

from bot.cli.profile_text import TEXT as NEW
from panel.profile_lines import Path, key_lines, line_of
from tests.unit.profile_tools.texts import TEXT

SAMPLE = '''\
top = 1                       # 1
"quoted key" = "a # no comment"
[table]                       # 3
a.b = 'dotted = key'
text = """
[not.a.table]
x = 1
"""
list = [                      # 9
  "one",
  { k = 1, inner = [2, 3] },  # 11

  """x
y""",
]
[[rows]]                      # 16
day = 2027-04-01 09:30:00
[[rows.cells]]
[[rows.cells]]
v = true
[[rows]]                      # 21
  [[rows.cells]]
  v = [ [1], [
    2] ]
[table.deep]
last = { }
'''


def paths(value: Any, at: Path = ()) -> list[Path]:
    """Every key and place of parsed TOML."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    below = [path for key, each in inner for path in paths(each, (*at, key))]
    return [at, *below] if at else below


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("top",), 1),
        (("quoted key",), 2),
        (("table",), 3),
        (("table", "a"), 4),
        (("table", "a", "b"), 4),
        (("table", "text"), 5),
        (("table", "list"), 9),
        (("table", "list", 0), 10),
        (("table", "list", 1, "k"), 11),
        (("table", "list", 1, "inner", 1), 11),
        (("table", "list", 2), 13),
        (("rows",), 16),
        (("rows", 0), 16),
        (("rows", 0, "day"), 17),
        (("rows", 0, "cells", 1), 19),
        (("rows", 0, "cells", 1, "v"), 20),
        (("rows", 1, "cells", 0, "v"), 23),
        (("rows", 1, "cells", 0, "v", 1, 0), 24),
        (("table", "deep", "last"), 26),
    ],
)
def test_a_key_is_found_on_its_line(path: Path, line: int) -> None:
    """Tables, arrays of tables, inline tables, dotted and quoted keys and strings of several lines."""
    assert key_lines(SAMPLE)[path] == line


@pytest.mark.parametrize("text", [SAMPLE, TEXT, NEW.template], ids=["sample", "shipped", "new"])
def test_the_keys_found_are_those_the_parser_finds(text: str) -> None:
    """Nothing is left out and nothing made up."""
    filled = text.replace("$", "0#")
    assert set(key_lines(filled)) == set(paths(tomllib.loads(filled)))


@pytest.mark.parametrize(
    ("path", "line"),
    [(("table", "missing"), 3), (("rows", 1, "cells", 0, "w"), 22), (("missing",), 1), ((), 1)],
)
def test_what_is_missing_is_shown_at_the_table_around_it(path: Path, line: int) -> None:
    """A key that is not there has no line of its own."""
    assert line_of(key_lines(SAMPLE), path) == line
