"""The desk as people start it, and a browser in front of it."""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from desk.office import free_port
from tests.scenario.conftest import begin_on_monday
from tests.story import ROOT

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=en-GB",
)
STARTS_WITHIN = 40.0


def ports() -> tuple[int, int]:
    """Two ports that are free now."""
    socks = [free_port(), free_port()]
    found = [sock.getsockname()[1] for sock in socks]
    for sock in socks:
        sock.close()
    return found[0], found[1]


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as response:
            return bool(response.status == 200)
    except OSError:
        return False


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[str]:
    """The address of a desk with its clerk, started as `make run` does, on ports of its own."""
    begin_on_monday(tmp_path / "clerk")
    page, bot = ports()
    command = [sys.executable, "-m", "desk", "--data", str(tmp_path), "--port", str(page), "--bot-port", str(bot)]
    with (
        (tmp_path / "desk.log").open("wb") as log,
        subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log) as running,
    ):
        until = time.monotonic() + STARTS_WITHIN
        while not (answers(f"http://127.0.0.1:{bot}/health") and answers(f"http://127.0.0.1:{page}/")):
            assert time.monotonic() < until, (tmp_path / "desk.log").read_text()
            assert running.poll() is None, (tmp_path / "desk.log").read_text()
        yield f"http://127.0.0.1:{page}"
        running.send_signal(signal.SIGINT)


@pytest.fixture
def browser() -> Iterator[Browser]:
    """Chromium as the machine has it; without one the test says so and is skipped."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("there is no Chromium on this machine")
    os.environ.setdefault("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=list(QUIET))
        yield opened
        opened.close()
