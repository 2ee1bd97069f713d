"""What the questions in Polars have in common: what a row tells beside the one before it."""

from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from benchmarks.generate import FIRST_DAY_MS
from benchmarks.kinds.peers import Moments

if TYPE_CHECKING or find_spec("polars"):
    import polars as pl

Places = npt.NDArray[np.int64]
PERSON = 1 << 34
"""More milliseconds than twice the data has: an instant of somebody else is never within a window."""
DAY_MS = 86_400_000


def instant_key() -> "pl.Expr":
    """A person and an instant in one whole number, ascending with the file.

    The latest of something of the same person is then a running maximum, and a gap to somebody else is always too long.
    """
    instant = pl.col("ms") - FIRST_DAY_MS
    return (pl.col("person").cast(pl.Int64) * PERSON + instant).alias("key")


def within(moments: Moments) -> "pl.Expr":
    """Whether a row lies in the question's range."""
    return (pl.col("ms") >= moments.start) & (pl.col("ms") < moments.end)


def is_new(*columns: str) -> "pl.Expr":
    """Whether a row is the first of its person, or the first of the same values in these columns in a run of them."""
    return pl.any_horizontal(
        pl.col(name).ne_missing(pl.col(name).shift()) for name in ("person", *columns)
    )


def looked_back(
    rows: "pl.DataFrame", is_won: "npt.NDArray[np.bool_]", lookback: int
) -> "tuple[Places, Places]":
    """The places of what lies within the look-back before each conversion, and beside each that of the conversion.

    Args:
        rows: With `key` (`instant_key`), in order.
        is_won: Which of them are conversions.
        lookback: How far, ms.
    """
    key = rows["key"].to_numpy()
    won = np.flatnonzero(is_won)
    # an instant of somebody else is further away than any look-back
    first = np.searchsorted(key, key[won] - lookback, side="left")
    lengths = won - first
    before = np.cumsum(lengths) - lengths
    places: Places = np.arange(lengths.sum()) + np.repeat(first - before, lengths)
    return places, np.repeat(won, lengths)
