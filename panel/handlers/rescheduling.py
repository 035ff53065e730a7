"""Moving a meeting and cancelling one: agreed first, then everything that hangs on it follows in one commit."""

from datetime import datetime

from panel import meeting_permissions, permissions, policies
from panel.booking import place_in
from panel.calendar import wall
from panel.commands import AboutMeeting, AgreeCancel, AskCancel, MoveMeeting, RefuseCancel
from panel.council import Office
from panel.errors import Refused
from panel.handlers.entry import entry
from panel.handlers.rehousing import Rehousing
from panel.handlers.scheduling import Waiting, drafted, fill, new_meeting
from panel.meeting import AgendaItem, CancelAsk, ItemKind, MeetingEvent, PanelMeeting
from panel.notices import Notice, Topic
from panel.people import Person, Role
from panel.ports import Answer, Change
from panel.telling import agenda_post, notice, redrawn, to_people


def ask_cancel(command: AskCancel, office: Office) -> Change:
    """A card to those who may agree; nothing is announced or rebooked before one of them does (MT-17, NT-28).

    Whoever may agree and asks has agreed: it is cancelled at once, and recorded as theirs (CB-8.2).
    """
    meeting, person, today = office.meeting(command.meeting), office.person(command.by), office.today(command.at)
    needs = office.profile(meeting.panel).meetings.cancel_needs
    meeting_permissions.check_may_ask_cancel(person, needs, meeting.panel, today)
    policies.check_can_move_or_end(meeting, command.at)
    reason = policies.remark(command.reason, "the reason for cancelling")
    ask = CancelAsk(by=command.by, at=command.at, reason=reason, before=meeting.status)
    pending = meeting.after(MeetingEvent.CANCEL_ASKED, cancel=ask)
    if not needs or any(person.is_a(role, meeting.panel, today) for role in needs):
        return _cancelled(command, office, pending)
    officers = may_agree(office, meeting, command.at)
    if not officers:
        raise Refused("Nobody is listed who may agree to cancel a panel. Please telephone the Chair.")
    cards = to_people(Topic.CANCEL_ASKED, officers, meeting.id, command.at, mark=f"r{meeting.revision + 1}")
    return Change(
        Answer(code="cancel_asked", about=meeting.id),
        entry(command, "cancel_asked", meeting.id),
        (pending,),
        tuple(cards),
    )


def agree_cancel(command: AgreeCancel, office: Office) -> Change:
    """Agreed before the meeting begins, it is cancelled and everything that hung on it is settled anew (MT-18)."""
    meeting = _to_answer(command, office)
    if meeting.starts_at <= command.at:
        raise Refused(
            "That meeting should have begun, so it can’t be cancelled any more. Refuse, and open or close it."
        )
    return _cancelled(command, office, meeting)


def refuse_cancel(command: RefuseCancel, office: Office) -> Change:
    """The meeting stands as it stood; who asked is told why (MT-18)."""
    meeting = _to_answer(command, office)
    reason = policies.remark(command.reason, "the reason why the panel goes on")
    asker = meeting.cancel.by if meeting.cancel else ""
    mark = f"r{meeting.revision + 1}"
    told = notice(Topic.CANCEL_REFUSED, asker, meeting.id, command.at, mark=mark, by=command.by, reason=reason)
    return Change(
        Answer(code="cancel_refused", about=meeting.id),
        entry(command, "cancel_refused", meeting.id),
        (meeting.kept(),),
        (told, *redrawn(office, (Topic.CANCEL_ASKED,), meeting, command.at)),
    )


def move_meeting(command: MoveMeeting, office: Office) -> Change:
    """Another time: slots, cut-off and emergencies' clocks follow, and everyone affected is told once (MT-21)."""
    meeting = office.meeting(command.meeting)
    permissions.check_may_book(office.person(command.by), meeting.panel, office.today(command.at))
    policies.check_can_move_or_end(meeting, command.at)
    policies.remark(command.reason, "the reason for moving it")
    target = _target(office, meeting, command)
    is_elsewhere = target.id != meeting.id
    cases = Rehousing(office, meeting, "moved", command.at, _places(office, meeting, target, command.at))
    for item in meeting.items:
        _move_along(cases, item, target.id)
    moved, records, notices = fill(office, cases.ahead[target.id], Waiting(office, meeting.panel), command.at)
    left = [meeting.after(MeetingEvent.MOVED, items=(), late_asks=(), moved_to=moved.id)] if is_elsewhere else []
    touched = [*left, *(each for each in cases.meetings() if each.id != moved.id), moved]
    told = _tell_members(office, Topic.MEETING_MOVED, meeting, command.at, following=moved.starts_at.isoformat())
    return Change(
        Answer(code="meeting_moved", about=moved.id),
        entry(command, "meeting_moved", *dict.fromkeys((meeting.id, moved.id))),
        (*cases.records, *records, *touched),
        (*cases.notices, *notices, *told, *(agenda_post(each, command.at) for each in touched)),
    )


def may_agree(office: Office, meeting: PanelMeeting, at: datetime) -> list[Person]:
    """Who may agree today that the meeting is cancelled (CB-8.2, AM-57)."""
    needs = office.profile(meeting.panel).meetings.cancel_needs
    found = [person for role in needs for person in office.holders(role, meeting.panel, office.today(at))]
    return list(dict.fromkeys(found))


