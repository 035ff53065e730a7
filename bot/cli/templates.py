"""`panel-clerk templates`: check the Word templates of letters and report, copy the shipped ones to be changed."""

import argparse
import shutil
import sys
from pathlib import Path

from adapters.documents.letter_out import WordLetters
from adapters.documents.word_templates import NAMED, wrong
from bot.settings import Settings
from bot.wiring import build_council


def add_template_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `templates` and what it can do to the command line."""
    templates = commands.add_parser("templates", help="check or copy the Word templates").add_subparsers(required=True)
    checking = templates.add_parser("check", help="every mistake, with its template, field and line")
    checking.add_argument("folder", type=Path, nargs="?", help="the council's own folder; the one in use otherwise")
    checking.set_defaults(run=check_templates)
    copying = templates.add_parser("copy", help="copy the shipped templates, to be changed")
    copying.add_argument("folder", type=Path)
    copying.set_defaults(run=copy_templates)


def check_templates(chosen: argparse.Namespace) -> int:
    """Say what is wrong with any template that is used, and what in a letter is hard to read; 1 for a mistake."""
    council, _ = build_council(Settings())
    own = chosen.folder or Settings().templates
    if own and not own.is_dir():
        print(f"There is no folder {own}.", file=sys.stderr)
        return 1
    found = wrong(own, council.profiles)
    for problem in found:
        print(problem, file=sys.stderr)
    if not found:
        writing = [profile.panel.council for profile in council.profiles.values() if profile.letters]
        print("".join(f"{note}\n" for note in WordLetters(own).hard_to_read(council.profiles)), end="")
        print("The report template is in order.")
        print(f"The letter templates are in order, for: {', '.join(writing) or 'no panel, as none writes letters'}.")
    return 1 if found else 0


def copy_templates(chosen: argparse.Namespace) -> int:
    """Copy the shipped templates; one that is there already is not written over."""
    folder: Path = chosen.folder
    folder.mkdir(parents=True, exist_ok=True)
    for sort, name in NAMED:
        target = folder / f"{name}.docx"
        if target.exists():
            print(f"Left as it is: {target}")
        else:
            shutil.copyfile(sort.shipped / target.name, target)
            print(f"Written: {target}")
    print(f"Change them in Word. Then run: panel-clerk templates check {folder}")
    print(f"When it finds nothing wrong, set PANEL_CLERK_TEMPLATES={folder}")
    return 0
