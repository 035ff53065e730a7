"""The second opinion on what comes after a decision: agreements, reviews, challenges, tasks, what recurs."""

from datetime import date, datetime, time

from panel.appeal import Appeal
from panel.decision import Package, Task
from panel.durations import Length
from panel.family_letter import FamilyLetter, Recipient
from panel.ports import Records
from panel.recurrence import Recurrence
from panel.referral import Referral
from panel.review import Review
from tests.simulation.opinion import Opinion, Owed
from tests.simulation.second_calendar import ONE, at_hour, london, nine, shifted

UNDECIDED = ("active", "review_due", "review_missed")


class OfLater(Opinion):
    """What must be owed on what was agreed."""

    def package_due(self, one: Package, records: Records, now: datetime) -> Owed:
        yield from self._contract_ends(one, records, now)
        yield from self._still_paid(one, now)
        if not one.reapply_by or self._came_again(one, records):
            return
        needed, both = date.fromisoformat(one.reapply_by), [one.referrer, one.manager]
        if one.status in ("active", "review_due"):
            days = [self.calendar.back(needed, length) for length in self.profile.reviews.remind]
            if rung := self.calendar.rung(days, now, one.agreed_at):
                yield "review_near", one.id, rung, both
        if one.status in UNDECIDED and nine(self.calendar.walk(needed, 1)) <= now:
            yield "review_missed", one.id, one.reapply_by, [*self.people("chair", now=now), *both]

    @staticmethod
    def _came_again(one: Package, records: Records) -> bool:
        """A new application that follows on it has been received (CB-9.15)."""
        return any(each.received_at for each in records.find(Referral, follows=one.id))

    def _contract_ends(self, one: Package, records: Records, now: datetime) -> Owed:
        """Once for each panel that comes next, while it ends soon after that (CB-2.6, CB-10.33, AM-26)."""
        scan, ahead = self.profile.reviews.contract_scan, self.ahead(records, now)
        if scan is None or not ahead or not one.end_date or one.status not in UNDECIDED:
            return
        soon = shifted(london(ahead[0].starts_at).date(), scan, 1).isoformat()
        if one.end_date <= soon and self.calendar.morning(one.agreed_at, now) and not self._came_again(one, records):
            officers = self.people("panel_admin", "resources_team", now=now)
            yield "contract_ends", one.id, ahead[0].id, [one.referrer, one.manager, *officers]

    def _still_paid(self, one: Package, now: datetime) -> Owed:
        """A working day after an end was reported, and each morning until finance has stopped (CB-11.7, NT-48)."""
        if one.status != "ending" or one.ending_since is None:
            return
        since = london(one.ending_since)
        begun = nine(self.calendar.walk(since.date(), 1)) + (since - datetime.combine(since.date(), time(9)))
        if day := self.calendar.morning(begun, now):
            yield "payment_runs_on", one.id, day.isoformat(), self.people("finance", "head_of_service", now=now)

    def review_due(self, one: Review, referral: Referral, now: datetime) -> Owed:
        """Its rungs and its day; then, the working day after, also to those warned and the Chair (PK-6, NT-41)."""
        if one.status in ("booked", "done", "dropped"):
            return
        due, name = date.fromisoformat(one.due), one.id.removeprefix(f"{one.about}/")
        parties = {"referrer": [referral.referrer], "manager": [referral.manager]}
        own = parties[one.owner] if one.owner in parties else self.people(one.owner, now=now)
        own = [*own, referral.manager]
        if london(now).date() <= due:
            since = one.moves[-1].at if one.moves else one.made_at
            rungs = [*(self.calendar.back(due, length) for length in one.remind), due]
            if rung := self.calendar.rung(rungs, now, since):
                yield "planner_near", one.about, f"{name}.{rung}", own
        elif not one.returns and nine(self.calendar.walk(due, 1)) <= now:
            warned = [*own, *self.people(*one.warned, "chair", now=now)]
            yield "planner_missed", one.about, f"{name}.{one.due}", warned

    def appeal_due(self, one: Appeal, now: datetime) -> Owed:
        """The Chair about a late one, who logged it about what is missing, daily (AP-5, AP-7, AP-17)."""
        asked = {"late": self.people("chair", now=now), "incomplete": [one.logged_by], "returning": [one.logged_by]}
        if one.status == "outside" and one.answer_due < london(now).date().isoformat():
            asked["outside"] = self.admins(now)
        if (people := asked.get(one.status)) and (day := self.calendar.morning(one.touched_at, now)):
            yield "appeal_waits", one.about, f"{one.id.removeprefix(f'{one.about}/')}.{day}", people

    def task_due(self, one: Task, now: datetime) -> Owed:
        """Three days and one day before; then each working morning, also to the Chair (CB-10.27, NT-43)."""
        due = date.fromisoformat(one.due)
        if london(now).date() <= due:
            works, walk = self.calendar.works, self.calendar.walk
            rungs = [day if works(day) else walk(day, -1) for day in (due - 3 * ONE, due - ONE)]
            if rung := self.calendar.rung(rungs, now, one.made_at):
                yield "task_due", one.about, f"{one.id}.{rung}", [one.owner]
        elif day := self.calendar.morning(nine(due), now):
            yield "task_due", one.about, f"{one.id}.{day}", [one.owner, *self.people("chair", now=now)]

    def letter_due(self, one: FamilyLetter, referral: Referral, to: Recipient | None, now: datetime) -> Owed:
        """Five and two working days before its day and on it; then daily, also to the Chair (KN-3.17)."""
        rule = self.profile.letters
        if rule is None:
            return
        parties = {"referrer": [referral.referrer], "manager": [referral.manager]}
        writes = parties.get(rule.prepared_by) or self.people(rule.prepared_by, now=now)
        reads = [who for name in rule.released_by for who in parties.get(name) or self.people(name, now=now)]
        waits = [each for each in reads if each not in one.writers] if one.status == "ready" else writes
        again = shifted(london(to.confirmed_at).date(), rule.confirm_again_after, 1) if to else None
        if one.status == "draft" and (again is None or again < london(now).date()):
            waits = [referral.referrer, *writes]
        due, since = date.fromisoformat(one.due), one.released_at or one.drafted_at
        if one.status == "ready":  # whoever reads it got its card that day
            since = at_hour(date.fromisoformat(one.dated), 23)
        if london(now).date() <= due:
            if rung := self.calendar.rung([self.calendar.walk(due, -5), self.calendar.walk(due, -2), due], now, since):
                yield "letter_waits", one.about, f"{one.id}.{rung}", waits
        elif day := self.calendar.morning(max(nine(due), since), now):
            yield "letter_waits", one.about, f"{one.id}.{day}", [*waits, *self.people("chair", now=now)]

    def recurring_due(self, records: Records, now: datetime) -> Owed:
        """Beforehand, on its day, then each Monday until it was held (RO-8.5, RO-12.4)."""
        today = london(now).date()
        monday = today - ONE * today.weekday()
        for rule in self.profile.recurring:
            record = records.look(Recurrence, f"{self.profile.id}/{rule.id}")
            if record is None or not record.known_since:
                continue
            if record.held:
                due = self.calendar.back(date.fromisoformat(record.held[-1].day), rule.every, 1)
            else:
                times = (Length(rule.every.count * each, rule.every.unit) for each in range(1, 400))
                days = (self.calendar.back(rule.since, each, 1) for each in times)
                due = next(day for day in days if day.isoformat() >= record.known_since)
            people = self.people(*rule.who, now=now)
            if monday > due:
                if nine(monday) <= now:
                    yield "recurring_due", record.id, f"{due}.over.{monday}", people
            elif rung := self.calendar.rung([self.calendar.back(due, rule.before), due], now):
                yield "recurring_due", record.id, f"{due}.{rung}", people
