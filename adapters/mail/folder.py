"""A mailbox made of four folders of .eml files: for a machine without Exchange, for training and for tests."""

import asyncio
import hashlib
import logging
import os
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from adapters.mail.durable import sync as _sync
from adapters.mail.durable import write as _write
from adapters.mail.write import bracketed, compose
from panel.errors import DeliveryFailed, DeliveryInDoubt
from panel.ports import Clock, OutgoingMail, RawMail

log = logging.getLogger("panel_clerk.mail")

MOST_AT_ONCE = 50
MOST_BYTES = 30 * 1024 * 1024
"""Bytes given of one file. Reading refuses mails over 25 MiB, so nothing is lost by leaving the rest."""
MOST_BYTES_AT_ONCE = 64 * 1024 * 1024
"""Once this much is held no more mails are given at a time."""


class FolderMailbox:
    """`inbox` holds what waits; `processed` and `attention` what was dealt with; `sent` what went out.

    Put a mail into the inbox under a name ending in .tmp and rename it, so that it is never read half written.
    """

    def __init__(self, folder: Path, address: str, clock: Clock) -> None:
        self._inbox, self._sent = folder / "inbox", folder / "sent"
        self._done = {False: folder / "processed", True: folder / "attention"}
        self._address = address
        self._clock = clock
        for place in (self._inbox, self._sent, *self._done.values()):
            place.mkdir(parents=True, exist_ok=True)

    async def waiting(self, besides: Collection[str] = ()) -> list[RawMail]:
        """The first 50 mails by file name, `besides` left out; fewer when they are large, each cut at 30 MiB.

        One that cannot be read is passed over, so that it does not stop those behind it. Raises `DeliveryFailed`.
        """
        return await asyncio.to_thread(self._waiting, frozenset(besides))

    async def file(self, handle: str, *, attention: bool) -> None:
        """Move a mail out of the inbox; a name already taken there gets a number. Nothing happens if it has gone.

        Raises `DeliveryFailed`.
        """
        await asyncio.to_thread(self._file, handle, self._done[attention])

    async def send(self, mail: OutgoingMail) -> None:
        """Put the mail into `sent`; the same Message-ID again leaves one copy.

        Raises `DeliveryFailed`, permanent when the mail itself cannot be sent, and `DeliveryInDoubt`.
        """
        await asyncio.to_thread(self._send, mail)

    async def was_sent(self, message_id: str) -> bool:
        """Whether a mail with this Message-ID is in `sent`."""
        return await asyncio.to_thread(self._copy_of(message_id).exists)

    async def close(self) -> None:
        """Nothing is held open."""

    def _waiting(self, besides: Collection[str]) -> list[RawMail]:
        found: list[RawMail] = []
        held = 0
        for name in (each for each in self._listed() if each not in besides):
            content = self._content(name)
            if content is not None:
                found.append(RawMail(name, content))
                held += len(content)
            if len(found) == MOST_AT_ONCE or held >= MOST_BYTES_AT_ONCE:
                break
        return found

    def _listed(self) -> list[str]:
        try:
            return sorted(entry.name for entry in os.scandir(self._inbox) if _is_mail(entry))
        except OSError as error:
            raise DeliveryFailed("the mail folder cannot be read") from error

    def _content(self, name: str) -> bytes | None:
        try:
            with (self._inbox / name).open("rb") as file:
                return file.read(MOST_BYTES)
        except FileNotFoundError:
            return None  # it has been filed since the folder was listed
        except OSError as error:
            log.error("a mail in the folder cannot be read", extra={"why": type(error).__name__})
            return None

    def _file(self, handle: str, place: Path) -> None:
        if Path(handle).name != handle or handle.startswith("."):
            raise ValueError("a handle is the name of a file in the inbox")
        target = _free_name(place, handle)
        try:
            with suppress(FileNotFoundError):
                (self._inbox / handle).rename(target)
                _sync(place)
                _sync(self._inbox)
        except OSError as error:
            raise DeliveryFailed("a mail cannot be moved in the mail folder") from error

    def _send(self, mail: OutgoingMail) -> None:
        try:
            content = compose(mail, mail.sender or self._address, self._clock())
        except ValueError as error:
            raise DeliveryFailed("the mail cannot be composed", permanent=True) from error
        target = self._copy_of(mail.message_id)
        try:
            _write(target.with_suffix(".tmp"), content)
            target.with_suffix(".tmp").replace(target)
        except OSError as error:
            raise DeliveryFailed("the mail folder cannot be written") from error
        try:
            _sync(self._sent)
        except OSError as error:
            raise DeliveryInDoubt("the mail folder may not have kept the mail") from error

    def _copy_of(self, message_id: str) -> Path:
        """Where the mail lies; its name says nothing of whom or what it is about."""
        return self._sent / f"{hashlib.sha256(bracketed(message_id).encode()).hexdigest()}.eml"


def _is_mail(entry: "os.DirEntry[str]") -> bool:
    return entry.is_file(follow_symlinks=False) and not entry.name.startswith(".") and not entry.name.endswith(".tmp")


def _free_name(place: Path, name: str) -> Path:
    target, number = place / name, 1
    while target.exists():
        number += 1
        target = place / f"{Path(name).stem}-{number}{Path(name).suffix}"
    return target
