"""Who is asked at this hour: the rota, swaps, absences, and the hours nobody covers."""

import pytest

from adapters.directory import load_directory
from panel import approving
from panel import commands as c
from panel.duties.rota import gaps
from panel.errors import ProfileError, Refused
from panel.people import Role
from tests.story import CB, DILYS, HELEN, MARTIN, ROOT, RUTH, TOM, Story
from tests.urgent_story import at, away, shift, staff, story_with


@pytest.mark.rule("CB-5.2", "AM-14")
@pytest.mark.parametrize(("hour", "first_chair"), [(19, MARTIN), (20, RUTH), (23, RUTH)])
def test_whoever_is_on_duty_is_asked_first_of_their_role(hour: int, first_chair: str) -> None:
    """From the hour the shift begins; before it the order of the list holds."""
    story = story_with(shift(RUTH, "2026-11-02T20:00:00", "2026-11-03T08:00:00", "chair"))
    ref = story.urgent()
    listed = approving.approvers(story.office, story.referral(ref), at(2, hour))
    assert next(person.id for person in listed if person.id != HELEN) == first_chair


def test_the_later_line_of_two_is_a_swap() -> None:
    """Martin takes one night of Ruth's week."""
    directory = staff(
        shift(RUTH, "2026-11-02", "2026-11-08", "chair")
        + shift(MARTIN, "2026-11-04T18:00:00", "2026-11-05T08:00:00", "chair")
    )
    nights = [directory.on_duty(Role.CHAIR, CB, at(day, 22)) for day in (2, 3, 4, 5, 8, 9)]
    assert [person.id if person else "" for person in nights] == [RUTH, RUTH, MARTIN, RUTH, RUTH, ""]


def test_an_hour_in_summer_is_londons() -> None:
    """An hour without a zone is what London's clocks show."""
    directory = staff(shift(RUTH, "2026-07-01T18:00:00", "2026-07-01T20:00:00", "chair"))
    at_five_utc = at(1, 17).replace(month=7)
    assert directory.on_duty(Role.CHAIR, CB, at_five_utc) is not None
    assert directory.on_duty(Role.CHAIR, CB, at_five_utc.replace(hour=16)) is None


@pytest.mark.parametrize(
    "line",
    [
        away("nobody", "2026-11-02", "2026-11-03"),
        shift(RUTH, "2026-11-03", "2026-11-01"),
        shift(RUTH, "2026-11-03", "2026-11-04", "captain"),
    ],
)
def test_a_rota_with_a_mistake_is_not_read(line: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Somebody who is not on the list, an end before its beginning, a role there is not."""
    file = tmp_path_factory.mktemp("staff") / "people.toml"
    file.write_text((ROOT / "desk" / "people.toml").read_text() + line)
    with pytest.raises(ProfileError):
        load_directory(file)


@pytest.mark.rule("CB-5.2", "AM-14")
def test_who_is_away_is_not_asked() -> None:
    """The next in order is, though whoever is away may still decide if they see it."""
    story = story_with(away(HELEN, "2026-11-01", "2026-11-05"))
    ref = story.urgent()
    assert story.emergency(ref).asked == (MARTIN,)
    story.do(c.ApproveEmergency, HELEN, ref=ref)
    assert story.emergency(ref).decided_by == HELEN


def test_a_person_says_themselves_that_they_are_away_and_back() -> None:
    """Said in chat it counts at once, and so does the word that ends it."""
    story = story_with()
    story.do(c.SayOutOfOffice, HELEN, since=story.now, until=at(6, 0))
    first = story.emergency(story.urgent()).asked
    story.later(hours=1)
    story.do(c.SayBack, HELEN)
    assert (first, story.emergency(story.urgent()).asked) == ((MARTIN,), (HELEN,))
    with pytest.raises(Refused, match="You are not out of office"):
        story.do(c.SayBack, HELEN)


def test_with_everyone_away_somebody_is_asked_and_the_alarm_is_at_once() -> None:
    """Nobody waits two hours to learn that nobody is there."""
    story = story_with("".join(away(one, "2026-11-01", "2026-11-05") for one in (HELEN, MARTIN, RUTH)))
    ref = story.urgent()
    assert story.emergency(ref).asked == (HELEN,)
    assert story.told("emergency_unanswered") == {TOM, MARTIN, RUTH}


@pytest.mark.rule("CB-5.2")
def test_nobody_of_the_case_is_asked_whatever_the_rota_says() -> None:
    """The manager who is on duty as a Chair does not decide a case of their own."""
    story = story_with(shift(DILYS, "2026-11-01", "2026-11-30", "head_of_service"))
    ref = story.urgent()
    assert DILYS not in {person.id for person in approving.approvers(story.office, story.referral(ref), story.now)}


def test_a_card_is_not_taken_back_when_the_shift_ends() -> None:
    """Asked by night, she answers at breakfast, though by day another team's head would not be asked."""
    extra = f"""
[[people]]
id = "night-head"
name = "Nora Night"
email = "nora@council.example"
covers = ["Elsewhere"]
roles = [{{ panel = "{CB}", role = "head_of_service", from = 2026-01-01 }}]
"""
    story = story_with(extra + shift("night-head", "2026-11-02T20:00:00", "2026-11-03T08:00:00"))
    story.now = at(2, 22, 40)
    ref = story.urgent()
    assert story.emergency(ref).asked == ("night-head",)
    story.now = at(3, 8, 30)
    story.do(c.ApproveEmergency, "night-head", ref=ref)
    assert story.emergency(ref).decided_by == "night-head"


def silent_from(day: int, hour: int) -> Story:
    """Everyone away for some hours of the week ahead."""
    hours = (f"2026-11-{day:02}T{hour:02}:00:00", f"2026-11-{day:02}T{hour + 2:02}:00:00")
    return story_with("".join(away(one, *hours) for one in (HELEN, MARTIN, RUTH)))


@pytest.mark.rule("AM-14")
def test_an_hour_nobody_covers_is_reported_before_it_comes() -> None:
    """Each working morning, to administrator and Chairs, once a day however often one looks."""
    story = silent_from(7, 20)
    mornings = []
    for day in (2, 3, 4):
        story.now = at(day, 8, 59)
        story.sweep()
        early = len(story.notices("rota_gap"))
        story.now = at(day, 9, 1)
        story.sweep()
        story.sweep()
        mornings.append((early, len(story.notices("rota_gap"))))
    assert mornings == [(0, 3), (3, 6), (6, 9)]
    assert story.told("rota_gap") == {TOM, MARTIN, RUTH}
    assert story.notices("rota_gap")[0].facts["first"] == at(7, 20).isoformat()


def test_on_a_saturday_nobody_is_told_of_a_gap_and_a_covered_week_is_silent() -> None:
    """Working mornings only, and nothing where there is nothing to say."""
    story = silent_from(9, 20)
    story.now = at(7, 10)
    story.sweep()
    covered = story_with()
    covered.sweep()
    assert (story.notices("rota_gap"), covered.notices("rota_gap")) == ([], [])


def test_a_rota_that_names_somebody_who_is_away_has_a_gap() -> None:
    """Others could be asked, but the rota must be put right."""
    story = story_with(
        shift(RUTH, "2026-11-04T18:00:00", "2026-11-04T20:00:00", "chair") + away(RUTH, "2026-11-04", "2026-11-04")
    )
    assert gaps(story.office, CB, story.now) == [(at(4, 18), at(4, 20))]
