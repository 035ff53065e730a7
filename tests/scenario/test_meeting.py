"""The meeting: opened, decided item by item, closed, confirmed by the Chair, and told to exactly the right people."""

from datetime import date, time
from io import BytesIO

import pytest
from docx import Document

from panel.decision import Decision, Package, Task
from panel.meeting import ItemKind, MeetingStatus
from panel.referral import ReferralStatus
from tests.scenario.conftest import Clerk
from tests.story import DILYS, FIRST_PANEL, MARTIN, PRIYA, SECOND_PANEL

PANEL_DAY = date(2026, 11, 11)
DATES = {"end_date": "2027-06-30", "review_date": "2027-06-01", "reapply_by": "2027-06-02"}
AGREED = {"outcome": "agreed", "reasons": "The need is clear", "budget_code": "K123", **DATES}
TYPED = "agreed; reasons: The need is clear; end: 30 June 2027; review: 1/6/2027; reapply: 2 June 2027; budget: K123"
SHEETS_TO = {"priya.nair", "dilys.morgan", "helen.ward", "martin.cole", "ruth.adeyemi", "joan.ellis", "finance"}


async def listed(clerk: Clerk, **answers: str) -> str:
    """A referral on the agenda of the first panel, and the clock at its opening."""
    clerk.add_meetings()
    ref = clerk.story.signed(**answers)
    await clerk.move_to(PANEL_DAY, time(9, 35))
    return ref


async def open_by_card(clerk: Clerk) -> None:
    await clerk.type("tom", "agenda")
    await clerk.office.tap("tom", "Open the meeting", {"chair": MARTIN, "present": MARTIN})


async def decide_by_card(clerk: Clerk, ref: str, terms: dict[str, str]) -> None:
    await clerk.office.tap("tom", "Write its decision", {"item": ref})
    await clerk.office.tap("tom", "Save the decision", terms)


async def end_and_send(clerk: Clerk) -> None:
    """The meeting closed, confirmed and sent out, by typing."""
    await clerk.type("tom", "end meeting")
    await clerk.settle()
    await clerk.type("martin", "confirm decisions")
    await clerk.settle()
    await clerk.type("tom", "send decisions")
    await clerk.settle()


def sheets(clerk: Clerk, ref: str) -> dict[str, str]:
    """Who got the decision sheet of a case, and what the Word file in it says."""
    found = {}
    for mail in clerk.sent():
        for file in mail.enclosures:
            if file.name == f"{ref}.docx":
                rows = [cell.text for table in Document(BytesIO(file.content)).tables for cell in table._cells]
                assert mail.to not in found, "one sheet each"
                found[mail.to.partition("@")[0]] = "\n".join(rows)
    return found


@pytest.mark.rule("CB-9.11", "CB-9.12", "CB-9.13", "CB-9.14", "CB-9.16", "CB-9.18", "CB-10.2", "CB-10.36", "CB-14.12")
@pytest.mark.parametrize("how", ["cards", "typed"])
async def test_a_meeting_is_run_to_its_decision_sheets(clerk: Clerk, how: str) -> None:
    """By cards or by typing: the same decision, package and tasks, and a sheet to exactly those the procedure names."""
    ref = await listed(clerk)
    if how == "cards":
        await open_by_card(clerk)
        await decide_by_card(clerk, ref, AGREED)
    else:
        await clerk.type("tom", "start meeting chair Martin Cole; present Martin Cole", f"decide {ref} {TYPED}")
    await end_and_send(clerk)
    decision = clerk.records.get(Decision, f"{FIRST_PANEL}/{ref}")
    assert dict(decision.terms) == {key: AGREED[key] for key in decision.terms}
    assert (decision.outcome, decision.confirmed_by) == ("agreed", MARTIN)
    assert set(decision.participants) == {MARTIN, DILYS}
    assert clerk.records.get(Package, ref).reapply_by == "2027-06-02"
    assert clerk.referral(ref).status is ReferralStatus.COMMUNICATED
    assert clerk.meeting(FIRST_PANEL).status is MeetingStatus.DECISIONS_ISSUED
    got = sheets(clerk, ref)
    assert set(got) == SHEETS_TO
    for text in got.values():
        for fact in (
            "Agreed for a period",
            "The need is clear",
            "K123",
            "Wed 30 Jun 2027",
            "Martin Cole",
            "Dilys Morgan",
        ):
            assert fact in text


