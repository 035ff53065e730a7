"""One look of the clock at 10,000 live records, and the look of a morning on which a tenth of them fall due.

The records are what a busy council has: drafts near a cut-off, referrals that wait for a signature, agreed resources
with a review ahead, open tasks, and the meetings of half a year.
"""

import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from adapters.directory import load_directory
from bot.settings import DEMO_PEOPLE
from bot.sweep import sweep
from bot.wiring import KINDS
from panel.council import Council
from panel.decision import Package, Task
from panel.meeting import PanelMeeting
from panel.people import Role
from panel.ports import Answer, Change
from panel.profile_files import load_profiles
from panel.records import AuditEntry, Record
from panel.referral import Referral, ReferralStatus
from store.journal import JournalStore

PANEL = "central-bedfordshire"
NIGHT = datetime(2026, 11, 4, 3, tzinfo=UTC)
MORNING = datetime(2026, 11, 4, 9, tzinfo=UTC)
OPENED = datetime(2026, 11, 3, 12, tzinfo=UTC)
LIVE = 10_000
BATCH = 500


def records(worker: str, manager: str) -> list[Record]:
    """So many live records, of each kind a share."""
    found: list[Record] = []
    for week in range(26):
        starts = datetime(2026, 11, 11, 9, 30, tzinfo=UTC) + timedelta(weeks=week)
        more = {"ends_at": starts + timedelta(hours=3), "cutoff_at": starts - timedelta(days=5)}
        found.append(PanelMeeting(id=f"{PANEL}.{starts:%Y-%m-%d}", panel=PANEL, starts_at=starts, **more))
    for number in range(LIVE - len(found)):
        ref, kind = f"CB-{number:05}", number % 10
        people = {"panel": PANEL, "referrer": worker, "manager": manager}
        if kind < 5:
            waits = kind == 0 and number % 50 == 0
            status = ReferralStatus.AWAITING_AUTHORISATION if waits else ReferralStatus.BOOKED
            drafts = ReferralStatus.DRAFT if kind == 1 else status
            answers = {f"question_{n}": "words " * 20 for n in range(18)}
            times = {"opened_at": OPENED, "touched_at": OPENED}
            found.append(Referral(id=ref, profile_version="1", status=drafts, answers=answers, **people, **times))
        elif kind < 8:
            day = (NIGHT + timedelta(days=60 + number % 300)).date().isoformat()
            dates = {"end_date": day, "review_date": day, "reapply_by": day}
            found.append(Package(id=ref, agreed_at=OPENED, **people, **dates))
        else:
            due = (NIGHT + timedelta(days=10 + number % 20)).date().isoformat()
            found.append(Task(id=ref, panel=PANEL, about=ref, owner=manager, what="x", due=due, made_at=OPENED))
    return found


def main() -> None:
    council = Council(load_profiles(Path("panel/profiles")), load_directory(DEMO_PEOPLE))
    people = list(council.directory.everyone())
    worker = next(p for p in people if p.is_a(Role.PRACTITIONER, PANEL, OPENED.date()))
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        store = JournalStore(Path(folder), KINDS)
        live = records(worker.id, worker.manager)
        entry = AuditEntry(at=OPENED, by="clock", act="filled", about=())
        for start in range(0, len(live), BATCH):
            change = Change(Answer(code="filled"), entry, tuple(live[start : start + BATCH]))
            store.transact(lambda _, change=change: change)
        for name, now in (("first look", NIGHT), ("nothing due", NIGHT), ("a morning", MORNING), ("after it", MORNING)):
            began = time.perf_counter()
            due = sweep(store, council, lambda now=now: now)
            print(f"{len(live):>7} live records, {name}: {time.perf_counter() - began:.2f} s, {due} fell due")
        store.close()


if __name__ == "__main__":
    main()
