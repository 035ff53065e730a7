"""Who gets which part of a pack: members all, presenters and guests their own item, nobody a case they keep out of."""

from collections.abc import Collection
from datetime import date

from panel.council import Office
from panel.errors import NotPermitted
from panel.meeting import PanelMeeting
from panel.pack import Pack, Section, versions
from panel.people import Person, Role
from panel.seating import members, presenters

WHOLE_ON_REQUEST = (Role.PANEL_ADMIN, Role.HEAD_OF_SERVICE)
"""They may take the whole without being sent it (matrix, “See whole pack and minutes”)."""


def open_to(office: Office, pack: Pack, person: Person, on: date) -> tuple[Section, ...]:
    """The sections this person may have (KN-3.13, KN-4.8 to KN-4.12, BI-2.2, AM-21).

    A conflict of interest keeps a section away whatever else they are, also one that merely mentions the case.
    """
    return _open(office, pack, person, on, kept_apart(office, pack.panel))


def kept_apart(office: Office, panel: str) -> set[tuple[str, str]]:
    """Who takes no part in which case, said at any meeting of the panel: a case that moves on takes this with it."""
    found = office.records.find(PanelMeeting, panel=panel)
    return {(conflict.person, conflict.ref) for meeting in found for conflict in meeting.conflicts}


def sees_whole(office: Office, meeting: PanelMeeting, person: Person, on: date) -> bool:
    """Members, those who chair, whoever stands in at this meeting, and those who answer for the panel."""
    return person in members(office, meeting, on) or any(
        person.is_a(role, meeting.panel, on) for role in WHOLE_ON_REQUEST
    )


def own_items(office: Office, meeting: PanelMeeting, person: Person) -> set[str]:
    """The items this person presents, or was asked to come for (KN-4.8 to KN-4.12)."""
    presented = {item.ref for item in meeting.items if person.id in presenters(office, office.referral(item.ref))}
    return presented | {guest.ref for guest in meeting.guests if guest.person == person.id}


def to_be_told(office: Office, pack: Pack, on: date) -> list[tuple[Person, tuple[Section, ...]]]:
    """Everyone to whom the pack goes, once each, with what they get; whoever gets nothing is not among them."""
    meeting = office.meeting(pack.meeting)
    own = [who for item in meeting.items for who in presenters(office, office.referral(item.ref))]
    own += [guest.person for guest in meeting.guests]
    people = dict.fromkeys([*members(office, meeting, on), *office.known(*own)])
    apart = kept_apart(office, pack.panel)
    found = [(person, _open(office, pack, person, on, apart)) for person in people]
    return [(person, sections) for person, sections in found if sections]


def check_open(sections: tuple[Section, ...]) -> None:
    """Raises `NotPermitted` for somebody to whom no part of the pack is open."""
    if not sections:
        raise NotPermitted(
            "These papers are not for you: they go to those who sit at the panel, and to whoever presents an item. "
            "Please ask the panel administrator."
        )


def was_given(office: Office, person: Person, ref: str, on: date) -> bool:
    """Whether a pack that was sent round gives this person the case, so that its files are open to them too."""
    meeting = office.referral(ref).meeting
    sent = [pack for pack in versions(office, meeting) if pack.sent_at] if meeting else []
    return any(section.ref == ref for pack in sent[-1:] for section in open_to(office, pack, person, on))


def _open(
    office: Office, pack: Pack, person: Person, on: date, apart: Collection[tuple[str, str]]
) -> tuple[Section, ...]:
    meeting = office.meeting(pack.meeting)
    free = tuple(s for s in pack.sections if not any((person.id, ref) in apart for ref in s.about))
    if sees_whole(office, meeting, person, on):
        return free
    own = own_items(office, meeting, person)
    return tuple(section for section in free if section.is_item and section.ref in own)
