"""Fifty rule tags computed together in one pass, beside the same fifty one by one."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from benchmarks.frame import BenchContext, BenchTarget, Row, side_by_side
from benchmarks.loaded import Loaded, open_loaded
from stayflow.understand.tag import ReadTag, compile_tags, read_tag

EVENTS = ("product_view", "add_to_cart", "checkout", "purchase", "login")
WINDOWS = ("7d", "14d", "30d", "60d", "90d")
LEVELS = ((1, 3), (2, 8))
BOUND = 0.3


def fifty_tags() -> list[tuple[str, dict[str, Any]]]:
    """Five events, five windows, two pairs of thresholds: what a catalogue of an operator looks like."""
    tags = []
    for event in EVENTS:
        for window in WINDOWS:
            for low, high in LEVELS:
                done = {"event": event, "within": {"last": window}, "op": "gte"}
                values = [
                    {"value": "often", "when": {"did": {**done, "value": high}}},
                    {"value": "some", "when": {"did": {**done, "value": low}}},
                ]
                tags.append((f"{event}_{window}_{low}", {"values": values}))
    return tags


def measure_tags(context: BenchContext) -> Iterable[Row]:
    """Compare computing the tags together with computing each alone."""
    with open_loaded(context) as loaded:
        tags = [
            read_tag(name, "rule", definition, loaded.scope.facets)
            for name, definition in fifty_tags()
        ]
        yield side_by_side(
            "50 rule tags together, beside one by one",
            lambda: count_values(loaded, tags),
            lambda: _one_by_one(loaded, tags),
            context=context,
            bound=BOUND,
            note="the same compiler, a statement for each",
        )


def count_values(loaded: Loaded, tags: Sequence[ReadTag]) -> Mapping[tuple[str, str], int]:
    """How many people have each value; compiling is part of it."""
    found = compile_tags(tags, loaded.scope)
    rows = loaded.warehouse.query(
        f"SELECT tag_id, value, bitmapCardinality(people) FROM ({found.sql})", found.parameters
    ).rows
    return {(str(tag), str(value)): int(people) for tag, value, people in rows}


def _one_by_one(loaded: Loaded, tags: Sequence[ReadTag]) -> Mapping[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for tag in tags:
        found |= count_values(loaded, [tag])
    return found


TARGET = BenchTarget("tags", "fifty rule tags in one pass beside one by one", measure_tags)
