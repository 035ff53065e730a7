"""Papers that need not come: who may let one go, with a reason, and what that changes."""

import pytest

from panel import commands as c
from panel.completeness import lacking
from panel.errors import InvalidAnswer, MoveNotAllowed, NotPermitted, Refused
from tests.story import CB, DILYS, HELEN, MARTIN, PRIYA, RUTH, SAM, TOM, Story
from tests.unit.panel.held import WAIVED, story_of
from tests.unit.profile_tools.texts import profile

WHY = "The carer declined one"


@pytest.fixture
def story() -> Story:
    return story_of(profile(WAIVED))


def bare(story: Story) -> str:
    """All answered, without its assessment."""
    ref = story.begin()
    story.fill(ref)
    return ref


@pytest.mark.rule("BI-3.3.4", "AM-38")
@pytest.mark.parametrize("by", [DILYS, RUTH])
def test_the_manager_or_the_role_named_lets_a_paper_go(story: Story, by: str) -> None:
    """It is no longer missing; who, when and why stay on the referral, and it can be sent."""
    ref = bare(story)
    story.do(c.WaivePaper, by, ref=ref, document="assessment", reason=WHY)
    [waiver] = story.referral(ref).waivers
    assert (waiver.document, waiver.by, waiver.at, waiver.reason) == ("assessment", by, story.now, WHY)
    assert lacking(story.council.profiles[CB], story.referral(ref)) == []
    assert PRIYA in story.told("paper_waived")
    story.do(c.SendToManager, PRIYA, ref=ref)


@pytest.mark.rule("BI-3.3.4")
@pytest.mark.parametrize("by", [PRIYA, HELEN, TOM, SAM])
def test_nobody_else_may(story: Story, by: str) -> None:
    """Not the practitioner, nor any other; nothing changes."""
    ref = bare(story)
    before = story.snapshot()
    with pytest.raises(NotPermitted, match="can let “Assessment of need” go"):
        story.do(c.WaivePaper, by, ref=ref, document="assessment", reason=WHY)
    assert story.snapshot() == before


@pytest.mark.rule("BI-3.3.4")
def test_it_needs_a_reason_and_a_paper_that_is_missing(story: Story) -> None:
    """No reason, a paper that is there, one of another case: each refused."""
    ref = bare(story)
    with pytest.raises(InvalidAnswer, match="Please give the reason why it need not come"):
        story.do(c.WaivePaper, DILYS, ref=ref, document="assessment", reason="")
    story.attach(ref)
    with pytest.raises(MoveNotAllowed, match="does not lack that paper"):
        story.do(c.WaivePaper, DILYS, ref=ref, document="assessment", reason=WHY)


def test_a_paper_that_must_come_is_not_let_go() -> None:
    """The shipped profile names nobody who may."""
    story = Story()
    ref = bare(story)
    with pytest.raises(Refused, match="must come with every referral it is for"):
        story.do(c.WaivePaper, DILYS, ref=ref, document="assessment", reason=WHY)


def test_both_people_of_the_case_hear_of_it(story: Story) -> None:
    """Let go by the Chair, practitioner and manager are told."""
    ref = bare(story)
    story.do(c.WaivePaper, MARTIN, ref=ref, document="assessment", reason=WHY)
    assert {n.to for n in story.notices("paper_waived")} == {PRIYA, DILYS}
