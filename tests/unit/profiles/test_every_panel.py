"""What holds for every shipped panel: it can be begun, completed, mailed and described, and its people are there."""

from datetime import date

import pytest

from adapters.documents.form_in import FormReader
from adapters.documents.form_out import blank_form
from adapters.documents.reading import FormReading
from panel import commands as c
from panel.answers import read_answers
from panel.duties.rota import gaps
from panel.emergency import EmergencyStatus
from panel.errors import InvalidAnswer, MoveNotAllowed
from panel.meeting import ItemKind
from panel.people import Role
from panel.policies import lacking
from panel.rules.telling import Event
from panel.telling import tell
from tests.stories import CB, PANELS, RA, RO, WITH_MEETINGS, at, filled
from tests.story import council, directory, profiles
from tests.unit.documents.forms import forms_of
from tests.unit.profiles.reading import profile

DAY = date(2026, 11, 2)


def test_the_five_panels_are_shipped() -> None:
    """Each with its own prefix, so that a reference says whose it is."""
    assert sorted(profiles()) == sorted(PANELS)
    assert len({each.panel.prefix for each in profiles().values()}) == len(PANELS)


@pytest.mark.parametrize("panel", PANELS)
def test_a_reference_says_which_panel_it_belongs_to(panel: str) -> None:
    """So that only its own administrators hear of trouble with it; where nothing can be told from it, all do."""
    prefix = profile(panel).panel.prefix
    assert council().panels_of(f"{prefix}-0007") == [panel]
    assert council().panels_of(f"{panel}.2026-11-18") == [panel]
    assert council().panels_of("a mail") == list(profiles())


@pytest.mark.parametrize("panel", PANELS)
def test_a_plain_referral_can_be_made_complete_and_received(panel: str) -> None:
    """Every question that must be answered can be, and the signatures can be given."""
    story = at(panel)
    ref = story.complete()
    assert lacking(story.profile, story.referral(ref)) == []
    assert story.referral(at_once := story.signed()).received_at == story.now, at_once


@pytest.mark.parametrize("panel", WITH_MEETINGS)
def test_an_emergency_can_be_asked_for_by_the_short_path(panel: str) -> None:
    """All that must be known stands in its few parts, and somebody can approve."""
    story = at(panel)
    ref = story.urgent()
    assert story.emergency(ref).requested_by == story.referrer
    assert story.told("emergency_asked")


@pytest.mark.parametrize("panel", WITH_MEETINGS)
def test_an_emergency_can_be_approved_by_whoever_is_asked_first(panel: str) -> None:
    """In the order of the profile, by one of the desk's people; it ends, and is put to the next panel."""
    story = at(panel)
    next_panel, *_ = story.add_meetings()
    ref = story.urgent()
    first = story.emergency(ref).asked[0]
    approver = story.office.person(first)
    assert approver.is_a(story.profile.emergency.approvers[0], panel, story.now.date())
    assert first in story.told("emergency_asked")
    story.do(c.ApproveEmergency, first, ref=ref)
    approved = story.emergency(ref)
    assert approved.status is EmergencyStatus.AWAITING_RATIFICATION
    assert (approved.decided_by, approved.meeting) == (first, next_panel)
    assert approved.ends_at is not None
    item = story.office.meeting(next_panel).item(ref)
    assert item is not None
    assert item.kind is ItemKind.RATIFICATION


@pytest.mark.parametrize("panel", WITH_MEETINGS)
def test_no_hour_of_the_week_is_without_an_approver(panel: str) -> None:
    """With nobody away, the desk's people cover every panel that has a route; the drill finds one of them."""
    story = at(panel)
    assert gaps(story.office, panel, story.now) == []
    drill = story.do(c.StartDrill, c.OPERATOR, panel=panel)
    assert drill.facts["asked"] == story.notices("drill")[0].to


def test_where_there_is_no_route_nothing_urgent_is_begun_or_drilled() -> None:
    """The personal budgets are decided at any time, without one."""
    story = at(RA)
    with pytest.raises(MoveNotAllowed, match="has no route for emergencies"):
        story.do(c.StartDrill, c.OPERATOR, panel=RA)
    with pytest.raises(MoveNotAllowed, match="has no route for emergencies"):
        story.begin(emergency=True)


