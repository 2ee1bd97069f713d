"""Bins of a histogram: edges that people read easily, given or found, and the tests of rows that lie in them."""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

import msgspec

from stayflow.language.raw import JsonObject, Malformed, join, read_list, read_number
from stayflow.language.statement import Binder
from stayflow.measure.analysis.errors import QueryInvalid, TooMuchAsked, UnknownCell

BINS_MAX = 60
BIN_ENDS = {"at_least": "from", "below": "to"}
"""What the ends of a bin are called where they are asked for and answered."""
WANTED = 10
"""About how many bins are made where none are given."""
_STEPS = (1, 2, 5, 10)
_COUNTED_MAX = 2_000_000_000
_DIGITS = 10
_DUST = 1e-9
"""Numbers that differ by less, as a share of the larger one, are the same to people."""


class Bin(msgspec.Struct, frozen=True, rename=BIN_ENDS):
    """`from`, included, `to`, excluded; None is no end."""

    at_least: float | None
    below: float | None


def bins_between(edges: Sequence[float]) -> list[Bin]:
    """The bins that edges cut the numbers into, the open ones at both ends among them."""
    starts: list[float | None] = [None, *edges]
    return [Bin(a, b) for a, b in zip(starts, [*edges, None], strict=True)]


def read_edges(raw: object, path: str) -> tuple[float, ...]:
    """Given edges: numbers, ascending.

    Raises:
        TooMuchAsked: There are none, or more than an answer holds.
        QueryInvalid: They do not ascend.
    """
    edges = tuple(
        read_number(each, f"{path}[{index}]") for index, each in enumerate(read_list(raw, path))
    )
    if not 1 <= len(edges) < BINS_MAX:
        raise TooMuchAsked(f"expected 1 to {BINS_MAX - 1} edges, got {len(edges)}", path=path)
    for index, (before, after) in enumerate(pairwise(edges), start=1):
        if after <= before:
            raise QueryInvalid(f"{after:g} is not above {before:g}", path=f"{path}[{index}]")
    return edges


def even_edges(least: float, most: float) -> tuple[float, ...]:
    """About ten even edges at round numbers from `least` on, so that `most` lies in the last bin.

    What differs by no more than the dust of binary fractions, or by more than a number holds, is one bin.

    >>> even_edges(3, 97), even_edges(4, 4), even_edges(0.3, 0.1 + 0.2)
    ((0, 10, 20, 30, 40, 50, 60, 70, 80, 90), (4,), (0.3,))
    """
    span = most - least
    if not _DUST * max(abs(least), abs(most)) < span < math.inf:
        return (least,)
    rough = span / WANTED
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(each * power for each in _STEPS if each * power >= rough * (1 - 1e-9))
    first, last = math.floor(least / step), math.floor(most / step)
    digits = max(_DIGITS, _DIGITS - math.floor(math.log10(step)))
    return tuple(_plain(number * step, digits) for number in range(first, last + 1))


def count_edges(most: float) -> tuple[float, ...]:
    """Edges of whole numbers from 1 to `most`: one by one while they are few, then up to 10, 20, 50 and so on.

    >>> count_edges(4), count_edges(70)
    ((1, 2, 3, 4), (1, 2, 3, 4, 5, 6, 11, 21, 51))
    """
    if most <= WANTED:
        return tuple(range(1, max(2, int(most) + 1)))
    edges = [1, 2, 3, 4, 5, 6]
    bound = 10
    while bound < most:
        edges.append(bound + 1)
        bound = bound * 5 // 2 if str(bound).startswith("2") else bound * 2
    return tuple(edges)


def all_count_edges() -> tuple[float, ...]:
    """Every edge that `count_edges` may take, so that its bins are made of these."""
    return tuple(sorted({*count_edges(WANTED), *count_edges(_COUNTED_MAX)}))


def put_together(found: Mapping[float | None, int], bins: Sequence[Bin]) -> list[int]:
    """How many each bin has, of finer ones by where they begin; None is what lies below all edges."""
    return [sum(many for start, many in found.items() if _begins_in(start, each)) for each in bins]


def _begins_in(start: float | None, place: Bin) -> bool:
    if start is None or place.at_least is None:
        return start is place.at_least
    return place.at_least <= start and (place.below is None or start < place.below)


def bin_test(column: str, place: Bin, binder: Binder) -> str:
    """Test of a number lying in a bin."""
    tests = []
    if place.at_least is not None:
        tests.append(f"{column} >= {binder.bind(float(place.at_least), 'Float64')}")
    if place.below is not None:
        tests.append(f"{column} < {binder.bind(float(place.below), 'Float64')}")
    return " AND ".join(tests) or "1"


def bin_index_sql(column: str, edges: Sequence[float], binder: Binder) -> str:
    """How many edges are at or below a number: its place in `bins_between`."""
    bound = binder.bind([float(edge) for edge in edges], "Array(Float64)")
    return f"arrayCount(edge -> {column} >= edge, {bound})"


def read_bin(who: JsonObject, path: str) -> Bin:
    """The bin that `from` and `to` of a pointer name; both may be left out.

    Raises:
        Malformed: One is no number.
        UnknownCell: It ends where it begins, or before.
    """
    ends: list[float | None] = []
    for name in BIN_ENDS.values():
        raw = who.get(name)
        if isinstance(raw, bool):
            raise Malformed("expected a number", path=join(path, name))
        ends.append(None if raw is None else read_number(raw, join(path, name)))
    at_least, below = ends
    if at_least is not None and below is not None and below <= at_least:
        raise UnknownCell("a bin ends above where it begins", path=join(path, "to"))
    return Bin(at_least, below)


def _plain(number: float, digits: int) -> float:
    """A number without the dust of binary fractions; whole ones as integers."""
    rounded = round(number, digits)
    return int(rounded) if rounded == int(rounded) else rounded
