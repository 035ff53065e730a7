"""What the rules need from the world, and what the world may ask of the rules.

Stores, Teams, mail and files stand behind these protocols; each has one contract suite in `tests/contract`
that its real and its pretend implementation both pass.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar

from panel.notices import Notice
from panel.records import AuditEntry, Record, Value

R = TypeVar("R", bound=Record)

Clock = Callable[[], datetime]
"""The present moment, with its time zone."""


class Answer(Value):
    """What an act came to: a code for the sentence to say, and the record it is about."""

    code: str
    about: str = ""
    facts: dict[str, str] = {}


@dataclass(frozen=True)
class Change:
    """All that one act does; a store commits it whole or not at all.

    A notice whose id is already stored is not owed a second time. With no audit entry there is nothing to
    commit and records and notices must be empty.
    """

    answer: Answer
    audit: AuditEntry | None = None
    records: tuple[Record, ...] = ()
    notices: tuple[Notice, ...] = ()


class Records(Protocol):
    """A consistent view of the stored records."""

    def get(self, kind: type[R], record_id: str) -> R:
        """The record; raises `Unknown` when there is none."""

    def look(self, kind: type[R], record_id: str) -> R | None:
        """The record, or None."""

    def find(self, kind: type[R], **index: str) -> list[R]:
        """Records whose indexed fields have these values, in the order of their ids; all when none is named."""

    def count(self, kind: type[Record], **index: str) -> int:
        """How many `find` would give, without reading them."""


class Store(Protocol):
    """The record, its audit trail and its outbox."""

    def transact(self, work: Callable[[Records], Change]) -> Change:
        """Run `work` on a consistent view and commit what it returns, durably, before returning it.

        The returned change carries the records as stored, with their new revisions. Raises whatever `work`
        raises, with nothing changed; `Conflict` when a record was made from an older revision.
        """

    def read(self) -> Records:
        """A view of what is committed now."""

    def trail(self, about: str | None = None) -> Iterator[AuditEntry]:
        """Audit entries, oldest first; only those about one record when it is named."""

    def close(self) -> None:
        """Let go of the store; nothing more can be asked of it."""


@dataclass(frozen=True)
class WrittenLetter:
    """A letter to a family: its Word file, all that can be read in it, and what is hard to read in it."""

    content: bytes
    text: str
    warnings: tuple[str, ...] = ()


class LetterWriter(Protocol):
    """Writes letters from the council's templates."""

    def write(self, panel: str, template: str, fields: Mapping[str, Any]) -> WrittenLetter:
        """The letter; raises `Refused` naming the template, the field and the line where one cannot be used."""


class Documents(Protocol):
    """Files, kept by what they contain."""

    def put(self, content: bytes) -> str:
        """Keep the bytes durably; returns their SHA-256 in hex. Putting the same bytes twice keeps one copy."""

    def get(self, digest: str) -> bytes:
        """The bytes; raises `Unknown`, or `StoreDamaged` when they no longer match their digest."""

    def free(self) -> int:
        """How many bytes there is room for, with the records beside them. Raises `StoreError` when that is unknown."""


@dataclass(frozen=True)
class Place:
    """Where in Teams something was said, or is to be said."""

    conversation_id: str
    service_url: str
    tenant_id: str
    personal: bool = True


@dataclass(frozen=True)
class IncomingFile:
    """A file a person attached; `fetch` downloads it and raises `Refused` when it may not be taken."""

    name: str
    content_type: str
    fetch: Callable[[], bytes]


@dataclass(frozen=True)
class Incoming:
    """One thing a person typed, tapped or attached.

    `person` is the Entra object id. `key` names this act: Teams may deliver it again and it must count once.
    `value` holds what a card sent, all strings.
    """

    person: str
    place: Place
    key: str
    text: str = ""
    value: Mapping[str, str] = field(default_factory=dict)
    files: tuple[IncomingFile, ...] = ()
    refresh: bool = False


Card = dict[str, Any]
"""An Adaptive Card, schema 1.5, as plain JSON."""


@dataclass(frozen=True)
class Message:
    """Something to say: text, or a card with its text alternative.

    `summary` is what a phone shows on its lock screen: never anything about a child.
    """

    text: str = ""
    card: Card | None = None
    summary: str = ""


@dataclass(frozen=True)
class Reply:
    """What to show: `replace` takes the place of the card that was tapped, `messages` follow it."""

    messages: tuple[Message, ...] = ()
    replace: Message | None = None


class Messenger(Protocol):
    """Teams, for messages nobody has just asked for."""

    async def send(self, place: Place, message: Message) -> str:
        """Post; returns the activity id. Raises `DeliveryFailed`, or `DeliveryInDoubt` when it may have arrived."""

    async def update(self, place: Place, activity_id: str, message: Message) -> None:
        """Replace a posted message. Safe to repeat. Raises `DeliveryFailed`."""

    async def open_chat(self, person: str) -> Place:
        """The one-to-one chat with a person, made if there is none. Raises `DeliveryFailed`."""


@dataclass(frozen=True)
class RawMail:
    """A mail as it lay in the mailbox: `handle` is the mailbox's own name for it."""

    handle: str
    content: bytes


@dataclass(frozen=True)
class Attachment:
    """A file to send; the name carries the reference only."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class OutgoingMail:
    """One mail to one person. `message_id` is ours, so that a copy can be recognised.

    `sender` is the panel's address; empty for the mailbox's own. `references` are the mails before the one that is
    answered, the oldest first; `marking` stands above the text.
    """

    to: str
    subject: str
    text: str
    message_id: str
    attachments: tuple[Attachment, ...] = ()
    in_reply_to: str = ""
    automatic: bool = True
    sender: str = ""
    references: tuple[str, ...] = ()
    marking: str = ""


class Mailbox(Protocol):
    """The panel mailbox."""

    async def waiting(self, besides: Collection[str] = ()) -> list[RawMail]:
        """Mails not yet dealt with but for those with these handles, oldest first, a bounded number at a time.

        Raises `DeliveryFailed` when not even the first can be had.
        """

    async def file(self, handle: str, *, attention: bool) -> None:
        """Move a mail that has been dealt with; moving one that has gone is no error.

        Raises `DeliveryFailed` when it could not be moved: it may then be given again, and is known by its Message-ID.
        """

    async def send(self, mail: OutgoingMail) -> None:
        """Send. Raises `DeliveryFailed`, or `DeliveryInDoubt` when it may have gone."""

    async def was_sent(self, message_id: str) -> bool:
        """Whether a mail with this Message-ID is among those sent. Raises `DeliveryFailed` when that cannot be told."""

    async def close(self) -> None:
        """Let go of connections."""
