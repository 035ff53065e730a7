"""Why a request to /api/messages is not taken: a status for the caller and a code for the log."""

from panel.errors import PanelError


class NotTaken(PanelError):
    """A request that is turned away before anything has happened; `status` is the HTTP answer."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
