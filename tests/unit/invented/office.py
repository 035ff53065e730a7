"""The offices of the invented councils: their own profiles and people, the real rules."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache

from adapters.directory import load_directory
from panel import commands as c
from panel.council import Council
from panel.people import Role
from panel.profile import Profile
from panel.profile_files import load_profiles
from panel.referral import EDITABLE
from tests.stories import PanelStory, plainly
from tests.story import ROOT

FOLDER = ROOT / "tests" / "invented"
WANDA, LEO, HAZEL, CLEO, CHARLES, DIANA = "b-worker", "b-lead", "b-head", "b-clerk", "b-chair", "b-director"
NINA, SOL, SUE, CON = "b-nurse", "b-school", "b-social", "b-contracts"
ML, HB, FT = "moorland", "harbour", "fenland"


@cache
def invented() -> Council:
    """The three councils in one deployment."""
    return Council(load_profiles(FOLDER / "profiles"), load_directory(FOLDER / "people.toml"))


@dataclass
class Invented(PanelStory):
    """One invented panel's office."""

    council: Council = field(default_factory=invented)

    @property
    def profile(self) -> Profile:
        return self.council.profiles[self.panel]

    def who(self, role: Role, place: int = 0) -> str:
        day = self.now.date()
        return [p.id for p in self.council.directory.everyone() if p.is_a(role, self.panel, day)][place]

    @property
    def manager(self) -> str:
        return LEO

    def fill(self, ref: str, by: str = "", only: list[str] | None = None, **answers: str) -> None:
        for _ in range(3):
            for section in self.profile.form.sections:
                referral = self.office.referral(ref)
                gone = referral.status not in EDITABLE or section not in self.profile.form.applying(referral.answers)
                if gone or (only and section.id not in only):
                    continue
                wanted = plainly(self.profile, referral.answers, answers)
                asked = self.profile.form.asked(section, referral.answers)
                given = {question.id: wanted[question.id] for question in asked}
                drawn = referral.revision
                self.do(c.SaveSection, by or WANDA, ref=ref, section=section.id, given=given, drawn_from=drawn)

    def sign_by(self, ref: str, *people: str) -> None:
        """Each signs in turn and confirms all there is to confirm."""
        for person, step in zip(people, self.profile.authorisation.steps, strict=False):
            self.do(c.SignReferral, person, ref=ref, checks=tuple(check.id for check in step.checks))

    def sit(self, meeting: str, *present: str) -> None:
        """Open a meeting at its own time with the Chair and these."""
        self.now = max(self.now, self.office.meeting(meeting).starts_at)
        self.do(c.StartMeeting, CLEO, meeting=meeting, chair=CHARLES, present=present)

    def record(self, meeting: str, ref: str, outcome: str, **terms: str) -> None:
        self.do(c.DraftDecision, CLEO, meeting=meeting, ref=ref, outcome=outcome, terms=terms)

    def finish(self, meeting: str) -> None:
        self.do(c.EndMeeting, CLEO, meeting=meeting)
        self.do(c.ConfirmDecisions, CHARLES, meeting=meeting)


def at(panel: str) -> Invented:
    """The office on a Monday in November 2026."""
    return Invented(now=datetime(2026, 11, 2, 10, 0, tzinfo=UTC), panel=panel)
