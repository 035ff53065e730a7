"""A drill on its way: committed and sent like an emergency, answered by one word, and never counted as one."""

from panel import approving
from panel.commands import AcknowledgeDrill, StartDrill
from panel.council import Office
from panel.drill import Drill
from panel.errors import MoveNotAllowed, NotPermitted, Refused, Unknown
from panel.handlers.entry import entry
from panel.notices import Topic
from panel.ports import Answer, Change
from panel.refs import short_code
from panel.telling import notice


def start_drill(command: StartDrill, office: Office) -> Change:
    """Asked of whoever would be asked first now; raises `Refused` when that is nobody."""
    people = approving.in_order(office, approving.without_a_case(office, command.panel, command.at), command.at)
    if not people:
        raise Refused("Nobody is listed who may approve an emergency at this panel now. That is what the drill found.")
    drill = Drill(
        id=f"drill.{command.panel}.{command.at:%Y%m%d%H%M%S%f}",
        panel=command.panel,
        code=short_code(f"drill {command.panel} {command.at.isoformat()}"),
        asked=people[0].id,
        started_at=command.at,
    )
    card = notice(Topic.DRILL, drill.asked, drill.id, command.at)
    answer = Answer(code="drill_started", about=drill.id, facts={"asked": drill.asked})
    return Change(answer, entry(command, "drill_started", drill.id), (drill,), (card,))


def acknowledge_drill(command: AcknowledgeDrill, office: Office) -> Change:
    """Answered, once, by who was asked."""
    drill = office.records.look(Drill, command.drill)
    if drill is None:
        raise Unknown("There is no such drill.")
    if drill.asked != command.by:
        raise NotPermitted("That drill was sent to somebody else.")
    if drill.acknowledged_at:
        raise MoveNotAllowed("You have acknowledged that drill already. Nothing else follows from it.")
    done = drill.model_copy(update={"acknowledged_at": command.at})
    card = notice(Topic.DRILL, drill.asked, drill.id, command.at)
    again = notice(Topic.REDRAW, drill.asked, drill.id, command.at, of=card.id)
    return Change(
        Answer(code="drill_acknowledged", about=done.id),
        entry(command, "drill_acknowledged", done.id),
        (done,),
        (again,),
    )
