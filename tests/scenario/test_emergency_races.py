"""Two people, two taps, a repeat, a forgery: always one decision, one clear sentence, and the record as it was."""

import asyncio

import pytest

from dialogs.stamps import TOKEN
from panel.emergency import EmergencyStatus
from panel.referral import Referral
from tests.scenario.conftest import Clerk, words_of
from tests.story import HELEN, RUTH


async def asked(clerk: Clerk) -> tuple[str, str]:
    """An emergency that waits, with cards in the hands of Helen and of both chairs."""
    clerk.add_meetings()
    ref = clerk.story.urgent()
    for _ in range(2):
        await clerk.advance(hours=2, minutes=1)
    return ref, clerk.emergency(ref).code


@pytest.mark.rule("CB-5.2")
async def test_two_approvers_at_once_make_one_decision(clerk: Clerk) -> None:
    """Approve and refuse at the same moment: one wins, the other is told who decided and when."""
    ref, _ = await asked(clerk)
    await asyncio.gather(
        clerk.office.tap("helen", "Approve"),
        clerk.office.tap("ruth", "Refuse, with reason", {"remark": "Not yet"}),
    )
    await clerk.settle()
    emergency = clerk.emergency(ref)
    decided = [e.act for e in clerk.service.store.trail(ref) if e.act in ("emergency_approved", "emergency_declined")]
    assert len(decided) == 1
    loser = "ruth" if emergency.decided_by == HELEN else "helen"
    assert f"{ref} was already" in clerk.said(loser)


async def test_many_approvals_at_once_are_one(clerk: Clerk) -> None:
    """Ten taps of three people, by card and by code, within the same moment."""
    ref, code = await asked(clerk)
    taps = [clerk.office.tap(who, "Approve") for who in ("helen", "ruth", "martin") for _ in range(2)]
    lines = [clerk.office.say(who, f"approve {code}") for who in ("helen", "ruth", "martin")]
    await asyncio.gather(*taps, *lines)
    await clerk.settle()
    assert [e.act for e in clerk.service.store.trail(ref)].count("emergency_approved") == 1
    assert len(clerk.sent("resources@")) == 1
    assert len(clerk.sent("finance@")) == 1


@pytest.mark.parametrize("fresh", [False, True], ids=["same id", "fresh id"])
async def test_a_tap_delivered_again_is_answered_again_and_counts_once(clerk: Clerk, fresh: bool) -> None:
    """Teams repeats an invoke: with its id or with a new one, the answer is the decision that stands."""
    ref, _ = await asked(clerk)
    await clerk.office.tap("helen", "Approve", {"remark": "Review on Friday"})
    tapped = clerk.office.last_activity
    await clerk.settle()
    before = clerk.stored()
    again = await clerk.office.redeliver(tapped, fresh=fresh)
    await clerk.settle()
    assert not again.failed
    assert clerk.stored() == before
    assert "was already" not in clerk.said("helen")
    assert [e.act for e in clerk.service.store.trail(ref)].count("emergency_approved") == 1


async def test_a_line_delivered_again_after_a_restart_counts_once(clerk: Clerk) -> None:
    """Teams repeats a message it could not get rid of; also a clerk that has just started knows that act."""
    await clerk.type("priya", "refer")
    said = clerk.office.last_activity
    await clerk.restart()
    await clerk.office.redeliver(said)
    await clerk.settle()
    assert clerk.records.count(Referral) == 1


async def test_a_double_tap_counts_once(clerk: Clerk) -> None:
    """Two quick taps of one person are one approval."""
    ref, _ = await asked(clerk)
    card = clerk.office.latest_card("helen")
    first, second = await asyncio.gather(
        clerk.office.tap("helen", "Approve", card=card), clerk.office.tap("helen", "Approve", card=card)
    )
    assert not first.failed
    assert not second.failed
    assert [e.act for e in clerk.service.store.trail(ref)].count("emergency_approved") == 1


async def test_a_card_from_before_the_decision_shows_the_decision(clerk: Clerk) -> None:
    """A stale card is answered with the present state, in its own place, and changes nothing."""
    ref, code = await asked(clerk)
    stale = clerk.office.latest_card("ruth")
    await clerk.type("helen", f"approve {code}")
    before = clerk.stored()
    tapped = await clerk.office.tap("ruth", "Refuse, with reason", {"remark": "No"}, card=stale)
    await clerk.office.settle(quiet=0.05)
    assert clerk.stored() == before
    assert "approved until the next panel" in words_of_card(tapped.card)
    assert f"{ref} was already approved by Helen Ward" in clerk.said("ruth")


