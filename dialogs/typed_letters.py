"""Typed lines about letters to families; a part of the table in `typed`."""

import re
from collections.abc import Callable

from dialogs import letters
from dialogs.patterns import REFERENCE, REST, ref_in, rest_of
from dialogs.turn import Turn
from panel.ports import Reply

TYPED_LETTERS: tuple[tuple[str, Callable[[Turn, re.Match[str]], Reply]], ...] = (
    (r"letters", lambda t, _: letters.waiting(t)),
    (rf"letter\s+{REFERENCE}", lambda t, m: letters.opened(t, ref_in(m))),
    (rf"letter to\s+{REFERENCE}", lambda t, m: letters.address(t, ref_in(m))),
    (rf"letter to\s+{REFERENCE}{REST}", lambda t, m: letters.give(t, ref_in(m), rest_of(m))),
    (rf"letter confirm\s+{REFERENCE}", lambda t, m: letters.confirm(t, ref_in(m))),
    (rf"letter another\s+{REFERENCE}", lambda t, m: letters.another(t, ref_in(m))),
    (rf"letter words\s+{REFERENCE}({REST})?", lambda t, m: letters.reword(t, ref_in(m), rest_of(m))),
    (rf"letter prepare\s+{REFERENCE}", lambda t, m: letters.prepare(t, ref_in(m))),
    (rf"letter file\s+{REFERENCE}", lambda t, m: letters.file_of(t, ref_in(m))),
    (rf"letter release\s+{REFERENCE}", lambda t, m: letters.release(t, ref_in(m))),
    (rf"letter (posted|sent|handed over)\s+{REFERENCE}({REST})?", lambda t, m: letters.went(t, ref_in(m), rest_of(m))),
    (rf"letter drop\s+{REFERENCE}(\s+because)?({REST})?", lambda t, m: letters.drop(t, ref_in(m), rest_of(m))),
    (rf"letter back\s+{REFERENCE}(\s+because)?({REST})?", lambda t, m: letters.back(t, ref_in(m), rest_of(m))),
)
