"""Who wrote a mail is proven by the council's own gateway or not at all."""

import pytest

from adapters.mail.proof import is_proven

GATE, HELEN = "mx.council.example", "helen.ward@council.example"
GOOD = f"{GATE}; spf=pass smtp.mailfrom=council.example; dmarc=pass (p=reject) header.from=council.example"


def test_the_gateways_own_word_is_proof() -> None:
    """DMARC passed for the domain of the sender, in any case of letters and with comments."""
    assert is_proven(GOOD, GATE, HELEN)
    assert is_proven(GOOD.upper(), GATE, HELEN.upper())


@pytest.mark.parametrize(
    ("header", "gateway", "sender"),
    [
        ("", GATE, HELEN),
        (GOOD, "", HELEN),
        (GOOD, GATE, ""),
        (GOOD, "mx.other.example", HELEN),
        (GOOD.replace(GATE, "mx.evil.example"), GATE, HELEN),
        (GOOD.replace("dmarc=pass", "dmarc=fail"), GATE, HELEN),
        (GOOD.replace("dmarc=pass", "dmarc=none"), GATE, HELEN),
        (GOOD, GATE, "helen.ward@evil.example"),
        (f"{GATE}; spf=pass smtp.mailfrom=council.example", GATE, HELEN),
        (f"{GATE}; none (dmarc=pass header.from=council.example)", GATE, HELEN),
        (f"evil.example ({GATE}); dmarc=pass header.from=council.example", GATE, HELEN),
        (f"{GATE}; dmarc=pass header.from=council.example.evil.example", GATE, HELEN),
    ],
)
def test_anything_less_is_not(header: str, gateway: str, sender: str) -> None:
    """No header, another server's, another result, another domain, or a word in a comment."""
    assert not is_proven(header, gateway, sender)
