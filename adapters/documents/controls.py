"""Word's content controls, one for each kind of question; the tag of a control is the id of its question."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from lxml import etree

from adapters.documents.wordml import PLACEHOLDERS, TICKED, UNTICKED, W14, element, run, w14
from panel.form import Option

_LONGEST_NAME = 64
"""Word refuses a longer title or tag."""
PLACEHOLDER_STYLE = "PlaceholderText"


@dataclass
class Controls:
    """Makes the controls of one document; Word wants their ids to differ."""

    _ids: Iterator[int] = field(default_factory=lambda: itertools.count(1001))

    def text(self, tag: str, label: str, answer: str) -> etree._Element:
        """A box to write in."""
        # Rich text, for a single line too: LibreOffice 7 makes a field of a plain one, loses its line ends, and writes
        # its words several times over where they are in Thai or Arabic.
        kind = element("richText")
        return self._control((tag, label), kind, run(answer) if answer else None, hint=PLACEHOLDERS["text"])

    def date(self, tag: str, label: str, answer: str) -> etree._Element:
        """A box with a calendar; `answer` is YYYY-MM-DD or empty."""
        day = date.fromisoformat(answer) if answer else None
        kind = element(
            "date",
            {"fullDate": f"{day.isoformat()}T00:00:00Z"} if day else None,
            element("dateFormat", {"val": "d MMMM yyyy"}),
            element("lid", {"val": "en-GB"}),
            element("storeMappedDataAs", {"val": "dateTime"}),
            element("calendar", {"val": "gregorian"}),
        )
        shown = run(f"{day.day} {day:%B %Y}") if day else None
        return self._control((tag, label), kind, shown, hint=PLACEHOLDERS["date"])

    def dropdown(self, tag: str, label: str, options: tuple[Option, ...], *, answer: str) -> etree._Element:
        """A list to choose one from; `answer` is the wording of the choice or empty."""
        items = [element("listItem", {"displayText": one.label, "value": one.code}) for one in options]
        kind = element("dropDownList", None, *items)
        return self._control((tag, label), kind, run(answer) if answer else None, hint=PLACEHOLDERS["choice"])

    def tick_box(self, tag: str, label: str, *, ticked: bool) -> etree._Element:
        """A box to tick; its wording stands after it as ordinary text."""
        kind = etree.Element(w14("checkbox"), nsmap={"w14": W14})
        states = (("checked", "1" if ticked else "0"), ("checkedState", "2612"), ("uncheckedState", "2610"))
        for name, value in states:
            etree.SubElement(kind, w14(name)).set(w14("val"), value)
        shown = run(TICKED if ticked else UNTICKED)
        fonts = element("rFonts", dict.fromkeys(("ascii", "eastAsia", "hAnsi"), "MS Gothic") | {"hint": "eastAsia"})
        shown.insert(0, element("rPr", None, fonts))
        return self._control((tag, label), kind, shown)

    def fixed(self, tag: str, label: str, text: str) -> etree._Element:
        """Text that Word does not let people change."""
        return self._control((tag, label), element("text"), run(text), lock="sdtContentLocked")

    def _control(
        self,
        names: tuple[str, str],
        kind: etree._Element,
        shown: etree._Element | None,
        *,
        hint: str = "",
        lock: str = "sdtLocked",
    ) -> etree._Element:
        tag, label = names
        properties = element(
            "sdtPr",
            None,
            element("alias", {"val": label[:_LONGEST_NAME]}),
            element("tag", {"val": tag[:_LONGEST_NAME]}),
            element("id", {"val": str(next(self._ids))}),
            element("lock", {"val": lock}),
        )
        if shown is None:
            properties.append(element("showingPlcHdr"))
            shown = run(hint, PLACEHOLDER_STYLE)
        properties.append(kind)
        return element("sdt", None, properties, element("sdtContent", None, shown))
