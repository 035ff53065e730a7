"""Profiles from files: the one in force for each panel, and the versions it followed."""

import tomllib
from pathlib import Path
from typing import Any

from panel.errors import ProfileError
from panel.profile import Profile
from panel.profile_mistakes import check


def load_profile(path: Path) -> Profile:
    """The profile in a file; raises `ProfileError` with every mistake found."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProfileError(path.name, [f"not readable as TOML: {error}"]) from error
    except OSError as error:
        raise ProfileError(path.name, ["the file cannot be read"]) from error
    return read_profile(raw, path.name)


def read_profile(raw: dict[str, Any], source: str) -> Profile:
    """The profile in parsed TOML; raises `ProfileError` with every mistake found."""
    found = check(raw)
    if isinstance(found, Profile):
        return found
    raise ProfileError(source, [mistake.says for mistake in found])


def load_profiles(folder: Path) -> dict[str, Profile]:
    """The profile in force of every panel, by its id; raises `ProfileError` for the first file with mistakes."""
    profiles: dict[str, Profile] = {}
    for path in sorted(folder.glob("*.toml")):
        profile = load_profile(path)
        if profile.id in profiles:
            raise ProfileError(path.name, [f"panel.id: another file of this folder is '{profile.id}' already"])
        profiles[profile.id] = profile
    return profiles


def load_superseded(folder: Path) -> dict[tuple[str, str], Profile]:
    """Earlier versions by id and version, from `<id>/<version>.toml`; raises `ProfileError` for a misplaced one.

    A version is kept here as long as a referral made in it is open.
    """
    older: dict[tuple[str, str], Profile] = {}
    for path in sorted(folder.glob("*/*.toml")):
        profile = load_profile(path)
        named, found = (path.parent.name, path.stem), (profile.id, profile.panel.version)
        if named != found:
            place = f"{found[0]}/{found[1]}.toml"
            raise ProfileError(
                f"{path.parent.name}/{path.name}", [f"this is version {found[1]}: it belongs in {place}"]
            )
        older[found] = profile
    return older
