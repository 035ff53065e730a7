"""An office whose profile says everything that can come back after a decision, and steps to get there."""

from datetime import UTC, datetime
from functools import cache

from panel import commands as c
from panel.appeal import Appeal
from panel.council import Council
from panel.decision import Package, Task
from panel.reported import UnmetNeed
from panel.review import Review
from tests.story import CB, RUTH, TOM, Story, directory
from tests.unit.profile_tools.texts import TEXT, profile

SCAN = next(line for line in TEXT.splitlines() if line.startswith("contract_scan"))
REVIEWS = """
[[reviews.asks]]
id = "delivered"
ask = "Is it delivered as planned?"
kind = "choice"
options = [{ code = "yes", label = "Yes" }, { code = "partly", label = "Partly" }, { code = "no", label = "No" }]
[[reviews.asks]]
id = "action"
ask = "What will be done about it?"
when = { delivered = ["partly", "no"] }
[[reviews.asks]]
id = "action_by"
ask = "By when?"
kind = "date"
required = false
when = { delivered = ["partly", "no"] }
[[reviews.cycles]]
id = "budget"
text = "Review of the budget"
when = { case_type = "3" }
starts = "period_from"
at = ["3mo", "6mo", "12mo"]
then_every = "12mo"
remind = ["2w"]
[[reviews.cycles]]
id = "weeks"
text = "Twelve-week review"
when = { case_type = "13" }
starts = "period_from"
at = ["12w"]
remind = ["4w", "2w"]
owner = "manager"
warned = ["panel_admin", "head_of_service"]
[[reviews.cycles]]
id = "yearly"
text = "Yearly review"
when = { case_type = "5" }
at = []
then_every = "1y"
remind = ["4w"]
"""
LATER = """
[[happenings]]
id = "early_review"
label = "Early review asked for"
by = ["referrer", "manager"]
asks = [{ id = "why", ask = "Why is it needed now?" }]
tasks = [{ id = "reassess", text = "Bring the assessment up to date", owner = "referrer", within = "5wd" }]
tell = ["manager", "panel_admin"]
then = "return"
[[happenings]]
id = "no_capacity"
label = "The provider has no capacity"
by = ["referrer"]
asks = [{ id = "service", ask = "Which service?" }, { id = "area", ask = "Where?", required = false }]
then = "unmet_need"
[[happenings]]
id = "circumstances"
label = "Circumstances have changed"
by = ["referrer"]
tell = ["finance"]

[challenge]
complaints = "The family can complain to the council at any time."
[[challenge.stages]]
id = "appeal"
name = "appeal"
window = "10d"
asks = [{ id = "written", ask = "Is it in writing?", kind = "yes_no" }]
[[challenge.stages]]
id = "outside"
name = "independent review"
window = "6w"
counts_from = "answer"
heard_by = "outside"
body = "the independent reviewer"
answered_within = "20wd"

[[recurring]]
id = "effectiveness"
text = "Review of the panel's effectiveness"
every = "3mo"
since = 2026-11-02
before = "2w"
who = ["head_of_service", "panel_admin"]
"""
REVIEW_OF_DECISION = """
[challenge]
complaints = "Complain at any time."
[[challenge.stages]]
id = "decision_review"
name = "decision review"
window = "6w"
counts_from = "panel_date"
most = 0
asks = [
  { id = "reasons_given", ask = "Why should it be looked at again?" },
  { id = "new_information", ask = "What is new?" },
]
"""
FORM = "[form]\ntitle ="


@cache
def council(later: str = LATER) -> Council:
    """The shipped profile with reviews, happenings, a challenge and something recurring."""
    changed = profile((SCAN, f"{SCAN}\n{REVIEWS}"), (FORM, f"{later}\n{FORM}"))
    return Council({CB: changed}, directory())


def office(later: str = LATER, now: datetime | None = None) -> Story:
    """An office with three panels ahead in November, or another day to begin on without any."""
    story = Story(council=council(later))
    if now:
        story.now = now
    else:
        story.meetings()
    return story


def panel_on(story: Story, year: int, month: int, day: int) -> str:
    """One more date on the list."""
    return story.do(c.AddMeeting, TOM, panel=CB, starts_at=datetime(year, month, day, 9, 30, tzinfo=UTC)).about


def decided_on(
    story: Story, meeting: str, outcome: str = "agreed", terms: dict[str, str] | None = None, **more: str
) -> str:
    """A referral heard and confirmed at this meeting."""
    ref = story.signed(**more)
    story.open(meeting)
    story.decide(ref, outcome, meeting, **(terms or {}))
    story.close(meeting)
    return ref


def at(story: Story, text: str) -> Story:
    """The clock at this moment, in UTC."""
    story.now = datetime.fromisoformat(text).replace(tzinfo=UTC)
    return story


def review(story: Story, ref: str, cycle: str, number: int = 1) -> Review:
    return story.store.read().get(Review, f"{ref}/{cycle}/{number}")


def package(story: Story, ref: str) -> Package:
    return story.store.read().get(Package, ref)


def appeal(story: Story, ref: str, number: int = 1) -> Appeal:
    return story.store.read().get(Appeal, f"{ref}/appeal{number}")


def needs(story: Story) -> list[UnmetNeed]:
    return story.store.read().find(UnmetNeed)


def task(story: Story, ending: str) -> Task:
    """The one task whose id ends in this, leaving out whose it is."""
    [found] = [
        each
        for each in story.store.read().find(Task)
        if each.id.rpartition(".")[0].endswith(ending) or each.id.endswith(ending)
    ]
    return found


def released(story: Story, meeting: str, moment: str = "") -> None:
    """The decision sheets sent out, at this moment if one is given."""
    if moment:
        at(story, moment)
    story.do(c.ReleaseDecisions, TOM, meeting=meeting)


__all__ = ["LATER", "RUTH"]
