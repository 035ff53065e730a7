"""Activities turned into what the product knows."""

import time
from typing import Any

import pytest

from adapters.teams.files import Downloads
from adapters.teams.hosts import Hosts
from adapters.teams.incoming import to_incoming
from panel.ports import Incoming
from tests.fixtures.teams.activities import APP, IN_CHANNEL, TENANT, message, submit, tap

URL = "https://smba.trafficmanager.net/emea/"
DOWNLOADS = Downloads(Hosts(["sharepoint.com"]), limit=100, seconds=5, clock=time.monotonic)


def heard(activity: dict[str, Any]) -> Incoming:
    found = to_incoming(activity, DOWNLOADS)
    assert found is not None
    return found


def mention(account: str, text: str) -> dict[str, Any]:
    return {"type": "mention", "text": text, "mentioned": {"id": account, "name": "x"}}


@pytest.mark.parametrize(
    ("text", "entities", "expected"),
    [
        ("  status \n", [], "status"),
        ("<at>Panel Clerk</at> status", [mention(f"28:{APP}", "<at>Panel Clerk</at>")], "status"),
        ("<at>Panel Clerk</at>&nbsp;status", [mention(f"28:{APP}", "<at>Panel Clerk</at>")], "status"),
        ('<at id="0">Panel Clerk</at>\xa0help', [mention(f"28:{APP}", '<at id="0">Panel Clerk</at>')], "help"),
        (
            "<at>Clerk</at> ask <at>Sam</at>",
            [mention(f"28:{APP}", "<at>Clerk</at>"), mention("29:s", "<at>Sam</at>")],
            "ask Sam",
        ),
        ("a\x00b", None, "ab"),
        ("plain", [None, 1, {"type": "mention"}, {"type": "mention", "text": "", "mentioned": 3}], "plain"),
        (None, [], ""),
        (7, "x", ""),
    ],
)
def test_text_is_what_the_person_meant(text: Any, entities: Any, expected: str) -> None:
    """The bot's own mention is taken out and nothing else."""
    assert heard(message(URL, text, entities=entities)).text == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("plain", "plain"),
        (True, "true"),
        (False, "false"),
        (3, "3"),
        (2.5, "2.5"),
        (None, ""),
        (["a", "b"], "a,b"),
        ({"x": [1]}, '{"x":[1]}'),
        ("n\x00ul", "nul"),
    ],
)
def test_card_answers_are_strings(given: Any, expected: str) -> None:
    """Whatever a card sends arrives as text, as Teams itself writes it."""
    assert heard(submit(URL, {"q": given, "msteams": {"type": "messageBack"}})).value == {"q": expected}


@pytest.mark.parametrize("value", [None, "text", [1], {"action": None}, {"action": {"data": "x", "verb": 3}}])
def test_odd_tap_has_no_answers(value: Any) -> None:
    """A tap that is not shaped as Teams shapes it carries nothing, and is no error."""
    assert heard(tap(URL, value=value)).value == {}


def test_verb_of_the_button_wins() -> None:
    """The verb comes from the button, not from an answer of the same name."""
    assert heard(tap(URL, {"verb": "other", "ref": "R1"})).value == {"verb": "agree", "ref": "R1"}


def test_channel_is_not_personal() -> None:
    """A channel is told apart from a one-to-one chat, by its thread."""
    place = heard(message(URL, conversation=IN_CHANNEL | {"tenantId": TENANT})).place

    assert (place.personal, place.conversation_id) == (False, "19:arp@thread.tacv2;messageid=5")


def test_attached_files_are_listed() -> None:
    """Only files are: the copy of the text that Teams attaches is not, and names are made safe to show."""
    download = {"downloadUrl": "https://x.sharepoint.com/1", "uniqueId": "1", "fileType": "docx"}
    kind = "application/vnd.microsoft.teams.file.download.info"
    attached = [
        {"contentType": "text/html", "content": "<p>x</p>"},
        {"contentType": kind, "name": "../a\u202e/Form\n.docx", "content": download},
        {"contentType": kind, "name": None, "content": None},
        "x",
    ]
    files = heard(message(URL, attachments=attached)).files

    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert [(file.name, file.content_type) for file in files] == [
        ("Form.docx", word),
        ("file", "application/octet-stream"),
    ]
