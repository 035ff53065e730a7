"""The minutes of one meeting: drafted from the record, added to, signed or sent round, and then locked."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from panel import again
from panel.calendar import say_day
from panel.council import Office
from panel.decision import Decision, DecisionState, Task
from panel.lifecycle import Lifecycle, Move
from panel.meeting import AgendaItem, ItemResult, PanelMeeting
from panel.precedence import goes_first
from panel.records import Moment, Record, Value
from panel.seating import post_of, quorum_now
from panel.sitting_policies import needs
from panel.terms import shown_term


class MinutesStatus(StrEnum):
    """Where minutes stand."""

    DRAFT = "draft"
    SIGNED = "signed"
    SENT_ROUND = "sent_round"


class MinutesEvent(StrEnum):
    """What can happen to minutes."""

    SIGNED = "signed"
    WENT_ROUND = "went_round"


_S, _E = MinutesStatus, MinutesEvent
MINUTES = Lifecycle(
    "minutes",
    (
        Move((_S.DRAFT,), _E.SIGNED, _S.SIGNED, "MT-15"),
        Move((_S.DRAFT,), _E.WENT_ROUND, _S.SENT_ROUND, "MT-16"),
    ),
    {
        _S.DRAFT: "are a draft",
        _S.SIGNED: "are signed",
        _S.SENT_ROUND: "have gone round",
    },
    look="minutes",
)


class Point(Value):
    """Something said under a heading of the minutes, by name and in words."""

    name: str
    said: str


class MinutedItem(Value):
    """What the minutes say of one case, which they know by its reference only; `first` puts it before the others."""

    ref: str
    result: str
    points: tuple[Point, ...] = ()
    presenters: tuple[str, ...] = ()
    first: bool = False


class MinutedLine(Value):
    """A line somebody wrote: while they were a draft, or as a correction afterwards."""

    text: str
    by: str
    at: Moment


class Minutes(Record):
    """What one meeting did; the id is the meeting's.

    They are drafted anew from the record until its decisions are confirmed (`settled_at`); lines that were added stay.
    Once signed or sent round nothing in them changes: corrections are appended (CB-10.6). `sent_with` is the meeting
    with whose papers they went (RO-11.8).
    """

    KIND: ClassVar[str] = "minutes"
    INDEX: ClassVar[tuple[str, ...]] = ("panel", "live", "unsent")

    panel: str
    met_at: Moment
    attendance: tuple[Point, ...] = ()
    items: tuple[MinutedItem, ...] = ()
    added: tuple[MinutedLine, ...] = ()
    corrections: tuple[MinutedLine, ...] = ()
    status: MinutesStatus = MinutesStatus.DRAFT
    settled_at: Moment | None = None
    signed_by: str = ""
    signed_at: Moment | None = None
    sent_at: Moment | None = None
    sent_with: str = ""

    @property
    def live(self) -> str | None:
        """`yes` while somebody may have to sign them."""
        return "yes" if self.status is MinutesStatus.DRAFT else None

    @property
    def unsent(self) -> str | None:
        """`yes` until they have gone to anybody."""
        return None if self.sent_at else "yes"

    def after(self, event: MinutesEvent, **changes: object) -> "Minutes":
        """The minutes after the event; raises `MoveNotAllowed`."""
        status = MINUTES.move("The minutes", self.status, event)
        return self.model_copy(update={"status": status, **changes})

    def of_presenter(self, person: str) -> tuple[str, ...]:
        """The references of the items this person presented."""
        return tuple(item.ref for item in self.items if person in item.presenters)


def drafted(
    office: Office, meeting: PanelMeeting, decisions: Iterable[Decision], tasks: Iterable[Task] = ()
) -> list[Record]:
    """The minutes of a meeting as the record now says, none for a panel without minutes (MT-14, RO-11.7).

    `decisions` and `tasks` may be such as are being committed together with them. Records that go first come first.
    """
    if office.profile(meeting.panel).minutes is None:
        return []
    made, given = {each.ref: each for each in decisions}, list(tasks)
    items = [_item(office, item, made.get(item.ref), given) for item in meeting.items]
    now = {
        "attendance": tuple(_attendance(office, meeting)),
        "items": tuple(sorted(items, key=lambda item: not item.first)),
    }
    before = office.records.look(Minutes, meeting.id)
    known = before or Minutes(id=meeting.id, panel=meeting.panel, met_at=meeting.starts_at)
    return [known.model_copy(update=now)]


def settled(
    office: Office, meeting: PanelMeeting, decisions: Iterable[Decision], tasks: Iterable[Task], at: datetime
) -> list[Record]:
    """The minutes as the confirmed decisions make them, to be signed or sent round from now on."""
    return [each.model_copy(update={"settled_at": at}) for each in drafted(office, meeting, decisions, tasks)]


def due_with(office: Office, following: PanelMeeting) -> list[Minutes]:
    """Those that go round with the papers of this meeting, the oldest first; none where they go by themselves.

    Those whose decisions are not confirmed yet, or that still have to be signed, wait for later papers (RO-11.8).
    """
    rule = office.profile(following.panel).minutes
    if rule is None or not rule.with_next_papers:
        return []
    unsent = office.records.find(Minutes, panel=following.panel, unsent="yes")
    ready = [each for each in unsent if each.met_at < following.starts_at and each.settled_at]
    return sorted((each for each in ready if each.signed_at or not rule.signed_by), key=lambda each: each.met_at)


def _item(office: Office, item: AgendaItem, decision: Decision | None, tasks: list[Task]) -> MinutedItem:
    if decision is None:
        reached = item.result is not ItemResult.NOT_REACHED
        return MinutedItem(ref=item.ref, result="No decision" if reached else "Not reached; it moves to a later panel")
    profile = office.profile_of(office.referral(item.ref))
    outcome = again.outcome_of(profile, decision)
    points = [Point(name=name, said=said) for name, said in (shown_term(profile, *term) for term in _terms(decision))]
    if decision.state is DecisionState.IN_PRINCIPLE:
        points.append(Point(name="In principle", said="not final until it is endorsed"))
    points += [
        Point(name="Action", said=f"{task.what}: {office.name(task.owner)}, by {say_day(date.fromisoformat(task.due))}")
        for task in tasks
        if task.about == item.ref
    ]
    return MinutedItem(
        ref=item.ref,
        result=outcome.label if outcome else decision.outcome,
        points=tuple(points),
        presenters=decision.presenters,
        first=goes_first(office, decision),
    )


def _terms(decision: Decision) -> list[tuple[str, str]]:
    return [(name, value) for name, value in decision.terms.items() if value]


def _attendance(office: Office, meeting: PanelMeeting) -> list[Point]:
    """Who came, each by the seat they filled, who did not, and how the quorum stood (CB-13.3, BI-2.3)."""
    present = [
        f"{post_of(office, meeting, p.person)}: {office.name(p.person)}" for p in meeting.attendance if p.present
    ]
    sorry = [each.person for each in meeting.away]
    missed = [p.person for p in meeting.attendance if not p.present and p.person not in sorry]
    counted = quorum_now(office, meeting)
    rows = [
        ("In the chair", office.name(meeting.chair) if meeting.chair else ""),
        ("Present", "\n".join(present)),
        ("Apologies", ", ".join(office.name(person) for person in sorry)),
        ("Absent", ", ".join(office.name(person) for person in missed)),
        ("Take no part", ", ".join(f"{office.name(each.person)} on {each.ref}" for each in meeting.conflicts)),
        ("Quorum", f"{'quorate' if counted.quorate else 'NOT QUORATE'}; {needs(counted)}" if counted else ""),
    ]
    return [Point(name=name, said=said) for name, said in rows if said]
