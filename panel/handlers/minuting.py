"""Minutes of a meeting: added to, signed, corrected, and sent to those who may read them."""

from collections.abc import Iterable
from datetime import datetime

from panel import meeting_permissions, policies
from panel.commands import AddToMinutes, Command, CorrectMinutes, SignMinutes
from panel.council import Office
from panel.errors import MoveNotAllowed, Unknown
from panel.handlers.entry import entry
from panel.meeting import PanelMeeting
from panel.minutes import MinutedLine, Minutes, MinutesEvent, MinutesStatus, due_with
from panel.notices import Channel, Notice, Topic
from panel.people import Person, Role
from panel.ports import Answer, Change
from panel.seating import members
from panel.telling import notice, post


def add_to_minutes(command: AddToMinutes, office: Office) -> Change:
    """A line of the administrator's, while they are a draft (MT-14)."""
    minutes = _minutes(office, command.meeting)
    meeting_permissions.check_may_write_minutes(office.person(command.by), minutes.panel, office.today(command.at))
    if minutes.status is not MinutesStatus.DRAFT:
        raise MoveNotAllowed("These minutes are locked. Type “minutes correct:” and what is wrong, to append it.")
    line = _line(command, command.text)
    return _noted(command, minutes.model_copy(update={"added": (*minutes.added, line)}), "minutes_added")


def correct_minutes(command: CorrectMinutes, office: Office) -> Change:
    """A correction stands below what was signed or sent round; nothing above it changes (CB-10.6)."""
    minutes = _minutes(office, command.meeting)
    person, on = office.person(command.by), office.today(command.at)
    meeting_permissions.check_may_correct_minutes(office, person, office.meeting(command.meeting), on)
    if minutes.status is MinutesStatus.DRAFT:
        raise MoveNotAllowed("These minutes are still a draft. Type “minutes add:” and the line.")
    line = _line(command, command.text)
    return _noted(
        command, minutes.model_copy(update={"corrections": (*minutes.corrections, line)}), "minutes_corrected"
    )


def sign_minutes(command: SignMinutes, office: Office) -> Change:
    """The Chair signs: they are locked, and go to members, presenters and Heads of Service (MT-15, CB-10.6, CB-9.12).

    Where they go with the next papers, they wait for those.
    """
    minutes, meeting = _minutes(office, command.meeting), office.meeting(command.meeting)
    meeting_permissions.check_may_sign_minutes(office, office.person(command.by), meeting, office.today(command.at))
    rule = office.profile(minutes.panel).minutes
    if minutes.settled_at is None:
        raise MoveNotAllowed("Please confirm the decisions first: type “confirm decisions”. Then sign the minutes.")
    signed = minutes.after(MinutesEvent.SIGNED, signed_by=command.by, signed_at=command.at)
    if rule and rule.with_next_papers:
        return _noted(command, signed, "minutes_signed")
    sent = signed.model_copy(update={"sent_at": command.at})
    told = [*_to_readers(office, meeting, minutes, command.at), are_out(meeting, command.at)]
    return _noted(command, sent, "minutes_signed", told)


def with_papers(office: Office, following: PanelMeeting, at: datetime) -> tuple[list[Minutes], list[Notice]]:
    """Minutes that go round with the papers of the next meeting, to its members and once only (MT-16, RO-11.8).

    Those whose decisions are not confirmed yet, or that still have to be signed, go with later papers.
    """
    people = members(office, following, office.today(at))
    gone = [gone_round(each, following, at) for each in due_with(office, following)]
    posts = [are_out(office.meeting(each.id), at) for each in gone]
    return gone, [*(one for each in gone for one in _mail(each, people, at)), *posts]


def are_out(meeting: PanelMeeting, at: datetime) -> Notice:
    """The channel hears that the minutes of a meeting are out, and nothing of what they say (NT-37)."""
    return post(Topic.MINUTES_POSTED, meeting, at, mark="")


def gone_round(minutes: Minutes, following: PanelMeeting, at: datetime) -> Minutes:
    """The minutes, locked, as they went with the papers of the next meeting."""
    locked = minutes if minutes.signed_at else minutes.after(MinutesEvent.WENT_ROUND)
    return locked.model_copy(update={"sent_at": at, "sent_with": following.id})


def _to_readers(office: Office, meeting: PanelMeeting, minutes: Minutes, at: datetime) -> list[Notice]:
    """The whole to members and Heads of Service; to whoever presented, their own items only (CB-9.12, CB-9.13)."""
    today = office.today(at)
    whole = [*members(office, meeting, today), *office.holders(Role.HEAD_OF_SERVICE, meeting.panel, today)]
    presented = dict.fromkeys(who for item in minutes.items for who in item.presenters)
    owed = _mail(minutes, dict.fromkeys(whole), at)
    for person in office.known(*presented):
        if person not in whole:
            owed += _mail(minutes, [person], at, only=",".join(minutes.of_presenter(person.id)))
    return owed


def _mail(minutes: Minutes, people: Iterable[Person], at: datetime, **facts: str) -> list[Notice]:
    return [notice(Topic.MINUTES, each.email, minutes.id, at, via=Channel.EMAIL, **facts) for each in people]


def _minutes(office: Office, meeting_id: str) -> Minutes:
    found = office.records.look(Minutes, office.meeting(meeting_id).id)
    if found is None:
        raise Unknown("That meeting has no minutes. Minutes are drafted when a meeting is closed.")
    return found


def _line(command: Command, text: str) -> MinutedLine:
    return MinutedLine(text=policies.remark(text, "the line for the minutes"), by=command.by, at=command.at)


def _noted(command: Command, minutes: Minutes, act: str, notices: Iterable[Notice] = ()) -> Change:
    sent = {"sent": "yes"} if minutes.sent_at else {}
    return Change(
        Answer(code=act, about=minutes.id, facts=sent), entry(command, act, minutes.id), (minutes,), tuple(notices)
    )
