"""Approvers, a refusal and a withdrawal at once, for real on each store: one decision, and all see whose."""

import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import pytest

from bot.wiring import KINDS
from panel import commands as c
from panel.acts import perform
from panel.emergency import EmergencyStatus
from panel.errors import Refused
from store.journal import JournalStore
from tests.fakes_store import MemoryStore
from tests.story import HELEN, MARTIN, PRIYA, RUTH, Story, council

NAMES = {HELEN: "Helen Ward", MARTIN: "Martin Cole", RUTH: "Ruth Adeyemi"}


BLOCK = 50
"""Races in one office; then a new one is opened, so that no agenda grows without end."""


@pytest.fixture(params=["memory", "journal"])
def offices(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Story]:
    """One office after another, each on an empty store."""

    def opened() -> Iterator[Story]:
        for number in count():
            store = MemoryStore() if request.param == "memory" else JournalStore(tmp_path / str(number), KINDS)
            story = Story(store=store)  # type: ignore[arg-type]
            story.meetings()
            yield story
            store.close()

    return opened()


def race(story: Story, ref: str, dice: random.Random) -> list[tuple[str, str, str]]:
    """Each rival's act and what it came to: nothing when it was taken, the refusal otherwise."""
    rivals = dice.choice([2, 2, 3, 5, 8, 50 if dice.random() < 0.02 else 4])
    gate = threading.Barrier(rivals)
    acts = [(dice.choice([*NAMES]), dice.choice([c.ApproveEmergency, c.DeclineEmergency])) for _ in range(rivals)]
    if dice.random() < 0.2:
        acts[0] = (PRIYA, c.WithdrawReferral)

    def act(who: str, command: type[c.Command]) -> tuple[str, str, str]:
        more = {} if command is c.ApproveEmergency else {"reason": "No"}
        gate.wait()
        try:
            perform(story.store, council(), command(by=who, at=story.now, ref=ref, **more))
        except Refused as refused:
            return who, command.__name__, str(refused)
        return who, command.__name__, ""

    with ThreadPoolExecutor(rivals) as pool:
        return list(pool.map(lambda each: act(*each), acts))


@pytest.mark.rule("CB-5.2")
@pytest.mark.parametrize("races", [60, pytest.param(20_000, marks=pytest.mark.full)])
def test_of_many_who_decide_at_once_exactly_one_does(offices: Iterator[Story], races: int) -> None:
    """The record holds the one who was taken; everyone else was told who decided, or that it is gone."""
    seed = random.randrange(2**32)
    dice, story = random.Random(seed), next(offices)
    for number in range(races):
        if number % BLOCK == BLOCK - 1:
            story = next(offices)
        check_one_race(story, dice, f"seed {seed}, race {number}")


def check_one_race(story: Story, dice: random.Random, where: str) -> None:
    ref = story.urgent()
    outcomes = race(story, ref, dice)
    said = f"{where}: {outcomes}"
    decided = [(who, act) for who, act, told in outcomes if not told and act != "WithdrawReferral"]
    emergency = story.emergency(ref)
    if not decided:
        assert emergency.status is EmergencyStatus.WITHDRAWN, said
        return
    [(winner, act)] = decided
    done = "approved" if act == "ApproveEmergency" else "refused"
    assert (emergency.decided_by, bool(emergency.ends_at)) == (winner, done == "approved"), said
    told = [text for _, name, text in outcomes if text and name != "WithdrawReferral"]
    assert all(f"{ref} was already {done} by {NAMES[winner]}" in text for text in told), said
