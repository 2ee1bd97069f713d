"""Questions that count people and what they did over days: trend, active, stickiness, status, retention, others."""

from itertools import pairwise
from typing import Any

from benchmarks.kinds.case import RANGE, Case, Rows, Usual
from benchmarks.kinds.in_polars import people as in_polars
from benchmarks.kinds.limit import people as in_loops
from benchmarks.kinds.words import DUCK_WITHIN, PERSON, WITHIN, ZONE
from benchmarks.loaded import Loaded
from stayflow.understand.segment import create_segment, find_segment, refresh_segment

DAY_MS = 86_400_000
QUICK = 1 / 5
"""Five times faster than the plain query is asked of what daily bitmaps answer."""
EVENT, PERIODS = "page_view", 30
START_OF = {"day": "{}", "week": "toMonday({})", "month": "toStartOfMonth({})"}
DAY = f"toDate(time, '{ZONE}')"


def _trend() -> Case:
    def ours(result: Any) -> Rows:  # noqa: ANN401  the result of the kind
        for series in result.series:
            for point in series.points:
                if point.value:
                    yield series.by["category"], point.t, point.value

    return Case(
        name="trend",
        question={
            "kind": "trend",
            "range": RANGE,
            "metrics": [{"event": "purchase", "aggregate": {"sum": "amount"}}],
            "per": "day",
            "by": [{"property": "category"}],
            "top": 20,
        },
        ours=ours,
        plain=(
            f"""
            SELECT property_category, toString({DAY}) AS t, sum(property_amount)
            FROM events WHERE event = 'purchase' AND {WITHIN}
            GROUP BY property_category, t
            """,
        ),
        duckdb=(
            f"""
            SELECT category, day::VARCHAR, sum(amount) FROM events
            WHERE event = 'purchase' AND {DUCK_WITHIN} GROUP BY category, day
            """,
        ),
        polars=lambda events, moments: in_polars.trend(events, moments, "purchase", "category"),
        more="the leading values of the whole range",
    )


def _active(per: str) -> Case:
    quickest = "uniqExact" if per == "day" else "groupBitmap"  # both are exact

    def plain(count: str) -> tuple[str, ...]:
        start = START_OF[per].format(DAY)
        return (
            f"SELECT toString({start}) AS t, {count}({PERSON}) FROM events WHERE {WITHIN} GROUP BY t",
        )

    def ours(result: Any) -> Rows:  # noqa: ANN401  the result of the kind
        return ((point.t, point.value) for point in result.series[0].points if point.value)

    return Case(
        name={"day": "daily", "week": "weekly", "month": "monthly"}[per] + " active people",
        question={
            "kind": "trend",
            "range": RANGE,
            "metrics": [{"event": "*", "aggregate": "people"}],
            "per": per,
        },
        ours=ours,
        plain=plain(quickest),
        bound=QUICK,
        usual=Usual(plain=plain("uniqExact")),
        duckdb=(
            f"""
            SELECT date_trunc('{per}', day)::DATE::VARCHAR AS t, count(DISTINCT person)
            FROM events WHERE {DUCK_WITHIN} GROUP BY t
            """,
        ),
        polars=lambda events, moments: in_polars.active(events, moments, per),
        limit=lambda kernel, moments: in_loops.active(kernel, moments, per),
    )


def _stickiness(per: str) -> Case:
    def ours(result: Any) -> Rows:  # noqa: ANN401  the result of the kind
        for period in result.periods:
            for days, people in enumerate(period.values, start=1):
                if people:
                    yield period.t, days, people

    return Case(
        name=f"stickiness by {per}",
        question={"kind": "stickiness", "range": RANGE, "event": "page_view", "per": per},
        ours=ours,
        plain=(
            f"""
            SELECT toString(first) AS t, bitCount(mask) AS days, count() FROM (
              SELECT {START_OF[per].format(DAY)} AS first, {PERSON} AS person,
                groupBitOr(bitShiftLeft(toUInt32(1), {DAY} - first)) AS mask
              FROM events WHERE event = 'page_view' AND {WITHIN} GROUP BY first, person)
            GROUP BY t, days
            """,
        ),
        bound=QUICK,
        usual=Usual(
            plain=(
                f"""
                SELECT toString(first) AS t, days, count() FROM (
                  SELECT {START_OF[per].format(DAY)} AS first, {PERSON} AS person, uniqExact({DAY}) AS days
                  FROM events WHERE event = 'page_view' AND {WITHIN} GROUP BY first, person)
                GROUP BY t, days
                """,
            ),
        ),
        duckdb=(
            f"""
            SELECT t::VARCHAR, days, count(*) FROM (
              SELECT date_trunc('{per}', day)::DATE AS t, person, count(DISTINCT day) AS days
              FROM events WHERE event = 'page_view' AND {DUCK_WITHIN} GROUP BY t, person)
            GROUP BY t, days
            """,
        ),
        polars=lambda events, moments: in_polars.stickiness(events, moments, EVENT, per),
        limit=lambda kernel, moments: in_loops.stickiness(kernel, moments, EVENT, per),
    )


