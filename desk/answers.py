"""Reading the clerk's answer to a tap."""

from dataclasses import dataclass
from typing import Any

from desk.chats import Card
from desk.courier import Answer
from desk.outgoing import ADAPTIVE, NotTakenError, check_card

MESSAGE = "application/vnd.microsoft.activity.message"
FAILED = "Unable to reach app. Please try again."


@dataclass(frozen=True)
class Tapped:
    """What came of a tap: the card that replaces the tapped one, or a sentence, or nothing.

    `status` is the code inside the answer, or the HTTP status when there was no proper answer.
    """

    status: int
    text: str = ""
    card: Card | None = None

    @property
    def failed(self) -> bool:
        """Whether Teams would show its own error."""
        return not 200 <= self.status < 300


def read_answer(answer: Answer) -> Tapped:
    """What Teams makes of an invoke response; anything it cannot read is a failure the person sees."""
    body = answer.body
    if answer.down or answer.late or answer.status >= 400 or not isinstance(body, dict):
        return Tapped(_failure(answer.status), FAILED)
    status, kind, value = int(body.get("statusCode", answer.status)), body.get("type", ""), body.get("value")
    if kind == ADAPTIVE and isinstance(value, dict):
        return _replacing(status, value)
    if kind == MESSAGE and isinstance(value, str):
        return Tapped(status, value)
    return Tapped(_failure(status), _reason(value))


def _replacing(status: int, card: Card) -> Tapped:
    try:
        check_card(card)
    except NotTakenError as problem:
        return Tapped(problem.status, str(problem))
    return Tapped(status, card=card)


def _failure(status: int) -> int:
    return status if status >= 400 else 502


def _reason(value: Any) -> str:
    return str(value.get("message") or FAILED) if isinstance(value, dict) else FAILED
