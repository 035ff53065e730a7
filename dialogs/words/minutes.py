"""What the clerk says about minutes, and the words of the minutes themselves: on their card and in their document."""

from collections.abc import Collection
from dataclasses import dataclass

from panel.answers import beside
from panel.calendar import say_day, say_moment, wall
from panel.council import Office
from panel.minutes import MinutedItem, MinutedLine, Minutes, MinutesStatus

HOW_TO_ADD = "Please type for example: minutes add: the panel thanked the team. Use references, never a child’s name."
HOW_TO_CORRECT = "Please type for example: minutes correct: the third line should say June. Use references only."
NONE_YET = "There are no minutes yet. They are drafted when a meeting is closed."
NO_DRAFT = "No minutes wait as a draft. Type “minutes” to see the last ones."
NONE_LOCKED = "No minutes are signed or have gone round yet. While they are a draft, type “minutes add:” and the line."
ADDED = "Added to the minutes."
CORRECTED = "The correction stands below the minutes. Nothing above it has changed."
SIGNED = "The minutes are signed and locked."
SENT = "They go to the members, those who presented and the Heads of Service."
FIRST = "FIRST"
"""Marks a case whose record goes before the others."""


def no_minutes(name: str) -> str:
    """For a panel whose profile has none."""
    return f"The {name} keeps no minutes here. Type “decisions” to see what was written down."


@dataclass(frozen=True)
class Part:
    """A heading of the minutes and the lines under it."""

    title: str
    lines: list[str]


def title(minutes: Minutes) -> str:
    """The title, with the day the panel met."""
    return f"Minutes of {say_day(wall(minutes.met_at).date())}"


def standing(office: Office, minutes: Minutes) -> str:
    """Whether they are a draft, signed and by whom, or have gone round."""
    if minutes.signed_at:
        return f"Signed by {office.name(minutes.signed_by)}, {say_moment(minutes.signed_at)}"
    if minutes.status is MinutesStatus.SENT_ROUND and minutes.sent_at:
        return f"Sent round with the papers, {say_moment(minutes.sent_at)}"
    return "DRAFT: not final yet"


def about(office: Office, minutes: Minutes) -> list[tuple[str, str]]:
    """When it met, who came, how the quorum stood, and where the minutes stand."""
    rows = [(point.name, point.said) for point in minutes.attendance]
    return [("Met", say_moment(minutes.met_at)), *rows, ("Minutes", standing(office, minutes))]


def item_title(item: MinutedItem) -> str:
    """The reference of a case, marked where its record goes first."""
    return f"{item.ref} · {FIRST}" if item.first else item.ref


def parts(office: Office, minutes: Minutes, refs: Collection[str]) -> list[Part]:
    """The items with these references, then what was added and corrected; for part of the items, only those.

    Lines that were added may be about any case, so they are for those who read the whole.
    """
    listed = [item for item in minutes.items if item.ref in refs]
    said = [Part(item_title(item), _said(item)) for item in listed]
    if len(listed) < len(minutes.items):
        return said
    more = [("Also noted", minutes.added), ("Corrections", minutes.corrections)]
    return [*said, *(Part(name, [_line(office, line) for line in lines]) for name, lines in more if lines)]


def _said(item: MinutedItem) -> list[str]:
    return [f"Decision: {item.result}", *(beside(point.name, point.said) for point in item.points)]


def _line(office: Office, line: MinutedLine) -> str:
    return f"{line.text} ({office.name(line.by)}, {say_moment(line.at)})"
