"""The panel mailbox as a folder of .eml files, which the clerk reads and writes too."""

import os
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import format_datetime, make_msgid
from html import unescape
from mimetypes import guess_type
from pathlib import Path

FOLDERS = ("inbox", "processed", "attention", "sent")
SHOWN_IN_A_FOLDER = 200
UNKNOWN_TYPE = "application/octet-stream"
TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Letter:
    """A mail somebody writes to a panel; attachments are (name, bytes)."""

    sender: str
    to: str
    subject: str
    body: str = ""
    attachments: Sequence[tuple[str, bytes]] = ()


@dataclass(frozen=True)
class Enclosure:
    """An attachment of a mail that is being read; its place in the list is its number."""

    name: str
    content_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Reading:
    """A mail in readable form."""

    name: str
    sender: str
    to: str
    subject: str
    date: str
    text: str
    enclosures: tuple[Enclosure, ...] = ()


class Mailbox:
    """Four folders: what arrived, what the clerk dealt with, what needs a person, and what it sent."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        for name in FOLDERS:
            (folder / name).mkdir(parents=True, exist_ok=True)

    def write(self, letter: Letter, now: datetime) -> str:
        """Put a mail into the inbox; returns its name. Raises `ValueError` for a line break in a header."""
        return self.drop(as_mail(letter, now).as_bytes(policy=policy.SMTP), now)

    def drop(self, raw: bytes, now: datetime) -> str:
        """Put a mail, as it is, into the inbox; it appears there whole or not at all."""
        name = f"{now:%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}.eml"
        place = self._folder / "inbox" / name
        waiting = place.with_suffix(".eml.tmp")
        waiting.write_bytes(raw)
        os.replace(waiting, place)
        return name

    def names(self, folder: str) -> list[str]:
        """File names in one folder, newest first, no more than are shown; empty for an unknown folder."""
        if folder not in FOLDERS:
            return []
        newest_first = sorted((self._folder / folder).glob("*.eml"), key=_arrived, reverse=True)
        return [file.name for file in newest_first[:SHOWN_IN_A_FOLDER]]

    def raw(self, folder: str, name: str) -> bytes | None:
        """A mail's bytes, or None when it is not in that folder (any more)."""
        if name not in self.names(folder):
            return None
        try:
            return (self._folder / folder / name).read_bytes()
        except FileNotFoundError:  # the clerk moved it in between
            return None

    def read(self, folder: str, name: str) -> Reading | None:
        """A mail in readable form, or None when it is not in that folder (any more)."""
        raw = self.raw(folder, name)
        return None if raw is None else reading(name, raw)

    def readings(self, folder: str) -> list[Reading]:
        """Every shown mail of a folder in readable form, newest first."""
        return [mail for name in self.names(folder) if (mail := self.read(folder, name))]


def as_mail(letter: Letter, now: datetime) -> EmailMessage:
    """The letter as a mail, with a date and a Message-ID of its own."""
    mail = EmailMessage()
    mail["From"] = letter.sender
    mail["To"] = letter.to
    mail["Subject"] = letter.subject
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = make_msgid(domain="council.example")
    mail.set_content(letter.body or "\n")
    for name, content in letter.attachments:
        main, _, sub = (guess_type(name)[0] or UNKNOWN_TYPE).partition("/")
        mail.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return mail


def _arrived(file: Path) -> tuple[int, str]:
    try:
        return file.stat().st_mtime_ns, file.name
    except FileNotFoundError:  # the clerk moved it in between
        return 0, file.name


def reading(name: str, raw: bytes) -> Reading:
    """A mail in readable form: read by the modern rules, else the lenient old ones, else shown raw."""
    for rules in (policy.default, policy.compat32):
        try:
            return _parsed(name, message_from_bytes(raw, policy=rules))
        except Exception:  # noqa: BLE001, S112  # the parser raises nearly anything on a broken mail; the next rules try
            continue
    return Reading(name, "", "", subject="(unreadable mail)", date="", text=raw.decode("utf-8", "replace"))


def _parsed(name: str, mail: Message) -> Reading:
    heads = {head: str(mail.get(head, "")) for head in ("From", "To", "Subject", "Date")}
    leaves = [part for part in mail.walk() if not part.is_multipart()]
    enclosures = tuple(_enclosure(part) for part in leaves if part.get_filename())
    return Reading(
        name,
        heads["From"],
        heads["To"],
        subject=heads["Subject"] or "(no subject)",
        date=heads["Date"],
        text=_body(leaves),
        enclosures=enclosures,
    )


def _body(leaves: Sequence[Message]) -> str:
    shown = [part for part in leaves if not part.get_filename()]
    plain = [_text(part) for part in shown if part.get_content_type() == "text/plain"]
    if plain:
        return "\n".join(plain).strip()
    web = [_text(part) for part in shown if part.get_content_type() == "text/html"]
    return unescape(TAG.sub("", "\n".join(web))).strip()


def _text(part: Message) -> str:
    content = part.get_payload(decode=True)
    raw = content if isinstance(content, bytes) else b""
    try:
        return raw.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:  # a character set Python does not know
        return raw.decode("utf-8", "replace")


def _enclosure(part: Message) -> Enclosure:
    content = part.get_payload(decode=True)
    return Enclosure(
        str(part.get_filename()),
        part.get_content_type(),
        content=content if isinstance(content, bytes) else b"",
    )
