"""`panel-clerk`: serve, write a panel's form, look after profiles, back up, verify and restore the record."""

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import time, timedelta
from pathlib import Path

from aiohttp import web

from adapters.documents.form_out import blank_form
from adapters.teams.settings import BadTeamsSettings
from bot.app import build_app
from bot.cli.drill import add_drill_command
from bot.cli.foi import add_foi_command
from bot.cli.pack import add_pack_command
from bot.cli.profile import add_profile_commands
from bot.cli.templates import add_template_commands
from bot.logs import set_up_logs
from bot.settings import Settings
from bot.wiring import KINDS, Service, build, build_council
from panel import commands as c
from panel.acts import perform
from panel.calendar import at_wall
from panel.errors import PanelError
from panel.meeting import PanelMeeting
from panel.people import Role, holders
from store.backup import backup, restore
from store.checking import Report, verify_folder

STORE = "store"
DEMO_MEETINGS = 6
WEDNESDAY = 2


def main(given: Sequence[str] | None = None) -> int:
    """Run one command; returns 0, or 1 with a sentence that says what is wrong."""
    chosen = _parser().parse_args(given)
    command: Callable[[argparse.Namespace], int] = chosen.run
    try:
        return command(chosen)
    except (PanelError, BadTeamsSettings, OSError) as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="panel-clerk", description="The clerk of a children's-services panel.")
    commands = parser.add_subparsers(required=True)
    serving = commands.add_parser("serve", help="run the service")
    serving.add_argument("--local", action="store_true", help="for this machine only: no identity is checked")
    serving.add_argument("--data", type=Path)
    serving.add_argument("--port", type=int)
    serving.add_argument("--smtp-port", type=int, help="also take mails over SMTP at this port")
    serving.add_argument("--desk", help="address of the local stand-in for Teams")
    serving.set_defaults(run=_serve)
    form = commands.add_parser("form", help="write a panel's blank Word form")
    form.add_argument("panel")
    form.add_argument("--to", type=Path, help="file to write; the panel's name otherwise")
    form.set_defaults(run=_form)
    add_profile_commands(commands)
    add_drill_command(commands)
    add_foi_command(commands)
    add_template_commands(commands)
    add_pack_command(commands)
    _add_record_commands(commands)
    return parser


def _add_record_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    saving = commands.add_parser("backup", help="copy the record, while the service runs or not")
    saving.add_argument("data", type=Path)
    saving.add_argument("target", type=Path)
    saving.set_defaults(run=_backup)
    verifying = commands.add_parser("verify", help="check every line of the record and of its audit chain")
    verifying.add_argument("data", type=Path)
    verifying.set_defaults(run=_verify)
    restoring = commands.add_parser("restore", help="put a backup in place of a damaged record")
    restoring.add_argument("backup", type=Path)
    restoring.add_argument("data", type=Path)
    restoring.set_defaults(run=_restore)


def _serve(chosen: argparse.Namespace) -> int:
    given = {name: getattr(chosen, name) for name in ("data", "port", "desk", "smtp_port") if getattr(chosen, name)}
    if chosen.local:
        given |= {"local": True, "mail_every": 1.0}
    settings = Settings(**given)
    set_up_logs()
    service = build(settings)
    if settings.local:
        _add_demo_meetings(service)
    web.run_app(build_app(service), host=settings.host, port=settings.port, print=None, access_log=None)
    return 0


def _add_demo_meetings(service: Service) -> None:
    """The next six Wednesdays, where a panel of the demonstration has no dates yet; the source names no weekday."""
    now = service.clock()
    for panel in service.tools.council.profiles:
        admins = holders(service.tools.council.directory, Role.PANEL_ADMIN, panel, now.date())
        if service.store.read().count(PanelMeeting, panel=panel) or not admins:
            continue
        day = now.date() + timedelta(days=(WEDNESDAY - now.date().weekday()) % 7 or 7)
        for week in range(DEMO_MEETINGS):
            starts = at_wall(day + timedelta(weeks=week), time(9, 30))
            command = c.AddMeeting(by=admins[0].id, at=now, through="cli", panel=panel, starts_at=starts)
            try:
                perform(service.store, service.tools.council, command)
            except PanelError:
                continue  # the council is closed that day


def _form(chosen: argparse.Namespace) -> int:
    council, _ = build_council(Settings())
    if chosen.panel not in council.profiles:
        print(f"There is no panel {chosen.panel}; there are: {', '.join(council.profiles)}", file=sys.stderr)
        return 1
    target = chosen.to or Path(f"{chosen.panel}-form.docx")
    target.write_bytes(blank_form(council.profiles[chosen.panel]))
    print(f"Written: {target}")
    return 0


def _backup(chosen: argparse.Namespace) -> int:
    return _told(backup(_store_in(chosen.data), chosen.target))


def _verify(chosen: argparse.Namespace) -> int:
    return _told(verify_folder(_store_in(chosen.data), {kind.KIND: kind for kind in KINDS}))


def _restore(chosen: argparse.Namespace) -> int:
    return _told(restore(chosen.backup, _store_in(chosen.data)))


def _store_in(data: Path) -> Path:
    """The record in a data folder; the folder of the record itself, as error messages name it, is taken too."""
    return data if data.name == STORE else data / STORE


def _told(report: Report) -> int:
    """Say what a check found; 1 when anything is wrong."""
    print(f"{report.records} records, {report.commits} commits, {report.documents} files.")
    print(f"The audit chain ends in {report.link}.")
    for problem in report.problems:
        print(problem, file=sys.stderr)
    return 0 if report.good else 1