def _to_answer(command: AboutMeeting, office: Office) -> PanelMeeting:
    meeting, person = office.meeting(command.meeting), office.person(command.by)
    needs = office.profile(meeting.panel).meetings.cancel_needs
    meeting_permissions.check_may_agree_cancel(person, needs, meeting.panel, office.today(command.at))
    policies.check_waits_for_cancel(meeting)
    return meeting


def _cancelled(command: AboutMeeting, office: Office, pending: PanelMeeting) -> Change:
    """Cancelled: cases go in order to the next meetings with room, no approval runs on by itself (EM-17, RF-36)."""
    assert pending.cancel is not None  # noqa: S101  a meeting is pending only with its wish
    agreed = pending.cancel.model_copy(update={"agreed_by": command.by, "agreed_at": command.at})
    gone = pending.after(MeetingEvent.CANCEL_AGREED, cancel=agreed, items=())
    later = {m.id: m for m in office.meetings_ahead(gone.panel, command.at) if m.starts_at > gone.starts_at}
    cases = Rehousing(office, pending, "cancelled", command.at, later)
    for item in pending.items:
        cases.to_first_free(item)
    following = next(iter(later.values()), None)
    facts = {"following": following.starts_at.isoformat()} if following else {}
    told = _tell_members(office, Topic.MEETING_CANCELLED, pending, command.at, by=command.by, **facts)
    told += _asked_in_vain(office, pending, command)
    cards = redrawn(office, (Topic.CANCEL_ASKED, Topic.LATE_ASKED), pending, command.at)
    return Change(
        Answer(code="meeting_cancelled", about=gone.id),
        entry(command, "meeting_cancelled", gone.id, *(item.ref for item in pending.items), asked_by=agreed.by),
        (*cases.records, *cases.meetings(), gone),
        (*cases.notices, *told, agenda_post(gone, command.at), *cases.posts(), *cards),
    )


def _asked_in_vain(office: Office, meeting: PanelMeeting, command: AboutMeeting) -> list[Notice]:
    """Those who wanted a late request heard there learn that nobody will answer."""
    waiting = [ask for ask in meeting.late_asks if ask.answered_at is None]
    facts = {"mark": f"{meeting.id}.cancelled", "starts": meeting.starts_at.isoformat(), "cancelled": "yes"}
    return [
        one
        for ask in waiting
        for one in to_people(Topic.LATE_ANSWERED, office.known(ask.by), ask.ref, command.at, **facts)
    ]


def _tell_members(office: Office, topic: Topic, meeting: PanelMeeting, at: datetime, **facts: str) -> list[Notice]:
    """Members, Chairs and administrators, once each for the meeting (NT-27)."""
    roles, today = (Role.MEMBER, Role.CHAIR, Role.PANEL_ADMIN), office.today(at)
    people = [person for role in roles for person in office.holders(role, meeting.panel, today)]
    was, mark = meeting.starts_at.isoformat(), f"r{meeting.revision + 1}"
    return to_people(topic, people, meeting.id, at, mark=mark, was=was, **facts)


def _target(office: Office, meeting: PanelMeeting, command: MoveMeeting) -> PanelMeeting:
    """The meeting at its new time, nothing listed yet; on the same day it stays the same record."""
    if wall(command.starts_at).date() != wall(meeting.starts_at).date():
        made = new_meeting(office, meeting.panel, command.starts_at, command.at)
        return made.model_copy(update={"late_asks": meeting.late_asks, "guests": meeting.guests})
    if command.starts_at <= command.at or command.starts_at == meeting.starts_at:
        raise Refused("Please give a time that is still ahead, and not the one it has now.")
    at_new_time = drafted(office, meeting.panel, command.starts_at)
    times = {name: getattr(at_new_time, name) for name in ("starts_at", "ends_at", "cutoff_at")}
    return meeting.model_copy(update={**times, "items": ()})


def _places(office: Office, meeting: PanelMeeting, target: PanelMeeting, now: datetime) -> dict[str, PanelMeeting]:
    """Where the cases of a moved meeting may be heard: no meeting that was sooner than theirs, unless it is the new."""
    others = [m for m in office.meetings_ahead(meeting.panel, now) if m.starts_at > meeting.starts_at]
    ordered = sorted([target, *(m for m in others if m.id != target.id)], key=lambda each: each.starts_at)
    return {each.id: each for each in ordered}


def _move_along(cases: Rehousing, item: AgendaItem, target: str) -> None:
    """To the same place in the order; a ratification goes to whichever panel now comes first (AM-12).

    A late request is marked as let in only as long as it still is late.
    """
    moved = cases.ahead[target]
    first = next(iter(cases.ahead.values()))
    if item.kind is ItemKind.RATIFICATION and first.id != target:
        cases.settle(item, place_in(cases.office, first, item.ref, item.kind))
        return
    start = moved.starts_at + (item.starts_at - cases.was.starts_at)
    shifted = item.model_copy(update={"starts_at": start})
    received = cases.office.referral(item.ref).received_at
    if received and received <= moved.cutoff_at:
        shifted = shifted.model_copy(update={"late_by": "", "late_reason": ""})
    if shifted.ends_at > moved.ends_at and item.kind is ItemKind.REFERRAL:
        cases.to_first_free(item)
    else:
        cases.settle(item, moved.with_item(shifted))
