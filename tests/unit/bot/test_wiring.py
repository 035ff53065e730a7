"""What the service refuses to start with."""

from pathlib import Path

import pytest

from bot.settings import Settings
from bot.wiring import build
from panel.errors import ProfileError

REAL = {"app_id": "11111111-1111-1111-1111-111111111111", "tenant": "t", "secret": "s"}


def test_a_real_service_never_starts_with_the_invented_people(tmp_path: Path) -> None:
    """Somebody who forgets to name the list of staff is told which setting to give."""
    with pytest.raises(ProfileError, match="PANEL_CLERK_PEOPLE"):
        build(Settings(data=tmp_path / "clerk", **REAL))
    assert not (tmp_path / "clerk").exists()
