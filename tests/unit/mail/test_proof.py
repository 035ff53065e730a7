"""Who wrote a mail is proven by the council's own gateway or not at all."""

import pytest

from adapters.mail.proof import EXCHANGE_ONLINE, EXCHANGE_SERVER, Seen, Vouching
from adapters.mail.read import read_mail
from tests.unit.mail.mails import mail

GATE, HELEN = "mx.council.example", "helen.ward@council.example"
GOOD = f"{GATE}; spf=pass smtp.mailfrom=council.example; dmarc=pass (p=reject) header.from=council.example"
FORGED = GOOD.replace("smtp.mailfrom=council.example", "smtp.mailfrom=evil.example")
ONLINE = (
    "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=council.example; dkim=pass (signature was verified) "
    "header.d=council.example;dmarc=pass action=none header.from=council.example;compauth=pass reason=100"
)


def proven(*results: str, gateway: str = GATE, sender: str = HELEN, inside: str = "") -> bool:
    return Vouching.told(gateway, local=False).proves(Seen(results, inside), sender)


def test_the_gateways_own_word_is_proof() -> None:
    """DMARC passed for the domain of the sender, in any case of letters and with comments."""
    assert proven(GOOD)
    assert proven(GOOD.upper(), sender=HELEN.upper())


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
        (f"{GATE}; spf=pass (a (b) ; dmarc=pass header.from=council.example) smtp.mailfrom=x", GATE, HELEN),
        (f'{GATE}; spf=pass smtp.mailfrom="a; dmarc=pass header.from=council.example; "@evil.example', GATE, HELEN),
        (f'{GATE}; spf=pass smtp.mailfrom="a; dmarc=pass header.from=council.example', GATE, HELEN),
        (f"{GOOD}; dmarc=fail header.from=evil.example", GATE, HELEN),
        (f"{GATE}; dmarc=fail header.from=evil.example; dmarc=pass header.from=council.example", GATE, HELEN),
        (GOOD.removeprefix(f"{GATE}; "), GATE, HELEN),
    ],
)
def test_anything_less_is_not(header: str, gateway: str, sender: str) -> None:
    """No header, another server, another result or domain, or a word where a sender can write one."""
    assert not proven(header, gateway=gateway, sender=sender)


def test_only_the_topmost_header_of_the_gateway_counts() -> None:
    """A forged one lies below, as the gateway puts its own on top; what other servers add above does not matter."""
    fails = GOOD.replace("dmarc=pass", "dmarc=fail")
    assert not proven(fails, FORGED)
    assert proven("mx.other.example; dmarc=fail header.from=council.example", GOOD)


def test_exchange_online_signs_with_no_name_and_stands_first() -> None:
    """Its own header is the very first; a nameless one below came with the mail."""
    assert proven(ONLINE, gateway=EXCHANGE_ONLINE)
    assert not proven(ONLINE.replace("dmarc=pass", "dmarc=fail"), ONLINE, gateway=EXCHANGE_ONLINE)
    assert not proven(GOOD, gateway=EXCHANGE_ONLINE)
    assert not proven(ONLINE, gateway=EXCHANGE_SERVER)


@pytest.mark.parametrize("gateway", [EXCHANGE_ONLINE, EXCHANGE_SERVER])
def test_exchange_vouches_for_its_own_people(gateway: str) -> None:
    """A mail that somebody who had signed in wrote inside the organisation has no result of DMARC."""
    assert proven(gateway=gateway, inside="Internal")
    assert not proven(gateway=gateway, inside="Anonymous")
    assert not proven(gateway=GATE, inside="Internal")


def test_a_word_of_exchange_that_stands_twice_is_none() -> None:
    """One of the two came with the mail."""
    doubled = b"X-MS-Exchange-Organization-AuthAs: Internal\n" * 2 + mail()
    assert read_mail(doubled).seen.inside == ""
    assert read_mail(b"X-MS-Exchange-Organization-AuthAs: Internal\n" + mail()).seen.inside == "Internal"


def test_from_is_believed_only_by_a_local_clerk_without_a_gateway() -> None:
    """To try it out on one machine; a real service believes nobody until it is told whom."""
    nothing = Seen()
    assert Vouching.told("", local=True).believes(nothing, HELEN)
    assert not Vouching.told("", local=True).proves(nothing, HELEN)
    assert not Vouching.told("", local=True).believes(nothing, "")
    assert not Vouching.told("", local=False).believes(nothing, HELEN)
    assert not Vouching.told(GATE, local=True).believes(nothing, HELEN)


def test_several_gateways_may_vouch() -> None:
    """An Exchange server of one's own behind a gateway."""
    both = f"{GATE}, {EXCHANGE_SERVER}"
    assert proven(GOOD, gateway=both)
    assert proven(gateway=both, inside="Internal")
