"""Attribution by rules: seven ways at once to credit each conversion to the touches before it.

By hand a touch is joined with the conversions of its person; what a rule gives the touches of one source on one path
follows from how many they are, the first and the last of them, and their weight.
"""

from collections.abc import Iterable
from typing import Any

from benchmarks.kinds.case import RANGE, Case, Rows
from benchmarks.kinds.in_duckdb.neighbours import PLACE
from benchmarks.kinds.in_polars import credit as in_polars
from benchmarks.kinds.words import PERSON
from benchmarks.targets.attribution import CONVERSION, LOOKBACK_MS, TOUCH

RULES = ("first", "last", "last_non_direct", "linear", "position", "time_decay", "shapley")
HALF_LIFE_MS = 7 * 86_400_000
PARTS = f"""
  SELECT won.place AS path, %s(won.amount) AS worth, touch.source AS source, count(*) AS times,
    min(touch.place) AS first, max(touch.place) AS last, sum(pow(2.0, (touch.ms - won.ms) / {HALF_LIFE_MS})) AS weight
  FROM (SELECT * FROM done WHERE is_won = %s) AS touch JOIN (SELECT * FROM done WHERE is_won = %s) AS won
    ON touch.person = won.person
  WHERE touch.place < won.place AND touch.ms >= won.ms - {LOOKBACK_MS} GROUP BY path, touch.source
"""
IN_CLICKHOUSE = f"""
WITH done AS (
  SELECT {PERSON} AS person, toUnixTimestamp64Milli(time) AS ms, {PLACE} AS place, source,
    event = '{CONVERSION}' AS is_won, property_amount AS amount
  FROM events WHERE event IN ('{TOUCH}', '{CONVERSION}')
    AND ms >= {{start:Int64}} - {LOOKBACK_MS} AND ms < {{end:Int64}} AND (event = '{TOUCH}' OR ms >= {{start:Int64}}))
SELECT part.1, sumForEach(credits), sumForEach(arrayMap(each -> each * worth, credits))
FROM (
  SELECT any(worth) AS worth, groupArray((source, times, first, last, weight)) AS parts, sum(times) AS size,
    min(first) AS began, max(last) AS ended, maxIf(last, source != '') AS latest,
    if(latest = 0, ended, latest) AS named, sum(weight) AS whole, count() AS kinds
  FROM ({PARTS % ("any", "0", "1")}) GROUP BY path)
ARRAY JOIN parts AS part,
  arrayMap(each -> [toFloat64(each.3 = began), each.4 = ended, each.4 = named, each.2 / size,
    if(size <= 2, each.2 / size, 0.4 * (each.3 = began) + 0.4 * (each.4 = ended)
      + 0.2 * (each.2 - (each.3 = began) - (each.4 = ended)) / (size - 2)),
    each.5 / whole, 1 / kinds], parts) AS credits
GROUP BY part.1
"""
IN_DUCKDB = f"""
WITH done AS (
  SELECT person, ms, {PLACE} AS place, source, event = '{CONVERSION}' AS is_won, amount FROM events
  WHERE (event = '{TOUCH}' AND ms >= $start - {LOOKBACK_MS} AND ms < $end)
    OR (event = '{CONVERSION}' AND ms >= $start AND ms < $end)),
parts AS MATERIALIZED ({PARTS % ("any_value", "false", "true")}),
paths AS (
  SELECT path, sum(times) AS size, min(first) AS began, max(last) AS ended, sum(weight) AS whole, count(*) AS kinds,
    coalesce(max(last) FILTER (source != ''), ended) AS named
  FROM parts GROUP BY path),
credited AS (
  SELECT source, worth, (first = began)::INT AS begins, (last = ended)::INT AS ends, (last = named)::INT AS names,
    times / size AS share, weight / whole AS decayed, 1 / kinds AS fair,
    CASE WHEN size <= 2 THEN share
      ELSE 0.4::DOUBLE * begins + 0.4::DOUBLE * ends + 0.2::DOUBLE * (times - begins - ends) / (size - 2) END AS placed
  FROM parts JOIN paths USING (path))
SELECT source,
  [sum(begins), sum(ends), sum(names), sum(share), sum(placed), sum(decayed), sum(fair)],
  [sum(begins * worth), sum(ends * worth), sum(names * worth), sum(share * worth), sum(placed * worth),
    sum(decayed * worth), sum(fair * worth)]
FROM credited GROUP BY source
"""


def _rules() -> Case:
    model, *beside = RULES

    def ours(result: Any) -> Rows:  # noqa: ANN401  the result of the kind
        lines = {model: result.credits, **{each.model: each.credits for each in result.beside}}
        for rule, credits_of in lines.items():
            for line in credits_of:
                source = line.by["source"] or ""
                yield rule, source, _shown(line.conversions), _shown(line.value)

    def shape(rows: Rows) -> Rows:
        for source, conversions, values in rows:
            for rule, credited, worth in zip(
                RULES, _floats(conversions), _floats(values), strict=True
            ):
                yield rule, source, _shown(credited), _shown(worth)

    return Case(
        name="attribution, seven rules",
        question={
            "kind": "attribution",
            "range": RANGE,
            "touch": {"event": TOUCH},
            "conversion": {"event": CONVERSION},
            "amount": "amount",
            "lookback": "30d",
            "by": {"property": "source"},
            "model": model,
            "beside": beside,
            "half_life": "7d",
            "top": 50,
        },
        ours=ours,
        plain=(IN_CLICKHOUSE,),
        duckdb=(IN_DUCKDB,),
        polars=lambda events, moments: shape(
            in_polars.rules(events, moments, (TOUCH, CONVERSION), LOOKBACK_MS, HALF_LIFE_MS)
        ),
        shape_plain=shape,
        shape_duckdb=shape,
        more="which values are told apart, whose conversions",
    )


def _floats(numbers: object) -> list[float]:
    assert isinstance(numbers, Iterable)
    return [float(each) for each in numbers]


def _shown(number: float) -> int:
    """In thousandths, beside which the order of adding does not show; none of the rules gives halves of these."""
    return round(number * 1000 + 0.1)


CREDIT: tuple[Case, ...] = (_rules(),)
"""The rules beside each other; the chain of Markov is among those of `order`."""
