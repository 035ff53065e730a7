"""Whose form a document is: by its form code, or else by the questions that stand in it."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from adapters.documents.blocks import Block, all_lines
from adapters.documents.reading import CannotOpen
from adapters.documents.wording import Wording
from adapters.documents.wordml import FORM_CODE

_PARTS = r"([a-z][a-z0-9-]{0,60}) \| ([\w.-]{1,20})(?: \| ([\w-]{1,20}))?"
_CODE_LINE = re.compile(rf"{FORM_CODE}\s*{_PARTS}")
_CODE = re.compile(_PARTS)
_ENOUGH = 5
"""Questions of a form that must be found before a document without a form code is taken for that form."""


@dataclass(frozen=True)
class Whose:
    """The panel, and the version and the reference that its form code names."""

    panel: str
    version: str = ""
    ref: str = ""


def by_code(blocks: Iterable[Block], held: Iterable[str], panels: Collection[str]) -> Whose | None:
    """The panel the form code names; raises `CannotOpen` for a panel that is not ours.

    What people see goes before what is `held` out of sight: they may have copied an old form for a new child.
    """
    shown = (_CODE_LINE.search(line.shown.text) for line in all_lines(blocks) if FORM_CODE in line.text[:400])
    code = next(filter(None, shown), None) or next(filter(None, map(_CODE.fullmatch, held)), None)
    if code is None:
        return None
    panel, version, ref = code.groups(default="")
    if panel not in panels:
        raise CannotOpen("unknown_panel")
    return Whose(panel, version, ref)


def by_wording(
    blocks: Iterable[Block], tags: Collection[str], wordings: Mapping[str, Wording], addressed: Collection[str]
) -> Whose:
    """The panel of which most questions are found, by wording or by the tags of controls; raises `CannotOpen`."""
    lines = list(all_lines(blocks))
    counts = {}
    for panel, wording in wordings.items():
        labels = (wording.label(line.shown) for line in lines)
        named = {question.id for label in labels if label for _, question in wording.asked(label.key)}
        counts[panel] = len(named | (wording.ids & set(tags)))
    return Whose(most(counts, addressed))


def most(counts: Mapping[str, int], addressed: Collection[str]) -> str:
    """The panel with the highest count, of several alike the one that was written to; raises `CannotOpen`."""
    highest = max(counts.values(), default=0)
    if highest < _ENOUGH:
        raise CannotOpen("no_form")
    best = [panel for panel, count in counts.items() if count == highest]
    written_to = [panel for panel in best if panel in addressed]
    for choice in (best, written_to):
        if len(choice) == 1:
            return choice[0]
    raise CannotOpen("unknown_panel")
