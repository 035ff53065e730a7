import tomllib
from datetime import date

import pytest

from desk.people import PEOPLE, UnknownPersonError, load_directory


def test_everyone_is_found_by_every_name_they_go_by() -> None:
    """First name, object id, Teams id, address and chat all lead to the same person."""
    directory = load_directory()
    helen = directory.person("helen")

    found = [directory.person(key) for key in (helen.id, helen.teams_id, helen.email, helen.chat)]

    assert found == [helen] * 4


def test_a_stranger_is_not_found() -> None:
    """A name nobody has is an error, not a guess."""
    with pytest.raises(UnknownPersonError):
        load_directory().person("nobody")


def test_the_list_holds_together() -> None:
    """Every manager is in the list, every role is at a listed panel from a day on, every address is invented."""
    content = tomllib.loads(PEOPLE.read_text(encoding="utf-8"))
    people, panels = content["people"], {panel["id"] for panel in content["panels"]}
    ids = {person["id"] for person in people} | {""}
    roles = [role for person in people for role in person["roles"]]

    assert len(ids) == len(people) + 1
    assert {person["manager"] for person in people} <= ids
    assert {role["panel"] for role in roles} == panels
    assert {role["from"] for role in roles} == {date(2026, 1, 1)}
    assert all(person["email"].endswith("@council.example") for person in people)


def test_first_names_tell_people_apart() -> None:
    """Page addresses and tests call people by first name, so no two share one."""
    slugs = [person.slug for person in load_directory().people]

    assert len(set(slugs)) == len(slugs)


def test_the_head_of_service_is_shown_on_a_phone() -> None:
    """Only she is: the others sit at a computer."""
    assert [person.slug for person in load_directory().people if person.phone] == ["helen"]


def test_everyone_is_in_the_channel() -> None:
    """The channel has all staff, a one-to-one chat its one person."""
    directory = load_directory()

    assert directory.members("19:arp@thread.tacv2") == directory.people
    assert directory.members(directory.person("sam").chat) == (directory.person("sam"),)
