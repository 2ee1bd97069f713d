"""The statistics of people sent to against people withheld: pure functions of sums."""

from math import erfc, isclose, sqrt
from statistics import NormalDist

from stayflow.measure.effect.model import Lift, Moments, NoNumber, Split

LEVEL = 0.95
SPLIT_ALARM = 0.001  # looked at again and again, 0.05 would cry wolf
PEOPLE_MIN = 10  # below, an interval is wider than anything one would act on


def wilson_interval(hits: int, people: int, level: float = LEVEL) -> tuple[float, float]:
    """Score interval of one share.

    Source:
        E. B. Wilson (1927), JASA 22, 209-212.
    """
    z = NormalDist().inv_cdf((1 + level) / 2)
    share = hits / people
    centre = share + z * z / (2 * people)
    half = z * sqrt(share * (1 - share) / people + z * z / (4 * people * people))
    scale = 1 + z * z / people
    return max(0.0, (centre - half) / scale), min(1.0, (centre + half) / scale)


def newcombe_interval(
    hits: int, people: int, other_hits: int, other_people: int, level: float = LEVEL
) -> tuple[float, float]:
    """Interval of the difference of two shares, first minus other; sound for rare goals too.

    Source:
        R. G. Newcombe (1998), Statistics in Medicine 17, 873-890, method 10.
    """
    share, other = hits / people, other_hits / other_people
    low, high = wilson_interval(hits, people, level)
    other_low, other_high = wilson_interval(other_hits, other_people, level)
    difference = share - other
    return (
        difference - sqrt((share - low) ** 2 + (other_high - other) ** 2),
        difference + sqrt((high - share) ** 2 + (other - other_low) ** 2),
    )


def compare_rates(*, treated: int, treated_hits: int, holdout: int, holdout_hits: int) -> Lift:
    """Difference of two rates, its Newcombe interval and the p-value of the pooled z test."""
    reason = _reason(treated, holdout)
    if reason is not None:
        return Lift(reason=reason)
    rate, baseline = treated_hits / treated, holdout_hits / holdout
    low, high = newcombe_interval(treated_hits, treated, holdout_hits, holdout)
    pooled = (treated_hits + holdout_hits) / (treated + holdout)
    error = sqrt(pooled * (1 - pooled) * (1 / treated + 1 / holdout))
    return Lift(
        difference=rate - baseline,
        low=low,
        high=high,
        relative=rate / baseline - 1 if baseline else None,
        p_value=erfc(abs(rate - baseline) / error / sqrt(2)) if error else 1.0,
    )


def compare_means(treated: Moments, holdout: Moments) -> Lift:
    """Difference of two means per person, by Welch's t test.

    Source:
        B. L. Welch (1947), Biometrika 34, 28-35.
    """
    reason = _reason(treated.people, holdout.people)
    if reason is not None:
        return Lift(reason=reason)
    errors = [_variance(arm) / arm.people for arm in (treated, holdout)]
    if isclose(sum(errors), 0.0, abs_tol=1e-18):
        return Lift(reason=NoNumber.NO_SPREAD)
    error = sqrt(sum(errors))
    from scipy.special import stdtr, stdtrit  # noqa: PLC0415 - a third of a second of every start

    freedom = sum(errors) ** 2 / sum(
        each**2 / (arm.people - 1) for each, arm in zip(errors, (treated, holdout), strict=True)
    )
    difference = treated.mean - holdout.mean
    half = float(stdtrit(freedom, (1 + LEVEL) / 2)) * error
    return Lift(
        difference=difference,
        low=difference - half,
        high=difference + half,
        relative=difference / abs(holdout.mean) if holdout.mean else None,
        p_value=2 * float(stdtr(freedom, -abs(difference) / error)),
    )


def split_p_value(treated: int, holdout: int, holdout_share: float) -> float:
    """Chance of a split at least as far from `holdout_share` (chi-square, one degree)."""
    total = treated + holdout
    expected = total * holdout_share
    chi_square = (holdout - expected) ** 2 * (1 / expected + 1 / (total - expected))
    return erfc(sqrt(chi_square / 2))


def check_split(treated: int, holdout: int, holdout_share: float) -> Split:
    """Compare the split with what was meant."""
    total = treated + holdout
    observed = holdout / total if total else None
    if not total or not 0 < holdout_share < 1:
        return Split(holdout_share, observed, None, is_sound=holdout == 0 or holdout_share > 0)
    p_value = split_p_value(treated, holdout, holdout_share)
    return Split(holdout_share, observed, p_value, is_sound=p_value >= SPLIT_ALARM)


def _reason(treated: int, holdout: int) -> NoNumber | None:
    if not treated:
        return NoNumber.NOBODY_TREATED
    if not holdout:
        return NoNumber.NO_HOLDOUT
    return NoNumber.TOO_FEW_PEOPLE if min(treated, holdout) < PEOPLE_MIN else None


def _variance(arm: Moments) -> float:
    return max(0.0, (arm.total_squares - arm.people * arm.mean**2) / (arm.people - 1))
