"""The letter that tells a family the outcome: who prepares and releases it, how it may go, what it must say."""

from typing import Literal

from pydantic import Field

from panel.durations import WrittenLength
from panel.receipts import Sent
from panel.records import Value

Part = Literal["outcome", "agreed", "reasons", "challenge", "complaints"]
"""What a letter can be required to say: what was agreed only where it was, a challenge only where one is open."""


class Said(Value):
    """The outcome with this code, as the family reads it."""

    outcome: str
    text: str


class Shown(Value):
    """A term of the decision that the letter repeats, under words the family understands; no other term is shown."""

    term: str
    label: str


class Letters(Value):
    """Outcome letters of one panel; a panel without this part writes none (AM-36).

    `prepared_by` is a role, or the referrer. `released_by` are roles, or the manager of the case: a second person, who
    is none of those who wrote the letter. A recipient confirmed longer ago than `confirm_again_after` is confirmed
    anew, and a letter is taken to leave within `sent_within` of its date: the last day of an appeal that counts from
    its receipt is worked out from there (KN-3.24, AM-04). `must_say` stops a letter in which a part is blank (BI-8.3
    to BI-8.5). `challenge` says how to ask for the stage that is open, `talk_to` whom to talk to, `more` whatever else
    every letter says.
    """

    prepared_by: str
    released_by: list[str] = Field(min_length=1)
    ways: list[Sent] = Field(min_length=1)
    sent_within: WrittenLength
    confirm_again_after: WrittenLength
    must_say: list[Part]
    says: list[Said]
    shows: list[Shown] = []
    challenge: str = ""
    talk_to: str
    more: list[str] = []

    def words_for(self, outcome: str) -> str:
        """The outcome as the family reads it; empty for one nobody gave words to."""
        return next((said.text for said in self.says if said.outcome == outcome), "")
