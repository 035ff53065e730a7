"""Files people attach, kept under addresses nobody can guess, as OneDrive's download links are."""

import secrets
from pathlib import Path
from urllib.parse import quote

from desk.chats import SharedFile


class Shelf:
    """A folder of attached files; `address` is the desk's own."""

    def __init__(self, folder: Path, address: str) -> None:
        self._folder = folder
        self._address = address

    def put(self, name: str, content: bytes) -> SharedFile:
        """Keep a file and give it a download address."""
        token = secrets.token_urlsafe(16)
        place = self._folder / token
        place.mkdir(parents=True)
        plain = Path(name.replace("\\", "/")).name or "file"
        (place / plain).write_bytes(content)
        return SharedFile(plain, f"{self._address}/files/{token}/{quote(plain)}", len(content))

    def find(self, token: str, name: str) -> Path | None:
        """Where a file lies, or None when there is no such address."""
        for place in self._folder.glob("*"):
            if secrets.compare_digest(place.name.encode(), token.encode()):
                return next((file for file in place.iterdir() if file.name == name), None)
        return None
