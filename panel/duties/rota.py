"""The watch that keeps the hours covered: when no approver could be asked in the coming week (AM-14)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from panel.approving import is_away
from panel.calendar import at_wall, wall
from panel.council import Office
from panel.duties.base import MORNING, Duty, is_office_day
from panel.notices import Topic
from panel.people import Person, Role

DAYS_AHEAD = 7
HOUR = timedelta(hours=1)


def for_rota(office: Office, panel: str, now: datetime) -> Iterator[Duty]:
    """Each working morning while hours of the coming week are open: to the administrators and the Chairs."""
    today = office.today(now)
    morning = at_wall(today, MORNING)
    if office.profile(panel).route is None or not is_office_day(office, panel, today) or now < morning:
        return
    found = gaps(office, panel, now)
    if not found:
        return
    first, last = found[0]
    facts = (("first", first.isoformat()), ("last", last.isoformat()), ("more", str(len(found) - 1)))
    people = [p for role in (Role.PANEL_ADMIN, Role.CHAIR) for p in office.holders(role, panel, today)]
    yield Duty(Topic.ROTA_GAP, morning, tuple(dict.fromkeys(people)), today.isoformat(), facts)


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
