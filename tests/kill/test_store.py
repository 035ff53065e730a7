"""A writer killed with SIGKILL at any moment loses nothing it acknowledged and leaves nothing half done."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from panel.notices import Notice
from store.journal import JournalStore
from tests.unit.store.story import KINDS, Paper, Stamp

ROOT = Path(__file__).parents[2]


def acknowledged_until_killed(folder: Path, dice: random.Random) -> int:
    """Let a writer run for a random number of commits and a random moment more; the last number it acknowledged."""
    command = [sys.executable, "-m", "tests.kill.store_writer", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        said = [writer.stdout.readline() for _ in range(dice.randrange(1, 30))]
        moment = time.perf_counter() + dice.random() * 0.003
        while time.perf_counter() < moment:
            pass  # no sleep is this short
        writer.kill()
        said += writer.stdout.readlines()
    assert writer.returncode == -9, "the writer stopped by itself"
    return int([line for line in said if line.endswith(b"\n")][-1])


@pytest.mark.parametrize("kills", [10, pytest.param(500, marks=pytest.mark.full)])
def test_a_killed_writer_loses_and_halves_nothing(tmp_path, kills):
    """After every kill the store opens, has all that was acknowledged, and each commit is there whole or not at all."""
    seed = random.randrange(2**32)
    dice = random.Random(seed)
    for number in range(kills):
        acknowledged = acknowledged_until_killed(tmp_path / "store", dice)
        store = JournalStore(tmp_path / "store", KINDS)
        view, report = store.read(), store.verify()
        reached = view.get(Stamp, "S1").number
        whole = (
            view.get(Paper, "P1").owner,
            view.count(Notice),
            sum(1 for _ in store.trail("S1")),
            report.commits,
            report.problems,
        )
        store.close()
        assert whole == (str(reached), reached, reached, reached, ()), f"seed {seed}, kill {number}"
        assert acknowledged <= reached <= acknowledged + 1, f"seed {seed}, kill {number}"
