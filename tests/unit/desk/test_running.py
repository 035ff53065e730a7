import argparse
import asyncio
import json
import os
import re
import shlex
import signal
import sys
from pathlib import Path

import aiohttp
import pytest

from desk.__main__ import bot_command, main, production_settings, read_arguments
from desk.bot_process import RUNNING, STARTING_AGAIN, BotProcess
from desk.office import free_port

DESK = Path(__file__).parents[3] / "desk"
SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.mark.parametrize(
    ("environment", "found"),
    [
        ({"PANEL_CLERK_APP_ID": "x"}, ["PANEL_CLERK_APP_ID"]),
        (
            {"PANEL_CLERK_MAIL_SECRET": "x", "PANEL_CLERK_SECRET": "y"},
            ["PANEL_CLERK_MAIL_SECRET", "PANEL_CLERK_SECRET"],
        ),
        ({"PANEL_CLERK_APP_ID": "", "PANEL_CLERK_PORT": "1", "APP_ID": "x"}, []),
    ],
)
def test_real_settings_are_noticed(environment: dict[str, str], found: list[str]) -> None:
    """Any filled setting of a real service counts; empty ones and other programs' do not."""
    assert production_settings(environment) == found


def test_the_desk_does_not_start_beside_real_settings(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """It says which settings are in the way, not what they hold, and touches nothing."""
    monkeypatch.setenv("PANEL_CLERK_SECRET", "s3cret")

    code = main(["--data", str(tmp_path / "desk")])

    printed = capsys.readouterr().out
    assert (code, "PANEL_CLERK_SECRET" in printed, "s3cret" in printed) == (2, True, False)
    assert not (tmp_path / "desk").exists()


def test_the_clerk_is_started_on_this_desk() -> None:
    """Records inside the desk's folder, the clerk's port, and where the desk is."""
    chosen = read_arguments(["--data", "demo", "--port", "8200", "--bot-port", "4000"])

    assert bot_command(chosen)[1:] == [
        *("-m", "bot", "serve", "--local", "--data", str(Path("demo/clerk"))),
        *("--port", "4000", "--desk", "http://127.0.0.1:8200"),
    ]


def test_the_clerk_takes_mails_over_smtp_when_asked() -> None:
    """At the port that was named."""
    assert bot_command(read_arguments(["--data", "demo", "--smtp-port", "2525"]))[-2:] == ["--smtp-port", "2525"]


def test_another_command_can_start_the_clerk() -> None:
    """It is split as a shell would."""
    assert bot_command(argparse.Namespace(bot_command="run 'my clerk'")) == ["run", "my clerk"]


async def test_a_killed_clerk_is_started_again_and_stopped_with_the_desk() -> None:
    """kill -9 brings a new process; ending the desk ends it."""
    states: asyncio.Queue[str] = asyncio.Queue()
    bot = BotProcess(SLEEPER, states.put_nowait)
    running = asyncio.ensure_future(bot.keep_running())
    seen = [await states.get()]
    assert bot.process
    first = bot.process
    os.kill(first.pid, signal.SIGKILL)
    seen += [await states.get(), await states.get()]
    second = bot.process

    running.cancel()
    await asyncio.gather(running, return_exceptions=True)

    assert seen == [RUNNING, STARTING_AGAIN, RUNNING]
    assert (first.returncode, second.returncode) == (-signal.SIGKILL, -signal.SIGTERM)


async def test_a_command_that_does_not_exist_is_an_error() -> None:
    """A misspelt command is not tried for ever."""
    with pytest.raises(OSError, match="no-such-clerk"):
        await BotProcess(["no-such-clerk"], lambda _: None).keep_running()


@pytest.mark.parametrize("name", ["package.json", "package-lock.json"])
def test_the_renderer_is_pinned_without_addresses(name: str) -> None:
    """The lock names versions and checksums, never a place to download from."""
    content = (DESK / name).read_text(encoding="utf-8")

    assert json.loads(content)
    assert "://" not in content


def test_the_page_brings_nothing_from_elsewhere_and_no_markup_from_texts() -> None:
    """No foreign address, no inline style or handler that the policy would block, no text set as HTML."""
    scripts = {file.name: file.read_text(encoding="utf-8") for file in (DESK / "static").iterdir()}
    foreign = re.compile(r"https?://(?!www\.w3\.org/2000/svg)[a-z]|innerHTML|insertAdjacentHTML|\son\w+=\"|style=\"")

    assert {name: foreign.findall(content) for name, content in scripts.items() if foreign.search(content)} == {}


async def test_the_desk_starts_says_where_it_is_and_stops_on_ctrl_c(tmp_path: Path) -> None:
    """The address is printed once the page answers, and an interrupt ends the desk and the clerk cleanly."""
    with free_port() as sock:
        port = sock.getsockname()[1]
    clerk = shlex.join(SLEEPER)
    desk = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "desk", "--data", str(tmp_path), "--port", str(port), "--bot-command", clerk),
        stdout=asyncio.subprocess.PIPE,
        cwd=DESK.parent,
    )
    assert desk.stdout
    printed = await asyncio.wait_for(desk.stdout.readline(), 20)
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/") as response:
        page = await response.text()
    desk.send_signal(signal.SIGINT)

    assert await asyncio.wait_for(desk.wait(), 20) == 0
    assert printed.decode() == f"The desk is at http://127.0.0.1:{port}\n"
    assert "<title>The desk" in page
