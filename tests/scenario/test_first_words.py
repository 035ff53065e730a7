"""Whatever somebody types first, they are answered with what they can do next."""

import pytest

from panel.referral import Referral
from tests.scenario.conftest import Clerk

STRANGE = ["wibble", "?!", "👋", "Как дела?", "<b>hi</b>", "[x](http://evil.example)", "a" * 5000, "approve", "sign"]


@pytest.mark.parametrize("line", ["hello", "Hi there", "good morning", "HEY"])
async def test_a_greeting_is_answered_with_the_ways_on(clerk: Clerk, line: str) -> None:
    """A practitioner who greets sees what the clerk does, and the buttons to begin with."""
    said = await clerk.type("priya", line)
    assert "I’m the panel’s clerk" in said
    assert "Begin a referral" in said
    assert "Ask for an emergency approval" in said


@pytest.mark.parametrize("line", STRANGE)
async def test_what_is_not_understood_is_answered_with_help(clerk: Clerk, line: str) -> None:
    """There is no dead end: unknown words bring the list of what can be typed."""
    said = await clerk.type("priya", line)
    assert "I did not understand that" in said
    assert "refer: begin a referral" in said


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("priya", "refer: begin a referral"),
        ("dilys", "sign CB-0001 confirm all"),
        ("helen", "approve 4F7K: approve an emergency"),
        ("martin", "confirm decisions"),
        ("tom", "send decisions"),
        ("asha", "enough 4F7K"),
        ("femi", "status: what waits for you"),
    ],
)
async def test_help_names_what_this_person_can_do(clerk: Clerk, who: str, expected: str) -> None:
    """Everyone's help is made for their own part."""
    assert expected in await clerk.type(who, "help")


async def test_help_all_names_the_rest_under_headings(clerk: Clerk) -> None:
    """What is typed every day comes first; how to see everything is said below it."""
    said = await clerk.type("tom", "help")
    assert said.endswith("Type “help all” to see everything else you can type.")
    assert "add meeting" not in said
    said = await clerk.type("tom", "help all")
    assert "add meeting 9 December 2026 09:30" in said.partition("**Meetings**")[2]


@pytest.mark.parametrize("line", ["status", "my referrals", "tasks", "cancel", "back", "summary", "missing", "send"])
async def test_a_command_without_a_case_says_what_to_do_instead(clerk: Clerk, line: str) -> None:
    """Commands about a referral, typed by somebody who has none, lead to beginning one."""
    said = await clerk.type("priya", line)
    assert "Type “" in said or "no open tasks" in said


async def test_dates_are_listed_with_their_cut_off_and_how_it_was_counted(clerk: Clerk) -> None:
    """Everyone can see the panel's dates, and check each cut-off."""
    clerk.add_meetings(2)
    said = await clerk.type("priya", "when is the next panel?")
    assert "Wed 11 Nov 2026, 09:30: requests by Fri 6 Nov 2026, 17:00 (3 working days before" in said


async def test_with_no_dates_the_way_to_add_one_is_named(clerk: Clerk) -> None:
    """An empty list of dates is no dead end."""
    assert "No panel dates are recorded yet" in await clerk.type("priya", "meetings")


async def test_somebody_not_on_the_list_of_staff_is_told_whom_to_ask(clerk: Clerk) -> None:
    """A person of the tenant whom the council does not list gets one sentence, and nothing is made."""
    await clerk.office.say("priya", "hello")
    stranger = {**clerk.office.last_activity, "id": "1799999999999", "text": "refer"}
    stranger["from"] = {**stranger["from"], "aadObjectId": "a0000000-0000-4000-8000-0000000000ff"}
    await clerk.office.post(stranger)
    await clerk.office.settle(quiet=0.05)
    assert "I don’t know you yet" in clerk.said("priya")
    assert clerk.records.count(Referral) == 0


async def test_being_installed_twice_brings_one_welcome(clerk: Clerk) -> None:
    """The app is installed and the clerk says hello once, however often Teams repeats it."""
    clerk.office.meet("priya")
    await clerk.office.settle(quiet=0.1)
    clerk.office.meet("priya")
    await clerk.office.settle(quiet=0.1)
    assert len(clerk.office.replies("priya")) == 1
