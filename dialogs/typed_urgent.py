"""What typed lines of the emergency route mean beyond asking and deciding: a table as in `typed`, tried after it."""

import re
from collections.abc import Callable

from dialogs import drill, duty, emergency, history, placement, telephone
from dialogs.patterns import CODE, REFERENCE, REST, ref_in, rest_of
from dialogs.turn import Turn
from panel.ports import Reply

URGENT: tuple[tuple[str, Callable[[Turn, re.Match[str]], Reply]], ...] = (
    (r"(i am|i’m|i'm) back|back from leave", lambda t, _: duty.here(t)),
    (r"away(\s+from\s+(?P<since>.+?))?\s+until\s+(?P<rest>.+)", lambda t, m: duty.away(t, m["since"] or "", m["rest"])),
    (r"who is on (duty|call)\??|on duty\??", lambda t, _: duty.on_duty(t)),
    (rf"support\s+{CODE}", lambda t, m: emergency.support(t, ref_in(m), "typed")),
    (rf"(not|don’t|don't) support\s+{CODE}({REST})?", lambda t, m: _not_supported(t, m)),
    (
        rf"phoned\s+{CODE}\s+(?P<name>.{{2,80}}?)\s+(?P<how>approved|refused)\s*[:,;]\s*(?P<rest>.+)",
        lambda t, m: telephone.phoned(t, ref_in(m), m["name"], m["how"], m["rest"]),
    ),
    (rf"confirm\s+{CODE}", lambda t, m: telephone.confirm(t, ref_in(m))),
    (rf"deny\s+{CODE}({REST})?", lambda t, m: telephone.deny(t, ref_in(m), rest_of(m))),
    (
        rf"told\s+({CODE}\s+)?(?P<whom>.{{2,60}}?)\s+by\s+(tele)?phone\s+at\s+(?P<at>\d{{1,2}}[:.]\d{{2}})[\s:,]*(?P<rest>.*)",
        lambda t, m: placement.told(t, ref_in(m), m["whom"], m["at"], rest_of(m)),
    ),
    (rf"admitted\s+{REFERENCE}({REST})?", lambda t, m: placement.admitted(t, ref_in(m), rest_of(m))),
    (rf"(mail me the |send )papers\s+(of\s+)?{CODE}", lambda t, m: placement.send_papers(t, ref_in(m))),
    (rf"ended\s+{CODE}({REST})?", lambda t, m: placement.ended(t, ref_in(m), rest_of(m))),
    (rf"history\s+{CODE}", lambda t, m: history.card_of(t, ref_in(m))),
    (rf"send history\s+{CODE}", lambda t, m: history.send(t, ref_in(m))),
    (r"acknowledge(\s+(?P<rest>\w+))?", lambda t, m: drill.acknowledge(t, rest_of(m))),
)


def _not_supported(turn: Turn, match: re.Match[str]) -> Reply:
    return emergency.refuse_support(turn, ref_in(match), rest_of(match), "typed")
