"""The Resources Team's part in an emergency: enough to search, and a placement made (CB-5.6 to CB-5.9)."""

from panel import permissions, policies
from panel.answers import read_answer
from panel.commands import About, PermitSearch, RecordPlacement
from panel.council import Office
from panel.emergency import UNRATIFIED, EmergencyApproval, EmergencyStatus, Search
from panel.errors import InvalidAnswer, MoveNotAllowed, Refused
from panel.form import Kind, Question
from panel.handlers.entry import entry
from panel.ports import Answer, Change
from panel.rules.telling import Event
from panel.telling import tell

_AGREED = (*UNRATIFIED, EmergencyStatus.RATIFIED, EmergencyStatus.RATIFIED_VARIED)
_PLACED_ON = Question(id="placed_on", ask="Date of the placement", kind=Kind.DATE)
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
    if emergency.search is Search.PLACED:
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


def _approved(command: About, office: Office) -> EmergencyApproval:
    emergency = office.emergency(command.ref)
    permissions.check_is_resources(office.person(command.by), emergency.panel, office.today(command.at))
    if emergency.status not in _AGREED:
        raise MoveNotAllowed(f"{emergency.id} has no approval, so no placement may be sought.")
    return emergency
