"""One thread makes the calls; one that hangs is left behind with all it holds."""

import asyncio
import threading

import pytest

from adapters.mail.ews.worker import GivenUpError, Worker


class Line:
    """What calls are made with: knows its thread and whether it was let go."""

    made: list["Line"]

    def __init__(self) -> None:
        self.thread = threading.current_thread()
        self.closed = threading.Event()
        Line.made.append(self)

    def close(self) -> None:
        self.closed.set()


@pytest.fixture(autouse=True)
def _none_made():
    Line.made = []


async def test_calls_are_made_in_order_by_one_thread_of_its_own():
    """However many are asked for together."""
    worker = Worker(Line, 5)
    order: list[int] = []
    threads = await asyncio.gather(
        *(worker.call(lambda line, n=n: (order.append(n), line.thread)[1]) for n in range(9))
    )
    await worker.close()
    assert (order, len(set(threads)), threading.current_thread() in threads) == (list(range(9)), 1, False)


async def test_what_a_call_raises_is_raised_where_it_was_made():
    """A time-out of its own is no sign that it hangs."""
    worker = Worker(Line, 5)
    for error in (ValueError("x"), TimeoutError("x")):

        def fail(_, error=error):
            raise error

        with pytest.raises(type(error)):
            await worker.call(fail)
    await worker.close()
    assert (len(Line.made), Line.made[0].closed.is_set()) == (1, True)


async def test_a_connection_that_cannot_be_made_is_tried_again():
    """By the next call."""
    tries: list[int] = []

    def connect():
        tries.append(1)
        if len(tries) == 1:
            raise OSError("not there")
        return Line()

    worker = Worker(connect, 5)
    with pytest.raises(OSError, match="not there"):
        await worker.call(lambda line: 1)
    assert await worker.call(lambda line: 2) == 2
    await worker.close()


async def test_a_call_that_hangs_is_left_with_its_connection():
    """The next is made by another thread; the first one lets go of its connection if it ever ends."""
    worker, released = Worker(Line, 0.1), threading.Event()
    with pytest.raises(GivenUpError):
        await worker.call(lambda line: released.wait(10))
    assert await worker.call(lambda line: line.thread) is Line.made[1].thread
    released.set()
    assert await asyncio.to_thread(Line.made[0].closed.wait, 5)
    await worker.close()


async def test_a_caller_that_goes_away_disturbs_nobody():
    """The service is stopping, or somebody lost patience."""
    worker, released = Worker(Line, 5), threading.Event()
    call = asyncio.create_task(worker.call(lambda line: released.wait(10)))
    await asyncio.sleep(0.05)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    released.set()
    assert await worker.call(lambda line: 2) == 2
    await worker.close()


async def test_a_worker_that_did_nothing_has_nothing_to_close():
    """No thread is made before it is needed."""
    await Worker(Line, 5).close()
    assert Line.made == []
