"""`panel-clerk foi`: the pack about a panel that can be given to the public, from the record, beside the service."""

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.bundles import pack
from bot.clock import system_clock
from bot.settings import Settings
from bot.wiring import KINDS, build_council
from panel.calendar import wall
from panel.council import Office
from panel.errors import PanelError
from panel.period import read_period
from store.backup import backup
from store.journal import JournalStore


def add_foi_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Put the command into the parser."""
    foi = commands.add_parser("foi", help="write the pack for a freedom-of-information request; it names nobody")
    foi.add_argument("panel")
    foi.add_argument("period", help="such as 2026, 2026/27 or “2026 Q4”")
    foi.add_argument("--data", type=Path, help="the data folder of the service")
    foi.add_argument("--to", type=Path, help="file to write; named by panel and time otherwise")
    foi.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Write the pack; raises `PanelError` for a panel or a time it does not know, or a record that is not whole."""
    settings = Settings(**({"data": chosen.data} if chosen.data else {}))
    council, _ = build_council(settings)
    if chosen.panel not in council.profiles:
        raise PanelError(f"There is no panel {chosen.panel}; there are: {', '.join(council.profiles)}")
    period = read_period(chosen.period, wall(system_clock()).date())
    target: Path = chosen.to or Path(f"{chosen.panel}-foi-{period.name.replace('/', '-').replace(' ', '-')}.docx")
    # A running service holds its record, so the pack is counted from a copy, which is checked as it is made.
    with TemporaryDirectory() as folder:
        copied = backup(settings.store, Path(folder) / "store")
        if not copied.good:
            raise PanelError("The record is not whole, so nothing was counted. Look at it with: panel-clerk verify")
        store = JournalStore(Path(folder) / "store", KINDS)
        try:
            target.write_bytes(pack(Office(council, store.read()), chosen.panel, period))
        finally:
            store.close()
    print(f"Written: {target}")
    return 0
