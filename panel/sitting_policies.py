"""Whether something can be done at a meeting, or to its agenda, now. Who may do it is in `permissions`.

Each `check_…` raises `Refused` with the sentence the person reads.
"""

from datetime import datetime

from panel.calendar import say_moment
from panel.council import Office
from panel.decision import Decision, DecisionState
from panel.errors import MoveNotAllowed, Refused
from panel.meeting import MEETING, AgendaItem, MeetingEvent, MeetingStatus, PanelMeeting
from panel.policies import check_not_begun
from panel.rules.quorum import Counted
from panel.seating import has_chair, quorum_for


def check_in_session(meeting: PanelMeeting) -> None:
    """Only a meeting that is sitting has people who come and go."""
    if meeting.status is not MeetingStatus.IN_SESSION:
        raise MoveNotAllowed("That can be written down while the meeting is open. Type “agenda” to open it.")


def listed(meeting: PanelMeeting, ref: str) -> AgendaItem:
    """The item of this agenda; raises `Refused` when it is not on it."""
    item = meeting.item(ref)
    if item is None:
        raise Refused(f"{ref} is not on this agenda. Type “agenda” to see it.")
    return item


def check_quorate(office: Office, meeting: PanelMeeting, ref: str) -> None:
    """Without a quorum, or a chair or deputy, nothing is decided where the panel holds to it (BI-2.3, AM-21)."""
    quorum = office.profile(meeting.panel).quorum
    if quorum is None or quorum.enforce != "block":
        return
    if not has_chair(office, meeting, ref):
        raise MoveNotAllowed(
            f"Nobody who may chair is here for {ref}, so it can be talked about but not decided. "
            "Type “arrived” and the name when one comes, or let it go to the next panel."
        )
    counted = quorum_for(office, meeting, ref)
    if counted and not counted.quorate:
        raise MoveNotAllowed(
            f"The panel is not quorate for {ref}, so nothing was written down. {needs(counted)} "
            "Type “arrived” and the name when somebody comes, or let it go to the next panel."
        )


def needs(counted: Counted, where: str = "here") -> str:
    """How many count, and who is lacking, as a sentence; empty lacks are a quorum. `where` is `expected` beforehand."""
    number = f"{counted.present} of {counted.needed}" if counted.needed else "Not all" if counted.lacks else "All"
    there = f"{number} needed are {where}"
    return f"{there}; lacking: {'; '.join(counted.lacks)}." if counted.lacks else f"{there}."


def check_can_confirm_agenda(office: Office, meeting: PanelMeeting, now: datetime) -> None:
    """Once requests have closed and before the meeting begins, where the panel confirms its agenda (RO-11.2, MT-6)."""
    if office.profile(meeting.panel).agenda is None:
        raise Refused("This panel’s agenda needs no confirming. Type “agenda” to see it.")
    check_not_begun(meeting, now)
    if meeting.agenda_at:
        by = office.name(meeting.agenda_by)
        raise MoveNotAllowed(f"{by} confirmed that agenda on {say_moment(meeting.agenda_at)}. Nothing changed.")
    if meeting.status in (MeetingStatus.SCHEDULED, MeetingStatus.OPEN):
        closes = say_moment(meeting.cutoff_at)
        raise MoveNotAllowed(f"Requests can still come in until {closes}. Confirm the agenda after that.")
    if meeting.status not in (MeetingStatus.CLOSED_TO_SUBMISSIONS, MeetingStatus.AGENDA_DRAFT):
        raise MoveNotAllowed(f"That agenda can’t be confirmed: the panel {MEETING.says[meeting.status]}.")


def check_agenda_confirmed(office: Office, meeting: PanelMeeting) -> None:
    """Where the agenda is confirmed, nothing is published before it is (RO-11.2)."""
    if office.profile(meeting.panel).agenda and not meeting.agenda_at:
        raise MoveNotAllowed("The agenda is not confirmed yet, and the papers go out after that. Type “agenda”.")


def check_can_release(meeting: PanelMeeting, final: list[Decision], found: list[Decision]) -> None:
    """Only what is final goes out; a decision in principle waits for whoever must endorse it."""
    waits = ", ".join(each.ref for each in found if each.state is DecisionState.IN_PRINCIPLE)
    if meeting.status is MeetingStatus.DECISIONS_CONFIRMED and waits and not final:
        raise MoveNotAllowed(f"Nothing more can be sent out yet: {waits} must be endorsed first.")
    MEETING.move("The meeting", meeting.status, MeetingEvent.ALL_RELEASED)
