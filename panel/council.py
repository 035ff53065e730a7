"""What every handler and every question works with: the council's panels, people and calendars, and the records."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from panel.calendar import WorkingCalendar, wall
from panel.emergency import EmergencyApproval
from panel.errors import Unknown
from panel.meeting import PanelMeeting
from panel.people import Directory, Person, Role, holders
from panel.ports import Records
from panel.profile import Profile
from panel.referral import Referral


@dataclass(frozen=True)
class Council:
    """The panels of one deployment, and who works there. `superseded` holds earlier profiles by id and version."""

    profiles: Mapping[str, Profile]
    directory: Directory
    superseded: Mapping[tuple[str, str], Profile] = field(default_factory=dict)
    calendars: dict[str, WorkingCalendar] = field(default_factory=dict)

    def calendar(self, panel: str) -> WorkingCalendar:
        """The working days of a panel's council, worked out once."""
        if panel not in self.calendars:
            days = self.profiles[panel].working_days
            self.calendars[panel] = WorkingCalendar(days.closure_days, days.bank_holidays)
        return self.calendars[panel]

    def panels_of(self, about: str) -> list[str]:
        """The panel of a case or a meeting, by its reference; every panel where the reference says none."""
        case, meeting = about.partition("-")[0], about.partition(".")[0]
        own = [panel for panel, profile in self.profiles.items() if panel == meeting or profile.panel.prefix == case]
        return own or list(self.profiles)


@dataclass(frozen=True)
class Office:
    """The council together with its records as they stand."""

    council: Council
    records: Records

    def profile(self, panel: str) -> Profile:
        """The panel's profile; raises `Unknown`."""
        try:
            return self.council.profiles[panel]
        except KeyError as error:
            raise Unknown("There is no such panel. Type “help” to see what you can do.") from error

    def profile_of(self, referral: Referral) -> Profile:
        """The profile a referral was made in, as long as it is kept; the panel's present one otherwise.

        An answer to a question the present form no longer asks stays with the referral and counts for nothing.
        Raises `Unknown` when the panel is gone altogether.
        """
        current = self.council.profiles.get(referral.panel)
        if current and current.panel.version == referral.profile_version:
            return current
        made_in = self.council.superseded.get((referral.panel, referral.profile_version))
        return made_in or self.profile(referral.panel)

    def person(self, person_id: str) -> Person:
        """A member of staff; raises `Unknown` for anyone the council does not list."""
        person = self.council.directory.person(person_id)
        if person is None:
            raise Unknown("I don’t know you yet. Please ask the panel administrator to add you to the list of staff.")
        return person

    def name(self, person_id: str) -> str:
        """A person's name for colleagues to read."""
        person = self.council.directory.person(person_id)
        return person.name if person else "someone no longer on the list of staff"

    def known(self, *person_ids: str) -> list[Person]:
        """Those of these people who are still on the list of staff, once each: a leaver must not stop a notice."""
        found = (self.council.directory.person(person_id) for person_id in dict.fromkeys(person_ids))
        return [person for person in found if person]

    def holders(self, role: Role, panel: str, on: date) -> list[Person]:
        """Everyone who holds a role at a panel on a day."""
        return holders(self.council.directory, role, panel, on)

    def referral(self, ref: str) -> Referral:
        """The referral; raises `Unknown` with a sentence that says what to do."""
        found = self.records.look(Referral, ref.upper())
        if found is None:
            raise Unknown(f"I have no referral {ref[:12]}. Type “my referrals” to see yours.")
        return found

    def emergency(self, ref: str) -> EmergencyApproval:
        """The emergency under this reference or short code; raises `Unknown`."""
        found = self.records.look(EmergencyApproval, ref.upper())
        if found is None:
            by_code = self.records.find(EmergencyApproval, code=ref.upper())
            # A code is unique among live requests only, so a live one comes before an old one.
            found = max(by_code, key=lambda each: (each.live == "yes", each.requested_at), default=None)
        if found is None:
            raise Unknown(f"I have no emergency request {ref[:12]}. Type “status” to see what waits for you.")
        return found

    def meeting(self, meeting_id: str) -> PanelMeeting:
        """The meeting; raises `Unknown`."""
        found = self.records.look(PanelMeeting, meeting_id)
        if found is None:
            raise Unknown("There is no such meeting. Type “meetings” to see the dates.")
        return found

    def meetings_ahead(self, panel: str, now: datetime) -> list[PanelMeeting]:
        """Meetings of a panel that have not begun, soonest first."""
        live = self.records.find(PanelMeeting, panel=panel, live="yes")
        return sorted((m for m in live if m.is_ahead and m.starts_at > now), key=lambda m: m.starts_at)

    def today(self, now: datetime) -> date:
        """The day it is in London."""
        return wall(now).date()
