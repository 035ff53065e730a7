"""A button's token can be neither forged, changed, lent nor read as anything but what was sealed."""

import pytest

from dialogs.stamps import Stamps, Tap, act_key
from panel.errors import NotPermitted, Stale

TAP = Tap("approve", "CB-0001", 7, {"meeting": "m"})
STAMPS = Stamps("a secret of forty letters at the very least")


def test_what_was_sealed_comes_back_for_its_owner() -> None:
    """Act, reference, revision and details return as they were."""
    assert STAMPS.open(STAMPS.seal(TAP, "helen", "n1"), "helen") == TAP


def test_another_persons_token_is_refused() -> None:
    """A card lent to somebody else does nothing."""
    with pytest.raises(NotPermitted, match="made for somebody else"):
        STAMPS.open(STAMPS.seal(TAP, "helen", "n1"), "priya")


def test_a_token_of_another_key_is_refused() -> None:
    """A token made elsewhere is a forgery."""
    with pytest.raises(Stale):
        STAMPS.open(Stamps("another secret of forty letters, or so").seal(TAP, "helen", "n1"), "helen")


def test_no_single_changed_letter_is_accepted() -> None:
    """Every letter of the token matters but for the spare bits of its last."""
    token = STAMPS.seal(TAP, "helen", "n1")
    accepted = []
    for place in range(len(token) - 1):
        changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        try:
            STAMPS.open(changed, "helen")
        except Stale:
            continue
        accepted.append(place)
    assert accepted == []


@pytest.mark.parametrize("token", ["", ".", "a.b", "\x00", "é" * 50, "x" * 100_000])
def test_rubbish_is_refused_with_a_sentence(token: str) -> None:
    """Whatever arrives in the place of a token is answered, never an error."""
    with pytest.raises(Stale, match="I can’t use this card any more"):
        STAMPS.open(token, "helen")


def test_the_same_tap_has_the_same_key_and_another_has_another() -> None:
    """Delivered again it is one act; with other inputs, another card or another person it is not."""
    one = act_key("helen", "token", {"remark": "a", "other": "b"})
    assert one == act_key("helen", "token", {"other": "b", "remark": "a"})
    others = [
        act_key("ruth", "token", {"remark": "a", "other": "b"}),
        act_key("helen", "token2", {"remark": "a", "other": "b"}),
        act_key("helen", "token", {"remark": "a", "other": "c"}),
        act_key("helen", "token", {"remark": "a"}),
    ]
    assert len({one, *others}) == 5