@pytest.mark.rule("CB-9.18", "CB-10.21", "CB-11.3")
async def test_worker_and_manager_hear_the_decision_with_its_warning(clerk: Clerk) -> None:
    """On confirmation both are told the dates, and what must not be agreed beyond them."""
    ref = await listed(clerk)
    await open_by_card(clerk)
    await decide_by_card(clerk, ref, AGREED)
    await clerk.type("tom", "end meeting")
    assert f"{ref} · Decision of the panel" not in clerk.said("priya")
    await clerk.type("martin", "confirm decisions")
    await clerk.settle()
    for who in ("priya", "dilys"):
        assert f"{ref} · Decision of the panel" in clerk.said(who)
        assert "Wed 2 Jun 2027" in clerk.said(who)
        assert "Do not agree any notice period" in clerk.said(who)


@pytest.mark.rule("CB-6.13")
async def test_the_iro_gets_the_sheet_when_the_plan_changes(clerk: Clerk) -> None:
    """An IRO copied into the referral is sent the decision too."""
    ref = await listed(clerk, transition="yes", iro_name="Iris Hall")
    await clerk.type("tom", "start meeting chair Martin Cole; present Martin Cole", f"decide {ref} {TYPED}")
    await end_and_send(clerk)
    assert set(sheets(clerk, ref)) == SHEETS_TO | {"iro"}


@pytest.mark.rule("CB-10.1")
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("start meeting chair Joan Ellis; present Joan Ellis", "Please say who chairs"),
        ("start meeting chair Nobody Known", "I can’t tell who “Nobody Known” is"),
        ("start meeting chair ; present Joan Ellis", "I can’t tell who"),
    ],
)
async def test_no_meeting_begins_without_one_of_its_chairs(clerk: Clerk, line: str, expected: str) -> None:
    """A member cannot chair, a stranger cannot chair, nobody cannot chair."""
    await listed(clerk)
    before = clerk.stored()
    assert expected in await clerk.type("tom", line)
    assert clerk.stored() == before


async def test_a_meeting_is_not_opened_before_its_day(clerk: Clerk) -> None:
    """Attendance cannot be taken in advance."""
    clerk.add_meetings()
    before = clerk.stored()
    assert "on its day, not before" in await clerk.type("tom", "start meeting chair Martin Cole; present Martin Cole")
    assert clerk.stored() == before


@pytest.mark.rule("CB-9.14", "CB-9.16", "CB-14.12")
async def test_a_decision_that_lacks_something_is_not_written_down(clerk: Clerk) -> None:
    """Every gap is named on the card, with what was typed still there."""
    ref = await listed(clerk)
    await open_by_card(clerk)
    before = clerk.stored()
    await decide_by_card(clerk, ref, {"outcome": "agreed", "reasons": "Because"})
    card = clerk.card("tom")
    assert clerk.stored() == before
    for gap in ("the date the agreement ends", "the review date", "a new application is needed by", "the budget code"):
        assert f"⚠ Please give {gap}" in card or gap in card
    assert "Because" in card


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("perhaps; reasons: x", "Please choose one of"),
        ("agreed; colour: blue", "I don’t know “colour”"),
        ("not agreed", "Please give the reasons"),
        (TYPED.replace("30 June 2027", "30 June 2026"), "must be on or after the day of the panel"),
        (TYPED.replace("2 June 2027", "2 July 2027"), "must not be after"),
        (TYPED.replace("K123", "K" * 1501), "The budget code: please shorten it to 1500 characters"),
    ],
)
async def test_a_typed_decision_that_cannot_be_is_refused_in_one_sentence(
    clerk: Clerk, rest: str, expected: str
) -> None:
    """Unknown outcome, unknown word, missing or impossible dates: said plainly, with nothing written down."""
    ref = await listed(clerk)
    await clerk.type("tom", "start meeting chair Martin Cole; present Martin Cole")
    before = clerk.stored()
    assert expected in await clerk.type("tom", f"decide {ref} {rest}")
    assert clerk.stored() == before


async def test_a_draft_decision_is_corrected_until_it_is_confirmed(clerk: Clerk) -> None:
    """Until the Chair confirms the administrator can put a decision right; afterwards nobody can."""
    ref = await listed(clerk)
    await clerk.type("tom", "start meeting chair Martin Cole; present Martin Cole", f"decide {ref} {TYPED}")
    await clerk.type("tom", f"decide {ref} not agreed; reasons: On reflection")
    await clerk.type("tom", "end meeting")
    await clerk.type("martin", "confirm decisions")
    before = clerk.stored()
    await clerk.type("tom", f"decide {ref} {TYPED}")
    assert clerk.records.get(Decision, f"{FIRST_PANEL}/{ref}").outcome == "not_agreed"
    assert clerk.stored() == before


