"""A pretend office for tests of the rules: real handlers and profile, a store in memory, a clock set by hand."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from adapters.directory import TomlDirectory, load_directory
from bot.sweep import looks
from panel import commands as c
from panel.acts import perform
from panel.council import Council, Office
from panel.emergency import EmergencyApproval
from panel.form import Kind
from panel.meeting import PanelMeeting
from panel.notices import Notice
from panel.ports import Answer
from panel.profile import Profile
from panel.profile_files import load_profiles
from panel.referral import Referral
from tests.fakes_store import MemoryStore

ROOT = Path(__file__).parent.parent
CB = "central-bedfordshire"
MONDAY = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)
FIRST_PANEL = f"{CB}.2026-11-11"
SECOND_PANEL = f"{CB}.2026-11-18"


@cache
def profiles() -> dict[str, Profile]:
    """The shipped profiles, read once."""
    return load_profiles(ROOT / "panel" / "profiles")


@cache
def directory() -> TomlDirectory:
    """The invented people of the desk."""
    return load_directory(ROOT / "desk" / "people.toml")


@cache
def council() -> Council:
    """The council of all stories; it never changes, and its calendar is worked out once."""
    return Council(profiles(), directory())


def who(first_name: str) -> str:
    """The Entra object id of an invented person."""
    return next(p.id for p in directory().everyone() if p.name.lower().startswith(first_name.lower()))


PRIYA, SAM, DILYS, HELEN = (who(name) for name in ("priya", "sam", "dilys", "helen"))
MARTIN, RUTH, TOM, JOAN, ASHA, FEMI = (who(name) for name in ("martin", "ruth", "tom", "joan", "asha", "femi"))
IRIS = who("iris")

GIVEN = {
    Kind.LINE: "AB",
    Kind.TEXT: "Plain words about it",
    Kind.LIST: "One thing by 1 March",
    Kind.DATE: "2026-12-24",
    Kind.MONEY: "1250",
    Kind.EMAIL: "iro@council.example",
    Kind.YES_NO: "no",
}
PLAIN = {"cohort": "cin", "case_type": "5", "funding_kind": "family_support", "date_of_birth": "2014-05-06"}
PLAIN |= {"affects_plan": "no_plan", "iro_triggers": "no_trigger", "other_needs": "no_other", "panel_date": ""}
PLAIN |= {"engagement": "engaged", "framework": "no", "contract_route": "in_house", "cla_since": "2020-01-02"}
PLAIN |= {
    "legal_status": "s20",
    "emergency_origin": "epo",
    "foster_kind": "in_house",
    "education_health_agreed": "both",
}


TERMS = {
    "reasons": "The need is clear",
    "end_date": "30 June 2027",
    "review_date": "1 June 2027",
    "reapply_by": "2 June 2027",
    "budget_code": "K123",
    "conditions": "A review in March",
    "missing": "A dated care plan",
    "end_plan": "A planned return home",
    "plan_owner": "The supervising manager",
}
CHECKS = ("assessment_satisfactory", "alternatives_explored", "within_remit", "clear_summary")


@dataclass
class Story:
    """One panel's office at a moment."""

    now: datetime = MONDAY
    store: MemoryStore = field(default_factory=MemoryStore)
    council: Council = field(default_factory=lambda: council())

    @property
    def office(self) -> Office:
        return Office(self.council, self.store.read())

    def do(self, command: type[c.Command], by: str, **fields: Any) -> Answer:
        return perform(self.store, self.council, command(by=by, at=self.now, **fields))

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)

    def meetings(self) -> None:
        for day in (11, 18, 25):
            self.do(c.AddMeeting, TOM, panel=CB, starts_at=datetime(2026, 11, day, 9, 30, tzinfo=UTC))

    def begin(self, by: str = "", **fields: Any) -> str:
        return self.do(c.BeginReferral, by or PRIYA, panel=CB, **fields).about

    def fill(self, ref: str, by: str = "", only: list[str] | None = None, **answers: str) -> None:
        """Answer every question that applies, these as given and the rest plainly, and attach the assessment."""
        form = profiles()[CB].form
        for section in form.sections:
            for _ in range(2):
                referral = self.office.referral(ref)
                if section not in form.applying(referral.answers) or (only and section.id not in only):
                    break
                asked = form.asked(section, referral.answers)
                given = {q.id: {**PLAIN, **answers}.get(q.id, GIVEN.get(q.kind, "")) for q in asked}
                self.do(
                    c.SaveSection, by or PRIYA, ref=ref, section=section.id, given=given, drawn_from=referral.revision
                )

    def attach(self, ref: str, document: str = "assessment", by: str = "") -> None:
        self.do(c.AttachPaper, by or PRIYA, ref=ref, name="a.pdf", digest=document * 4, size=10, document=document)

    def complete(self, by: str = "", **answers: str) -> str:
        ref = self.begin(by)
        self.fill(ref, by, only=None, **answers)
        self.attach(ref, by=by)
        return ref

    def signed(self, **answers: str) -> str:
        ref = self.complete(**answers)
        self.do(c.SendToManager, PRIYA, ref=ref)
        self.sign(ref)
        return ref

    def sign(self, ref: str) -> None:
        checks = tuple(check.id for check in profiles()[CB].authorisation.steps[0].checks)
        self.do(c.SignReferral, DILYS, ref=ref, checks=checks)

    def urgent(self) -> str:
        ref = self.begin(emergency=True)
        self.fill(ref, only=["child", "urgent"])
        self.do(c.AskEmergency, PRIYA, ref=ref)
        return ref

    def approved(self) -> str:
        """An emergency approved by the Head of Service until the next panel."""
        ref = self.urgent()
        self.do(c.ApproveEmergency, HELEN, ref=ref)
        return ref

    def open(self, meeting: str = FIRST_PANEL, *, chair: str = "", present: tuple[str, ...] = ()) -> None:
        """Open a meeting at its own time."""
        self.now = max(self.now, self.office.meeting(meeting).starts_at)
        self.do(c.StartMeeting, TOM, meeting=meeting, chair=chair or RUTH, present=(JOAN, DILYS, *present))

    def decide(self, ref: str, outcome: str = "agreed", meeting: str = FIRST_PANEL, **terms: str) -> None:
        """Draft a decision that states all its outcome needs."""
        self.do(c.DraftDecision, TOM, meeting=meeting, ref=ref, outcome=outcome, terms={**TERMS, **terms})

    def close(self, meeting: str = FIRST_PANEL) -> None:
        """End a meeting and have its Chair confirm what was drafted."""
        self.do(c.EndMeeting, TOM, meeting=meeting)
        self.do(c.ConfirmDecisions, RUTH, meeting=meeting)

    def decided(self, outcome: str = "agreed", **answers: str) -> str:
        """A referral heard at the first panel, its decision confirmed."""
        ref = self.signed(**answers)
        self.open()
        self.decide(ref, outcome)
        self.close()
        return ref

    def emergency(self, ref: str) -> EmergencyApproval:
        return self.office.emergency(ref)

    def meeting(self, meeting: str = FIRST_PANEL) -> PanelMeeting:
        return self.office.meeting(meeting)

    def snapshot(self) -> dict[tuple[str, str], str]:
        """Everything stored, to compare before and after."""
        return {key: record.model_dump_json() for key, record in self.store.held.items()}

    def sweep(self) -> None:
        for _, command in looks(self.store, self.council, self.now):
            perform(self.store, self.council, command)

    def notices(self, topic: str) -> list[Notice]:
        return [n for n in self.store.read().find(Notice) if n.rule == topic]

    def told(self, topic: str) -> set[str]:
        """Who was told, by Teams id or address."""
        return {notice.to for notice in self.notices(topic)}

    def referral(self, ref: str) -> Referral:
        return self.office.referral(ref)
