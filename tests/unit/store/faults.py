"""A disk that fails, or a process that dies, at a chosen call."""

import errno
import os
from collections.abc import Callable
from typing import Any

import pytest

CALLS = ("open", "write", "pwrite", "fsync", "fdatasync", "ftruncate", "replace")


class Died(BaseException):
    """The process was killed: nothing after this point runs, so nothing may catch it."""


class FaultyDisk:
    """Counts the disk calls made inside `with`; the one numbered `at` (from 1) fails, and `fired` says if it came.

    `how` is `error` (the call fails), `lasting` (and so does every later one), `short` (a write takes half,
    then the disk is full), `died` (the process ends before the call) or `died halfway` (a write takes half,
    then the process ends).
    """

    def __init__(self, at: int, how: str = "error") -> None:
        self.at, self.how, self.fired, self.calls = at, how, False, 0
        self._patch = pytest.MonkeyPatch()

    def __enter__(self) -> "FaultyDisk":
        for name in CALLS:
            self._patch.setattr(os, name, self._failing(name, getattr(os, name)))
        return self

    def __exit__(self, *_: object) -> None:
        self._patch.undo()

    def _failing(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            self.calls += 1
            if self.calls < self.at or (self.fired and self.how in ("error", "short")):
                return real(*arguments, **named)
            first, self.fired = not self.fired, True
            if name in ("write", "pwrite") and first and self.how in ("short", "died halfway"):
                handle, content, *place = arguments
                taken = real(handle, content[: len(content) // 2], *place)
                if self.how == "short":
                    return taken
            if self.how.startswith("died"):
                raise Died
            raise OSError(errno.EIO, os.strerror(errno.EIO))

        return call
