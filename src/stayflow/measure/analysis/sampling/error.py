"""How far a number told from a share of the people may be off: intervals of 95 %, by formula, without drawing again.

People are in the sample independently of one another, each with the probability `f` (Bernoulli sampling; Särndal,
Swensson, Wretman, Model Assisted Survey Sampling, 1992, section 3.2). A total over the sample divided by `f` expects
the total over everybody (Horvitz-Thompson), and `(1 - f) / f²` times the sum of the squares of what each person of the
sample adds expects its variance. Where everybody is in the sample every interval is the number itself.
"""

import math
from dataclasses import dataclass
from typing import Final

Z: Final = 1.959964
"""The normal distribution has 95 % within so many standard deviations of its mean."""
PEOPLE_MIN: Final = 30
"""Of fewer people nothing is said about a total or a mean: theirs need not be like those of the others."""
DUST: Final = 1e-9
"""What sums of squares that should cancel leave over."""

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Moments:
    """Sums over the people of a sample who have anything to add to a number: `y`, and for a ratio `x` below it."""

    people: int
    y: float
    x: float
    yy: float
    xy: float
    xx: float


def people_interval(counted: int, one_in: int) -> Interval:
    """How many people there are, when `counted` of them are in the sample.

    Of N people `counted` are in the sample with the mean `N f` and the variance `N f (1 - f)`: the N for which that is
    no further off than `Z` deviations (Wilson, Journal of the American Statistical Association 22, 1927, solved for
    the whole). It holds for small numbers, and of nobody in the sample it says how many there may be all the same.
    """
    spread = Z * Z * (1 - 1 / one_in)
    middle = counted + spread / 2
    half = math.sqrt(spread * (counted + spread / 4))
    return max(float(counted), (middle - half) * one_in), (middle + half) * one_in


def rate_interval(part: int, whole: int, one_in: int) -> Interval:
    """The share of people, when it is `part` of the `whole` in the sample: Wilson's, for a finite population."""
    spread = Z * Z * (1 - 1 / one_in)
    middle = part + spread / 2
    half = math.sqrt(spread * (part * (whole - part) / whole + spread / 4))
    low = (middle - half) / (whole + spread) if part else 0.0
    high = (middle + half) / (whole + spread) if part < whole else 1.0
    return low, high


def total_interval(found: Moments, one_in: int) -> Interval | None:
    """The total of `y` over everybody; None of too few people."""
    if found.people < PEOPLE_MIN and one_in > 1:
        return None
    half = Z * one_in * math.sqrt((1 - 1 / one_in) * found.yy)
    return found.y * one_in - half, found.y * one_in + half


def ratio_interval(found: Moments, one_in: int) -> Interval | None:
    """The total of `y` by the total of `x`, by linearization (the same, section 5.6).

    None of too few people, and where they are all alike: those who are not may just not be among them.
    """
    if not found.x:
        return None
    ratio = found.y / found.x
    residue = max(0.0, found.yy - 2 * ratio * found.xy + ratio * ratio * found.xx)
    if one_in > 1 and (found.people < PEOPLE_MIN or residue <= found.yy * DUST):
        return None
    half = Z * math.sqrt((1 - 1 / one_in) * residue) / abs(found.x)
    return ratio - half, ratio + half
