"""The meeting itself: opened with those who came and someone in the chair, and closed."""

from datetime import date

from panel import meeting_permissions, minutes, overtaken
from panel.calendar import wall
from panel.commands import EndMeeting, StartMeeting
from panel.council import Office
from panel.errors import InvalidAnswer, MoveNotAllowed
from panel.handlers import lateness
from panel.handlers.entry import entry
from panel.handlers.putting_off import carry_over
from panel.meeting import ItemResult, MeetingEvent, PanelMeeting
from panel.notices import Topic
from panel.ports import Answer, Change
from panel.seating import attendance, may_chair
from panel.telling import notice


def start_meeting(command: StartMeeting, office: Office) -> Change:
    """Attendance taken and the Chair set, or who acts as one; without one no panel begins (MT-9, CB-10.1)."""
    meeting, today = office.meeting(command.meeting), office.today(command.at)
    meeting_permissions.check_runs(office.person(command.by), meeting, today)
    check_chairs(office, meeting, command.chair, today)
    if today < wall(meeting.starts_at).date():
        raise MoveNotAllowed("The panel can be opened on its day, not before.")
    sat = meeting.after(MeetingEvent.STARTED, chair=command.chair)
    sat = sat.model_copy(update={"attendance": attendance(office, sat, {*command.present, command.chair})})
    unconfirmed = {"unconfirmed": "yes"} if office.profile(sat.panel).agenda and not sat.agenda_at else {}
    answer = Answer(code="meeting_started", about=sat.id, facts=unconfirmed)
    told = lateness.unanswered(office, meeting, command.at)
    return Change(answer, entry(command, "meeting_started", sat.id), (sat,), tuple(told))


def check_chairs(office: Office, meeting: PanelMeeting, chair: str, on: date) -> None:
    """Whoever chairs holds one of the posts the profile names for it (KN-4.2, RO-10.2, CB-13.1)."""
    able = may_chair(office, meeting.panel, on)
    if chair in {person.id for person in able}:
        return
    profile = office.profile(meeting.panel)
    posts = " or the ".join(profile.title(role) for role in profile.meetings.chaired_by)
    raise InvalidAnswer({"chair": f"Please say who chairs. It must be someone who may chair this panel: the {posts}."})


def end_meeting(command: EndMeeting, office: Office) -> Change:
    """Items without a decision go first to the next meeting; the Chair is asked to confirm the rest (MT-11, RF-38).

    The minutes are drafted (MT-14).
    """
    meeting, today = office.meeting(command.meeting), office.today(command.at)
    meeting_permissions.check_runs(office.person(command.by), meeting, today)
    held = meeting.after(MeetingEvent.ENDED)
    records, notices = carry_over(office, meeting, command.at)
    items = tuple(
        item.model_copy(update={"result": ItemResult.NOT_REACHED}) if item.result is ItemResult.WAITING else item
        for item in held.items
    )
    closed = held.model_copy(update={"items": items})
    draft = minutes.drafted(office, closed, overtaken.standing(office, held.id))
    told = notice(Topic.CONFIRM_DECISIONS, meeting.chair, meeting.id, command.at)
    return Change(
        Answer(code="meeting_ended", about=held.id),
        entry(command, "meeting_ended", held.id),
        (closed, *draft, *records),
        (told, *notices),
    )