async def test_a_borrowed_card_does_nothing_for_who_borrowed_it(clerk: Clerk) -> None:
    """Priya gets hold of Helen's card and taps it: nothing happens, and she is told why."""
    ref, _ = await asked(clerk)
    before = clerk.stored()
    await clerk.office.tap("priya", "Approve", card=clerk.office.latest_card("helen"))
    await clerk.office.settle(quiet=0.05)
    assert "This card was made for somebody else, so nothing was changed." in everything(clerk)
    assert clerk.stored() == before
    assert clerk.emergency(ref).status is EmergencyStatus.AWAITING_APPROVER


@pytest.mark.parametrize("forge", ["nonsense", "changed", "emptied", "a number"])
async def test_a_forged_button_does_nothing(clerk: Clerk, forge: str) -> None:
    """A token nobody sealed, or one letter of it changed, is refused in one sentence."""
    await asked(clerk)
    await clerk.office.tap("ruth", "Read the case")
    activity = clerk.office.last_activity
    token = activity["value"]["action"]["data"][TOKEN]
    made_up = {
        "nonsense": "abc.def",
        "changed": ("A" if token[0] != "A" else "B") + token[1:],
        "emptied": "",
        "a number": 7,
    }
    action = {**activity["value"]["action"], "data": {TOKEN: made_up[forge]}}
    before = clerk.stored()
    answer = await clerk.office.redeliver({**activity, "value": {**activity["value"], "action": action}}, fresh=True)
    await clerk.office.settle(quiet=0.05)
    assert not answer.failed
    assert clerk.stored() == before
    assert "I can’t use this card any more" in everything(clerk) + answer.text


@pytest.mark.rule("CB-5.2")
@pytest.mark.parametrize("who", ["priya", "dilys", "sam", "tom", "joan", "asha", "femi"])
async def test_nobody_else_decides_by_the_code(clerk: Clerk, who: str) -> None:
    """A code is a name, not a password: only an approver of today can use it."""
    ref, code = await asked(clerk)
    before = clerk.stored()
    said = await clerk.type(who, f"approve {code}")
    assert "decide" in said
    assert clerk.stored() == before
    assert [e.act for e in clerk.service.store.trail(ref)][-1] == "refused"


@pytest.mark.rule("CB-5.2")
async def test_a_manager_does_not_approve_the_case_of_their_own_team(clerk: Clerk) -> None:
    """Who is part of the case never decides it."""
    _, code = await asked(clerk)
    assert "You are part of this case" in await clerk.type("dilys", f"approve {code}")


@pytest.mark.parametrize(
    "line", ["approve ZZZZ", "approve CB-9999", "refuse ZZZZ no", "ask ZZZZ why", "extend ZZZZ 1 May 2027 x"]
)
async def test_a_code_nobody_gave_out_is_answered_plainly(clerk: Clerk, line: str) -> None:
    """An unknown code says where to look."""
    said = await clerk.type("helen", line)
    assert "I have no emergency request" in said


async def test_a_chair_who_taps_after_a_restart_still_decides_once(clerk: Clerk) -> None:
    """Cards outlive a restart, and so does the decision."""
    ref, _ = await asked(clerk)
    hers, other = clerk.office.latest_card("ruth"), clerk.office.latest_card("helen")
    await clerk.restart()
    await clerk.office.tap("ruth", "Approve", card=hers)
    await clerk.restart()
    await clerk.office.tap("helen", "Approve", card=other)
    assert clerk.emergency(ref).decided_by == RUTH
    assert [e.act for e in clerk.service.store.trail(ref)].count("emergency_approved") == 1


def words_of_card(card: object) -> str:
    from dataclasses import replace

    from desk.chats import Message

    return words_of(replace(Message("", "", "", ""), card=card))


def everything(clerk: Clerk) -> str:
    """All that anybody sees, views included."""
    chats = clerk.office.chats
    messages = [message for chat in chats.chats() for message in chats.of(chat)]
    views = [words_of_card(view) for message in messages for view in message.views.values()]
    return "\n".join([*(f"{words_of(message)} {message.status}" for message in messages), *views])
