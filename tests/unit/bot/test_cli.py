"""The command line: forms, profiles, backups; each ends with a plain sentence and the right code."""

import hashlib
from pathlib import Path

import pytest

from adapters.documents.form_in import read_form
from adapters.documents.reading import FormReading
from bot.cli.main import main
from bot.settings import Settings
from bot.wiring import build, open_store
from panel import commands as c
from panel.acts import perform
from panel.pack import Pack
from panel.people import Role
from tests.packing import Packing
from tests.papers import words_on
from tests.stories import PanelStory
from tests.story import CB, MONDAY, PRIYA, ROOT, council, profiles


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data folder of a service that has three referrals and is not running."""
    folder = tmp_path / "data"
    store = open_store(Settings(data=folder, local=True))
    for _ in range(3):
        perform(store, council(), c.BeginReferral(by=PRIYA, at=MONDAY, panel=CB))
    store.close()
    return folder


def test_the_blank_form_of_a_panel_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The file is the panel's own form, empty, and can be read back."""
    target = tmp_path / "form.docx"
    code = main(["form", CB, "--to", str(target)])
    reading = read_form(target.read_bytes(), profiles())
    assert (code, capsys.readouterr().out) == (0, f"Written: {target}\n")
    assert isinstance(reading, FormReading)
    assert (reading.panel, reading.answers) == (CB, {})


def test_the_form_of_an_unknown_panel_is_refused_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    """A spelling mistake gets the right names."""
    assert main(["form", "nowhere"]) == 1
    assert CB in capsys.readouterr().err


def test_a_good_profile_passes_its_check(capsys: pytest.CaptureFixture[str]) -> None:
    """The shipped profile is in order."""
    assert main(["profile", "check", str(ROOT / "panel" / "profiles" / f"{CB}.toml")]) == 0
    assert "is in order: Central Bedfordshire" in capsys.readouterr().out


def test_a_bad_profile_is_refused_with_a_line_for_each_mistake(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever writes a profile is told what to put right."""
    good = (ROOT / "panel" / "profiles" / f"{CB}.toml").read_text(encoding="utf-8")
    bad = tmp_path / "bad.toml"
    bad.write_text(good.replace('lead = "3wd"', 'lead = "3 fortnights"').replace("slot_minutes", "slot_minuets"))
    assert main(["profile", "check", str(bad)]) == 1
    said = capsys.readouterr().err
    assert "bad.toml cannot be used:" in said
    assert "slot_minuets" in said
    assert "submission.lead" in said


def test_a_record_is_verified_backed_up_damaged_and_restored(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The round an administrator makes, following what the error message says, word for word."""
    copy, store = tmp_path / "copy", data / "store"
    codes = [main(["verify", str(data)]), main(["backup", str(data), str(copy)])]
    journal = store / "journal.log"
    content = bytearray(journal.read_bytes())
    content[len(content) // 2] ^= 1
    journal.write_bytes(content)
    codes.append(main(["verify", str(data)]))
    told = capsys.readouterr().err
    store.rename(tmp_path / "damaged")
    codes += [main(["restore", str(copy), str(store)]), main(["verify", str(data)])]
    assert codes == [0, 0, 1, 0, 0]
    assert f"panel-clerk restore BACKUP {store}" in told
    assert "4 records, 3 commits" in capsys.readouterr().out


def test_a_service_without_an_identity_does_not_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """“serve” without an app id and without --local says what is missing."""
    monkeypatch.delenv("PANEL_CLERK_APP_ID", raising=False)
    assert main(["serve", "--data", str(tmp_path)]) == 1
    assert "There is no app id" in capsys.readouterr().err


@pytest.mark.parametrize("given", [[], ["dance"], ["form"], ["profile"]])
def test_a_command_line_that_makes_no_sense_shows_how_to_write_it(given: list[str]) -> None:
    """The usage is shown and the code is that of wrong usage."""
    with pytest.raises(SystemExit) as ended:
        main(given)
    assert ended.value.code == 2


def test_the_papers_of_a_meeting_are_written_from_a_stopped_service(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The office copy, with the SHA-256 that is on the record; the trail says that it was taken out."""
    service = build(Settings(data=tmp_path / "data", local=True, mailbox=tmp_path / "mail"))
    story = PanelStory(store=service.store, panel=CB, now=MONDAY)  # type: ignore[arg-type]
    [meeting, *_] = story.add_meetings()
    ref = story.signed()
    Packing(story, service.tools.press, tools=service.tools).type(story.who(Role.PANEL_ADMIN), "build pack")
    [pack] = service.store.read().find(Pack)
    service.store.close()
    target = tmp_path / "office.pdf"
    assert main(["pack", str(tmp_path / "data"), meeting, "--to", str(target)]) == 0
    assert f"version 1, SHA-256 {pack.digest}" in capsys.readouterr().out
    assert hashlib.sha256(target.read_bytes()).hexdigest() == pack.digest
    assert any(ref in page for page in words_on(target.read_bytes()))
    assert main(["pack", str(tmp_path / "data"), f"{CB}.2030-01-01", "--to", str(target)]) == 1
    store = open_store(Settings(data=tmp_path / "data", local=True))
    assert [entry.by for entry in store.trail(meeting) if entry.act == "pack_exported"] == ["operator"]
    store.close()
