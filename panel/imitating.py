"""Whether a mail from outside looks as if a member of staff had written it: an address like theirs, or their name.

This proves nothing and changes nothing. It is said to the administrator, who might otherwise answer it.
"""

import re
import unicodedata
from collections.abc import Iterable

from panel.people import Person

_LOOK_ALIKE = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l", "5": "s", "-": "", ".": "", "_": ""})
_FOREIGN = str.maketrans("\u0430\u0441\u0435\u043e\u0440\u0445\u0443\u0456\u0458\u0501\u04bb\u04cf", "aceopxyijdhl")
"""Letters of the Cyrillic script that look like Latin ones."""
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w.-]{1,255}")
_SHORTEST_NAME = 2
"""Words of a name that are compared: a single one is shared by too many."""
_SHORTEST_SLIP = 8
"""Letters of a domain from which on one letter is a slip: shorter ones of different houses differ by no more."""


def looks_like_staff(address: str, shown_as: str, staff: Iterable[Person]) -> bool:
    """Whether this address, or what stands beside it in From, could be taken for somebody on the list of staff.

    That is: their name or address beside another address; the part before the @ of one of theirs, as with a private
    mailbox; a domain that looks like theirs, or begins with it.
    """
    local, _, domain = address.partition("@")
    shown = _words(_ADDRESS.sub(" ", shown_as))
    beside = {found.lower() for found in _ADDRESS.findall(shown_as)} - {address}
    for person in staff:
        own, _, home = person.email.lower().partition("@")
        if not home or home == domain:
            continue
        name = _words(person.name)
        if person.email.lower() in beside or local == own or _alike(domain, home):
            return True
        if len(name) >= _SHORTEST_NAME and name <= shown:
            return True
    return False


def _alike(domain: str, home: str) -> bool:
    if domain.startswith((f"{home}.", f"{home}-")):
        return True
    one, other = _skeleton(domain), _skeleton(home)
    return one == other or (len(other) >= _SHORTEST_SLIP and _one_slip(one, other))


def _skeleton(domain: str) -> str:
    """What the eye makes of it: letters that look alike are one, and signs between them are lost."""
    try:
        shown = domain.encode("ascii").decode("idna")
    except UnicodeError:
        shown = domain
    plain = unicodedata.normalize("NFKD", shown.lower()).translate(_FOREIGN).encode("ascii", "ignore").decode()
    plain = plain.translate(_LOOK_ALIKE)
    for pair, letter in _PAIRS:
        plain = plain.replace(pair, letter)
    return plain


def _one_slip(one: str, other: str) -> bool:
    """Whether they differ by one letter left out, put in, or put for another."""
    same = next((n for n, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    at = min(len(one), len(other)) if same is None else same
    rests = ((one[at + 1 :], other[at + 1 :]), (one[at + 1 :], other[at:]), (one[at:], other[at + 1 :]))
    return any(left == right for left, right in rests)


def _words(text: str) -> frozenset[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return frozenset(re.findall(r"[^\W\d_]{2,}", "".join(each for each in plain if not unicodedata.combining(each))))
