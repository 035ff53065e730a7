"""Typed lines about what comes back after a decision; a part of the table in `typed`."""

import re
from collections.abc import Callable

from dialogs import appeals, home, later, minutes, reports, upkeep
from dialogs.turn import Turn
from panel.ports import Reply

_CASE = r"(?P<ref>[A-Za-z]{2,4}-\d{1,6})"
_MORE = r"([\s:,;]+(?P<rest>.+))?"


def _ref(match: re.Match[str]) -> str:
    return (match["ref"] or "").upper()


def _rest(match: re.Match[str]) -> str:
    return (match["rest"] or "").strip()


TYPED_LATER: tuple[tuple[str, Callable[[Turn, re.Match[str]], Reply]], ...] = (
    (rf"planner(\s+{_CASE})?", lambda t, m: later.plan(t, _ref(m))),
    (rf"review\s+{_CASE}", lambda t, m: later.review(t, _ref(m))),
    (rf"review\s+{_CASE}[\s:,;]+(?P<rest>.+)", lambda t, m: later.typed_review(t, _ref(m), _rest(m))),
    (rf"move date\s+{_CASE}\s+(?P<rest>.+)", lambda t, m: later.move_date(t, _ref(m), _rest(m))),
    (rf"starts\s+{_CASE}\s+(?P<rest>.+)", lambda t, m: later.move_start(t, _ref(m), _rest(m))),
    (rf"missed\s+{_CASE}{_MORE}", lambda t, m: later.missed(t, _ref(m), _rest(m))),
    (rf"report\s+{_CASE}{_MORE}", lambda t, m: later.report(t, _ref(m), _rest(m))),
    (rf"payment stopped\s+{_CASE}", lambda t, m: later.payment_stopped(t, _ref(m))),
    (rf"apply again\s+{_CASE}", lambda t, m: later.apply_again(t, _ref(m))),
    (rf"unmet need\s+{_CASE}{_MORE}", lambda t, m: upkeep.unmet(t, _ref(m), _rest(m))),
    (r"unmet needs", lambda t, m: upkeep.unmet_list(t)),
    (r"contracts ending", lambda t, m: upkeep.ending(t)),
    (r"held\s+(?P<rest>.+)", lambda t, m: upkeep.held(t, _rest(m))),
    (rf"appeal\s+{_CASE}", lambda t, m: appeals.opened(t, _ref(m))),
    (rf"log appeal\s+{_CASE}{_MORE}", lambda t, m: appeals.log(t, _ref(m), _rest(m) or ";")),
    (rf"accept appeal\s+{_CASE}{_MORE}", lambda t, m: appeals.late(t, _ref(m), _rest(m), accepted=True)),
    (rf"refuse appeal\s+{_CASE}{_MORE}", lambda t, m: appeals.late(t, _ref(m), _rest(m), accepted=False)),
    (rf"supply appeal\s+{_CASE}{_MORE}", lambda t, m: appeals.supply(t, _ref(m), _rest(m) or ";")),
    (rf"waive appeal\s+{_CASE}{_MORE}", lambda t, m: appeals.waive(t, _ref(m), _rest(m))),
    (rf"withdraw appeal\s+{_CASE}{_MORE}", lambda t, m: appeals.withdraw(t, _ref(m), _rest(m))),
    (rf"interim\s+{_CASE}{_MORE}", lambda t, m: appeals.interim(t, _ref(m), _rest(m))),
    (rf"outside answer\s+{_CASE}{_MORE}", lambda t, m: appeals.outside(t, _ref(m), _rest(m))),
    (rf"complaint\s+{_CASE}{_MORE}", lambda t, m: appeals.complaint(t, _ref(m), _rest(m))),
    (r"minutes(\s+(of\s+)?(?P<rest>\d.*))?", lambda t, m: minutes.read(t, _rest(m))),
    (rf"minutes add{_MORE}", lambda t, m: minutes.add(t, _rest(m))),
    (rf"minutes correct{_MORE}", lambda t, m: minutes.correct(t, _rest(m))),
    (r"sign minutes(\s+(of\s+)?(?P<rest>\d.*))?", lambda t, m: minutes.typed_sign(t, _rest(m))),
    (r"report(\s+(for\s+)?(?P<rest>[\w/, ]*\d[\w/, ]*))?", lambda t, m: reports.read(t, _rest(m))),
    (r"send report(\s+(for\s+)?(?P<rest>.*))?", lambda t, m: reports.send(t, "report", _rest(m))),
    (r"send register", lambda t, m: reports.send(t, "register", "")),
    (r"foi pack(\s+(for\s+)?(?P<rest>.*))?", lambda t, m: reports.send(t, "foi", _rest(m))),
    (r"send planner", lambda t, m: reports.send_planner(t)),
    (r"((what is|show me) )?(the )?(policy|remit)\??", lambda t, m: home.policy(t)),
)
