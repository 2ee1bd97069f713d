"""Letters for pictures, Latin and Chinese, painted beforehand: a server has no fonts that can be relied on.

`letters.npz` is made by `tools/house/letters.py` from Noto Sans CJK; its licence stands beside it.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

FILE: Final = str(Path(__file__).with_name("letters.npz"))
SIZE: Final = 22
"""Pixels of the font; a Chinese character is as wide."""
CELL_WIDTH, CELL_HEIGHT, BASELINE = 24, 28, 21
SHADES: Final = 15
UNKNOWN: Final = "□"

Ink = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Letters:
    """All that can be written: by letter its row, how wide each is, and its shades, two in a byte."""

    rows: dict[str, int]
    advances: NDArray[np.uint8]
    shades: NDArray[np.uint8]

    def row(self, letter: str) -> int:
        """Where a letter is; a letter that nobody painted is a box."""
        return self.rows.get(letter, self.rows[UNKNOWN])


@cache
def read_letters() -> Letters:
    """The painted letters, read once."""
    with np.load(FILE) as painted:
        rows = {chr(code): row for row, code in enumerate(painted["codes"].tolist())}
        return Letters(rows, painted["advances"], painted["shades"])


def write(text: str) -> Ink:
    """A line of text as shares of ink, 0 to 1: as high as a cell, as wide as its letters."""
    known = read_letters()
    rows = [known.row(letter) for letter in unicodedata.normalize("NFC", text)]
    ink: Ink = np.zeros((CELL_HEIGHT, measure(text) + CELL_WIDTH), dtype=np.float32)
    x = 0
    for row in rows:
        packed = known.shades[row]
        cell = np.empty((CELL_HEIGHT, CELL_WIDTH), dtype=np.float32)
        cell[:, 0::2], cell[:, 1::2] = packed >> 4, packed & 0x0F
        place = ink[:, x : x + CELL_WIDTH]
        np.maximum(place, cell / SHADES, out=place)
        x += int(known.advances[row])
    return ink[:, : max(x, 1)]


def measure(text: str) -> int:
    """How many pixels a line of text is wide."""
    known = read_letters()
    return sum(
        int(known.advances[known.row(letter)]) for letter in unicodedata.normalize("NFC", text)
    )


def fit(text: str, width: int) -> str:
    """As much of a text as is no wider than so many pixels, with an ellipsis where something is left out."""
    if measure(text) <= width:
        return text
    kept = text
    while kept and measure(f"{kept}…") > width:
        kept = kept[:-1]
    return f"{kept.rstrip()}…" if kept else ""
