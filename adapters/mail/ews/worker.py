"""One thread that makes slow calls one after another, and is given up with its connection when one does not end."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from queue import SimpleQueue
from typing import Any, Generic, Protocol, TypeVar

MOST_STUCK = 4
"""Threads that may hang at one time. One more call would only hang too."""


class Closing(Protocol):
    """What the calls are made with."""

    def close(self) -> None:
        """Let go of it. Must not block."""


C = TypeVar("C", bound=Closing)
R = TypeVar("R")


class GivenUpError(Exception):
    """A call did not come back in time. It may still be carried out."""


class Worker(Generic[C]):
    """Makes calls with a connection of its own, each in at most `patience` seconds, in the order they came in.

    `connect` runs in the thread, for the first call and after a call was given up.
    """

    def __init__(self, connect: Callable[[], C], patience: float) -> None:
        self._connect = connect
        self._patience = patience
        self._turn = asyncio.Lock()
        self._lane: _Lane[C] | None = None
        self._stuck: list[_Lane[C]] = []

    async def call(self, work: Callable[[C], R]) -> R:
        """What `work` returns or raises; `GivenUpError` when it does not come back."""
        async with self._turn:
            self._stuck = [lane for lane in self._stuck if lane.is_alive()]
            if len(self._stuck) >= MOST_STUCK:
                raise GivenUpError
            lane = self._lane = self._lane or _Lane(self._connect)
            pending = asyncio.wrap_future(lane.put(work))
            try:
                async with asyncio.timeout(self._patience) as limit:
                    return await pending
            except TimeoutError:
                if not limit.expired():
                    raise  # the work's own
                self._give_up(lane)
                raise GivenUpError from None

    def renew(self) -> None:
        """Make the next call with a new connection."""
        if self._lane:
            self._lane.stop()
            self._lane = None

    async def close(self) -> None:
        """End the thread; one that hangs is left to end by itself."""
        lane = self._lane
        self.renew()
        if lane:
            await asyncio.to_thread(lane.join, self._patience)

    def _give_up(self, lane: "_Lane[C]") -> None:
        self._stuck.append(lane)
        self.renew()


class _Lane(threading.Thread, Generic[C]):
    """The thread with its queue. It never keeps the process alive: what was not answered is not counted as done."""

    def __init__(self, connect: Callable[[], C]) -> None:
        super().__init__(name="exchange", daemon=True)
        self._connect = connect
        self._queue: SimpleQueue[tuple[Callable[[C], Any], Future[Any]] | None] = SimpleQueue()
        self.start()

    def put(self, work: Callable[[C], R]) -> "Future[R]":
        future: Future[R] = Future()
        self._queue.put((work, future))
        return future

    def stop(self) -> None:
        self._queue.put(None)

    def run(self) -> None:
        connection: C | None = None
        while task := self._queue.get():
            work, future = task
            if not future.set_running_or_notify_cancel():
                continue
            try:
                if connection is None:
                    connection = self._connect()
                result = work(connection)
            except Exception as error:  # noqa: BLE001  it is raised again where the call was made
                future.set_exception(error)
            else:
                future.set_result(result)
        if connection:
            with suppress(Exception):
                connection.close()
