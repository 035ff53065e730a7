"""On which line of a TOML text each key stands, so that a mistake can be shown where it is.

The text is one `tomllib` has read, so only places are worked out and nothing is checked.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

Path = tuple[str | int, ...]
"""Keys and places in lists, from the top of the file down: `("form", "sections", 2, "when")`."""

_TOKENS = re.compile(
    r"""(?P<skip>[ \t\r]+|\#[^\n]*)|(?P<end>\n)
    |(?P<word>\"{3}(?:\\.|[^\\])*?\"{3,5}|'{3}.*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|[^\s\#\[\]{},="'.]+)
    |(?P<mark>[\[\]{},=.])""",
    re.VERBOSE | re.DOTALL,
)
END = "\n"
QUOTES = "\"'"


def key_lines(text: str) -> dict[Path, int]:
    """The line, from 1, of every key, table and place in a list."""
    scan = _Scan(_tokens(text))
    while scan.tokens:
        scan.statement()
    return scan.lines


def line_of(lines: Mapping[Path, int], path: Path) -> int:
    """The line of a key, or of the nearest table around it when it is not there; 1 for the file as a whole."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


@dataclass(frozen=True)
class _Token:
    text: str
    line: int


def _tokens(text: str) -> list[_Token]:
    """What stands in the text, the last first: the one read next is popped from the end."""
    found, line = [], 1
    for match in _TOKENS.finditer(text):
        if match.lastgroup != "skip":
            found.append(_Token(match[0], line))
        line += match[0].count("\n")
    return [*reversed(found)]


@dataclass
class _Scan:
    """One reading, from the first token to the last. `counts` has the last place of each array of tables."""

    tokens: list[_Token]
    lines: dict[Path, int] = field(default_factory=dict)
    counts: dict[Path, int] = field(default_factory=dict)
    table: Path = ()

    def statement(self) -> None:
        """A table's header, or a key with its value."""
        if self._next("["):
            several = self._next("[")
            line, keys = self._key()
            self.table = self._resolved(keys, several=several)
            self._note(self.table, line)
            self._next("]")
            self._next("]")
        elif not self._next(END):
            self._pair(self.table)

    def _pair(self, table: Path) -> None:
        line, keys = self._key()
        self._note((*table, *keys), line)
        self._next("=")
        self._value((*table, *keys))

    def _value(self, path: Path) -> None:
        if self._next("["):
            self._list(path)
        elif self._next("{"):
            while not self._next("}"):
                if not (self._next(",") or self._next(END)):
                    self._pair(path)
        else:
            while self.tokens and self.tokens[-1].text not in (",", "]", "}", END):
                self.tokens.pop()

    def _list(self, path: Path) -> None:
        place = 0
        while not self._next("]"):
            if not (self._next(",") or self._next(END)):
                self._note((*path, place), self.tokens[-1].line)
                self._value((*path, place))
                place += 1

    def _key(self) -> tuple[int, list[str]]:
        first = self.tokens.pop()
        keys = [first.text.strip(QUOTES)]
        while self._next("."):
            keys.append(self.tokens.pop().text.strip(QUOTES))
        return first.line, keys

    def _resolved(self, keys: list[str], *, several: bool) -> Path:
        path: Path = ()
        for key in keys:
            place = (self.counts[path],) if path in self.counts else ()
            path = (*path, *place, key)
        if several:
            self.counts[path] = self.counts.get(path, -1) + 1
            path = (*path, self.counts[path])
        return path

    def _note(self, path: Path, line: int) -> None:
        for length in range(1, len(path) + 1):
            self.lines.setdefault(path[:length], line)

    def _next(self, text: str) -> bool:
        """Whether this comes next; it is then behind us."""
        return bool(self.tokens and self.tokens[-1].text == text and self.tokens.pop())
