"""The next dates of a panel's series on its list, and the papers of a meeting marked as sent."""

from datetime import datetime

from panel import meeting_permissions, permissions, policies
from panel.calendar import at_wall, say_moment
from panel.commands import MarkPapersSent, PlanMeetings
from panel.council import Office
from panel.errors import InvalidAnswer, MoveNotAllowed, Refused
from panel.handlers.entry import entry
from panel.handlers.minuting import with_papers
from panel.handlers.scheduling import Waiting, drafted, fill
from panel.meeting import MeetingEvent, MeetingStatus, PanelMeeting
from panel.notices import Notice, Topic
from panel.ports import Answer, Change
from panel.records import Record
from panel.referral import Referral, ReferralEvent, ReferralStatus
from panel.seating import members
from panel.series import PlannedDate, next_dates
from panel.sitting_policies import check_agenda_confirmed
from panel.telling import agenda_post, to_people

MOST_AT_ONCE = 60
"""Dates planned in one go: a weekly panel's year, and a little more."""


def plan_meetings(command: PlanMeetings, office: Office) -> Change:
    """The next dates of the series that are not on the list yet; one on a closed day waits for a person (MT-1, MT-2).

    The answer names the dates added, and those that need a decision; a day that was cancelled is not added again.
    """
    permissions.check_may_book(office.person(command.by), command.panel, office.today(command.at))
    records: list[Record] = []
    notices: list[Notice] = []
    waiting = Waiting(office, command.panel)
    chosen = _not_listed(command, office)
    if not chosen:
        raise Refused("The series has no further dates. Type “add meeting” and a date, or have its rule changed.")
    for planned in chosen:
        meeting = _drafted(office, command.panel, planned)
        if not planned.problem:
            meeting, more, told = fill(office, meeting, waiting, command.at)
            records += more
            notices += [*told, agenda_post(meeting, command.at)]
        records.append(meeting)
    flagged = [planned.day.isoformat() for planned in chosen if planned.problem]
    added = [planned.day.isoformat() for planned in chosen if not planned.problem]
    return Change(
        Answer(
            code="meetings_planned", about=command.panel, facts={"added": ",".join(added), "open": ",".join(flagged)}
        ),
        entry(command, "meetings_planned", *(record.id for record in records if isinstance(record, PanelMeeting))),
        tuple(records),
        tuple(notices),
    )


def mark_papers_sent(command: MarkPapersSent, office: Office) -> Change:
    """The members have the papers and get the list of references; the agenda post shows it (MT-7, RF-20, NT-16).

    Minutes that go with them follow (RO-11.8).
    """
    meeting, today = office.meeting(command.meeting), office.today(command.at)
    meeting_permissions.check_may_send_papers(office.person(command.by), meeting.panel, today)
    out, gone = papers_out(office, meeting, command.at)
    people = members(office, out, today)
    minutes, mails = with_papers(office, out, command.at)
    refs = ", ".join(item.ref for item in out.items)
    mark, starts = f"r{out.revision + 1}", out.starts_at.isoformat()
    told = to_people(Topic.PAPERS_OUT, people, out.id, command.at, mark=mark, refs=refs, starts=starts)
    return Change(
        Answer(code="papers_sent", about=out.id),
        entry(command, "papers_sent", out.id, *(referral.id for referral in gone)),
        (*gone, out, *minutes),
        (*told, *mails, agenda_post(out, command.at)),
    )


def papers_out(office: Office, meeting: PanelMeeting, at: datetime) -> tuple[PanelMeeting, list[Referral]]:
    """The meeting and its cases, marked: their papers are with the members (MT-7, RF-20). Raises `MoveNotAllowed`."""
    policies.check_not_begun(meeting, at)
    if meeting.standing in (MeetingStatus.SCHEDULED, MeetingStatus.OPEN):
        if at <= meeting.cutoff_at:
            closes = say_moment(meeting.cutoff_at)
            raise MoveNotAllowed(f"Requests can still come in until {closes}. Send the papers after that.")
        meeting = meeting.after(MeetingEvent.CUT_OFF)
    check_agenda_confirmed(office, meeting)
    out = meeting.after(MeetingEvent.PAPERS_SENT, papers_at=at)
    listed = [office.referral(item.ref) for item in out.items]
    waiting = (ReferralStatus.BOOKED, ReferralStatus.ON_AGENDA)
    return out, [each.after(ReferralEvent.PAPERS_SENT) for each in listed if each.status in waiting]


def _not_listed(command: PlanMeetings, office: Office) -> list[PlannedDate]:
    series = office.profile(command.panel).meetings.series
    if series is None:
        raise Refused("This panel’s dates follow no series; you keep the list. Type “add meeting” and the date.")
    if not 1 <= command.count <= MOST_AT_ONCE:
        raise InvalidAnswer({"count": f"Please ask for 1 to {MOST_AT_ONCE} dates."})
    known = {meeting.id for meeting in office.records.find(PanelMeeting, panel=command.panel)}
    calendar = office.council.calendar(command.panel)
    planned = next_dates(series, calendar, office.today(command.at), command.count + len(known))
    return [each for each in planned if f"{command.panel}.{each.day.isoformat()}" not in known][: command.count]


def _drafted(office: Office, panel: str, planned: PlannedDate) -> PanelMeeting:
    start = office.profile(panel).meetings.start
    meeting = drafted(office, panel, at_wall(planned.day, start))
    if not planned.problem:
        return meeting
    scheduled = meeting.model_copy(update={"status": MeetingStatus.SCHEDULED})
    return scheduled.after(MeetingEvent.FALLS_ON_HOLIDAY)
