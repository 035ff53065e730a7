"""How a reference, a code and the words after them look in a typed line."""

import re

REFERENCE = r"(?P<ref>[A-Za-z]{2,4}-\d{1,6})"
CODE = r"(?P<ref>[A-Za-z]{2,4}-\d{1,6}|[A-Za-z0-9]{4})"
LATE_PAPER = rf"late paper\s+{REFERENCE}(\s+(?P<what>.+?))?\s+because\s+(?P<rest>.+)"
"""What is typed beside a file that comes after its case was listed."""
REST = r"[\s:,]+(?P<rest>.+)"


def ref_in(match: re.Match[str]) -> str:
    """The reference or code of a line, in capitals; empty when it names none."""
    return (match["ref"] or "").upper()


def rest_of(match: re.Match[str]) -> str:
    """The words that follow."""
    return (match["rest"] or "").strip()


def is_reference(about: str) -> bool:
    """Whether this is the reference of a case, which people know; the ids of other records are our own affair."""
    return re.fullmatch(REFERENCE, about) is not None
