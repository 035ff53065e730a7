"""What comes back after a decision, in the plain-English page of a profile."""

from datetime import date

import pytest

from dialogs.words.profile_words import describe
from tests.story import CB
from tests.unit.panel.afterwards import REVIEW_OF_DECISION, council

DAY = date(2027, 1, 1)


@pytest.mark.parametrize(
    "sentence",
    [
        "- Review of the budget, if “What kind of request is it?” is answered “More or different support "
        "from the present "
        "provider”: 3 months, 6 months and 12 months and then every 12 months after the day in “From when is "
        "it needed?”. "
        "It is for whoever made the referral. Reminders go out 2 weeks before, also to the manager of the case.",
        "- Each review answers: “Is it delivered as planned?”; “What will be done about it?”; “By when?”.",
        "- Agreements that end within 8 weeks of the next panel are listed for it, and their people are told.",
        "- “A placement has ended or changed” is reported by whoever made the referral, their manager and "
        "the Resources "
        "Team. Told at once: the Resources Team and the finance officer. Task for the Resources Team within "
        "1 working day: "
        "“Bring Mosaic up to date”. The agreement comes to its end, and finance is asked until it has stopped paying.",
        "1. The appeal, once, within 10 days after the family received the outcome. It is heard at the next "
        "panel whose "
        "agenda is not confirmed yet. It must say: “Is it in writing?”.",
        "2. The independent review, once, within 6 weeks after the answer to the stage before. It is passed to the "
        "independent reviewer, which answers within 20 working days.",
        "A complaint can be made at any time. The family can complain to the council at any time.",
        "- Review of the panel's effectiveness: every 3 months, counted from 2 November 2026. 2 weeks "
        "before, and on the "
        "day: the Head of Service and the panel administrator.",
    ],
)
def test_what_comes_back_is_said_in_plain_english(sentence: str) -> None:
    """Each cycle, change, stage and recurring duty is a line the Chair can check."""
    assert sentence in describe(council().profiles[CB], DAY).splitlines()


def test_a_stage_without_a_limit_says_so() -> None:
    """As often as asked, from the day of the panel."""
    page = describe(council(REVIEW_OF_DECISION).profiles[CB], DAY)
    assert "1. The decision review, as often as asked, within 6 weeks after the day of the panel." in page
