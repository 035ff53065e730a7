"""`panel-clerk profile show` and `schema`: printed or written."""

import json
from pathlib import Path

import pytest

from bot.cli.main import main
from tests.story import CB, ROOT

FILE = ROOT / "panel" / "profiles" / f"{CB}.toml"
PAGE = (ROOT / "docs" / "profiles" / f"{CB}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("named", [CB, str(FILE)], ids=["by id", "by file"])
def test_the_rules_are_printed(named: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A panel is named by its id or by a file."""
    assert main(["profile", "show", named, "--year", "2027"]) == 0
    assert capsys.readouterr().out == PAGE


def test_the_rules_are_written_to_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The page in the repository is made like this."""
    target = tmp_path / "page.md"
    assert main(["profile", "show", CB, "--year", "2027", "--to", str(target)]) == 0
    assert (target.read_text(encoding="utf-8"), capsys.readouterr().out) == (PAGE, f"Written: {target}\n")


def test_without_a_year_the_examples_begin_today(capsys: pytest.CaptureFixture[str]) -> None:
    """A chair who reads it now sees the meetings that come now."""
    assert main(["profile", "show", CB]) == 0
    assert capsys.readouterr().out.startswith("# Central Bedfordshire: Access to Resources Panel\n")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (["nowhere"], "nowhere cannot be used:\n  there is no such panel; give a file, or one of: "),
        (["no/such.toml"], "such.toml cannot be used:\n  the file cannot be read"),
        ([CB, "--year", "2040"], "Bank holidays are known only from 2014-01-01 to 2028-12-31"),
    ],
)
def test_what_cannot_be_shown_is_said(given: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A sentence, and no traceback."""
    assert main(["profile", "show", *given]) == 1
    assert capsys.readouterr().err.startswith(says)


def test_the_schema_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """It is the one in the repository."""
    assert main(["profile", "schema"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads((ROOT / "docs" / "profile.schema.json").read_text())
