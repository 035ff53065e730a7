"""Loading a panel's profile: every mistake is named with its key, what is wrong and what is allowed."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from panel.cutoffs import Submission
from panel.errors import ProfileError
from panel.people import Role
from panel.profile import Profile
from panel.profile_files import load_profile, load_profiles, read_profile
from tests.story import CB, ROOT, profiles

FOLDER = ROOT / "panel" / "profiles"
TEXT = (FOLDER / f"{CB}.toml").read_text(encoding="utf-8")
PROFILE = profiles()[CB]
QUESTIONS = ", ".join(sorted({"emergency", *(q.id for _, q in PROFILE.form.all_questions())}))
SECTIONS = ", ".join(sorted(section.id for section in PROFILE.form.sections))
RECIPIENTS = (
    "chair, commissioning, deputy, director, finance, head_of_service, improvement_team, iro, line_manager, manager, "
    "member, members, panel_admin, practitioner, presenter, referrer, resources_team, service_manager"
)
NO_KEY = "there is no such key; check the spelling"
LENGTH = "is not a length of time; write a number and a unit, such as 3wd, 2d or 8w"


def keys(table: type[BaseModel]) -> str:
    return ", ".join(sorted(info.alias or name for name, info in table.model_fields.items()))


def change(*path: str | int, to: object) -> Callable[[dict[str, Any]], None]:
    """Put a value at a path of the parsed profile; the last step names the key."""

    def apply(raw: Any) -> None:
        for step in path[:-1]:
            raw = raw[step]
        raw[path[-1]] = to

    return apply


def remove(*path: str | int) -> Callable[[dict[str, Any]], None]:
    """Take a key out of the parsed profile."""

    def apply(raw: Any) -> None:
        for step in path[:-1]:
            raw = raw[step]
        del raw[path[-1]]

    return apply


def mistakes(*changes: Callable[[dict[str, Any]], None]) -> tuple[str, ...]:
    raw = tomllib.loads(TEXT)
    for apply in changes:
        apply(raw)
    with pytest.raises(ProfileError) as refused:
        read_profile(raw, "panel.toml")
    assert str(refused.value).splitlines()[0] == "panel.toml cannot be used:"
    return refused.value.problems


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        (remove("submission", "cutoff_time"), "submission.cutoff_time: this key is missing and must be given"),
        (
            remove("submission", "lead"),
            "submission: give either lead, such as 3wd, or weekday, such as Thu, and not both",
        ),
        (remove("decisions"), "decisions: this key is missing and must be given"),
        (change("submission", "led", to="3wd"), f"submission.led: {NO_KEY}: here may stand {keys(Submission)}"),
        (change("submission", "lead", to="3 days"), f"submission.lead: '3 days' {LENGTH} (it says '3 days')"),
        (change("reviews", "remind", 1, to="4 weeks"), f"reviews.remind.1: '4 weeks' {LENGTH} (it says '4 weeks')"),
        (
            change("meetings", "start", to="half past nine"),
            "meetings.start: Input should be in a valid time format, invalid character in hour "
            "(it says 'half past nine')",
        ),
        (
            change("meetings", "slot_minutes", to=3),
            "meetings.slot_minutes: Input should be greater than or equal to 5 (it says 3)",
        ),
        (
            change("decisions", "confirmed_by", to="boss"),
            "decisions.confirmed_by: Input should be "
            + ", ".join(f"'{role}'" for role in list(Role)[:-1])
            + f" or '{list(Role)[-1]}' (it says 'boss')",
        ),
        (
            change("panel", "status", to="soon"),
            "panel.status: Input should be 'draft', 'pilot', 'live' or 'retired' (it says 'soon')",
        ),
        (
            change("form", "sections", 2, "question", 1, "when", to={"case_typ": "1"}),
            f"form.request.ask.when: there is no question 'case_typ'; the form's questions are {QUESTIONS}",
        ),
        (
            change("form", "documents", 1, "when", to={"staying": "yes"}),
            "form.documents.cla_review_recommendation.when: there is no question 'staying'; "
            f"the form's questions are {QUESTIONS}",
        ),
        (
            change("form", "sections", 1, "when", to={"urgent": "yes"}),
            f"form.urgent.when: there is no question 'urgent'; the form's questions are {QUESTIONS}",
        ),
        (
            change("gates", 0, "when", to={"group": "none"}),
            f"gates.cohort.when: there is no question 'group'; the form's questions are {QUESTIONS}",
        ),
        (
            change("tell", 0, "when", to={"iro": "yes"}),
            f"tell.received.when: there is no question 'iro'; the form's questions are {QUESTIONS}",
        ),
        (
            change("emergency", "must_know", to=["why"]),
            f"emergency.must_know: there is no question 'why'; the form's questions are {QUESTIONS}",
        ),
        (
            change("emergency", "search_needs", to=["need"]),
            f"emergency.search_needs: there is no question 'need'; the form's questions are {QUESTIONS}",
        ),
        (
            change("emergency", "sections", to=["child", "quick"]),
            f"emergency.sections: there is no section 'quick'; the form has {SECTIONS}",
        ),
        (
            change("form", "sections", 0, "question", 3, "options", to=[]),
            "form.child.cohort: a choice question needs options",
        ),
        (
            change("form", "sections", 6, "question", 4, "options", to=[]),
            "form.history.other_needs: a choices question needs options",
        ),
        (
            change("form", "sections", 8, "question", 0, "id", to="initials"),
            "form: question 'initials' is asked twice",
        ),
        (change("tell", 0, "to", to="mayor"), f"tell: nobody is called 'mayor'; use one of {RECIPIENTS}"),
    ],
)
def test_a_mistake_is_named_with_its_key(changed: Callable[[dict[str, Any]], None], problem: str) -> None:
    """One mistake, one line, and the line says where, what and what instead."""
    found = mistakes(changed)
    assert problem in found
    assert len(found) == 1 or "asked twice" in problem


def test_every_mistake_is_named_at_once() -> None:
    """Nobody mends a profile one error at a time."""
    found = mistakes(change("submission", "lead", to="soon"), remove("panel", "name"), change("colour", to="blue"))
    assert set(found) == {
        f"submission.lead: 'soon' {LENGTH} (it says 'soon')",
        "panel.name: this key is missing and must be given",
        f"colour: {NO_KEY}: here may stand {keys(Profile)}",
    }


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"[panel\n", "not readable as TOML: Expected ']' at the end of a table declaration (at line 1, column 7)"),
        (b"\xff\xfe", "not readable as TOML: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte"),
        (None, "the file cannot be read"),
    ],
)
def test_a_file_that_is_no_toml_is_named(tmp_path: Path, content: bytes | None, problem: str) -> None:
    """Broken text, other encodings and a missing file are said with the file's name."""
    path = tmp_path / "panel.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ProfileError) as refused:
        load_profile(path)
    assert str(refused.value) == f"panel.toml cannot be used:\n  {problem}"


def test_the_shipped_profiles_load_under_their_ids() -> None:
    """Each file of the folder gives the profile named in it."""
    loaded = load_profiles(FOLDER)
    assert CB in loaded
    assert {profile_id for profile_id, profile in loaded.items() if profile.id != profile_id} == set()


@pytest.mark.rule("CB-0.1", "CB-9.1", "CB-13.1", "CB-13.3")
def test_the_profile_says_whose_panel_it_is_and_what_people_are_called() -> None:
    """Name, date of the source, and the council's own titles; a role without one is named plainly."""
    assert (PROFILE.panel.name, PROFILE.panel.source) == ("Access to Resources Panel", "January 2015")
    assert [PROFILE.title(role) for role in (Role.LINE_MANAGER, Role.CHAIR, Role.COMMISSIONING)] == [
        *("supervising manager", "Chair", "commissioning"),
    ]


def test_outcomes_are_found_by_their_code() -> None:
    """Those of a referral and those of a ratification; an unknown code gives none."""
    found = [PROFILE.outcome(code) for code in ("deferred", "not_ratified", "maybe")]
    assert [outcome.label if outcome else None for outcome in found] == [
        "Deferred to the next panel",
        "Not ratified",
        None,
    ]
