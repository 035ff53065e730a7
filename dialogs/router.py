"""Finds what a typed line or a tapped button means and hands it on. Both meet in the same conversations.

The tables stand in `typed` and `tapped`.
"""

import re
from datetime import datetime

from dialogs import home, papers, referral
from dialogs.patterns import LATE_PAPER, REFERENCE
from dialogs.stamps import TOKEN, act_key
from dialogs.tapped import TAPPED
from dialogs.turn import Tools, Turn, at, say
from dialogs.typed import said
from dialogs.words import talk
from panel.errors import Refused
from panel.ports import Incoming, Reply

AT_PANEL = re.compile(r"at\s+(?P<panel>[^:,]{2,60})[:,]\s*(?P<rest>.+)", re.IGNORECASE | re.DOTALL)
"""“at Knowsley: agenda”, for people who work with several panels."""
LONGEST_LINE = 4000
"""Characters of a typed line that are looked at."""


def respond(tools: Tools, incoming: Incoming, now: datetime) -> Reply:
    """The answer to one thing a person did; a refusal is its sentence, and never an error."""
    if not incoming.place.personal:
        return say(talk.NOT_FOR_CHANNEL) if incoming.text or incoming.value else Reply()
    person = tools.council.directory.person(incoming.person)
    if person is None:
        return say(talk.STRANGER)
    turn = Turn(tools, incoming, now, incoming.key, person)
    try:
        return _tap(turn) if TOKEN in incoming.value else _line(turn)
    except Refused as refused:
        return say(str(refused))


def _line(turn: Turn) -> Reply:
    line = " ".join(turn.incoming.text[:LONGEST_LINE].split(" ")).strip()
    if turn.incoming.files:
        if late := re.fullmatch(LATE_PAPER, line, re.IGNORECASE | re.DOTALL):
            return papers.offer_late(turn, turn.incoming.files, late)
        named = re.search(REFERENCE, line)
        return papers.attach(turn, turn.incoming.files, named["ref"] if named else "")
    if not line:
        return home.welcome(turn)
    named_panel = AT_PANEL.fullmatch(line)
    if named_panel and (panel := _panel_called(turn, named_panel["panel"])):
        turn, line = at(turn, panel), named_panel["rest"].strip()
    if (answer := said(turn, line)) is not None:
        return answer
    draft = referral.awaits_answer(turn)
    if draft is not None:
        return referral.typed_answer(turn, draft, line)
    hint = f"{talk.UNKNOWN} {talk.NOT_ANSWERING}" if referral.current(turn) else talk.UNKNOWN
    return home.helped(turn, hint)


def _panel_called(turn: Turn, name: str) -> str:
    """The panel with this council, name, id or prefix; empty when it is none, so that the line is read as it stands."""
    wanted = name.strip().lower()
    for panel in turn.tools.council.profiles.values():
        identity = panel.panel
        if wanted in (identity.id, identity.council.lower(), identity.name.lower(), identity.prefix.lower()):
            return panel.id
    return ""


def _tap(turn: Turn) -> Reply:
    token = turn.incoming.value[TOKEN]
    tap = turn.tools.stamps.open(token, turn.person.id)
    given = {key: value for key, value in turn.incoming.value.items() if key not in (TOKEN, "verb")}
    key = act_key(turn.person.id, token, given)
    tapped = Turn(turn.tools, turn.incoming, turn.now, key, turn.person, given, tapped=True)
    return TAPPED[tap.act](tapped, tap)
