"""How fast the bot may speak in one conversation, so that Teams does not have to slow it down.

Teams takes 7 messages in 1 s, 60 in 30 s and 1,800 in an hour from a bot in one conversation (Microsoft's
rate limit page; the figures may change). One a second with a small burst stays under all but the hourly one.
"""

from collections.abc import Callable

_MANY = 10_000


class Pace:
    """A steady rate with a burst, kept separately for each conversation."""

    def __init__(self, per_second: float, burst: int, clock: Callable[[], float]) -> None:
        self._interval = 1 / per_second
        self._slack = (burst - 1) * self._interval
        self._clock = clock
        self._due: dict[str, float] = {}

    def reserve(self, conversation_id: str) -> float:
        """Take the next slot; returns the seconds to wait before using it."""
        now = self._clock()
        if len(self._due) >= _MANY:
            self._due = {key: due for key, due in self._due.items() if due > now}
        due = max(self._due.get(conversation_id, now), now)
        self._due[conversation_id] = due + self._interval
        return max(0.0, due - self._slack - now)
