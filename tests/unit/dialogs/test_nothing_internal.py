"""What people read in Teams is made of words: no id of ours, no code, no date as a machine writes it."""

import re

from dialogs.cards.agenda import draft_card
from panel.meeting import AgendaItem, ItemKind
from tests.story import MARTIN
from tests.unit.dialogs.stage import Stage, words


def test_every_kind_of_case_can_stand_on_a_draft_agenda() -> None:
    """An appeal and a case that comes back are put in order like any other."""
    stage = Stage()
    stage.story.meetings()
    meeting = stage.story.meeting()
    items = tuple(
        AgendaItem(ref=f"CB-000{n}", kind=kind, starts_at=meeting.starts_at, minutes=15)
        for n, kind in enumerate(ItemKind)
    )
    said = words(draft_card(stage.turn(MARTIN), meeting.model_copy(update={"items": items})))
    assert re.findall(r"CB-000\d, (.+), 15", said) == ["referral", "to ratify", "appeal", "comes back"]
