"""Disk operations that are durable when they return, and the lock that keeps a second process out."""

import errno
import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from panel.errors import StoreBusy, StoreError

_CHUNK = 1 << 20


@contextmanager
def explained(what: str) -> Iterator[None]:
    """Turn an `OSError` inside into a `StoreError` that says what could not be done and why."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"{what}: {error.strerror or error}. Nothing was changed.") from error


def write_all(handle: int, content: bytes) -> None:
    """Write every byte in one call; raises `OSError`, also when only a part fitted."""
    if os.write(handle, content) != len(content):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def write_at(handle: int, content: bytes, place: int) -> None:
    """Write every byte from `place` on, in one call, and wait until it is on the disk; raises `OSError`."""
    if os.pwrite(handle, content, place) != len(content):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    os.fdatasync(handle)


def cut(handle: int, end: int) -> None:
    """Shorten a file to `end` bytes, durably; raises `OSError`."""
    os.ftruncate(handle, end)
    os.fsync(handle)


def sync_folder(folder: Path) -> None:
    """Make new and renamed entries of a folder durable; raises `OSError`."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """Make a folder and its missing parents, readable by this account only, durably."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    sync_folder(folder.parent)


def write_file(path: Path, content: bytes) -> None:
    """Put a whole file in place at once and durably: a reader sees the old one, or all of the new one."""
    handle, name = tempfile.mkstemp(prefix=f"{path.name}.", suffix=".part", dir=path.parent)
    try:
        try:
            for start in range(0, len(content), _CHUNK):
                write_all(handle, content[start : start + _CHUNK])
            os.fsync(handle)
        finally:
            os.close(handle)
        os.replace(name, path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def copy_file(source: Path, target: Path, *, end: int | None = None) -> None:
    """Copy what a file holds now, or its first `end` bytes, durably; what is added meanwhile stays out."""
    with source.open("rb") as reader, target.open("wb") as writer:
        os.fchmod(writer.fileno(), 0o600)
        left = os.fstat(reader.fileno()).st_size if end is None else end
        while chunk := reader.read(min(_CHUNK, left)):
            writer.write(chunk)
            left -= len(chunk)
        writer.flush()
        os.fsync(writer.fileno())


class FolderLock:
    """Held for as long as a process has the store open; the system drops it when the process dies."""

    def __init__(self, folder: Path) -> None:
        self._handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(self._handle)
            raise StoreBusy(
                f"The store in {folder} is in use. Stop the process that has it open first; only one may."
            ) from error
        except BaseException:
            os.close(self._handle)
            raise

    def release(self) -> None:
        """Let another process have the store."""
        os.close(self._handle)
