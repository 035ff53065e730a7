"""What officers read when an emergency approval needs an extension: why, until when it holds, what they must do."""

import pytest

from dialogs.words.notices import SENTENCES
from panel.notices import Topic

MOVED = {"because": "moved"}
LISTED = {"starts": "2026-12-09T09:30:00+00:00"}
ENDS = {"ends": "2026-12-02T23:59:00+00:00"}


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (
            {**MOVED, **LISTED, **ENDS},
            "CB-0001: the panel that ratifies this emergency was moved. It is listed for Wed 9 Dec 2026, 09:30. "
            "It is approved until Wed 2 Dec 2026, 23:59.",
        ),
        (
            MOVED,
            "CB-0001: the panel that ratifies this emergency was moved. No later panel is on the list.",
        ),
        (
            {**ENDS, "extend": "yes"},
            "CB-0001: this emergency approval needs an extension. It is approved until Wed 2 Dec 2026, 23:59 and does "
            "not run on by itself. An approver must act: “extend CB-0001”, a panel date and the reason.",
        ),
        (
            {**MOVED, "extend": "yes"},
            "CB-0001: the panel that ratifies this emergency was moved. No later panel is on the list. It is approved "
            "for now and does not run on by itself. An approver must act: “extend CB-0001”, a panel date and the "
            "reason.",
        ),
    ],
)
def test_each_is_whole_sentences(facts: dict[str, str], said: str) -> None:
    """A daily reminder does not say that a panel was moved when none was."""
    assert SENTENCES[Topic.EXTENSION_NEEDED]("CB-0001", facts) == said
