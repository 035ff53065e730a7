"""Which meeting and which slot: the date asked for, or else the next free place (CB-9.4, CB-10.17)."""

from datetime import datetime, timedelta

from panel import policies
from panel.calendar import wall
from panel.conditions import holds
from panel.council import Office
from panel.meeting import AgendaItem, ItemKind, PanelMeeting
from panel.referral import Referral


def minutes_for(office: Office, ref: str) -> int:
    """How long a case is heard: the length of the first kind of longer item it is, or the usual slot (RF-17)."""
    referral = office.referral(ref)
    rules = office.profile(referral.panel).meetings
    longer = (length.minutes for length in rules.lengths if holds(length.when, referral.answers))
    return next(longer, rules.slot_minutes)


def free_slot(meeting: PanelMeeting, minutes: int) -> datetime | None:
    """When the first free stretch of so many minutes begins, or None when there is none."""
    needed = timedelta(minutes=minutes)
    for start in (meeting.starts_at, *(item.ends_at for item in meeting.items)):
        taken = any(item.starts_at < start + needed and start < item.ends_at for item in meeting.items)
        if not taken and start + needed <= meeting.ends_at:
            return start
    return None


def places_left(office: Office, meeting: PanelMeeting) -> int:
    """How many cases of the usual length still fit, each in one stretch."""
    minutes, left = office.profile(meeting.panel).meetings.slot_minutes, 0
    while start := free_slot(meeting, minutes):
        kept = AgendaItem(ref=f"free.{left}", kind=ItemKind.REFERRAL, starts_at=start, minutes=minutes)
        meeting, left = meeting.with_item(kept), left + 1
    return left


def place_referral(office: Office, referral: Referral, received: datetime, now: datetime) -> PanelMeeting | None:
    """The meeting with the referral on it, or None when no date ahead has room.

    Only meetings for which it is in time count (CB-9.7); a date asked for is tried first, then later ones (CB-9.4).
    """
    ahead = [m for m in office.meetings_ahead(referral.panel, now) if policies.in_time(office, m, received)]
    wanted = referral.answers.get("panel_date", "")
    later = [meeting for meeting in ahead if wall(meeting.starts_at).date().isoformat() >= wanted]
    for meeting in later or ahead:
        start = free_slot(meeting, minutes_for(office, referral.id))
        if start is not None:
            return meeting.with_item(_item(office, meeting, referral.id, ItemKind.REFERRAL, start))
    return None


def place_ratification(office: Office, ref: str, panel: str, now: datetime) -> PanelMeeting | None:
    """The next meeting with the emergency listed: no cut-off applies, and a full list grows (CB-5.10, AM-12)."""
    ahead = office.meetings_ahead(panel, now)
    if not ahead:
        return None
    return place_in(office, ahead[0], ref, ItemKind.RATIFICATION)


def place_in(office: Office, meeting: PanelMeeting, ref: str, kind: ItemKind) -> PanelMeeting | None:
    """A named meeting with the item on it, or None when it is full; a ratification always fits.

    An item already there keeps its slot, and stays a ratification if it is one.
    """
    held = meeting.item(ref)
    if held:
        both = ItemKind.RATIFICATION if ItemKind.RATIFICATION in (held.kind, kind) else kind
        return meeting.with_item(held.model_copy(update={"kind": both}))
    start = free_slot(meeting, minutes_for(office, ref))
    if start is None and kind is ItemKind.RATIFICATION:
        start = max((item.ends_at for item in meeting.items), default=meeting.starts_at)
    return None if start is None else meeting.with_item(_item(office, meeting, ref, kind, start))


def first_place(office: Office, meetings: list[PanelMeeting], ref: str, kind: ItemKind) -> PanelMeeting | None:
    """The first of these meetings with room, with the item on it; None when all are full (CB-9.4, CB-9.20)."""
    placed = (place_in(office, meeting, ref, kind) for meeting in meetings)
    return next((meeting for meeting in placed if meeting), None)


def taken_off(office: Office, ref: str, panel: str, keep: str = "") -> list[PanelMeeting]:
    """The meetings not yet begun that list the reference, without it; the one to `keep` is left as it is."""
    listed = [m for m in office.records.find(PanelMeeting, panel=panel, live="yes") if m.is_ahead and m.item(ref)]
    return [meeting.without(ref) for meeting in listed if meeting.id != keep]


def places_freed(office: Office, ref: str, panel: str) -> list[PanelMeeting]:
    """The meetings ahead without a case nobody will hear there: it stays only where it is to be ratified (AM-12)."""
    freed = taken_off(office, ref, panel)
    return [meeting for meeting in freed if not office.meeting(meeting.id).ratifies(ref)]


def _item(office: Office, meeting: PanelMeeting, ref: str, kind: ItemKind, start: datetime) -> AgendaItem:
    added = meeting.agenda_at is not None
    return AgendaItem(ref=ref, kind=kind, starts_at=start, minutes=minutes_for(office, ref), added=added)
