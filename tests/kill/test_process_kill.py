"""The whole clerk killed with SIGKILL in the middle of its work loses, halves and repeats nothing unseen."""

import random
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.wiring import KINDS
from desk.office import Office
from panel.emergency import EmergencyApproval, EmergencyStatus
from panel.intake import ReceivedMail
from panel.meeting import PanelMeeting
from panel.notices import Channel, Delivery, Notice, NoticeState, Topic
from panel.ports import Records
from panel.referral import Referral
from store.checking import verify_folder
from tests.kill.living_clerk import LivingClerk, Told, busy_until_killed


@pytest.fixture
async def clerk(tmp_path: Path) -> AsyncIterator[LivingClerk]:
    async with Office.opened(tmp_path) as office:
        living = LivingClerk(office, tmp_path)
        yield living
        living.stop()


def lost(told: Told, records: Records) -> list[str]:
    """What somebody was told is done and is not there."""
    missing = [ref for ref in told.begun if records.look(Referral, ref) is None]
    kept = {ref: records.get(Referral, ref).answers.get("mosaic_ref", "") for ref in told.saved}
    missing += [ref for ref, mark in told.saved.items() if kept[ref] != mark]
    missing += [ref for ref in told.approved if records.get(EmergencyApproval, ref).decided_at is None]
    return missing


def halved(records: Records) -> list[str]:
    """Approvals that are not listed, listings without an approval, approvals nobody was owed a word of."""
    approved = [e for e in records.find(EmergencyApproval) if e.status is EmergencyStatus.AWAITING_RATIFICATION]
    listed = {item.ref for meeting in records.find(PanelMeeting) for item in meeting.items}
    told = {notice.about for notice in records.find(Notice) if notice.rule == Topic.EMERGENCY_APPROVED}
    return sorted({e.id for e in approved} ^ listed | {e.id for e in approved} ^ told)


def check_after_kill(clerk: LivingClerk, where: str) -> None:
    report = verify_folder(clerk.folder / "clerk" / "store", {kind.KIND: kind for kind in KINDS})
    assert report.good, f"{where}: {report.problems}"
    store = clerk.records()
    try:
        assert lost(clerk.told, store.read()) == [], where
        assert halved(store.read()) == [], where
    finally:
        store.close()


async def settle(clerk: LivingClerk) -> None:
    """Wait until every mail is dealt with and nothing is owed; pauses before a new try are stepped over."""
    await clerk.office.until(lambda: not clerk.office.mailbox.names("inbox"), within=60)
    await clerk.office.settle(within=60)
    await clerk.office.advance(timedelta(minutes=20))
    await clerk.office.until(lambda: (clerk.health() or {"owed": 1})["owed"] == 0, within=60)
    await clerk.office.settle(quiet=1.0, within=60)


def unsent(records: Records) -> list[str]:
    """Notices that were not sent, by themselves or in a message of the morning, and of which no person was told."""
    told = {notice.id.split("/undelivered/")[-1] for notice in records.find(Notice) if notice.rule == Topic.UNDELIVERED}
    return [
        notice.id
        for notice in records.find(Notice)
        if notice.state not in (NoticeState.SENT, NoticeState.GATHERED, NoticeState.OVERTAKEN)
        and not (notice.delivery is Delivery.MUST_NOT_REPEAT and any(notice.id in each for each in told))
    ]


def repeated_unmarked(clerk: LivingClerk, records: Records) -> list[str]:
    """E-mails sent twice, and Teams notices shown more often than once without saying that they repeat."""
    mails = [mail.to + mail.subject + mail.text for mail in clerk.office.mails("sent")]
    found = [mail for mail in set(mails) if mails.count(mail) > 1]
    for notice in records.find(Notice):
        if notice.rule == Topic.EMERGENCY_APPROVED and notice.channel is Channel.TEAMS and not notice.repeated:
            person = next(p for p in clerk.office.directory.people if p.id == notice.to)
            shown = [m for m in clerk.office.chats.of(person.chat) if m.card and _is_decision(m.card, notice.about)]
            found += [notice.id] * (len(shown) != 1)
    return found


def _is_decision(card: dict[str, object], ref: str) -> bool:
    return ref in str(card) and "It is approved until" in str(card) and "Child" not in str(card)


@pytest.mark.parametrize("kills", [4, pytest.param(200, marks=pytest.mark.full)])
async def test_a_killed_clerk_goes_on_where_it_was(clerk: LivingClerk, kills: int) -> None:
    """After each kill the store is whole; at the end every act counts once and every notice owed has gone out."""
    seed = random.randrange(2**32)
    dice = random.Random(seed)
    print(f"seed {seed}")  # noqa: T201  a failure is repeated by it
    for number in range(kills):
        await clerk.start()
        # The first is killed late enough for something to be acknowledged, however busy the machine is.
        await busy_until_killed(clerk, dice.uniform(0.1, 2.0) if number else 4.0)
        check_after_kill(clerk, f"seed {seed}, kill {number}")
    await clerk.start()
    await settle(clerk)
    clerk.stop()
    check_after_kill(clerk, f"seed {seed}, at the end")
    store = clerk.records()
    records = store.read()
    by_mail = [referral for referral in records.find(Referral) if referral.source == "mail"]
    counted = (records.count(Referral) - len(by_mail), len(by_mail), records.count(ReceivedMail))
    store.close()
    assert unsent(records) == [], f"seed {seed}"
    assert repeated_unmarked(clerk, records) == [], f"seed {seed}"
    assert counted == (clerk.told.begins, clerk.told.mails, clerk.told.mails), f"seed {seed}"
    assert clerk.told.begun
