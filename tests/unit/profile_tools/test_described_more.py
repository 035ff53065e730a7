"""The parts that not every panel has, said in plain English."""

from datetime import date

import pytest

from dialogs.words.conditions import when
from dialogs.words.profile_words import describe
from panel.rules.decisions import Endorsement
from panel.rules.quorum import Needed, Quorum
from panel.rules.sittings import LongerItem
from tests.stories import BI, CB, KN, RA, RO
from tests.story import profiles

DAY = date(2027, 1, 1)


@pytest.mark.parametrize(
    ("panel", "sentence"),
    [
        (KN, "It is chaired by the Chair or, in their absence, the Vice Chair."),
        (KN, "- Manager of Fullerton Grove (only for: respite at Fullerton Grove; does not count for the quorum)."),
        (KN, "No quorum is set: who came is recorded, and there must be a chair."),
        (KN, "- The Forum administrator is reminded when fewer than 3 dates ahead are listed."),
        (KN, "- **Appeal, in writing, to the Chair**: asked for within 10 days of when the family has the decision in"),
        (KN, "At most 1 time for a decision."),
        (KN, "After an agreement, 12 months after the day of the panel, and then every 12 months:"),
        (KN, "It belongs elsewhere if “age” is more than 25:"),
        (RO, "- The Head of Provider Services confirms the agenda, at least 1 hour before the start."),
        (RO, "- Minutes are written in bullet points. Nobody signs. They go out with the papers of the next meeting."),
        (RO, "- Each case goes to the members as it comes."),
        (RO, "the address “legal gateway” by e-mail, after “In principle: to the Legal Gateway Panel”"),
        (RO, "- The record of “In principle: to the Legal Gateway Panel” goes out before all others."),
        (RO, "looks at the request first, and decides it, sends it to the panel, or returns it."),
        (RO, "every 3 months; reminded 2 weeks before: the Practice Improvement Team."),
        (RO, "Papers are with the members by the day of the panel."),
        (BI, "To be quorate the panel needs 3 seats that count. Without that no decision is made."),
        (BI, "- The child is visited in the 7 days before the panel: “When did you last visit the child?”"),
        (BI, "- Carer's assessment, always. The team manager can let it go, with a reason."),
        (BI, "It is put on the record of unmet needs, without a name."),
        (BI, "- **Decision review**: asked for within 6 weeks of the day of the panel."),
        (RA, "There are no meetings: the Service Manager, Children with Disabilities decides at any time."),
        (RA, "3 months, 6 months and 12 months after “the date it starts”, and then every 12 months:"),
        (RA, "Task for the finance team, within 5 working days: Talk to the family about the overpayment"),
        (RA, "- The way to challenge a decision is the council's complaints process."),
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
    assert not {"## When it meets", "## When requests close", "## Who sits on it"} & set(heads)
    assert "emergency is approved" not in page
    assert "gets a place" not in page


def test_a_quorum_by_share_and_seats_and_longer_items_are_said() -> None:
    """What no shipped panel has is said too."""
    panel = profiles()[BI]
    quorum = Quorum(share=0.5, needs=[Needed(seat="chair"), Needed(service="health")], enforce="warn")
    longer = panel.meetings.model_copy(
        update={"lengths": [LongerItem(when=[{"request_kind": ["review"]}], minutes=30)]}
    )
    page = describe(panel.model_copy(update={"quorum": quorum, "sittings": longer}), DAY)
    assert "needs 50% of the 6 seats that count, the Head of Service for Children with Disabilities and 1 from" in page
    assert "the decision is marked" in page
    assert (
        "- A case has 30 minutes if “What kind of request is it?” is answered “A review the panel asked for”." in page
    )


def test_a_decision_that_somebody_else_must_agree_to_is_said_so() -> None:
    """By whom, after what, and when only."""
    panel = profiles()[RO]
    endorsed = Endorsement.model_validate(
        {"by": "director", "on": ["s20_short"], "when": {"review_body": "legal_gateway"}}
    )
    decisions = panel.decisions.model_copy(update={"endorsed": endorsed})
    assert (
        "- The director must agree before a decision is final after “Section 20 agreed for a short time”, if “Who "
        "reviews it within 12 weeks” is answered “Legal Gateway Panel”."
    ) in describe(panel.model_copy(update={"decisions": decisions}), DAY)


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (["at least 9"], "if “age” is at least 9"),
        (["answered"], "if “age” is answered"),
        (["not answered", "under 5"], "if “age” is not answered or under 5"),
    ],
)
def test_a_comparison_is_said_in_words(wanted: list[str], said: str) -> None:
    """What the clerk works out, such as an age, is compared in the words of the profile."""
    assert when([{"age": wanted}], profiles()[CB].form) == said