def _status() -> Case:
    def ours(result: Any) -> Rows:  # noqa: ANN401  the result of the kind
        yield result.active, *(size.people for size in result.stages)

    return Case(
        name="status",
        question={"kind": "status", "range": {"last": "30d"}, "per": "week"},
        ours=ours,
        plain=(
            f"""
            SELECT countIf(here), countIf(here AND NOT before AND NOT earlier), countIf(here AND before),
              countIf(here AND NOT before AND earlier), countIf(NOT here AND before),
              countIf(NOT here AND NOT before AND earlier)
            FROM (
              WITH fromUnixTimestamp64Milli({{start:Int64}}, 'UTC') AS first
              SELECT {PERSON} AS person, max(time >= first) AS here,
                max(time < first AND time >= first - INTERVAL 30 DAY) AS before,
                max(time < first - INTERVAL 30 DAY) AS earlier
              FROM events WHERE time < fromUnixTimestamp64Milli({{end:Int64}}, 'UTC') GROUP BY person)
            """,
        ),
        duckdb=(
            f"""
            SELECT count_if(here), count_if(here AND NOT before AND NOT earlier), count_if(here AND before),
              count_if(here AND NOT before AND earlier), count_if(NOT here AND before),
              count_if(NOT here AND NOT before AND earlier)
            FROM (
              SELECT person, bool_or(ms >= $start) AS here,
                bool_or(ms < $start AND ms >= $start - {30 * DAY_MS}) AS before,
                bool_or(ms < $start - {30 * DAY_MS}) AS earlier
              FROM events WHERE ms < $end GROUP BY person)
            """,
        ),
        polars=in_polars.status,
        more="every week, and who moved",
    )


def _retention() -> Case:
    def ours(result: Any) -> Rows:  # noqa: ANN401  the result of the kind
        for cohort in result.cohorts:
            for later, people in enumerate(cohort.values):
                if people:
                    yield cohort.t, later, people

    return Case(
        name="retention",
        question={
            "kind": "retention",
            "range": {"from": "2026-01-15", "to": "2026-02-13"},
            "start": {"event": EVENT},
            "periods": PERIODS,
        },
        ours=ours,
        plain=(
            f"""
            WITH toDate(fromUnixTimestamp64Milli({{start:Int64}}, 'UTC'), '{ZONE}') AS first
            SELECT toString(began), later, count() FROM (
              SELECT {PERSON} AS person, min({DAY}) AS began,
                groupBitOr(bitShiftLeft(toUInt64(1), {DAY} - first)) AS days,
                arrayJoin(bitPositionsToArray(days)) - (began - first) AS later
              FROM events WHERE event = '{EVENT}' AND time >= fromUnixTimestamp64Milli({{start:Int64}}, 'UTC')
                AND time < fromUnixTimestamp64Milli({{end:Int64}} + {PERIODS * DAY_MS}, 'UTC')
              GROUP BY person)
            WHERE began < first + 30 AND later <= {PERIODS}
            GROUP BY began, later
            """,
        ),
        bound=QUICK,
        usual=Usual(
            plain=(
                f"""
                WITH days AS (
                  SELECT DISTINCT {PERSON} AS person, {DAY} AS day FROM events
                  WHERE event = '{EVENT}' AND time >= fromUnixTimestamp64Milli({{start:Int64}}, 'UTC')
                    AND time < fromUnixTimestamp64Milli({{end:Int64}} + {PERIODS * DAY_MS}, 'UTC')),
                firsts AS (SELECT person, min(day) AS began FROM days GROUP BY person)
                SELECT toString(began), day - began AS later, count() FROM days JOIN firsts USING (person)
                WHERE began < toDate('2026-02-14') AND later <= {PERIODS} GROUP BY began, later
                """,
            ),
        ),
        duckdb=(
            f"""
            WITH days AS (
              SELECT DISTINCT person, day FROM events
              WHERE event = '{EVENT}' AND ms >= $start AND ms < $end + {PERIODS * DAY_MS}),
            firsts AS (SELECT person, min(day) AS began FROM days GROUP BY person)
            SELECT began::VARCHAR, day - began, count(*) FROM days JOIN firsts USING (person)
            WHERE began < DATE '2026-02-14' AND day - began <= {PERIODS}
            GROUP BY began, day - began
            """,
        ),
        polars=lambda events, moments: in_polars.retention(events, moments, EVENT, PERIODS),
        limit=lambda kernel, moments: in_loops.retention(kernel, moments, EVENT, PERIODS),
    )


