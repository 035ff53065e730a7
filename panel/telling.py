"""Who is told of what: turns an event of the record into the notices the profile says are owed."""

from collections.abc import Iterable
from datetime import date, datetime

from panel.conditions import holds
from panel.council import Office
from panel.emergency import EmergencyApproval
from panel.meeting import PanelMeeting
from panel.notices import Channel, Delivery, Notice, Topic
from panel.people import Person, Role
from panel.referral import Referral
from panel.rules.telling import Event, Tell

_TOPICS = {
    Event.RECEIVED: Topic.IRO_COPY,
    Event.BOOKED: Topic.APPOINTMENT,
    Event.EMERGENCY_APPROVED: Topic.EMERGENCY_APPROVED,
    Event.EMERGENCY_REFUSED: Topic.EMERGENCY_REFUSED,
    Event.PLACEMENT_MADE: Topic.PLACEMENT_MADE,
    Event.DECIDED: Topic.DECIDED,
    Event.RELEASED: Topic.DECISION_SHEET,
}
_ONCE_ONLY = (Topic.DECISION_SHEET, Topic.DECIDED, Topic.MINUTES, Topic.FAMILY_LETTER)


def notice(topic: Topic, to: str, about: str, at: datetime, **more: object) -> Notice:
    """A Teams notice to one person; its id keeps it from being owed twice for the same `mark`.

    `mark` tells apart repeats of one topic about one record, such as the day a reminder fell due.
    """
    mark = str(more.pop("mark", ""))
    via = more.pop("via", Channel.TEAMS)
    delivery = Delivery.MUST_NOT_REPEAT if topic in _ONCE_ONLY else Delivery.MUST_ARRIVE
    parts = [about, str(topic), mark, str(via), to]
    facts = {key: str(value) for key, value in more.items()}
    return Notice(
        id="/".join(part for part in parts if part),
        rule=topic,
        to=to,
        channel=Channel(str(via)),
        about=about,
        owed_at=at,
        delivery=delivery,
        facts=facts,
    )


def to_people(topic: Topic, people: Iterable[Person], about: str, at: datetime, **more: object) -> list[Notice]:
    """The same Teams notice to several people, once each."""
    return [notice(topic, person.id, about, at, **more) for person in dict.fromkeys(people)]


def tell(
    office: Office, event: Event, referral: Referral, at: datetime, outcome: str = "", **facts: str
) -> list[Notice]:
    """The notices an event owes under the panel's profile, one for each recipient and way of telling.

    Pass `meeting`, or the `decision` taken without one, for an event that can happen again, and the `outcome` of a
    decision: some are told of some outcomes only, and news of some goes before the rest (RO-11.11).
    """
    mark = f"{event}.{facts.get('meeting') or facts.get('decision', '')}"
    known = office.profile(referral.panel).outcome(outcome)
    first = known is not None and known.first
    owed: dict[str, Notice] = {}
    for line in office.profile(referral.panel).tell:
        if line.outcomes and outcome not in line.outcomes:
            continue
        if line.on is event and holds(line.when, referral.answers):
            for address in _addresses(office, line, referral, at):
                one = notice(
                    _topic(line, event), address, referral.id, at, mark=mark, via=line.via, event=event, **facts
                )
                owed.setdefault(one.id, one.model_copy(update={"first": first}))
    return list(owed.values())


def post(topic: Topic, meeting: PanelMeeting, at: datetime, mark: str) -> Notice:
    """A post in the panel's channel about a meeting."""
    return notice(topic, meeting.panel, meeting.id, at, via=Channel.POST, mark=mark)


def agenda_post(meeting: PanelMeeting, at: datetime) -> Notice:
    """The agenda post of a meeting, drawn again as it will stand after this commit."""
    return post(Topic.AGENDA, meeting, at, mark=f"r{meeting.revision + 1}")


def redrawn(
    office: Office, topics: tuple[Topic, ...], meeting: PanelMeeting, at: datetime, about: str = ""
) -> list[Notice]:
    """Cards on these topics already owed about a meeting, or about one of its cases, to be drawn again as it stands."""
    mark = f"{meeting.id}.r{meeting.revision + 1}"
    refs = [about] if about else [meeting.id, *(ask.ref for ask in meeting.late_asks)]
    sent = [card for ref in refs for card in office.records.find(Notice, about=ref) if card.rule in topics]
    return [
        notice(Topic.REDRAW, card.to, card.about, at, mark=f"{mark}.{n}", of=card.id) for n, card in enumerate(sent)
    ]


def redrawn_case(
    office: Office, topics: tuple[Topic, ...], referral: Referral, at: datetime, but: str = ""
) -> list[Notice]:
    """Cards on these topics already owed about a referral, to be drawn again as it stands after this commit.

    `but` is whoever has just answered on theirs.
    """
    owed = office.records.find(Notice, about=referral.id)
    sent = [card for card in owed if card.rule in topics and card.to != but]
    mark = f"r{referral.revision + 1}"
    return [
        notice(Topic.REDRAW, card.to, card.about, at, mark=f"{mark}.{topics[0]}.{n}", of=card.id)
        for n, card in enumerate(sent)
    ]


def concerned(office: Office, emergency: EmergencyApproval, today: date) -> list[Person]:
    """Those who must know when an approval's end is near, changed or passed (AM-12)."""
    referral = office.referral(emergency.id)
    roles = (Role.PANEL_ADMIN, Role.CHAIR, Role.HEAD_OF_SERVICE)
    officers = [person for role in roles for person in office.holders(role, emergency.panel, today)]
    own = office.known(referral.referrer, referral.manager)
    return list(dict.fromkeys([*officers, *own]))


def _topic(line: Tell, event: Event) -> Topic:
    if event is Event.EMERGENCY_APPROVED and line.to == Role.RESOURCES_TEAM:
        return Topic.SEARCH_PERMISSION
    if line.to == "iro":
        return Topic.IRO_COPY
    return _TOPICS[event]


def _addresses(office: Office, line: Tell, referral: Referral, at: datetime) -> list[str]:
    if line.to == "iro":
        return [address] if (address := referral.answers.get("iro_email", "")) else []
    if line.via is Channel.EMAIL and (box := office.council.directory.contact(referral.panel, line.to)):
        return [box]
    people = _people(office, line.to, referral, at)
    return [person.email if line.via is Channel.EMAIL else person.id for person in people]


def _people(office: Office, to: str, referral: Referral, at: datetime) -> list[Person]:
    today = office.today(at)
    if to == "referrer":
        return office.known(referral.referrer)
    if to in ("manager", "presenter"):
        return office.known(referral.manager)
    if to == "members":
        return [p for role in (Role.MEMBER, Role.CHAIR) for p in office.holders(role, referral.panel, today)]
    return office.holders(Role(to), referral.panel, today) if to in list(Role) else []
