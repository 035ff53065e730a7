"""The name of an attached file, made safe to show and to offer for download; on disk files have names of our own."""

import re
import unicodedata

from adapters.mail.headers import decoded

LONGEST_NAME = 120
_LONGEST_ENDING = 12
_NOT_IN_NAMES = re.compile(r'[<>:"|?*]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
"""Names that are devices to Windows, with any ending."""
NAMELESS = "attachment"


def clean_name(raw: str) -> str:
    """The last part of the name without anything that hides, misleads or leads elsewhere; at most 120 characters."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", decoded(raw)))[-1]
    name = _NOT_IN_NAMES.sub("_", last).strip(" .")
    if _RESERVED.fullmatch(name):
        name = f"_{name}"
    return _shortened(name) or NAMELESS


def _shortened(name: str) -> str:
    if len(name) <= LONGEST_NAME:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > _LONGEST_ENDING:
        return name[:LONGEST_NAME]
    return stem[: LONGEST_NAME - len(ending) - 1] + dot + ending
