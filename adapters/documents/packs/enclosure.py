"""Any attached file as PDF pages, known by what it holds and not by its name; or why it cannot be shown."""

from collections.abc import Callable

from adapters.documents.container import open_docx
from adapters.documents.packs.pdf_in import clean_pdf
from adapters.documents.packs.picture_page import picture_page
from adapters.documents.packs.word_pages import word_pages
from adapters.documents.reading import CannotOpen, Unreadable

_PDF_WITHIN = 1024
"""Readers take a PDF whose sign stands within its first kilobyte."""
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")


def pages_of(content: bytes) -> bytes | Unreadable:
    """The file's pages; never raises for anything a file may hold, short of memory."""
    try:
        return _drawer(content)(content)
    except CannotOpen as cannot:
        return Unreadable(cannot.reason)
    except (MemoryError, RecursionError):
        return Unreadable("too_hard")
    except Exception:  # noqa: BLE001  # whatever a stranger's file brings a library to, its page says that it is not shown
        return Unreadable("damaged")


def _drawer(content: bytes) -> Callable[[bytes], bytes]:
    if b"%PDF-" in content[:_PDF_WITHIN]:
        return clean_pdf
    if content.startswith(_PICTURES) or (content[:4] == b"RIFF" and content[8:12] == b"WEBP"):
        return picture_page
    if not content:
        raise CannotOpen("missing")
    open_docx(content)  # says what is wrong with anything that is not a Word file of today
    return word_pages
