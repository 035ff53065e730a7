"""Money after a decision: who is told what, whose tasks it makes, and what the clerk never does."""

from datetime import UTC, datetime

import pytest

from dialogs.notices import message_for
from dialogs.words.mails import letter_for
from panel import commands as c
from panel.cautions import cautions, mentioned
from panel.decision import Decision, Task
from panel.durations import read_length
from panel.errors import MoveNotAllowed, NotPermitted
from panel.notices import Channel, Notice
from panel.people import Role
from panel.profile import Profile
from tests import letters
from tests.stories import KN, RA, PanelStory, at
from tests.story import ASHA, CB, FEMI, FIRST_PANEL, PRIYA, RUTH, TOM, Story, directory, profiles
from tests.unit.dialogs.stage import Stage, words

OVERPAID = {"found_on": "2 November 2026", "how_it_arose": "A stay in hospital", "overpaid": "£873.21"}
BUDGET = {"reasons": "The plan meets the need", "agreed_amount": "5000", "start_date": "1 December 2026"}


@pytest.fixture
def budget() -> tuple[PanelStory, str]:
    """A personal budget agreed, paid as a direct payment."""
    story = at(RA)
    ref = story.signed(payment_method="direct_payment")
    story.do(c.DecideAlone, story.who(Role.SERVICE_MANAGER), ref=ref, outcome="agreed", terms=BUDGET)
    return story, ref


def after(story: Story, ref: str, by: str, happening: str, given: dict[str, str]) -> tuple[list[Notice], list[Task]]:
    """The notices and tasks that one report makes."""
    before = {each.id for kind in (Notice, Task) for each in story.store.read().find(kind)}
    story.do(c.ReportChange, by, ref=ref, happening=happening, given=given)
    notices = [each for each in story.store.read().find(Notice) if each.id not in before]
    return notices, [each for each in story.store.read().find(Task) if each.id not in before]


def said(story: Story, notice: Notice) -> str:
    if notice.channel is Channel.EMAIL:
        return letter_for(story.office, notice).text
    return words(message_for(Stage(story).tools, notice, story.now))


@pytest.mark.rule("RA-4.8", "RA-4.10")
def test_finance_sets_up_a_direct_payment_once_it_is_agreed(budget: tuple[PanelStory, str]) -> None:
    """A task with a day, for a person of the finance team."""
    story, ref = budget
    finance = {person.id for person in story.office.holders(Role.FINANCE, RA, story.now.date())}
    made = [task for task in story.store.read().find(Task, about=ref) if "direct payment to the" in task.what]
    assert finance
    assert {(task.owner, task.due) for task in made} == {(who, "2026-11-09") for who in finance}


@pytest.mark.rule("RA-4.16", "AM-49")
def test_an_overpayment_is_a_persons_task_within_days_and_the_amount_is_finances_alone(
    budget: tuple[PanelStory, str],
) -> None:
    """First contact with the family in five working days, by a person and with sensitivity; nobody outside is told."""
    story, ref = budget
    notices, made = after(story, ref, story.referrer, "overpayment", OVERPAID)
    [finance] = story.office.holders(Role.FINANCE, RA, story.now.date())
    assert {(task.owner, task.due) for task in made} == {(finance.id, "2026-11-09")}
    [contact] = [task.what for task in made if "first_contact" in task.id]
    assert "promptly and with sensitivity: a person does this, never a letter from me" in contact
    boxes = {"budgets-finance@council.example"}
    staff = {person.id for person in directory().everyone()}
    assert {notice.to for notice in notices} <= staff | boxes
    assert {notice.to for notice in notices} >= boxes | {finance.id, story.manager}
    told = {notice.to for notice in notices if "873.21" in said(story, notice)}
    assert told == boxes
    assert "873.21" not in repr([*story.store.trail(ref)])


@pytest.mark.rule("RA-4.14", "RA-4.15", "AM-49")
@pytest.mark.parametrize(
    ("happening", "given"),
    [
        ("used_otherwise", {"the_concern": "A holiday was paid for"}),
        ("circumstances_changed", {"what_changed": "The child lives elsewhere since October"}),
    ],
)
def test_recovery_is_finances_to_decide_with_the_service_manager(
    budget: tuple[PanelStory, str], happening: str, given: dict[str, str]
) -> None:
    """Other use, or changed circumstances: finance is told and has a dated task to decide; no money is asked for."""
    story, ref = budget
    notices, made = after(story, ref, story.referrer, happening, given)
    [finance] = story.office.holders(Role.FINANCE, RA, story.now.date())
    [decide] = [task for task in made if "decide_recovery" in task.id]
    assert (decide.owner, decide.due) == (finance.id, "2026-11-09")
    assert "Decide with the Service Manager whether money is asked back" in decide.what
    assert {notice.to for notice in notices} >= {finance.id, "budgets-finance@council.example"}
    assert {notice.to for notice in notices if "@" in notice.to} == {"budgets-finance@council.example"}


PLACED = {"provider": "Oak House", "placed_from": "1 December 2026", "agreed_cost": "3,150"}


