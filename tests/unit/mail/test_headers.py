"""Addresses and words in headers."""

import pytest

from adapters.mail.headers import decoded, is_address, one_address


@pytest.mark.parametrize(
    ("raw", "address"),
    [
        ("jane@example.org", "jane@example.org"),
        ("Jane <Jane.O'Neil@Example.ORG>", "jane.o'neil@example.org"),
        ('"Invented, Jane" <jane@example.org>', "jane@example.org"),
        ('"boss@example.org" <jane@example.org>', "jane@example.org"),
        ("=?utf-8?q?boss=40example=2Eorg?= <jane@example.org>", "jane@example.org"),
        ("jane@example.org (boss@example.org)", "jane@example.org"),
        ("(comment) <jane@example.org> (comment)", "jane@example.org"),
        ("<jane@example.org>, <boss@example.org>", ""),
        ("<jane@example.org> <boss@example.org>", ""),
        ("<jane@example.org> boss@example.org", ""),
        ("jane@example.org, boss@example.org", ""),
        ("boss@example.org, Jane <jane@example.org>", ""),
        ("Group: jane@example.org;", ""),
        ("<jane@example.org", ""),
        ("<<jane@example.org>>", ""),
        ("jane", ""),
        ("<>", ""),
        ("", ""),
        ("jane@exämple.org", ""),
        ("jane@example.org\x00boss@example.org", ""),
        ("a" * 65 + "@example.org", ""),
    ],
)
def test_a_sender_is_exactly_one_address(raw, address):
    """The display name is never taken for the address, and two addresses are none."""
    assert one_address(raw) == address


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("plain", "plain"),
        ("=?utf-8?b?Q0ItMDAwNyDigJMgcmVmZXJyYWw=?=", "CB-0007 – referral"),
        ("=?iso-8859-1?Q?caf=E9_bar?=", "café bar"),
        ("=?utf-8?q?one?= =?utf-8?q?two?= three", "onetwo three"),
        ("=?utf-8?q?a=0D=0ABcc:_x?=", "a Bcc: x"),
        ("=?no-such-charset?q?caf=C3=A9?=", "café"),
        ("=?utf-8?b?%%%?=", ""),
        ("=?utf-8?b?QQ?=", "A"),
        ("=?utf-8*en?q?a?=", "a"),
        ("caf\udcc3\udca9", "café"),
        ("caf\udce9", "café"),
        ("a\u202eb\u200bc\x00d\te", "a b c d e"),
    ],
)
def test_a_header_is_read_as_one_visible_line(raw, text):
    """Whatever its coding, without line ends or characters that hide or turn text round."""
    assert decoded(raw) == text


@pytest.mark.parametrize("text", ["a@b\n", " a@b", "a@b c@d", "a@-b", "@b", "a@", "a@b@c", "a@b,c@d"])
def test_what_is_not_quite_an_address_is_none(text):
    """For sending there is no mercy."""
    assert not is_address(text)
