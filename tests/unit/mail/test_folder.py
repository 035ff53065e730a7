"""What is special about a mailbox that is a folder."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.mail import folder as module
from adapters.mail.folder import FolderMailbox
from panel.errors import DeliveryFailed, DeliveryInDoubt
from panel.ports import OutgoingMail

MAIL = OutgoingMail("jane@example.org", "CB-0007", "Hello.", "<out-1@panel.example.org>")


@pytest.fixture
def box(tmp_path):
    return FolderMailbox(tmp_path, "panel@example.org", lambda: datetime(2026, 11, 20, 10, tzinfo=UTC))


def names(place: Path) -> list[str]:
    return sorted(entry.name for entry in place.iterdir())


async def test_a_half_written_mail_is_not_read(box, tmp_path):
    """Nor a hidden file, a folder or a link that leads elsewhere."""
    for name in ("a.eml.tmp", ".hidden", "b.eml"):
        (tmp_path / "inbox" / name).write_bytes(b"x")
    (tmp_path / "inbox" / "folder").mkdir()
    (tmp_path / "inbox" / "link.eml").symlink_to(tmp_path / "inbox" / "b.eml")
    assert [mail.handle for mail in await box.waiting()] == ["b.eml"]


async def test_of_a_huge_file_a_bounded_part_is_given(box, tmp_path, monkeypatch):
    """One file must not fill the memory."""
    monkeypatch.setattr(module, "MOST_BYTES", 10)
    (tmp_path / "inbox" / "a.eml").write_bytes(b"x" * 100)
    assert [mail.content for mail in await box.waiting()] == [b"x" * 10]


async def test_a_mail_is_never_written_over_another(box, tmp_path):
    """The same name twice gets a number."""
    for content in (b"one", b"two"):
        (tmp_path / "inbox" / "a.eml").write_bytes(content)
        await box.file("a.eml", attention=True)
    kept = {path.name: path.read_bytes() for path in (tmp_path / "attention").iterdir()}
    assert kept == {"a.eml": b"one", "a-2.eml": b"two"}


@pytest.mark.parametrize("handle", ["../sent/a.eml", "..", ".hidden", "/etc/passwd", "a/b"])
async def test_a_handle_cannot_lead_out_of_the_inbox(box, handle):
    """It is the name of a file there and nothing else."""
    with pytest.raises(ValueError, match="inbox"):
        await box.file(handle, attention=False)


async def test_file_names_say_nothing(box, tmp_path):
    """Neither whom a mail went to nor what it is about."""
    await box.send(MAIL)
    assert [len(name) for name in names(tmp_path / "sent")] == [64 + len(".eml")]


@pytest.mark.parametrize("call", ["write", "replace"])
async def test_a_mail_that_could_not_be_written_was_not_sent(box, tmp_path, monkeypatch, call):
    """The disk is full: it failed for certain, and may be tried again."""

    def fail(*_):
        raise OSError(28, "No space left on device")

    if call == "write":
        monkeypatch.setattr(os, "fsync", fail)
    else:
        monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(DeliveryFailed) as failed:
        await box.send(MAIL)
    assert (type(failed.value), failed.value.permanent, await box.was_sent(MAIL.message_id)) == (
        DeliveryFailed,
        False,
        False,
    )


async def test_a_mail_that_may_not_outlast_a_power_cut_is_in_doubt(box, monkeypatch):
    """It is there, but the folder could not be synced."""

    def fail(_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(module, "_sync", fail)
    with pytest.raises(DeliveryInDoubt):
        await box.send(MAIL)


async def test_every_mail_is_synced_before_it_is_named(box, monkeypatch):
    """First its bytes, then its name, then the folder."""
    steps: list[str] = []
    fsync, replace = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda handle: (steps.append("fsync"), fsync(handle))[1])
    monkeypatch.setattr(Path, "replace", lambda path, target: (steps.append("replace"), replace(path, target))[1])
    await box.send(MAIL)
    assert steps == ["fsync", "replace", "fsync"]


async def test_large_mails_are_given_fewer_at_a_time(box, tmp_path, monkeypatch):
    """A flood of large mails must not fill the memory: the rest waits for the next round."""
    monkeypatch.setattr(module, "MOST_BYTES_AT_ONCE", 25)
    for number in range(5):
        (tmp_path / "inbox" / f"{number}.eml").write_bytes(b"0123456789")
    assert [mail.handle for mail in await box.waiting()] == ["0.eml", "1.eml", "2.eml"]


async def test_a_mail_that_cannot_be_read_does_not_stop_those_behind_it(box, tmp_path, monkeypatch, caplog):
    """It stays where it is and is logged, without its name, which may say whom it is about."""
    for name in ("ann-smith.eml", "b.eml"):
        (tmp_path / "inbox" / name).write_bytes(b"x")
    opened = Path.open

    def refused(path, *args):
        if path.name == "ann-smith.eml":
            raise PermissionError(13, "Permission denied")
        return opened(path, *args)

    monkeypatch.setattr(Path, "open", refused)
    assert [mail.handle for mail in await box.waiting()] == ["b.eml"]
    assert [vars(record)["why"] for record in caplog.records] == ["PermissionError"]
    assert "ann-smith" not in caplog.text


@pytest.mark.parametrize("call", ["rename", "_sync"])
async def test_a_mail_that_cannot_be_moved_is_tried_again(box, tmp_path, monkeypatch, call):
    """The disk is full or may only be read: the clerk is told, and goes on with the others."""

    def fail(*_):
        raise OSError(30, "Read-only file system")

    (tmp_path / "inbox" / "a.eml").write_bytes(b"x")
    monkeypatch.setattr(*((Path, "rename", fail) if call == "rename" else (module, "_sync", fail)))
    with pytest.raises(DeliveryFailed, match="cannot be moved"):
        await box.file("a.eml", attention=True)


async def test_a_folder_that_has_gone_is_said(box, tmp_path):
    """Somebody took the disk away."""
    (tmp_path / "inbox").rmdir()
    with pytest.raises(DeliveryFailed, match="cannot be read"):
        await box.waiting()
