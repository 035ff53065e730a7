"""Whose word counts for who wrote a mail: the council's own gateway and Exchange; From alone is never proof (RFC 8601).

Anybody can write Authentication-Results into a mail they send. What counts is the topmost one that the council's own
gateway signed, as a gateway puts its header above everything that came with the mail.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

EXCHANGE_ONLINE, EXCHANGE_SERVER = "exchange-online", "exchange-server"
"""Stand for Exchange in place of a gateway's name: it signs with none (see `docs/mail.md`)."""
EXCHANGES = frozenset((EXCHANGE_ONLINE, EXCHANGE_SERVER))


@dataclass(frozen=True)
class Seen:
    """What the headers of a mail say about who wrote it, unjudged.

    `results` are its Authentication-Results from the top; `inside` is what Exchange says of how the sender signed in,
    empty unless it says so exactly once. `on_behalf`: a Sender is named who is not the one in From (RFC 5322 3.6.2).
    """

    results: tuple[str, ...] = ()
    inside: str = ""
    on_behalf: bool = False


@dataclass(frozen=True)
class Vouching:
    """The gateways that are trusted, by name. `believing`: on a machine without any, From is taken as it stands."""

    gateways: tuple[str, ...] = ()
    believing: bool = False

    @classmethod
    def told(cls, setting: str, *, local: bool) -> "Vouching":
        """As the setting names them, separated by commas; only a local clerk without gateways believes From."""
        names = tuple(name.strip().lower() for name in setting.split(",") if name.strip())
        return cls(names, believing=local and not names)

    def believes(self, seen: Seen, sender: str) -> bool:
        """Whether a mail may bring something to a case in the name of its sender."""
        return bool(sender) and (self.believing or self.proves(seen, sender))

    def proves(self, seen: Seen, sender: str) -> bool:
        """Whether one of the gateways vouches for the sender."""
        said = [_said_by(gateway, seen) for gateway in self.gateways]
        return any(_passed(results, sender) for results in said) or self._sent_inside(seen, said)

    def _sent_inside(self, seen: Seen, said: Iterable[Collection[str]]) -> bool:
        """Whether Exchange says that somebody who had signed in wrote it, and nothing speaks against that.

        Whoever writes on behalf of another has signed in as themselves. A mail that failed DMARC came from outside: a
        connector that treats such mail as internal is the commonest mistake.
        """
        is_internal = EXCHANGES.intersection(self.gateways) and seen.inside.lower() == "internal"
        failed = any(words[0].startswith("dmarc=fail") for results in said for words in _about_dmarc(results))
        return bool(is_internal) and not seen.on_behalf and not failed


def _said_by(gateway: str, seen: Seen) -> list[str]:
    """The results that this gateway gave: those of its topmost header."""
    if gateway == EXCHANGE_SERVER:
        return []
    if gateway == EXCHANGE_ONLINE:
        # Exchange writes no name of its own, so only the very first can be its.
        return next((parts for parts in map(_parts, seen.results[:1]) if _is_nameless(parts)), [])
    signed = (parts for parts in map(_parts, seen.results) if parts and parts[0].split()[:1] == [gateway])
    return next(signed, [])[1:]


def _is_nameless(parts: list[str]) -> bool:
    return bool(parts) and "=" in parts[0].split(" ", 1)[0]


def _passed(results: Collection[str], sender: str) -> bool:
    """Whether the one result about DMARC is a pass for the sender's domain; of two, one is not the gateway's."""
    domain = sender.rpartition("@")[2].lower()
    found = _about_dmarc(results)
    return bool(domain) and len(found) == 1 and found[0][0] == "dmarc=pass" and f"header.from={domain}" in found[0]


def _about_dmarc(results: Collection[str]) -> list[list[str]]:
    return [words for words in (part.split() for part in results) if words and words[0].startswith("dmarc=")]


def _parts(header: str) -> list[str]:
    """The header in lower case at its semicolons, without comments and quoted words, in which a sender can write.

    Empty when a comment or quotation is never closed: then nobody can tell what the gateway wrote.
    """
    kept: list[str] = []
    depth, quoted, escaped = 0, False, False
    for letter in header.lower():
        if escaped:
            escaped = False
        elif letter == "\\" and (quoted or depth):
            escaped = True
        elif quoted:
            quoted = letter != '"'
        elif letter == '"' and not depth:
            quoted = True
        elif letter in "()":
            depth = max(0, depth + (1 if letter == "(" else -1))
            kept.append(" ")
        elif not depth:
            kept.append(letter)
    return [] if depth or quoted else [part.strip() for part in "".join(kept).split(";")]
