"""What every stored record has: an identity, a revision, and the fields it can be found by."""

from datetime import datetime
from typing import Annotated, ClassVar

from pydantic import AfterValidator, BaseModel, ConfigDict


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a stored moment must carry its time zone")
    return moment


Moment = Annotated[datetime, AfterValidator(_aware)]
"""An instant with its time zone; stored in UTC, decided in the panel's wall time."""


class Value(BaseModel):
    """An immutable part of a record."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Record(Value):
    """A thing the store keeps.

    `revision` is 0 before the first commit; the store adds one at each. A commit names the revision it
    was made from, so a change made from an older state is refused, not merged.
    `INDEX` names the fields by which `Records.find` can look the kind up; each holds a string, a tuple of
    strings, or None (not listed).
    """

    KIND: ClassVar[str]
    INDEX: ClassVar[tuple[str, ...]] = ()

    id: str
    revision: int = 0


class AuditEntry(Value):
    """Who did what, to which record, when and from where; never the content of an answer.

    `by` is an Entra object id, or `clock` or `mailbox` for what the clerk does by itself.
    `about` holds record ids; `detail` codes and references only.
    """

    at: Moment
    by: str
    act: str
    about: tuple[str, ...]
    through: str = "teams"
    detail: dict[str, str] = {}
