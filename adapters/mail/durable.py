"""Files written so that they outlast a crash or a power cut."""

import os
from pathlib import Path


def write(path: Path, content: bytes) -> None:
    """Write the bytes and have the disk keep them; the name needs `sync` of its folder."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync(folder: Path) -> None:
    """Make renames in this folder outlast a power cut."""
    if os.name == "nt":
        return  # Windows cannot open a folder to sync it, and NTFS journals renames itself.
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def put_in_place(path: Path, content: bytes) -> None:
    """Replace a file whole: after a crash it is the old one or the new one."""
    beside = path.with_name(path.name + ".tmp")
    write(beside, content)
    beside.replace(path)
    sync(path.parent)
