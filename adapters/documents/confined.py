"""What reads strangers' forms in the child process, once it has shut every way to open a file or a connection."""

import codecs
import importlib
import json
import sys

from pydantic import TypeAdapter

from adapters.documents.form_in import FormReader
from adapters.documents.reading import FormReading, Unreadable
from panel.form import Form

RESULT: TypeAdapter[FormReading | Unreadable] = TypeAdapter(FormReading | Unreadable)
"""How a reading crosses over. JSON, not pickle: a child that was taken over must not run code in the parent."""
_CODECS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-16-le", "utf-32", "cp437", "cp1252", "latin-1", "ascii")
_LIBRARIES = ("pypdf", "pypdf.filters", "pypdf._codecs._codecs", "pypdf.xmp", "pypdf.generic._image_inline", "decimal")
"""Loaded before the doors are shut, as Python reads them from disk when they are first used."""


class FormAnswers:
    """Reads forms of these panels, in the child."""

    def __init__(self, forms: dict[str, Form]) -> None:
        self._forms = forms
        self._reader: FormReader | None = None

    def prepare(self) -> None:
        """Load all that is read from disk when it is first used; from then on this process can open nothing."""
        self._reader = FormReader(self._forms)
        _load_all()
        _open_nothing()

    def answer(self, asked: bytes) -> bytes:
        """The answer to one request: a line of JSON, then a file, or the text and the HTML of a mail in JSON."""
        reader = self._reader or FormReader(self._forms)
        try:
            return RESULT.dump_json(_read(asked, reader))
        except (MemoryError, RecursionError):
            return RESULT.dump_json(Unreadable("too_hard"))


def _read(asked: bytes, reader: FormReader) -> FormReading | Unreadable:
    head, _, content = asked.partition(b"\n")
    request = json.loads(head)
    if request["what"] == "file":
        return reader.read(content, request["addressed"])
    body = json.loads(content)
    return reader.read_body(body["text"], body["html"], request["addressed"])


def _open_nothing() -> None:
    """What is open stays open, which is the line to the parent. No file, socket or pipe can be added to it."""
    # Windows has no such limit; the time limit of the parent holds there too.
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _load_all() -> None:
    """Everything that is imported only where it is used, in the libraries as well."""
    for name in _CODECS:
        codecs.lookup(name)
    for name in _LIBRARIES:
        importlib.import_module(name)
