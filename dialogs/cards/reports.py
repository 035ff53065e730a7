"""The card of a report: its figures in words, and the outcomes as a picture where there is room for one."""

from base64 import b64encode

from microsoft_teams import cards as c

from dialogs.cards.parts import LARGEST, button, card, facts, heading, plain, shortened, text
from dialogs.turn import Turn
from dialogs.words import reports as words
from panel.period import Period
from panel.ports import Message
from panel.profile import Profile
from panel.tables import Bars, Table

MOST_ROWS = 15
"""Rows of one table on a card; the files hold them all."""
LONGEST_NAME = 120
"""Characters of what a figure is called."""
LARGEST_PICTURE = LARGEST // 2
"""Bytes of a picture on a card, written out for it; the figures need the rest."""


def report_card(turn: Turn, profile: Profile, period: Period, tables: list[Table], bars: Bars | None) -> Message:
    """Every figure as a name and a number, under its heading; the files are a button away."""
    title, picture = words.title(profile, period), _picture(turn, bars)
    head, figures = [text(words.period_in_words(period), quiet=True)], _figures(tables)
    data = turn.button("send_report", panel=profile.id, period=period.name)
    buttons = [button("Mail me the report", data, main=True)]
    try:
        return card(title, [*head, *picture, *figures], buttons, title)
    except ValueError:
        # Figures and picture together are more than Teams takes: the figures say the same.
        return card(title, [*head, text(words.CHART_IN_FILES, quiet=True), *figures], buttons, title)


def _figures(tables: list[Table]) -> list[c.CardElement]:
    body: list[c.CardElement] = []
    for table in tables:
        shown = [(shortened(plain(str(name)), LONGEST_NAME), str(number)) for name, number in table.rows[:MOST_ROWS]]
        rest = f"{len(table.rows) - MOST_ROWS} more are in the files." if len(table.rows) > MOST_ROWS else ""
        said = " ".join(filter(None, (table.note, rest)))
        body += [heading(table.title), facts(shown), *([text(said, quiet=True)] if said else [])]
    return body


def _picture(turn: Turn, bars: Bars | None) -> list[c.CardElement]:
    if bars is None:
        return []
    written = b64encode(turn.tools.draw(bars)).decode()
    if not written or len(written) > LARGEST_PICTURE:
        return [text(words.CHART_IN_FILES, quiet=True)]
    return [c.Image(url=f"data:image/png;base64,{written}", alt_text=bars.words, size="Stretch")]
