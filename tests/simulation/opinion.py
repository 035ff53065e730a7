"""What every part of the second opinion works with: the profile, the calendar, who holds which post, the records."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import cache

from panel.meeting import PanelMeeting
from panel.people import Person, Role
from panel.ports import Records
from panel.profile import Profile
from panel.referral import Referral
from tests.simulation.second_calendar import SecondCalendar, london
from tests.story import directory

AHEAD = ("scheduled", "open", "closed_to_submissions", "agenda_draft", "agenda_confirmed", "papers_out")

Owed = Iterator[tuple[str, str, str, list[str]]]
"""Topic, what it is about, mark, people."""


def staff() -> dict[str, Person]:
    """Everybody at the desk by id."""
    return {person.id: person for person in directory().everyone()}


class Opinion:
    """One part of it, at one panel."""

    def __init__(self, profile: Profile, calendar: SecondCalendar) -> None:
        self.profile, self.calendar = profile, calendar

    def people(self, *roles: str, now: datetime) -> list[str]:
        return [*self._holders(roles, london(now).date())]

    @cache  # noqa: B019  it lives as long as the test
    def _holders(self, roles: tuple[str, ...], day: date) -> tuple[str, ...]:
        found = [p.id for role in roles for p in directory().everyone() if p.is_a(Role(role), self.profile.id, day)]
        return tuple(found)

    def admins(self, now: datetime) -> list[str]:
        return self.people("panel_admin", now=now)

    def chairs(self, now: datetime) -> list[str]:
        """Who may take the chair."""
        return self.people(*self.profile.meetings.chaired_by, now=now)

    def apart(self, referral: Referral, *roles: str, now: datetime) -> list[str]:
        """Holders of posts who are no part of the case; a Head of Service only for the teams they cover (AM-57)."""
        everybody = staff()
        team = everybody[referral.referrer].team
        found = []
        for role in roles:
            for person in (everybody[each] for each in self.people(role, now=now)):
                covers = role != "head_of_service" or not person.covers or team in person.covers
                if covers and person.id not in (referral.referrer, referral.manager):
                    found.append(person.id)
        return found

    def ahead(self, records: Records, now: datetime) -> list[PanelMeeting]:
        """Meetings that have not begun, the next one first."""
        live = records.find(PanelMeeting, live="yes", panel=self.profile.id)
        return sorted((each for each in live if is_ahead(each, now)), key=lambda each: each.starts_at)


def standing(meeting: PanelMeeting) -> str:
    """Where it stands; a wish to cancel changes nothing before it is agreed (CB-8.2)."""
    pending = meeting.status == "cancel_pending" and meeting.cancel
    return str(pending.before if pending else meeting.status)


def is_ahead(meeting: PanelMeeting, now: datetime) -> bool:
    return standing(meeting) in AHEAD and meeting.starts_at > now
