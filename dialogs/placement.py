"""After an approval, in a chat: the search, the placement, the papers by mail, and who was told by telephone."""

from datetime import datetime, time, timedelta

from dialogs.turn import Turn, say
from dialogs.words import talk
from dialogs.words import urgent as words
from panel import commands as c
from panel.answers import read_date
from panel.calendar import at_wall, say_moment, wall
from panel.emergency import UNRATIFIED, EmergencyApproval
from panel.errors import Refused
from panel.ports import Reply


def enough(turn: Turn, ref: str) -> Reply:
    """The Resources Team has what it needs to search."""
    emergency = turn.office.emergency(ref)
    turn.do(c.PermitSearch, ref=emergency.id)
    return say(talk.search_begun(emergency.id))


def placed(turn: Turn, ref: str, line: str) -> Reply:
    """A placement was made: provider; date; cost a week."""
    emergency = turn.office.emergency(ref)
    parts = [part.strip() for part in line.split(";")]
    if len(parts) != 3:
        raise Refused(f"Please type: placed {emergency.code} provider; date; cost a week")
    turn.do(c.RecordPlacement, ref=emergency.id, provider=parts[0], placed_on=parts[1], weekly_cost=parts[2])
    return say(talk.placement_noted(emergency.id))


def ended(turn: Turn, ref: str, day: str) -> Reply:
    """The placement is over; the panel still hears the case."""
    emergency = turn.office.emergency(ref)
    turn.do(c.EndPlacement, ref=emergency.id, ended_on=day)
    return say(words.placement_ended(emergency.id))


def send_papers(turn: Turn, ref: str) -> Reply:
    """Each paper of a case to the person's own council address."""
    answer = turn.do(c.SendPapers, ref=ref)
    return say(words.papers_on_their_way(answer.about, int(answer.facts["count"]), answer.facts["to"]))


def told(turn: Turn, ref: str, whom: str, at: str, said: str) -> Reply:
    """Somebody was told by telephone, at an hour of today or of last night."""
    emergency = turn.office.emergency(ref) if ref else _only_one(turn)
    moment = _hour(at, turn.now)
    turn.do(c.NoteCall, ref=emergency.id, whom=whom, called_at=moment, words=said)
    return say(words.call_noted(emergency.id, whom, say_moment(moment)))


def admitted(turn: Turn, ref: str, line: str) -> Reply:
    """A child admitted before the panel: date and time, circumstances; authorised by a name."""
    when, circumstances = _day_and_hour(line, ref)
    reasons, _, by = circumstances.partition(";")
    name = by.strip().removeprefix("authorised by").removeprefix("Authorised by").strip(" .")
    answer = turn.do(c.RecordAdmission, ref=ref, admitted_at=when, circumstances=reasons.strip(), authorised_by=name)
    emergency = turn.office.emergency(answer.about)
    listed = turn.office.meeting(emergency.meeting) if emergency.meeting else None
    return say(
        words.admission_noted(
            emergency.id, say_moment(listed.starts_at) if listed else "", name if answer.facts["authorised"] else ""
        )
    )


def _only_one(turn: Turn) -> EmergencyApproval:
    """The one approval this can be about; raises `Refused` when there are several or none."""
    live = turn.office.records.find(EmergencyApproval, live="yes")
    found = [each for each in live if each.status in UNRATIFIED and each.panel in turn.panels]
    if len(found) != 1:
        raise Refused(words.WHICH_CALL)
    return found[0]


def _hour(written: str, now: datetime) -> datetime:
    """The last moment at which London clocks showed this hour."""
    hour, minute = written.replace(".", ":").split(":")
    if int(hour) > 23 or int(minute) > 59:
        raise Refused(words.WHICH_CALL)
    moment = at_wall(wall(now).date(), time(int(hour), int(minute)))
    return moment if moment <= now else at_wall(wall(now).date() - timedelta(days=1), time(int(hour), int(minute)))


def _day_and_hour(line: str, ref: str) -> tuple[datetime, str]:
    """The moment at the head of a line, and what follows; raises `Refused` when there is none."""
    parts = line.split()
    for length in range(min(4, len(parts) - 1), 0, -1):
        hour, _, minute = parts[length].replace(".", ":").partition(":")
        if not (hour.isdigit() and minute.isdigit() and int(hour) < 24 and int(minute) < 60):
            continue
        try:
            day = read_date(" ".join(parts[:length]))
        except ValueError:
            continue
        return at_wall(day, time(int(hour), int(minute))), " ".join(parts[length + 1 :])
    raise Refused(words.how_admitted(ref))
