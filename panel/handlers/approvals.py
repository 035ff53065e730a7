"""Approving an emergency, by card, by typed word or by telephone, and letting one run longer (CB-5.2 to CB-5.6)."""

from datetime import datetime

from panel import approving, booking, permissions, policies
from panel.calendar import end_of_day, wall
from panel.commands import (
    About,
    ApproveEmergency,
    ConfirmPhoned,
    DenyPhoned,
    ExtendEmergency,
    NoteCall,
    RecordPhoned,
)
from panel.council import Office
from panel.emergency import Call, Confirmation, EmergencyApproval, EmergencyEvent, Extension, Search
from panel.errors import InvalidAnswer, MoveNotAllowed, NotPermitted, Refused
from panel.handlers.emergencies import redraw, refused_parts, to_decide
from panel.handlers.entry import entry
from panel.meeting import ItemKind
from panel.notices import Notice, Topic
from panel.people import Role
from panel.ports import Answer, Change
from panel.settling import only_there, read_cost, settle
from panel.telling import concerned, notice, to_people


def approve_emergency(command: ApproveEmergency, office: Office) -> Change:
    """Approved until the next panel, listed there for ratification, and everyone told, in one commit (EM-7, EM-11)."""
    emergency = to_decide(command, office)
    condition = policies.remark(command.condition, "the condition", required=False)
    terms = {
        "decided_by": command.by,
        "decided_how": command.how,
        "condition": condition,
        "cost_limit": read_cost(office, command.cost_limit, command.at),
    }
    if emergency.confirmation is Confirmation.DENIED:
        return _taken_over(command, office, emergency, terms)
    settled = settle(office, emergency, EmergencyEvent.APPROVED, command.at, decided=terms, until=command.until)
    return Change(
        Answer(code="emergency_approved", about=emergency.id),
        entry(command, "emergency_approved", emergency.id, how=command.how, meeting=settled.emergency.meeting),
        tuple(settled.records),
        (*settled.notices, *redraw(office, settled.emergency, command.at)),
    )


def extend_emergency(command: ExtendEmergency, office: Office) -> Change:
    """A longer life, to a later panel, by a named officer for a reason (EM-16, EM-20, EM-21, AM-12)."""
    emergency, meeting = office.emergency(command.ref), office.meeting(command.meeting)
    approving.check_may_extend(office, office.person(command.by), emergency, command.at)
    policies.check_not_begun(meeting, command.at)
    reason = policies.remark(command.reason, "the reason for the extension")
    until = end_of_day(wall(meeting.starts_at).date())
    if meeting.panel != emergency.panel or (emergency.ends_at and until <= emergency.ends_at):
        raise Refused("Choose a later date of the same panel. Type “meetings” to see them.")
    extended = emergency.after(
        EmergencyEvent.EXTENDED,
        ends_at=until,
        not_after=until,
        meeting=meeting.id,
        extensions=(*emergency.extensions, Extension(by=command.by, at=command.at, reason=reason, until=until)),
    )
    listed = booking.place_in(office, meeting, emergency.id, ItemKind.RATIFICATION) or meeting
    moved, posts = only_there(office, office.referral(emergency.id), listed, command.at)
    return Change(
        Answer(code="extended", about=extended.id),
        entry(command, "emergency_extended", extended.id, meeting=meeting.id),
        (extended, *moved),
        (*tell_extended(office, extended, command.at), *posts),
    )


def tell_extended(office: Office, extended: EmergencyApproval, at: datetime) -> list[Notice]:
    """Everyone concerned hears of the new end (AM-12)."""
    people = concerned(office, extended, office.today(at))
    return to_people(Topic.EMERGENCY_EXTENDED, people, extended.id, at, mark=f"r{extended.revision + 1}")


def record_phoned(command: RecordPhoned, office: Office) -> Change:
    """What an approver said by telephone, as the administrator wrote it down; unconfirmed until they confirm it.

    The matrix lets the administrator log it, never decide it (EM-7, CB-5.2).
    """
    emergency, approver = office.emergency(command.ref), office.person(command.approver)
    approving.check_may_log_call(office.person(command.by), emergency.panel, command.at)
    if approver.id == command.by:
        raise NotPermitted("You can’t write down your own decision as somebody’s telephone call.")
    approving.check_may_decide(office, approver, emergency, command.at)
    policies.check_awaits_answer(office, emergency)
    words = policies.remark(command.words, "what was said, word for word")
    said = {"decided_by": approver.id, "decided_how": "telephone", "phoned_by": command.by, "phone_words": words}
    if not command.approved:
        records, told = refused_parts(office, emergency, command.at, reason=words, **said)
        return Change(
            Answer(code="phoned", about=emergency.id),
            entry(command, "emergency_refused_by_telephone", emergency.id, approver=approver.id),
            records,
            (*told, *to_people(Topic.EMERGENCY_REFUSED, [approver], emergency.id, command.at, mark=emergency.code)),
        )
    settled = settle(
        office, emergency, EmergencyEvent.APPROVED, command.at, decided={**said, "confirmation": Confirmation.AWAITED}
    )
    card = approving.ask(Topic.EMERGENCY_CONFIRM, approver, settled.emergency, command.at)
    return Change(
        Answer(code="phoned", about=emergency.id),
        entry(command, "emergency_approved_by_telephone", emergency.id, approver=approver.id),
        tuple(settled.records),
        (*settled.notices, *card, *redraw(office, settled.emergency, command.at)),
    )


