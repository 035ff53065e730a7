"""Sends what is owed: claim a notice, send it, note what came of it. Nothing is sent before it is committed.

A notice found claimed when the service starts was being sent when it stopped. Whether it arrived is then worked
out (`after_a_stop`): a mail is looked for among those sent; a Teams message that must arrive is sent again and says
so; one that must not repeat is held, and the administrator is told.
"""

import asyncio
import logging
from datetime import datetime, timedelta

from bot.delivery import Delivery as Deliverer
from panel.commands import CLOCK
from panel.council import Office
from panel.duties import still_stands
from panel.duties.base import in_hours
from panel.errors import Conflict, DeliveryFailed, DeliveryInDoubt, PanelError
from panel.notices import AT_ONCE, Channel, Delivery, Notice, NoticeState, Topic
from panel.people import Role, holders
from panel.ports import Answer, Change, Clock, Store
from panel.records import AuditEntry
from panel.telling import to_people

log = logging.getLogger("panel_clerk.outbox")

WAITS = tuple(timedelta(seconds=s) for s in (5, 15, 60, *[300] * 45))
"""Pauses before each new try: about four hours in all, then a person is told."""
LONGEST_LOOK = 10.0
"""Seconds in which the mailbox says at the start whether a mail went; sending it asks once more."""


