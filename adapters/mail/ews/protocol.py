"""exchangelib's way to talk to a server, made so that it never waits for ever and never repeats a call by itself."""

import logging
from typing import Any

import requests
from exchangelib.errors import ErrorServerBusy, TransportError, UnauthorizedError
from exchangelib.protocol import FailFast, Protocol
from requests.adapters import HTTPAdapter

_CALLS_OF_A_SESSION = 500
"""exchangelib's sessions grow with use, so they are replaced after this many calls."""
_PIECE = 64 * 1024
"""Bytes."""
USUAL_WAIT = 60.0
"""Seconds to leave Exchange alone when it asks for a pause and does not say how long."""

# exchangelib writes whole requests and answers, with the mails in them, into its log.
logging.getLogger("exchangelib").setLevel(logging.CRITICAL + 1)


class HttpError(TransportError):  # type: ignore[misc]  # exchangelib is not typed
    """Exchange answered a call with something other than a result; `status` is that of HTTP."""

    def __init__(self, status: int, retry_after: float | None) -> None:
        super().__init__(f"status {status}")
        self.status = status
        self.retry_after = retry_after


class AtOnce(FailFast):  # type: ignore[misc]
    """Every failure is raised at once: we know how long to wait and what may be repeated, exchangelib does not."""

    def raise_response_errors(self, response: requests.Response) -> None:
        """Nothing for a result or a SOAP fault, which exchangelib reads."""
        kind = response.headers.get("Content-Type", "")
        if response.status_code == 200 or (response.status_code == 500 and "xml" in kind):
            return
        if response.status_code == 401:
            raise UnauthorizedError("not signed in")
        wait = response.headers.get("Retry-After", "")
        seconds = float(wait) if wait.isascii() and wait.isdigit() else None
        if response.status_code in (429, 503):
            raise ErrorServerBusy("asked to wait", back_off=seconds)
        raise HttpError(response.status_code, seconds)


class _InPieces(requests.Response):
    """An answer for exchangelib, which names no size when it reads, and would get single bytes."""

    def iter_content(self, chunk_size: Any = _PIECE, decode_unicode: Any = False) -> Any:
        """The content in pieces of 64 KiB, unless told otherwise."""
        return super().iter_content(chunk_size, decode_unicode)


class _Wire(HTTPAdapter):
    """How calls go over the network."""

    ca_file = ""

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        """Trust the council's own authority if there is one, whatever the environment says; else the known ones."""
        super().cert_verify(conn, url, self.ca_file or verify, cert)

    def build_response(self, req: Any, resp: Any) -> requests.Response:
        """An answer that is read in large pieces."""
        response = super().build_response(req, resp)
        response.__class__ = _InPieces
        return response


class OneThreadProtocol(Protocol):  # type: ignore[misc]
    """exchangelib's connections for one thread: a session is free or is made.

    exchangelib itself waits for ever for a session that was lost (its issue 1373).
    """

    HTTP_ADAPTER_CLS = _Wire
    MAX_SESSION_USAGE_COUNT = _CALLS_OF_A_SESSION
    USERAGENT = "panel-clerk"
    RETRY_WAIT = USUAL_WAIT
    ca_file: str = ""

    def get_session(self) -> Any:
        """A session nobody uses."""
        if self._session_pool.empty():
            self._session_pool.put(self.create_session())
        return super().get_session()

    def create_session(self) -> Any:
        """A session that trusts the council's certificate authority, if one is named."""
        session = super().create_session()
        session.get_adapter(self.service_endpoint).ca_file = self.ca_file
        return session

    def retire_session(self, session: Any) -> None:
        """Close a session of no more use; the next call makes another."""
        self.close_session(session)
