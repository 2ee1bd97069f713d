"""Cells to values: formats, zones, and what does not fit."""

from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stayflow.intake.batch import convert
from stayflow.intake.batch.mapping import TimeColumn
from stayflow.intake.batch.occurrences import Occurrences

SHANGHAI = ZoneInfo("Asia/Shanghai")


TEXT = pa.string()


def chunked(*cells, kind=TEXT):
    return pa.chunked_array([pa.array(cells, kind)])


def times(how, *cells, zone=None):
    found, is_read = convert.as_instants_of(chunked(*cells), TimeColumn("t", how, zone), SHANGHAI)
    return [int(at) if ok else None for at, ok in zip(found, is_read, strict=True)]


EIGHT = int(datetime(2026, 1, 31, 8, tzinfo=SHANGHAI).timestamp() * 1000)


@pytest.mark.parametrize(
    ("how", "cell", "expected"),
    [
        ("iso", "2026-01-31 08:00:00", EIGHT),
        ("iso", "2026-01-31T00:00:00Z", EIGHT),
        ("iso", "2026-01-31T08:00:00.250+08:00", EIGHT + 250),
        ("iso", "2026-01-31", EIGHT - 8 * 3_600_000),
        ("iso", "soon", None),
        ("iso", "", None),
        ("unix_s", "1769817600", EIGHT),
        ("unix_s", "1769817600.5", EIGHT + 500),
        ("unix_ms", "1769817600250", EIGHT + 250),
        ("unix_s", "x", None),
        ("%d.%m.%Y %H:%M", "31.01.2026 08:00", EIGHT),
        ("%Y%m%d", "20260131", EIGHT - 8 * 3_600_000),
        ("%d %b %Y %I:%M %p", "31 Jan 2026 08:00 AM", EIGHT),
        ("%Y-%m-%dT%H:%M:%S%z", "2026-01-31T00:00:00+0000", EIGHT),
        ("%Y%m%d", "31.01.2026", None),
    ],
)
def test_times(how, cell, expected):
    assert times(how, cell) == [expected]


def test_a_column_may_mix_times_with_and_without_a_zone():
    assert times("iso", "2026-01-31 08:00:00", "2026-01-31T00:00:00Z", "x") == [EIGHT, EIGHT, None]


def test_a_wall_time_that_is_not_or_twice_there():
    berlin = ZoneInfo("Europe/Berlin")
    spring, autumn = times("iso", "2026-03-29 02:30:00", "2026-10-25 02:30:00", zone=berlin)
    assert spring == int(datetime(2026, 3, 29, 3, 0, tzinfo=berlin).timestamp() * 1000)
    assert autumn == int(datetime(2026, 10, 25, 2, 30, tzinfo=berlin).timestamp() * 1000)


def test_numbers_and_what_is_none():
    values, misfits = convert.as_number(chunked("1", " 2.5 ", "-3e2", "", "1,000", "nan", None))
    assert values.to_pylist() == [1.0, 2.5, -300.0, None, None, None, None]
    assert misfits.to_pylist() == [None, None, None, None, "1,000", "nan", None]


def test_money_is_exact_to_six_places():
    amounts, lost = convert.as_money(chunked("2.55", "0.1", "free", ""), chunked("6", "3", "1", ""))
    assert [None if each is None else str(each) for each in amounts.to_pylist()] == [
        "15.300000",
        "0.300000",
        None,
        None,
    ]
    assert lost.tolist() == [False, False, True, False]


def test_ids_that_came_through_a_spreadsheet_lose_their_point():
    assert convert.as_text(chunked(17850.0, None, kind=pa.float64())).to_pylist() == ["17850", None]
    assert convert.as_text(chunked(" u1 ", "")).to_pylist() == ["u1", None]


def test_truths_and_lists():
    values, misfits = convert.as_boolean(chunked("true", "No", "是", "maybe", ""))
    assert values.to_pylist() == [True, False, True, None, None]
    assert misfits.to_pylist() == [None, None, None, "maybe", None]
    assert convert.as_list(chunked("a, b|c", '["x"]', "")).to_pylist() == [
        '["a","b","c"]',
        '["x"]',
        None,
    ]


@given(st.lists(st.lists(st.integers(0, 6), max_size=12), max_size=14))
def test_occurrences_are_counted_over_every_cut(chunks):
    counter, seen = Occurrences(), {}
    for chunk in chunks:
        hashes = np.array(chunk, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        expected = []
        for value in chunk:
            expected.append(seen.get(value, 0))
            seen[value] = expected[-1] + 1
        assert counter.number(hashes).tolist() == expected
