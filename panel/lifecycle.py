"""A record's states and moves as a table; what the table does not hold cannot happen."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from panel.errors import MoveNotAllowed

S = TypeVar("S", bound=StrEnum)
E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True)
class Move(Generic[S, E]):
    """One row: from any of these states, this event leads there. `rules` names where the row comes from."""

    states: tuple[S, ...]
    event: E
    to: S
    rules: str


class Lifecycle(Generic[S, E]):
    """All moves of one kind of record; two rows may not disagree, which is checked when it is built.

    `look` is what a person types to see where a record of this kind stands.
    """

    def __init__(
        self, name: str, moves: tuple[Move[S, E], ...], says: Mapping[S, str], look: str = "status {ref}"
    ) -> None:
        self.name = name
        self.look = look
        self.moves = moves
        self.says = says
        self._next: dict[tuple[S, E], S] = {}
        for move in moves:
            for state in move.states:
                if self._next.setdefault((state, move.event), move.to) is not move.to:
                    raise ValueError(f"{name}: {move.event} leads from {state} to two states")

    def move(self, ref: str, state: S, event: E) -> S:
        """The state after the event; raises `MoveNotAllowed` with a sentence that says where the record stands."""
        following = self._next.get((state, event))
        if following is None:
            look = self.look.format(ref=ref)
            raise MoveNotAllowed(f"{ref} {self.says[state]}, so this can’t be done now. Type “{look}” to see it.")
        return following

    def allows(self, state: S, event: E) -> bool:
        """Whether the event can happen in this state."""
        return (state, event) in self._next
