"""A drill: a marked test of the way an emergency takes to an approver's phone. It is no case and on no agenda."""

from typing import ClassVar

from panel.records import Moment, Record


class Drill(Record):
    """One test, from its start to the approver's answer. The id holds the panel and the moment."""

    KIND: ClassVar[str] = "drill"
    INDEX: ClassVar[tuple[str, ...]] = ("asked", "open")

    panel: str
    code: str
    asked: str
    started_at: Moment
    acknowledged_at: Moment | None = None

    @property
    def open(self) -> str | None:
        """`yes` until it is acknowledged."""
        return None if self.acknowledged_at else "yes"