@pytest.mark.rule("RO-5.16")
def test_an_admission_ahead_of_the_panel_is_recorded_where_the_profile_has_the_rule() -> None:
    """By the people of the case, with the circumstances; it is put to the next panel after the event."""
    story = at(RO)
    next_panel, *_ = story.add_meetings()
    ref = story.begin(emergency=True)
    told = {"admitted_at": story.now, "circumstances": "Found alone at night"}
    with pytest.raises(InvalidAnswer, match="the circumstances"):
        story.do(c.RecordAdmission, story.referrer, ref=ref, **{**told, "circumstances": ""})
    story.do(c.RecordAdmission, story.referrer, ref=ref, **told)
    assert story.emergency(ref).meeting == next_panel
    assert story.who(Role.CHAIR) in story.told("admitted")


@pytest.mark.parametrize("panel", PANELS)
def test_a_filled_form_of_each_panel_comes_back_as_it_was_filled_in(panel: str) -> None:
    """Written by Word and read again: the same answers, nothing unclear."""
    answers = {key: value for key, value in filled(profile(panel)).items() if value}
    reading = FormReader(forms_of(profiles())).read(
        blank_form(profile(panel), answers, f"{profile(panel).panel.prefix}-0007")
    )
    assert isinstance(reading, FormReading)
    assert (reading.panel, reading.ref, reading.unclear) == (panel, f"{profile(panel).panel.prefix}-0007", {})
    assert read_answers([q for _, q in profile(panel).form.all_questions()], reading.answers, DAY) == answers


@pytest.mark.parametrize("panel", PANELS)
def test_an_untouched_form_of_each_panel_holds_no_answers(panel: str) -> None:
    """It is known whose form it is, and nothing is made up."""
    assert FormReader(forms_of(profiles())).read(blank_form(profile(panel))) == FormReading(
        panel, "", profile(panel).panel.version, {}, {}
    )


@pytest.mark.parametrize("panel", [each for each in PANELS if each != CB])
def test_no_part_of_a_form_asks_too_much_at_once(panel: str) -> None:
    """At most eight questions on a card."""
    assert [section.id for section in profile(panel).form.sections if len(section.questions) > 8] == []


@pytest.mark.parametrize("panel", PANELS)
def test_the_desk_has_somebody_for_every_part(panel: str) -> None:
    """Who refers, signs, decides, approves and keeps the dates; and each seat named is one of the panel's."""
    shown = profile(panel)
    needed = {Role.PRACTITIONER, Role.PANEL_ADMIN, shown.decisions.confirmed_by}
    needed |= {step.by for step in shown.authorisation.steps}
    needed |= set(shown.route.approvers) if shown.route else set()
    needed |= set(shown.sittings.chaired_by) if shown.sittings else set()
    everyone = list(directory().everyone())
    assert [role for role in needed if not any(person.is_a(role, panel, DAY) for person in everyone)] == []
    held = {seat.seat for person in everyone for seat in person.roles if seat.panel == panel and seat.seat}
    assert held <= {seat.code for seat in shown.seats}
    assert directory().mailbox(panel).endswith("@council.example")
    assert directory().channel(panel)


@pytest.mark.parametrize(("outcome", "told"), [("lgw_in_principle", True), ("allocated", False)])
def test_some_are_told_only_of_some_outcomes(outcome: str, told: bool) -> None:
    """The Legal Gateway Panel gets the record of what goes on to it, and of nothing else."""
    story = at(RO)
    ref, meeting = story.signed(), "rochdale.2026-11-18"
    notices = tell(story.office, Event.RELEASED, story.referral(ref), story.now, outcome, meeting=meeting)
    assert ("legal-gateway@council.example" in {notice.to for notice in notices}) is told
    assert {notice.to for notice in notices} >= {"leah.stone@council.example", "karim.haddad@council.example"}