@pytest.mark.rule("CB-10.2", "CB-13.1", "CB-13.2")
@pytest.mark.parametrize("who", ["tom", "priya", "joan", "helen"])
async def test_only_a_chair_confirms(clerk: Clerk, who: str) -> None:
    """A decision becomes binding by the Chair alone."""
    await listed(clerk)
    clerk.story.open(chair=MARTIN)
    await clerk.type("tom", "end meeting")
    before = clerk.stored()
    assert "confirm decisions" in await clerk.type(who, "confirm decisions")
    assert clerk.stored() == before


async def test_either_chair_confirms(clerk: Clerk) -> None:
    """The joint chair may confirm what the other chaired."""
    ref = await listed(clerk)
    await clerk.type(
        "tom", "start meeting chair Martin Cole; present Martin Cole", f"decide {ref} {TYPED}", "end meeting"
    )
    await clerk.type("ruth", "confirm decisions")
    assert clerk.meeting(FIRST_PANEL).status is MeetingStatus.DECISIONS_CONFIRMED


async def test_sheets_do_not_go_out_before_the_chair_confirms(clerk: Clerk) -> None:
    """“send decisions” too early is refused, and nobody is written to."""
    ref = await listed(clerk)
    await clerk.type(
        "tom", "start meeting chair Martin Cole; present Martin Cole", f"decide {ref} {TYPED}", "end meeting"
    )
    assert "No meeting waits for that" in await clerk.type("tom", "send decisions")
    assert sheets(clerk, ref) == {}


async def test_two_chairs_confirming_at_once_is_one_confirmation(clerk: Clerk) -> None:
    """The second gets a sentence, and the tasks are given once."""
    import asyncio

    ref = await listed(clerk)
    await clerk.type(
        "tom", "start meeting chair Martin Cole; present Martin Cole", f"decide {ref} {TYPED}", "end meeting"
    )
    await asyncio.gather(clerk.office.say("martin", "confirm decisions"), clerk.office.say("ruth", "confirm decisions"))
    await clerk.settle()
    acts = [e.act for e in clerk.service.store.trail(FIRST_PANEL)]
    assert acts.count("decisions_confirmed") == 1
    assert len(clerk.records.find(Task, about=ref)) == 2


@pytest.mark.rule("CB-9.20")
async def test_a_deferred_case_comes_back_to_the_next_panel(clerk: Clerk) -> None:
    """The worker sees what is missing, adds it, the manager signs again, and it is heard at the next panel."""
    ref = await listed(clerk)
    await clerk.type("tom", "start meeting chair Martin Cole; present Martin Cole")
    await clerk.type("tom", f"decide {ref} deferred; reasons: Unclear; missing: A dated care plan")
    await end_and_send(clerk)
    assert clerk.referral(ref).status is ReferralStatus.RETURNING
    assert clerk.meeting(SECOND_PANEL).item(ref) is not None
    assert "A dated care plan" in await clerk.type("priya", f"summary {ref}")

    await clerk.type("priya", f"part 4 {ref}")
    await clerk.office.tap("priya", "Save, then summary", {"care_plan": "Dated 12 November"})
    await clerk.type("priya", f"send {ref}")
    await clerk.type("dilys", f"sign {ref} confirm all")
    await clerk.settle()
    assert clerk.referral(ref).status is ReferralStatus.BOOKED
    assert clerk.referral(ref).meeting == SECOND_PANEL


async def test_a_case_not_reached_is_first_at_the_next_panel_and_its_people_are_told(clerk: Clerk) -> None:
    """What there was no time for moves on by itself."""
    ref = await listed(clerk)
    await clerk.type("tom", "start meeting chair Martin Cole; present Martin Cole", "end meeting")
    await clerk.settle()
    assert clerk.referral(ref).meeting == SECOND_PANEL
    assert clerk.meeting(SECOND_PANEL).item(ref).kind is ItemKind.REFERRAL
    for who in ("priya", "dilys"):
        assert f"{ref} was not reached and moves on" in clerk.said(who)


async def test_the_decision_card_shows_what_the_panel_weighs(clerk: Clerk) -> None:
    """What the procedure wants considered stands above the decision, answered or marked as not given."""
    ref = await listed(clerk)
    await open_by_card(clerk)
    await clerk.office.tap("tom", "Write its decision", {"item": ref})
    card = clerk.card("tom")
    for check in ("A clear care plan", "Wishes and feelings of the child", "Alternatives to secure accommodation"):
        assert check in card
    assert "not given" in card


