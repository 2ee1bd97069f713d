"""Where things stand in a picture, in units: what SVG and PNG have in common."""

from typing import Final

from stayflow.language.sentence import Lang
from stayflow.measure.sheet.figure import STEPS, Figure
from stayflow.measure.sheet.numbers import short

WIDTH, HEIGHT = 640, 240
COLOURS: Final = ("#0F766E", "#D97706", "#4F6BD8", "#BE3D6B", "#65A30D", "#7C4DBC")
GRID, INK, DARK = "#E4E1DB", "#6F6A64", "#1C1B19"
LEFT, RIGHT, TOP, BOTTOM = 52, 12, 12, 26
LABELS_MAX: Final = 7
LETTER, SIGN = 6.0, 11.0
"""About as wide is a Latin letter, and a Chinese sign."""


def say(value: float, figure: Figure, lang: Lang) -> str:
    """A number of a figure: a share is said of a hundred."""
    return f"{value * 100:.3g}%" if figure.is_share else short(value, lang)


def steps_of(figure: Figure) -> list[float]:
    """The values that lines of the grid stand for."""
    return [figure.most * step / STEPS for step in range(STEPS + 1)]


def width_of(text: str) -> float:
    """About how wide a text is."""
    return sum(LETTER if sign.isascii() else SIGN for sign in text)


def labelled(figure: Figure) -> range:
    """The places whose label is written: so many that none lies over another."""
    count = len(figure.labels)
    widest = max((width_of(each) for each in figure.labels), default=0) + SIGN
    if count * widest <= WIDTH - LEFT - RIGHT:
        return range(count)
    return range(0, count, max(1, -(-count // LABELS_MAX)))


def x_of(place: int, figure: Figure) -> float:
    """How far from the left a place along the axis is."""
    room, count = WIDTH - LEFT - RIGHT, len(figure.labels)
    if figure.shape == "bar":
        return LEFT + room * (place + 0.5) / count
    return LEFT + room * place / max(1, count - 1)


def y_of(value: float, most: float) -> float:
    """How far from the top of the plot a value is; nothing is below the foot."""
    return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * max(0.0, value) / most


def bar_half(figure: Figure) -> float:
    """Half the width of a bar."""
    return min(18.0, (WIDTH - LEFT - RIGHT) / len(figure.labels) * 0.36)


def pieces_of(values: tuple[float | None, ...]) -> list[tuple[int, float, bool]]:
    """Places and values, and whether a new piece of the line begins there: a gap is not drawn over."""
    return [
        (place, value, place == 0 or values[place - 1] is None)
        for place, value in enumerate(values)
        if value is not None
    ]
