"""The Resources Team's part in an emergency: enough to search, and a placement made (CB-5.6 to CB-5.9)."""

from panel import permissions, policies
from panel.answers import read_answer
from panel.commands import About, EndPlacement, PermitSearch, RecordPlacement
from panel.council import Office
from panel.emergency import Confirmation, EmergencyApproval, Search
from panel.errors import InvalidAnswer, MoveNotAllowed, Refused
from panel.form import Kind, Question
from panel.handlers.entry import entry
from panel.notices import Topic
from panel.ports import Answer, Change
from panel.rules.telling import Event
from panel.telling import concerned, tell, to_people

_PLACED_ON = Question(id="placed_on", ask="Date of the placement", kind=Kind.DATE)
_ENDED_ON = Question(id="ended_on", ask="Date on which the placement ended", kind=Kind.DATE)
_COST = Question(id="weekly_cost", ask="Cost a week", kind=Kind.MONEY)


def permit_search(command: PermitSearch, office: Office) -> Change:
    """Needs, history and risks are there, so the search can begin (EM-8, CB-5.8)."""
    emergency = _approved(command, office)
    referral = office.referral(emergency.id)
    missing = policies.search_lacks(office.profile_of(referral), referral)
    if missing:
        raise Refused(
            f"The search can’t begin yet. Still missing: {'; '.join(missing)}. The practitioner has been asked."
        )
    if emergency.search is not Search.NOT_YET:
        raise MoveNotAllowed(f"The search for {emergency.id} has already begun.")
    begun = emergency.model_copy(update={"search": Search.PERMITTED})
    return Change(
        Answer(code="search_permitted", about=begun.id), entry(command, "search_permitted", begun.id), (begun,)
    )


def record_placement(command: RecordPlacement, office: Office) -> Change:
    """Date, provider and cost; finance and the administrator are told (EM-9, CB-5.9)."""
    emergency = _approved(command, office)
    today = office.today(command.at)
    if emergency.search in (Search.PLACED, Search.ENDED):
        raise MoveNotAllowed(f"The placement for {emergency.id} is already recorded.")
    referral = office.referral(emergency.id)
    if policies.search_lacks(office.profile_of(referral), referral):
        raise Refused("No placement can be recorded before the child’s needs, history and risks are known.")
    provider = policies.remark(command.provider, "the provider")
    placed_on = read_answer(_PLACED_ON, command.placed_on, today)
    weekly_cost = read_answer(_COST, command.weekly_cost, today)
    if not placed_on or not weekly_cost:
        raise InvalidAnswer({"placed_on": "Please give the date of the placement and its cost a week."})
    placed = emergency.model_copy(
        update={"search": Search.PLACED, "provider": provider, "placed_on": placed_on, "weekly_cost": weekly_cost}
    )
    told = tell(office, Event.PLACEMENT_MADE, referral, command.at)
    return Change(
        Answer(code="placement_recorded", about=placed.id),
        entry(command, "placement_made", placed.id),
        (placed,),
        tuple(told),
    )


def end_placement(command: EndPlacement, office: Office) -> Change:
    """The placement is over. What was approved still goes to the panel, which hears the whole of it (CB-5.4)."""
    emergency = office.emergency(command.ref)
    today = office.today(command.at)
    permissions.check_is_resources(office.person(command.by), emergency.panel, today)
    if emergency.search is not Search.PLACED:
        raise MoveNotAllowed(f"No placement that could end is recorded for {emergency.id}.")
    ended_on = read_answer(_ENDED_ON, command.ended_on, today)
    if not ended_on or ended_on < emergency.placed_on or ended_on > today.isoformat():
        raise InvalidAnswer({"ended_on": "Please give the day it ended: not before it began, and not still ahead."})
    ended = emergency.model_copy(update={"search": Search.ENDED, "ended_on": ended_on})
    people = concerned(office, ended, today)
    told = to_people(Topic.PLACEMENT_MADE, people, ended.id, command.at, mark=f"ended.{ended.code}", ended=ended_on)
    return Change(
        Answer(code="placement_ended", about=ended.id),
        entry(command, "placement_ended", ended.id),
        (ended,),
        tuple(told),
    )


def _approved(command: About, office: Office) -> EmergencyApproval:
    emergency = office.emergency(command.ref)
    permissions.check_is_resources(office.person(command.by), emergency.panel, office.today(command.at))
    if emergency.confirmation is Confirmation.DENIED:
        raise MoveNotAllowed(
            f"{emergency.id}: the officer named denies that approval, so no placement may be sought. "
            "The Chair has been told."
        )
    if not emergency.may_search:
        raise MoveNotAllowed(f"{emergency.id} has no approval, so no placement may be sought.")
    return emergency
