"""Mail from outside that looks as if a colleague had written it."""

import pytest

from panel.imitating import looks_like_staff
from panel.people import Person

HELEN = Person(id="h", name="Helen Ward", email="helen.ward@council.example")


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("helen.ward@webmail.example", "Helen"),
        ("mallory@evil.example", "Helen Ward <mallory@evil.example>"),
        ("mallory@evil.example", '"WARD, Hélen (Council)" <mallory@evil.example>'),
        ("mallory@evil.example", '"helen.ward@council.example" <mallory@evil.example>'),
        ("desk@counci1.example", ""),
        ("desk@councii.example", ""),
        ("desk@cooncil.example", ""),
        ("desk@councils.example", ""),
        ("desk@counil.example", ""),
        ("desk@coun-cil.example", ""),
        ("desk@council.example.evil.example", ""),
        ("desk@council.example-mail.com", ""),
        ("desk@xn--ouncil-hrf.example", ""),
    ],
)
def test_what_could_be_taken_for_a_colleague(address: str, shown: str) -> None:
    """Their name or address beside another, a private mailbox, a domain a letter or a sign away from theirs."""
    assert looks_like_staff(address, shown, [HELEN])


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("mum@family.example", "Jane Ward <mum@family.example>"),
        ("helen@family.example", "Helen <helen@family.example>"),
        ("new.colleague@council.example", "New Colleague <new.colleague@council.example>"),
        ("h.ward@council.example", "Helen Ward <h.ward@council.example>"),
        ("desk@hospital.example", ""),
        ("", ""),
    ],
)
def test_others_are_themselves(address: str, shown: str) -> None:
    """A shared first or last name, a colleague nobody has listed yet, another house."""
    assert not looks_like_staff(address, shown, [HELEN])


def test_a_short_domain_a_letter_away_is_another_house() -> None:
    """As nhs.uk is not nhs.net's, nor ntu.uk that of nhu.uk."""
    nurse = HELEN.model_copy(update={"email": "helen.ward@ntu.uk"})
    assert not looks_like_staff("desk@nhu.uk", "", [nurse])
    assert looks_like_staff("desk@n-tu.uk", "", [nurse])


def test_a_colleague_without_an_address_is_imitated_by_nobody() -> None:
    """Nothing can be compared."""
    assert not looks_like_staff("a@b.example", "", [HELEN.model_copy(update={"email": ""})])