class Outbox:
    """The notices owed, sent to each recipient one after another and to different recipients beside one another."""

    def __init__(self, store: Store, deliverer: Deliverer, clock: Clock) -> None:
        self._store = store
        self._deliverer = deliverer
        self._clock = clock
        self._sending_to: set[str] = set()
        self._asked_again: set[str] = set()
        self._ending = False

    async def run_once(self) -> int:
        """Send everything that is due; returns how many notices were dealt with."""
        return sum(await asyncio.gather(*(self.send_all(to) for to in await self.recipients())))

    async def recipients(self) -> list[str]:
        """To whom something may go now."""
        owed = await asyncio.to_thread(self._store.read().find, Notice, state=NoticeState.OWED)
        return list(dict.fromkeys(notice.to for notice in owed if self.may_go(notice)))

    async def send_all(self, to: str) -> int:
        """Send one recipient what is due, each notice at most once; returns how many were dealt with.

        What is urgent goes first, then records that go before others (RO-11.11), then the rest as owed; what is owed
        meanwhile takes its place among them. Where somebody sends to the recipient already, they look once more.
        """
        if to in self._sending_to:
            self._asked_again.add(to)
            return 0
        self._sending_to.add(to)
        tried: set[str] = set()
        try:
            while not self._ending:
                self._asked_again.discard(to)
                if notice := await self._next(to, tried):
                    tried.add(notice.id)
                    await self._send(notice)
                elif to not in self._asked_again:
                    break
        finally:
            self._sending_to.discard(to)
        return len(tried)

    def finish(self) -> None:
        """Begin nothing more: the service stops, and what is not being sent stays owed."""
        self._ending = True

    async def after_a_stop(self) -> None:
        """Settle every notice that was being sent when the service last stopped."""
        sending = await asyncio.to_thread(self._store.read().find, Notice, state=NoticeState.SENDING)
        await asyncio.gather(*(self._settle(notice) for notice in sending))

    async def _settle(self, notice: Notice) -> None:
        if notice.channel is not Channel.EMAIL:
            await self._in_doubt(notice, "the service stopped while sending")
        elif await self._went(notice):
            await self._mark(notice, NoticeState.SENT, sent_at=self._clock())
        else:
            await self._mark(notice, NoticeState.OWED)

    async def _went(self, notice: Notice) -> bool:
        try:
            async with asyncio.timeout(LONGEST_LOOK):
                return await self._deliverer.mail_went(notice)
        except (DeliveryFailed, TimeoutError):
            return False  # sending it again asks once more: a mailbox sends one Message-ID once

    @property
    def _office(self) -> Office:
        return Office(self._deliverer.tools.council, self._store.read())

    def may_go(self, notice: Notice) -> bool:
        """Whether its pause is over, and a reminder has office hours."""
        now = self._clock()
        paused = notice.try_after is not None and notice.try_after > now
        return not paused and (not notice.hours_of or in_hours(self._office, notice.hours_of, now))

    async def _next(self, to: str, tried: set[str]) -> Notice | None:
        owed = await asyncio.to_thread(self._store.read().find, Notice, state=NoticeState.OWED, to=to)
        due = [notice for notice in owed if notice.id not in tried and self.may_go(notice)]
        return min(
            due, key=lambda each: (each.rule not in AT_ONCE, not each.first, each.owed_at, each.id), default=None
        )

    async def _send(self, notice: Notice) -> None:
        if not await asyncio.to_thread(still_stands, self._office, notice, self._clock()):
            await self._mark(notice, NoticeState.OVERTAKEN)
            return
        claimed = await self._mark(notice, NoticeState.SENDING, attempts=notice.attempts + 1)
        if claimed is None:
            return
        try:
            sent_as = await self._deliverer.deliver(claimed)
        except DeliveryInDoubt as doubt:
            await self._in_doubt(claimed, str(doubt), doubt.retry_after)
        except DeliveryFailed as failed:
            await self._failed(claimed, failed)
        except PanelError as error:
            await self._give_up(claimed, str(error))
        except Exception:
            log.exception("a notice could not be made", extra={"notice": claimed.about, "topic": claimed.rule})
            await self._give_up(claimed, "it could not be written")
        else:
            await self._mark(claimed, NoticeState.SENT, sent_at=self._clock(), sent_as=sent_as, problem="")

    async def _failed(self, notice: Notice, failed: DeliveryFailed) -> None:
        if failed.permanent or notice.attempts > len(WAITS):
            await self._give_up(notice, str(failed))
            return
        after = self._after_a_pause(notice, failed.retry_after)
        await self._mark(notice, NoticeState.OWED, try_after=after, problem=str(failed))

    async def _in_doubt(self, notice: Notice, why: str, asked: float | None = None) -> None:
        if notice.delivery is Delivery.MUST_ARRIVE and notice.attempts <= len(WAITS):
            after = self._after_a_pause(notice, asked)
            await self._mark(notice, NoticeState.OWED, repeated=True, try_after=after, problem=why)
            return
        await self._mark(notice, NoticeState.IN_DOUBT, problem=why)

    async def _give_up(self, notice: Notice, why: str) -> None:
        log.warning("a notice was not delivered", extra={"notice": notice.about, "topic": notice.rule, "why": why})
        await self._mark(notice, NoticeState.FAILED, problem=why)

    def _after_a_pause(self, notice: Notice, asked: float | None) -> datetime:
        """When to try again: after our own pause, or the seconds the other side asked for when they are more."""
        own = WAITS[max(notice.attempts, 1) - 1]
        return self._clock() + max(own, timedelta(seconds=asked or 0))

    async def _mark(self, notice: Notice, state: NoticeState, **more: object) -> Notice | None:
        """Commit what became of a notice, with the news of it where it needs a person; None if another was first."""
        changed = notice.model_copy(update={"state": state, **more})
        entry = AuditEntry(
            at=self._clock(), by=CLOCK, act=f"notice_{state}", about=(notice.about,), detail={"topic": notice.rule}
        )
        change = Change(Answer(code=state), entry, (changed,), self._news(changed))
        try:
            done = await asyncio.to_thread(self._store.transact, lambda _: change)
        except Conflict:
            return None
        kept = done.records[0]
        return kept if isinstance(kept, Notice) else None

    def _news(self, notice: Notice) -> tuple[Notice, ...]:
        """The panel's administrators hear of a notice that did not, or may not have, arrived."""
        if notice.state not in (NoticeState.FAILED, NoticeState.IN_DOUBT) or notice.rule == Topic.UNDELIVERED:
            return ()
        now, council = self._clock(), self._deliverer.tools.council
        panels = [notice.hours_of] if notice.hours_of else council.panels_of(notice.about)
        admins = [p for panel in panels for p in holders(council.directory, Role.PANEL_ADMIN, panel, now.date())]
        person = council.directory.person(notice.to)
        facts = {"what": notice.rule, "name": person.name if person else ""}
        return tuple(to_people(Topic.UNDELIVERED, admins, notice.about, now, mark=notice.id, **facts))
