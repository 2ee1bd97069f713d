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
    LETTER,
    RIGHT,
    SIGN,
    WIDTH,
    bar_half,
    labelled,
    pieces_of,
    say,
    steps_of,
    width_of,
    x_of,
    y_of,
)

LEGEND = 22


def draw_svg(figure: Figure, label: str, lang: Lang = "en") -> str:
    """The figure as an `<svg>` element with its words; `label` is what a screen reader says."""
    drawn = [_grid(figure, lang), _labels(figure)]
    above = LEGEND if len(figure.lines) > 1 else 0
    if above:
        drawn.append(_legend(figure))
    for order, line in enumerate(figure.lines):
        draw = _bars if figure.shape == "bar" else _line
        drawn.append(draw(figure, line, COLOURS[order % len(COLOURS)]))
    return (
        f'<svg viewBox="0 {-above} {WIDTH} {HEIGHT + above}" role="img" aria-label="{escape(label)}"'
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
    """The labels along the foot; the last one ends where the plot does."""
    shown = labelled(figure)
    room = (WIDTH - LEFT - RIGHT) / max(1, len(shown)) - LETTER
    parts = []
    for place in shown:
        x, label = x_of(place, figure), _fit(figure.labels[place], room)
        over = x + width_of(label) / 2 > WIDTH
        anchor = "end" if over else "middle"
        parts.append(
            f'<text x="{WIDTH - 2 if over else x:.1f}" y="{HEIGHT - 8}" text-anchor="{anchor}" fill="{INK}">'
            f"<title>{escape(figure.labels[place])}</title>{escape(label)}</text>"
        )
    return "".join(parts)


def _legend(figure: Figure) -> str:
    """What the colours are, as far as there is room."""
    x, parts = float(LEFT), []
    for order, line in enumerate(figure.lines):
        name = _fit(line.name, WIDTH - x - 14)
        if len(name) < min(2, len(line.name)):
            break
        colour = COLOURS[order % len(COLOURS)]
        parts.append(
            f'<rect x="{x:.1f}" y="-14" width="8" height="8" fill="{colour}"/>'
            f'<text x="{x + 12:.1f}" y="-6" fill="{INK}">{escape(name)}</text>'
        )
        x += 12 + width_of(name) + 16
    return "".join(parts)


def _fit(text: str, room: float) -> str:
    """A text as it is, or as much of it as there is room for, and that there is more."""
    if width_of(text) <= room:
        return text
    kept = text
    while kept and width_of(kept) + SIGN > room:
        kept = kept[:-1]
    return f"{kept}…" if kept else ""


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
