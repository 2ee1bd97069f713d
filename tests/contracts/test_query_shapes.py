"""The shapes of questions and answers that are promised to scripts: every name at its place, of every kind.

`PROMISED` is a copy of the promise, not of the code: whoever renames a field breaks other people's programs, and this
test. Further fields may stand beside these.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pyarrow as pa
import pytest

from stayflow.measure.analysis import answer_query
from tests.measure.world import Happened, World, instants, make_world

NOW = datetime(2026, 4, 10, 9, 30, tzinfo=UTC)
START = datetime(2026, 3, 10, 4, tzinfo=UTC)
RANGE = {"from": "2026-03-01", "to": "2026-03-31"}
NUMBERS = (int, float)


@dataclass(frozen=True)
class Promise:
    """The fields of a request beside `kind` and `range`, and the answer's: a list stands for each of its members."""

    request: dict[str, Any]
    result: dict[str, Any]


STAGES: dict[str, Any] = {
    "stages": [{"stage": str, "people": int}],
    "moves": [{"from": (str, type(None)), "to": str, "people": int}],
}
STEPS = [
    {
        "name": str,
        "people": int,
        "rate_from_first": NUMBERS,
        "rate_from_previous": NUMBERS,
        "median_seconds_from_previous": (*NUMBERS, type(None)),
    }
]
PROMISED = {
    "trend": Promise(
        {
            "metrics": [
                {
                    "event": "buy",
                    "aggregate": "count",
                    "where": {"property": "category", "value": "x"},
                }
            ],
            "per": "month",
            "by": [{"property": "category"}],
        },
        {
            "series": [
                {"metric": str, "by": {"category": str}, "points": [{"t": str, "value": int}]}
            ]
        },
    ),
    "funnel": Promise(
        {
            "steps": [
                {"event": "view"},
                {"event": "buy", "where": {"property": "category", "value": "x"}},
            ],
            "window": "7d",
            "mode": "ordered",
        },
        {"steps": STEPS},
    ),
    "funnel by": Promise(
        {
            "steps": [{"event": "view"}, {"event": "buy"}],
            "window": "7d",
            "mode": "any",
            "by": [{"property": "category"}],
        },
        {"groups": [{"by": {"category": (str, type(None))}, "steps": STEPS}]},
    ),
    "retention": Promise(
        {
            "start": {"event": "view"},
            "back": {"event": "buy"},
            "per": "week",
            "periods": 2,
            "mode": "on_or_after",
        },
        {"cohorts": [{"t": str, "size": int, "values": [(int, type(None))]}], "average": [NUMBERS]},
    ),
    "path": Promise(
        {"anchor": {"event": "view"}, "direction": "after", "depth": 3, "top": 5},
        {"links": [{"level": int, "from": str, "to": str, "people": int, "count": int}]},
    ),
    "path before": Promise(
        {"anchor": {"event": "buy"}, "direction": "before", "depth": 3, "top": 5},
        {"links": [{"level": int, "from": str, "to": str, "people": int, "count": int}]},
    ),
    "interval": Promise(
        {"from": {"event": "view"}, "to": {"event": "buy"}},
        {
            "people": int,
            "pairs": int,
            "quantiles": dict.fromkeys(("p25", "p50", "p75", "p90"), NUMBERS),
            "histogram": [{}],
        },
    ),
    "distribution": Promise(
        {"metric": {"event": "buy", "aggregate": "count"}, "bins": [1, 2]},
        {"bins": [{"from": (*NUMBERS, type(None)), "to": (*NUMBERS, type(None)), "people": int}]},
    ),
    "rfm": Promise(
        {"event": "buy", "amount": "amount", "thresholds": "mean"},
        {
            "classes": [{"class": str, "people": int, "amount": NUMBERS}],
            "cuts": {"r": NUMBERS, "f": NUMBERS, "m": NUMBERS},
        },
    ),
    "revenue": Promise(
        {"event": "buy", "amount": "amount", "per": "month"},
        {
            "orders": int,
            "payers": int,
            "series": [{}],
            **dict.fromkeys(("revenue", "aov", "arpu", "arppu", "repurchase_rate"), NUMBERS),
        },
    ),
    "ltv": Promise(
        {"acquired": {"event": "view"}, "event": "buy", "amount": "amount", "per": "month"},
        {"cohorts": [{"t": str, "size": int, "cumulative": [(*NUMBERS, type(None))]}]},
    ),
    "attribution": Promise(
        {
            "touch": {"event": "view"},
            "conversion": {"event": "buy"},
            "lookback": "7d",
            "model": "linear",
            "by": [{"property": "category"}],
        },
        {
            "credits": [
                {"by": {"category": (str, type(None))}, "conversions": NUMBERS, "value": NUMBERS}
            ]
        },
    ),
    "web": Promise(
        {"per": "month", "view": {"event": "view"}},
        {
            **dict.fromkeys(
                ("pv", "uv", "ips", "visits", "new_visitors", "returning_visitors"), int
            ),
            **dict.fromkeys(("bounce_rate", "pages_per_visit", "visit_seconds"), NUMBERS),
            "sources": [{}],
        },
    ),
    "heatmap": Promise(
        {
            "page": "x",
            "named_by": {"property": "category"},
            "silence": "1d",
            "view": {"event": "view"},
            "click": {"event": "buy"},
            "element": {"property": "category"},
            "position": {"x": "amount", "y": "amount", "page_width": "amount"},
        },
        {
            **dict.fromkeys(("views", "visitors", "clicks", "people", "viewers", "moved"), int),
            **dict.fromkeys(("pending", "rage_clicks", "rage_people", "unplaced"), int),
            **dict.fromkeys(("share", "moved_share", "width"), NUMBERS),
            "elements": [
                {"element": str, "clicks": int, "people": int, "share": NUMBERS, "next": [{}]}
            ],
            "cells": [{"x": int, "y": int, "clicks": int, "people": int}],
            "next": [{"page": str, "people": int, "share": NUMBERS}],
            "pages": [{"page": str, "clicks": int}],
        },
    ),
    "stage": Promise({"model": "default"}, STAGES),
    "stage at": Promise({"model": "default", "at": "2026-03-31"}, STAGES),
    "status": Promise({"model": "default"}, STAGES),
    "status at": Promise({"model": "default", "at": "2026-03-10", "range": None}, STAGES),
    "value": Promise({"model": "default", "at": "2026-03-31", "amount": "amount"}, STAGES),
}