BIN_EDGES = (50, 100, 200, 500, 1000)


def _distribution() -> Case:
    def ours(result: Any) -> Rows:  # noqa: ANN401  the result of the kind
        numbers = result.numbers
        yield (
            numbers.people, numbers.total, numbers.least, numbers.median, numbers.p90, numbers.most,
            *(each.people for each in result.bins),
        )  # fmt: skip

    edges = (0, *BIN_EDGES, 10**12)
    bins = ", ".join(f"{{if}}(value >= {low} AND value < {high})" for low, high in pairwise(edges))
    duck_bins, bins = bins.replace("{if}", "count_if"), bins.replace("{if}", "countIf")
    return Case(
        name="distribution",
        question={
            "kind": "distribution",
            "range": RANGE,
            "metric": {"event": "purchase", "aggregate": {"sum": "amount"}},
            "bins": list(BIN_EDGES),
        },
        ours=ours,
        plain=(
            f"""
            SELECT count(), sum(value), min(value), quantileExactInclusive(0.5)(value),
              quantileExactInclusive(0.9)(value), max(value), {bins}
            FROM (SELECT {PERSON} AS person, sum(property_amount) AS value
              FROM events WHERE event = 'purchase' AND {WITHIN} GROUP BY person)
            """,
        ),
        duckdb=(
            f"""
            SELECT count(*), sum(value), min(value), quantile_cont(value, 0.5), quantile_cont(value, 0.9),
              max(value), {duck_bins}
            FROM (SELECT person, sum(amount) AS value FROM events
              WHERE event = 'purchase' AND {DUCK_WITHIN} GROUP BY person)
            """,
        ),
        polars=lambda events, moments: in_polars.distribution(events, moments, "purchase", edges),
        limit=lambda kernel, moments: in_loops.distribution(kernel, moments, "purchase", edges),
    )


SEGMENTS = {
    "bench_buyers": {"did": {"event": "purchase", "within": {"last": "30d"}}},
    "bench_lookers": {"did": {"event": "product_view", "count": 5, "within": {"last": "30d"}}},
    "bench_carts": {"did": {"event": "add_to_cart", "within": {"last": "30d"}}},
}


def _overlap() -> Case:
    names = list(SEGMENTS)

    def ours(result: Any) -> Rows:  # noqa: ANN401  the result of the kind
        for part in result.parts:
            yield (*(name in part.inside for name in names), part.people)

    return Case(
        name="overlap",
        question={"kind": "overlap", "segments": names},
        ours=ours,
        plain=(
            f"""
            SELECT buyer, looker, cart, count() FROM (
              SELECT {PERSON} AS person, max(event = 'purchase') AS buyer,
                countIf(event = 'product_view') >= 5 AS looker, max(event = 'add_to_cart') AS cart
              FROM events WHERE event IN ('purchase', 'product_view', 'add_to_cart') AND {WITHIN}
              GROUP BY person)
            WHERE buyer OR looker OR cart GROUP BY buyer, looker, cart
            """,
        ),
        duckdb=(
            f"""
            SELECT buyer, looker, cart, count(*) FROM (
              SELECT person, bool_or(event = 'purchase') AS buyer, bool_or(event = 'add_to_cart') AS cart,
                count_if(event = 'product_view') >= 5 AS looker
              FROM events WHERE event IN ('purchase', 'product_view', 'add_to_cart') AND {DUCK_WITHIN}
              GROUP BY person)
            WHERE buyer OR looker OR cart GROUP BY buyer, looker, cart
            """,
        ),
        polars=lambda events, moments: in_polars.overlap(
            events, moments, {"purchase": 1, "product_view": 5, "add_to_cart": 1}
        ),
        prepare=_make_segments,
        more="nothing; it reads the members, the plain query the events",
    )


def _make_segments(loaded: Loaded) -> None:
    """Make the segments, and compute them."""
    for name, condition in SEGMENTS.items():
        with loaded.app.relational.project(loaded.project) as tx:
            if find_segment(tx, name) is None:
                create_segment(tx, name, condition, scope=loaded.scope, by="bench")
            refresh_segment(tx, name, scope=loaded.scope, warehouse=loaded.warehouse)


PEOPLE: tuple[Case, ...] = (
    _trend(),
    _active("day"),
    _active("week"),
    _active("month"),
    _stickiness("week"),
    _stickiness("month"),
    _status(),
    _retention(),
    _distribution(),
    _overlap(),
)
