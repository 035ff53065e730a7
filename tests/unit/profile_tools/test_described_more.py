"""What is said of the parts that not every panel has: on the page of the panel that has them, and on no other."""

from datetime import date

import pytest

from dialogs.words.profile_words import describe
from panel.rules.decisions import Endorsement
from tests.stories import BI, KN, RA, RO
from tests.story import profiles

DAY = date(2027, 1, 1)


@pytest.mark.parametrize(
    ("panel", "sentence"),
    [
        (KN, "chaired by the Chair, or else the Vice Chair"),
        (KN, "told each week while fewer than 3 are ahead"),
        (KN, "12 months and then every 12 months after the day of the panel"),
        (KN, "It belongs elsewhere if the age in years, from “Date of birth” is more than 25:"),
        (RO, "confirms it, at the latest 1 hour before the start"),
        (RO, "Members are told of each case as soon as it is listed"),
        (RO, "the address “legal gateway” by e-mail, after “In principle: to the Legal Gateway Panel”"),
        (RO, "send it to the panel, or return it, each with a reason"),
        (RO, "every 3 months"),
        (RO, "A child who had to be admitted before the panel is recorded, with the circumstances"),
        (BI, "Only the Chair or the agreed deputy can let it run longer, with a reason."),
        (RO, "Papers are with the members by the day of the panel."),
        (BI, "It is quorate with 3 seats."),
        (BI, "A visit counts within 7 days before the panel, on any day."),
        (BI, "can let it go, with a reason that the members see"),
        (BI, "6 weeks after the day of the panel"),
        (BI, "“Signpost to other services” is told as: We did not agree the support that was asked for."),
        (KN, "released by a second person who had the Word file: the Forum administrator, the Chair or the manager"),
        (RA, "It is prepared by whoever made the referral"),
        (RO, "This panel writes no letters to families. The worker tells the family."),
        (RA, "It does not meet. Requests can come at any time."),
        (RA, "3 months, 6 months and 12 months and then every 12 months after the day in “the date it starts”"),
        (RA, "Decision sheets go out within 5 working days after that."),
    ],
)
def test_a_part_is_said_as_the_profile_has_it(panel: str, sentence: str) -> None:
    """Each part stands on the page of the panel that has it."""
    assert sentence in describe(profiles()[panel], DAY)


def test_a_system_without_meetings_has_no_sentence_about_them() -> None:
    """No cut-off, no seats, no emergency and no booking is made up."""
    page = describe(profiles()[RA], DAY)
    heads = [line for line in page.splitlines() if line.startswith("## ")]
    assert not {"## When it meets", "## When requests close"} & set(heads)
    assert "emergency is approved" not in page
    assert "gets a place" not in page


def test_a_decision_that_somebody_else_must_agree_to_is_said_so() -> None:
    """By whom, after what, and when only."""
    panel = profiles()[RO]
    endorsed = Endorsement.model_validate(
        {"by": "director", "on": ["s20_short"], "when": {"review_body": "legal_gateway"}}
    )
    decisions = panel.decisions.model_copy(update={"endorsed": endorsed})
    assert (
        "A decision is in principle until the director endorses it, when the outcome is “Section 20 agreed for a short "
        "time”, if “Who reviews it within 12 weeks” is answered “Legal Gateway Panel”."
    ) in describe(panel.model_copy(update={"decisions": decisions}), DAY)
