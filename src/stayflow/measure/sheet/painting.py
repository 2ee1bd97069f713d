"""Painting a figure without a browser, for mail, which shows no SVG.

The picture is painted into an array and packed with zlib, by the PNG specification (W3C, third edition): eight bits a
channel, no filter. It says everything itself: its title, what each colour is, the axes, and the values.
"""

import struct
import zlib
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from stayflow.language.sentence import Lang
from stayflow.measure.sheet.figure import Figure, Line
from stayflow.measure.sheet.layout import (
    BOTTOM,
    COLOURS,
    DARK,
    GRID,
    HEIGHT,
    INK,
    LEFT,
    RIGHT,
    WIDTH,
    bar_half,
    labelled,
    pieces_of,
    say,
    steps_of,
    x_of,
    y_of,
)
from stayflow.measure.sheet.letters import CELL_HEIGHT, fit, write

SCALE: Final = 2
"""Pixels per unit: sharp on dense screens."""
HEADER: Final = 48
"""Units above the plot, for the title and the colours."""
MARGIN: Final = 16
VALUES_MAX: Final = 12
"""So many bars have their values written above them."""
BETWEEN: Final = 8
"""Units between two words on a line."""
ROOM: Final = (WIDTH - LEFT - RIGHT) * SCALE
Pixels = NDArray[np.uint8]
Anchor = Literal["start", "middle", "end"]
SHIFT: Final[dict[Anchor, float]] = {"start": 0, "middle": 0.5, "end": 1}


def draw_png(figure: Figure, title: str = "", lang: Lang = "en") -> bytes:
    """The figure as a PNG with its title and words, twice as dense as its size."""
    picture = _Picture(figure, lang)
    picture.head(title)
    picture.axes()
    for order, line in enumerate(figure.lines):
        colour = COLOURS[order % len(COLOURS)]
        if figure.shape == "bar":
            picture.bars(line, colour)
        else:
            picture.line(line, colour)
    return pack_png(picture.pixels)


class _Picture:
    """Pixels, and what is painted into them; places are in units from the top left of the plot."""

    def __init__(self, figure: Figure, lang: Lang) -> None:
        self.figure, self.lang = figure, lang
        size = ((HEIGHT + HEADER) * SCALE, WIDTH * SCALE, 3)
        self.pixels: Pixels = np.full(size, 255, dtype=np.uint8)

    def head(self, title: str) -> None:
        """The title, and below it what the colours are."""
        self.text((MARGIN, -HEADER + 14), fit(title, (WIDTH - 2 * MARGIN) * SCALE), DARK, bold=True)
        x, y = float(MARGIN), -12
        for order, line in enumerate(self.figure.lines):
            if not line.name:
                continue
            name = fit(line.name, int((WIDTH - MARGIN - x) * SCALE) - 12 * SCALE)
            if not name:
                return
            self.fill((x, y - 4), (x + 8, y + 4), COLOURS[order % len(COLOURS)])
            x = self.text((x + 12, y), name, INK) + 2 * BETWEEN

    def axes(self) -> None:
        """Lines of the grid with their values, and the labels along the foot that fit beside each other."""
        for value in steps_of(self.figure):
            y = y_of(value, self.figure.most)
            self.fill((LEFT, y - 0.25), (WIDTH - RIGHT, y + 0.25), GRID)
            self.text((LEFT - 6, y), say(value, self.figure, self.lang), INK, anchor="end")
        shown = labelled(self.figure)
        for place in shown:
            label = fit(self.figure.labels[place], ROOM // max(1, len(shown)) - BETWEEN * SCALE)
            self.text((x_of(place, self.figure), HEIGHT - 12), label, INK, anchor="middle")

    def bars(self, line: Line, colour: str) -> None:
        """A bar for each value, and where they are few the values."""
        half = bar_half(self.figure)
        for place, value, _ in pieces_of(line.values):
            x, y = x_of(place, self.figure), y_of(value, self.figure.most)
            self.fill((x - half, y), (x + half, HEIGHT - BOTTOM), colour)
            if len(line.values) <= VALUES_MAX:
                said = say(value, self.figure, self.lang)
                self.text((x, y - 7), said, DARK, anchor="middle")

    def line(self, line: Line, colour: str) -> None:
        """A line through the values, and the newest of them."""
        before, here = None, None
        for place, value, begins in pieces_of(line.values):
            here = (x_of(place, self.figure), y_of(value, self.figure.most))
            self.stroke(here if begins or before is None else before, here, colour)
            before = here
        newest = next((value for value in reversed(line.values) if value is not None), None)
        if here is not None and newest is not None:
            said = say(newest, self.figure, self.lang)
            self.text((here[0], here[1] - 8), said, colour, anchor="end")

    def text(
        self,
        at: tuple[float, float],
        text: str,
        colour: str,
        *,
        anchor: Anchor = "start",
        bold: bool = False,
    ) -> float:
        """Write a line whose middle is as high as `at`, within the picture; returns where it ends, units."""
        ink = write(text)
        if bold:  # as printers did: once more, a pixel further
            ink = np.maximum(np.pad(ink, ((0, 0), (0, 1))), np.pad(ink, ((0, 0), (1, 0))))
        height, width, _ = self.pixels.shape
        left = round(at[0] * SCALE - ink.shape[1] * SHIFT[anchor])
        left = max(0, min(left, width - ink.shape[1]))
        top = round((at[1] + HEADER) * SCALE) - CELL_HEIGHT // 2
        top = max(0, min(top, height - CELL_HEIGHT))
        place = self.pixels[top : top + CELL_HEIGHT, left : left + ink.shape[1]]
        share = ink[:, : place.shape[1], None]
        place[:] = np.rint(place * (1 - share) + np.array(_rgb(colour)) * share)
        return float(left + ink.shape[1]) / SCALE

    def fill(self, start: tuple[float, float], end: tuple[float, float], colour: str) -> None:
        """A rectangle, at least a pixel wide and high."""
        x, right = (round(each * SCALE) for each in (start[0], end[0]))
        y, bottom = (round((each + HEADER) * SCALE) for each in (start[1], end[1]))
        self.pixels[max(0, y) : max(y + 1, bottom), max(0, x) : max(x + 1, right)] = _rgb(colour)

    def stroke(self, start: tuple[float, float], end: tuple[float, float], colour: str) -> None:
        """A line two units wide: as many dots as it is pixels long."""
        steps = int(max(abs(end[0] - start[0]), abs(end[1] - start[1])) * SCALE) + 1
        xs = np.rint(np.linspace(start[0], end[0], steps) * SCALE).astype(int)
        ys = np.rint((np.linspace(start[1], end[1], steps) + HEADER) * SCALE).astype(int)
        height, width, _ = self.pixels.shape
        for dx in range(-1, SCALE + 1):
            for dy in range(-1, SCALE + 1):
                self.pixels[np.clip(ys + dy, 0, height - 1), np.clip(xs + dx, 0, width - 1)] = _rgb(
                    colour
                )


def pack_png(pixels: Pixels) -> bytes:
    """Rows of red, green and blue as a PNG file."""
    height, width, _ = pixels.shape
    rows = np.zeros((height, 1 + width * 3), dtype=np.uint8)
    rows[:, 1:] = pixels.reshape(height, width * 3)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows.tobytes(), 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
