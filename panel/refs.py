"""References and short codes: what people read out, type and write instead of a name."""

import hashlib
from typing import ClassVar

from panel.ports import Records
from panel.records import Record

_PLAIN = "23456789ACDEFGHJKMNPQRSTUVWXYZ"
"""Letters and digits that are not mistaken for one another when read from a phone."""


class Counter(Record):
    """The last number given out for a panel."""

    KIND: ClassVar[str] = "counter"

    last: int = 0


def next_reference(records: Records, prefix: str) -> tuple[str, Counter]:
    """The next reference of a panel, such as CB-0007, and the counter to store with it."""
    counter = records.look(Counter, prefix) or Counter(id=prefix)
    number = counter.last + 1
    return f"{prefix}-{number:04d}", counter.model_copy(update={"last": number})


def short_code(secret_free_seed: str) -> str:
    """Four characters by which an emergency is typed on a phone; not a password, only a name for it."""
    digest = hashlib.sha256(secret_free_seed.encode()).digest()
    return "".join(_PLAIN[byte % len(_PLAIN)] for byte in digest[:4])
