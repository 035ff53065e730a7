from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from desk.courier import Patience
from desk.office import Office
from tests.unit.desk.fake_clerk import FakeClerk

QUICK = Patience(answer=0.3, first_pause=0.01, longest_pause=0.05)


@pytest.fixture
def clerk() -> FakeClerk:
    return FakeClerk()


@pytest.fixture
async def empty_office(tmp_path: Path) -> AsyncIterator[Office]:
    """An office without a clerk: nobody listens at its address."""
    async with Office.opened(tmp_path, bot="http://127.0.0.1:9", patience=QUICK) as office:
        yield office


@pytest.fixture
async def office(empty_office: Office, clerk: FakeClerk) -> Office:
    await empty_office.start_bot(clerk.app())
    return empty_office
