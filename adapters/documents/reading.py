"""What reading a returned form comes to."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class FormReading:
    """A form as it was filled in; nothing is guessed.

    `answers` holds the text shown for each question that was answered: for a question with several choices the codes
    of those ticked, with `|` between them, since their wording may hold commas. `unclear` holds the text shown for
    each question that could be read in more than one way; such a question is not among the answers.
    """

    panel: str
    ref: str = ""
    version: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    unclear: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Unreadable:
    """Why a file could not be read as a form.

    `reason` is one of: too_big, not_word, old_word, encrypted, macros, damaged, unsafe, no_form, unknown_panel, of a
    PDF flat_pdf and xfa, and from the child process too_hard.
    """

    reason: str


class CannotOpen(Exception):
    """The file may not or cannot be opened; `reason` is one of `Unreadable`'s."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
