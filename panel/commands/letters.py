"""What can be asked about the letter to a family: who it goes to, its words, its check, its way out."""

from dataclasses import dataclass, field
from datetime import date

from panel.commands.base import About


@dataclass(frozen=True, kw_only=True)
class GiveRecipient(About):
    """Who the letter goes to, and how: the worker gives it, and so confirms it.

    `given` holds name, relation, way, email, address (lines with commas between), restricted (yes where the address
    must not be shared) and also_for (references with commas between), all as typed. An empty `letter` is the last one.
    """

    given: dict[str, str] = field(default_factory=dict)
    letter: str = ""


@dataclass(frozen=True, kw_only=True)
class ConfirmRecipient(About):
    """The worker has looked: the letter still goes to the same person, in the same way."""

    letter: str = ""


@dataclass(frozen=True, kw_only=True)
class ChangeLetter(About):
    """Put a part of the letter differently than the decision puts it."""

    part: str
    words: str
    letter: str = ""


@dataclass(frozen=True, kw_only=True)
class PrepareLetter(About):
    """The letter is written: `file` is its Word file by SHA-256, `text` what stands in it.

    `warnings` say what in it is hard to read; `revision` is that of the letter it was written from.
    """

    file: str
    text: str
    revision: int
    warnings: tuple[str, ...] = ()
    letter: str = ""


@dataclass(frozen=True, kw_only=True)
class CopyLetter(About):
    """Mail the Word file to whoever asks, to be read before it is released."""

    letter: str = ""


@dataclass(frozen=True, kw_only=True)
class ReleaseLetter(About):
    """A second person has read it and lets it go. `file` is the one they were shown; empty takes the present one."""

    file: str = ""
    letter: str = ""


@dataclass(frozen=True, kw_only=True)
class NoteLetterSent(About):
    """The letter was posted or handed over on this day."""

    day: date
    letter: str = ""


@dataclass(frozen=True, kw_only=True)
class TakeBackLetter(About):
    """A letter that has not gone is a draft again, with the reason."""

    reason: str
    letter: str = ""


@dataclass(frozen=True, kw_only=True)
class DropLetter(About):
    """The letter is not to go to anybody, with the reason."""

    reason: str
    letter: str = ""


class AddLetter(About):
    """One more letter about the same decision, for somebody else: one letter goes to one person."""
