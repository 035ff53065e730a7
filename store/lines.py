"""The frame round one journal line: its number, its length and checksums of both the frame and the payload.

A line is `number length crc32(payload) crc32(frame) payload newline`, in fixed-width text. The frame has a
checksum of its own, so that a damaged length cannot pass for a line that was never finished.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from zlib import crc32

from panel.errors import StoreDamaged

_FRAME = 40
_NEVER_WRITTEN = bytes(8)
"""A block that a power cut left allotted but unwritten reads as zeros, which JSON text never holds."""


def damaged(path: Path, line: int, what: str) -> StoreDamaged:
    """The error for a file that is not as it was written; `line` counts from 1."""
    return StoreDamaged(
        f"{path}, line {line}: {what}. Nothing was changed. Move this folder away and put back the newest "
        f"good backup: panel-clerk restore BACKUP {path.parent}"
    )


def _frame(number: int, length: int, checksum: int) -> bytes:
    stated = b"%010d %010d %08x " % (number, length, checksum)
    return stated + b"%08x " % crc32(stated)


def framed(number: int, payload: bytes) -> bytes:
    """The payload as the line with this number, counted from 0."""
    return _frame(number, len(payload), crc32(payload)) + payload + b"\n"


def _stated(frame: bytes, number: int) -> tuple[int, int] | None:
    try:
        length, checksum = int(frame[11:21]), int(frame[22:30], 16)
    except ValueError:
        return None
    return (length, checksum) if frame == _frame(number, length, checksum) else None


def read_lines(file: BinaryIO, path: Path) -> Iterator[tuple[bytes, int]]:
    """Each payload with the offset at which its line ends.

    Stops at zeros that reach to the end, which is room for later lines, and before a last line that was never
    finished; raises `StoreDamaged` at any other fault.
    """
    number = end = 0
    while frame := file.read(_FRAME):
        stated = _stated(frame, number)
        payload = file.read(stated[0]) if stated else b""
        if stated != (len(payload), crc32(payload)):
            file.seek(end)
            if not _unfinished(file.read(), number):
                raise damaged(path, number + 1, "the checksum, the length or the order is wrong")
            return
        newline = file.read(1)
        # A whole payload that lacks only its newline has lost nothing and is taken, but only as the last one.
        if newline != b"\n" and (newline not in (b"", b"\0") or any(file.read())):
            raise damaged(path, number + 1, "the end of the line is wrong")
        end += _FRAME + len(payload) + 1
        yield payload, end
        number += 1


def _unfinished(rest: bytes, number: int) -> bool:
    """Whether the end of a file is room, or the start of one line that a crash cut short."""
    tail = rest.rstrip(b"\0")
    if b"\n" in tail[:-1]:
        return False
    if not tail or _NEVER_WRITTEN in tail:
        return True
    if len(tail) < _FRAME:
        return (b"%010d " % number).startswith(tail[:11]) and not tail.endswith(b"\n")
    stated = _stated(tail[:_FRAME], number)
    return stated is not None and len(tail) < _FRAME + stated[0]
