"""Strangers' papers are made into pages in a child process that may use little time and memory: see `child`."""

import logging
import sys

from pydantic import TypeAdapter

from adapters.documents.child import Child
from adapters.documents.packs.enclosure import pages_of
from adapters.documents.reading import Unreadable

_log = logging.getLogger("panel_clerk.documents")
_REASON: TypeAdapter[Unreadable] = TypeAdapter(Unreadable)
_LONGEST_PAGES = 40 * 1024 * 1024
"""Bytes: four times the largest file that may be attached."""
_DEEPEST = 600
"""Calls within each other; Python's own limit, which the parent has, is 1000."""
_SHOWN = b"+"
"""Before the pages of a paper; without it the answer is a reason, in JSON."""


class PaperSandbox(Child):
    """Makes pages of papers in a child process."""

    def __init__(self, *, seconds: float = 20.0, memory: int = 1024 * 1024 * 1024) -> None:
        super().__init__(_pages, seconds=seconds, memory=memory, longest=_LONGEST_PAGES)

    def pages_safely(self, content: bytes) -> bytes | Unreadable:
        """As `pages_of`; `Unreadable("too_hard")` when the child ran out of time or memory, or died."""
        with self._turn:
            try:
                answer = self._ask(content)
                if answer.startswith(_SHOWN):
                    return answer.removeprefix(_SHOWN)
                return _REASON.validate_json(answer)
            except (OSError, EOFError, ValueError):
                self._stop()
                _log.warning("a paper was too hard to show")
                return Unreadable("too_hard")


def _pages(content: bytes) -> bytes:
    # What nests deeper is given up here, and not by the parent, which reads the pages again from a deeper call.
    sys.setrecursionlimit(_DEEPEST)
    made = pages_of(content)
    return _SHOWN + made if isinstance(made, bytes) else _REASON.dump_json(made)
