"""What waits in the Inbox, known from Graph's list of changes, and the mails themselves as they came.

Graph lists each mail that came, changed or left since the last link it gave. A mail is known until it is filed or has
left; the link is kept only when none is known, so a crash makes us read again and never pass over. Once a day the
whole Inbox is listed anew.
"""

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from adapters.mail.graph.client import AT_ONCE, GraphClient
from panel.errors import DeliveryFailed
from panel.ports import RawMail

MOST_AT_ONCE = 50
MOST_BYTES = 30 * 1024 * 1024
"""Bytes given of one mail. Reading refuses mails over 25 MiB, so nothing is lost by leaving the rest."""
MOST_BYTES_AT_ONCE = 64 * 1024 * 1024
"""Once this much is held no more mails are fetched in this round."""
MOST_PAGES = 2_000
WHOLE_AGAIN = 24 * 3600.0
"""Seconds after which the whole Inbox is listed again."""
UNFINISHED = "Exchange Online did not finish its list of the Inbox"

_DELTA = "mailFolders/inbox/messages/delta?$select=receivedDateTime"
_NO_LONGER_TAKEN = (400, 404, 410)
"""Statuses by which Graph says that a link is too old or unknown to it."""


class _LinkTooOld(Exception):
    """The list has to be begun anew."""


@dataclass
class _Known:
    """When a mail came, as Graph writes it, and how often it was given or could not be fetched."""

    received: str
    tries: int = 0


class Inbox:
    """The mails not yet filed."""

    def __init__(self, client: GraphClient, link: str, clock: Callable[[], float]) -> None:
        self._client = client
        self._clock = clock
        self._known: dict[str, _Known] = {}
        self._whole_again_at = clock() + WHOLE_AGAIN
        self.link = link

    def __len__(self) -> int:
        return len(self._known)

    async def look(self) -> None:
        """Learn what came and went. Raises `DeliveryFailed`, having learnt nothing."""
        if not self.link or self._clock() >= self._whole_again_at:
            await self._look_at_all()
            return
        try:
            self._learn(await self._round(self.link), anew=False)
        except _LinkTooOld:
            await self._look_at_all()

    async def mails(self, besides: Collection[str]) -> list[RawMail]:
        """The oldest 50 mails, those tried before last, `besides` left out; raises `DeliveryFailed` if none comes.

        Fewer when they are large. One that cannot be fetched is passed over in favour of the next.
        """
        found: list[RawMail] = []
        trouble: DeliveryFailed | None = None
        queue = self._queue(besides)
        while queue and len(found) < MOST_AT_ONCE:
            size = min(AT_ONCE, MOST_AT_ONCE - len(found))
            group, queue = queue[:size], queue[size:]
            fetched = await asyncio.gather(*(self._fetch(handle) for handle in group))
            failures = [each for each in fetched if isinstance(each, DeliveryFailed)]
            trouble = next(iter(failures), trouble)
            found += [
                RawMail(handle, got) for handle, got in zip(group, fetched, strict=True) if isinstance(got, bytes)
            ]
            if len(failures) == len(group) or sum(len(mail.content) for mail in found) >= MOST_BYTES_AT_ONCE:
                break
        if trouble and not found:
            raise trouble
        return found

    def forget(self, handle: str) -> None:
        """This mail was filed."""
        self._known.pop(handle, None)

    def _queue(self, besides: Collection[str]) -> list[str]:
        """Handles in the order in which to fetch them."""
        waiting = [handle for handle in self._known if handle not in besides]
        return sorted(waiting, key=lambda handle: (self._known[handle].tries, self._known[handle].received))

    async def _fetch(self, handle: str) -> bytes | DeliveryFailed | None:
        """The mail as it came; None when it has gone."""
        self._known[handle].tries += 1
        try:
            content = await self._client.raw(f"messages/{quote(handle, safe='')}/$value", MOST_BYTES)
        except DeliveryFailed as failed:
            return failed
        if content is None:
            self.forget(handle)
        return content

    async def _look_at_all(self) -> None:
        try:
            self._learn(await self._round(""), anew=True)
        except _LinkTooOld as error:
            raise DeliveryFailed(UNFINISHED) from error
        self._whole_again_at = self._clock() + WHOLE_AGAIN

    def _learn(self, change: tuple[dict[str, str | None], str], *, anew: bool) -> None:
        listed, self.link = change
        before = self._known
        self._known = {} if anew else dict(before)
        for handle, received in listed.items():
            if received is None:
                self._known.pop(handle, None)
            else:
                old = before.get(handle, _Known(received))
                self._known[handle] = _Known(received or old.received, old.tries)

    async def _round(self, link: str) -> tuple[dict[str, str | None], str]:
        """All changes since the link, None for a mail that left, and the next link."""
        found: dict[str, str | None] = {}
        page = await self._page(link)
        for _ in range(MOST_PAGES):
            found |= _changes(page)
            if done := page.get("@odata.deltaLink"):
                return found, str(done)
            if not (further := page.get("@odata.nextLink")):
                break
            page = await self._page(str(further))
        raise DeliveryFailed(UNFINISHED)

    async def _page(self, link: str) -> dict[str, Any]:
        """One page of the list; its first page when there is no link yet."""
        answer = await (self._client.follow(link, accept=_NO_LONGER_TAKEN) if link else self._client.get(_DELTA))
        if answer.status in _NO_LONGER_TAKEN:
            raise _LinkTooOld
        return answer.fields


def _changes(page: dict[str, Any]) -> dict[str, str | None]:
    """Each mail of one page with the moment it came; empty where Graph did not say it again."""
    listed = page.get("value")
    items = [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []
    return {
        str(item["id"]): None if "@removed" in item else str(item.get("receivedDateTime", ""))
        for item in items
        if item.get("id")
    }
