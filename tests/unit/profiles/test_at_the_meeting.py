"""Who comes to a shipped panel, who chairs it, and what its decisions must state."""

from datetime import UTC, datetime

import pytest

from panel import commands as c
from panel.decision import Decision, Package
from panel.errors import InvalidAnswer, MoveNotAllowed
from panel.notices import Channel
from panel.people import Role
from panel.seating import may_chair
from tests.stories import BI, KN, RO, at
from tests.story import directory
from tests.unit.profiles.test_coming_back import agreed, decided, opened


def address(person_id: str) -> str:
    person = directory().person(person_id)
    assert person is not None
    return person.email


@pytest.mark.rule("KN-3.14", "RO-5.5", "BI-10.3")
@pytest.mark.parametrize(("panel", "manager_too"), [(KN, False), (RO, False), (BI, True)])
def test_who_presents_is_invited_with_their_time(panel: str, manager_too: bool) -> None:
    """By mail once it is booked, and by name and time once the agenda stands."""
    story = at(panel)
    meeting, *_ = story.add_meetings()
    ref = story.signed()
    booked = [n for n in story.notices("appointment") if n.channel is Channel.EMAIL]
    assert address(story.referrer) in {n.to for n in booked}
    opened(story, meeting)
    told = {n.to for n in story.notices("present_at") if n.about == ref}
    assert told == ({story.referrer, story.manager} if manager_too else {story.referrer})


@pytest.mark.rule("BI-10.3")
def test_the_worker_and_the_manager_come_to_a_review_of_the_package_too() -> None:
    """A case that comes back is presented like the first time."""
    story, ref, meetings = agreed(BI, "agree")
    given = {"which_service": "Short breaks", "alternatives": "A sitting service"}
    story.do(c.ReportChange, story.referrer, ref=ref, happening="support_unavailable", given=given)
    before = len(story.notices("present_at"))
    opened(story, meetings[1])
    told = story.notices("present_at")[before:]
    assert {(n.about, n.to) for n in told} == {(ref, story.referrer), (ref, story.manager)}


@pytest.mark.rule("RO-10.1")
def test_the_head_of_provider_services_is_the_first_to_chair() -> None:
    """By title; a Head of Service may take the chair in their place."""
    story = at(RO)
    first, *others = may_chair(story.office, RO, story.now.date())
    assert first.is_a(Role.CHAIR, RO, story.now.date())
    assert next(seat.title for seat in story.profile.seats if seat.code == "chair") == "Head of Provider Services"
    assert others
    assert all(person.is_a(Role.HEAD_OF_SERVICE, RO, story.now.date()) for person in others)


@pytest.mark.rule("RO-11.5")
def test_the_decision_is_written_down_while_the_panel_sits() -> None:
    """Not before it has begun; and as a draft until the Chair confirms."""
    story = at(RO)
    meeting, *_ = story.add_meetings()
    ref = story.signed()
    admin = story.who(Role.PANEL_ADMIN)
    with pytest.raises(MoveNotAllowed):
        story.do(c.DraftDecision, admin, meeting=meeting, ref=ref, outcome="allocated", terms={})
    opened(story, meeting)
    decided(story, meeting, ref, "allocated", {})
    assert story.store.read().get(Decision, f"{meeting}/{ref}").outcome == "allocated"


@pytest.mark.rule("BI-1.5", "BI-4.8", "BI-6.1")
@pytest.mark.parametrize("left_out", ["reasons", "services", "level"])
def test_a_funded_package_states_what_how_much_and_on_what_grounds(left_out: str) -> None:
    """Each is needed; with them the one child's package stands."""
    story = at(BI)
    meeting, *_ = story.add_meetings()
    ref = story.signed()
    opened(story, meeting)
    before = story.snapshot()
    with pytest.raises(InvalidAnswer):
        decided(story, meeting, ref, "agree", {left_out: ""})
    assert story.snapshot() == before
    decided(story, meeting, ref, "agree", {})
    assert story.store.read().get(Package, ref).status == "active"
    stated = story.store.read().get(Decision, f"{meeting}/{ref}").terms
    assert all(stated[name] for name in ("reasons", "services", "level"))


@pytest.mark.rule("BI-1.6")
def test_two_months_of_dates_are_kept_ahead_of_a_panel_that_meets_twice_a_month() -> None:
    """With three of four dates on the list the administrator is asked for more; with four, not."""
    story = at(BI, datetime(2026, 11, 2, 9, 30, tzinfo=UTC))
    story.add_meetings()
    story.sweep()
    asked = {
        (each.to, each.facts["count"], each.facts["wanted"])
        for each in story.notices("dates_missing")
        if each.about == BI
    }
    assert asked == {(admin.id, "3", "4") for admin in story.office.holders(Role.PANEL_ADMIN, BI, story.now.date())}
    whole = at(BI, datetime(2026, 11, 2, 9, 30, tzinfo=UTC))
    first = datetime(2026, 11, 18, tzinfo=UTC).date()
    whole.add_meetings(*(first.replace(month=m, day=d) for m, d in ((11, 18), (12, 2), (12, 16), (12, 30))))
    whole.sweep()
    assert [each for each in whole.notices("dates_missing") if each.about == BI] == []
