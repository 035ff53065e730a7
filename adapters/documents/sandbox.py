"""Strangers' forms are read in a child process that may use little time and memory: see `child`."""

import logging
from collections.abc import Mapping
from functools import partial

from pydantic import TypeAdapter

from adapters.documents.child import Child
from adapters.documents.form_in import read_form
from adapters.documents.reading import FormReading, Unreadable
from panel.profile import Profile

_log = logging.getLogger("panel_clerk.documents")
_RESULT: TypeAdapter[FormReading | Unreadable] = TypeAdapter(FormReading | Unreadable)
"""How a reading crosses over. JSON, not pickle: a child that was taken over must not run code in the parent."""
_LONGEST_READING = 32 * 1024 * 1024
"""Bytes the child may send back: four times the largest part it reads."""


class Sandbox(Child):
    """Reads forms in a child process."""

    def __init__(
        self, profiles: Mapping[str, Profile], *, seconds: float = 10.0, memory: int = 512 * 1024 * 1024
    ) -> None:
        answer = partial(_reading, dict(profiles))
        super().__init__(answer, seconds=seconds, memory=memory, longest=_LONGEST_READING)

    def read_form_safely(self, content: bytes) -> FormReading | Unreadable:
        """As `read_form`; `Unreadable("too_hard")` when the child ran out of time or memory, or died."""
        with self._turn:
            try:
                return _RESULT.validate_json(self._ask(content))
            except (OSError, EOFError, ValueError):
                # The child may be damaged or still busy: the next form gets a new one.
                self._stop()
                _log.warning("a form was too hard to read")
                return Unreadable("too_hard")


def _reading(profiles: dict[str, Profile], content: bytes) -> bytes:
    try:
        return _RESULT.dump_json(read_form(content, profiles))
    except (MemoryError, RecursionError):
        return _RESULT.dump_json(Unreadable("too_hard"))
