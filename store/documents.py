"""Files in a folder, each under the SHA-256 of its content: `panel.ports.Documents` for one machine."""

import hashlib
import re
import shutil
from pathlib import Path

from panel.errors import StoreDamaged, Unknown
from store.files import explained, make_folder, sync_folder, write_file

_DIGEST = re.compile(r"[0-9a-f]{64}")


class FolderDocuments:
    """Documents in two levels of folders by the first four digits of the digest; no name or type is kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, content: bytes) -> str:
        """Keep the bytes durably; returns their SHA-256 in hex. Raises `StoreError` when the disk refuses.

        A copy that is there and sound is kept; one that was damaged is put right.
        """
        digest = hashlib.sha256(content).hexdigest()
        path = self._path(digest)
        with explained("The document could not be stored"):
            make_folder(path.parent)
            if path.exists() and path.read_bytes() == content:
                sync_folder(path.parent)  # the put that made it may have died before it came to this
            else:
                write_file(path, content)
        return digest

    def get(self, digest: str) -> bytes:
        """The bytes; raises `Unknown`, `StoreDamaged` when they differ, `StoreError` when the disk fails."""
        if not _DIGEST.fullmatch(digest):
            raise Unknown("There is no such document.")
        path = self._path(digest)
        if not path.exists():
            raise Unknown("There is no such document.")
        with explained("The document could not be read"):
            content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != digest:
            raise StoreDamaged(f"The document {digest} is not what was stored. Put it back from a backup.")
        return content

    def free(self) -> int:
        """Bytes left for anybody on the disk. Raises `StoreError`."""
        with explained("The room on the disk could not be asked for"):
            make_folder(self._folder)
            return shutil.disk_usage(self._folder).free

    def _path(self, digest: str) -> Path:
        return self._folder / digest[:2] / digest[2:4] / digest
