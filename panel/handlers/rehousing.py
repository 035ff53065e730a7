"""Cases that lose their place because the meeting is moved or cancelled: where each goes, and who is told."""

from dataclasses import dataclass, field
from datetime import datetime

from panel import again, booking
from panel.calendar import end_of_day, wall
from panel.council import Office
from panel.emergency import TEMPORARY, EmergencyApproval, EmergencyEvent, EmergencyStatus
from panel.handlers.scheduling import appointments
from panel.meeting import AgendaItem, ItemKind, PanelMeeting
from panel.notices import Notice, Topic
from panel.people import Role
from panel.records import Record
from panel.referral import LISTED, Referral, ReferralEvent
from panel.telling import agenda_post, concerned, to_people


@dataclass
class Rehousing:
    """One meeting's cases on their way to other meetings, in order; collects what changes (CB-8.2, RF-36, EM-17).

    `ahead` are the meetings they may go to, soonest first; `because` is `moved` or `cancelled`.
    """

    office: Office
    was: PanelMeeting
    because: str
    now: datetime
    ahead: dict[str, PanelMeeting]
    records: list[Record] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    filled: set[str] = field(default_factory=set)

    def to_first_free(self, item: AgendaItem) -> None:
        """Give the case the first meeting with room; without one it waits for a date, and the administrator is told."""
        self.settle(item, booking.first_place(self.office, list(self.ahead.values()), item.ref, item.kind))

    def settle(self, item: AgendaItem, placed: PanelMeeting | None) -> None:
        """The case as it stands with its new place, if it has one, and its people told once."""
        if placed:
            self.ahead[placed.id] = placed
            self.filled.add(placed.id)
        if item.kind is ItemKind.RATIFICATION:
            self._ratification(item, placed)
        elif item.kind in again.AGAIN:
            self._again(item, placed)
        else:
            self._referral(item, placed)
        if placed is None:
            admins = self.office.holders(Role.PANEL_ADMIN, self.was.panel, self.office.today(self.now))
            self.notices += to_people(Topic.NO_PLACE, admins, item.ref, self.now, mark=self._mark)

    def meetings(self) -> list[PanelMeeting]:
        """The meetings that took a case in."""
        return [self.ahead[name] for name in self.ahead if name in self.filled]

    def posts(self) -> list[Notice]:
        """Their agenda posts, drawn again."""
        return [agenda_post(meeting, self.now) for meeting in self.meetings()]

    @property
    def _mark(self) -> str:
        return f"{self.was.id}.r{self.was.revision + 1}"

    def _referral(self, item: AgendaItem, placed: PanelMeeting | None) -> None:
        referral = self.office.referral(item.ref)
        moved = self._listed(referral, placed)
        self.records.append(moved)
        slot = placed.item(item.ref) if placed else None
        facts = {"was": item.starts_at.isoformat(), "because": self.because}
        if placed and slot and moved.status in LISTED:
            self.notices += appointments(self.office, moved, placed, slot, self.now, **facts)
            return
        people = self.office.known(referral.referrer, referral.manager)
        facts |= {"starts": slot.starts_at.isoformat()} if slot else {}
        self.notices += to_people(Topic.PLACE_CHANGED, people, item.ref, self.now, mark=self._mark, **facts)

    def _listed(self, referral: Referral, placed: PanelMeeting | None) -> Referral:
        """One that was put off keeps its status; one that was booked is booked anew, or waits (RF-36).

        At another hour of the same day nothing but the slot has changed.
        """
        if referral.status not in LISTED:
            return referral.model_copy(update={"meeting": placed.id if placed else ""})
        if placed and placed.id == self.was.id:
            return referral
        accepted = referral.after(ReferralEvent.TAKEN_OFF, meeting="")
        return accepted.after(ReferralEvent.SLOT_GIVEN, meeting=placed.id) if placed else accepted

    def _again(self, item: AgendaItem, placed: PanelMeeting | None) -> None:
        """An appeal, or a case that comes back: its place changes with the meeting (AP-10)."""
        self.records += again.moved(self.office, item, placed)
        referral = self.office.referral(item.ref)
        slot = placed.item(item.ref) if placed else None
        facts = {"was": item.starts_at.isoformat(), "because": self.because}
        facts |= {"starts": slot.starts_at.isoformat()} if slot else {}
        people = self.office.known(referral.referrer, referral.manager)
        self.notices += to_people(Topic.PLACE_CHANGED, people, item.ref, self.now, mark=self._mark, **facts)

    def _ratification(self, item: AgendaItem, placed: PanelMeeting | None) -> None:
        referral = self.office.referral(item.ref)
        emergency = self._clock(self.office.records.get(EmergencyApproval, item.ref), placed)
        self.records.append(emergency)
        if referral.status in LISTED:
            self.records.append(self._listed(referral, placed))
        people = concerned(self.office, emergency, self.office.today(self.now))
        facts = {"because": self.because, "ends": emergency.ends_at.isoformat() if emergency.ends_at else ""}
        facts |= {"starts": placed.starts_at.isoformat()} if placed else {}
        facts |= {"extend": "yes"} if emergency.status is not EmergencyStatus.AWAITING_RATIFICATION else {}
        self.notices += to_people(Topic.EXTENSION_NEEDED, people, item.ref, self.now, mark=self._mark, **facts)

    def _clock(self, emergency: EmergencyApproval, placed: PanelMeeting | None) -> EmergencyApproval:
        """An approval never runs on by itself to a later panel, and ends at one that comes sooner (CB-5.3, AM-12)."""
        moved = emergency.model_copy(update={"meeting": placed.id if placed else ""})
        if emergency.status not in TEMPORARY or emergency.ends_at is None:
            return moved
        until = end_of_day(wall(placed.starts_at).date()) if placed else None
        if until is None or until > emergency.ends_at or self.because == "cancelled":
            return moved.after(EmergencyEvent.MEETING_CANCELLED, waits_since=self.now)
        return moved.model_copy(update={"ends_at": min(until, emergency.ends_at)})
