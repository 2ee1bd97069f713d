"""Questions for what somebody set up or recorded before: pages and clicks, stages, the pool, saved metrics."""

from typing import Any

from benchmarks.kinds.case import RANGE, Case, Rows
from benchmarks.kinds.in_duckdb import recorded as stages_in_duckdb
from benchmarks.kinds.in_duckdb import visits as in_duckdb
from benchmarks.kinds.in_polars import recorded as in_polars
from benchmarks.kinds.stages import LOST, MODEL, record_stages
from benchmarks.kinds.words import DUCK_WITHIN, PERSON, WITHIN, ZONE
from benchmarks.loaded import Loaded
from stayflow.measure.metric import list_metrics, save_metric

PAGE = "数码"
VIEW, CLICK = "product_view", "add_to_cart"
SILENCE_MS, DAY_MS = 1_800_000, 86_400_000
METRICS = {
    "sales": {"metric": {"event": "purchase", "aggregate": {"sum": "amount"}}},
    "orders": {"metric": {"event": "purchase"}},
}
STANDING = f"""
  SELECT {PERSON} AS person,
    argMaxIf(stage, at, at < fromUnixTimestamp64Milli({{start:Int64}}, 'UTC')) AS origin,
    argMaxIf(stage, at, at < fromUnixTimestamp64Milli({{end:Int64}}, 'UTC')) AS target
  FROM stage_changes WHERE model = '{MODEL}' GROUP BY person
"""


def _heatmap() -> Case:
    """The generator has no clicks: who looks at the products of a category is on its page, and clicks into the cart."""

    def ours(result: Any) -> Rows:  # noqa: ANN401  the result of the kind
        yield result.views, result.viewers, result.clicks, result.people
        yield (result.moved,)

    here = f"property_category = '{PAGE}' AND {WITHIN}"
    return Case(
        name="heatmap",
        question={
            "kind": "heatmap",
            "range": RANGE,
            "page": PAGE,
            "named_by": {"property": "category"},
            "view": {"event": VIEW},
            "click": {"event": CLICK},
            "element": {"property": "product"},
        },
        ours=ours,
        plain=(
            f"""
            SELECT countIf(event = '{VIEW}'), uniqExactIf({PERSON}, event = '{VIEW}'),
              countIf(event = '{CLICK}'), uniqExactIf({PERSON}, event = '{CLICK}')
            FROM events WHERE event IN ('{VIEW}', '{CLICK}') AND {here}
            """,
            f"""
            SELECT countIf(moved) FROM (
              SELECT {PERSON} AS person,
                arraySort(groupArray((toUnixTimestamp64Milli(time), arrival, event = '{VIEW}',
                  event = '{VIEW}' AND {here}))) AS done,
                arrayReverseFill(hop -> hop > 0, arrayMap((each, next, n) ->
                    multiIf(n = length(done) OR next.1 - each.1 > {SILENCE_MS}, 1, next.3, 2, 0),
                  done, arrayPushBack(arrayPopFront(done), done[1]), arrayEnumerate(done))) AS hops,
                arrayExists((each, hop) -> each.4 AND hop = 2, done, hops) AS moved
              FROM events
              WHERE time >= fromUnixTimestamp64Milli({{start:Int64}}, 'UTC')
                AND time < fromUnixTimestamp64Milli({{end:Int64}} + {DAY_MS}, 'UTC')
                AND person IN (SELECT {PERSON} FROM events WHERE event = '{VIEW}' AND {here})
              GROUP BY person)
            """,
        ),
        duckdb=in_duckdb.heatmap(PAGE, VIEW, CLICK),
        polars=lambda events, moments: in_polars.heatmap(
            events, moments, PAGE, (VIEW, CLICK), SILENCE_MS
        ),
        more="every element, its place, anger, clicks that did nothing, and the next pages of each",
    )


def _stage() -> Case:
    def ours(result: Any) -> Rows:  # noqa: ANN401  the result of the kind
        yield from ((each.stage, each.people) for each in result.stages)
        yield from ((each.origin or "", each.target, each.people) for each in result.moves)

    return Case(
        name="stage",
        question={"kind": "stage", "range": RANGE, "model": MODEL},
        ours=ours,
        plain=(
            f"SELECT target, count() FROM ({STANDING}) WHERE target != '' GROUP BY target",
            f"SELECT origin, target, count() FROM ({STANDING}) WHERE target != '' GROUP BY origin, target",
        ),
        duckdb=stages_in_duckdb.STAGE,
        polars=in_polars.stage,
        polars_reads="stages",
        prepare=record_stages,
    )


def _pool() -> Case:
    def ours(result: Any) -> Rows:  # noqa: ANN401  the result of the kind
        yield result.people, result.entered, result.left

    return Case(
        name="pool",
        question={"kind": "pool", "range": RANGE, "model": MODEL, "lost": [LOST]},
        ours=ours,
        plain=(
            f"""
            SELECT countIf(here), countIf(here AND NOT was), countIf(was AND NOT here)
            FROM (SELECT target NOT IN ('', '{LOST}') AS here, origin NOT IN ('', '{LOST}') AS was FROM ({STANDING}))
            """,
        ),
        prepare=record_stages,
        duckdb=(stages_in_duckdb.pool(LOST),),
        polars=lambda stages, moments: in_polars.pool(stages, moments, LOST),
        polars_reads="stages",
        more="what they paid, each stage, who is in none",
    )


def _formula() -> Case:
    def ours(result: Any) -> Rows:  # noqa: ANN401  the result of the kind
        return ((point.t, point.value) for point in result.series[0].points if point.value)

    return Case(
        name="formula",
        question={"kind": "formula", "range": RANGE, "formulas": ["sales / orders"], "per": "day"},
        ours=ours,
        plain=(
            f"""
            SELECT toString(toDate(time, '{ZONE}')) AS t, sum(property_amount) / count()
            FROM events WHERE event = 'purchase' AND {WITHIN} GROUP BY t
            """,
        ),
        duckdb=(
            f"""
            SELECT day::VARCHAR, sum(amount) / count(*) FROM events
            WHERE event = 'purchase' AND {DUCK_WITHIN} GROUP BY day
            """,
        ),
        polars=lambda events, moments: in_polars.formula(events, moments, "purchase"),
        prepare=_save_metrics,
    )


def _save_metrics(loaded: Loaded) -> None:
    with loaded.app.relational.project(loaded.project) as tx:
        known = {each.name for each in list_metrics(tx)}
        for name, definition in METRICS.items():
            if name not in known:
                raw = {"name": name, "title": name, "definition": definition}
                save_metric(tx, raw, scope=loaded.scope, by="bench")


RECORDED: tuple[Case, ...] = (_heatmap(), _stage(), _pool(), _formula())
