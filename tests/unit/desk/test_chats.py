from datetime import UTC, datetime
from pathlib import Path

from desk.chats import CLERK, RETRYING, UNREACHABLE, Chats, Message, SharedFile

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def message(message_id: str = "1", **facts: object) -> Message:
    return Message(message_id, "a:1", CLERK, at=AT.isoformat(), **facts)  # type: ignore[arg-type]


def test_chats_survive_a_restart_of_the_desk(tmp_path: Path) -> None:
    """Messages with their cards, files and changes, and who was introduced, are there again."""
    before = Chats(tmp_path / "desk.jsonl")
    shown = message(
        card={"type": "AdaptiveCard"}, files=(SharedFile("a.docx", "http://x/1/a", 3),), suggestions=("help",)
    )
    before.put(shown)
    changed = before.change("1", text="new", edited=True)
    before.meet("a:1")

    after = Chats(tmp_path / "desk.jsonl")

    assert (after.of("a:1"), after.has_met("a:1"), after.has_met("a:2")) == ([changed], True, False)


def test_a_torn_last_line_is_left_out_and_written_past(tmp_path: Path) -> None:
    """Killing the desk while it writes loses that line only, and the next message is whole."""
    file = tmp_path / "desk.jsonl"
    Chats(file).put(message())
    with file.open("a") as log:
        log.write('{"message": {"id": "2", "ch')

    Chats(file).put(message("3"))

    assert [kept.id for kept in Chats(file).of("a:1")] == ["1", "3"]


def test_a_message_still_on_its_way_is_shown_as_not_arrived_after_a_restart(tmp_path: Path) -> None:
    """Nobody carries it any more, so the page must not promise that somebody does."""
    Chats(tmp_path / "desk.jsonl").put(message(status=RETRYING))

    assert Chats(tmp_path / "desk.jsonl").of("a:1")[0].status == UNREACHABLE


def test_ids_never_repeat_even_when_the_clock_stands(tmp_path: Path) -> None:
    """Two messages in one millisecond, and one after a restart with an earlier clock, have different ids."""
    chats = Chats(tmp_path / "desk.jsonl")
    first = chats.new_id(AT)
    second = chats.new_id(AT)
    chats.put(message(second))

    third = Chats(tmp_path / "desk.jsonl").new_id(AT)

    assert [int(first) + 1, int(second) + 1] == [int(second), int(third)]


def test_listeners_hear_of_messages(tmp_path: Path) -> None:
    """Whoever listens gets every change, and nothing after leaving."""
    chats = Chats(tmp_path / "desk.jsonl")
    with chats.listening() as events:
        chats.put(message())
    chats.put(message("2"))

    assert [events.get_nowait()["message"]["id"] for _ in range(events.qsize())] == ["1"]
