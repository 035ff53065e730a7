"""What reached people since somebody last looked: messages, posts and their edits, mails, as the desk saw them."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from desk.chats import CLERK, Events, Message
from panel.notices import Notice
from tests.scenario.conftest import Clerk, words_of
from tests.year.table import Way

LIST = re.compile(r"^(Your list for|What others were reminded of,)")


@dataclass(frozen=True)
class Delivered:
    """One thing somebody got; a line of a morning's list counts as one. `shown` is what a locked phone shows of it."""

    to: str
    way: Way
    text: str
    shown: str
    is_reply: bool = False
    listed: bool = False

    @property
    def is_copy(self) -> bool:
        """Whether it says what somebody else was reminded of."""
        return self.way is Way.CHAT and "Reminded: " in self.text

    def __str__(self) -> str:
        return f"{self.way} to {self.to}: {' / '.join(self.text.split(chr(10)))[:400]}"


class Watch:
    """Looks into every chat, the channel and the sent mails; gives what is new."""

    def __init__(self, clerk: Clerk, events: Events) -> None:
        self._clerk = clerk
        self._events = events
        self._known: set[str] = set()
        self._mails: set[str] = set()
        self._first = [asdict(m) for chat in clerk.office.chats.chats() for m in clerk.office.chats.of(chat)]

    def look(self) -> list[Delivered]:
        """Everything since the last look."""
        return [*self._messages(), *self._sent()]

    def _messages(self) -> Iterator[Delivered]:
        first, self._first = self._first, []
        for message in first:
            if message["by"] == CLERK:
                yield from self._message(message)
        while not self._events.empty():
            event = self._events.get_nowait()
            message = event.get("message") or {}
            if event.get("kind") == "message" and message["by"] == CLERK:
                yield from self._message(message)

    def _message(self, message: dict[str, Any]) -> Iterator[Delivered]:
        directory = self._clerk.office.directory
        again, shown = message["id"] in self._known, message["summary"]
        self._known.add(message["id"])
        text = words_of(Message("", "", "", "", text=message["text"], card=message["card"]))
        if directory.is_channel(message["chat"]):
            yield Delivered("channel", Way.EDIT if again else Way.POST, text, shown)
        elif not again:
            person = directory.person(message["chat"])
            notices = self._clerk.records.find(Notice, to=person.id)
            reply = message["id"] not in {notice.sent_as for notice in notices}
            for line in _lines(text):
                yield Delivered(person.slug, Way.CHAT, line, shown, reply, line != text)

    def _sent(self) -> Iterator[Delivered]:
        mailbox = self._clerk.office.mailbox
        for name in reversed(mailbox.names("sent")):
            if name not in self._mails:
                self._mails.add(name)
                mail = mailbox.read("sent", name)
                assert mail is not None
                text = re.sub(r"\s*\r?\n", "\n", mail.text)
                files = "\n".join(f"[{file.name}]" for file in mail.enclosures)
                yield Delivered(mail.to, Way.MAIL, f"{mail.subject}\n{text}\n{files}", mail.subject)


def _lines(text: str) -> list[str]:
    """A morning's list as its lines, anything else as it is."""
    if not LIST.match(text):
        return [text]
    return [line.removeprefix("- ") for line in text.split("\n") if line.startswith("- ")]
