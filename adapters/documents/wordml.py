"""The few pieces of WordprocessingML (ECMA-376 part 1) that forms are written with and read by."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
XML = "http://www.w3.org/XML/1998/namespace"

FORM_TAG = "panel-clerk:form"
"""Tag of the control, and name of the document property, that say which panel's form this is."""
FORM_CODE = "Form code:"
TICKED, UNTICKED = "☒", "☐"
PLACEHOLDERS = {"text": "Click here and write", "choice": "Choose one", "date": "Click here and give a date"}

_ILLEGAL = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAMESPACES = {"w": W, "w14": W14}


@cache
def w(name: str) -> str:
    """The name of an element or attribute of WordprocessingML, as lxml spells it."""
    return f"{{{W}}}{name}"


@cache
def w14(name: str) -> str:
    """The same for Word 2010's additions, among them the tick box."""
    return f"{{{W14}}}{name}"


def legal(text: str) -> str:
    """The text without the characters XML 1.0 forbids, with line ends as `\\n`."""
    return _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def element(name: str, attributes: Mapping[str, str] | None = None, *children: etree._Element) -> etree._Element:
    """A `w:` element; its attributes are `w:` too."""
    made = etree.Element(w(name), {w(key): value for key, value in (attributes or {}).items()}, nsmap=_NAMESPACES)
    made.extend(children)
    return made


def run(text: str, style: str = "") -> etree._Element:
    """A run of text; line ends and tabs become Word's own."""
    made = element("r")
    if style:
        made.append(element("rPr", None, element("rStyle", {"val": style})))
    for piece in re.split(r"([\n\t])", legal(text)):
        if piece == "\n":
            made.append(element("br"))
        elif piece == "\t":
            made.append(element("tab"))
        elif piece:
            shown = element("t")
            shown.text = piece
            shown.set(f"{{{XML}}}space", "preserve")
            made.append(shown)
    return made


def squash(text: str) -> str:
    """Wording for comparison: no case, no punctuation, single spaces, letters with their accents as one."""
    return " ".join(re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", text).casefold()).split())
