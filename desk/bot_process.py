"""Keeps the clerk running as a child process, and starts it again when it dies."""

import asyncio
import logging
from collections.abc import Callable, Sequence

log = logging.getLogger("panel_clerk.desk")

STARTING = "starting"
RUNNING = "running"
STARTING_AGAIN = "starting again"
ELSEWHERE = "run elsewhere"

FIRST_PAUSE = 0.2
LONGEST_PAUSE = 10.0
STEADY_AFTER = 10.0
TIME_TO_STOP = 10.0


class BotProcess:
    """The clerk as a child process; `tell` hears each new state, `state` is the present one."""

    def __init__(self, command: Sequence[str], tell: Callable[[str], None]) -> None:
        self.state = STARTING
        self.process: asyncio.subprocess.Process | None = None
        self._command = command
        self._tell = tell

    async def keep_running(self) -> None:
        """Run the clerk, again whenever it ends, with a growing pause while it will not stay up.

        Stops the clerk when cancelled. Raises `OSError` when the command cannot be started at all.
        """
        pause = FIRST_PAUSE
        try:
            while True:
                lasted = await self._run_once()
                pause = FIRST_PAUSE if lasted >= STEADY_AFTER else min(pause * 2, LONGEST_PAUSE)
                self._now(STARTING_AGAIN)
                await asyncio.sleep(pause)
        finally:
            await self.stop()

    async def stop(self) -> None:
        """Ask the clerk to stop, and end it if it does not within ten seconds."""
        process = self.process
        if process is None or process.returncode is not None:
            return
        process.terminate()
        try:
            await asyncio.wait_for(process.wait(), TIME_TO_STOP)
        except TimeoutError:
            process.kill()
            await process.wait()

    async def _run_once(self) -> float:
        loop = asyncio.get_running_loop()
        began = loop.time()
        self.process = await asyncio.create_subprocess_exec(*self._command)
        self._now(RUNNING)
        code = await self.process.wait()
        log.warning("the clerk has ended", extra={"exit_code": code})
        return loop.time() - began

    def _now(self, state: str) -> None:
        self.state = state
        self._tell(state)
