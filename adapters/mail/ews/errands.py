"""What is asked of Exchange: each function is an errand, run in the worker's thread; it raises exchangelib's errors."""

import hashlib
from dataclasses import dataclass
from typing import Any

from exchangelib import Folder, FolderCollection, Message
from exchangelib.errors import (
    ErrorFolderExists,
    ErrorFolderNotFound,
    ErrorItemNotFound,
    ErrorToFolderNotFound,
)
from exchangelib.folders import SHALLOW
from exchangelib.services import CreateFolder

from adapters.mail.ews.connection import Connection
from adapters.mail.limits import MOST_LINES

_LARGEST_PAGE = 500
"""Mails listed in one answer; Exchange gives 1,000 at most."""
_END = b"\r\n" * (MOST_LINES + 1)
"""The end of the headers and a body of so many blank lines that it is refused, as the real one would be."""


@dataclass(frozen=True)
class Listed:
    """A mail in the inbox by Exchange's own name, which changes when it is moved; its size in bytes."""

    id: str
    size: int


def oldest(connection: Connection, most: int) -> list[Listed]:
    """The mails in the inbox that came first. The inbox itself says what waits, so no state can be lost."""
    found = connection.inbox.all().only("size").order_by("datetime_received")
    found.page_size = min(most, _LARGEST_PAGE)
    return [Listed(item.id, item.size or 0) for item in found[:most]]


def content(connection: Connection, mail_id: str) -> bytes | None:
    """A mail as it was received; None when it has gone."""
    got = _fetched(connection, mail_id, "mime_content")
    return None if got is None else bytes(got.mime_content or b"")


def head(connection: Connection, mail_id: str) -> bytes | None:
    """Its headers, without the body; None when it has gone. It is read as a mail that is too big."""
    got = _fetched(connection, mail_id, "headers")
    if got is None:
        return None
    headers = got.headers or []
    lines = [f"{header.name}: {' '.join((header.value or '').split())}\r\n" for header in headers]
    return "".join(lines).encode("utf-8", "replace") + _END


def without_anything(mail_id: str) -> bytes:
    """What is read for a mail of which Exchange gives not even the headers, so that a person looks at it."""
    return f"Message-ID: <{hashlib.sha256(mail_id.encode()).hexdigest()}@no-message-id.invalid>\r\n".encode() + _END


def move(connection: Connection, mail_id: str, name: str) -> None:
    """Move a mail to the folder of this name beside the inbox; nothing happens when it has gone."""
    try:
        _moved(connection, mail_id, _folder(connection, name))
    except (ErrorFolderNotFound, ErrorToFolderNotFound):
        # Somebody deleted the folder since it was found.
        connection.folders.clear()
        _moved(connection, mail_id, _folder(connection, name))


def send(connection: Connection, mime: bytes) -> None:
    """Send a mail as it was composed, and keep a copy in Sent Items."""
    Message(account=connection.account, folder=connection.sent, mime_content=mime, is_read=True).send_and_save()


def was_sent(connection: Connection, message_id: str) -> bool:
    """Whether a mail with this Message-ID is in Sent Items, or on its way there in the Outbox."""
    places = FolderCollection(connection.account, [connection.sent, connection.outbox])
    return bool(places.filter(message_id=message_id).exists())


def _fetched(connection: Connection, mail_id: str, field: str) -> Any:
    [got] = connection.account.fetch([(mail_id, None)], only_fields=[field])
    if isinstance(got, ErrorItemNotFound):
        return None
    if isinstance(got, Exception):
        raise got
    return got


def _moved(connection: Connection, mail_id: str, folder: Folder) -> None:
    for result in connection.account.bulk_move([(mail_id, None)], to_folder=folder):
        if isinstance(result, Exception) and not isinstance(result, ErrorItemNotFound):
            raise result


def _folder(connection: Connection, name: str) -> Folder:
    """The folder, found once and made when it is missing."""
    if name not in connection.folders:
        connection.folders[name] = _find(connection, name) or _make(connection, name)
    return connection.folders[name]


def _find(connection: Connection, name: str) -> Folder | None:
    found = FolderCollection(connection.account, [connection.top]).find_folders(depth=SHALLOW)
    return next((folder for folder in found if folder.name == name), None)


def _make(connection: Connection, name: str) -> Folder:
    account = connection.account
    # Folder.save() would first fetch every folder there is.
    wanted = Folder(root=account.root, name=name, folder_class="IPF.Note")
    try:
        return CreateFolder(account=account).get(parent_folder=connection.top, folders=[wanted])
    except ErrorFolderExists:  # somebody was faster
        return _find(connection, name)
