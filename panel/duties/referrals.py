"""What falls due on a referral: drafts near a cut-off, signatures that wait, the full form after an emergency."""

from collections.abc import Iterator
from datetime import datetime

from panel.calendar import wall
from panel.council import Office
from panel.duties.base import Duty, ladder, latest_morning
from panel.emergency import UNRATIFIED, EmergencyApproval
from panel.notices import Topic
from panel.referral import EDITABLE, Referral, ReferralStatus


def for_referral(referral: Referral, office: Office, now: datetime) -> Iterator[Duty]:
    """Drafts near a cut-off, referrals that wait for a signature, the full form after an emergency."""
    if referral.status is ReferralStatus.AWAITING_AUTHORISATION:
        due = latest_morning(office, referral.panel, referral.touched_at, now)
        if due:
            yield Duty(Topic.AUTHORISE_WAITS, due, tuple(office.known(referral.manager)), due.date().isoformat())
    if referral.status in EDITABLE:
        yield from _form_due(referral, office, now) or _cut_off_near(referral, office, now)


def _cut_off_near(referral: Referral, office: Office, now: datetime) -> Iterator[Duty]:
    wanted = referral.answers.get("panel_date", "")
    ahead = [m for m in office.meetings_ahead(referral.panel, now) if m.cutoff_at > now]
    meeting = next((m for m in ahead if wall(m.starts_at).date().isoformat() >= wanted), None)
    if meeting is None:
        return
    calendar = office.council.calendar(referral.panel)
    closes = wall(meeting.cutoff_at).date()
    rungs = [calendar.before(closes, length).day for length in office.profile(referral.panel).submission.remind]
    facts = (("meeting", meeting.id), ("cutoff", meeting.cutoff_at.isoformat()))
    people = tuple(office.known(referral.referrer, referral.manager))
    yield from ladder(Topic.CUT_OFF_NEAR, rungs, now, people, facts, not_before=referral.opened_at, mark=meeting.id)


def _form_due(referral: Referral, office: Office, now: datetime) -> Iterator[Duty] | None:
    """The full form after an emergency approval, each working morning until it is signed (CB-5.5, EM-12)."""
    emergency = office.records.look(EmergencyApproval, referral.id)
    if emergency is None or emergency.decided_at is None or emergency.status not in UNRATIFIED:
        return None
    people = tuple(office.known(referral.referrer, referral.manager))
    due = latest_morning(office, referral.panel, emergency.decided_at, now)
    facts = (("meeting", emergency.meeting),)
    return iter([Duty(Topic.FULL_FORM_DUE, due, people, due.date().isoformat(), facts)] if due else [])
