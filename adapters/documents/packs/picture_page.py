"""A stranger's picture on a page of its own, drawn anew: nothing but its dots is kept."""

from io import BytesIO

from adapters.documents.packs.page import MARGIN, pages
from adapters.documents.reading import CannotOpen

MOST_DOTS = 60_000_000
LONGEST_SIDE = 2000
"""Dots on the page: 300 for each inch of an A4 page less its margins, about."""
FORMATS = ("PNG", "JPEG", "GIF", "TIFF", "WEBP", "BMP")
_WIDE, _HIGH = 595.28 - 2 * MARGIN - 12, 841.89 - 2 * MARGIN - 12
"""Points: a frame on an A4 page, less its padding."""


def picture_page(content: bytes) -> bytes:
    """The picture as PDF pages, one for each of its own; raises `CannotOpen`."""
    from PIL import Image as Pictures
    from PIL import ImageOps, ImageSequence
    from reportlab.platypus import Image

    try:
        with Pictures.open(BytesIO(content), formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_DOTS:
                raise CannotOpen("unsafe")
            frames = 1 if opened.format == "GIF" else getattr(opened, "n_frames", 1)
            if frames > 50:
                raise CannotOpen("too_long")
            flow = []
            for number, frame in enumerate(ImageSequence.Iterator(opened)):
                if number == frames:
                    break
                upright = ImageOps.exif_transpose(frame).convert("RGBA")
                upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                # On white, as paper is: a see-through picture would be drawn on black by some.
                drawn = Pictures.new("RGB", upright.size, "white")
                drawn.paste(upright, mask=upright.getchannel("A"))
                held = BytesIO()
                drawn.save(held, "JPEG", quality=88)
                scale = min(_WIDE / drawn.width, _HIGH / drawn.height, 1.0)
                flow.append(Image(held, drawn.width * scale, drawn.height * scale))
    except (OSError, ValueError, SyntaxError, TypeError, EOFError, Pictures.DecompressionBombError) as error:
        raise CannotOpen("damaged") from error
    return pages(flow, "Picture")
