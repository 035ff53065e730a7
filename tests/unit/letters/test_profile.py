"""What a profile must say about letters, and what `profile check` says where it does not."""

from pathlib import Path

import pytest

from bot.cli.main import main
from tests.stories import BI, KN
from tests.story import ROOT

PROFILES = ROOT / "panel" / "profiles"


@pytest.mark.parametrize(
    ("panel", "old", "new", "says"),
    [
        (
            KN,
            '  { outcome = "agreed", text',
            '  { outcome = "agred", text',
            "say how the family reads the outcome 'agreed'",
        ),
        (KN, '  { outcome = "agreed", text', '  { outcome = "agred", text', "'agred' is no outcome of this panel"),
        (KN, '  { outcome = "uphold"', '  { outcome = "up"', "say how the family reads the outcome 'uphold'"),
        (KN, '{ term = "time_limit"', '{ term = "limit"', "letters.shows: there is no term 'limit'"),
        (KN, 'prepared_by = "panel_admin"', 'prepared_by = "office"', "letters.prepared_by: nobody is called 'office'"),
        (KN, '"chair", "manager"]', '"chair", "boss"]', "letters.released_by: nobody is called 'boss'"),
        (BI, 'challenge = "You can ask us', 'talk = "You can ask us', "letters.talk: there is no such key"),
        (KN, 'must_say = ["outcome",', 'must_say = ["weather",', "letters.must_say"),
    ],
)
def test_a_mistake_about_letters_is_found(
    panel: str, old: str, new: str, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With its place in the file, before any letter is written."""
    text = (PROFILES / f"{panel}.toml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / f"{panel}.toml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    assert main(["profile", "check", str(path)]) == 1
    told = [line for line in capsys.readouterr().err.splitlines() if says in line]
    assert told
    assert f"{path}:" in told[0]


def test_a_panel_whose_decisions_can_be_challenged_says_how(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Otherwise its letters would offer an appeal and not say where to send it."""
    text = (PROFILES / f"{KN}.toml").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith('challenge = "'))
    path = tmp_path / "panel.toml"
    path.write_text(text.replace(line, ""), encoding="utf-8")
    assert main(["profile", "check", str(path)]) == 1
    assert "letters.challenge: say how the family asks for what is open to them" in capsys.readouterr().err
