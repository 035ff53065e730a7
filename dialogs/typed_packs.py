"""Typed lines about the papers of a meeting; a part of the table in `typed`."""

import re
from collections.abc import Callable

from dialogs import packs
from dialogs.patterns import LATE_PAPER, REFERENCE, ref_in, rest_of
from dialogs.turn import Turn, say
from dialogs.words.dates import HOW_TO_OFFER
from panel.ports import Reply

_DAY = r"(\s+(for\s+)?(?P<rest>\d.*))?"

TYPED_PACKS: tuple[tuple[str, Callable[[Turn, re.Match[str]], Reply]], ...] = (
    (rf"build (the )?pack{_DAY}", lambda t, m: packs.build(t, rest_of(m))),
    (rf"send (the )?pack{_DAY}", lambda t, m: packs.send(t, rest_of(m))),
    (rf"pack{_DAY}", lambda t, m: packs.asked(t, rest_of(m))),
    (r"my pack|(mail|send) me my (pack|copy)", lambda t, m: packs.take(t)),
    (LATE_PAPER, lambda t, m: say(HOW_TO_OFFER)),
    (rf"invite\s+(?P<rest>.+?)\s+to\s+{REFERENCE}", lambda t, m: packs.invite(t, rest_of(m), ref_in(m))),
)
