"""Strangers' forms are read in a child process of little time and memory that can open nothing: see `child`."""

import json
import logging
from collections.abc import Collection, Mapping

from adapters.documents.child import Child
from adapters.documents.confined import RESULT, FormAnswers
from adapters.documents.reading import FormReading, Unreadable
from panel.profile import Profile

_log = logging.getLogger("panel_clerk.documents")
_LONGEST_ANSWER = 32 * 1024 * 1024
"""Bytes the child may send back: four times the largest part it reads."""


class Sandbox(Child):
    """Reads forms in a child process."""

    def __init__(
        self, profiles: Mapping[str, Profile], *, seconds: float = 1.5, memory: int = 512 * 1024 * 1024
    ) -> None:
        # Of a profile the child needs no more: the rest would only make it slow to start.
        answers = FormAnswers({panel: profile.form for panel, profile in profiles.items()})
        limits = {"memory": memory, "longest": _LONGEST_ANSWER}
        super().__init__(answers.answer, prepare=answers.prepare, seconds=seconds, **limits)

    def read_form_safely(self, content: bytes, addressed: Collection[str] = ()) -> FormReading | Unreadable:
        """As `FormReader.read`; `Unreadable("too_hard")` when the child ran out of time or memory, or died."""
        return self._read("file", content, addressed)

    def read_body_safely(self, text: str, html: str, addressed: Collection[str] = ()) -> FormReading | Unreadable:
        """As `FormReader.read_body`, in the same child and under the same limits."""
        return self._read("body", json.dumps({"text": text, "html": html}).encode(), addressed)

    def _read(self, what: str, content: bytes, addressed: Collection[str]) -> FormReading | Unreadable:
        head = json.dumps({"what": what, "addressed": list(addressed)}).encode()
        with self._turn:
            try:
                return RESULT.validate_json(self._ask(head + b"\n" + content))
            except (OSError, EOFError, ValueError):
                # The child may be damaged or still busy: the next form gets a new one.
                self._stop()
                _log.warning("a form was too hard to read")
                return Unreadable("too_hard")
