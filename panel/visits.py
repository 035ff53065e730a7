"""The visit to the child shortly before the panel: how recent it must be, and whether there was one (BI-4.5, AM-39)."""

from datetime import date

from panel.calendar import Roll, wall
from panel.council import Office
from panel.meeting import PanelMeeting
from panel.referral import Referral


def earliest(office: Office, meeting: PanelMeeting) -> date | None:
    """The first day on which a visit counts for this meeting, any day of the week; None where none is asked for."""
    visit = office.profile(meeting.panel).visit
    day = wall(meeting.starts_at).date()
    return office.council.calendar(meeting.panel).before(day, visit.within, Roll.STAY).day if visit else None


def is_recent(office: Office, meeting: PanelMeeting, referral: Referral) -> bool:
    """Whether a visit was made within the time before this meeting; a moved meeting is judged anew (AM-39)."""
    first = earliest(office, meeting)
    if first is None or not referral.visited:
        return first is None
    return first <= date.fromisoformat(referral.visited) <= wall(meeting.starts_at).date()
