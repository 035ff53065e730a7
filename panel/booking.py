"""Which meeting and which slot: the date asked for, or else the next free place (CB-9.4, CB-10.17)."""

from datetime import datetime, timedelta

from panel import policies
from panel.calendar import wall
from panel.council import Office
from panel.meeting import AgendaItem, ItemKind, PanelMeeting
from panel.referral import Referral


def free_slot(office: Office, meeting: PanelMeeting) -> datetime | None:
    """When the first free slot of a meeting begins, or None when it is full."""
    step = timedelta(minutes=office.profile(meeting.panel).meetings.slot_minutes)
    start = meeting.starts_at
    while start + step <= meeting.ends_at:
        if all(item.ends_at <= start or item.starts_at >= start + step for item in meeting.items):
            return start
        start += step
    return None


def place_referral(office: Office, referral: Referral, received: datetime, now: datetime) -> PanelMeeting | None:
    """The meeting with the referral on it, or None when no date ahead has room.

    Only meetings for which it is in time count (CB-9.7); a date asked for is tried first, then later ones (CB-9.4).
    """
    ahead = [m for m in office.meetings_ahead(referral.panel, now) if policies.in_time(office, m, received)]
    wanted = referral.answers.get("panel_date", "")
    later = [meeting for meeting in ahead if wall(meeting.starts_at).date().isoformat() >= wanted]
    for meeting in later or ahead:
        start = free_slot(office, meeting)
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
    start = free_slot(office, meeting)
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


def _item(office: Office, meeting: PanelMeeting, ref: str, kind: ItemKind, start: datetime) -> AgendaItem:
    minutes = office.profile(meeting.panel).meetings.slot_minutes
    return AgendaItem(ref=ref, kind=kind, starts_at=start, minutes=minutes)
