"""Years of a panel's work, judged by a second opinion: nothing missed, early or twice, and nobody woken.

A failing run names its panel and seed. To run it again:

    .venv/bin/python -m tests.simulation PANEL SEED DAYS
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.wiring import KINDS
from panel.handlers.reminding import MOST_IN_ONE
from panel.notices import Notice, NoticeState, Topic
from panel.ports import Store
from panel.profile import Profile
from store.journal import JournalStore
from tests.simulation.at_meetings import WEEKS
from tests.simulation.oracle import COPIES, KNOWN, NEVER
from tests.simulation.quick_store import QuickStore
from tests.simulation.second_calendar import london
from tests.simulation.years import Years
from tests.story import ROOT, profiles

MONTH, TWO_YEARS = 35, 731
PANELS = sorted(profiles())
BY_MARK = {Topic.AGENDA_ADDED, Topic.PAPER_READY, Topic.QUORUM_AT_RISK, Topic.APPEAL_WAITS}
BY_MARK |= {Topic.PLANNER_NEAR, Topic.PLANNER_MISSED, Topic.TASK_DUE, Topic.LETTER_WAITS}
"""Of these each mark is a matter of its own."""


def judged(years: Years) -> None:
    """All that is promised of reminders."""
    name = f"panel {years.profile.id}, seed {years.seed}"
    expected, actual = years.expected, years.actual
    assert sorted(expected.keys() - actual.keys()) == [], f"missed: {name}"
    assert sorted(actual.keys() - expected.keys()) == [], f"not due: {name}"
    assert {key: actual[key] for key in actual if actual[key] != expected[key]} == {}, f"early or late: {name}"
    assert [each for each, times in years.reached.items() if times != 1] == [], f"twice: {name}"
    assert years.at_work.misplaced == [], f"listed though it is settled: {name}"
    reminders = [n for n in years.store.read().find(Notice) if n.reminder]
    unsaid = [n.id for n in reminders if n.state not in (NoticeState.SENT, NoticeState.GATHERED)]
    assert unsaid == [], f"never said: {name}"
    assert {n.id for n in reminders} <= years.reached.keys(), f"in no message: {name}"
    woken = [n.id for at, n in years.sent if n.hours_of and not years.oracle.in_hours(at)]
    assert woken == [], f"out of hours: {name}"
    gathered: Counter[tuple[str, datetime]] = Counter()
    for at, n in years.messages():
        gathered[(n.to, at)] += len(n.items)
    said = Counter((n.to, at) for at, n in years.messages())
    needed = {each: -(-items // MOST_IN_ONE) for each, items in gathered.items()}
    assert dict(said) == needed, f"more messages at once than what they gather needs: {name}"
    assert [each for each, times in nudges(reminders).items() if times > 1] == [], f"nudged twice in a day: {name}"


def nudges(reminders: list[Notice]) -> Counter[tuple[str, ...]]:
    """How often a person was reminded of the same matter on one day.

    Another matter is, by its rule: another cut-off or panel, when the first was moved or cancelled after nine; the
    hour set before the start, when an agenda must be confirmed (RO-11.2); another item added (NT-25), another case
    whose papers have come (RO-8.1), another count of who will be there (NT-18), another date of the planner or
    another challenge of the same case.
    """
    matters: Counter[tuple[str, ...]] = Counter()
    for notice in (each for each in reminders if each.reminder and each.rule != Topic.WATCHED):
        assert notice.reminder
        which = notice.facts.get("meeting") or notice.facts.get("panel") or ""
        if notice.rule in BY_MARK or notice.reminder.mark == "due":
            which += notice.reminder.mark
        day = london(notice.owed_at).date().isoformat()
        matters[(notice.to, notice.reminder.record, notice.rule, which, day)] += 1
    return matters


def urgent_first(years: Years) -> None:
    """In every look what must be acted on at once is committed before the rest, and gathering comes last."""
    for now, entries in years.looks:
        topics = [e.detail["topics"].split(",") for e in entries if e.act == "fell_due" and e.detail.get("topics")]
        emergencies = [any(each.startswith(("emergency", "extension")) for each in named) for named in topics]
        assert emergencies == sorted(emergencies, reverse=True), (now, topics)
        acts = [entry.act for entry in entries]
        assert acts == sorted(acts, key=lambda act: act == "gathered"), (now, acts)


EVERYWHERE = ("BeginReferral", "SendToManager", "SignReferral", "ReturnReferral", "WithdrawReferral", "FinishTask")
MEETING = (
    *("StartMeeting", "EndMeeting", "DraftDecision", "ConfirmDecisions", "ReleaseDecisions", "decided a referral"),
    *("MarkPapersSent", "MoveMeeting", "AskCancel", "AgreeCancel", "RefuseCancel", "SayAway", "NameSubstitute"),
)
URGENTLY = (
    *("AskEmergency", "ApproveEmergency", "DeclineEmergency", "RecordPhoned", "ConfirmPhoned", "DenyPhoned"),
    *("ExtendEmergency", "ratified"),
)


def acts(profile: Profile) -> Iterator[str]:
    """Every kind of act that two years at a panel must have seen, by what its profile provides for."""
    yield from EVERYWHERE
    if profile.sittings:
        yield from (*MEETING, "PlanMeetings" if profile.meetings.series else "AddMeeting")
    else:
        yield "DecideAlone"
    yield from URGENTLY if profile.route else ()
    provided = {
        ("ConfirmAgenda", "MoveItem", "TakeOff"): profile.agenda,
        ("SignMinutes",): profile.minutes and profile.minutes.signed_by,
        ("RecordVisit",): profile.visit,
        ("DecideAlone", "SendToPanel"): profile.filter,
        ("RecordAdmission",): profile.route and profile.route.admission,
        ("AskException", "AgreeException", "RefuseException"): any(gate.exception_by for gate in profile.gates),
        ("WaivePaper",): any(rule.waive_by for rule in profile.form.documents),
        ("CompleteReview", "DecideMissed", "MovePlannerDate"): profile.reviews.cycles,
        ("ApplyAgain", "DecideMissed"): "reapply_by" in profile.decisions.outcomes[0].needs,
        ("ReportChange",): profile.happenings,
        ("LogAppeal", "AnswerLateAppeal", "SupplyAppeal", "decided an appeal"): profile.challenge.stages,
        ("HoldReview",): profile.recurring,
        ("GiveRecipient", "PrepareLetter", "ReleaseLetter", "NoteLetterSent", "DropLetter"): profile.letters,
    }
    yield from (act for named, has in provided.items() if has for act in named)


def lived(years: Years, wanted: Iterable[str], most: float) -> None:
    """The life was worth judging: every kind of act happened, and few were refused."""
    done = years.at_work.done
    assert sum(years.at_work.refused.values()) < most * sum(done.values()), years.at_work.refused
    never = [act for act in dict.fromkeys(wanted) if not done[act]]
    assert never == [], f"never done: {years.profile.id}: {never}"
    assert years.expected


def test_the_second_opinion_knows_every_reminder() -> None:
    """What any duty can owe is what it has an opinion on, but for what must never be owed here, each with a reason."""
    named = {
        Topic[name]
        for path in (ROOT / "panel" / "duties").glob("*.py")
        for name in re.findall(r"\bTopic\.([A-Z_]+)", path.read_text())
    }
    assert {str(topic) for topic in named} == KNOWN | NEVER.keys() | COPIES.keys()
    assert not KNOWN & NEVER.keys()


@pytest.mark.parametrize("panel", PANELS)
def test_a_month_of_a_panel(panel: str) -> None:
    """Five weeks with restarts and stops."""
    years = Years(profiles()[panel], 7, QuickStore()).live(MONTH)
    judged(years)
    urgent_first(years)
    weekly = years.profile.sittings and panel not in WEEKS
    sat = ("StartMeeting", "EndMeeting") if weekly else () if years.profile.sittings else ("DecideAlone",)
    lived(years, ("BeginReferral", "SendToManager", "SignReferral", *sat), most=0.5)


@pytest.mark.full
@pytest.mark.parametrize("panel", PANELS)
def test_two_years_of_a_panel(panel: str) -> None:
    """Two years: every holiday, both changes of the clocks twice, some forty stops of up to three days."""
    years = Years(profiles()[panel], 1, QuickStore()).live(TWO_YEARS)
    judged(years)
    urgent_first(years)
    lived(years, acts(years.profile), most=1)


@pytest.mark.full
def test_half_a_year_on_the_real_store(tmp_path: Path) -> None:
    """The store is closed and opened again at each stop, and what it kept is judged."""

    def reopen(store: Store) -> Store:
        store.close()
        return JournalStore(tmp_path, KINDS)

    years = Years(profiles()[PANELS[0]], 3, JournalStore(tmp_path, KINDS), reopen).live(180)
    judged(years)
    assert years.down >= 3
    years.store.close()
