"""The child process that reads strangers' files: little time and memory, and no way to open a file or a connection."""

import codecs
import importlib
import json
import logging
import signal
import sys
from multiprocessing.connection import Connection

from pydantic import TypeAdapter

from adapters.documents.form_in import FormReader
from adapters.documents.reading import FormReading, Unreadable
from panel.form import Form

RESULT: TypeAdapter[FormReading | Unreadable] = TypeAdapter(FormReading | Unreadable)
"""How a reading crosses over. JSON, not pickle: a child that was taken over must not run code in the parent."""
_CODECS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-16-le", "utf-32", "cp437", "cp1252", "latin-1", "ascii")
_LIBRARIES = ("pypdf", "pypdf.filters", "pypdf._codecs._codecs", "pypdf.xmp", "pypdf.generic._image_inline", "decimal")
"""Loaded before the doors are shut, as Python reads them from disk when they are first used."""


def serve(line: Connection, forms: dict[str, Form], memory: int, seconds: float) -> None:
    """The child's whole life: files in, readings out, until the parent hangs up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Libraries complain about broken files in words taken from them, which belong in no log.
    logging.disable(logging.CRITICAL)
    reader = FormReader(forms)
    _load_all()
    confine(memory)
    line.send_bytes(b"!")
    while True:
        try:
            asked = line.recv_bytes()
        except (EOFError, OSError):
            return
        _limit_time(seconds)
        line.send_bytes(RESULT.dump_json(_read(asked, reader)))


def _read(asked: bytes, reader: FormReader) -> FormReading | Unreadable:
    """The answer to one request: a line of JSON, then a file, or the text and the HTML of a mail in JSON."""
    head, _, content = asked.partition(b"\n")
    try:
        request = json.loads(head)
        if request["what"] == "file":
            return reader.read(content, request["addressed"])
        body = json.loads(content)
        return reader.read_body(body["text"], body["html"], request["addressed"])
    except (MemoryError, RecursionError):
        return Unreadable("too_hard")


def confine(memory: int) -> None:
    """From here on this process can open nothing and write nothing; `memory` is its address space in bytes."""
    # Windows has no such limits; the time limit of the parent holds there too.
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        # What is open stays open, which is the line to the parent. No file, socket or pipe can be added to it.
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _load_all() -> None:
    """Everything that is imported only where it is used, in the libraries as well."""
    for name in _CODECS:
        codecs.lookup(name)
    for name in _LIBRARIES:
        importlib.import_module(name)


def _limit_time(seconds: float) -> None:
    if sys.platform != "win32":
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        ends = int(used.ru_utime + used.ru_stime + seconds) + 1
        # Only the soft limit moves: the hard one, once lowered, could not be raised for the next form.
        resource.setrlimit(resource.RLIMIT_CPU, (ends, resource.getrlimit(resource.RLIMIT_CPU)[1]))
