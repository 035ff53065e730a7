"""The journal file, open for writing: appends whole lines durably, or takes back what it began."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from panel.errors import StoreError
from store.files import cut, sync_folder, write_all, write_at
from store.lines import framed

_BATCH = 1 << 20
_ROOM = 1 << 20


class Log:
    """An open journal file of `lines` good lines that end at byte `size`."""

    def __init__(self, handle: int, path: Path) -> None:
        self._handle = handle
        self._path = path
        self._untidy = True
        self._room = 0
        self.lines = 0
        self.size = 0

    @classmethod
    def opened(cls, path: Path, *, lines: int, size: int) -> "Log":
        """Open an existing journal and durably cut off what follows the last line. Raises `OSError`."""
        log = cls(os.open(path, os.O_WRONLY), path)
        log.lines, log.size = lines, size
        try:
            os.pwrite(log._handle, b"\n", size - 1)  # a crash can take this one byte of the last line
            log._tidy()
        except OSError:
            log.close()
            raise
        return log

    @classmethod
    def written(cls, path: Path, payloads: Iterable[bytes]) -> "Log":
        """Put a new journal in the place of any old one, at once. Raises `OSError`, with the old one kept.

        Its name in the folder is durable only after `settle`, which the next append does if nobody did.
        """
        fresh = path.with_suffix(".new")
        log = cls(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), path)
        try:
            log._fill(payloads)
            os.replace(fresh, path)
        except OSError:
            log.close()
            fresh.unlink(missing_ok=True)
            raise
        return log

    def _fill(self, payloads: Iterable[bytes]) -> None:
        waiting = bytearray()
        for payload in payloads:
            waiting += framed(self.lines, payload)
            self.lines += 1
            if len(waiting) > _BATCH:
                write_all(self._handle, bytes(waiting))
                self.size += len(waiting)
                waiting.clear()
        write_all(self._handle, bytes(waiting))
        os.fsync(self._handle)
        self.size += len(waiting)

    def append(self, payload: bytes) -> None:
        """Write one line and wait for the disk. Raises `StoreError`, with the file as it was before."""
        line = framed(self.lines, payload)
        try:
            self.settle()
            # Whatever interrupts the write, the next one starts by cutting back to the last good line.
            self._untidy = True
            self._make_room(len(line))
            write_at(self._handle, line, self.size)
        except OSError as error:
            with suppress(OSError):
                self.settle()
            raise StoreError(
                f"The record could not be written ({error.strerror or error}), so nothing was changed. "
                f"Check the disk that holds {self._path.parent}, then try again."
            ) from error
        self._untidy = False
        self.lines += 1
        self.size += len(line)

    def _make_room(self, length: int) -> None:
        """Write zeros ahead of the lines, so that a line does not change the file's size: that halves its sync."""
        if self.size + length > self._room:
            zeros = bytes(length + _ROOM)
            write_at(self._handle, zeros, self.size)
            self._room = self.size + len(zeros)

    def settle(self) -> None:
        """Finish what an earlier fault left undone. Raises `OSError` while the fault lasts."""
        if self._untidy:
            self._tidy()

    def _tidy(self) -> None:
        cut(self._handle, self.size)
        self._room = self.size
        sync_folder(self._path.parent)
        self._untidy = False

    def close(self) -> None:
        """Let go of the file, without the room at its end when it can be taken off."""
        with suppress(OSError):
            os.ftruncate(self._handle, self.size)
        os.close(self._handle)
