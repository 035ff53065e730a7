"""Everything said at the desk, kept so that it outlives a restart, and told to whoever listens."""

import asyncio
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

Card = dict[str, Any]
Events = asyncio.Queue[dict[str, Any]]

CLERK = "clerk"

DELIVERED = ""
SENDING = "sending"
RETRYING = "not delivered, retrying"
UNREACHABLE = "Unable to reach app"


@dataclass(frozen=True)
class SharedFile:
    """A file somebody attached, and where the clerk can fetch it."""

    name: str
    url: str
    size: int


@dataclass(frozen=True)
class Message:
    """One message as it stands now; a later change makes a new value with the same id.

    `chat` is the conversation; in a channel `thread` is the message that began it. `by` is `CLERK` or an
    object id. `views` holds, for each person, the card they alone see after tapping. `status` is empty once
    delivered.
    """

    id: str
    chat: str
    by: str
    at: str
    text: str = ""
    card: Card | None = None
    summary: str = ""
    thread: str = ""
    files: tuple[SharedFile, ...] = ()
    suggestions: tuple[str, ...] = ()
    status: str = DELIVERED
    edited: bool = False
    deleted: bool = False
    views: Mapping[str, Card] = field(default_factory=dict)

    def card_for(self, person: str) -> Card | None:
        """The card as this person sees it."""
        return self.views.get(person, self.card)


class Chats:
    """All messages, in order, in one append-only file of JSON lines."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._messages: dict[str, Message] = {}
        self._met: set[str] = set()
        self._listeners: set[Events] = set()
        self._last_id = 0
        self._load()

    def new_id(self, now: datetime) -> str:
        """An id never given before: milliseconds since 1970, as Teams has them."""
        self._last_id = max(int(now.timestamp() * 1000), self._last_id + 1)
        return str(self._last_id)

    def put(self, message: Message) -> Message:
        """Add a message, or replace the one with the same id."""
        self._messages[message.id] = message
        self._write({"message": asdict(message)})
        self.tell({"kind": "message", "message": asdict(message)})
        return message

    def change(self, message_id: str, **changes: Any) -> Message:
        """Alter a message; raises `KeyError` when there is none with this id."""
        return self.put(replace(self._messages[message_id], **changes))

    def get(self, message_id: str) -> Message | None:
        """The message with this id, or None."""
        return self._messages.get(message_id)

    def of(self, chat: str) -> list[Message]:
        """The messages of one chat, oldest first, without the deleted ones."""
        return [m for m in self._messages.values() if m.chat == chat and not m.deleted]

    def chats(self) -> list[str]:
        """Every chat in which something was said."""
        return list(dict.fromkeys(message.chat for message in self._messages.values()))

    def has_met(self, chat: str) -> bool:
        """Whether the clerk has already been introduced in this chat."""
        return chat in self._met

    def meet(self, chat: str) -> None:
        """Remember that the clerk has been introduced in this chat."""
        self._met.add(chat)
        self._write({"met": chat})

    def tell(self, event: dict[str, Any]) -> None:
        """Pass an event to everyone who listens."""
        for queue in self._listeners:
            queue.put_nowait(event)

    @contextmanager
    def listening(self) -> Iterator[Events]:
        """A queue of the events from now on."""
        events: Events = asyncio.Queue()
        self._listeners.add(events)
        try:
            yield events
        finally:
            self._listeners.discard(events)

    def _write(self, line: dict[str, Any]) -> None:
        with self._file.open("a", encoding="utf-8") as log:
            log.write(json.dumps(line, ensure_ascii=False) + "\n")

    def _load(self) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        if not self._file.exists():
            return
        content = self._file.read_text(encoding="utf-8")
        for line in content.splitlines():
            self._take(line)
        if content and not content.endswith("\n"):
            self._file.write_text(content + "\n", encoding="utf-8")

    def _take(self, line: str) -> None:
        try:
            entry = json.loads(line)
        except ValueError:  # the desk was killed while it wrote this line; nobody had seen the message yet
            return
        if "met" in entry:
            self._met.add(entry["met"])
        else:
            message = _from_json(entry["message"])
            self._messages[message.id] = message
            self._last_id = max(self._last_id, int(message.id))


def _from_json(entry: dict[str, Any]) -> Message:
    files = tuple(SharedFile(**file) for file in entry["files"])
    status = UNREACHABLE if entry["status"] in (SENDING, RETRYING) else entry["status"]
    return Message(**{**entry, "files": files, "suggestions": tuple(entry["suggestions"]), "status": status})
