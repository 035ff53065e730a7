"""How long a store takes to open, and what memory it then holds, at 10,000 and 100,000 records of 3 KB.

Each opening runs in a process of its own, so that its memory is its own.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.commit import Case, filled
from store.journal import JournalStore


def resident() -> float:
    """The megabytes this process holds in memory now."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024


def open_once(folder: Path) -> None:
    """Open, print seconds and megabytes added, and close."""
    before, start = resident(), time.perf_counter()
    store = JournalStore(folder, [Case])
    took, added = time.perf_counter() - start, resident() - before
    print(f"{store.read().count(Case):>7} records: open {took:.2f} s, {added:.0f} MB")
    store.close()


def main() -> None:
    if sys.argv[1:]:
        open_once(Path(sys.argv[1]))
        return
    for records in (10_000, 100_000):
        with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
            filled(Path(folder), records).close()
            subprocess.run([sys.executable, "-m", "bench.open", folder], check=True)


if __name__ == "__main__":
    main()
