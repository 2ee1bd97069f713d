"""The frame of the benchmarks: what it measures, compares and refuses."""

import json
import time
from dataclasses import replace

import pytest

from benchmarks.frame import AnswersDiffer, BenchContext, Report, Row, ratio_row, side_by_side
from benchmarks.runner import UnknownTarget, find_target, list_targets


@pytest.fixture
def context(tmp_path):
    return BenchContext(folder=tmp_path, events=1000, rounds=3)


def test_the_slower_side_shows_in_the_ratio(context, monkeypatch):
    now = 0.0

    def take(seconds):
        nonlocal now
        now += seconds
        return 1

    monkeypatch.setattr(time, "perf_counter", lambda: now)
    row = side_by_side("nap", lambda: take(4), lambda: take(1), context=context, bound=1.5)
    assert row.ratio == 4
    assert row.is_within_bound is False


def test_ways_to_different_answers_are_not_compared(context):
    with pytest.raises(AnswersDiffer, match="one: ours gave 1, the yardstick 2"):
        side_by_side("one", lambda: 1, lambda: 2, context=context)


def test_both_sides_take_turns_at_going_first(context):
    order = []
    side_by_side("turns", lambda: order.append("o"), lambda: order.append("y"), context=context)
    assert "".join(order) == "oy" + "oy" + "yo" + "oy"


def test_a_report_is_a_table_and_a_document():
    rows = (
        ratio_row("a", 1.0, 2.0, bound=0.4),
        Row("b", 0.5, note="2 M rows/s"),
        Row("c", 0.5, 0.4, ours_processor=0.6, yardstick_processor=0.3, note="by hand"),
    )
    report = Report("t", rows, 1000, 50, 1, 10, 3.0, "2 cores", "Python")
    lines = report.as_table().splitlines()
    assert lines[2] == "| a | 1.00 s | 2.00 s | 0.50 | ≤ 0.4 | **over**  |"
    assert lines[3] == "| b | 500.0 ms |  |  |  | 2 M rows/s |"
    assert lines[4].endswith("| by hand; processor 0.60 / 0.30 s = 2.00 |")
    usual = replace(report, rows=(replace(rows[0], usual=ratio_row("a", 1.0, 8.0)), rows[1]))
    assert [line.split(" | ")[4] for line in usual.as_table().splitlines()[:4]] == [
        "as usually written",
        "---:",
        "8.00 s: 0.125",
        "",
    ]
    document = json.loads(report.as_json())
    assert [row["is_within_bound"] for row in document["rows"]] == [False, None, None]


def test_every_target_says_what_it_measures_and_unknown_ones_are_named():
    for target in list_targets():
        assert target.summary
        assert find_target(target.name) == target
    with pytest.raises(UnknownTarget, match="no benchmark 'nothing-like-it'"):
        find_target("nothing-like-it")
