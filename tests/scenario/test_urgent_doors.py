"""The other doors of the emergency route, in the chat: telephone, mail, absence, papers, history, drill."""

import asyncio
import contextlib
import io
from urllib.parse import urlsplit

import aiohttp
import pytest

from adapters.mail.proof import Vouching
from bot.cli.main import main
from bot.drills import HEADER, TOKEN_FILE
from panel.drill import Drill
from panel.emergency import Confirmation, EmergencyApproval, EmergencyStatus
from panel.meeting import PanelMeeting
from panel.ports import RawMail
from tests.scenario.conftest import Clerk, asked
from tests.story import CB, FIRST_PANEL, HELEN, MARTIN

GATE = "mx.council.example"
PROOF = f"{GATE}; dmarc=pass header.from=council.example"


def port_of(clerk: Clerk) -> str:
    """The port of the running clerk."""
    return str(urlsplit(clerk.office.desk.teams.courier.bot_url).port)


@pytest.mark.rule("CB-5.2", "CB-5.3")
@pytest.mark.parametrize("how", ["card", "typed"])
async def test_a_sooner_end_a_most_and_a_condition(dated: Clerk, how: str) -> None:
    """By the card's fields or by one typed line, the same approval."""
    ref, code = await asked(dated)
    if how == "card":
        given = {"remark": "seen weekly", "until": "2026-11-06", "cost_limit": "1200"}
        await dated.office.tap("helen", "Approve", given)
    else:
        await dated.type("helen", f"approve {code} until 6 November 2026 up to £1,200 if seen weekly")
    approval = dated.emergency(ref)
    assert (approval.condition, approval.cost_limit) == ("seen weekly", "1200.00")
    assert approval.ends_at.isoformat() == "2026-11-06T23:59:00+00:00"


async def test_a_day_beyond_the_panel_is_not_taken_and_the_card_stays(dated: Clerk) -> None:
    """The card says until when it can hold; nothing is decided."""
    ref, code = await asked(dated)
    said = await dated.type("helen", f"approve {code} until 12 December 2026")
    assert "It can hold until Wed 11 Nov 2026 at the latest" in said
    assert dated.emergency(ref).status is EmergencyStatus.AWAITING_APPROVER


@pytest.mark.rule("CB-5.2")
async def test_a_decision_by_telephone_is_confirmed_on_a_card(dated: Clerk) -> None:
    """The administrator writes down the words; the approver sees them, and everyone sees that it is unconfirmed."""
    ref, code = await asked(dated)
    await dated.type("tom", f"phoned {code} Helen Ward approved: yes, for one week")
    await dated.settle()
    assert "yes, for one week" in dated.card("helen")
    assert "UNCONFIRMED" in dated.said("priya")
    assert "UNCONFIRMED" in await dated.type("tom", "agenda")
    await dated.office.tap("helen", "Yes, I said that")
    assert dated.emergency(ref).confirmation is Confirmation.CONFIRMED
    assert "UNCONFIRMED" not in await dated.type("tom", f"status {ref}")


async def test_a_denied_call_alarms_and_stops_the_search(dated: Clerk) -> None:
    """Administrator, Chairs and the Resources Team hear it at once."""
    ref, code = await asked(dated)
    await dated.type("tom", f"phoned {code} Helen Ward approved: yes")
    await dated.type("helen", f"deny {code} I was not asked")
    await dated.settle()
    for who in ("tom", "martin", "ruth"):
        assert f"ALARM: {ref}" in dated.said(who), who
    assert next(mail.subject for mail in dated.sent("resources@")) == f"{ref}: stop the search"
    assert "denies that approval" in await dated.type("asha", f"enough {code}")


@pytest.mark.parametrize("proof", [PROOF, "", PROOF.replace("pass", "fail")])
async def test_a_mail_decides_nothing_whoever_wrote_it(dated: Clerk, proof: str) -> None:
    """With the gateway's word the card comes again; without it the administrator and the approver are warned."""
    ref, _ = await asked(dated)
    dated.service.mailroom._vouching = Vouching((GATE,))
    head = f"Authentication-Results: {proof}\r\n" if proof else ""
    text = f"{head}From: helen.ward@council.example\r\nTo: arp@council.example\r\nSubject: Re: {ref}: please look\r\n"
    dated.service.mailroom.take(RawMail("m", f"{text}Message-ID: <1@council.example>\r\n\r\nApproved!".encode()))
    await dated.settle()
    assert dated.emergency(ref).status is EmergencyStatus.AWAITING_APPROVER
    proven = proof == PROOF
    assert ("A mail by itself decides nothing" in dated.last("helen")) is proven
    assert ("could not prove that you wrote it" in dated.last("helen")) is not proven
    assert ("could not be proven" in dated.said("tom")) is not proven
    await dated.office.tap("helen", "Approve")
    assert dated.emergency(ref).decided_by == HELEN


