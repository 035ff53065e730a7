"""Out of office, in a person's own word (AM-14)."""

from datetime import timedelta

from panel.commands import SayBack, SayOutOfOffice
from panel.council import Office
from panel.errors import InvalidAnswer, MoveNotAllowed, Refused
from panel.handlers.entry import entry
from panel.ports import Answer, Change
from panel.rota import Leave

LONGEST = timedelta(days=366)


def say_out_of_office(command: SayOutOfOffice, office: Office) -> Change:
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
