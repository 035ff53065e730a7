"""Where people and panels are reached in Teams, and which post shows what: kept so that it survives a restart."""

from typing import ClassVar

from panel.commands import CLOCK
from panel.errors import Conflict
from panel.ports import Answer, Change, Clock, Place, Records, Store
from panel.records import AuditEntry, Record


class Chat(Record):
    """The chat with one person, by Entra object id, or a panel's channel, by panel id."""

    KIND: ClassVar[str] = "chat"

    conversation_id: str
    service_url: str
    tenant_id: str
    personal: bool = True

    @property
    def place(self) -> Place:
        """Where to send."""
        return Place(self.conversation_id, self.service_url, self.tenant_id, self.personal)


class Post(Record):
    """The post that shows a meeting's agenda, so that it is edited and not posted again."""

    KIND: ClassVar[str] = "post"

    activity_id: str


class Places:
    """Remembers chats; asks the store only when something changed."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def of(self, name: str) -> Place | None:
        """Where a person or a panel is reached, if that is known."""
        found = self._store.read().look(Chat, name)
        return found.place if found else None

    def remember(self, name: str, place: Place) -> None:
        """Note where somebody wrote from; Teams may change the address at any time."""
        known = self._store.read().look(Chat, name)
        if known is None or known.place != place:
            self._keep(name, place)

    def _keep(self, name: str, place: Place) -> None:
        def work(records: Records) -> Change:
            before = records.look(Chat, name)
            chat = Chat(
                id=name,
                revision=before.revision if before else 0,
                conversation_id=place.conversation_id,
                service_url=place.service_url,
                tenant_id=place.tenant_id,
                personal=place.personal,
            )
            entry = AuditEntry(at=self._clock(), by=CLOCK, act="chat_noted", about=(name,))
            return Change(Answer(code="noted"), entry, (chat,))

        try:
            self._store.transact(work)
        except Conflict:
            return  # another turn of the same person has just noted it
