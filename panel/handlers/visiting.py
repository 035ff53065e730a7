"""The visit to the child before the panel, recorded by the people of the case (BI-4.5)."""

from panel import meeting_permissions
from panel.answers import read_date
from panel.commands import RecordVisit
from panel.council import Office
from panel.errors import InvalidAnswer, MoveNotAllowed
from panel.handlers.entry import entry
from panel.ports import Answer, Change
from panel.visits import is_recent


def record_visit(command: RecordVisit, office: Office) -> Change:
    """The day of the visit; the answer says whether it is recent enough for the panel it is listed for (AM-39)."""
    referral = office.referral(command.ref)
    meeting_permissions.check_may_record_visit(office.person(command.by), referral)
    if office.profile(referral.panel).visit is None:
        raise MoveNotAllowed("This panel does not ask for the date of a visit.")
    try:
        day = read_date(command.day)
    except ValueError as problem:
        raise InvalidAnswer({"day": f"Please give the day of the visit: {problem}."}) from problem
    if day > office.today(command.at):
        raise InvalidAnswer({"day": "That day is still ahead. Please record the visit once it has been made."})
    visited = referral.model_copy(update={"visited": day.isoformat()})
    meeting = office.meeting(referral.meeting) if referral.meeting else None
    recent = meeting is None or is_recent(office, meeting, visited)
    facts = {"visited": visited.visited, "recent": "yes" if recent else "no"}
    return Change(
        Answer(code="visit_recorded", about=referral.id, facts=facts),
        entry(command, "visit_recorded", referral.id),
        (visited,),
    )
