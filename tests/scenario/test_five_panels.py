"""Each panel can be tried on the desk by its own people; whoever works with two is asked which one they mean."""

import pytest

from panel.referral import Referral
from tests.scenario.conftest import Clerk


@pytest.mark.parametrize(
    ("who", "ref", "first"),
    [
        ("ellie", "KN-0001", "Does the child have complex needs and a disability?"),
        ("leah", "RO-0001", "Where does the child stand?"),
        ("tess", "RA-0001", "Initials of the child"),
        ("zainab", "BI-0001", "qualify for the Children with Disabilities Service?"),
    ],
)
async def test_a_practitioner_of_each_panel_begins_with_its_first_question(
    clerk: Clerk, who: str, ref: str, first: str
) -> None:
    """The reference, and the part of the form that comes first, are those of the panel."""
    said = await clerk.type(who, "refer")
    assert ref in said
    assert first in said


async def test_whoever_refers_to_two_panels_is_asked_which(clerk: Clerk) -> None:
    """Nothing is begun before they have said it; then it is begun there."""
    said = await clerk.type("nadia", "refer")
    assert "Knowsley" in said
    assert "Birmingham" in said
    assert clerk.records.count(Referral) == 0
    assert "BI-0001" in await clerk.type("nadia", "at Birmingham: refer")
