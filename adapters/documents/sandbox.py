"""Strangers' forms are read in a child process that may use little time and memory, and is replaced when it dies.

One warm child serves all forms, one after the other: starting one costs most of a second, a form some milliseconds.
"""

import json
import logging
import multiprocessing
import threading
from collections.abc import Collection, Mapping
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from types import TracebackType
from typing import Self

from adapters.documents.confined import RESULT, serve
from adapters.documents.reading import FormReading, Unreadable
from panel.profile import Profile

_log = logging.getLogger("panel_clerk.documents")
_START_SECONDS = 30.0
_LONGEST_ANSWER = 32 * 1024 * 1024
"""Bytes the child may send back: four times the largest part it reads."""


class Sandbox:
    """Reads forms in a child process. `seconds` is the time for one form, `memory` the child's address space in bytes.

    Safe to use from several threads; each waits its turn.
    """

    def __init__(
        self, profiles: Mapping[str, Profile], *, seconds: float = 1.5, memory: int = 512 * 1024 * 1024
    ) -> None:
        # Of a profile the child needs no more: the rest would only make it slow to start.
        self._forms = {panel: profile.form for panel, profile in profiles.items()}
        self.seconds = seconds
        self._memory = memory
        self._turn = threading.Lock()
        self._child: SpawnProcess | None = None
        self._line: Connection | None = None

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

    def warm_up(self) -> None:
        """Start the child now, so that the first form need not wait for it."""
        with self._turn:
            self._connect()

    @property
    def child_id(self) -> int | None:
        """The process id of the child, for whoever watches over the machine; None when there is none."""
        return self._child.pid if self._child is not None else None

    def close(self) -> None:
        """End the child. The sandbox may be used again; it then starts another."""
        with self._turn:
            self._stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask(self, content: bytes) -> bytes:
        line = self._connect()
        line.send_bytes(content)
        if not line.poll(self.seconds):
            raise TimeoutError
        return line.recv_bytes(_LONGEST_ANSWER)

    def _connect(self) -> Connection:
        if self._line is not None and self._child is not None and self._child.is_alive():
            return self._line
        self._stop()
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        limits = (self._memory, self.seconds)
        self._child = context.Process(target=serve, args=(theirs, self._forms, *limits), daemon=True)
        self._child.start()
        theirs.close()
        self._line = ours
        if not ours.poll(_START_SECONDS):
            raise TimeoutError
        ours.recv_bytes(1)
        return ours

    def _stop(self) -> None:
        if self._line is not None:
            self._line.close()
        if self._child is not None:
            self._child.kill()
            self._child.join()
            self._child.close()
        self._line = self._child = None
