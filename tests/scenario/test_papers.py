"""Files dropped into the chat: named when it is plain which paper they are, asked about when it is not."""

import pytest

from panel import commands as c
from tests.scenario.conftest import Clerk
from tests.story import PRIYA

STAYING_PUT = {"cohort": "cla", "staying_put": "yes"}


@pytest.mark.rule("CB-14.8", "CB-10.16")
async def test_the_only_paper_still_due_is_named_at_once(clerk: Clerk) -> None:
    """When one paper is missing, the file that comes is that paper."""
    ref = clerk.story.begin()
    await clerk.office.attach("priya", "report.pdf", b"%PDF report")
    await clerk.office.settle(quiet=0.05)
    assert [(paper.name, paper.document) for paper in clerk.referral(ref).papers] == [("report.pdf", "assessment")]
    assert f"I’ve added report.pdf to {ref} as “Assessment of need”." in clerk.said("priya")


@pytest.mark.rule("CB-6.17")
async def test_which_paper_it_is_is_asked_by_card(clerk: Clerk) -> None:
    """When several papers are due, the clerk asks which one came, and names what is left."""
    ref = clerk.story.begin()
    clerk.story.fill(ref, **STAYING_PUT)
    await clerk.office.attach("priya", "report.pdf", b"%PDF report")
    await clerk.office.settle(quiet=0.05)
    assert "Which paper is it?" in clerk.last("priya")
    await clerk.office.tap("priya", "Save", {"document": "carers_review_recommendation"})
    assert [paper.document for paper in clerk.referral(ref).papers] == ["carers_review_recommendation"]


async def test_which_paper_it_is_can_be_typed(clerk: Clerk) -> None:
    """The typed way to name a paper, for who cannot tap."""
    ref = clerk.story.begin()
    clerk.story.fill(ref, **STAYING_PUT)
    await clerk.office.attach("priya", "report.pdf", b"%PDF report")
    listed = await clerk.type("priya", "papers")
    await clerk.type("priya", "paper 1 is recommendation of the cla")
    assert "1. report.pdf: which paper is it?" in listed
    assert [paper.document for paper in clerk.referral(ref).papers] == ["cla_review_recommendation"]


@pytest.mark.parametrize("line", ["paper 1 is recommendation", "paper 1 is nonsense", "paper 9 is other"])
async def test_a_paper_named_unclearly_is_asked_again(clerk: Clerk, line: str) -> None:
    """Nothing is guessed about a paper."""
    ref = clerk.story.begin()
    clerk.story.fill(ref, **STAYING_PUT)
    await clerk.office.attach("priya", "report.pdf", b"%PDF report")
    before = clerk.stored()
    said = await clerk.type("priya", line)
    assert "Type “paper" in said
    assert clerk.stored() == before


async def test_a_file_is_taken_off_again(clerk: Clerk) -> None:
    """A wrong file leaves the draft by its number."""
    ref = clerk.story.begin()
    await clerk.office.attach("priya", "wrong.pdf", b"%PDF wrong")
    await clerk.type("priya", "remove paper 1")
    assert clerk.referral(ref).papers == ()


async def test_the_same_file_twice_is_kept_once(clerk: Clerk) -> None:
    """Sending a file again changes nothing."""
    ref = clerk.story.begin()
    await clerk.office.attach("priya", "report.pdf", b"%PDF report")
    await clerk.office.attach("priya", "report.pdf", b"%PDF report")
    await clerk.office.settle(quiet=0.05)
    assert len(clerk.referral(ref).papers) == 1


async def test_a_file_without_a_referral_says_how_to_begin_one(clerk: Clerk) -> None:
    """A file nobody can place is not swallowed in silence."""
    await clerk.office.attach("priya", "report.pdf", b"%PDF report")
    await clerk.office.settle(quiet=0.05)
    assert "You have no referral open. Type “refer” to begin one." in clerk.said("priya")


@pytest.mark.rule("CB-10.16")
@pytest.mark.parametrize(
    ("content", "expected"),
    [(b"", "That file is empty"), (b"x" * (10 * 1024 * 1024 + 1), "larger than 10 MB")],
    ids=["empty", "too large"],
)
async def test_a_file_that_cannot_be_taken_is_refused_in_one_sentence(
    clerk: Clerk, content: bytes, expected: str
) -> None:
    """Too large or empty: the sender is told, and the referral is as it was."""
    clerk.story.begin()
    before = clerk.stored()
    await clerk.office.attach("priya", "report.pdf", content)
    await clerk.office.settle(quiet=0.2)
    assert expected in clerk.said("priya")
    assert clerk.stored() == before


@pytest.mark.rule("CB-10.16")
async def test_a_sixth_file_is_refused(clerk: Clerk) -> None:
    """A few attachments are taken, not a filing cabinet."""
    ref = clerk.story.begin()
    for number in range(5):
        paper = {"name": f"{number}.pdf", "digest": f"digest {number}", "size": 1, "document": "other"}
        clerk.story.do(c.AttachPaper, PRIYA, ref=ref, **paper)
    before = clerk.stored()
    await clerk.office.attach("priya", "sixth.pdf", b"%PDF sixth")
    await clerk.office.settle(quiet=0.05)
    assert "already has 5 files" in clerk.said("priya")
    assert clerk.stored() == before
