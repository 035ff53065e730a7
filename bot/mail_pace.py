"""How many mails are taken in an hour from one writer, and from all whom nobody vouches for: a flood waits outside.

What is more stays in the mailbox and is taken later, while mails of others go past it. Counted in memory: a restart
lets one more hour's mails in, which does no harm.
"""

from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from panel.ports import Clock

HOUR = timedelta(hours=1)
STAFF_AN_HOUR = 1_000
"""Of one member of staff whom a gateway vouches for: more than anybody writes, so only a loop meets it."""
OTHERS_AN_HOUR = 60
ALL_OTHERS_AN_HOUR = 300
"""Of one address that nobody vouches for, and of all these together: From can be forged, and differ each time."""
_ALL_OTHERS = ""


@dataclass(frozen=True)
class Writer:
    """Whose mail it is; `known` is a member of staff whom a gateway vouches for."""

    address: str
    known: bool

    @property
    def limits(self) -> Mapping[str, int]:
        """How many an hour under each name that a mail of this writer counts for."""
        if self.known:
            return {f"staff {self.address}": STAFF_AN_HOUR}
        return {f"other {self.address}": OTHERS_AN_HOUR, _ALL_OTHERS: ALL_OTHERS_AN_HOUR}


class MailPace:
    """The mails taken in the last hour; no more moments are kept than mails may be taken."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._taken: dict[str, deque[datetime]] = {}

    def has_room(self, writer: Writer, promised: Mapping[str, int] | None = None) -> bool:
        """Whether one more may be taken now, beside those `promised` under each name."""
        self._forget()
        others = promised or {}
        return all(
            len(self._taken.get(name, ())) + others.get(name, 0) < limit for name, limit in writer.limits.items()
        )

    def took(self, writer: Writer) -> None:
        """Count one that was taken."""
        for name in writer.limits:
            self._taken.setdefault(name, deque()).append(self._clock())

    def let_in(self, outside: Mapping[str, Writer]) -> list[str]:
        """The mails that may be taken now of those that wait outside, in the order in which they were left there."""
        promised: Counter[str] = Counter()
        free = []
        for handle, writer in outside.items():
            if self.has_room(writer, promised):
                promised.update(writer.limits.keys())
                free.append(handle)
        return free

    def _forget(self) -> None:
        before = self._clock() - HOUR
        for name, moments in list(self._taken.items()):
            while moments and moments[0] <= before:
                moments.popleft()
            if not moments:
                del self._taken[name]
