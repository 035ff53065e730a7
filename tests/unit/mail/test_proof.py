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


def proven(*results: str, gateway: str = GATE, sender: str = HELEN, inside: str = "", on_behalf: bool = False) -> bool:
    return Vouching.told(gateway, local=False).proves(Seen(results, inside, on_behalf=on_behalf), sender)


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


NO_POLICY = f"{GATE}; spf=pass smtp.mailfrom=council.example; dkim=pass header.d=council.example; dmarc=none"
UNPUBLISHED = ONLINE.replace("dmarc=pass action=none", "dmarc=bestguesspass action=none")


@pytest.mark.parametrize(
    ("header", "gateway"),
    [
        (GOOD.replace("dmarc=pass (p=reject)", "dmarc=fail (p=none dis=none)"), GATE),
        (ONLINE.replace("dmarc=pass", "dmarc=fail"), EXCHANGE_ONLINE),
        (f"{NO_POLICY} header.from=council.example", GATE),
        (f"{NO_POLICY} (p=none) header.from=council.example", GATE),
        (UNPUBLISHED, EXCHANGE_ONLINE),
        (ONLINE.replace("dmarc=pass", "dmarc=none"), EXCHANGE_ONLINE),
        (ONLINE.replace("dmarc=pass", "dmarc=temperror"), EXCHANGE_ONLINE),
        (f"{GATE}; arc=pass (i=1 dmarc=pass fromdomain=council.example)", GATE),
    ],
)
def test_a_domain_that_asks_for_nothing_is_not_believed_for_less(header: str, gateway: str) -> None:
    """A failure stays one where the policy is to do nothing; SPF and DKIM that fit From do not make up for DMARC."""
    assert not proven(header, gateway=gateway)


def test_two_headers_of_one_gateway_are_not_put_together() -> None:
    """Of two the topmost counts alone, for what it says and for what it leaves out."""
    spf = f"{GATE}; spf=pass smtp.mailfrom=council.example"
    assert not proven(spf, GOOD)
    assert proven(GOOD, spf)


def test_mail_inside_exchange_is_not_believed_against_a_failure() -> None:
    """Its DMARC failed, so it came from outside, by a connector that wrongly treats such mail as internal."""
    failed = GOOD.replace("dmarc=pass", "dmarc=fail")
    assert not proven(ONLINE.replace("dmarc=pass", "dmarc=fail"), gateway=EXCHANGE_ONLINE, inside="Internal")
    assert not proven(failed, gateway=f"{GATE}, {EXCHANGE_SERVER}", inside="Internal")
    assert proven(ONLINE.replace("dmarc=pass", "dmarc=none"), gateway=EXCHANGE_ONLINE, inside="Internal")
    assert proven(failed.replace(GATE, "mx.other.example"), gateway=f"{GATE}, {EXCHANGE_SERVER}", inside="Internal")


def test_a_failure_seen_behind_a_gateway_does_not_undo_its_word() -> None:
    """Exchange Online behind the council's gateway sees that gateway's address, and SPF may fail there."""
    behind = ONLINE.replace("dmarc=pass", "dmarc=fail")
    assert proven(behind, GOOD, gateway=f"{GATE}, {EXCHANGE_ONLINE}")


def test_mail_inside_exchange_without_its_header_is_not_believed() -> None:
    """Nothing else says that somebody had signed in."""
    assert not proven(ONLINE.replace("dmarc=pass", "dmarc=none"), gateway=EXCHANGE_ONLINE)
    assert not proven(gateway=EXCHANGE_SERVER)


def test_who_writes_on_behalf_of_another_had_signed_in_as_themselves() -> None:
    """So Exchange does not vouch for From; DMARC is about From alone, whatever stands in Sender."""
    assert not proven(gateway=EXCHANGE_ONLINE, inside="Internal", on_behalf=True)
    assert proven(GOOD, on_behalf=True)


@pytest.mark.parametrize(
    ("heads", "on_behalf"),
    [
        ({}, False),
        ({"Sender": "Jane <JANE@example.org>"}, False),
        ({"Sender": "tom@example.org"}, True),
        ({"Sender": "nobody"}, True),
        ({"Sender": "jane@example.org, tom@example.org"}, True),
        ({"Reply_To": "tom@example.org"}, False),
    ],
)
def test_a_sender_beside_from_is_seen(heads: dict[str, str], on_behalf: bool) -> None:
    """Any Sender that is not the one address of From."""
    assert read_mail(mail(**heads)).seen.on_behalf is on_behalf


@pytest.mark.parametrize(
    "heads",
    [
        b"From: helen.ward@council.example\nFrom: mallory@evil.example\n",
        b"From: mallory@evil.example, helen.ward@council.example\n",
        b"From: <helen.ward@council.example> <mallory@evil.example>\n",
        b"From: staff: helen.ward@council.example;\n",
        b"From: \n",
    ],
)
def test_a_mail_from_two_is_from_nobody(heads: bytes) -> None:
    """Which of them the gateway looked at cannot be known, so nobody is believed to have written it."""
    reading = read_mail(heads + b"To: panel@example.org\n\nHello")
    assert reading.sender == ""
    assert not Vouching.told(GATE, local=True).believes(Seen((GOOD,)), reading.sender)


def test_the_name_shown_is_nobodys_address() -> None:
    """An address or a name of a colleague beside another address: the other one wrote it."""
    shown = mail(From='"helen.ward@council.example" <mallory@evil.example>')
    assert (read_mail(shown).sender, proven(GOOD, sender=read_mail(shown).sender)) == ("mallory@evil.example", False)


def test_other_headers_prove_nothing() -> None:
    """What travels with a mail from server to server, or what a sender adds under another name."""
    raw = mail(
        ARC_Authentication_Results=f"i=1; {GOOD}",
        X_Authentication_Results=GOOD,
        Received_SPF="pass",
        X_MS_Exchange_CrossTenant_AuthAs="Internal",
    )
    assert read_mail(raw).seen == Seen()


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
