"""What must outlast a crash: how far the Inbox was read, and which drafts were, or may have been, sent.

Losing this file loses no mail: the whole Inbox is read again, and sent mails are looked for by their Message-ID.
"""

import asyncio
import json
import logging
from pathlib import Path
from typing import Any

from adapters.mail.durable import put_in_place
from panel.errors import DeliveryFailed

log = logging.getLogger("panel_clerk.mail")

MOST_SUBMITTED = 500
"""Drafts that are remembered; by the time the oldest is forgotten its copy is among the sent."""


class GraphState:
    """One small JSON file, replaced whole at each change; `mailbox` is the address it is about."""

    def __init__(self, path: Path, mailbox: str) -> None:
        self._path = path
        self._mailbox = mailbox
        self._one = asyncio.Lock()
        held = _read(path)
        known = held.get("mailbox") == mailbox
        self.link: str = str(held.get("link", "")) if known else ""
        self._submitted: dict[str, str] = _texts(held.get("submitted")) if known else {}

    def submitted_as(self, message_id: str) -> str:
        """The draft that was, or may have been, sent under this Message-ID; empty when there is none."""
        return self._submitted.get(message_id, "")

    async def keep_link(self, link: str) -> None:
        """Remember how far was read. A full disk is only logged: more is then read again."""
        if link != self.link:
            self.link = link
            await self._save_if_possible()

    async def submitting(self, message_id: str, draft: str) -> None:
        """Remember that this draft is about to be sent; raises `DeliveryFailed` when that cannot be written."""
        before = self._submitted
        self._submitted = dict([*before.items(), (message_id, draft)][-MOST_SUBMITTED:])
        try:
            await self._save()
        except OSError as error:
            self._submitted = before
            raise DeliveryFailed("the data folder cannot be written") from error

    async def not_submitted(self, message_id: str) -> None:
        """Forget a draft that certainly was not sent."""
        if self._submitted.pop(message_id, None) is not None:
            await self._save_if_possible()

    async def _save_if_possible(self) -> None:
        try:
            await self._save()
        except OSError as error:
            log.warning("the state of the mailbox was not written", extra={"why": type(error).__name__})

    async def _save(self) -> None:
        async with self._one:
            held = {"mailbox": self._mailbox, "link": self.link, "submitted": self._submitted}
            await asyncio.to_thread(put_in_place, self._path, json.dumps(held).encode())


def _read(path: Path) -> dict[str, Any]:
    try:
        held = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        log.warning("the state of the mailbox cannot be read; the whole Inbox is read again")
        return {}
    return held if isinstance(held, dict) else {}


def _texts(held: object) -> dict[str, str]:
    return {str(key): str(value) for key, value in held.items()} if isinstance(held, dict) else {}
