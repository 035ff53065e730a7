"""`panel-clerk profile`: check a panel's profile, show its rules in plain English, start one, print the schema."""

import argparse
import json
import os
import sys
import tomllib
from datetime import date
from pathlib import Path

from bot.cli.new_profile import Ask, new_profile
from bot.clock import system_clock
from bot.settings import ROOT, Settings
from dialogs.words.profile_words import describe
from panel.calendar import LAST_DAY, BeyondCalendar, wall
from panel.errors import ProfileError
from panel.profile import Profile
from panel.profile_files import load_profile
from panel.profile_gaps import gaps
from panel.profile_lines import key_lines, line_of
from panel.profile_mistakes import Mistake, check
from panel.profile_schema import schema

SCHEMA = ROOT / "docs" / "profile.schema.json"


def add_profile_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `profile` and what it can do to the command line."""
    profile = commands.add_parser("profile", help="check, show or start a panel's profile").add_subparsers(
        required=True
    )
    checking = profile.add_parser("check", help="every mistake in a file, with its line")
    checking.add_argument("file", type=Path)
    checking.set_defaults(run=check_profile)
    showing = profile.add_parser("show", help="the panel's rules in plain English, for its chair to sign off")
    showing.add_argument("profile", help="a file, or the id of a panel in use")
    showing.add_argument("--year", type=int, help="work the examples out from 1 January of this year")
    showing.add_argument("--to", type=Path, help="file to write, instead of printing")
    showing.set_defaults(run=show_profile)
    starting = profile.add_parser("new", help="start a profile from a few questions")
    starting.add_argument("--to", type=Path, help="file to write; the panel's id otherwise")
    starting.set_defaults(run=start_profile)
    printing = profile.add_parser("schema", help="the JSON Schema, for editors")
    printing.add_argument("--to", type=Path, help="file to write, instead of printing")
    printing.set_defaults(run=show_schema)


def check_profile(chosen: argparse.Namespace) -> int:
    """Say what is still to be filled in; raises `ProfileError` with every mistake and its line."""
    path: Path = chosen.file
    try:
        text = path.read_text(encoding="utf-8")
        found = check(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError):
        load_profile(path)  # which says what is wrong with the file as a whole
        raise
    if not isinstance(found, Profile):
        raise ProfileError(path.name, located(path, text, found))
    print(f"{path.name} is in order: {found.panel.council}, {found.panel.name}, {found.panel.status}.")
    if still := gaps(found):
        print("\nBefore it is live, please look at:")
        print("\n".join(f"  {line}" for line in located(path, text, still)))
    return 0


def located(path: Path, text: str, found: list[Mistake]) -> list[str]:
    """Each mistake after its file and line, in the order of the file, as editors and terminals make links of it."""
    lines = key_lines(text)
    placed = sorted(((line_of(lines, each.path), each.says) for each in found), key=lambda each: each[0])
    return [f"{path}:{line}: {says}" for line, says in placed]


def show_profile(chosen: argparse.Namespace) -> int:
    """The rules in plain English; raises `ProfileError` for mistakes, `BeyondCalendar` for a year not yet known."""
    today = date(chosen.year, 1, 1) if chosen.year else wall(system_clock()).date()
    if today > LAST_DAY:
        raise BeyondCalendar(today)
    _give(describe(_named(chosen.profile), today), chosen.to)
    return 0


def start_profile(chosen: argparse.Namespace, ask: Ask = input) -> int:
    """Ask, then write a draft that passes `check`; an existing file is never written over."""
    try:
        profile_id, text = new_profile(ask, print)
    except (EOFError, KeyboardInterrupt):
        print("\nStopped: nothing was written.", file=sys.stderr)
        return 1
    target: Path = chosen.to or Path(f"{profile_id}.toml")
    schema_at = os.path.relpath(SCHEMA, target.resolve().parent).replace(os.sep, "/")
    with target.open("x", encoding="utf-8") as new:
        new.write(f"#:schema {schema_at}\n{text}")
    print(f"\nWritten: {target}. Now fill in the form and the rest, and look at it with: panel-clerk profile check")
    return check_profile(argparse.Namespace(file=target))


def show_schema(chosen: argparse.Namespace) -> int:
    """The JSON Schema of a profile."""
    _give(json.dumps(schema(), indent=2, ensure_ascii=False, sort_keys=True) + "\n", chosen.to)
    return 0


def _named(name: str) -> Profile:
    if name.endswith(".toml") or os.sep in name:
        return load_profile(Path(name))
    folder = Settings().profiles
    known = sorted(path.stem for path in folder.glob("*.toml"))
    if name not in known:
        raise ProfileError(name, [f"there is no such panel; give a file, or one of: {', '.join(known)}"])
    return load_profile(folder / f"{name}.toml")


def _give(text: str, to: Path | None) -> None:
    if to is None:
        print(text, end="")
    else:
        to.write_text(text, encoding="utf-8")
        print(f"Written: {to}")
