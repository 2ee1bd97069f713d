"""Drawing a figure without a browser: SVG for pages, PNG for mail.

SVG is written; PNG is painted into an array and packed with zlib, by the PNG specification (W3C, third edition):
eight bits a channel, no filter. A mail shows no SVG, and letters would need fonts: the words of a PNG stand around it.
"""

import struct
import zlib
from html import escape

import numpy as np
from numpy.typing import NDArray

from stayflow.measure.sheet.figure import Figure, Line

WIDTH, HEIGHT = 640, 240
SCALE = 2
"""Pixels of a PNG per unit: sharp on dense screens."""
COLOURS = ("#0F766E", "#D97706", "#4F6BD8", "#BE3D6B", "#65A30D", "#7C4DBC")
GRID, INK = "#E4E1DB", "#6F6A64"
LEFT, RIGHT, TOP, BOTTOM = 52, 12, 12, 26
STEPS = 4
LABELS_MAX = 7
LABEL_MAX = 14

Pixels = NDArray[np.uint8]


def draw_svg(figure: Figure, label: str) -> str:
    """The figure as an `<svg>` element with its words; `label` is what a screen reader says."""
    drawn = [_svg_grid(figure), _svg_labels(figure)]
    for order, line in enumerate(figure.lines):
        colour = COLOURS[order % len(COLOURS)]
        drawn.append(
            _svg_bars(figure, line, colour)
            if figure.shape == "bar"
            else _svg_line(figure, line, colour)
        )
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(label)}"'
        ' xmlns="http://www.w3.org/2000/svg" font-family="sans-serif" font-size="11">'
        f"{''.join(drawn)}</svg>"
    )


def _svg_grid(figure: Figure) -> str:
    parts = []
    for step in range(STEPS + 1):
        value = figure.most * step / STEPS
        y = _y(value, figure.most)
        parts.append(
            f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="{GRID}"/>'
            f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end" fill="{INK}">{short(value)}</text>'
        )
    return "".join(parts)


def _svg_labels(figure: Figure) -> str:
    count = len(figure.labels)
    return "".join(
        f'<text x="{_x(place, count, figure):.1f}" y="{HEIGHT - 8}" text-anchor="middle"'
        f' fill="{INK}">{escape(figure.labels[place][:LABEL_MAX])}</text>'
        for place in range(0, count, max(1, -(-count // LABELS_MAX)))
    )


def _svg_bars(figure: Figure, line: Line, colour: str) -> str:
    count = len(figure.labels)
    half = _bar_half(count)
    parts = []
    for place, value, _ in _path(line.values):
        x, y = _x(place, count, figure), _y(value, figure.most)
        parts.append(
            f'<rect x="{x - half:.1f}" y="{y:.1f}" width="{2 * half:.1f}"'
            f' height="{HEIGHT - BOTTOM - y:.1f}" fill="{colour}"/>'
        )
    return "".join(parts)


def _svg_line(figure: Figure, line: Line, colour: str) -> str:
    count = len(figure.labels)
    points = "".join(
        f"{'M' if begins else 'L'}{_x(place, count, figure):.1f} {_y(value, figure.most):.1f}"
        for place, value, begins in _path(line.values)
    )
    return f'<path d="{points}" fill="none" stroke="{colour}" stroke-width="2"/>'


def draw_png(figure: Figure) -> bytes:
    """The figure as a PNG, twice as dense as its size, without words."""
    pixels: Pixels = np.full((HEIGHT * SCALE, WIDTH * SCALE, 3), 255, dtype=np.uint8)
    for step in range(STEPS + 1):
        y = _y(figure.most * step / STEPS, figure.most)
        _fill(pixels, (LEFT, y - 0.25), (WIDTH - RIGHT, y + 0.25), GRID)
    for order, line in enumerate(figure.lines):
        paint = _paint_bars if figure.shape == "bar" else _paint_line
        paint(pixels, figure, line, COLOURS[order % len(COLOURS)])
    return pack_png(pixels)


def _paint_bars(pixels: Pixels, figure: Figure, line: Line, colour: str) -> None:
    count = len(figure.labels)
    half = _bar_half(count)
    for place, value, _ in _path(line.values):
        x, y = _x(place, count, figure), _y(value, figure.most)
        _fill(pixels, (x - half, y), (x + half, HEIGHT - BOTTOM), colour)


def _paint_line(pixels: Pixels, figure: Figure, line: Line, colour: str) -> None:
    count = len(figure.labels)
    before: tuple[float, float] | None = None
    for place, value, begins in _path(line.values):
        here = (_x(place, count, figure), _y(value, figure.most))
        _stroke(pixels, here if begins or before is None else before, here, colour)
        before = here


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


def short(value: float) -> str:
    """A number in few letters.

    >>> short(1234567), short(25000), short(0.125)
    ('1.2M', '25k', '0.125')
    """
    for bound, sign in ((1e9, "G"), (1e6, "M"), (1e4, "k")):
        if abs(value) >= bound:
            return f"{value / (1e3 if sign == 'k' else bound):.3g}{sign}"
    return f"{value:.4g}"


def _x(place: int, count: int, figure: Figure) -> float:
    room = WIDTH - LEFT - RIGHT
    if figure.shape == "bar":
        return LEFT + room * (place + 0.5) / count
    return LEFT + room * place / max(1, count - 1)


def _y(value: float, most: float) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * max(0.0, value) / most


def _bar_half(count: int) -> float:
    return min(18.0, (WIDTH - LEFT - RIGHT) / count * 0.36)


def _path(values: tuple[float | None, ...]) -> list[tuple[int, float, bool]]:
    """Places and values, and whether a new piece of the line begins there: a gap is not drawn over."""
    return [
        (place, value, place == 0 or values[place - 1] is None)
        for place, value in enumerate(values)
        if value is not None
    ]


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _fill(
    pixels: Pixels, start: tuple[float, float], end: tuple[float, float], colour: str
) -> None:
    x, y = (round(each * SCALE) for each in start)
    right, bottom = (round(each * SCALE) for each in end)
    pixels[max(0, y) : max(y + 1, bottom), max(0, x) : max(x + 1, right)] = _rgb(colour)


def _stroke(
    pixels: Pixels, start: tuple[float, float], end: tuple[float, float], colour: str
) -> None:
    """A line two units wide: as many dots as it is pixels long."""
    steps = int(max(abs(end[0] - start[0]), abs(end[1] - start[1])) * SCALE) + 1
    xs = np.rint(np.linspace(start[0], end[0], steps) * SCALE).astype(int)
    ys = np.rint(np.linspace(start[1], end[1], steps) * SCALE).astype(int)
    for dx in range(-1, SCALE + 1):
        for dy in range(-1, SCALE + 1):
            pixels[
                np.clip(ys + dy, 0, pixels.shape[0] - 1), np.clip(xs + dx, 0, pixels.shape[1] - 1)
            ] = _rgb(colour)
