"""The panel mailbox on an Exchange server. The inbox itself says what waits, so there is nothing to keep beside it."""

import logging
from collections import Counter
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from exchangelib.errors import UnauthorizedError

from adapters.mail.ews import errands
from adapters.mail.ews.connection import Connection
from adapters.mail.ews.retirement import refusal, warning
from adapters.mail.ews.settings import BadEwsSettings, EwsSettings
from adapters.mail.ews.tokens import fetch_for_exchange
from adapters.mail.ews.troubles import StumbledError, translated
from adapters.mail.ews.worker import Worker
from adapters.mail.write import bracketed, compose
from adapters.teams.credentials import Fetch
from panel.errors import DeliveryFailed, DeliveryInDoubt
from panel.ports import Clock, OutgoingMail, RawMail

MOST_AT_ONCE = 50
MOST_BYTES = 30 * 1024 * 1024
"""Bytes fetched of one mail. Of a bigger one only the headers are; reading refuses mails over 25 MiB anyway."""
MOST_TOGETHER = 64 * 1024 * 1024
"""Bytes given at one time, but for the last mail."""
MOST_TRIES = 3
"""Rounds in which one mail may hold up those behind it."""
FOLDERS = {False: "Processed", True: "Needs attention"}

log = logging.getLogger("panel_clerk.ews")

R = TypeVar("R")


def open_ews(settings: EwsSettings, clock: Clock, fetch: Fetch | None = None) -> "EwsMailbox":
    """The mailbox, not yet connected; raises `BadEwsSettings` for Exchange Online once it no longer answers.

    `fetch` gets tokens when an app signs in; by default from Entra.
    """
    refused = refusal(settings.host, clock())
    if refused:
        raise BadEwsSettings(refused)
    mailbox = EwsMailbox(settings, clock, (fetch or fetch_for_exchange(settings)) if settings.app_id else None)
    if mailbox.problem:
        log.warning("the mailbox has a problem", extra={"reason": mailbox.problem})
    return mailbox


class EwsMailbox:
    """Mails in and out through EWS; those dealt with go to Processed and Needs attention, beside the inbox."""

    def __init__(self, settings: EwsSettings, clock: Clock, fetch: Fetch | None) -> None:
        self._settings = settings
        self._clock = clock
        self._worker = Worker(lambda: Connection(settings, fetch), settings.give_up_after)
        self._tries: Counter[str] = Counter()
        self._quiet_until: datetime | None = None
        self._trouble = ""

    @property
    def problem(self) -> str:
        """What an administrator must know: why Exchange did not answer last time, or until when it will; or empty."""
        return self._trouble or warning(self._settings.host, self._clock())

    async def waiting(self, besides: Collection[str] = ()) -> list[RawMail]:
        """The mails in the inbox that came first, `besides` left out, at most 50 and about 64 MiB.

        One that Exchange does not hand over in three rounds is given without its body, so that it does not hold up
        the others. Raises `DeliveryFailed` when there is not even a first one.
        """
        found: list[RawMail] = []
        listed = await self._ask(partial(errands.oldest, most=MOST_AT_ONCE + len(besides)))
        for mail in [each for each in listed if each.id not in besides][:MOST_AT_ONCE]:
            try:
                content = await self._content(mail)
            except DeliveryFailed:
                if not found:
                    raise
                break
            if content is not None:
                found.append(RawMail(mail.id, content[:MOST_BYTES]))
            if sum(len(each.content) for each in found) > MOST_TOGETHER:
                break
        return found

    async def file(self, handle: str, *, attention: bool) -> None:
        """Move a mail out of the inbox; nothing happens if it has gone. Raises `DeliveryFailed`."""
        await self._ask(partial(errands.move, mail_id=handle, name=FOLDERS[attention]))
        self._tries.pop(handle, None)

    async def send(self, mail: OutgoingMail) -> None:
        """Send the mail, with a copy in Sent Items; one that is there already is not sent again.

        Raises `DeliveryFailed`, permanent when the mail itself cannot be sent, and `DeliveryInDoubt` when the call
        broke off and the mail is not in Sent Items.
        """
        try:
            mime = compose(mail, mail.sender or self._settings.mailbox, self._clock())
        except ValueError as error:
            raise DeliveryFailed("the mail cannot be composed", permanent=True) from error
        if await self.was_sent(mail.message_id):
            return
        try:
            await self._ask(partial(errands.send, mime=mime), sending=True)
        except DeliveryInDoubt:
            if not await self._went_after_all(mail.message_id):
                raise

    async def was_sent(self, message_id: str) -> bool:
        """Whether a mail with this Message-ID is in Sent Items or the Outbox. Raises `DeliveryFailed`."""
        return await self._ask(partial(errands.was_sent, message_id=bracketed(message_id)))

    async def close(self) -> None:
        """Let go of the server."""
        await self._worker.close()

    async def _content(self, mail: errands.Listed) -> bytes | None:
        tries = self._tries[mail.id]
        if tries >= 2 * MOST_TRIES:
            return errands.without_anything(mail.id)
        bare = tries >= MOST_TRIES or mail.size > MOST_BYTES
        try:
            return await self._ask(partial(errands.head if bare else errands.content, mail_id=mail.id))
        except StumbledError:
            self._tries[mail.id] += 1
            raise

    async def _went_after_all(self, message_id: str) -> bool:
        try:
            return await self.was_sent(message_id)
        except DeliveryFailed:
            return False

    async def _ask(self, errand: Callable[[Connection], R], *, sending: bool = False) -> R:
        """What the errand brings back; raises `DeliveryFailed` or, when sending, `DeliveryInDoubt`."""
        refused = refusal(self._settings.host, self._clock())
        if refused:
            self._trouble = refused
            raise DeliveryFailed(refused)
        self._keep_quiet()
        try:
            brought = await self._worker.call(lambda connection: _signed_in(connection, errand))
        except Exception as error:  # noqa: BLE001  exchangelib raises nearly anything for a broken answer
            # Without its cause: exchangelib puts what the server said into its errors, and that may be a mail.
            raise self._noted(error, sending) from None
        self._trouble = ""
        return brought

    def _keep_quiet(self) -> None:
        """Raise `DeliveryFailed` while Exchange has asked to be left alone."""
        left = self._quiet_until - self._clock() if self._quiet_until else timedelta()
        if left > timedelta():
            raise DeliveryFailed("Exchange asked the clerk to wait.", retry_after=left.total_seconds())

    def _noted(self, error: Exception, sending: bool) -> DeliveryFailed:
        failed = translated(error, self._settings, sending=sending)
        if failed.retry_after:
            self._quiet_until = self._clock() + timedelta(seconds=failed.retry_after)
        self._trouble = str(failed)
        log.warning("Exchange failed", extra={"reason": str(failed), "kind": type(error).__name__})
        return failed


def _signed_in(connection: Connection, errand: Callable[[Connection], R]) -> R:
    """The errand with a good token; once more with a new one when Exchange no longer takes it, having done nothing."""
    connection.sign_in()
    try:
        return errand(connection)
    except UnauthorizedError:
        if not connection.sign_in(new=True):
            raise
        return errand(connection)
