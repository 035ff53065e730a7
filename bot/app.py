"""The web application: Teams at /api/messages, health and figures beside it, and the work that goes on in between."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial

from aiohttp import web
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from adapters.mail.folder import FolderMailbox
from adapters.mail.smtp_door import BadDoorSettings, SmtpDoor
from bot.clock import DemoClock
from bot.drills import add_drill
from bot.sweep import sweep
from bot.wiring import Service
from panel.calendar import LONDON
from panel.errors import DeliveryFailed, PanelError, Refused
from panel.notices import Notice, NoticeState

log = logging.getLogger("panel_clerk.app")

TIME_TO_FINISH = 8.0
"""Seconds a stopping clerk gives to what it is sending."""
MANY = 10
"""Mails of one round after which the mailbox is looked at again without a pause."""
LOOK_AGAIN = 5.0
"""Seconds until the outbox looks again by itself, for notices whose pause is over."""


def build_app(service: Service) -> web.Application:
    """The application; starting it starts the outbox, the mailroom and the sweep."""
    app = web.Application(client_max_size=2 * 1024 * 1024)
    pages = Pages(service)
    app.router.add_post("/api/messages", service.door.handle)
    app.router.add_get("/health", pages.health)
    app.router.add_get("/metrics", pages.metrics)
    add_drill(app, service)
    if isinstance(service.clock, DemoClock):
        app.router.add_get("/demo/clock", pages.tell_time)
        app.router.add_post("/demo/clock", pages.move_clock)
    app.cleanup_ctx.append(lambda _: _running(service))
    return app


class Pages:
    """What is answered besides Teams. No page says anything about a case."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def health(self, _: web.Request) -> web.Response:
        """Whether records can be read, how many notices wait or need a person, and why mail is left in the mailbox."""
        records = self._service.store.read()
        states = (NoticeState.OWED, NoticeState.SENDING, NoticeState.FAILED, NoticeState.IN_DOUBT)
        counted = {str(state): records.count(Notice, state=state) for state in states}
        return web.json_response(
            {"status": "ok", "notices": counted, "mail_waits_for": self._service.mailroom.waits_for}
        )

    async def metrics(self, _: web.Request) -> web.Response:
        """Counts and times for Prometheus."""
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def tell_time(self, _: web.Request) -> web.Response:
        """The demonstration clock."""
        return web.json_response({"now": self._service.clock().isoformat()})

    async def move_clock(self, request: web.Request) -> web.Response:
        """Step the demonstration clock forward and do at once what has fallen due."""
        clock = self._service.clock
        assert isinstance(clock, DemoClock)  # noqa: S101  the route exists for no other
        try:
            wanted = await request.json()
            ahead = timedelta(minutes=int(wanted.get("advance_minutes", 0)))
            clock.move_to(datetime.fromisoformat(wanted["to"]) if "to" in wanted else clock() + ahead)
        except (ValueError, TypeError, AttributeError, Refused) as error:
            return web.json_response({"error": str(error), "now": clock().isoformat()}, status=400)
        await asyncio.to_thread(sweep, self._service.store, self._service.tools.council, clock)
        self._service.turns.something_owed.set()
        return web.json_response({"now": clock().isoformat()})


async def _running(service: Service) -> AsyncIterator[None]:
    """Everything that goes on while the application runs, in the order in which it is safe to begin."""
    smtp = await _smtp_door(service)
    await service.door.start()
    await service.outbox.after_a_stop()
    scheduler = _scheduler(service)
    work = [asyncio.create_task(_outbox_loop(service)), asyncio.create_task(_mail_loop(service))]
    scheduler.start()
    log.info("the clerk is ready")
    yield
    if smtp:
        await smtp.close()
    scheduler.shutdown(wait=False)
    service.turns.stopping.set()
    service.turns.something_owed.set()
    # What is being sent is finished, so that a planned stop leaves nothing in doubt.
    await asyncio.wait(work, timeout=TIME_TO_FINISH)
    for task in work:
        task.cancel()
    await asyncio.gather(*work, return_exceptions=True)
    await service.door.close()
    await service.mailbox.close()
    service.pool.shutdown()
    service.mailroom.close()
    service.store.close()


async def _smtp_door(service: Service) -> SmtpDoor | None:
    """The door for mail programs, open, when a port is given for it; raises `BadDoorSettings` or `OSError`."""
    settings, council = service.settings, service.tools.council
    if not settings.smtp_port:
        return None
    if not isinstance(service.mailbox, FolderMailbox):
        raise BadDoorSettings("PANEL_CLERK_SMTP_PORT drops mails into the mail folder, which is not used. Remove it.")
    boxes = frozenset(council.directory.mailbox(panel).lower() for panel in council.profiles) - {""}
    door = SmtpDoor(settings.mail_folder / "inbox", boxes, service.clock, others_may_call=settings.smtp_open)
    await door.open(settings.smtp_host, settings.smtp_port)
    return door


def _scheduler(service: Service) -> AsyncIOScheduler:
    """Only wakes the sweep: what is due is worked out there, so a wake-up that is missed or repeated does no harm."""
    scheduler = AsyncIOScheduler(timezone=LONDON)

    async def look() -> None:
        if await asyncio.to_thread(sweep, service.store, service.tools.council, service.clock):
            service.turns.something_owed.set()

    scheduler.add_job(
        look,
        "interval",
        seconds=service.settings.sweep_every,
        next_run_time=datetime.now(LONDON),
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
    )
    return scheduler


async def _outbox_loop(service: Service) -> None:
    """Looks for whom something is due, and sends to each beside the others: a slow mailbox holds up no card."""
    waiting, outbox = service.turns.something_owed, service.outbox
    sending: set[asyncio.Task[int]] = set()

    async def look() -> int:
        recipients = await outbox.recipients()
        for to in recipients:
            task = asyncio.create_task(_guarded(partial(outbox.send_all, to)))
            sending.add(task)
            task.add_done_callback(sending.discard)
        return len(recipients)

    while not service.turns.stopping.is_set():
        waiting.clear()
        await _guarded(look)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(waiting.wait(), LOOK_AGAIN)
    outbox.finish()
    await asyncio.gather(*sending)


async def _mail_loop(service: Service) -> None:
    async def take() -> int:
        taken = await service.mailroom.run_once(service.mailbox)
        if taken:
            service.turns.something_owed.set()
        return taken

    while not service.turns.stopping.is_set():
        if await _guarded(take) >= MANY:
            continue  # more may wait: a flood is cleared as fast as it can be
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(service.turns.stopping.wait(), service.settings.mail_every)


async def _guarded(work: Callable[[], Awaitable[int]]) -> int:
    """One round of background work and what it gives; whatever goes wrong is logged and the next round comes."""
    try:
        return await work()
    except DeliveryFailed as failed:
        log.error("background work failed", extra={"why": str(failed)})
    except PanelError as error:
        log.error("background work failed", extra={"why": type(error).__name__})
    except Exception:
        log.exception("background work failed")
    return 0
