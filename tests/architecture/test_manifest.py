"""The app manifest keeps Teams' limits, and names only commands the clerk understands."""

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from dialogs.typed import TYPED
from tests.story import ROOT

MANIFEST = json.loads((ROOT / "manifest" / "manifest.json").read_text())
COMMANDS = [c["title"] for listed in MANIFEST["bots"][0]["commandLists"] for c in listed["commands"]]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_manifest_is_understood(command: str) -> None:
    """What Teams offers in its menu has a row in the router."""
    assert any(re.fullmatch(pattern, command, re.IGNORECASE) for pattern, _ in TYPED)


def test_the_manifest_keeps_the_limits_of_teams() -> None:
    """Names, descriptions and lists are no longer than Teams takes."""
    assert len(MANIFEST["name"]["short"]) <= 30
    assert len(MANIFEST["description"]["short"]) <= 80
    assert len(MANIFEST["description"]["full"]) <= 4000
    assert len(MANIFEST["developer"]["name"]) <= 32
    assert len(MANIFEST["bots"]) == 1
    assert len(COMMANDS) <= 12
    assert set(MANIFEST["bots"][0]["scopes"]) <= {"personal", "team", "groupChat", "copilot"}


def test_the_package_holds_manifest_and_icons(tmp_path: Path) -> None:
    """The built package has the app's id in place and icons of the sizes Teams wants."""
    target = tmp_path / "app.zip"
    subprocess.run([sys.executable, ROOT / "manifest" / "build", "the-app", "clerk.example", target], check=True)
    with zipfile.ZipFile(target) as package:
        manifest = json.loads(package.read("manifest.json"))
        sizes = [int.from_bytes(package.read(name)[16:20], "big") for name in ("color.png", "outline.png")]
    assert (manifest["id"], manifest["bots"][0]["botId"], sizes) == ("the-app", "the-app", [192, 32])