def confirm_phoned(command: ConfirmPhoned, office: Office) -> Change:
    """The approver says: yes, that was me."""
    emergency = _own_call(command, office)
    confirmed = emergency.model_copy(
        update={"confirmation": Confirmation.CONFIRMED, "confirmed_at": command.at, "denial": ""}
    )
    return Change(
        Answer(code="confirmed", about=confirmed.id),
        entry(command, "telephone_confirmed", confirmed.id),
        (confirmed,),
        tuple(redraw(office, confirmed, command.at)),
    )


def deny_phoned(command: DenyPhoned, office: Office) -> Change:
    """The approver says: that was not me. The search is no longer permitted; nothing else stops by itself."""
    emergency = _own_call(command, office)
    words = policies.remark(command.words, "what you remember, or “I was not asked”")
    search = Search.NOT_YET if emergency.search is Search.PERMITTED else emergency.search
    denied = emergency.model_copy(
        update={
            "confirmation": Confirmation.DENIED,
            "confirmed_at": command.at,
            "denial": words,
            "search": search,
        }
    )
    roles, today = (Role.PANEL_ADMIN, Role.CHAIR), office.today(command.at)
    people = [person for role in roles for person in office.holders(role, denied.panel, today)]
    return Change(
        Answer(code="denied", about=denied.id),
        entry(command, "telephone_denied", denied.id),
        (denied,),
        (
            *to_people(Topic.EMERGENCY_DENIED, people, denied.id, command.at, mark=f"{denied.code}.now"),
            *_search_stopped(office, denied, command.at),
            *redraw(office, denied, command.at),
        ),
    )


def note_call(command: NoteCall, office: Office) -> Change:
    """Somebody was told by telephone: when, who, and what was said (CB-5.6)."""
    emergency = office.emergency(command.ref)
    person, today = office.person(command.by), office.today(command.at)
    permissions.check_may_see(person, office.referral(emergency.id), today)
    if emergency.ends_at is None:
        raise MoveNotAllowed(f"{emergency.id} has no approval yet, so there is nothing to tell.")
    if command.called_at > command.at:
        raise InvalidAnswer({"called_at": "That time is still ahead. Please give the time of the call."})
    call = Call(
        by=command.by,
        at=command.called_at,
        whom=policies.remark(command.whom, "whom you told"),
        words=policies.remark(command.words, "who took the call and what was said"),
    )
    noted = emergency.model_copy(update={"calls": (*emergency.calls, call)})
    return Change(Answer(code="call_noted", about=noted.id), entry(command, "told_by_telephone", noted.id), (noted,))


def _taken_over(
    command: ApproveEmergency, office: Office, emergency: EmergencyApproval, terms: dict[str, str]
) -> Change:
    """An approval its alleged giver denied, given anew by another approver; its end and its panel stay."""
    if command.until.strip():
        raise Refused("This approval already has its end. Please leave the date out.")
    given = emergency.model_copy(
        update={**terms, "decided_at": command.at, "confirmation": Confirmation.NOT_NEEDED, "confirmed_at": None}
    )
    people = concerned(office, given, office.today(command.at))
    told = to_people(Topic.EMERGENCY_APPROVED, people, given.id, command.at, mark=f"r{given.revision + 1}")
    return Change(
        Answer(code="emergency_approved", about=given.id),
        entry(command, "emergency_taken_over", given.id, how=command.how),
        (given,),
        (*told, *redraw(office, given, command.at)),
    )


def _own_call(command: About, office: Office) -> EmergencyApproval:
    emergency = office.emergency(command.ref)
    if emergency.decided_how != "telephone" or command.by != emergency.decided_by:
        raise NotPermitted("Only the person who is said to have decided this by telephone can confirm or deny it.")
    if emergency.confirmation is not Confirmation.AWAITED:
        raise MoveNotAllowed(f"{emergency.id} waits for no confirmation. Type “status {emergency.id}” to see it.")
    return emergency


def _search_stopped(office: Office, emergency: EmergencyApproval, at: datetime) -> list[Notice]:
    """Whoever was given leave to search is told, the same way, that it is withdrawn."""
    given = [one for one in office.records.find(Notice, about=emergency.id) if one.rule == Topic.SEARCH_PERMISSION]
    places = dict.fromkeys((one.to, one.channel) for one in given)
    return [
        notice(Topic.SEARCH_STOPPED, to, emergency.id, at, via=channel, mark=emergency.code) for to, channel in places
    ]
