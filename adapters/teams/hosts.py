"""Which addresses the bot will call: a token or a request never goes to a host that is not on the list."""

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlsplit

from adapters.teams.settings import is_loopback

_ODD = re.compile(r"[\s\\@\x00-\x20\x7f]")


def names_this_machine(host_header: str) -> bool:
    """Whether the Host header of a request, with or without a port, is one of this machine's own names."""
    try:
        return is_loopback(urlsplit(f"//{host_header}").hostname or "")
    except ValueError:
        return False


class Hosts:
    """A list of host names; each also stands for its sub-domains.

    An entry `http://host` allows plain HTTP on any port and counts only for this machine's own addresses.
    """

    def __init__(self, entries: Iterable[str]) -> None:
        entries = tuple(entry.lower() for entry in entries)
        self._plain = {name for e in entries if e.startswith("http://") and is_loopback(name := e[7:].strip("[]"))}
        self._secure = tuple(e for e in entries if "://" not in e)
        self.allows = lru_cache(maxsize=256)(self._allows)

    def _allows(self, url: str) -> bool:
        if _ODD.search(url):
            return False
        try:
            parts = urlsplit(url)
            host, port = (parts.hostname or "").rstrip("."), parts.port
        except ValueError:
            return False
        if parts.scheme == "http":
            return host in self._plain
        return parts.scheme == "https" and port in (None, 443) and self._listed(host)

    def _listed(self, host: str) -> bool:
        return any(host == name or host.endswith("." + name) for name in self._secure)