@pytest.mark.rule("CB-10.36")
def test_an_external_placement_confirmed_is_told_to_finance_once() -> None:
    """With provider, cost and budget code, which finance alone reads; a second report is turned down."""
    story = Story()
    story.meetings()
    ref = story.decided(contract_route="framework")
    [asked] = [task for task in story.store.read().find(Task, about=ref) if "finance is told" in task.what]
    assert asked.owner == ASHA
    with pytest.raises(NotPermitted):
        story.do(c.ReportChange, PRIYA, ref=ref, happening="external_confirmed", given=PLACED)
    notices, _ = after(story, ref, ASHA, "external_confirmed", PLACED)
    assert sorted(notice.to for notice in notices) == sorted([FEMI, "finance@council.example", PRIYA])
    [letter] = [said(story, notice) for notice in notices if notice.channel is Channel.EMAIL]
    for part in ("Oak House", "1 December 2026", "£3,150", "Budget code: K123"):
        assert part in letter
    with pytest.raises(MoveNotAllowed, match="on record for CB-0001 already"):
        story.do(c.ReportChange, ASHA, ref=ref, happening="external_confirmed", given=PLACED)


def test_what_finance_alone_reads_is_in_no_other_letter() -> None:
    """Another address that is told of the same change gets neither the cost nor the budget code."""
    story = Story()
    story.meetings()
    ref = story.decided(contract_route="framework")
    notices, _ = after(story, ref, ASHA, "external_confirmed", PLACED)
    [mail] = [notice for notice in notices if notice.channel is Channel.EMAIL]
    other = mail.model_copy(
        update={"to": "resources@council.example", "facts": {**mail.facts, "party": "resources_team"}}
    )
    letter = said(story, other)
    assert "Oak House" in letter
    assert "3,150" not in letter
    assert "K123" not in letter


@pytest.mark.rule("CB-11.3")
def test_whoever_writes_or_confirms_a_decision_is_warned_of_terms_nobody_may_agree() -> None:
    """At once, by the words found; the Chair reads it too; the decision is kept all the same."""
    stage = Stage()
    story = stage.story
    story.meetings()
    ref = story.signed()
    story.open()
    line = "decide {} agreed; reasons: {}; end: 30 June 2027; review: 1 June 2027; reapply: 2 June 2027; budget: K1"
    warned = stage.said(TOM, line.format(ref, "A Notice  Period of 4 weeks, and extra therapy"))
    assert "It mentions “notice period” and “extra therapy”. Do not agree any notice period" in warned
    assert story.store.read().get(Decision, f"{FIRST_PANEL}/{ref}").outcome == "agreed"
    story.do(c.EndMeeting, TOM, meeting=FIRST_PANEL)
    assert "It mentions “notice period” and “extra therapy”" in stage.said(RUTH, "decisions")


def test_plain_words_are_no_reason_to_warn() -> None:
    """Parts of other words and other uses pass."""
    profile = profiles()[CB]
    assert mentioned(profile, "Notice was taken of the period of therapy; support goes on") == []
    assert mentioned(profile, "unnotice periods") == []
    assert mentioned(profile, "Four weeks' notice.") == ["weeks' notice"]


def with_longest(length: str) -> Profile:
    profile = profiles()[CB]
    longest = {"longest": read_length(length) if length else None}
    return profile.model_copy(update={"decisions": profile.decisions.model_copy(update=longest)})


@pytest.mark.rule("CB-10.7")
@pytest.mark.parametrize(
    ("longest", "end", "expected"),
    [
        ("6mo", "2027-05-11", []),
        ("6mo", "2027-05-12", ["It ends after Tue 11 May 2027, beyond the 6 months that this panel agrees at most."]),
        ("", "2030-05-12", []),
    ],
)
def test_an_end_beyond_the_panels_longest_period_is_pointed_out(longest: str, end: str, expected: list[str]) -> None:
    """Counted from the day of the panel; a panel without a longest period has no such caution."""
    story = Story()
    story.meetings()
    story.decided()
    decision = story.store.read().get(Decision, f"{FIRST_PANEL}/CB-0001")
    decision = decision.model_copy(update={"terms": {**decision.terms, "end_date": end}})
    council = type(story.council)({CB: with_longest(longest)}, directory())
    assert (
        cautions(Story(now=datetime(2026, 11, 11, 12, tzinfo=UTC), store=story.store, council=council).office, decision)
        == expected
    )


@pytest.mark.rule("CB-11.3")
def test_whoever_checks_a_letter_is_warned_too() -> None:
    """A letter that repeats such words carries the panel’s own warning, beside what in it is hard to read."""
    own = profiles()[KN]
    watching = {"watched": ["notice period"], "warning": "Nobody agrees one."}
    profile = own.model_copy(update={"decisions": own.decisions.model_copy(update=watching)})
    story = letters.office(KN)
    story.council = type(story.council)({KN: profile}, directory())
    ref = letters.decided(story)
    letters.address(story, ref)
    warning = "It mentions “notice period”. Nobody agrees one."
    assert warning not in letters.prepare(story, ref).warnings
    story.do(c.TakeBackLetter, story.manager, ref=ref, reason="Please look at it again")
    assert warning in letters.prepare(story, ref, "There is a notice period of 4 weeks.").warnings
