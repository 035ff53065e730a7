"""Reports people look at, in a chat: the figures of a panel, the pack for the public, the planner as files."""

from dialogs.cards.reports import report_card
from dialogs.turn import Turn, say, show
from dialogs.words import reports as words
from panel import commands as c
from panel import permissions
from panel.period import read_period
from panel.ports import Reply
from panel.reporting import report


def read(turn: Turn, typed: str) -> Reply:
    """“report” or “report 2026 Q4”: the figures of the panel on a card (RO-12.1, CB-14.9)."""
    profile, period = turn.office.profile(turn.panel()), read_period(typed, turn.today)
    permissions.check_may_see_reports(turn.person, profile, turn.today)
    found = report(turn.office, profile.id, period, turn.today)
    return show(turn, report_card(turn, profile, period, words.tables(found, turn.today), words.bars(found)))


def send(turn: Turn, kind: str, typed: str, panel: str = "") -> Reply:
    """The files, by mail to who asks and to nobody else."""
    answer = turn.do(c.SendReport, panel=panel or turn.panel(), kind=kind, period=typed)
    return say(words.FILES_ON_THEIR_WAY[kind].format(to=answer.facts["to"]))


def send_planner(turn: Turn) -> Reply:
    """The planner as a workbook and a calendar file, with what this person may see of it (CB-9.17)."""
    return send(turn, "planner", "", turn.chosen or turn.panels[0])
