"""What a button carries: sealed, so that nobody can forge it, lend it or change what it is about.

A button holds nothing but one opaque token. It says what the button does, about which record, drawn from which
revision, for whom, and carries a nonce. Everything else is looked up and checked again when it is tapped.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field

from itsdangerous import BadSignature, URLSafeSerializer

from panel.errors import NotPermitted, Stale

TOKEN = "token"  # noqa: S105
"""The key under which a button's data carries its token."""


@dataclass(frozen=True)
class Tap:
    """One button: its act, the record, and the revision the card showed."""

    act: str
    ref: str = ""
    revision: int = 0
    details: Mapping[str, str] = field(default_factory=dict)


class Stamps:
    """Seals buttons for one person and opens them again."""

    def __init__(self, secret: str) -> None:
        self._sealer = URLSafeSerializer(secret, salt="panel-clerk-card")
        self._letter_key = hashlib.sha256(f"panel-clerk-letter\0{secret}".encode()).digest()

    def name(self, of: str) -> str:
        """A name for a letter that only this clerk can make, always the same for the same notice: 40 hex digits."""
        return hmac.new(self._letter_key, of.encode(), hashlib.sha256).hexdigest()[:40]

    def seal(self, tap: Tap, person: str, nonce: str) -> str:
        """The token of a button on a card drawn for this person."""
        return self._sealer.dumps([tap.act, tap.ref, tap.revision, dict(tap.details), person, nonce])

    def open(self, token: str, person: str) -> Tap:
        """What the button does; raises `Stale` for a forged token and `NotPermitted` for another person's card."""
        try:
            act, ref, revision, details, owner, _ = self._sealer.loads(token)
        except (BadSignature, ValueError, TypeError) as error:
            raise Stale("I can’t use this card any more. Type “status” to see where things stand.") from error
        if owner != person:
            raise NotPermitted(
                "This card was made for somebody else, so nothing was changed. Type “status” to see your own."
            )
        return Tap(act, ref, revision, details)


def act_key(person: str, token: str, given: Mapping[str, str]) -> str:
    """Names one act: the same tap of the same card with the same inputs, however often it is delivered."""
    said = "\x1f".join([person, token, *(f"{key}={given[key]}" for key in sorted(given))])
    return hashlib.sha256(said.encode()).hexdigest()
