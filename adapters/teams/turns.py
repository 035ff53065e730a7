"""Each activity takes effect once, and the turns of one conversation follow each other.

Teams delivers an activity again when the answer is slow or lost. A second delivery within ten minutes gets
the first one's answer, also while the first is still at work.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

log = logging.getLogger("panel_clerk.teams")

_REMEMBERED_SECONDS = 600.0
_LONGEST_TURN = 120.0
_REMEMBERED = 20_000
_REMEMBERED_BYTES = 32 * 1024 * 1024


@dataclass
class Pending:
    """An answer in the making. `late` is set when the caller was told to wait for it in the chat."""

    begun: float
    answer: asyncio.Future[bytes] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    late: bool = False

    def settle(self, body: bytes) -> None:
        """Give the answer, unless it has been given."""
        if not self.answer.done():
            self.answer.set_result(body)


Work = Callable[[Pending], Awaitable[None]]


@dataclass
class _Queue:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    length: int = 0


class Turns:
    """Runs turns. `patience` is how many seconds a delivery waits for its turn's answer."""

    def __init__(self, clock: Callable[[], float], patience: float) -> None:
        self._clock = clock
        self._patience = patience
        self._known: OrderedDict[str, Pending] = OrderedDict()
        self._bytes = 0
        self._running: set[asyncio.Task[None]] = set()
        self._locks: dict[str, _Queue] = {}

    async def take(self, key: str, conversation_id: str, work: Work) -> bytes | None:
        """The answer to this delivery, doing the work if no earlier one did; None when it takes too long."""
        pending = self._known.get(key)
        if pending and pending.answer.done() and self._is_old(pending):
            self._drop(key)
            pending = None
        pending = pending or self._begin(key, conversation_id, work)
        if not pending.answer.done():
            await asyncio.wait((pending.answer,), timeout=self._patience)
        if pending.answer.done():
            return pending.answer.result()
        pending.late = True
        return None

    async def close(self, seconds: float) -> None:
        """Let running turns end, for at most this long; then stop them."""
        if self._running:
            _, left = await asyncio.wait(self._running, timeout=seconds)
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)

    def _begin(self, key: str, conversation_id: str, work: Work) -> Pending:
        self._forget()
        pending = self._known[key] = Pending(self._clock())
        task = asyncio.create_task(self._run(conversation_id, work, pending))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return pending

    async def _run(self, conversation_id: str, work: Work, pending: Pending) -> None:
        try:
            async with self._in_order(conversation_id), asyncio.timeout(_LONGEST_TURN):
                await work(pending)
        except Exception as error:  # noqa: BLE001  # one broken turn must not stop the next
            log.error("turn failed", extra={"error": type(error).__name__})
        finally:
            pending.settle(b"")
            self._bytes += len(pending.answer.result())

    @asynccontextmanager
    async def _in_order(self, conversation_id: str) -> AsyncIterator[None]:
        queue = self._locks.setdefault(conversation_id, _Queue())
        queue.length += 1
        try:
            async with queue.lock:
                yield
        finally:
            queue.length -= 1
            if not queue.length:
                del self._locks[conversation_id]

    def _forget(self) -> None:
        """Drop what is older than ten minutes, and the oldest answers beyond what memory allows."""
        while self._known:
            oldest, first = next(iter(self._known.items()))
            too_many = len(self._known) >= _REMEMBERED or self._bytes > _REMEMBERED_BYTES
            if not first.answer.done() or not (too_many or self._is_old(first)):
                return
            self._drop(oldest)

    def _drop(self, key: str) -> None:
        self._bytes -= len(self._known.pop(key).answer.result())

    def _is_old(self, pending: Pending) -> bool:
        return self._clock() - pending.begun > _REMEMBERED_SECONDS
