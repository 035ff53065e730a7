"""Whether something can be done now, from the facts of the record. Who may do it is in `permissions`.

Each `check_…` raises `Refused` with the sentence the person reads.
"""

from collections.abc import Iterable
from datetime import date, datetime

from panel.answers import clean
from panel.calendar import WorkedOut, say_moment, wall
from panel.completeness import LARGEST_FILE as LARGEST_FILE
from panel.completeness import Lacking as Lacking
from panel.completeness import belongs_elsewhere as belongs_elsewhere
from panel.completeness import check_complete as check_complete
from panel.completeness import check_room_for_paper as check_room_for_paper
from panel.completeness import lacking as lacking
from panel.council import Office
from panel.emergency import UNRATIFIED, Confirmation, EmergencyApproval
from panel.errors import InvalidAnswer, MoveNotAllowed, Refused, Stale
from panel.meeting import MEETING, LateAsk, MeetingStatus, PanelMeeting
from panel.people import Role
from panel.profile import Profile
from panel.referral import EDITABLE, REFERRAL, Referral, ReferralStatus
from panel.rules.date_checks import DateCheck, broken
from panel.rules.signing import Step

LONGEST_REMARK = 1500
"""Characters of a comment, reason or condition."""
NOT_YET_SIGNED = (*EDITABLE, ReferralStatus.AWAITING_EXCEPTION, ReferralStatus.AWAITING_AUTHORISATION)
"""Where a referral stands until the last signature."""


def check_editable(referral: Referral) -> None:
    """A referral can be changed only while it is with the practitioner."""
    if referral.status not in EDITABLE:
        raise MoveNotAllowed(
            f"{referral.id} can’t be changed now, because it is no longer a draft. "
            f"Type “status {referral.id}” to see where it is."
        )


def check_fresh(referral: Referral, section: str, drawn_from: int) -> None:
    """A section saved since the card was drawn is not written over."""
    if referral.saved.get(section, 0) > drawn_from:
        raise Stale(
            "This part was saved again after this card was made, so nothing was changed. Here it is as it stands now."
        )


def check_all_checked(step: Step, checks: tuple[str, ...]) -> None:
    """Every statement of this signature is confirmed by whoever signs (CB-10.9 to CB-10.12)."""
    open_checks = [check.ask for check in step.checks if check.id not in checks]
    if open_checks:
        raise InvalidAnswer(
            {"checks": f"To sign, please also confirm: {'; '.join(open_checks)}. Or return it with a comment."}
        )


def remark(text: str, what: str, *, required: bool = True) -> str:
    """A comment, reason or condition, cleaned; raises `InvalidAnswer` when it is missing or too long."""
    cleaned = clean(text)
    if required and not cleaned:
        raise InvalidAnswer({"remark": f"Please give {what}."})
    if len(cleaned) > LONGEST_REMARK:
        raise InvalidAnswer({"remark": f"Please shorten {what} to {LONGEST_REMARK} characters; it has {len(cleaned)}."})
    return cleaned


def check_meets(profile: Profile) -> None:
    """Only a panel that meets has dates and agendas; raises `MoveNotAllowed` for an allocation system (RF-39)."""
    _ = profile.meetings


def check_has_route(profile: Profile) -> None:
    """Only a panel with a route between meetings takes emergencies."""
    if profile.route is None:
        raise MoveNotAllowed(
            f"{profile.panel.name} has no route for emergencies. Type “refer” for an ordinary referral and talk to "
            "your manager now. If a child is in danger, telephone."
        )


def check_can_change_hands(referral: Referral) -> None:
    """Another manager may be named until the present one has signed (KN-3.12)."""
    if any(signoff.role == Role.LINE_MANAGER for signoff in referral.signoffs):
        raise MoveNotAllowed(f"The manager of {referral.id} has signed it, and so stays. Type “status {referral.id}”.")
    if referral.status not in NOT_YET_SIGNED:
        state = REFERRAL.says[referral.status]
        raise MoveNotAllowed(f"{referral.id} {state}, so its manager stays. Type “status {referral.id}”.")


def check_can_ask_emergency(profile: Profile, referral: Referral) -> None:
    """The facts a decision needs are there; those a search needs may follow (CB-5.1, CB-5.8)."""
    asked = [profile.form.question(key) for key in profile.emergency.must_know]
    missing = [f"“{question.ask}”" for question in asked if question and not referral.answers.get(question.id)]
    if missing:
        raise Refused(f"Before I ask for approval, please answer: {', '.join(missing)}.")


