"""Sends by making a draft and then sending that draft, so that a crash between the two doubles nothing.

The draft is written down before it is sent. One draft can be sent once only, so where it is unknown whether that
happened the same draft is looked at: if it has left the drafts it was sent, otherwise it is sent again. Drafts that
were never to be sent, left behind half made, are deleted.
"""

import logging
from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import quote, urlsplit

from yarl import URL

from adapters.mail.graph.client import GraphClient, Request, Time
from adapters.mail.graph.drafts import SMALL, announced, attached, draft_of
from adapters.mail.graph.state import GraphState
from adapters.mail.write import bracketed
from adapters.teams.settings import is_loopback
from panel.errors import DeliveryFailed, DeliveryInDoubt
from panel.ports import Attachment, OutgoingMail

log = logging.getLogger("panel_clerk.mail")

PIECE = 3 * 1024 * 1024
"""Bytes of a large attachment in one request; Graph takes up to 4 MB."""
LOOKS = (1.0, 3.0)
"""Seconds before looking again for a mail that was sent a moment ago: its copy comes late."""


class Sending:
    """Mails on their way out of one mailbox."""

    def __init__(self, client: GraphClient, state: GraphState, own: str, clock: Time) -> None:
        self._client = client
        self._state = state
        self._own = own
        self._clock = clock

    async def send(self, mail: OutgoingMail) -> None:
        """Send once. Raises `DeliveryFailed`, or `DeliveryInDoubt` when Exchange may have taken the mail."""
        try:
            draft = draft_of(mail, self._own)
        except ValueError as error:
            raise DeliveryFailed("the mail cannot be composed", permanent=True) from error
        message_id = bracketed(mail.message_id)
        if await self.was_sent(message_id):
            return
        held = self._state.submitted_as(message_id) or await self._made(message_id, draft, mail.attachments)
        await self._state.submitting(message_id, held)
        await self._submit(message_id, held)

    async def was_sent(self, message_id: str) -> bool:
        """Whether it is among the sent, or is known to have been handed over. Raises `DeliveryFailed`."""
        wanted = bracketed(message_id)
        draft = self._state.submitted_as(wanted)
        if draft and await self._has_left(draft):
            return True
        return bool(await self._find("sentitems", wanted))

    async def _submit(self, message_id: str, draft: str) -> None:
        url = self._client.url(f"messages/{quote(draft, safe='')}/send")
        try:
            answer = await self._client.ask_for_certain(Request("POST", url, b"", accept=(404,)))
        except DeliveryInDoubt as doubt:
            await self._settle_doubt(draft, doubt)
            return
        except DeliveryFailed as failed:
            await self._state.not_submitted(message_id)
            if failed.permanent:
                with suppress(DeliveryFailed):
                    await self._delete(draft)
            raise
        if answer.status == 404 and not await self._appears(message_id):
            raise DeliveryInDoubt("the draft was gone before Exchange Online said that it was sent")

    async def _settle_doubt(self, draft: str, doubt: DeliveryInDoubt) -> None:
        """Find out whether the mail went after all; raises `DeliveryFailed` when it did not, the doubt if unknown."""
        try:
            left = await self._has_left(draft)
        except DeliveryFailed:
            raise doubt from doubt.__cause__
        if not left:
            # It stays written down: should it go late after all, the next try finds it gone.
            raise DeliveryFailed(str(doubt), retry_after=doubt.retry_after) from doubt

    async def _has_left(self, draft: str) -> bool:
        path = f"messages/{quote(draft, safe='')}?$select=isDraft"
        answer = await self._client.get(path, accept=(404,))
        return answer.status == 404 or answer.fields.get("isDraft") is False

    async def _appears(self, message_id: str) -> bool:
        for pause in (*LOOKS, None):
            if await self._find("sentitems", message_id):
                return True
            if pause is not None:
                await self._clock.sleep(pause)
        return False

    async def _find(self, folder: str, message_id: str) -> list[str]:
        wanted = quote("internetMessageId eq '{}'".format(message_id.replace("'", "''")), safe="")
        path = f"mailFolders/{folder}/messages?$filter={wanted}&$select=id"
        listed = (await self._client.get(path)).fields.get("value") or []
        return [str(item["id"]) for item in listed]

    async def _made(self, message_id: str, draft: dict[str, Any], files: Sequence[Attachment]) -> str:
        """A whole new draft; others of the same name were left behind half made and go."""
        for left_behind in await self._find("drafts", message_id):
            await self._delete(left_behind)
        small = sum(len(file.content) for file in files) <= SMALL
        with_files = draft | {"attachments": [attached(file) for file in files]} if small and files else draft
        # Not repeated when in doubt: the one left behind, if any, is found by the next send.
        made = (await self._client.post("messages", with_files, repeatable=False)).fields
        if made.get("internetMessageId", message_id) != message_id:
            log.warning("Exchange Online gave a draft another Message-ID")
        held = str(made.get("id", ""))
        if not held:
            raise DeliveryFailed("Exchange Online made a draft without naming it")
        for file in [] if small else files:
            await self._attach(held, file)
        return held

    async def _attach(self, draft: str, file: Attachment) -> None:
        path = f"messages/{quote(draft, safe='')}/attachments"
        if len(file.content) <= SMALL:
            await self._client.post(path, attached(file), repeatable=False)
            return
        session = (await self._client.post(f"{path}/createUploadSession", announced(file))).fields
        url = _upload_address(str(session.get("uploadUrl", "")))
        for at in range(0, len(file.content), PIECE):
            piece = file.content[at : at + PIECE]
            span = f"bytes {at}-{at + len(piece) - 1}/{len(file.content)}"
            headers = {"Content-Type": "application/octet-stream", "Content-Range": span}
            await self._client.ask(Request("PUT", url, piece, headers, repeatable=False, with_token=False))

    async def _delete(self, message: str) -> None:
        url = self._client.url(f"messages/{quote(message, safe='')}")
        await self._client.ask(Request("DELETE", url, accept=(404,)))


def _upload_address(url: str) -> URL:
    """The address that Graph gave for a file; it needs no token, and gets none."""
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname or "")):
        raise DeliveryFailed("Exchange Online gave no safe address for a large attachment")
    return URL(url, encoded=True)
