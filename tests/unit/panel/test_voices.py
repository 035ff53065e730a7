"""Cases in which the child has not been heard yet, for the worker whose cases they are."""

import pytest

from panel import commands as c
from panel.decision import Package, PackageStatus
from panel.voices import not_heard
from tests import letters
from tests.stories import RA, PanelStory, answer_to
from tests.unit.dialogs.stage import Stage

HEARD = {"child_voice": "words", "child_words": "I want to swim", "child_heard_on": "2026-10-05"}
NOT_YET = {"child_voice": "no_voice", "why_not_heard": "She was ill", "next_try": "2026-12-01"}


def agreed(story: PanelStory, **voice: str) -> str:
    ref = story.complete(**voice)
    story.do(c.SendToManager, story.referrer, ref=ref)
    if story.profile.authorisation.steps:
        story.sign(ref)
    letters.settle(story, ref, "agreed")
    return ref


def reviewed(story: PanelStory, ref: str, voice: str) -> None:
    """The next review of the budget held, the child heard in it or not."""
    words = {"review_child_words": "I like it", "review_no_voice": "She was away"}
    given = {"delivered_to_plan": "yes", "review_voice": voice, **words}
    asks = {ask.id for ask in story.profile.reviews.asks}
    plain = {ask.id: answer_to(ask, story.profile) for ask in story.profile.reviews.asks if not ask.when}
    story.do(
        c.CompleteReview,
        story.referrer,
        ref=ref,
        entry="budget_review",
        given={key: value for key, value in {**plain, **given}.items() if key in asks},
    )


@pytest.mark.rule("RA-4.21", "RA-5.2")
def test_a_worker_is_shown_whose_voice_is_missing() -> None:
    """By what the form says, then by the last review; a draft and a case that is over are left out."""
    story = letters.office(RA)
    heard, missing = agreed(story, **HEARD), agreed(story, **NOT_YET)
    story.begin()
    assert heard != missing
    assert not_heard(story.office, story.referrer) == [missing]
    assert not_heard(story.office, story.manager) == []
    said = Stage(story).said(story.referrer, "status")
    assert f"{missing}: the child’s voice is not on record yet" in said
    assert f"{heard}: the child’s voice" not in said
    reviewed(story, heard, "no_voice")
    reviewed(story, missing, "words")
    assert not_heard(story.office, story.referrer) == [heard]
    package = story.office.records.get(Package, heard)
    letters.keep(story, package.model_copy(update={"status": PackageStatus.ENDED}))
    assert not_heard(story.office, story.referrer) == []
