"""Questions on the terminal that start a panel's profile: each answer is checked before the next is asked."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.cli.profile_text import TEXT
from panel.durations import Length, Unit, read_length
from panel.people import Role

Ask = Callable[[str], str]
"""Shows a question and returns the line typed; raises EOFError when there is no more."""
Say = Callable[[str], None]
Read = Callable[[str], str]
"""An answer as the profile keeps it; raises ValueError with a sentence that says what is wrong."""
DAYS = (Unit.DAYS, Unit.WORKING_DAYS, Unit.WEEKS)


@dataclass(frozen=True)
class Wanted:
    """One question: its name in the text, its wording, how its answer is read, and what an empty line means."""

    name: str
    ask: str
    read: Read
    usual: str = ""


def new_profile(ask: Ask, say: Say) -> tuple[str, str]:
    """The id and the text of a new draft, from answers."""
    say("A few questions; press Enter to take what stands in brackets. Everything can be changed later.\n")
    answers: dict[str, str] = {}
    for wanted in QUESTIONS:
        answers[wanted.name] = _answer(wanted, ask, say)
    return json.loads(answers["id"]), TEXT.substitute(answers)


def _answer(wanted: Wanted, ask: Ask, say: Say) -> str:
    usual = f" [{wanted.usual}]" if wanted.usual else ""
    while True:
        try:
            return wanted.read(ask(f"{wanted.ask}{usual}: ").strip() or wanted.usual)
        except ValueError as problem:
            say(f"  {problem}")


def _words(given: str) -> str:
    if not given:
        raise ValueError("Please give an answer.")
    return _maybe(given)


def _maybe(given: str) -> str:
    if not given.isprintable():
        raise ValueError("Please use letters and signs only.")
    return json.dumps(given, ensure_ascii=False)


def _shaped(pattern: str, advice: str) -> Read:
    def read(given: str) -> str:
        if not re.fullmatch(pattern, given):
            raise ValueError(advice)
        return json.dumps(given)

    return read


def _time(given: str) -> str:
    try:
        return json.dumps(f"{datetime.strptime(given, '%H:%M').time():%H:%M}")  # noqa: DTZ007  a wall time has no zone
    except ValueError:
        raise ValueError("Please give a time such as 09:30.") from None


def _minutes(given: str) -> str:
    if not given.isdecimal() or not 5 <= int(given) <= 240:
        raise ValueError("Please give a number of minutes from 5 to 240.")
    return str(int(given))


def _length(units: tuple[Unit, ...]) -> Read:
    def read(given: str) -> str:
        length: Length = read_length(given)
        if length.unit not in units:
            raise ValueError(f"Please count it in one of: {', '.join(units)}.")
        return json.dumps(str(length))

    return read


def _role(given: str) -> str:
    if given not in list(Role):
        raise ValueError(f"Please choose one of: {', '.join(Role)}.")
    return json.dumps(given)


def _roles(given: str) -> str:
    return f"[{', '.join(_role(each.strip()) for each in given.split(','))}]"


QUESTIONS = (
    Wanted("council", "Which council?", _words),
    Wanted("name", "What is the panel called?", _words),
    Wanted(
        "id",
        "A short id, such as central-bedfordshire",
        _shaped(r"[a-z][a-z0-9-]*", "Please use small letters, digits and hyphens, and begin with a letter."),
    ),
    Wanted("prefix", "Letters that references begin with, such as CB", _shaped("[A-Z]{2,4}", "Two to four capitals.")),
    Wanted("source", "Which text do its rules come from, of which date? (may be left empty)", _maybe),
    Wanted("marking", "How are its papers marked? (may be left empty)", _maybe),
    Wanted("start", "When does it begin?", _time, "09:30"),
    Wanted("usual_end", "When does it usually end?", _time, "12:30"),
    Wanted("slot_minutes", "Minutes for each case", _minutes, "15"),
    Wanted("venue", "Where does it meet? (may be left empty)", _maybe),
    Wanted("lead", "How long before the panel do requests close? (wd = working days)", _length(DAYS), "3wd"),
    Wanted("cutoff_time", "Until what time on that day?", _time, "17:00"),
    Wanted("confirmed_by", "Who confirms decisions?", _role, Role.CHAIR),
    Wanted("approvers", "Who may approve emergencies, in this order?", _roles, "head_of_service, chair"),
    Wanted(
        "escalate_after",
        "How long may an approver be silent before the next is asked?",
        _length((Unit.MINUTES, Unit.HOURS)),
        "2h",
    ),
    Wanted("if_no_panel", "How long does an approval hold when no panel date is known?", _length(DAYS[::2]), "7d"),
)
