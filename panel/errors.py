"""What can go wrong, named by who can put it right.

PanelError
├── Refused             goes to the person who asked, word for word, and says what to do next
│   ├── NotPermitted    this person may not do this; the refusal is audited
│   ├── MoveNotAllowed  the record is in a state that does not allow this
│   ├── Stale           the card was drawn from an older state; the present one is shown
│   ├── InvalidAnswer   an answer cannot be taken; `problems` has a sentence for each question
│   └── Unknown         there is no such record
├── ProfileError        a panel's profile has mistakes; `problems` has one line each
├── DeliveryFailed      Teams or the mail server did not take a notice: nothing was delivered
│   └── DeliveryInDoubt it may or may not have been delivered
└── StoreError
    ├── StoreDamaged    what is on disk is not what was written
    ├── StoreBusy       another process holds the store
    └── Conflict        a record changed between reading and writing
"""

from collections.abc import Mapping, Sequence


class PanelError(Exception):
    """Every error this product raises on purpose."""


class Refused(PanelError):
    """A request that is turned down; the message is the sentence the person reads."""


class NotPermitted(Refused):
    """The person is not one of those who may do this."""


class MoveNotAllowed(Refused):
    """The record's lifecycle has no such move from where it stands."""


class Stale(Refused):
    """The request was made from an older state of the record."""


class Unknown(Refused):
    """There is no record with this reference."""


class InvalidAnswer(Refused):
    """One or more answers cannot be taken.

    `problems` maps a question id to the sentence that says what is wrong and what to give instead.
    """

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = dict(problems)


class ProfileError(PanelError):
    """A profile cannot be used; `problems` has one line for each mistake."""

    def __init__(self, source: str, problems: Sequence[str]) -> None:
        super().__init__("\n".join([f"{source} cannot be used:", *(f"  {p}" for p in problems)]))
        self.problems = tuple(problems)


class DeliveryFailed(PanelError):
    """Nothing was delivered. `permanent` means that trying again will not help.

    `retry_after` is what the server asked for, in seconds, if it did.
    """

    def __init__(self, reason: str, *, permanent: bool = False, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.permanent = permanent
        self.retry_after = retry_after


class DeliveryInDoubt(DeliveryFailed):
    """The connection broke, or the server erred, after the message may have been taken."""


class StoreError(PanelError):
    """The record store cannot do what was asked."""


class StoreDamaged(StoreError):
    """The stored bytes fail their checksum or their order; nothing is guessed or repaired."""


class StoreBusy(StoreError):
    """Another process has the store open."""


class Conflict(StoreError):
    """A record was changed by someone else since it was read."""
