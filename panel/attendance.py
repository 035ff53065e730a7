"""Who sits at a meeting: who came, in which seat; who is away and who stands in; who keeps out of an item."""

from panel.records import Moment, Value


class Attendance(Value):
    """One person at the meeting, in the part they took; `seat` is the place on the panel they fill that day."""

    person: str
    part: str
    present: bool
    seat: str = ""


class Away(Value):
    """A member who cannot come, why, and who stands in for this meeting only (BI-2.2)."""

    person: str
    reason: str
    said_by: str
    at: Moment
    substitute: str = ""


class Conflict(Value):
    """A person who takes no part in one item, and why."""

    person: str
    ref: str
    reason: str
    said_by: str


class Missing(Value):
    """A case whose presenters did not come and that is heard all the same, and why (RF-23)."""

    ref: str
    reason: str
    said_by: str


class Guest(Value):
    """Somebody asked to come for one item, who sees that item only (KN-4.8 to KN-4.11)."""

    person: str
    ref: str
    said_by: str
    at: Moment
