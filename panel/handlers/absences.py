"""Out of office, in a person's own word; and the watch that keeps the hours covered (AM-14)."""

from datetime import date, datetime, timedelta

from panel.approving import is_away
from panel.calendar import at_wall, wall
from panel.commands import SayAway, SayBack, WatchRota
from panel.council import Office
from panel.duties.base import MORNING
from panel.errors import InvalidAnswer, MoveNotAllowed, Refused
from panel.handlers.entry import entry
from panel.notices import Notice, Topic
from panel.people import Person, Role
from panel.ports import Answer, Change
from panel.rota import Leave
from panel.telling import to_people

DAYS_AHEAD = 7
LONGEST = timedelta(days=366)
HOUR = timedelta(hours=1)


def say_away(command: SayAway, office: Office) -> Change:
    """Not asked from one moment to another; whoever comes next in order is asked instead."""
    person = office.person(command.by)
    if command.until <= command.at or command.until <= command.since:
        raise InvalidAnswer({"until": "Please give a last day that is still ahead and not before the first."})
    if command.until - command.since > LONGEST:
        raise Refused("That is longer than a year. Please ask the panel administrator to change the list of staff.")
    earlier = office.records.look(Leave, person.id)
    leave = Leave(id=person.id, revision=earlier.revision if earlier else 0, since=command.since, until=command.until)
    return Change(Answer(code="away", about=person.id), entry(command, "away", person.id), (leave,))


def say_back(command: SayBack, office: Office) -> Change:
    """Here again, from now on. What the council's own list says stays as it is."""
    person = office.person(command.by)
    listed = office.council.directory.is_away(person.id, command.at)
    leave = office.records.look(Leave, person.id)
    if leave is None or leave.until <= command.at:
        if listed:
            raise Refused("The council’s list has you out of office. Please ask the panel administrator to change it.")
        raise MoveNotAllowed("You are not out of office, so nothing changed.")
    here = leave.model_copy(update={"since": min(leave.since, command.at), "until": command.at})
    answer = Answer(code="back", about=person.id, facts={"listed": "yes"} if listed else {})
    return Change(answer, entry(command, "back", person.id), (here,))


def watch_rota(command: WatchRota, office: Office) -> Change:
    """Each working morning: the hours of the coming week at which no approver would be there to be asked."""
    profile, today = office.profile(command.panel), office.today(command.at)
    calendar = office.council.calendar(profile.id)
    nothing = Change(Answer(code="nothing_due"))
    if profile.route is None or not calendar.is_working_day(today) or command.at < at_wall(today, MORNING):
        return nothing
    people = [p for role in (Role.PANEL_ADMIN, Role.CHAIR) for p in office.holders(role, command.panel, today)]
    watched = f"{command.panel}/{Topic.ROTA_GAP}/{today.isoformat()}/teams/"
    if all(office.records.look(Notice, f"{watched}{person.id}") for person in people):
        return nothing
    found = gaps(office, command.panel, command.at)
    if not found:
        return nothing
    first, last = found[0]
    facts = {"first": first.isoformat(), "last": last.isoformat(), "more": str(len(found) - 1)}
    told = to_people(Topic.ROTA_GAP, people, command.panel, command.at, mark=today.isoformat(), **facts)
    return Change(
        Answer(code="fell_due", about=command.panel),
        entry(command, "rota_gap", command.panel),
        (),
        tuple(told),
    )


def gaps(office: Office, panel: str, now: datetime) -> list[tuple[datetime, datetime]]:
    """Stretches of the coming week, whole hours, in which nobody could be asked, or the rota names somebody away."""
    start = now.replace(minute=0, second=0, microsecond=0)
    roles = office.profile(panel).emergency.approvers
    in_office: dict[date, list[Person]] = {}
    found: list[tuple[datetime, datetime]] = []
    for hour in (start + n * HOUR for n in range(DAYS_AHEAD * 24)):
        day = wall(hour).date()
        if day not in in_office:
            in_office[day] = [person for role in roles for person in office.holders(role, panel, day)]
        if _covered(office, panel, hour, in_office[day]):
            continue
        if found and found[-1][1] == hour:
            found[-1] = (found[-1][0], hour + HOUR)
        else:
            found.append((hour, hour + HOUR))
    return found


def _covered(office: Office, panel: str, hour: datetime, there: list[Person]) -> bool:
    """Whether somebody would be asked at this hour, and whoever the rota names is there and still in office."""
    roles, directory, day = office.profile(panel).emergency.approvers, office.council.directory, wall(hour).date()
    named = [(role, on) for role in roles if (on := directory.on_duty(role, panel, hour))]
    if any(is_away(office, person, hour) or not person.is_a(role, panel, day) for role, person in named):
        return False
    return any(not is_away(office, person, hour) for person in there)
