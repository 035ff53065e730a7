"""What a profile says of its meetings is said in plain English, and nothing else is."""

from datetime import date

from dialogs.words.profile_words import describe
from tests.sitting import SEATS, changed
from tests.unit.profile_tools.texts import profile

TODAY = date(2027, 1, 1)
SAID = (
    "the Chair, or else the Head of Service, who then has the Chair’s powers for that meeting",
    "15 minutes for each case (40 minutes if",
    "fewer than 3 are ahead",
    "The agenda is drafted when requests close.",
    "at the latest 1 hour before the start",
    "A visit counts within 7 days before the panel",
    "Health representative (health, core member)",
    "Business support (does not count)",
    "It is quorate with 3 seats, 50% of the seats, 1 from health and the Head of Service.",
    "A decision without it is marked as not quorate.",
    "A decision is in principle until the director endorses it, when the request is agreed, if",
    "Members are told of each case as soon as it is listed",
)


def test_each_table_of_a_meeting_is_described() -> None:
    """Chair, lengths, dates, agenda, visit, seats, quorum, endorsement and papers."""
    meetings = 'slot_minutes = 15\ndates_ahead = 3\nchaired_by = ["chair", "head_of_service"]\n'
    meetings += 'lengths = [{ when = { case_type = "7" }, minutes = 40 }]'
    needs = 'needs = [{ service = "health" }, { seat = "chair" }]\n'
    made = changed(
        SEATS,
        f'[quorum]\nmembers = 3\nshare = 0.5\nenforce = "warn"\n{needs}',
        '[agenda]\nconfirmed_by = "chair"\nbefore_start = "1h"\n',
        '[visit]\nwithin = "7d"\nask = "Visit the child"\n',
        '[decisions.endorsed]\nby = "director"\non = ["agreed"]\nwhen = { cost_per_week = "more than 1000" }\n',
        swaps=(("slot_minutes = 15", meetings), ('lead = "2d" ', 'lead = "2d"\nrolling = true ')),
    )
    text = describe(made, TODAY)
    assert [each for each in SAID if each not in text] == []


def test_what_a_panel_has_not_is_not_described() -> None:
    """No agenda to confirm, no seats, no quorum, no endorsement."""
    text = describe(profile(), TODAY)
    assert [word for word in ("quorate", "Its seats", "in principle", "agenda is drafted") if word in text] == []
