"""A second opinion on what is due: its own calendar, its own clock change, its own rules, nothing of `panel.duties`.

It looks at the record as it stands before each sweep and says which reminders must have been owed by the end of it.
"""

from collections.abc import Iterator
from datetime import datetime

from panel.appeal import Appeal
from panel.decision import Package, Task
from panel.emergency import EmergencyApproval
from panel.family_letter import FamilyLetter, Recipient
from panel.meeting import PanelMeeting
from panel.minutes import Minutes
from panel.ports import Records
from panel.profile import Profile
from panel.referral import Referral
from panel.review import Review
from tests.simulation.opinion import Owed
from tests.simulation.opinion_cases import OfCases, OfEmergencies
from tests.simulation.opinion_later import OfLater
from tests.simulation.opinion_meetings import OfMeetings
from tests.simulation.second_calendar import SecondCalendar

URGENT = {"cancel_asked", "extension_needed", "emergency_unanswered", "emergency_confirm", "emergency_denied"}
URGENT |= {"emergency_near_end", "emergency_lapsed"}
"""Said at any hour."""
NEVER = {
    "endorse_waits": "at no shipped panel must anybody endorse a decision",
    "mail_waits": "nobody writes to the mailbox in these years",
    "rota_gap": "no rota is kept and nobody is away, so no hour is open",
    "calendar_ends": "the bank holidays are known beyond these years",
    "pack_changed": "nobody makes a pack of papers in these years, so none falls behind",
}
"""What no duty may owe in these years, and why: any of it is a fault."""
COPIES = {"watched": "the administrator's copy of a reminder to somebody else, made with it and never due by itself"}
"""What the code of the duties names besides, and why it has no opinion on it."""
KNOWN = {
    *URGENT,
    *("authorise_waits", "exception_asked", "filter_asked", "decision_asked", "cut_off_near", "full_form_due"),
    *("visit_due", "visit_missing", "agenda_waits", "agenda_added", "quorum_at_risk", "papers_due", "paper_ready"),
    *("confirm_decisions", "release_due", "minutes_wait", "dates_missing", "task_due", "review_near", "review_missed"),
    *("contract_ends", "payment_runs_on", "planner_near", "planner_missed", "appeal_waits", "recurring_due"),
    "letter_waits",
}
"""The topics it has an opinion on; on those of `NEVER` too."""

Expected = tuple[str, str, str, str]
"""Topic, what it is about, mark, person."""


class Oracle:
    """What must be owed at one panel."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self.calendar = SecondCalendar(profile.working_days.closure_days)
        self.cases, self.emergencies = OfCases(profile, self.calendar), OfEmergencies(profile, self.calendar)
        self.meetings, self.later = OfMeetings(profile, self.calendar), OfLater(profile, self.calendar)

    def works(self, now: datetime) -> bool:
        """Whether the council works on the day of this moment."""
        return self.calendar.works(now.date())

    def in_hours(self, now: datetime) -> bool:
        return self.calendar.in_hours(now)

    def expected(self, records: Records, now: datetime) -> Iterator[Expected]:
        """Everything that must be owed once a sweep at this moment is over."""
        hours = self.in_hours(now)
        for topic, about, mark, to in self._due(records, now):
            if hours or topic in URGENT:
                for person in dict.fromkeys(to):
                    yield topic, about, mark, person

    def _due(self, records: Records, now: datetime) -> Owed:
        mine = self.profile.id
        for referral in records.find(Referral, live="yes", panel=mine):
            yield from self.cases.due(referral, records, now)
        for emergency in records.find(EmergencyApproval, live="yes", panel=mine):
            yield from self.emergencies.due(emergency, records.get(Referral, emergency.id), now)
        for meeting in records.find(PanelMeeting, live="yes", panel=mine):
            yield from self.meetings.due(meeting, records, now)
        for minutes in records.find(Minutes, live="yes", panel=mine):
            yield from self.meetings.minutes_due(minutes, records.get(PanelMeeting, minutes.id), now)
        for package in records.find(Package, live="yes", panel=mine):
            yield from self.later.package_due(package, records, now)
        for review in records.find(Review, live="yes", panel=mine):
            yield from self.later.review_due(review, records.get(Referral, review.about), now)
        for appeal in records.find(Appeal, live="yes", panel=mine):
            yield from self.later.appeal_due(appeal, now)
        for task in records.find(Task, live="yes"):
            yield from self.later.task_due(task, now)
        for letter in records.find(FamilyLetter, live="yes", panel=mine):
            to = records.look(Recipient, letter.to) if letter.to else None
            yield from self.later.letter_due(letter, records.get(Referral, letter.about), to, now)
        yield from self.meetings.dates_due(records, now)
        yield from self.later.recurring_due(records, now)