@pytest.mark.rule("CB-5.2")
async def test_an_approver_gets_a_mail_without_a_fact_of_the_case(dated: Clerk) -> None:
    """Reference and code, nothing else, to one address."""
    ref, code = await asked(dated)
    [mail] = dated.sent("helen.ward@")
    assert mail.subject == f"{ref}: please look in Teams now"
    assert code in mail.text
    assert "Plain words" not in mail.text


async def test_away_said_in_chat_sends_the_request_to_the_next(dated: Clerk) -> None:
    """And “back” brings it home again."""
    await dated.type("helen", "away until 5 December 2026")
    ref, _ = await asked(dated)
    duty = await dated.type("tom", "who is on duty")
    back = await dated.type("helen", "back")
    assert dated.emergency(ref).asked == (MARTIN,)
    assert "Helen Ward (out of office)" in duty
    assert "Welcome back" in back
    assert "Only the panel administrator" in await dated.type("priya", "who is on duty")


@pytest.mark.rule("CB-5.6")
async def test_a_call_is_noted_and_stands_on_the_card(dated: Clerk) -> None:
    """Without a code too, when only one approval can be meant."""
    ref, code = await asked(dated)
    await dated.type("helen", f"approve {code}")
    said = await dated.type("helen", "told resources by phone at 09:15 Asha: will search")
    assert f"Noted for {ref}: resources told by telephone" in said
    assert "Asha: will search" in await dated.type("helen", f"history {code}")


async def test_the_papers_come_by_mail_to_the_approver_alone(dated: Clerk) -> None:
    """One tap; the file's name holds the reference only."""
    ref = dated.story.begin(emergency=True)
    dated.story.fill(ref, only=["child", "urgent"])
    await dated.office.attach("priya", "AB plan.txt", b"The plan")
    await dated.type("priya", f"ask approval {ref}")
    await dated.settle()
    await dated.office.tap("helen", "Mail me the papers")
    await dated.settle()
    mail = dated.sent("helen.ward@")[0]
    assert [file.name for file in mail.enclosures] == [f"{ref}-paper-1.txt"]


async def test_the_history_tells_the_whole_story_to_the_second(dated: Clerk) -> None:
    """As a card and as a Word file, to those who may see the case."""
    ref, code = await asked(dated)
    await dated.type("helen", f"approve {code} if seen weekly")
    await dated.settle()
    told = await dated.type("tom", f"history {code}")
    await dated.type("tom", f"send history {code}")
    await dated.settle()
    mail = dated.sent("tom.birch@")[0]
    for fact in ("seen weekly", "Approval asked for", "Approved, and listed for ratification", "Told by e-mail"):
        assert fact in told
    assert [file.name for file in mail.enclosures] == [f"{ref}-history.docx"]
    assert "not one of your cases" in await dated.type("sam", f"history {code}")


async def test_a_drill_goes_the_whole_way_and_leaves_no_case(dated: Clerk) -> None:
    """Through the running service to the approver on duty, leg by leg; on no agenda, in no list."""
    port, folder = port_of(dated), str(dated.folder / "clerk")
    out = io.StringIO()

    def drill() -> int:
        with contextlib.redirect_stdout(out):
            return main(["drill", CB, "--data", folder, "--port", port, "--wait", "10"])

    running = asyncio.create_task(asyncio.to_thread(drill))
    await dated.office.until(lambda: "DRILL" in dated.said("helen"), within=5)
    await dated.office.tap("helen", "Acknowledge")
    assert await running == 0
    assert [line.split()[0] for line in out.getvalue().splitlines()] == ["DRILL", "committed", "sent", "answered"]
    assert dated.records.count(EmergencyApproval) == 0
    assert dated.records.get(PanelMeeting, FIRST_PANEL).items == ()
    assert dated.records.count(Drill) == 1


async def test_a_drill_without_the_token_is_not_there(dated: Clerk) -> None:
    """Whoever cannot read the data folder cannot start one."""
    address = f"http://127.0.0.1:{port_of(dated)}/drill"
    token = (dated.folder / "clerk" / TOKEN_FILE).read_text()
    async with aiohttp.ClientSession() as session:
        statuses = [
            (await session.post(address, data=panel, headers={HEADER: given})).status
            for given, panel in (("", CB), ("wrong", CB), (token, "elsewhere"), (token, CB))
        ]
    assert statuses == [404, 404, 400, 200]