def search_lacks(profile: Profile, referral: Referral) -> list[str]:
    """What the Resources Team must still know before it can look for a placement (CB-5.7, CB-5.8)."""
    asked = [profile.form.question(key) for key in profile.emergency.search_needs]
    return [question.ask for question in asked if question and not referral.answers.get(question.id)]


def cut_off(office: Office, panel: str, meeting_day: date) -> WorkedOut:
    """The last day on which a request is in time for a meeting, and how it was counted (CB-9.7)."""
    return office.profile(panel).submission.closes(office.council.calendar(panel), meeting_day)


def in_time(office: Office, meeting: PanelMeeting, received: datetime) -> bool:
    """Whether a request needs no officer to be listed: it met the cut-off, or the panel only warns (RF-15)."""
    return received <= meeting.cutoff_at or office.profile(meeting.panel).submission.gate == "warn"


def is_late(office: Office, meeting: PanelMeeting, ref: str) -> bool:
    """Whether a case of the agenda was received after the meeting's cut-off as it stands now (CB-9.10)."""
    received = office.referral(ref).received_at
    return not meeting.ratifies(ref) and received is not None and received > meeting.cutoff_at


def papers_due(office: Office, meeting: PanelMeeting) -> WorkedOut | None:
    """The last day for the papers to reach members, or None where the profile sets none (CB-9.9)."""
    papers = office.profile(meeting.panel).papers
    day = wall(meeting.starts_at).date()
    return office.council.calendar(meeting.panel).before(day, papers.lead) if papers else None


def date_warnings(office: Office, referral: Referral, meeting_day: date) -> list[DateCheck]:
    """The date checks of the profile that this day of the panel does not keep to (CB-6.5, CB-6.14, BI-3.1.3, AM-27)."""
    profile = office.profile_of(referral)
    return broken(profile.date_checks, referral.answers, office.council.calendar(referral.panel), meeting_day)


def check_not_begun(meeting: PanelMeeting, now: datetime) -> None:
    """Only a meeting that is still ahead takes new items."""
    if not meeting.is_ahead or meeting.starts_at <= now:
        raise MoveNotAllowed("That meeting has begun or is over. Type “meetings” to see the dates ahead.")


def check_can_move_or_end(meeting: PanelMeeting, now: datetime) -> None:
    """Only a meeting that has not begun, and that nobody asked to cancel, is moved or cancelled (MT-17, MT-21)."""
    if meeting.status is MeetingStatus.CANCEL_PENDING:
        raise MoveNotAllowed("Someone has already asked to cancel that meeting. It must be answered first.")
    if meeting.status is not MeetingStatus.NEEDS_DECISION:
        check_not_begun(meeting, now)


def check_waits_for_cancel(meeting: PanelMeeting) -> None:
    """One request to cancel is answered once; whoever comes second is told how it stands (MT-18)."""
    if meeting.status is not MeetingStatus.CANCEL_PENDING:
        raise MoveNotAllowed(
            f"Nobody waits for an answer about cancelling that meeting: it {MEETING.says[meeting.status]}."
        )


def late_ask(meetings: Iterable[PanelMeeting], ref: str) -> tuple[PanelMeeting, LateAsk]:
    """The meeting and the request to be heard late that waits for an answer; raises `MoveNotAllowed` (RF-16)."""
    for meeting in meetings:
        if ask := meeting.late_ask(ref):
            return meeting, ask
    raise MoveNotAllowed(f"No request to hear {ref} late waits for an answer. Type “status {ref}” to see where it is.")


def check_awaits_answer(office: Office, emergency: EmergencyApproval) -> None:
    """One emergency is decided once; whoever comes second is told by whom and when (AM-12).

    One that its alleged approver denied waits for another.
    """
    if emergency.confirmation is Confirmation.DENIED and emergency.status in UNRATIFIED:
        return
    if emergency.decided_at is not None:
        done = "approved" if emergency.ends_at else "refused"
        raise MoveNotAllowed(
            f"{emergency.id} was already {done} by {office.name(emergency.decided_by)} "
            f"on {say_moment(emergency.decided_at)}. Nothing changed."
        )
