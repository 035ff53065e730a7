"""Typed lines about mail that came in; a part of the table in `typed`."""

import re
from collections.abc import Callable

from dialogs import mailbox
from dialogs.patterns import REFERENCE, REST, ref_in, rest_of
from dialogs.turn import Turn
from panel.ports import Reply

_MAIL = r"(?P<code>[0-9a-fA-F]{5})"

TYPED_MAIL: tuple[tuple[str, Callable[[Turn, re.Match[str]], Reply]], ...] = (
    (rf"mail\s+{_MAIL}", lambda t, m: mailbox.one(t, m["code"])),
    (rf"mail\s+{_MAIL}\s+done({REST})?", lambda t, m: mailbox.done(t, m["code"], rest_of(m))),
    (rf"mails?\s+{REFERENCE}", lambda t, m: mailbox.about(t, ref_in(m))),
)
