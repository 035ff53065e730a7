"""The case register of a panel as its readers see it: the names of its sheets and columns, and of each state."""

from panel.decision import DecisionState
from panel.register import Register
from panel.tables import Table

NOTE = "References only. The record of each case is in the clerk; this is how it stood when the file was made."
OWN_WORDS = "An action in somebody’s own words: see the case"
STATES = {
    DecisionState.DRAFT: "written down, not confirmed",
    DecisionState.IN_PRINCIPLE: "in principle, not endorsed",
    DecisionState.CONFIRMED: "confirmed, not sent out",
    DecisionState.RELEASED: "sent out",
}


def tables(found: Register) -> list[Table]:
    """A table each for cases, decisions, actions and reviews (RO-12.3)."""
    decisions = tuple((*row[:3], STATES[DecisionState(str(row[3]))], *row[4:]) for row in found.decisions)
    actions = tuple((row[0], row[1] or OWN_WORDS, *row[2:]) for row in found.actions)
    return [
        Table("Cases", ("Case", "Received", "Where it stands", "Panel", "Worker", "Manager"), found.cases, NOTE),
        Table("Decisions", ("Case", "Day", "Decision", "State", "Ends", "Review"), decisions, NOTE),
        Table("Actions", ("Case", "Action", "Owner", "Due", "Done"), actions, NOTE),
        Table("Reviews", ("Case", "What", "Due", "Where it stands", "Held"), found.reviews, NOTE),
    ]
