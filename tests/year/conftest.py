"""A running clerk of a council that has one panel only."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from desk.office import Office
from tests.scenario.conftest import SHIPPED, Clerk


@pytest.fixture
async def clerk(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Clerk]:
    """The shipped profile of the panel the test names."""
    profiles = tmp_path / "profiles"
    profiles.mkdir()
    shutil.copy(SHIPPED / f"{request.param}.toml", profiles)
    async with Office.opened(tmp_path) as office:
        running = Clerk(office, tmp_path, profiles)
        await running.start()
        yield running
