"""`panel-clerk drill`: a marked test of the way to the approver on duty, leg by leg, through the running service."""

import argparse
import json
import sys
import time
import urllib.error
import urllib.request
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.drills import HEADER, TOKEN_FILE
from bot.settings import Settings
from panel.errors import PanelError

LEGS = ("committed", "sent", "answered")
LOOK_AGAIN = 0.5
"""Seconds between two looks."""


def add_drill_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Put the command into the parser."""
    drill = commands.add_parser("drill", help="test the way to the approver on duty; nothing counts as an emergency")
    drill.add_argument("panel")
    drill.add_argument("--data", type=Path, help="the data folder of the running service")
    drill.add_argument("--port", type=int, help="the port of the running service")
    drill.add_argument("--wait", type=float, default=600.0, help="seconds to wait for the answer")
    drill.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Start a drill and report each leg; 1 when it was not answered in time."""
    settings = Settings(**{name: getattr(chosen, name) for name in ("data", "port") if getattr(chosen, name)})
    line = Line(f"http://127.0.0.1:{settings.port}", settings.data / TOKEN_FILE)
    begun = line.ask("/drill", chosen.panel)
    print(f"DRILL for {chosen.panel}: {begun['asked']} is asked.")
    until, said = time.monotonic() + chosen.wait, 0
    while True:
        found = line.ask(f"/drill/{begun['drill']}")
        reached = [leg for leg in LEGS if leg in found]
        for leg in reached[said:]:
            print(_told(leg, found))
        said = len(reached)
        if said == len(LEGS):
            return 0
        if time.monotonic() >= until:
            problem = f" ({found['problem']})" if found.get("problem") else ""
            print(f"Not {LEGS[said]} within {chosen.wait:.0f} seconds{problem}.", file=sys.stderr)
            return 1
        time.sleep(LOOK_AGAIN)


class Line:
    """The line to the running service on this machine."""

    def __init__(self, address: str, token_file: Path) -> None:
        self._address = address
        self._token_file = token_file

    def ask(self, path: str, body: str | None = None) -> dict[str, Any]:
        """The service's answer; raises `PanelError` with a sentence when there is none."""
        try:
            token = self._token_file.read_text(encoding="utf-8")
        except OSError as error:
            raise PanelError(
                f"No service runs with the data folder {self._token_file.parent}, or it is not yours."
            ) from error
        request = urllib.request.Request(  # noqa: S310  always this machine
            f"{self._address}{path}", data=body.encode() if body is not None else None, headers={HEADER: token}
        )
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
                found: dict[str, Any] = json.load(answer)
        except urllib.error.HTTPError as refused:
            told = refused.read().decode("utf-8", "replace")
            says = (
                json.loads(told)["error"] if refused.code == 400 else "The service does not know this drill or token."
            )
            raise PanelError(says) from refused
        except OSError as error:
            raise PanelError(f"The service does not answer at {self._address}.") from error
        return found


def _told(leg: str, found: dict[str, Any]) -> str:
    begun, reached = datetime.fromisoformat(found[LEGS[0]]), datetime.fromisoformat(found[leg])
    after = "" if leg == LEGS[0] else f", {(reached - begun).total_seconds():.2f} s after it was committed"
    return f"{leg} {reached:%H:%M:%S} UTC{after}"
