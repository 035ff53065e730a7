"""Files that a person attached: fetched only from Microsoft's file hosts, within a size and a time."""

import mimetypes
import re
import ssl
from collections.abc import Callable, Mapping
from functools import partial
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urljoin, urlsplit

from adapters.teams.hosts import Hosts
from panel.errors import Refused
from panel.ports import IncomingFile

DOWNLOAD = "application/vnd.microsoft.teams.file.download.info"
"""How Teams marks a file attached in a personal chat (msteams-docs, bots and files)."""

_REDIRECTS = 3
_CHUNK = 64 * 1024
_SOCKET_SECONDS = 10.0
_NOT_FETCHED = "The file could not be fetched from Teams. Please attach it again."
_UNSEEN = re.compile(r"[\x00-\x1f\x7f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_OFFICE = "application/vnd.openxmlformats-officedocument."
_TYPES = {
    "docx": _OFFICE + "wordprocessingml.document",
    "xlsx": _OFFICE + "spreadsheetml.sheet",
    "pptx": _OFFICE + "presentationml.presentation",
    "msg": "application/vnd.ms-outlook",
}


class Downloads:
    """Fetches attached files. `seconds` is for the whole download, `limit` is bytes."""

    def __init__(self, hosts: Hosts, *, limit: int, seconds: float, clock: Callable[[], float]) -> None:
        self._hosts = hosts
        self._limit = limit
        self._seconds = seconds
        self._clock = clock

    def files_in(self, activity: Mapping[str, Any]) -> tuple[IncomingFile, ...]:
        """The files attached to a message, none of them fetched yet."""
        attached = activity.get("attachments")
        found = attached if isinstance(attached, list) else []
        return tuple(self._file(one) for one in found if isinstance(one, dict) and one.get("contentType") == DOWNLOAD)

    def fetch(self, url: str) -> bytes:
        """The bytes behind an address, blocking. Raises `Refused` when they may not or cannot be had."""
        ends = self._clock() + self._seconds
        try:
            for _ in range(_REDIRECTS + 1):
                if not self._hosts.allows(url):
                    raise Refused("The file is not kept in Teams or SharePoint, so it was not fetched.")
                content, url = self._step(url, ends)
                if content is not None:
                    return content
        except (OSError, HTTPException, ValueError) as error:
            raise Refused(_NOT_FETCHED) from error
        raise Refused(_NOT_FETCHED)

    def _file(self, attachment: Mapping[str, Any]) -> IncomingFile:
        content = attachment.get("content")
        url = content.get("downloadUrl") if isinstance(content, dict) else None
        name = shown_name(attachment.get("name"))
        return IncomingFile(name, _content_type(name), partial(self.fetch, url if isinstance(url, str) else ""))

    def _step(self, url: str, ends: float) -> tuple[bytes | None, str]:
        """One request: the content, or None and the address it was redirected to."""
        parts = urlsplit(url)
        connection = _connect(parts.scheme, parts.hostname or "", parts.port)
        try:
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request("GET", path, headers={"Accept-Encoding": "identity"})
            answer = connection.getresponse()
            if answer.status in (301, 302, 303, 307, 308):
                return None, urljoin(url, answer.getheader("Location", ""))
            return self._content(answer, ends), url
        finally:
            connection.close()

    def _content(self, answer: HTTPResponse, ends: float) -> bytes:
        if answer.status != 200:
            raise Refused(_NOT_FETCHED)
        content = bytearray()
        while chunk := answer.read1(_CHUNK):
            content += chunk
            if len(content) > self._limit:
                raise Refused(f"The file is larger than {self._limit // 1024 // 1024} MB. Please send a smaller one.")
            if self._clock() > ends:
                raise Refused("The file took too long to arrive. Please attach it again.")
        if answer.length:  # the sender promised more than came
            raise Refused(_NOT_FETCHED)
        return bytes(content)


def shown_name(given: object) -> str:
    """A file name safe to show: no folders, no invisible or reversing characters, at most 150 characters."""
    name = PurePosixPath(_UNSEEN.sub("", str(given or "")).replace("\\", "/")).name.strip(" .")
    stem, dot, ending = name.rpartition(".")
    return (f"{stem[:130]}{dot}{ending[:19]}" if stem else name[:150]) or "file"


def _content_type(name: str) -> str:
    ending = name.rpartition(".")[2].lower()
    return _TYPES.get(ending) or mimetypes.guess_type(name)[0] or "application/octet-stream"


def _connect(scheme: str, host: str, port: int | None) -> HTTPConnection:
    if scheme == "http":
        return HTTPConnection(host, port, timeout=_SOCKET_SECONDS)
    return HTTPSConnection(host, port, timeout=_SOCKET_SECONDS, context=ssl.create_default_context())
