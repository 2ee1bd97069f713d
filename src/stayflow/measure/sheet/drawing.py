"""Drawing a figure as SVG, for pages."""

from html import escape

from stayflow.language.sentence import Lang
from stayflow.measure.sheet.figure import Figure, Line
from stayflow.measure.sheet.layout import (
    BOTTOM,
    COLOURS,
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

LABEL_MAX = 14


def draw_svg(figure: Figure, label: str, lang: Lang = "en") -> str:
    """The figure as an `<svg>` element with its words; `label` is what a screen reader says."""
    drawn = [_grid(figure, lang), _labels(figure)]
    for order, line in enumerate(figure.lines):
        draw = _bars if figure.shape == "bar" else _line
        drawn.append(draw(figure, line, COLOURS[order % len(COLOURS)]))
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(label)}"'
        ' xmlns="http://www.w3.org/2000/svg" font-family="sans-serif" font-size="11">'
        f"{''.join(drawn)}</svg>"
    )


def _grid(figure: Figure, lang: Lang) -> str:
    return "".join(
        f'<path d="M{LEFT} {y_of(value, figure.most):.1f}H{WIDTH - RIGHT}" stroke="{GRID}"/>'
        f'<text x="{LEFT - 6}" y="{y_of(value, figure.most) + 4:.1f}" text-anchor="end" fill="{INK}">'
        f"{say(value, figure, lang)}</text>"
        for value in steps_of(figure)
    )


def _labels(figure: Figure) -> str:
    return "".join(
        f'<text x="{x_of(place, figure):.1f}" y="{HEIGHT - 8}" text-anchor="middle"'
        f' fill="{INK}">{escape(figure.labels[place][:LABEL_MAX])}</text>'
        for place in labelled(figure)
    )


def _bars(figure: Figure, line: Line, colour: str) -> str:
    half = bar_half(figure)
    parts = []
    for place, value, _ in pieces_of(line.values):
        x, y = x_of(place, figure), y_of(value, figure.most)
        parts.append(
            f'<rect x="{x - half:.1f}" y="{y:.1f}" width="{2 * half:.1f}"'
            f' height="{HEIGHT - BOTTOM - y:.1f}" fill="{colour}"/>'
        )
    return "".join(parts)


def _line(figure: Figure, line: Line, colour: str) -> str:
    points = "".join(
        f"{'M' if begins else 'L'}{x_of(place, figure):.1f} {y_of(value, figure.most):.1f}"
        for place, value, begins in pieces_of(line.values)
    )
    return f'<path d="{points}" fill="none" stroke="{colour}" stroke-width="2"/>'
