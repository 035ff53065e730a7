"""A child process that looks at strangers' files with little time and memory, and is replaced when it dies.

One warm child serves all questions, one after the other: starting one costs most of a second, a form some milliseconds.
"""

import logging
import multiprocessing
import signal
import sys
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from types import TracebackType
from typing import Self

_START_SECONDS = 30.0


class Child:
    """Answers bytes with bytes, in a child process. `answer` must be known by name, so that the child can find it.

    `seconds` is the time for one question, `memory` the child's address space in bytes, `longest` the bytes it may send
    back. Safe to use from several threads; each waits its turn.
    """

    def __init__(self, answer: Callable[[bytes], bytes], *, seconds: float, memory: int, longest: int) -> None:
        self._answer = answer
        self.seconds = seconds
        self._memory = memory
        self._longest = longest
        self._turn = threading.Lock()
        self._child: SpawnProcess | None = None
        self._line: Connection | None = None

    def warm_up(self) -> None:
        """Start the child now, so that the first question need not wait for it."""
        with self._turn:
            self._connect()

    @property
    def child_id(self) -> int | None:
        """The process id of the child, for whoever watches over the machine; None when there is none."""
        return self._child.pid if self._child is not None else None

    def close(self) -> None:
        """End the child. It may be asked again; another is then started."""
        with self._turn:
            self._stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask(self, content: bytes) -> bytes:
        """The child's answer; raises `OSError` or `EOFError` when it took too long, or died. Hold the turn."""
        line = self._connect()
        line.send_bytes(content)
        if not line.poll(self.seconds):
            raise TimeoutError
        return line.recv_bytes(self._longest)

    def _connect(self) -> Connection:
        if self._line is not None and self._child is not None and self._child.is_alive():
            return self._line
        self._stop()
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        limits = (self._memory, max(1, round(self.seconds)))
        self._child = context.Process(target=_serve, args=(theirs, self._answer, limits), daemon=True)
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


def _serve(line: Connection, answer: Callable[[bytes], bytes], limits: tuple[int, int]) -> None:
    """The child's whole life: questions in, answers out, until the parent hangs up."""
    memory, seconds = limits
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.disable()  # a library's warnings may quote what a file says
    _limit_memory(memory)
    line.send_bytes(b"!")
    while True:
        try:
            content = line.recv_bytes()
        except (EOFError, OSError):
            return
        _limit_time(seconds)
        line.send_bytes(answer(content))


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
        # Only the soft limit moves: the hard one, once lowered, could not be raised for the next question.
        resource.setrlimit(resource.RLIMIT_CPU, (ends, resource.getrlimit(resource.RLIMIT_CPU)[1]))
