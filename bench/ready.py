"""From start to ready with 10,000 records: the real process, until it says so, and the memory it then holds."""

import json
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

RECORDS = 10_000
ROUNDS = 3
PORT = 39780
PANEL = "central-bedfordshire"


def fill(folder: Path) -> None:
    """A store with 10,000 closed referrals of about 3 KB."""
    from bot.wiring import KINDS
    from panel.ports import Answer, Change
    from panel.records import AuditEntry
    from panel.referral import Referral, ReferralStatus
    from store.journal import JournalStore

    store, now = JournalStore(folder / "store", KINDS), datetime(2026, 1, 5, 9, tzinfo=UTC)
    for start in range(0, RECORDS, 100):
        made = tuple(
            Referral(
                id=f"CB-{n:06d}",
                panel=PANEL,
                profile_version="1",
                referrer="a",
                manager="b",
                opened_at=now,
                touched_at=now,
                status=ReferralStatus.CLOSED,
                answers={"care_plan": "x" * 2600},
            )
            for n in range(start, start + 100)
        )
        entry = AuditEntry(at=now, by="bench", act="filled", about=(f"CB-{start:06d}",))
        store.transact(lambda _, made=made, entry=entry: Change(Answer(code="filled"), entry, made))  # type: ignore[misc]
    store.close()


def start_once(folder: Path) -> tuple[float, float]:
    """Seconds from starting the process to its first healthy answer, and its resident megabytes then."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "bot", "serve", "--local", "--data", str(folder), "--port", str(PORT)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/health", timeout=1):
                    break
            except OSError:
                time.sleep(0.01)
        took = time.perf_counter() - begun
        status = Path(f"/proc/{process.pid}/status").read_text()
        resident = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return took, int(resident.split()[1]) / 1024
    finally:
        process.terminate()
        process.wait()


def main() -> None:
    """Fill a store, start the clerk on it three times, print the medians."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "clerk"
        fill(folder)
        rounds = [start_once(folder) for _ in range(ROUNDS)]
    took, resident = (statistics.median(column) for column in zip(*rounds, strict=True))
    print(json.dumps({"records": RECORDS, "seconds": round(took, 2), "aim": 2.0}))
    print(json.dumps({"records": RECORDS, "resident_mb": round(resident), "aim": 150}))


if __name__ == "__main__":
    main()