@pytest.fixture(scope="module")
def world(engines) -> World:
    """Two people who looked and bought, with a stage and a tier that changed in the range."""
    world = make_world(engines.warehouse, "query_shapes", "Asia/Shanghai", NOW)
    world.fill(
        Happened(
            name,
            person,
            START + timedelta(days=days, seconds=60 * (name == "buy")),
            {"category": "x", "amount": 5.0},
            Decimal(5),
        )
        for person, days in ((1, 0), (1, 1), (2, 0))
        for name in ("view", "buy")
    )
    changed = {
        "person_id": pa.array([1, 1], pa.uint64()),
        "at": instants([START - timedelta(days=20), START]),
    }
    stages = {"model": ["default"] * 2, "stage": ["new", "growth"], "previous": ["", "new"]}
    world.warehouse.insert("stage_changes", pa.table({**changed, **stages}))
    tiers = {"tier": ["low", "high"], "previous": ["", "low"], "amount": [1.0, 9.0]}
    world.warehouse.insert("value_changes", pa.table({**changed, **tiers}))
    return world


@pytest.mark.parametrize("name", PROMISED)
def test_an_answer_has_what_is_promised(world, name):
    promise = PROMISED[name]
    question = {"kind": name.split()[0], "range": RANGE, **promise.request}
    answer = msgspec.json.decode(
        msgspec.json.encode(answer_query(question, scope=world.scope, warehouse=world.warehouse))
    )
    outside = {"kind": str, "result": {}, "definition": str, "rows_read": int, "took_ms": NUMBERS}
    assert not list(missing(answer, outside, ""))
    assert not list(missing(answer["result"], promise.result, "result"))


POINTERS: list[tuple[str, dict[str, object], set[int]]] = [
    ("funnel", {"step": 2, "converted": False}, set()),
    ("funnel", {"step": 2}, {1, 2}),
    ("retention", {"cohort": "2026-03-09", "period": 0}, {1, 2}),
    ("rfm", {"class": "important_value"}, {1}),
    ("path", {"level": 0, "from": "view", "to": "buy"}, {1, 2}),
    ("interval", {"from": 60, "to": 300}, {1, 2}),
    ("distribution", {"from": 2, "to": None}, {1}),
    ("web", {"of": "new"}, {1, 2}),
    ("heatmap", {"element": "x"}, {1, 2}),
    ("heatmap", {"next": "x"}, {1}),
    ("stage", {"stage": "growth"}, {1}),
    ("stage", {"from": "new", "to": "growth"}, {1}),
    ("status", {"stage": "new"}, {1, 2}),
    ("status", {"from": None, "to": "new"}, {1, 2}),
    ("value", {"stage": "high"}, {1}),
    ("value", {"from": "low", "to": "high"}, {1}),
]
"""A cell of the answer, by the fields it stands under, and its people."""


@pytest.mark.parametrize(("name", "who", "people"), POINTERS)
def test_a_pointer_to_a_cell_leads_to_its_people(world, name, who, people):
    question = {"kind": name, "range": RANGE, **PROMISED[name].request}
    assert world.who(who, **question) == people


def missing(found: object, promised: Any, place: str) -> Iterator[str]:
    """Where an answer is not what is promised; a list without members would prove nothing."""
    if isinstance(promised, dict):
        if not isinstance(found, dict):
            yield f"{place} is no object: {found!r}"
            return
        for name, inner in promised.items():
            if name not in found:
                yield f"{place}.{name} is not there, but {', '.join(found)}"
            else:
                yield from missing(found[name], inner, f"{place}.{name}")
    elif isinstance(promised, list):
        if not isinstance(found, list) or not found:
            yield f"{place} has no members: {found!r}"
            return
        for index, each in enumerate(found):
            yield from missing(each, promised[0], f"{place}[{index}]")
    elif not isinstance(found, promised) or isinstance(found, bool):
        yield f"{place} is {found!r}"


def test_a_renamed_field_is_noticed():
    assert list(missing({"bins": [{"at_least": 1}]}, {"bins": [{"from": NUMBERS}]}, "result")) == [
        "result.bins[0].from is not there, but at_least"
    ]
