"""A child admitted before the panel: recorded, told, and put to the next panel after the event (RO-5.16, RO-5.17)."""

from panel import approving, permissions, policies
from panel.commands import RecordAdmission
from panel.council import Office
from panel.emergency import UNRATIFIED, WAITING, EmergencyApproval, EmergencyEvent
from panel.errors import InvalidAnswer, MoveNotAllowed, NotPermitted, Refused
from panel.handlers.emergencies import new_request, redraw
from panel.handlers.entry import entry
from panel.notices import Notice, Topic
from panel.people import Person, Role
from panel.ports import Answer, Change
from panel.referral import Referral
from panel.settling import Settled, settle
from panel.telling import to_people


def record_admission(command: RecordAdmission, office: Office) -> Change:
    """The time, the circumstances and who authorised it; without a listed authoriser the Chair is alarmed (AM-19).

    The retrospective item is made whoever authorised it, at the next panel that is held (EM-10, EM-11).
    """
    referral = office.referral(command.ref)
    _check_may_record(office, command, referral)
    circumstances = policies.remark(command.circumstances, "the circumstances that required it")
    if command.admitted_at > command.at:
        raise InvalidAnswer({"admitted_at": "That time is still ahead. Record an admission once it has happened."})
    authoriser = _authoriser(office, command, referral)
    facts = {
        "admitted_at": command.admitted_at,
        "circumstances": circumstances,
        "authorised_by": policies.remark(command.authorised_by, "the name", required=False),
    }
    settled = _recorded(office, command, referral, facts, authoriser)
    return Change(
        Answer(code="admitted", about=referral.id, facts={"authorised": "yes" if authoriser else ""}),
        entry(command, "admitted_before_panel", referral.id, authorised="yes" if authoriser else "no"),
        tuple(settled.records),
        (*settled.notices, *_told(office, command, settled.emergency, authoriser)),
    )


def _recorded(
    office: Office,
    command: RecordAdmission,
    referral: Referral,
    facts: dict[str, object],
    authoriser: Person | None,
) -> Settled:
    earlier = office.records.look(EmergencyApproval, referral.id)
    if earlier and earlier.status in UNRATIFIED:
        kept = earlier.model_copy(update=facts)
        return Settled(kept, [kept], redraw(office, kept, command.at))
    request = earlier if earlier and earlier.status in WAITING else new_request(office, referral, command)
    facts |= {"decided_by": authoriser.id if authoriser else "", "decided_how": "admission"}
    settled = settle(office, request, EmergencyEvent.ADMITTED, command.at, decided=facts)
    settled.notices += redraw(office, settled.emergency, command.at)
    return settled


def _told(
    office: Office, command: RecordAdmission, emergency: EmergencyApproval, authoriser: Person | None
) -> list[Notice]:
    roles, today = (Role.CHAIR, Role.PANEL_ADMIN), office.today(command.at)
    people = [person for role in roles for person in office.holders(role, emergency.panel, today)]
    facts = {"admitted": command.admitted_at.isoformat(), "meeting": emergency.meeting}
    facts |= {} if authoriser else {"unauthorised": "yes"}
    return to_people(Topic.ADMITTED, people, emergency.id, command.at, mark=f"{emergency.code}", **facts)


def _check_may_record(office: Office, command: RecordAdmission, referral: Referral) -> None:
    """The practitioner or the manager of the case, or the administrator, at a panel that has the rule (RO-5.16)."""
    person = office.person(command.by)
    if not office.profile(referral.panel).emergency.admission:
        raise Refused("This panel has no rule for a child admitted before it sits. Type “emergency” to ask first.")
    if not person.is_a(Role.PANEL_ADMIN, referral.panel, office.today(command.at)):
        try:
            permissions.check_may_ask_emergency(person, referral)
        except NotPermitted as error:
            raise NotPermitted(
                f"Only the people who work on {referral.id}, or the panel administrator, can record this."
            ) from error
    if referral.live is None:
        raise MoveNotAllowed(f"{referral.id} is closed, so nothing can be added to it.")


def _authoriser(office: Office, command: RecordAdmission, referral: Referral) -> Person | None:
    """The officer of this name who may approve at this panel today, if there is one."""
    wanted = " ".join(command.authorised_by.lower().split())
    may = approving.approvers(office, referral, command.at)
    return next((person for person in may if wanted and person.name.lower() == wanted), None)