async def test_the_meeting_can_be_left_and_found_again(clerk: Clerk) -> None:
    """After a restart in the middle of a meeting the agenda shows where it stands."""
    ref = await listed(clerk)
    await clerk.type("tom", "start meeting chair Martin Cole; present Martin Cole", f"decide {ref} {TYPED}")
    await clerk.restart()
    card = await clerk.type("tom", "agenda")
    assert f"{ref}, referral: decision written" in card
    assert "is sitting: type “agenda”" in await clerk.type("tom", "status")
    assert f"{ref}" in await clerk.type("tom", "decisions")


@pytest.mark.rule("CB-10.17")
async def test_one_card_runs_the_meeting(clerk: Clerk) -> None:
    """The time left, who comes and goes, who keeps out and why, the decision: each tap gives the card as it now is."""
    ref = await listed(clerk)
    await open_by_card(clerk)
    assert f"09:35. Now {ref}: 10 minutes left of 15." in clerk.card("tom")
    assert "To present it: Dilys Morgan (not here)." in clerk.card("tom")
    joan = clerk.person("joan")
    await clerk.office.tap("tom", "Note who is here", {"here": ",".join((MARTIN, DILYS, joan))})
    assert "To present it: Dilys Morgan." in clerk.card("tom")
    tapped = await clerk.office.tap("tom", "Takes no part", {"item": ref, "remark": "She knows the family"})
    assert "Please choose the item, and who takes no part in it." in tapped.text
    await clerk.office.tap("tom", "Takes no part", {"item": ref, "person": joan, "remark": "She knows the family"})
    assert f"Joan Ellis on {ref}" in clerk.card("tom")
    await clerk.advance(minutes=13)
    await clerk.office.tap("tom", "Look again")
    assert f"09:48. Now {ref}: 3 minutes over its time of 15." in clerk.card("tom")
    await decide_by_card(clerk, ref, AGREED)
    assert "Every item has its decision. You can close the meeting." in clerk.card("tom")
    assert clerk.records.get(Decision, f"{FIRST_PANEL}/{ref}").participants == (MARTIN, DILYS)


@pytest.mark.parametrize(
    "line", ["agenda", "decisions", "end meeting", "send decisions", "start meeting chair Martin Cole"]
)
async def test_a_practitioner_does_not_run_the_meeting(clerk: Clerk, line: str) -> None:
    """The agenda and its acts are for those who run the panel."""
    await listed(clerk)
    before = clerk.stored()
    said = await clerk.type("priya", line)
    assert "Only the" in said or "No meeting waits" in said
    assert clerk.stored() == before


@pytest.mark.rule("CB-10.3", "CB-10.4", "CB-10.27", "CB-11.1", "CB-11.8", "CB-14.11")
async def test_tasks_that_follow_have_an_owner_and_a_date_and_are_closed_by_number(clerk: Clerk) -> None:
    """Explaining, contacting Resources, referring to the JAP: each with a day, each closed by its owner."""
    ref = await listed(clerk, other_needs="health")
    await clerk.type("tom", "start meeting chair Martin Cole; present Martin Cole", f"decide {ref} {TYPED}")
    await end_and_send(clerk)
    tasks = {task.id.rsplit("/", 1)[-1]: (task.owner, task.due) for task in clerk.records.find(Task, about=ref)}
    assert tasks == {
        "explain_decision": (DILYS, "2026-11-18"),
        "contact_resources": (PRIYA, "2026-11-18"),
        "refer_jap": (PRIYA, "2026-11-18"),
    }
    listed_tasks = await clerk.type("priya", "tasks")
    assert "Refer to the JAP for joint funding. By Wed 18 Nov 2026." in listed_tasks
    await clerk.type("priya", "done 1", "done 1")
    assert "You have no open tasks" in await clerk.type("priya", "tasks")
    assert "Type “tasks” to see the numbers" in await clerk.type("priya", "done 1")


async def test_todays_meeting_is_meant_even_when_an_earlier_one_was_never_held(clerk: Clerk) -> None:
    """A panel that nobody opened last week does not get in the way of the one that sits today."""
    clerk.add_meetings(2)
    await clerk.move_to(date(2026, 11, 18), time(9, 35))
    await clerk.type("tom", "start meeting chair Martin Cole; present Martin Cole")
    assert clerk.meeting(SECOND_PANEL).status is MeetingStatus.IN_SESSION
    assert clerk.meeting(FIRST_PANEL).is_ahead
