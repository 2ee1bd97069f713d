"""What a series should be now, and how far off it may be: a band that knows the season and shrugs at outliers.

Method (robust seasonal decomposition by medians, after Cleveland et al., "STL", 1990, with medians in place of loess,
and the median absolute deviation as scale, Hampel 1974):

1. Counts and sums are compared on the scale of `log(1 + x)`: their swings grow with their size.
2. The level at a point is the running median of one season around it (behind the newest points: of the last season).
3. The season is the median, phase by phase, of what is left after the level; what then is left are residuals.
4. Expected now = the median of the last season's values without their season + the season of this phase.
5. The band is that ± `width` × 1.4826 × MAD of the residuals; never narrower than the noise of counting (one
   standard deviation of a Poisson count of the expected size), nor than one percent.

A phase is a place in the season: the hour of the week, the day of the week. A phase that is nearly always 0 (a shop
closed on Sundays) is expected to be 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MAD_TO_DEVIATION = 1.4826
SHARE_LEAST = 0.01
SEASONS_LEAST = 3
"""Fewer seasons of history say nothing about a phase."""

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Band:
    """What a point was expected to be: `low` to `high`, most likely `expected`."""

    expected: float
    low: float
    high: float

    def holds(self, value: float) -> bool:
        """Whether a value is within, the ends included."""
        return self.low <= value <= self.high


def expect_next(history: Sequence[float], season: int, *, width: float) -> Band | None:
    """The band of the point after a history.

    Args:
        history: Values of complete periods, oldest first, without gaps.
        season: Periods of one season: 7 days, 24 or 168 hours; 1 for none.
        width: Half of the band in robust standard deviations.

    Returns:
        None while there are fewer than three seasons (at least ten points) of history.
    """
    values = np.asarray(history, dtype=np.float64)
    if len(values) < max(10, SEASONS_LEAST * season):
        return None
    is_counted = bool((values >= 0).all() and values.max() > 1)
    scaled = np.log1p(values) if is_counted else values
    detrended = scaled - _levels(scaled, season)
    seasonal = _seasonal(detrended, season)
    phases = np.arange(len(scaled)) % season
    without = scaled - seasonal[phases]
    residuals = detrended - seasonal[phases]
    expected = float(np.median(without[-max(season, 7) :])) + float(seasonal[len(scaled) % season])
    scale = MAD_TO_DEVIATION * float(np.median(np.abs(residuals - np.median(residuals))))
    return _band(expected, scale, width, is_counted=is_counted)


def _levels(values: Values, season: int) -> Values:
    """The running median of one season around each point, two of them at the ends."""
    reach = max(season, 7) // 2
    padded = np.pad(values, reach, constant_values=np.nan)
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1)
    return np.asarray(np.nanmedian(windows, axis=1))


def _seasonal(detrended: Values, season: int) -> Values:
    """The median of each phase."""
    return np.asarray([np.median(detrended[phase::season]) for phase in range(season)])


def _band(expected: float, scale: float, width: float, *, is_counted: bool) -> Band:
    if not is_counted:
        around = width * max(scale, abs(expected) * SHARE_LEAST)
        return Band(expected, expected - around, expected + around)
    centre = max(0.0, float(np.expm1(expected)))
    counting = 1 / np.sqrt(centre + 1)  # of log(1 + x), where x is a count
    around = width * max(scale, float(counting), SHARE_LEAST)
    return Band(
        centre,
        max(0.0, float(np.expm1(expected - around))),
        float(np.expm1(max(expected, 0.0) + around)),
    )
