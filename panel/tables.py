"""Figures as they are shown: tables and bars that cards, workbooks and Word files draw alike."""

from dataclasses import dataclass
from decimal import Decimal

Cell = str | int | Decimal


@dataclass(frozen=True)
class Table:
    """Named columns and their rows; `note` says how the figures are to be read."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


@dataclass(frozen=True)
class Bars:
    """Numbers to be drawn as bars, one below the other; `words` says the same for whoever cannot see them."""

    title: str
    rows: tuple[tuple[str, int], ...]
    words: str
