"""The band of a season: what it expects, what it shrugs at, how often it is wrong."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stayflow.measure.alert import expect_next

WEEK = [100.0, 110, 120, 110, 130, 60, 0]


def test_a_week_is_expected_as_it_always_was():
    for day in range(7):
        history = WEEK * 6 + WEEK[:day]
        band = expect_next(history, 7, width=4)
        assert band is not None
        assert band.expected == pytest.approx(WEEK[day], rel=0.02, abs=0.1)
        assert band.holds(WEEK[day])
        assert not band.holds(WEEK[day] * 2 + 60)


def test_an_ordinary_sunday_is_no_anomaly_and_a_sunday_like_a_friday_is():
    band = expect_next(WEEK * 6 + WEEK[:6], 7, width=4)
    assert band.holds(0)
    assert not band.holds(130)


def test_outliers_of_the_past_move_nothing():
    spoiled = list(WEEK * 8)
    spoiled[10], spoiled[25] = 5_000, 0
    clean, dirty = expect_next(WEEK * 8, 7, width=4), expect_next(spoiled, 7, width=4)
    assert dirty.expected == pytest.approx(clean.expected, rel=0.05)


def test_growth_is_followed():
    grown = [value * 1.05**week for week in range(8) for value in WEEK]
    band = expect_next(grown, 7, width=4)
    assert band.holds(WEEK[0] * 1.05**8)
    assert not band.holds(WEEK[0] * 0.5)


def test_too_little_history_says_nothing():
    assert expect_next(WEEK * 2, 7, width=4) is None
    assert expect_next([1.0] * 9, 1, width=4) is None
    assert expect_next([1.0] * 10, 1, width=4) is not None


def test_shares_are_judged_on_their_own_scale():
    band = expect_next([0.2, 0.21, 0.19, 0.2, 0.22, 0.2, 0.18] * 5, 7, width=4)
    assert band.holds(0.2)
    assert not band.holds(0.6)


def test_counting_noise_rarely_alarms():
    """Independent days of a Poisson shop: a band of four deviations is left less than once in a hundred days."""
    chance = np.random.default_rng(7)
    days = chance.poisson(np.asarray(WEEK * 80)).astype(float)
    judged = [
        band.holds(days[place])
        for place in range(70, len(days))
        if (band := expect_next(days[place - 70 : place], 7, width=4)) is not None
    ]
    assert len(judged) > 450
    assert np.mean(judged) > 0.99


@settings(max_examples=100, deadline=None)
@given(st.lists(st.floats(0, 1e6), min_size=21, max_size=60), st.sampled_from([1, 7]))
def test_a_band_is_always_a_band(history, season):
    band = expect_next(history, season, width=4)
    assert band is not None
    assert 0 <= band.low <= band.high
    assert band.low <= max(band.expected, 0) + 1e-6
    wider = expect_next(history, season, width=6)
    assert wider.low <= band.low
    assert band.high <= wider.high
