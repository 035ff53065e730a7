"""A drill in a chat: its card says what it is, and one word answers it."""

from dialogs.cards.parts import button, card, heading, text
from dialogs.stamps import Tap
from dialogs.turn import Tools, Turn, sealed, show
from dialogs.words import urgent as words
from panel import commands as c
from panel.calendar import say_moment
from panel.council import Office
from panel.drill import Drill
from panel.errors import Refused, Unknown
from panel.ports import Message, Reply


def acknowledge(turn: Turn, code: str) -> Reply:
    """Answer the drill with this code, or the only one that waits."""
    open_ones = turn.office.records.find(Drill, asked=turn.person.id, open="yes")
    named = [drill for drill in open_ones if not code or drill.code == code.upper()]
    if not named:
        raise Refused("No drill waits for you.")
    return _answer(turn, max(named, key=lambda drill: drill.started_at).id)


def tapped(turn: Turn, drill: str) -> Reply:
    """Answer the drill of the card."""
    return _answer(turn, drill)


def drill_card(tools: Tools, office: Office, drill_id: str, person: str) -> Message:
    """The card of a drill; afterwards it says when it was acknowledged. Raises `Unknown`."""
    drill = office.records.look(Drill, drill_id)
    if drill is None:
        raise Unknown("There is no such drill.")
    title = f"DRILL {drill.code}: this is only a test"
    if drill.acknowledged_at:
        return card(title, [heading(f"Acknowledged {say_moment(drill.acknowledged_at)}.")], (), "DRILL: done")
    body = [
        text("DRILL. There is no child and no case. An emergency request would have reached you like this.", bold=True),
        text(f"Please tap Acknowledge, or type: acknowledge {drill.code}"),
    ]
    data = sealed(tools, person, Tap("acknowledge", drill.id, drill.revision))
    return card(title, body, [button("Acknowledge", data, main=True)], "DRILL: please acknowledge")


def _answer(turn: Turn, drill: str) -> Reply:
    turn.do(c.AcknowledgeDrill, drill=drill)
    return show(turn, drill_card(turn.tools, turn.office, drill, turn.person.id), words.acknowledged())
