"""Numbers as bars in a picture, small enough for a card in Teams; drawn without a display."""

from io import BytesIO
from threading import Lock

from panel.tables import Bars

INK = "#1F3864"
DOTS = 90
"""Dots an inch: 576 across, as wide as Teams shows a card."""
WIDE, HEAD, ROW = 6.4, 0.6, 0.32
"""Inches: the picture, what stands above and below the bars, and one bar."""
COLOURS = 8
LONGEST_NAME = 44
"""Characters of a name on a line."""
_one_at_a_time = Lock()
"""Matplotlib is not made for several threads."""


def bar_chart(bars: Bars) -> bytes:
    """The bars with their numbers, as PNG: one colour on white, so it can be printed and read by anyone."""
    # Matplotlib takes seconds to import, and only some runs of the clerk draw.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from PIL import Image

    names = [_folded(name) for name, _ in bars.rows]
    with _one_at_a_time:
        lines = sum(name.count("\n") + 1 for name in names)
        figure = Figure(figsize=(WIDE, HEAD + ROW * lines), dpi=DOTS, layout="constrained")
        canvas, axes = FigureCanvasAgg(figure), figure.subplots()
        axes.barh(range(len(names)), [number for _, number in bars.rows], color=INK)
        axes.set_yticks(range(len(names)), names)
        axes.invert_yaxis()
        axes.set_xticks([])
        axes.set_title(bars.title, loc="left", color=INK)
        axes.tick_params(left=False)
        axes.spines[["top", "right", "bottom"]].set_visible(False)
        for place, (_, number) in enumerate(bars.rows):
            axes.text(number, place, f" {number}", va="center")
        canvas.draw()
        # A palette of few colours makes the picture a quarter of the size.
        drawn = Image.frombytes("RGBA", canvas.get_width_height(), bytes(canvas.buffer_rgba()))
    out = BytesIO()
    drawn.convert("RGB").quantize(COLOURS).save(out, "PNG", optimize=True)
    return out.getvalue()


def _folded(name: str) -> str:
    """The name in two lines where it is long; never read as a formula."""
    plain = name.replace("$", r"\$")
    if len(plain) <= LONGEST_NAME:
        return plain
    cut = plain.rfind(" ", 0, LONGEST_NAME)
    return f"{plain[:cut]}\n{plain[cut + 1 :]}" if cut > 0 else plain
