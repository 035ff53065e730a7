"""The judge of a year itself: what is missing, doubled, meant for somebody else or unknown is named."""

from datetime import datetime

from tests.year.central_bedfordshire import PANEL
from tests.year.delivered import Delivered
from tests.year.doors import BORN, INITIALS, SECRET
from tests.year.ledger import Ledger
from tests.year.table import Way
from tests.year.test_year import revealing

NOON = datetime.fromisoformat("2026-11-03T12:00")
NAMES = {"priya": "Priya Nair", "dilys": "Dilys Morgan", "tom": "Tom Birch"}
CARD = Delivered("dilys", Way.CHAT, "CB-0001 · Please authorise", "CB-0001")


def judged(*delivered: Delivered) -> list[str]:
    """What is said when these are delivered after a referral was sent to its manager."""
    ledger = Ledger(PANEL, NAMES)
    ledger.happens("sent", NOON, "CB-0001", referrer="priya", manager="dilys")
    ledger.judge(NOON, delivered)
    return [fault.split("12:00 ")[1].split(":")[0] for fault in ledger.faults]


def test_what_is_owed_and_comes_is_no_fault() -> None:
    """One card to the manager."""
    assert judged(CARD) == []


def test_each_fault_is_named() -> None:
    """Nothing, the same twice, the right words to the wrong person, another case, words no row knows."""
    other, unknown = CARD.text.replace("0001", "0002"), "Good morning"
    assert judged() == ["MISSING"]
    assert judged(CARD, CARD) == ["TWICE"]
    assert judged(Delivered("priya", Way.CHAT, CARD.text, "")) == ["MISSING", "UNEXPECTED"]
    assert judged(Delivered("dilys", Way.CHAT, other, "")) == ["MISSING", "UNEXPECTED"]
    assert judged(CARD, Delivered("priya", Way.CHAT, unknown, "")) == ["UNKNOWN"]


def test_what_falls_due_is_expected_on_its_mornings_only() -> None:
    """The manager is reminded on the next working morning, and the administrator sees it."""
    ledger = Ledger(PANEL, NAMES)
    ledger.happens("sent", NOON, "CB-0001", referrer="priya", manager="dilys")
    ledger.judge(NOON, [CARD])
    ledger.judge(datetime.fromisoformat("2026-11-04T09:00"), [])
    assert [fault.split("09:00 ")[1].split(" by")[0] for fault in ledger.faults] == [
        "MISSING: copy of a reminder to tom",
        "MISSING: NT-3 to dilys",
    ]


def test_reminders_of_one_morning_must_come_as_one_list() -> None:
    """Two of them as messages of their own are found, two lines of a list are not."""
    for listed in (True, False):
        ledger = Ledger(PANEL, NAMES)
        for ref in ("CB-0001", "CB-0002"):
            ledger.happens("sent", NOON, ref, referrer="priya", manager="dilys")
        ledger.judge(NOON, [CARD, Delivered("dilys", Way.CHAT, "CB-0002 · Please authorise", "")])
        words = [f"{ref} still waits for your signature" for ref in ("CB-0001", "CB-0002")]
        told = [Delivered("dilys", Way.CHAT, text, "", listed=listed) for text in words]
        told += [Delivered("tom", Way.CHAT, f"{text}. Reminded: Dilys Morgan", "", listed=True) for text in words]
        ledger.judge(datetime.fromisoformat("2026-11-04T09:00"), told)
        assert ["NOT GATHERED" in fault for fault in ledger.faults] == ([] if listed else [True, True])


def test_a_child_shown_to_all_is_found() -> None:
    """In a post, in the subject of a mail, on a locked phone; not in a message to one person."""
    told = [Delivered("priya", Way.CHAT, f"{INITIALS} {SECRET}", "CB-0001")]
    shown = [Delivered("channel", Way.POST, INITIALS, ""), Delivered("femi", Way.MAIL, "", f"{SECRET}")]
    assert revealing([*told, *shown, Delivered("priya", Way.CHAT, "", BORN[1])]) == [INITIALS, SECRET, BORN[1]]
