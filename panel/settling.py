"""What stands the moment an emergency is approved: its end, its place for ratification, who is told (EM-7, EM-11)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from panel import booking, policies
from panel.answers import read_answer, read_date
from panel.calendar import end_of_day, say_day, shift, span, wall
from panel.council import Office
from panel.durations import Length, Unit
from panel.emergency import EmergencyApproval, EmergencyEvent
from panel.errors import InvalidAnswer
from panel.following import following_tasks, tell_owner
from panel.form import Kind, Question
from panel.meeting import PanelMeeting
from panel.notices import Notice, Topic
from panel.people import Role
from panel.records import Record
from panel.referral import EDITABLE, LISTED, Referral
from panel.rules.decisions import Effect
from panel.rules.telling import Event
from panel.telling import agenda_post, tell, to_people

COST = Question(id="cost_limit", ask="Most it may cost a week", kind=Kind.MONEY)


@dataclass
class Settled:
    """An approval with everything that is committed beside it."""

    emergency: EmergencyApproval
    records: list[Record] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


def settle(
    office: Office,
    emergency: EmergencyApproval,
    event: EmergencyEvent,
    at: datetime,
    *,
    decided: Mapping[str, object],
    until: str = "",
) -> Settled:
    """The approval with its end, listed for ratification without any cut-off, and its people told, all in one commit.

    `until` is an earlier last day as written; raises `InvalidAnswer` for a later one (CB-5.3, CB-5.10, RO-5.17).
    """
    referral = office.referral(emergency.id)
    meeting = booking.place_ratification(office, emergency.id, emergency.panel, at)
    not_after = _not_after(office, emergency.panel, at, until)
    approved = emergency.after(
        event,
        decided_at=at,
        scope=referral.answers.get("urgent_ask", ""),
        exit_plan=referral.answers.get(office.profile_of(referral).emergency.exit_question, ""),
        ends_at=_end(office, emergency.panel, meeting, at, not_after),
        not_after=not_after,
        meeting=meeting.id if meeting else "",
        **decided,
    )
    if until and not_after and approved.ends_at and not_after > approved.ends_at:
        day = say_day(wall(approved.ends_at).date())
        raise InvalidAnswer(
            {"until": f"It can hold until {day} at the latest. Please give that day or an earlier one."}
        )
    settled = Settled(approved, [approved])
    _follow(office, settled, referral, meeting, at)
    return settled


def only_there(
    office: Office, referral: Referral, meeting: PanelMeeting, at: datetime
) -> tuple[list[Record], list[Notice]]:
    """The meeting that ratifies, every other agenda without the case, and a booked referral moved along with it."""
    left = booking.taken_off(office, referral.id, referral.panel, keep=meeting.id)
    records: list[Record] = [meeting, *left]
    if referral.status in LISTED and referral.meeting != meeting.id:
        records.append(referral.model_copy(update={"meeting": meeting.id}))
    return records, [agenda_post(each, at) for each in (meeting, *left)]


def read_cost(office: Office, written: str, at: datetime) -> str:
    """The most it may cost a week, in pounds; empty when none was named. Raises `InvalidAnswer`."""
    return read_answer(COST, written, office.today(at)) if written.strip() else ""


def _follow(office: Office, settled: Settled, referral: Referral, meeting: PanelMeeting | None, at: datetime) -> None:
    approved = settled.emergency
    tasks = following_tasks(office, referral, Effect.EMERGENCY, f"{approved.id}.{approved.code}", at)
    settled.records += tasks
    settled.notices += tell(office, Event.EMERGENCY_APPROVED, referral, at, meeting=approved.code)
    settled.notices += [tell_owner(task, at) for task in tasks]
    people = office.known(referral.referrer, referral.manager)
    if meeting:
        moved, posts = only_there(office, referral, meeting, at)
        settled.records += moved
        settled.notices += posts
    else:
        admins = office.holders(Role.PANEL_ADMIN, approved.panel, office.today(at))
        settled.notices += to_people(Topic.NO_PLACE, admins, approved.id, at, mark="emergency")
    if policies.search_lacks(office.profile_of(referral), referral):
        settled.notices += to_people(Topic.SEARCH_BLOCKED, people, approved.id, at, mark=approved.code)
    if referral.status in EDITABLE:
        settled.notices += to_people(
            Topic.FULL_FORM_DUE, people, approved.id, at, mark=f"asked.{approved.code}", meeting=approved.meeting
        )


def _end(
    office: Office, panel: str, meeting: PanelMeeting | None, now: datetime, not_after: datetime | None
) -> datetime:
    """The end of the next panel's day, or after a while where there is none; sooner where a sooner end is set."""
    if meeting is not None:
        end = end_of_day(wall(meeting.starts_at).date())
    else:
        end = end_of_day(shift(office.today(now), office.profile(panel).emergency.if_no_panel, 1))
    return min(end, not_after) if not_after else end


def _not_after(office: Office, panel: str, now: datetime, until: str) -> datetime | None:
    """The sooner of the panel's longest time and the day the approver named (BI-5.2, AM-16)."""
    longest = office.profile(panel).emergency.at_most
    limits = [_after(office, panel, longest, now)] if longest else []
    if until.strip():
        named = end_of_day(_day(until))
        if named <= now:
            raise InvalidAnswer({"until": "That day has passed. Please give one that is still ahead, or none."})
        if limits and named > limits[0]:
            raise InvalidAnswer({"until": f"This panel lets an approval hold for {longest.words if longest else ''}."})
        limits.append(named)
    return min(limits, default=None)


def _day(written: str) -> date:
    try:
        return read_date(written)
    except ValueError as error:
        raise InvalidAnswer(
            {"until": f"“{written}” is not a day I can read. Write it like 12 December 2026."}
        ) from error


def _after(office: Office, panel: str, length: Length, now: datetime) -> datetime:
    if length.unit in (Unit.MINUTES, Unit.HOURS):
        return now + span(length)
    if length.unit is Unit.WORKING_DAYS:
        return end_of_day(office.council.calendar(panel).after(office.today(now), length).day)
    return end_of_day(shift(office.today(now), length, 1))
