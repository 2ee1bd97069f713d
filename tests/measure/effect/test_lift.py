"""The statistics, against published and hand-computed numbers."""

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stayflow.measure.effect import (
    SPLIT_ALARM,
    Lift,
    Moments,
    NoNumber,
    compare_means,
    compare_rates,
    newcombe_interval,
    split_p_value,
    wilson_interval,
)


def test_wilson_as_published():
    # Newcombe (1998a), table I, method 3: 81/263, 15/148, 0/20, 1/29
    published = {(81, 263): (0.2553, 0.3662), (15, 148): (0.0624, 0.1605)}
    published |= {(0, 20): (0.0, 0.1611), (1, 29): (0.0061, 0.1718)}
    for (hits, people), expected in published.items():
        assert wilson_interval(hits, people) == pytest.approx(expected, abs=5e-5)


def test_newcombe_as_published():
    # Newcombe (1998b), table II, method 10: 56/70 − 48/80, 9/10 − 3/10, 10/10 − 0/20, 0/10 − 0/20
    published = {
        (56, 70, 48, 80): (0.0524, 0.3339),
        (9, 10, 3, 10): (0.1705, 0.8090),
        (10, 10, 0, 20): (0.6791, 1.0),
        (0, 10, 0, 20): (-0.1611, 0.2775),
    }
    for counts, expected in published.items():
        assert newcombe_interval(*counts) == pytest.approx(expected, abs=5e-5)


def test_cookie_cats_day_seven():
    # gate_40 8,279 of 45,489 against gate_30 8,502 of 44,700
    lift = compare_rates(treated=45_489, treated_hits=8_279, holdout=44_700, holdout_hits=8_502)
    assert lift.difference == pytest.approx(-0.008201, abs=5e-7)
    assert lift.p_value == pytest.approx(0.00155425, abs=5e-9)
    assert lift.relative == pytest.approx(-0.043119, abs=5e-7)
    # the published interval is Wald's; with 45,000 people an arm the two agree to the fifth digit
    assert (lift.low, lift.high) == pytest.approx((-0.013282, -0.003121), abs=1e-5)


def test_cookie_cats_day_one_is_not_significant():
    lift = compare_rates(treated=45_489, treated_hits=20_119, holdout=44_700, holdout_hits=20_034)
    assert lift.difference == pytest.approx(-0.005905, abs=5e-7)
    assert lift.p_value == pytest.approx(0.0744097, abs=5e-8)
    assert lift.low < 0 < lift.high


def test_cookie_cats_split_passes_at_a_thousandth_only():
    p_value = split_p_value(45_489, 44_700, 0.5)
    assert p_value == pytest.approx(0.008608, abs=5e-7)
    assert p_value > SPLIT_ALARM


def test_means_against_the_published_welch_test():
    # gbstats test vectors: 1,396.87 over 3,407 people against 2,422.7 over 3,461
    lift = compare_means(Moments(3_461, 2_422.7, 134_698.29), Moments(3_407, 1_396.87, 52_377.9767))
    assert lift.difference == pytest.approx(0.29, abs=5e-6)
    assert (lift.low, lift.high) == pytest.approx((0.04538, 0.53462), abs=5e-6)
    assert lift.p_value == pytest.approx(0.02016, abs=5e-6)
    assert lift.relative == pytest.approx(0.70732, abs=5e-6)


@pytest.mark.parametrize(
    ("treated", "holdout", "reason"),
    [
        (0, 100, NoNumber.NOBODY_TREATED),
        (100, 0, NoNumber.NO_HOLDOUT),
        (100, 9, NoNumber.TOO_FEW_PEOPLE),
        (9, 100, NoNumber.TOO_FEW_PEOPLE),
    ],
)
def test_too_few_people_give_a_reason_instead_of_a_number(treated, holdout, reason):
    rates = compare_rates(treated=treated, treated_hits=0, holdout=holdout, holdout_hits=0)
    means = compare_means(Moments(treated, 0.0, 0.0), Moments(holdout, 0.0, 0.0))
    assert rates == means == Lift(reason=reason)


def test_nobody_converting_anywhere_is_no_difference():
    lift = compare_rates(treated=500, treated_hits=0, holdout=50, holdout_hits=0)
    assert (lift.difference, lift.p_value, lift.relative) == (0.0, 1.0, None)
    assert lift.low < 0 < lift.high


def test_a_holdout_that_buys_nothing_has_no_relative_lift():
    lift = compare_rates(treated=500, treated_hits=10, holdout=500, holdout_hits=0)
    assert lift.relative is None
    assert lift.low > 0


def test_equal_revenue_for_everybody_has_no_spread():
    same = Moments(100, 500.0, 2_500.0)
    assert compare_means(same, same) == Lift(reason=NoNumber.NO_SPREAD)


counts = st.integers(min_value=10, max_value=5_000).flatmap(
    lambda people: st.tuples(st.integers(min_value=0, max_value=people), st.just(people))
)


@given(counts, counts)
def test_the_interval_holds_the_difference_and_mirrors(one, two):
    (hits, people), (other_hits, other_people) = one, two
    low, high = newcombe_interval(hits, people, other_hits, other_people)
    difference = hits / people - other_hits / other_people
    assert -1 - 1e-9 <= low <= difference + 1e-12
    assert difference - 1e-12 <= high <= 1 + 1e-9
    other_low, other_high = newcombe_interval(other_hits, other_people, hits, people)
    assert isclose(low, -other_high, abs_tol=1e-12)
    assert isclose(high, -other_low, abs_tol=1e-12)


@given(st.integers(min_value=20, max_value=100_000), st.sampled_from([0.05, 0.1, 0.5]))
def test_an_exact_split_is_never_suspicious(total, share):
    holdout = round(total * share)
    assert split_p_value(total - holdout, holdout, share) > 0.3
