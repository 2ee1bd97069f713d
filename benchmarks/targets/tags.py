"""Fifty rule tags computed together in one pass, beside the same fifty one by one, in DuckDB and in pandas.

The peers know that these fifty are counts of five events in five windows with two thresholds each; ours is told fifty
trees of conditions. They are described in `benchmarks/people`.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from benchmarks.frame import BenchContext, BenchTarget, Row, side_by_side
from benchmarks.loaded import Loaded, open_loaded
from benchmarks.people import Ways, beside_peers, open_files
from benchmarks.people.tags import CountTag, tags_in_duckdb, tags_in_pandas
from stayflow.language.window import epoch_ms, parse_range
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
        with open_files(loaded, context) as files:
            counted = fifty_counts(loaded)
            yield from beside_peers(
                "50 rule tags together",
                lambda: count_values(loaded, tags),
                Ways(
                    in_duckdb=partial(tags_in_duckdb, counted),
                    in_pandas=partial(tags_in_pandas, counted),
                ),
                files,
                context,
            )


def fifty_counts(loaded: Loaded) -> list[CountTag]:
    """The same tags as numbers."""
    found = []
    for name, definition in fifty_tags():
        high, low = (each["when"]["did"] for each in definition["values"])
        start, end = parse_range(low["within"]).bounds(loaded.scope.zone, loaded.now)
        counted = low["event"], epoch_ms(start), epoch_ms(end), low["value"], high["value"]
        found.append(CountTag(name, *counted))
    return found


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


TARGET = BenchTarget(
    "tags", "fifty rule tags in one pass beside one by one, DuckDB, pandas", measure_tags
)
