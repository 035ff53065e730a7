"""When a panel meets, for how long, who chairs and presents, and what goes out beforehand."""

from datetime import date, time
from typing import Literal

from pydantic import Field

from panel.conditions import Condition
from panel.durations import WrittenLength
from panel.people import Role
from panel.records import Value
from panel.series import Series

Presenter = Literal["referrer", "manager"]


class LongerItem(Value):
    """Items that need more time, or less, than the usual slot."""

    when: Condition
    minutes: int = Field(ge=5, le=240)


class Meetings(Value):
    """When and where the panel meets, and who has a part in it.

    Dates are a list the administrator keeps; a `series` drafts the next ones (AM-11), and the administrator is reminded
    when fewer than `dates_ahead` are on it. A meeting is cancelled only if someone in one of the roles of
    `cancel_needs` agrees beforehand (CB-8.2, AM-62). `chaired_by` may take the chair, in this order of preference.
    """

    start: time
    usual_end: time
    slot_minutes: int = Field(ge=5, le=240)
    lengths: list[LongerItem] = []
    venue: str = ""
    chaired_by: list[Role] = [Role.CHAIR]
    presenters: list[Presenter]
    present_all: bool = False
    presenter_decides: bool = False
    cancel_needs: list[Role] = [Role.CHAIR]
    dates_ahead: int = 0
    series: Series | None = None


class Visit(Value):
    """A visit to the child shortly before the panel: whose it is, and how recent it must be (BI-4.5, AM-39)."""

    within: WrittenLength
    ask: str


class Agenda(Value):
    """Who confirms the agenda before it is published, and how long before the start (RO-11.2, AM-10, AM-63)."""

    confirmed_by: Role
    before_start: WrittenLength | None = None


class Papers(Value):
    """How long before a meeting its papers are with the members; `rolling` sends each case as it comes (AM-10)."""

    lead: WrittenLength
    rolling: bool = False


class Minutes(Value):
    """How minutes are written, who signs them (nobody where left out), and whether they go with the next papers."""

    written: Literal["bullets", "free"]
    signed_by: Role | None = None
    with_next_papers: bool = False


class Recurring(Value):
    """Something the panel does at intervals, such as a quarterly review of itself: who is asked, how long before."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    text: str
    every: WrittenLength
    since: date
    before: WrittenLength
    who: list[Role]
