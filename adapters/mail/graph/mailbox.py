"""The panel mailbox in Exchange Online."""

from collections.abc import Collection
from pathlib import Path

from adapters.mail.graph.client import GraphClient, Time, TokenSource
from adapters.mail.graph.filing import Filing
from adapters.mail.graph.inbox import Inbox
from adapters.mail.graph.sending import Sending
from adapters.mail.graph.settings import GraphSettings
from adapters.mail.graph.state import GraphState
from panel.ports import OutgoingMail, RawMail


class GraphMailbox:
    """One mailbox; mails that were dealt with go to its folders “Processed” and “Needs attention”."""

    def __init__(self, client: GraphClient, state: GraphState, own: str, clock: Time) -> None:
        self._client = client
        self._state = state
        self._filing = Filing(client)
        self._inbox = Inbox(client, state.link, clock.monotonic)
        self._sending = Sending(client, state, own, clock)

    async def waiting(self, besides: Collection[str] = ()) -> list[RawMail]:
        """The oldest 50 mails but for these, each cut at 30 MiB; fewer when they are large. Raises `DeliveryFailed`.

        A mail whose move failed is moved now, and is not given again before the service restarts.
        """
        for moved in await self._filing.catch_up():
            self._inbox.forget(moved)
        await self._inbox.look()
        mails = await self._inbox.mails(besides={*self._filing.owed, *besides})
        await self._keep_place()
        return mails

    async def file(self, handle: str, *, attention: bool) -> None:
        """Move a mail out of the Inbox; nothing happens if it has gone. Raises `DeliveryFailed`; it is moved later."""
        await self._filing.file(handle, attention=attention)
        self._inbox.forget(handle)
        await self._keep_place()

    async def send(self, mail: OutgoingMail) -> None:
        """Send; the same Message-ID again leaves one copy.

        Raises `DeliveryFailed`, permanent when trying again will not help, and `DeliveryInDoubt`.
        """
        await self._sending.send(mail)

    async def was_sent(self, message_id: str) -> bool:
        """Whether a mail with this Message-ID was sent. Raises `DeliveryFailed` when Exchange cannot be asked."""
        return await self._sending.was_sent(message_id)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def _keep_place(self) -> None:
        """Remember how far the Inbox was read, once all of it was filed: a crash before that reads it again."""
        if not self._inbox and not self._filing.owed:
            await self._state.keep_link(self._inbox.link)


def open_graph(settings: GraphSettings, tokens: TokenSource, state: Path, clock: Time | None = None) -> GraphMailbox:
    """The mailbox; `state` is the file for what must outlast a crash. Touches no network."""
    clock = clock or Time()
    client = GraphClient(settings, tokens, clock)
    return GraphMailbox(client, GraphState(state, settings.mailbox.lower()), settings.mailbox, clock)
