"""Reminders on their way: owed in office hours, and gathered into one message for each person."""

from datetime import datetime

from panel.commands import GatherReminders
from panel.council import Office
from panel.duties import still_stands
from panel.duties.base import Duty, in_hours
from panel.handlers.entry import entry
from panel.notices import Notice, NoticeState, Pace, Reminder, Topic
from panel.people import Role
from panel.ports import Answer, Change
from panel.telling import notice, to_people

MOST_IN_ONE = 40
"""Reminders in one message; more would not fit into what Teams takes."""


def owed(duty: Duty, source: tuple[str, str], about: str, panel: str, office: Office, at: datetime) -> list[Notice]:
    """The notices of a duty that has fallen due on `source`, a kind and an id; none yet for a reminder out of hours.

    The panel's administrators see each reminder that goes to somebody else, in their own message.
    """
    own = to_people(duty.topic, duty.to, about, at, mark=duty.mark, **dict(duty.facts))
    pace = duty.topic.pace
    if pace is Pace.AT_ONCE:
        return own
    if not in_hours(office, panel, at):
        return []
    kind, record = source
    reminder = Reminder(kind=kind, record=record, topic=duty.topic, mark=duty.mark)
    kept = {"hours_of": panel, "reminder": reminder}
    state = NoticeState.WAITING if pace is Pace.GATHERED else NoticeState.OWED
    others = [p for p in office.holders(Role.PANEL_ADMIN, panel, office.today(at)) if p not in duty.to]
    facts = {**dict(duty.facts), "of": duty.topic, "told": ",".join(person.id for person in duty.to)}
    seen = to_people(Topic.WATCHED, others, about, at, mark=f"{duty.topic}.{duty.mark}", **facts)
    return [
        *(one.model_copy(update={**kept, "state": state}) for one in own),
        *(one.model_copy(update={**kept, "state": NoticeState.WAITING}) for one in seen),
    ]


def gather_reminders(command: GatherReminders, office: Office) -> Change:
    """One message of all that waits for a person and still stands; a single reminder goes as it is.

    What became of each reminder and the message are one commit, so none is lost and none is said twice.
    """
    waiting = office.records.find(Notice, to=command.person, state=NoticeState.WAITING)
    by_now = [each for each in waiting if each.owed_at <= command.at]  # a slower look must not judge a later one's
    ready = [each for each in by_now if in_hours(office, each.hours_of, command.at)]
    if not ready:
        return Change(Answer(code="nothing_due"))
    stand = [each for each in ready if still_stands(office, each, command.at)]
    alone = len(stand) == 1
    becomes = NoticeState.OWED if alone else NoticeState.GATHERED
    settled = [each.model_copy(update={"state": becomes if each in stand else NoticeState.OVERTAKEN}) for each in ready]
    return Change(
        Answer(code="gathered", about=command.person),
        entry(command, "gathered", command.person, count=str(len(stand))),
        tuple(settled),
        () if alone else tuple(_messages(stand, command, office)),
    )


def _messages(items: list[Notice], command: GatherReminders, office: Office) -> list[Notice]:
    """Messages of at most so many reminders, numbered on from those of the same morning."""
    about = f"{Topic.MORNING}.{office.today(command.at)}"
    parts = [items[start : start + MOST_IN_ONE] for start in range(0, len(items), MOST_IN_ONE)]
    number, messages = 1, []
    for part in parts:
        while office.records.look(
            Notice, (made := notice(Topic.MORNING, command.person, about, command.at, mark=number)).id
        ):
            number += 1
        number += 1
        ids = tuple(each.id for each in part)
        messages.append(made.model_copy(update={"hours_of": part[0].hours_of, "items": ids}))
    return messages
