"""Dates on one form that cannot both be right, typed and mailed."""

from datetime import date

import pytest

from panel import commands as c
from panel.date_order import crossed, too_old
from panel.errors import InvalidAnswer
from panel.referral import Doubt, ReferralStatus
from tests.story import CB, PRIYA, Story, profiles
from tests.unit.panel.test_mail import answers, form, take

TODAY = date(2026, 11, 2)


@pytest.fixture
def story() -> Story:
    story = Story()
    story.meetings()
    return story


@pytest.mark.rule("CB-9.14")
@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"period_from": "2027-03-02", "period_to": "2027-03-01"}, [("period_to", "period_from")]),
        ({"period_from": "2027-03-01", "period_to": "2027-03-01"}, []),
        ({"period_to": "2027-03-01"}, []),
        ({"date_of_birth": "2020-05-06", "period_from": "2020-05-05"}, [("period_from", "date_of_birth")]),
        ({"date_of_birth": "2020-05-06", "cla_since": "2019-01-01"}, [("cla_since", "date_of_birth")]),
        ({"date_of_birth": "2026-11-02", "period_from": "2026-11-01"}, [("period_from", "date_of_birth")]),
        ({"date_of_birth": "2026-11-03", "period_from": "2026-11-01"}, []),
    ],
)
def test_a_day_before_one_that_it_must_follow_is_found(given: dict[str, str], found: list[tuple[str, str]]) -> None:
    """The same day is in order; so is help that begins before a baby is born, who is due from tomorrow on."""
    assert [pair.ids for pair in crossed(profiles()[CB].form, given, TODAY)] == found


@pytest.mark.rule("KN-0.5")
def test_an_age_the_panel_does_not_serve() -> None:
    """25 is the last at Knowsley's Forum: at 26 years the date of birth is asked about."""
    born = profiles()["knowsley"].form.question("date_of_birth")
    assert born is not None
    assert [bool(too_old(born, day, TODAY)) for day in ("2000-11-03", "2000-11-02", "")] == [False, True, False]


@pytest.mark.rule("CB-9.2", "CB-9.14")
def test_mailed_dates_that_contradict_one_another_are_both_asked_about(story: Story) -> None:
    """Each is shown as it was written with what is wrong, neither is taken, and nobody is asked to sign."""
    take(story, form=form(answers=answers(period_from="1 June 2027", period_to="1.5.2027")))
    referral = story.referral("CB-0001")
    before = "1 May 2027 is before 1 June 2027, which is given for “From when is it needed?”"
    after = "1 June 2027 is after 1 May 2027, which is given for “Until when?”"
    assert set(referral.doubts) == {
        Doubt(question="period_to", text="1.5.2027", why=before),
        Doubt(question="period_from", text="1 June 2027", why=after),
    }
    assert {"period_from", "period_to"} & referral.answers.keys() == set()
    assert (referral.status, story.told("authorise")) == (ReferralStatus.RETURNED_INCOMPLETE, set())


@pytest.mark.rule("CB-9.2")
def test_a_mailed_date_that_contradicts_what_the_case_has_is_asked_about_with_it(story: Story) -> None:
    """What the case had is shown as it was kept, and no longer stands."""
    take(story, form=form(answers=answers(care_plan="", period_to="")))
    assert story.referral("CB-0001").answers["period_from"] == "2026-12-24"
    take(story, 2, form(ref="CB-0001", digest="f2", answers={"period_to": "1 December 2026"}))
    referral = story.referral("CB-0001")
    assert [(doubt.question, doubt.text) for doubt in referral.doubts] == [
        ("period_to", "1 December 2026"),
        ("period_from", "24 December 2026"),
    ]
    assert "period_from" not in referral.answers


@pytest.mark.rule("CB-9.2")
@pytest.mark.parametrize(
    ("born", "why"), [("6 May 1999", "It would make an age of 27"), ("6 May 2029", ""), ("06/05/14", "")]
)
def test_a_date_of_birth_that_cannot_be_right_is_asked_about(story: Story, born: str, why: str) -> None:
    """Too long ago for the panel, too far ahead for a baby that is due, or in two figures of a year."""
    take(story, form=form(answers=answers(date_of_birth=born)))
    assert story.referral("CB-0001").doubts == (Doubt(question="date_of_birth", text=born, why=why),)


def test_typed_dates_that_contradict_one_another_are_not_saved(story: Story) -> None:
    """The refusal names both days and both questions; it does not matter which of them is given last."""
    ref = story.begin()
    story.fill(ref, only=["child"])
    for given in ({"period_from": "2027-03-01", "period_to": "2027-02-01"}, {"period_from": "2013-01-01"}):
        with pytest.raises(InvalidAnswer, match=r"which is given for “.*”; which of the two is right\?"):
            save(story, ref, given)
    save(story, ref, {"period_from": "2027-03-01", "period_to": "2027-04-01"})
    with pytest.raises(InvalidAnswer, match="1 May 2027 is after 1 April 2027, which is given for “Until when"):
        save(story, ref, {"period_from": "2027-05-01"})


def test_a_date_that_is_no_longer_asked_for_stops_nothing(story: Story) -> None:
    """Looked after since 2013, and then no longer: the birth in 2014 can be saved."""
    ref = story.begin()
    save(story, ref, {"cohort": "cla", "cla_since": "2013-01-01"}, "child")
    save(story, ref, {"cohort": "cin", "date_of_birth": "2014-01-01"}, "child")
    assert story.referral(ref).answers["date_of_birth"] == "2014-01-01"


def test_a_baby_due_later_than_any_can_be_is_refused(story: Story) -> None:
    """Ten months from 2 November 2026 end on 2 September 2027."""
    ref = story.begin()
    save(story, ref, {"date_of_birth": "2027-09-02"}, "child")
    with pytest.raises(InvalidAnswer, match="more than 10 months ahead"):
        save(story, ref, {"date_of_birth": "2027-09-03"}, "child")


def save(story: Story, ref: str, given: dict[str, str], section: str = "") -> None:
    name = section or profiles()[CB].form.section_of("period_from").id
    story.do(c.SaveSection, PRIYA, ref=ref, section=name, given=given, drawn_from=story.referral(ref).revision)
