"""Strangers' forms are read in a child process that may use little time and memory, and is replaced when it dies.

One warm child serves all forms, one after the other: starting one costs most of a second, a form some milliseconds.
"""

import logging
import multiprocessing
import signal
import sys
import threading
from collections.abc import Mapping
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from types import TracebackType
from typing import Self

from pydantic import TypeAdapter

from adapters.documents.form_in import read_form
from adapters.documents.reading import FormReading, Unreadable
from panel.profile import Profile

_log = logging.getLogger("panel_clerk.documents")
_RESULT: TypeAdapter[FormReading | Unreadable] = TypeAdapter(FormReading | Unreadable)
"""How a reading crosses over. JSON, not pickle: a child that was taken over must not run code in the parent."""
_START_SECONDS = 30.0
_LONGEST_ANSWER = 32 * 1024 * 1024
"""Bytes the child may send back: four times the largest part it reads."""


class Sandbox:
    """Reads forms in a child process. `seconds` is the time for one form, `memory` the child's address space in bytes.

    Safe to use from several threads; each waits its turn.
    """

    def __init__(
        self, profiles: Mapping[str, Profile], *, seconds: float = 10.0, memory: int = 512 * 1024 * 1024
    ) -> None:
        self._profiles = dict(profiles)
        self.seconds = seconds
        self._memory = memory
        self._turn = threading.Lock()
        self._child: SpawnProcess | None = None
        self._line: Connection | None = None

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
        limits = (self._memory, max(1, round(self.seconds)))
        self._child = context.Process(target=_serve, args=(theirs, self._profiles, limits), daemon=True)
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


def _serve(line: Connection, profiles: dict[str, Profile], limits: tuple[int, int]) -> None:
    """The child's whole life: forms in, readings out, until the parent hangs up."""
    memory, seconds = limits
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_memory(memory)
    line.send_bytes(b"!")
    while True:
        try:
            content = line.recv_bytes()
        except (EOFError, OSError):
            return
        _limit_time(seconds)
        line.send_bytes(_RESULT.dump_json(_read(content, profiles)))


def _read(content: bytes, profiles: dict[str, Profile]) -> FormReading | Unreadable:
    try:
        return read_form(content, profiles)
    except (MemoryError, RecursionError):
        return Unreadable("too_hard")


def _limit_memory(size: int) -> None:
    # Windows has no such limits; the time limit of the parent holds there too.
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (size, size))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _limit_time(seconds: int) -> None:
    if sys.platform != "win32":
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        ends = int(used.ru_utime + used.ru_stime) + seconds + 1
        # Only the soft limit moves: the hard one, once lowered, could not be raised for the next form.
        resource.setrlimit(resource.RLIMIT_CPU, (ends, resource.getrlimit(resource.RLIMIT_CPU)[1]))
