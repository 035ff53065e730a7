"""`panel-clerk profile new`: a profile started from questions."""

import argparse
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cli.new_profile import QUESTIONS, Ask, new_profile
from bot.cli.profile import start_profile
from panel.profile import Profile
from panel.profile_files import load_profile, read_profile

GIVEN = {"council": "Rivertown", "name": "Resources Panel", "id": "rivertown", "prefix": "RT"}


def typing(*lines: str) -> Ask:
    """Somebody who types these lines, one for each question, and then hangs up."""
    left: Iterator[str] = iter(lines)

    def ask(_: str) -> str:
        line = next(left, None)
        if line is None:
            raise EOFError
        return line

    return ask


def lines(**given: str) -> list[str]:
    return [{**GIVEN, **given}.get(question.name, "") for question in QUESTIONS]


def made(*typed: str) -> tuple[Profile, list[str]]:
    said: list[str] = []
    profile_id, text = new_profile(typing(*typed), said.append)
    profile = read_profile(tomllib.loads(text), profile_id)
    assert profile.id == profile_id
    return profile, said[1:]


def test_enter_takes_what_is_usual() -> None:
    """Four answers are enough for a draft that can be read."""
    profile, said = made(*lines())
    assert (profile.panel.status, profile.panel.council, profile.panel.name, profile.panel.prefix) == (
        *("draft", "Rivertown", "Resources Panel", "RT"),
    )
    assert (str(profile.submission.lead), profile.meetings.slot_minutes, profile.emergency.approvers) == (
        *("3wd", 15, ["head_of_service", "chair"]),
    )
    assert said == []


@pytest.mark.parametrize(
    ("name", "wrong", "says", "right"),
    [
        ("council", "", "Please give an answer.", "Rivertown"),
        ("council", "River\x07town", "Please use letters and signs only.", "Rivertown"),
        ("id", "River Town", "Please use small letters, digits and hyphens, and begin with a letter.", "rivertown"),
        ("prefix", "river", "Two to four capitals.", "RT"),
        ("start", "half nine", "Please give a time such as 09:30.", "10:00"),
        ("slot_minutes", "1", "Please give a number of minutes from 5 to 240.", "20"),
        (
            "lead",
            "3 days",
            "'3 days' is not a length of time; write a number and a unit, such as 3wd, 2d or 8w",
            "2wd",
        ),
        ("lead", "3h", "Please count it in one of: d, wd, w.", "2wd"),
        ("if_no_panel", "3wd", "Please count it in one of: d, w.", "5d"),
        ("approvers", "chair, boss", "Please choose one of: ", "chair"),
    ],
)
def test_a_wrong_answer_is_explained_and_asked_again(name: str, wrong: str, says: str, right: str) -> None:
    """Nobody finds out at the end."""
    typed = lines(**{name: right})
    place = [question.name for question in QUESTIONS].index(name)
    _, said = made(*typed[:place], wrong, *typed[place:])
    assert (len(said), said[0].startswith(f"  {says}")) == (1, True)


def test_an_answer_is_kept_as_it_was_typed() -> None:
    """Quotation marks, dollar signs and accents are text, and nothing else."""
    odd = 'St. Mary\'s "Über" $id \\ [panel]'
    profile, _ = made(*lines(council=odd, venue="  Room 1 "))
    assert (profile.panel.council, profile.meetings.venue) == (odd, "Room 1")


def test_the_file_is_checked_and_names_its_schema(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What was written passes the check, and an editor finds the schema from it."""
    target = tmp_path / "rivertown.toml"
    code = start_profile(argparse.Namespace(to=target), typing(*lines()))
    first = target.read_text(encoding="utf-8").splitlines()[0]
    assert (code, load_profile(target).panel.status) == (0, "draft")
    assert (target.parent / first.removeprefix("#:schema ")).resolve().name == "profile.schema.json"
    assert "rivertown.toml is in order: Rivertown, Resources Panel, draft." in capsys.readouterr().out


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    """Work already done is not lost."""
    target = tmp_path / "rivertown.toml"
    target.write_text("mine")
    with pytest.raises(FileExistsError):
        start_profile(argparse.Namespace(to=target), typing(*lines()))
    assert target.read_text() == "mine"


def test_hanging_up_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Half a profile helps nobody."""
    target = tmp_path / "rivertown.toml"
    assert start_profile(argparse.Namespace(to=target), typing("Rivertown")) == 1
    assert (target.exists(), capsys.readouterr().err) == (False, "\nStopped: nothing was written.\n")
