"""A door for ordinary mail programs: what they send over SMTP is dropped into the folder mailbox."""

import asyncio
import logging
import secrets
from pathlib import Path
from typing import Any
from weakref import WeakSet

from aiosmtpd.smtp import SMTP, Envelope, Session

from adapters.mail.durable import sync, write
from adapters.mail.folder import MOST_BYTES
from adapters.mail.headers import is_address
from adapters.teams.settings import is_loopback
from panel.errors import PanelError
from panel.ports import Clock

_PATIENCE = 60.0
"""Seconds a mail program may be silent."""

# aiosmtpd notes down who writes to whom.
logging.getLogger("mail.log").setLevel(logging.CRITICAL)

log = logging.getLogger("panel_clerk.smtp")


class BadDoorSettings(PanelError):
    """The door would stand open to others; the message says what to change."""


class SmtpDoor:
    """Takes mails for the panels' `boxes` (addresses in lower case) into `inbox`, one file for each box it is sent to.

    Nobody proves who they are here, so it listens on this machine only unless `others_may_call`. Raises
    `BadDoorSettings` when the host and that do not go together.
    """

    def __init__(self, inbox: Path, boxes: frozenset[str], clock: Clock, *, others_may_call: bool = False) -> None:
        self._inbox = inbox
        self._boxes = boxes
        self._clock = clock
        self._others_may_call = others_may_call
        self._server: asyncio.Server | None = None
        self._sessions: WeakSet[SMTP] = WeakSet()

    async def open(self, host: str, port: int) -> str:
        """Listen, at port 0 on a free one; returns the address.

        Raises `BadDoorSettings`, or `OSError` when the port is taken.
        """
        if not is_loopback(host) and not self._others_may_call:
            raise BadDoorSettings(
                f"The SMTP door believes whoever calls, so it must listen on 127.0.0.1, not on {host}. If other "
                "machines really are to send mail through it, set PANEL_CLERK_SMTP_OPEN=true."
            )
        self._server = await asyncio.get_running_loop().create_server(self._session, host, port)
        taken = self._server.sockets[0].getsockname()[1]
        log.info("mails can be sent to this machine", extra={"host": host, "port": taken})
        return f"{host}:{taken}"

    async def close(self) -> None:
        """Listen no longer, and hang up on whoever is still there."""
        if self._server:
            self._server.close()
            for session in self._sessions:
                if session.transport:
                    session.transport.close()
            await self._server.wait_closed()

    async def handle_RCPT(  # noqa: N802  aiosmtpd names it so
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take a recipient who is a panel; the clerk passes nothing on to others."""
        box = address.lower()
        if box not in self._boxes:
            return "550 5.1.1 No panel has this address"
        if box not in envelope.rcpt_tos:
            envelope.rcpt_tos.append(box)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the mail for each box before saying so; when the disk does not take it, the sender is to try again."""
        content: Any = envelope.original_content
        sender = envelope.mail_from if envelope.mail_from and is_address(envelope.mail_from) else ""
        try:
            for box in envelope.rcpt_tos:
                head = f"Return-Path: <{sender}>\r\nDelivered-To: {box}\r\n".encode()
                await asyncio.to_thread(self.drop, head + content)
        except OSError:
            log.exception("a mail could not be kept")
            return "452 4.3.1 The mail could not be kept. Please try again later"
        return "250 2.0.0 The mail was kept"

    def drop(self, content: bytes) -> None:
        """Put a mail into the inbox whole or not at all, and named so that mails are read in the order they came."""
        place = self._inbox / f"{self._clock():%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}.eml"
        waiting = place.with_suffix(".eml.tmp")
        write(waiting, content)
        waiting.replace(place)
        sync(self._inbox)

    def _session(self) -> SMTP:
        session = SMTP(
            self,
            data_size_limit=MOST_BYTES,
            hostname="localhost",  # the machine's own name would be looked up in the network
            ident="Panel Clerk",
            timeout=_PATIENCE,
            loop=asyncio.get_running_loop(),
        )
        self._sessions.add(session)
        return session
