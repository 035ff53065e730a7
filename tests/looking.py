"""Documents as pictures: each turned into PDF by LibreOffice, each page drawn, and what a person would see at once."""

import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

SOFFICE = "soffice"
DOTS = 50
"""Of a drawn page, to the inch."""
MARGIN = 0.2
"""Inches at the edge that most printers leave white: anything there would be cut off."""
LEAST_INK = 0.001
DARK = 140
"""A grey below this is something drawn, not the shade of a table's head."""


def needed() -> None:
    """Skip, saying why, where the machine has nothing to draw with."""
    for tool, package in ((SOFFICE, "libreoffice-writer-nogui libreoffice-calc-nogui"), ("pdftoppm", "poppler-utils")):
        if shutil.which(tool) is None:
            pytest.skip(f"could not run: {tool} is not on this machine (apt install {package})")


def pdfs(files: Mapping[str, bytes], folder: Path) -> dict[str, Path]:
    """Each file as a PDF by its name; a PDF stays as it is."""
    # Two files can differ in their ending only, and their PDFs must not.
    placed = {name: folder / f"{name.replace('.', '-')}{Path(name).suffix}" for name in files}
    for name, content in files.items():
        placed[name].write_bytes(content)
    office = [str(path) for path in placed.values() if path.suffix != ".pdf"]
    user = f"-env:UserInstallation=file://{folder}/user"
    command = [SOFFICE, user, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *office]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return {name: path.with_suffix(".pdf") for name, path in placed.items()}


def pages(pdf: Path) -> list[Image.Image]:
    """Every page in grey."""
    stem = pdf.with_suffix("")
    subprocess.run(["pdftoppm", "-gray", "-r", str(DOTS), str(pdf), str(stem)], check=True, timeout=120)
    return [Image.open(each) for each in sorted(pdf.parent.glob(f"{stem.name}-*.pgm"))]


def words(pdf: Path) -> str:
    """Everything that can be read in it, spaces and line ends alike."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(pdf).pages).split())


def faults(name: str, drawn: list[Image.Image]) -> Iterator[str]:
    """A page without anything on it, or with something so near the edge that paper would lose it."""
    if not drawn:
        yield f"{name}: no page"
    for number, page in enumerate(drawn, 1):
        ink = page.point(lambda grey: 255 if grey < DARK else 0)
        share = ink.histogram()[255] / (page.width * page.height)
        if share < LEAST_INK:
            yield f"{name}, page {number}: empty"
        edge, inner = round(MARGIN * DOTS), ink.getbbox()
        right, low = page.width - edge, page.height - edge
        if inner and (inner[0] < edge or inner[1] < edge or inner[2] > right or inner[3] > low):
            yield f"{name}, page {number}: something at the edge {inner} of {page.size}"
