"""Numbers of answers as the console writes them, where no console does: shared dashboards, reports, pictures."""

from dataclasses import dataclass
from typing import Final, Literal

from stayflow.language.raw import JsonObject
from stayflow.language.sentence import Lang
from stayflow.measure.sheet.sheets import Cell

ColumnUnit = Literal["none", "share", "seconds", "money"]
BOUNDS: Final[dict[Lang, tuple[tuple[float, float, str], ...]]] = {
    "en": ((1e9, 1e9, "B"), (1e6, 1e6, "M"), (1e4, 1e3, "k")),
    "zh": ((1e8, 1e8, "亿"), (1e4, 1e4, "万")),
}
"""From where on a number is written in a larger unit, how large that is, and its name."""
SPANS: Final[dict[Lang, tuple[tuple[int, str], ...]]] = {
    "en": ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")),
    "zh": ((86_400, "天"), (3_600, "小时"), (60, "分钟"), (1, "秒")),
}
SIGNS: Final = {"USD": "$", "CNY": "¥", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩"}
"""Of other currencies the code stands before the amount."""
MONEY: Final = frozenset(
    {"revenue", "refunds", "arpu", "arppu", "aov", "cost", "cpa", "cac", "spend", "brought"}
)
SHARES: Final = frozenset(
    {"share", "conversion", "amount_share", "rate_from_first", "rate_from_previous", "jaccard"}
)
NOT_SECONDS: Final = frozenset({"people", "pairs", "waiting", "share"})
"""Columns of intervals that count; all others are lengths of time."""
FULL_FROM: Final = 1000
"""From here on a number with all its digits has none behind the point."""
PLACES: Final = ((FULL_FROM, 0), (10, 1), (1, 2))
"""Digits behind the point from a size on."""
PLACES_MOST: Final = 3
"""Below 1."""
WHOLE_FROM: Final = 100
"""From here on what is behind the point says nothing."""


@dataclass(frozen=True, slots=True)
class Writing:
    """For whom numbers are written, and in which money."""

    lang: Lang
    currency: str = ""


def short(value: float, lang: Lang = "en") -> str:
    """A number in few letters: three digits that count from ten thousand on.

    >>> short(1234567), short(25000), short(5341), short(0.125), short(25000, "zh")
    ('1.23 M', '25 k', '5,341', '0.125', '2.5 万')
    """
    for bound, size, name in BOUNDS[lang]:
        if abs(value) >= bound:
            return f"{_digits(value / size)} {name}"
    if abs(value) >= WHOLE_FROM or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.3f}".rstrip("0").rstrip(".")


def say_money(value: float, to: Writing) -> str:
    """An amount in the project's currency."""
    size = abs(value)
    sign = SIGNS.get(to.currency, f"{to.currency} " if to.currency else "")
    few = size >= BOUNDS[to.lang][-1][0] or size == int(size)
    return f"{'-' if value < 0 else ''}{sign}{short(size, to.lang) if few else f'{size:,.2f}'}"


def say_span(seconds: float, lang: Lang) -> str:
    """A length of time in its largest unit.

    >>> say_span(604_455, "en"), say_span(90, "zh"), say_span(0.5, "en")
    ('7 d', '1.5 分钟', '0.5 s')
    """
    size, name = next((each for each in SPANS[lang] if seconds >= each[0]), SPANS[lang][-1])
    value = seconds / size
    return f"{f'{value:.0f}' if value >= 10 else f'{value:.1f}'.removesuffix('.0')} {name}"  # noqa: PLR2004  two digits


def say_cell(value: Cell, column: str, kind: str, to: Writing) -> str | None:
    """A number of a table by what its column holds; None for what is no number.

    Args:
        value: The cell.
        column: As `Sheet.columns` names it.
        kind: Of the analysis.
        to: For whom.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    match unit_of_column(column, kind):
        case "share":
            return f"{value * 100:.1f} %"
        case "seconds":
            return say_span(value, to.lang)
        case "money":
            return say_money(value, to)
        case _:
            return short(value, to.lang)


def unit_of_column(column: str, kind: str) -> ColumnUnit:
    """What the numbers of a column of a table are of, by its name and the kind of analysis."""
    if is_share(column, kind):
        return "share"
    last = _last(column)
    if "seconds" in last or (kind == "interval" and last not in NOT_SECONDS):
        return "seconds"
    is_amount = last in MONEY or (kind == "ltv" and last == "cumulative")
    return "money" if is_amount else "none"


def say_measured(value: float | None, unit: str, currency: str = "") -> str:
    """A number in a metric's unit, with all its digits and in signs that every language reads; a dash for none.

    >>> (
    ...     say_measured(0.1234, "share"),
    ...     say_measured(12345.5, "money", "CNY"),
    ...     say_measured(5400, "seconds"),
    ... )
    ('12.3 %', '¥12,346', '1.5 h')
    """
    if value is None:
        return "–"
    if unit == "share":
        return f"{value * 100:.1f} %"
    if unit == "seconds":
        return say_span(value, "en")
    if unit != "money":
        return _full(value)
    sign = SIGNS.get(currency, f"{currency} " if currency else "")
    return f"{'-' if value < 0 else ''}{sign}{_cents(abs(value))}"


def _cents(amount: float) -> str:
    """An amount with its cents where it is small and has some."""
    is_whole = amount == int(amount) or amount >= FULL_FROM
    return f"{amount:,.0f}" if is_whole else f"{amount:,.2f}"


def _full(value: float) -> str:
    """Every digit before the point, grouped; behind it fewer, the larger the number is."""
    size = abs(value)
    places = next((places for least, places in PLACES if size >= least), PLACES_MOST)
    said = f"{value:,.{places}f}"
    return said.rstrip("0").rstrip(".") if places else said


def is_share(column: str, kind: str) -> bool:
    """Whether a column of a table holds shares, 0 to 1."""
    last = _last(column)
    return last in SHARES or last.endswith("_rate") or (kind == "retention" and last == "average")


def _last(column: str) -> str:
    return column.partition(" ")[0].rpartition(".")[2]


def say_number(value: float, query: JsonObject | None, to: Writing) -> str:
    """The one number of an answer, in the project's money where that is what was asked for."""
    return say_money(value, to) if query is not None and is_money(query) else short(value, to.lang)


def is_money(query: JsonObject) -> bool:
    """Whether a question's numbers are of the project's money: the built-in revenue, or what a kind sums up."""
    if query.get("kind") in {"revenue", "ltv"}:
        return True
    metrics = query.get("metrics")
    if query.get("kind") != "trend" or query.get("formulas") or not isinstance(metrics, list):
        return False
    return bool(metrics) and all(_sums_revenue(each) for each in metrics)


def _sums_revenue(metric: object) -> bool:
    aggregate = metric.get("aggregate") if isinstance(metric, dict) else None
    return isinstance(aggregate, dict) and all(
        of == "revenue" and name != "distinct" for name, of in aggregate.items()
    )


def _digits(value: float) -> str:
    size = abs(value)
    places = 0 if size >= WHOLE_FROM else 1 if size >= 10 else 2  # noqa: PLR2004  three digits
    return f"{value:.{places}f}".rstrip("0").rstrip(".") if places else f"{value:.0f}"
