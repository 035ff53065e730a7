"""Whether the council's own gateway vouches for who wrote a mail; From alone is never proof (RFC 8601)."""

import re

_COMMENT = re.compile(r"\([^()]*\)")


def is_proven(authentication: str, gateway: str, sender: str) -> bool:
    """Whether the topmost Authentication-Results was written by this gateway and says DMARC passed for the sender.

    `gateway` is the name the council's gateway signs with; without one nothing is ever proven. Headers below the
    topmost may have come with the mail and are not looked at.
    """
    domain = sender.rpartition("@")[2].lower()
    server, *results = [part.strip().lower() for part in _COMMENT.sub(" ", authentication).split(";")]
    signed = server.split()[:1]
    if not gateway or not domain or signed != [gateway.lower()]:
        return False
    return any(_passes(result.split(), domain) for result in results)


def _passes(words: list[str], domain: str) -> bool:
    return words[:1] == ["dmarc=pass"] and f"header.from={domain}" in words
