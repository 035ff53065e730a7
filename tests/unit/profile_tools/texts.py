"""The shipped profile as text, with the changes a council might make to it."""

import tomllib

from panel.profile import Profile
from panel.profile_files import read_profile
from tests.story import CB, ROOT

FILE = ROOT / "panel" / "profiles" / f"{CB}.toml"
TEXT = FILE.read_text(encoding="utf-8")


def changed(*swaps: tuple[str, str]) -> str:
    """The text with each first string replaced by its second; each must be there once."""
    text = TEXT
    for old, new in swaps:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def profile(*swaps: tuple[str, str]) -> Profile:
    return read_profile(tomllib.loads(changed(*swaps)), "changed.toml")
