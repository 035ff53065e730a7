"""What a stretch of a Word document shows: deletions gone, struck words marked, fields and boxes as their signs."""

from collections.abc import Iterator

from lxml import etree

from adapters.documents.shown import HINTS, Piece, Shown, is_picture_font, symbol, symbols
from adapters.documents.wordml import MC, TICKED, UNTICKED, squash, w, w14
from panel.answers import read_date

_UNSEEN = frozenset(
    [*map(w, ("del", "moveFrom", "sdtPr", "pPr", "rPr", "tblPr", "tcPr", "trPr", "instrText")), f"{{{MC}}}Fallback"]
)
_PICTURES = frozenset(map(w, ("drawing", "pict", "object")))
_OFF = frozenset(("0", "false", "off", "none"))
_BREAKS = {w("br"): "\n", w("cr"): "\n", w("tab"): "\t", w("noBreakHyphen"): "-"}
_TICKS = ("☒", "☑", "✓", "✔")


def read_shown(root: etree._Element) -> Shown:
    """What this element shows."""
    return Shown(tuple(_Walk().pieces(root)))


class _Walk:
    """One pass over a stretch of the document; the parser allows no more than 256 levels, so it may call itself."""

    def __init__(self) -> None:
        self._controls = 0
        self._fields: list[bool] = []
        self._field = 0

    def pieces(self, root: etree._Element, control: int = 0) -> Iterator[Piece]:
        for child in root:
            if child.tag in _UNSEEN:
                continue
            if child.tag == w("sdt"):
                yield from self._control(child)
            elif child.tag == w("r"):
                yield from self._run(child, control)
            elif child.tag in _PICTURES:
                yield Piece("[picture]", control=control, doubtful=True)
            else:
                yield from self.pieces(child, control)
            if child.tag == w("p"):
                yield Piece("\n", control=control)

    def _control(self, control: etree._Element) -> Iterator[Piece]:
        self._controls += 1
        number = self._controls
        content = control.find(w("sdtContent"))
        inside = list(self.pieces(content, number)) if content is not None else []
        said = "".join(piece.text for piece in inside)
        box = control.find(f"{w('sdtPr')}/{w14('checkbox')}")
        if box is not None:
            yield _tick(box, said)
        elif control.find(f"{w('sdtPr')}/{w('showingPlcHdr')}") is None:
            yield from inside
            if not _same_day(control, said):
                yield Piece("", control=number, doubtful=True)
        elif squash(said) and squash(said) not in HINTS:
            # Marked as untouched, yet it says something: some editors leave the mark when text is typed.
            yield Piece(said, control=number, doubtful=True)

    def _run(self, run: etree._Element, control: int) -> Iterator[Piece]:
        if _on(run, "vanish"):
            return
        struck = _on(run, "strike") or _on(run, "dstrike")
        # What a field shows is apart from what stands beside it, as with a control.
        control = control or (self._field if self._fields else 0)
        for child in run:
            if child.tag == w("fldChar"):
                yield from self._mark(child, struck=struck, control=control)
            elif any(self._fields):
                continue
            elif child.tag == w("t"):
                text = child.text or ""
                pictures = symbols(text, struck=struck, control=control) if _is_pictures(run) else None
                yield from pictures or [Piece(text, struck, control)]
            elif child.tag == w("sym"):
                yield symbol(_character(child), struck=struck, control=control)
            elif child.tag in _PICTURES:
                yield Piece("[picture]", struck, control, doubtful=True)
            elif child.tag in _BREAKS:
                yield Piece(_BREAKS[child.tag], struck, control)
            elif child.tag not in _UNSEEN:
                yield from self.pieces(child, control)

    def _mark(self, mark: etree._Element, *, struck: bool, control: int) -> Iterator[Piece]:
        """A field of the older kind: its box or chosen entry at its beginning, in place of all it holds."""
        if mark.get(w("fldCharType")) == "end":
            if self._fields:
                self._fields.pop()
        elif mark.get(w("fldCharType")) == "begin":
            box, entries = mark.find(f"{w('ffData')}/{w('checkBox')}"), mark.find(f"{w('ffData')}/{w('ddList')}")
            if box is not None and not any(self._fields):
                yield Piece(TICKED if _box_ticked(box) else UNTICKED, struck, control)
            elif entries is not None and not any(self._fields):
                yield _entry(entries, struck=struck, control=control)
            self._controls += 1
            self._field = self._controls
            self._fields.append(box is not None or entries is not None)


def _tick(box: etree._Element, said: str) -> Piece:
    state = box.find(w14("checked"))
    ticked = state is not None and state.get(w14("val"), "1") not in _OFF
    sign = TICKED if ticked else UNTICKED
    shows_ticked = said.strip() in _TICKS
    # The sign people see and the state Word keeps must agree.
    return Piece(sign, doubtful=shows_ticked != ticked or not said.strip())


def _box_ticked(box: etree._Element) -> bool:
    """Whether a FORMCHECKBOX is ticked: its state, or where it was never touched what it began with."""
    state = box.find(w("checked"))
    state = box.find(w("default")) if state is None else state
    return state is not None and state.get(w("val"), "1") not in _OFF


def _entry(entries: etree._Element, *, struck: bool, control: int) -> Piece:
    """The chosen entry of a FORMDROPDOWN. Word writes nothing for the first, so that one may be untouched: doubtful."""
    listed = [each.get(w("val"), "") for each in entries.findall(w("listEntry"))]
    chosen = entries.find(w("result"))
    chosen = entries.find(w("default")) if chosen is None else chosen
    number = chosen.get(w("val"), "0") if chosen is not None else "0"
    at = int(number) if number.isdecimal() and len(number) < 5 else len(listed)
    if at >= len(listed):
        return Piece("?", struck, control, doubtful=bool(listed))
    return Piece(listed[at], struck, control, doubtful=at == 0 and bool(listed[0].strip(" -–—_.…")))


def _same_day(control: etree._Element, said: str) -> bool:
    """Whether the day that a date control keeps can be the one it shows.

    Text typed over it leaves the old one; a Word set to another country may show 3 May as 5/3.
    """
    calendar = control.find(f"{w('sdtPr')}/{w('date')}")
    kept = calendar.get(w("fullDate"), "") if calendar is not None else ""
    if not kept[:10].replace("-", "").isdecimal() or not said.strip():
        return True
    try:
        return read_date(said).isoformat() == kept[:10]
    except ValueError:
        pass  # in words or signs that are not read as a date: the numbers at least must be there
    year, _, day = kept[:10].split("-") if kept.count("-") == 2 else ("", "", "0")
    numbers = {number.lstrip("0") for number in "".join(c if c.isdecimal() else " " for c in said).split()}
    return day.lstrip("0") in numbers and bool({year, year[2:].lstrip("0")} & numbers)


def _is_pictures(run: etree._Element) -> bool:
    fonts = run.find(f"{w('rPr')}/{w('rFonts')}")
    return fonts is not None and is_picture_font(fonts.get(w("ascii"), ""))


def _character(sign: etree._Element) -> str:
    code = sign.get(w("char"), "")
    try:
        return chr(int(code, 16)) if len(code) <= 4 else "?"
    except ValueError:
        return "?"


def _on(run: etree._Element, name: str) -> bool:
    mark = run.find(f"{w('rPr')}/{w(name)}")
    return mark is not None and mark.get(w("val"), "1") not in _OFF
