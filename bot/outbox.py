"""Sends what is owed: claim a notice, send it, note what came of it. Nothing is sent before it is committed.

A notice found claimed when the service starts was being sent when it stopped. Whether it arrived is then worked
out (`after_a_stop`): a mail is looked for among those sent; a Teams message that must arrive is sent again and says
so; one that must not repeat is held, and the administrator is told.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

from bot.delivery import Delivery as Deliverer
from panel.commands import CLOCK
from panel.council import Office
from panel.duties import still_stands
from panel.duties.base import in_hours
from panel.errors import Conflict, DeliveryFailed, DeliveryInDoubt, PanelError
from panel.notices import AT_ONCE, Channel, Delivery, Notice, NoticeState, Topic
from panel.people import Role, holders
from panel.ports import Answer, Change, Clock, Records, Store
from panel.records import AuditEntry
from panel.telling import to_people

log = logging.getLogger("panel_clerk.outbox")

WAITS = tuple(timedelta(seconds=s) for s in (5, 15, 60, *[300] * 45))
"""Pauses before each new try: about four hours in all, then a person is told."""


class Outbox:
    """The notices owed, and the one worker that sends them."""

    def __init__(self, store: Store, deliverer: Deliverer, clock: Clock) -> None:
        self._store = store
        self._deliverer = deliverer
        self._clock = clock

    async def run_once(self) -> int:
        """Send everything that is due; returns how many notices were dealt with.

        Each recipient gets what is urgent first, then records that go before others (RO-11.11), then the rest as owed.
        """
        owed = await asyncio.to_thread(self._store.read().find, Notice, state=NoticeState.OWED)
        due = [notice for notice in owed if self.may_go(notice)]
        queues: defaultdict[str, list[Notice]] = defaultdict(list)
        for notice in sorted(due, key=lambda each: (each.rule not in AT_ONCE, not each.first, each.owed_at, each.id)):
            queues[notice.to].append(notice)
        await asyncio.gather(*(self._send_in_order(queue) for queue in queues.values()))
        return len(due)

    async def after_a_stop(self) -> None:
        """Settle every notice that was being sent when the service last stopped."""
        for notice in await asyncio.to_thread(self._store.read().find, Notice, state=NoticeState.SENDING):
            if notice.channel is Channel.EMAIL and await self._went(notice):
                await self._mark(notice, NoticeState.SENT, sent_at=self._clock())
            elif notice.channel is Channel.EMAIL:
                await self._mark(notice, NoticeState.OWED)
            else:
                await self._in_doubt(notice, "the service stopped while sending")

    async def _went(self, notice: Notice) -> bool:
        try:
            return await self._deliverer.mail_went(notice)
        except DeliveryFailed:
            return False  # sending it again asks once more: a mailbox sends one Message-ID once

    @property
    def _office(self) -> Office:
        return Office(self._deliverer.tools.council, self._store.read())

    def may_go(self, notice: Notice) -> bool:
        """Whether its pause is over, and a reminder has office hours."""
        now = self._clock()
        paused = notice.try_after is not None and notice.try_after > now
        return not paused and (not notice.hours_of or in_hours(self._office, notice.hours_of, now))

    async def _send_in_order(self, queue: Iterable[Notice]) -> None:
        for notice in queue:
            await self._send(notice)

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
            await self._in_doubt(claimed, str(doubt))
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
        pause = WAITS[notice.attempts - 1]
        if failed.retry_after is not None:
            pause = max(pause, timedelta(seconds=failed.retry_after))
        await self._mark(notice, NoticeState.OWED, try_after=self._clock() + pause, problem=str(failed))

    async def _in_doubt(self, notice: Notice, why: str) -> None:
        if notice.delivery is Delivery.MUST_ARRIVE and notice.attempts <= len(WAITS):
            pause = WAITS[max(notice.attempts, 1) - 1]
            after = self._clock() + pause
            await self._mark(notice, NoticeState.OWED, repeated=True, try_after=after, problem=why)
            return
        await self._mark(notice, NoticeState.IN_DOUBT, problem=why)
        await self._tell_a_person(notice)

    async def _give_up(self, notice: Notice, why: str) -> None:
        log.warning("a notice was not delivered", extra={"notice": notice.about, "topic": notice.rule, "why": why})
        await self._mark(notice, NoticeState.FAILED, problem=why)
        await self._tell_a_person(notice)

    async def _mark(self, notice: Notice, state: NoticeState, **more: object) -> Notice | None:
        """Commit what became of a notice; None when another worker was first."""
        changed = notice.model_copy(update={"state": state, **more})
        entry = AuditEntry(
            at=self._clock(), by=CLOCK, act=f"notice_{state}", about=(notice.about,), detail={"topic": notice.rule}
        )
        change = Change(Answer(code=state), entry, (changed,))
        try:
            done = await asyncio.to_thread(self._store.transact, lambda _: change)
        except Conflict:
            return None
        kept = done.records[0]
        return kept if isinstance(kept, Notice) else None

    async def _tell_a_person(self, notice: Notice) -> None:
        """The panel's administrators hear of a notice that did not, or may not have, arrived."""
        if notice.rule == Topic.UNDELIVERED:
            return
        now = self._clock()

        def work(_: Records) -> Change:
            directory = self._deliverer.tools.council.directory
            panels = self._deliverer.tools.council.panels_of(notice.about)
            admins = [p for panel in panels for p in holders(directory, Role.PANEL_ADMIN, panel, now.date())]
            person = directory.person(notice.to)
            facts = {"what": notice.rule, "name": person.name if person else ""}
            told = to_people(Topic.UNDELIVERED, admins, notice.about, now, mark=notice.id, **facts)
            entry = AuditEntry(at=now, by=CLOCK, act="undelivered", about=(notice.about,))
            return Change(Answer(code="undelivered"), entry, (), tuple(told))

        await asyncio.to_thread(self._store.transact, work)
