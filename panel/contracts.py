"""Agreements that end soon after a panel and have not been decided again (CB-2.6, CB-10.33, AM-26)."""

from datetime import date

from panel.calendar import WorkedOut, say_day, shift, wall
from panel.council import Office
from panel.decision import Package, PackageStatus
from panel.meeting import PanelMeeting
from panel.referral import Referral
from panel.review import OPEN, Review

_UNDECIDED = (PackageStatus.ACTIVE, PackageStatus.REVIEW_DUE, PackageStatus.REVIEW_MISSED)


def last_end(office: Office, meeting: PanelMeeting) -> WorkedOut | None:
    """The last day on which a contract counts as ending soon after this panel; None where nobody looks for them."""
    scan = office.profile(meeting.panel).reviews.contract_scan
    day = wall(meeting.starts_at).date()
    return WorkedOut(shift(day, scan, 1), f"{scan.words} after {say_day(day)}") if scan else None


def is_ending(office: Office, package: Package, meeting: PanelMeeting) -> bool:
    """Whether this agreement ends by then, and no new application for it has been received or put before a panel."""
    last = last_end(office, meeting)
    if last is None or not package.end_date or date.fromisoformat(package.end_date) > last.day:
        return False
    return package.status in _UNDECIDED and not came_again(office, package)


def came_again(office: Office, package: Package) -> bool:
    """Whether a new application that follows on this agreement has been received (CB-9.15, PK-4)."""
    return any(each.received_at for each in office.records.find(Referral, follows=package.id))


def ending_by(office: Office, meeting: PanelMeeting) -> list[Package]:
    """Every agreement of the panel that ends within its scan of this meeting, the soonest first."""
    live = office.records.find(Package, panel=meeting.panel, live="yes")
    found = [package for package in live if is_ending(office, package, meeting)]
    return sorted(found, key=lambda package: (package.end_date, package.id))


def reviews_by(office: Office, meeting: PanelMeeting) -> list[Review]:
    """Planner entries that fall due by this meeting and are on no agenda, the soonest first (KN-3.28)."""
    day = wall(meeting.starts_at).date().isoformat()
    live = office.records.find(Review, panel=meeting.panel, live="yes")
    found = [review for review in live if review.status in OPEN and review.due <= day]
    return sorted(found, key=lambda review: (review.due, review.id))
