"""`python -m desk`: the desk with its page, and the clerk beside it."""

import argparse
import asyncio
import contextlib
import os
import shlex
import signal
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path

import aiohttp
from aiohttp import web

from desk.bot_process import ELSEWHERE, BotProcess
from desk.furniture import Desk, Plan, connector_app, furnish
from desk.mail_page import MailPage
from desk.page import Page, in_words, only_from_here

LOOPBACK = "127.0.0.1"
PRODUCTION = ("EWS", "APP_ID", "SECRET", "PASSWORD", "CERTIFICATE", "TENANT", "DATABASE")


def production_settings(environment: Mapping[str, str]) -> list[str]:
    """The names of settings that belong to a real service and are not empty."""
    ours = (name for name in environment if name.startswith("PANEL_CLERK_"))
    return sorted(name for name in ours if environment[name] and any(word in name for word in PRODUCTION))


def read_arguments(given: Sequence[str]) -> argparse.Namespace:
    """The command line; ends the program with a usage text when it is wrong."""
    parser = argparse.ArgumentParser(prog="desk", description="Try the clerk without Microsoft Teams.")
    parser.add_argument("--data", type=Path, required=True, help="folder for chats, mails and records")
    parser.add_argument("--port", type=int, default=8100, help="port of the page (8100)")
    parser.add_argument("--bot-port", type=int, default=3978, help="port of the clerk (3978)")
    parser.add_argument("--smtp-port", type=int, default=0, help="port where the clerk takes mails over SMTP (none)")
    parser.add_argument("--no-bot", action="store_true", help="the clerk is started by someone else")
    parser.add_argument("--bot-command", default="", help="another command to start the clerk with")
    return parser.parse_args(given)


def bot_command(chosen: argparse.Namespace) -> list[str]:
    """How to start the clerk."""
    if chosen.bot_command:
        return shlex.split(chosen.bot_command)
    records = str(chosen.data / "clerk")
    ports = ["--port", str(chosen.bot_port), "--desk", f"http://{LOOPBACK}:{chosen.port}"]
    smtp = ["--smtp-port", str(chosen.smtp_port)] if chosen.smtp_port else []
    return [sys.executable, "-m", "bot", "serve", "--local", "--data", records, *ports, *smtp]


def build_app(desk: Desk, bot: BotProcess | None) -> web.Application:
    """The connector and the page as one web application."""
    mail_page = MailPage(desk)
    page = Page(desk, lambda: bot.state if bot else ELSEWHERE)
    app = connector_app(desk)
    app.middlewares.extend([only_from_here, in_words])
    app.add_routes([*page.routes(), *mail_page.routes()])

    app.cleanup_ctx.append(lambda _: _watching(mail_page, desk))
    return app


async def _watching(mail_page: MailPage, desk: Desk) -> AsyncIterator[None]:
    task = asyncio.ensure_future(mail_page.watch(desk.teams.chats.tell))
    yield
    task.cancel()


async def run(chosen: argparse.Namespace) -> None:
    """Serve until stopped; raises `OSError` when the port is taken or the clerk cannot be started."""
    address = f"http://{LOOPBACK}:{chosen.port}"
    async with aiohttp.ClientSession() as session:
        desk = furnish(Plan(chosen.data, address, bot=f"http://{LOOPBACK}:{chosen.bot_port}"), session)
        bot = None if chosen.no_bot else _bot(chosen, desk)
        runner = web.AppRunner(build_app(desk, bot), access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        try:
            await web.TCPSite(runner, LOOPBACK, chosen.port).start()
            print(f"The desk is at {address}", flush=True)
            if chosen.smtp_port:
                boxes = ", ".join(panel.mailbox for panel in desk.teams.directory.panels)
                print(
                    f"A mail program can write to {boxes}: SMTP server {LOOPBACK}, port {chosen.smtp_port}, no password"
                )
            await _until_stopped(bot)
        finally:
            await desk.teams.close()
            await runner.cleanup()


def _bot(chosen: argparse.Namespace, desk: Desk) -> BotProcess:
    tell = desk.teams.chats.tell
    return BotProcess(bot_command(chosen), lambda state: tell({"kind": "clerk", "clerk": state}))


async def _until_stopped(bot: BotProcess | None) -> None:
    stopped = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, stopped.set)
    waiting = asyncio.ensure_future(stopped.wait())
    running = [asyncio.ensure_future(bot.keep_running())] if bot else []
    await asyncio.wait([waiting, *running], return_when=asyncio.FIRST_COMPLETED)
    for task in (waiting, *running):
        task.cancel()
    for task in running:
        with contextlib.suppress(asyncio.CancelledError):
            await task


def main(given: Sequence[str] | None = None) -> int:
    """Start the desk; returns the exit code."""
    chosen = read_arguments(sys.argv[1:] if given is None else given)
    found = production_settings(os.environ)
    if found:
        names = ", ".join(found)
        print(f"The desk is only for trying things out. It will not start beside real settings: {names}.")
        return 2
    try:
        asyncio.run(run(chosen))
    except OSError as problem:
        print(f"The desk could not start: {problem}.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
