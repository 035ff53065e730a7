"""A pretend office for tests of any shipped panel: begins, fills in plainly and completes a referral there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from panel import commands as c
from panel.calendar import at_wall
from panel.form import CHOSEN, Kind, Question
from panel.people import Role
from panel.profile import Profile
from tests.story import CB, Story, directory, profiles

KN, RO, RA, BI = "knowsley", "rochdale", "personal-budget", "birmingham"
PANELS = (CB, KN, RO, RA, BI)
WITH_MEETINGS = (CB, KN, RO, BI)

PLAIN: dict[str, dict[str, str]] = {
    CB: {"cohort": "cin", "case_type": "5", "affects_plan": "no_plan"},
    KN: {},
    RO: {"edge": "care", "other_forum": "no", "s20": "no", "lgw_sought": "no"},
    RA: {},
    BI: {},
}
"""Answers that keep a referral within a panel's remit, where the usual answer of its kind would not."""
WRITTEN = {
    Kind.LINE: "AB",
    Kind.TEXT: "Plain words about it",
    Kind.LIST: "One thing by 1 March",
    Kind.MONEY: "1250.00",
    Kind.EMAIL: "someone@council.example",
    Kind.COSTS: "Short breaks: 1250.00",
    Kind.MEETING: "",
}


def answer_to(question: Question, profile: Profile) -> str:
    """A valid answer: dates on the right side of today, and the choice that no gate minds."""
    if question.kind is Kind.DATE:
        return "2027-03-01" if question.must_be == "future" else "2026-10-01"
    if question.kind in (*CHOSEN, Kind.YES_NO):
        return _unminded(question, profile)
    return WRITTEN[question.kind][: question.max_length]


def plainly(profile: Profile, answers: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """An answer to every question that applies to `answers`, `given` before the panel's plain ones."""
    own = {**PLAIN.get(profile.id, {}), **given}
    form = profile.form
    return {
        question.id: own[question.id] if question.id in own else answer_to(question, profile)
        for section in form.applying(answers)
        for question in form.asked(section, answers)
    }


def filled(profile: Profile, **given: str) -> dict[str, str]:
    """The answers of a whole plain form, worked out until no answer brings a further question."""
    answers: dict[str, str] = {key: given[key] for key in ("emergency",) if key in given}
    while (more := {**answers, **plainly(profile, answers, given)}) != answers:
        answers = more
    return answers


def _unminded(question: Question, profile: Profile) -> str:
    minded = {
        code
        for gate in profile.gates
        for clause in gate.when
        for code in clause.get(question.id, [])
        if len(clause) == 1
    }
    usual = sorted(question.choices, key=lambda option: option.code.startswith("no"))
    return next(option.code for option in usual if option.code not in minded)


@dataclass
class PanelStory(Story):
    """One panel's office at a moment, with whoever holds each role there."""

    panel: str = CB

    @property
    def profile(self) -> Profile:
        return profiles()[self.panel]

    def who(self, role: Role, place: int = 0) -> str:
        """The id of somebody who holds the role at this panel and nowhere else, as far as there is one."""
        found = [person for person in directory().everyone() if person.is_a(role, self.panel, self.now.date())]
        return sorted(found, key=lambda person: len(person.panels(self.now.date())))[place].id

    @property
    def referrer(self) -> str:
        return self.who(Role.PRACTITIONER)

    @property
    def manager(self) -> str:
        person = directory().person(self.referrer)
        assert person is not None
        return person.manager

    def add_meetings(self, *days: date) -> list[str]:
        """Meetings on these days at the panel's own hour; three of November and December otherwise."""
        wanted = days or (date(2026, 11, 18), date(2026, 12, 2), date(2026, 12, 16))
        start: time = self.profile.meetings.start
        admin = self.who(Role.PANEL_ADMIN)
        for day in wanted:
            self.do(c.AddMeeting, admin, panel=self.panel, starts_at=at_wall(day, start).astimezone(UTC))
        return [f"{self.panel}.{day.isoformat()}" for day in wanted]

    def begin(self, by: str = "", **fields: object) -> str:
        return self.do(c.BeginReferral, by or self.referrer, panel=self.panel, **fields).about

    def fill(self, ref: str, by: str = "", only: list[str] | None = None, **answers: str) -> None:
        """Answer every question that applies, these as given and the rest plainly; parts may be named by `only`."""
        form = self.profile.form
        for _ in range(3):
            for section in form.sections:
                referral = self.office.referral(ref)
                if section not in form.applying(referral.answers) or (only and section.id not in only):
                    continue
                wanted = plainly(self.profile, referral.answers, answers)
                given = {question.id: wanted[question.id] for question in form.asked(section, referral.answers)}
                if any(referral.answers.get(key, "") != value for key, value in given.items()):
                    self.do(
                        c.SaveSection,
                        by or self.referrer,
                        ref=ref,
                        section=section.id,
                        given=given,
                        drawn_from=referral.revision,
                    )

    def attach_all(self, ref: str, *left_out: str) -> None:
        """Attach every paper that belongs with the referral, but for those left out."""
        for rule in self.profile.form.papers_due(self.office.referral(ref).answers):
            if rule.id not in left_out:
                self.attach(ref, rule.id, self.referrer)

    def complete(self, by: str = "", **answers: str) -> str:
        ref = self.begin(by)
        self.fill(ref, by, only=None, **answers)
        self.attach_all(ref)
        return ref

    def signed(self, **answers: str) -> str:
        """A complete referral that everyone has signed who has to."""
        ref = self.complete(**answers)
        self.do(c.SendToManager, self.referrer, ref=ref)
        self.sign(ref)
        return ref

    def sign(self, ref: str) -> None:
        checks = tuple(check.id for step in self.profile.authorisation.steps for check in step.checks)
        self.do(c.SignReferral, self.manager, ref=ref, checks=checks)

    def urgent(self, **answers: str) -> str:
        """An emergency asked for by the short path of the form."""
        ref = self.begin(emergency=True)
        self.fill(ref, only=list(self.profile.emergency.sections), **answers)
        self.do(c.AskEmergency, self.referrer, ref=ref)
        return ref


def at(panel: str, now: datetime = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)) -> PanelStory:
    """The office of a panel on a Monday in November."""
    return PanelStory(now=now, panel=panel)
