"""Those who look again at what was agreed: reviews, changes, challenges, tasks, what recurs."""

from datetime import date, timedelta

from panel import commands as c
from panel.appeal import Appeal, AppealStatus
from panel.decision import Package, PackageStatus, Task
from panel.family_letter import FamilyLetter, LetterStatus
from panel.people import Role
from panel.recurrence import Recurrence
from panel.referral import Referral, ReferralStatus
from panel.review import Review, ReviewStatus
from tests.simulation.pretending import Pretending

AFTER = (ReferralStatus.CONFIRMED, ReferralStatus.COMMUNICATED)


class AtLater(Pretending):
    """What comes back."""

    def finish(self) -> None:
        for task in self.any(Task)[:4]:
            if self.maybe(0.5):
                self.do(c.FinishTask, task.owner, task=task.id)

    def review(self) -> None:
        """Reviews are recorded when they are near, missed ones are decided by the Chair, some dates are moved."""
        near = (self.today + timedelta(days=10)).isoformat()
        due = [each for each in self.any(Review) if each.due <= near and not each.meeting]
        for review in due[:3]:
            about = {"ref": review.about, "entry": review.cycle}
            referral = self.office.referral(review.about)
            if review.status is ReviewStatus.MISSED and self.maybe(0.15):
                self.decide_missed(review.about, review.cycle)
            elif self.maybe(0.12):
                given = self.answers(self.profile.reviews.asks)
                self.do(c.CompleteReview, referral.referrer, **about, given=given)
            elif self.maybe(0.02):
                keeps = self.who(Role.PANEL_ADMIN)
                self.do(c.MovePlannerDate, keeps, **about, due=self.soon(5, 30).isoformat(), reason="School holidays")

    def reapply(self) -> None:
        """A new application is begun in time, or its date is missed and the Chair decides."""
        for package in self.any(Package):
            if package.status is PackageStatus.REVIEW_DUE and package.reapply_by and self.maybe(0.02):
                self.do(c.ApplyAgain, package.referrer, ref=package.id)
            elif package.status is PackageStatus.REVIEW_MISSED and self.maybe(0.05):
                self.decide_missed(package.id, "reapply_by")

    def decide_missed(self, ref: str, entry: str) -> None:
        choice = self.rng.choice(["rebook", "extend", "end"])
        said = {"day": self.soon(5, 25).isoformat(), "plan": "A planned return home", "reason": "Seen"}
        self.do(c.DecideMissed, self.who(Role.CHAIR, Role.SERVICE_MANAGER), ref=ref, entry=entry, choice=choice, **said)

    def report(self) -> None:
        """Something has changed for the child."""
        for package in self.any(Package)[:1] if self.profile.happenings else ():
            if self.maybe(0.05):
                happening = self.rng.choice(self.profile.happenings)
                given = self.answers(happening.asks)
                self.do(c.ReportChange, package.referrer, ref=package.id, happening=happening.id, given=given)

    def stop_paying(self) -> None:
        """Finance says that it has stopped; whoever answers for it where nobody holds the post forgets."""
        finance = self.who(Role.FINANCE)
        for package in self.any(Package):
            if package.status is PackageStatus.ENDING and finance and self.maybe(0.05):
                self.do(c.ConfirmStopped, finance, ref=package.id)

    def appeal(self) -> None:
        """Families challenge, in time or late, with all that is asked or less; the Chair and the case answer."""
        if not self.profile.challenge.stages:
            return
        self.log_appeal()
        for one in self.any(Appeal):
            chair, about = self.who(Role.CHAIR), {"ref": one.about}
            if not self.maybe(0.08):
                continue
            if one.status is AppealStatus.LATE:
                self.do(c.AnswerLateAppeal, chair, **about, accepted=self.maybe(0.6), reason="Seen")
            elif one.status is AppealStatus.INCOMPLETE and self.maybe(0.3):
                self.do(c.WaiveAppeal, chair, **about, reason="Clear enough")
            elif one.status in (AppealStatus.INCOMPLETE, AppealStatus.RETURNING):
                self.do(c.SupplyAppeal, one.logged_by, **about, given=self.stage_answers(one.stage))
            elif one.status is AppealStatus.BOOKED and not one.interim:
                self.do(c.SayInterim, chair, **about, support="It goes on")
            elif one.status is AppealStatus.BOOKED and self.maybe(0.02):
                self.do(c.WithdrawAppeal, one.logged_by, **about, reason="The family has changed its mind")

    def log_appeal(self) -> None:
        decided = [each for each in self.office.records.find(Referral, panel=self.profile.id) if each.status in AFTER]
        if not decided or not self.maybe(0.08):
            return
        referral = self.rng.choice(decided[-12:])
        asked = self.stage_answers(self.profile.challenge.stages[0].id)
        given = asked if self.maybe(0.6) else {}
        day = {"received": self.today.isoformat(), "receipt": ""}
        self.do(c.LogAppeal, referral.referrer, ref=referral.id, asked_by="parent", given=given, **day)

    def stage_answers(self, stage_id: str) -> dict[str, str]:
        stage = next(stage for stage in self.profile.challenge.stages if stage.id == stage_id)
        return self.answers(stage.asks)

    def letters(self) -> None:
        """The worker says who the letter goes to, it is written, read by a second person and posted, or dropped."""
        rule = self.profile.letters
        for letter in self.any(FamilyLetter)[:2] if rule else ():
            referral, about = self.office.referral(letter.about), {"ref": letter.about, "letter": letter.id}
            if rule is None or not self.maybe(0.25):
                continue
            writer = referral.referrer if rule.prepared_by == "referrer" else self.who(Role(rule.prepared_by))
            if letter.status is LetterStatus.RELEASED:
                self.do(c.NoteLetterSent, writer, **about, day=self.today)
            elif letter.to and self.maybe(0.2):
                self.do(c.ConfirmRecipient, referral.referrer, **about)
            elif letter.status is LetterStatus.READY:
                self.do(c.CopyLetter, referral.manager, **about)
                self.do(c.ReleaseLetter, referral.manager, **about)
            elif self.maybe(0.1):
                self.do(c.DropLetter, referral.manager, **about, reason="They were told face to face")
            elif not letter.to:
                given = {
                    "name": f"Ann {letter.about}",
                    "relation": "parent",
                    "way": "post",
                    "address": f"{letter.about}, High Street",
                }
                self.do(c.GiveRecipient, referral.referrer, **about, given=given)
            else:
                said = {"file": "a" * 64, "text": "Plain words", "revision": letter.revision}
                self.do(c.PrepareLetter, writer, **about, **said)

    def hold(self) -> None:
        """What recurs is held about when it is due, or weeks later."""
        for rule in self.profile.recurring:
            last = self.last_held.get(rule.id, rule.since)
            if self.today - last > timedelta(days=80) and self.maybe(0.02):
                owner, due = self.who(Role.PANEL_ADMIN), self.soon(5, 30).isoformat()
                action = c.Improvement(what="Shorten the form", owner=owner, due=due)
                day = self.today.isoformat()
                about = {"panel": self.profile.id, "recurring": rule.id}
                self.do(c.HoldReview, self.who(*rule.who), **about, day=day, actions=(action,))

    @property
    def last_held(self) -> dict[str, date]:
        """When each was held last."""
        held = [record for record in self.office.records.find(Recurrence) if record.held]
        return {record.recurring: date.fromisoformat(record.held[-1].day) for record in held}
