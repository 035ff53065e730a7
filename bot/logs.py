"""Logs as JSON lines: a constant message, and references in fields of their own. Nobody is named."""

import logging
import sys
import traceback

from pythonjsonlogger.json import JsonFormatter


class PrivateFormatter(JsonFormatter):
    """Says where an error happened and of what kind it is, never its message, which may hold what somebody typed."""

    def formatException(self, ei: object) -> str:  # noqa: N802  the name is the standard library's
        """File, line and function of each frame, and the kind of the error."""
        kind, _, frames = ei if isinstance(ei, tuple) else (None, None, None)
        where = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(frames)]
        return f"{getattr(kind, '__name__', '')} at {'; '.join(where)}"


def set_up_logs(level: int = logging.INFO) -> None:
    """Send every log line to standard error as JSON; libraries speak only when something is wrong."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(PrivateFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("panel_clerk").setLevel(level)
