"""What falls due on a referral: drafts near a cut-off, signatures that wait, the full form after an emergency."""

from collections.abc import Iterator
from datetime import datetime

from panel.calendar import wall
from panel.council import Office
from panel.duties.base import Duty, ladder, latest_morning
from panel.emergency import UNRATIFIED, EmergencyApproval
from panel.meeting import PanelMeeting
from panel.notices import Topic
from panel.officers import waiting_on
from panel.people import Role
from panel.referral import EDITABLE, Referral, ReferralStatus

_WAITS = {
    ReferralStatus.AWAITING_EXCEPTION: Topic.EXCEPTION_ASKED,
    ReferralStatus.AWAITING_AUTHORISATION: Topic.AUTHORISE_WAITS,
    ReferralStatus.IN_FILTER: Topic.FILTER_ASKED,
    ReferralStatus.PRESENTED: Topic.DECISION_ASKED,
}
"""What those are reminded of on whom a referral waits, by where it stands."""


def for_referral(referral: Referral, office: Office, now: datetime) -> Iterator[Duty]:
    """Referrals that wait for somebody's answer, drafts near a cut-off, the full form after an emergency."""
    if referral.status in _WAITS:
        yield from _waits(referral, office, now)
    if referral.status in EDITABLE:
        yield from _form_due(referral, office, now) or _cut_off_near(referral, office, now)


def _waits(referral: Referral, office: Office, now: datetime) -> Iterator[Duty]:
    """Each working morning until it is answered; to the administrator where nobody is listed who could."""
    if referral.status is ReferralStatus.PRESENTED and office.profile_of(referral).sittings:
        return
    today = office.today(now)
    due = latest_morning(office, referral.panel, _since(referral), now)
    people = waiting_on(office, referral, today) or office.holders(Role.PANEL_ADMIN, referral.panel, today)
    if due:
        yield Duty(_WAITS[referral.status], due, tuple(people), due.date().isoformat())


def _since(referral: Referral) -> datetime:
    asked = [referral.ask.at] if referral.ask else [referral.received_at] if referral.received_at else []
    return max([referral.touched_at, *asked, *(signoff.at for signoff in referral.signoffs)])


def _cut_off_near(referral: Referral, office: Office, now: datetime) -> Iterator[Duty]:
    meeting = _closing(referral, office, now)
    if meeting is None:
        return
    calendar = office.council.calendar(referral.panel)
    closes = wall(meeting.cutoff_at).date()
    rungs = [calendar.before(closes, length).day for length in office.profile(referral.panel).submission.remind]
    facts = (("meeting", meeting.id), ("cutoff", meeting.cutoff_at.isoformat()))
    people = tuple(office.known(referral.referrer, referral.manager))
    yield from ladder(Topic.CUT_OFF_NEAR, rungs, now, people, facts, not_before=referral.opened_at, mark=meeting.id)


def _closing(referral: Referral, office: Office, now: datetime) -> PanelMeeting | None:
    """The meeting whose cut-off is still ahead: the one that keeps its place after a deferral, or else the next."""
    ahead = [m for m in office.meetings_ahead(referral.panel, now) if m.cutoff_at > now]
    if referral.meeting:
        return next((m for m in ahead if m.id == referral.meeting), None)
    wanted = referral.answers.get("panel_date", "")
    return next((m for m in ahead if wall(m.starts_at).date().isoformat() >= wanted), None)


def _form_due(referral: Referral, office: Office, now: datetime) -> Iterator[Duty] | None:
    """The full form after an emergency approval, each working morning until it is signed (CB-5.5, EM-12, NT-52).

    From the working day before the panel on the Chairs hear of it as well.
    """
    emergency = office.records.look(EmergencyApproval, referral.id)
    if emergency is None or emergency.decided_at is None or emergency.status not in UNRATIFIED:
        return None
    due = latest_morning(office, referral.panel, emergency.decided_at, now)
    if due is None:
        return iter(())
    people = office.known(referral.referrer, referral.manager)
    meeting = office.records.look(PanelMeeting, emergency.meeting)
    calendar = office.council.calendar(referral.panel)
    if meeting and due.date() >= calendar.working_days_before(wall(meeting.starts_at).date(), 1):
        people += office.holders(Role.CHAIR, referral.panel, office.today(now))
    facts = (("meeting", emergency.meeting),)
    return iter([Duty(Topic.FULL_FORM_DUE, due, tuple(dict.fromkeys(people)), due.date().isoformat(), facts)])
