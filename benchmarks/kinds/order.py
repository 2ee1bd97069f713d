"""Questions in which the order of a person's events decides: funnel, path, session, web, interval and others."""

from collections.abc import Callable
from typing import Any

from benchmarks.generate import FIRST_DAY_MS
from benchmarks.kinds import usual
from benchmarks.kinds.case import RANGE, Case, Rows, Usual
from benchmarks.kinds.in_duckdb import order as in_duckdb
from benchmarks.kinds.in_duckdb import usual as duckdb_usual
from benchmarks.kinds.in_duckdb import visits as duckdb_visits
from benchmarks.kinds.in_duckdb.neighbours import ARRIVALS, PLACE
from benchmarks.kinds.in_polars import order as in_polars
from benchmarks.kinds.in_polars import usual as polars_usual
from benchmarks.kinds.in_polars import visits
from benchmarks.kinds.limit import order as in_loops
from benchmarks.kinds.peers import Moments
from benchmarks.kinds.words import DUCK_WITHIN, PERSON, WITHIN
from benchmarks.targets import attribution as attributing
from benchmarks.targets import funnel as funneling
from benchmarks.targets import path as walking
from benchmarks.targets import session as visiting

TEN_TIMES, FIFTEEN_TIMES = 1 / 10, 1 / 15
DAY_MS, SILENCE_MS = 86_400_000, 1_800_000


def _funnel() -> Case:
    steps, window = funneling.STEPS, funneling.WINDOW_MS

    def ours(result: Any) -> Rows:  # noqa: ANN401  the result of the kind
        return ((step, each.people) for step, each in enumerate(result.steps, start=1))

    def plain(rows: Rows) -> Rows:
        levels = {int(str(level)): int(str(people)) for level, people in rows}
        for step in range(1, len(steps) + 1):
            yield step, sum(people for level, people in levels.items() if level >= step)

    def polars(events: Any, moments: Moments) -> Rows:  # noqa: ANN401  a lazy frame
        return in_polars.funnel(events, moments, steps, window)

    return Case(
        name="funnel",
        question=funneling.QUESTION,
        ours=ours,
        plain=(funneling.YARDSTICK,),
        bound=1.1,
        usual=Usual(duckdb=(duckdb_usual.funnel(steps),)),
        duckdb=(in_duckdb.funnel(steps),),
        duckdb_bound=TEN_TIMES,
        polars=polars,
        limit=lambda kernel, moments: in_loops.funnel(kernel, moments, steps, window),
        constants={"window": window},
        shape_plain=plain,
        more="median times, open windows",
    )


def _path() -> Case:
    def ours(result: Any) -> Rows:  # noqa: ANN401  the result of the kind
        return ((link.level, link.source, link.target, link.people) for link in result.links)

    def shape(rows: Rows) -> Rows:
        return ((int(str(step)) - 1, here, there, people) for step, here, there, people in rows)

    def by(path: Callable[..., Rows]) -> Callable[[Any, Moments], Rows]:
        return lambda events, moments: path(events, moments, walking.ANCHOR, walking.DEPTH)

    return Case(
        name="path",
        question=walking.QUESTION,
        ours=ours,
        plain=(walking.PLAIN,),
        bound=1.3,
        usual=Usual(
            duckdb=(duckdb_usual.path(walking.ANCHOR, walking.DEPTH),),
            polars=by(polars_usual.path),
            pandas=by(usual.path_in_pandas),
        ),
        duckdb=(in_duckdb.path(walking.ANCHOR, walking.DEPTH),),
        polars=by(in_polars.path),
        polars_bound=FIFTEEN_TIMES,
        limit=lambda kernel, moments: in_loops.path(
            kernel, moments, walking.ANCHOR, DAY_MS, walking.DEPTH
        ),
        shape_plain=shape,
        more="loops, what was before, open windows, leading names",
    )


def _attribution() -> Case:
    def ours(result: Any) -> Rows:  # noqa: ANN401  the result of the kind
        touched = result.conversions - result.untouched
        for line in result.credits:
            yield line.by["source"] or "", _share(line.conversions / touched)

    def shape(rows: Rows) -> Rows:
        return (
            (name, _share(share)) for name, share in attributing.shares([*map(tuple, rows)]).items()
        )

    chained = (
        (attributing.TOUCH, attributing.CONVERSION),
        attributing.LOOKBACK_MS,
        (attributing.BEGUN, attributing.WON_SAID, attributing.LOST_SAID),
    )

    def by(chain: Callable[..., Rows]) -> Callable[[Any, Moments], Rows]:
        return lambda events, moments: shape(chain(events, moments, *chained))

    return Case(
        name="attribution, Markov",
        question=attributing.QUESTION,
        ours=ours,
        plain=(attributing.PLAIN,),
        bound=1.3,
        usual=Usual(polars=by(polars_usual.chain), pandas=by(usual.chain_in_pandas)),
        duckdb=(in_duckdb.chain(*chained),),
        polars=by(in_polars.chain),
        polars_bound=FIFTEEN_TIMES,
        limit=by(in_loops.chain),
        shape_plain=shape,
        shape_duckdb=shape,
        more="which values are told apart, whose conversions, what they are worth",
    )


def _share(share: float) -> int:
    """In millionths."""
    return round(share * 1e6)


def _session() -> Case:
    return Case(
        name="session",
        question=visiting.QUESTION,
        ours=lambda result: [(result.numbers.sessions, result.numbers.people)],
        plain=(visiting.PLAIN,),
        usual=Usual(
            duckdb=(duckdb_usual.SESSION,),
            polars=lambda events, moments: polars_usual.session(events, moments, SILENCE_MS),
        ),
        duckdb=(duckdb_visits.SESSION,),
        polars=lambda events, moments: visits.session(events, moments, SILENCE_MS),
        limit=lambda kernel, moments: in_loops.session(kernel, moments, SILENCE_MS, DAY_MS),
        constants={"day": DAY_MS, "silence": SILENCE_MS},
        more="campaigns, durations, depths, bounces, every day",
    )


def _web() -> Case:
    def ours(result: Any) -> Rows:  # noqa: ANN401  the result of the kind
        yield (
            result.pv, result.uv, result.visits, result.new_visitors, result.bounces, result.open,
            result.median_visit_seconds,
        )  # fmt: skip

    return Case(
        name="web",
        question={"kind": "web", "range": RANGE},
        ours=ours,
        plain=(
            f"""
            SELECT sum(views), uniqExact(person), count(), uniqExactIf(person, is_new),
              countIf(views = 1 AND size = 1 AND NOT open), countIf(open), quantileExactInclusive(0.5)(seconds)
            FROM (
              SELECT {PERSON} AS person, arraySort(groupArray((toUnixTimestamp64Milli(time), event = 'page_view')))
                AS done,
                arrayJoin(arraySplit((each, gap) -> gap > {SILENCE_MS}, done,
                  arrayDifference(arrayMap(each -> each.1, done)))) AS visit,
                visit[1].1 AS began, visit[-1].1 AS ended, (ended - began) / 1000 AS seconds,
                length(visit) AS size, arrayCount(each -> each.2, visit) AS views,
                ended + {SILENCE_MS} >= {{now:Int64}} AS open,
                person NOT IN (SELECT {PERSON} FROM events
                  WHERE time < fromUnixTimestamp64Milli({{start:Int64}}, 'UTC')) AS is_new
              FROM events
              WHERE time >= fromUnixTimestamp64Milli({{start:Int64}} - {DAY_MS}, 'UTC')
                AND time < fromUnixTimestamp64Milli({{end:Int64}} + {DAY_MS}, 'UTC')
              GROUP BY person)
            WHERE views > 0 AND began >= {{start:Int64}} AND began < {{end:Int64}}
            """,
        ),
        usual=Usual(
            duckdb=(duckdb_usual.WEB,),
            polars=lambda events, moments: polars_usual.web(
                events, moments, "page_view", SILENCE_MS
            ),
        ),
        duckdb=(duckdb_visits.WEB,),
        polars=lambda events, moments: visits.web(events, moments, "page_view", SILENCE_MS),
        more="days, hours, sources, campaigns, who is here now",
    )


def _interval() -> Case:
    window = 7 * DAY_MS

    def ours(result: Any) -> Rows:  # noqa: ANN401  the result of the kind
        quantiles = result.quantiles
        yield (
            result.pairs, result.people, result.least, quantiles.p25, quantiles.p50, quantiles.p75,
            quantiles.p90, result.most,
        )  # fmt: skip

    return Case(
        name="interval",
        question={
            "kind": "interval",
            "range": RANGE,
            "from": {"event": "product_view"},
            "to": {"event": "purchase"},
            "window": "7d",
        },
        ours=ours,
        plain=(
            f"""
            SELECT count(), uniqExact(person), min(seconds),
              quantileExactInclusive(0.25)(seconds), quantileExactInclusive(0.5)(seconds),
              quantileExactInclusive(0.75)(seconds), quantileExactInclusive(0.9)(seconds), max(seconds)
            FROM (
              SELECT {PERSON} AS person,
                arraySort(groupArray((toUnixTimestamp64Milli(time), arrival, event = 'purchase'))) AS done,
                arrayJoin(arrayFilter(pair -> pair.1.3 = 0 AND pair.2.3 = 1,
                  arrayZip(arrayPopBack(done), arrayPopFront(done)))) AS pair,
                pair.1.1 AS began, (pair.2.1 - began) / 1000 AS seconds
              FROM events
              WHERE event IN ('product_view', 'purchase')
                AND time >= fromUnixTimestamp64Milli({{start:Int64}}, 'UTC')
                AND time < fromUnixTimestamp64Milli({{end:Int64}} + {window}, 'UTC')
              GROUP BY person)
            WHERE began < {{end:Int64}} AND seconds <= {window // 1000}
            """,
        ),
        usual=Usual(
            duckdb=(duckdb_usual.interval("product_view", "purchase", window),),
            polars=lambda events, moments: polars_usual.interval(
                events, moments, ("product_view", "purchase"), window
            ),
        ),
        duckdb=(duckdb_visits.interval("product_view", "purchase", window),),
        polars=lambda events, moments: visits.interval(
            events, moments, ("product_view", "purchase"), window
        ),
        limit=lambda kernel, moments: in_loops.interval(
            kernel, moments, ("product_view", "purchase"), window
        ),
        more="the histogram, who may still come",
    )


def _virality() -> Case:
    """The generator has no invitations: who puts a product into the cart first invites those who buy it."""

    def ours(result: Any) -> Rows:  # noqa: ANN401  the result of the kind
        yield result.invited, result.cycle_seconds
        yield result.invitations, result.inviters
        yield (result.active,)

    arrivals = f"""
      WITH owned AS (
        SELECT property_product AS product, min((time, arrival)) AS since, argMin({PERSON}, (time, arrival)) AS owner
        FROM events WHERE event = 'add_to_cart' AND product != ''
          AND time < fromUnixTimestamp64Milli({{end:Int64}}, 'UTC')
        GROUP BY product),
      came AS (
        SELECT {PERSON} AS person, min((time, arrival)) AS at, argMin(since, (time, arrival)) AS sent
        FROM events JOIN owned ON property_product = product
        WHERE event = 'purchase' AND time < fromUnixTimestamp64Milli({{end:Int64}}, 'UTC')
          AND {PERSON} != owner AND (time, arrival) >= since
        GROUP BY person)
      SELECT count(), quantileExactInclusive(0.5)(dateDiff('millisecond', sent.1, at.1)) / 1000
      FROM came WHERE at.1 >= fromUnixTimestamp64Milli({{start:Int64}}, 'UTC')
    """
    return Case(
        name="virality",
        question={
            "kind": "virality",
            "range": RANGE,
            "invite": {"event": "add_to_cart"},
            "accepted": {"event": "purchase"},
            "link": "product",
        },
        ours=ours,
        plain=(
            arrivals,
            f"SELECT count(), uniqExact({PERSON}) FROM events WHERE event = 'add_to_cart' AND {WITHIN}",
            f"SELECT uniqExact({PERSON}) FROM events WHERE {WITHIN}",
        ),
        duckdb=(
            f"""
            WITH keyed AS (
              SELECT person, event, product, {PLACE} AS key
              FROM events WHERE event IN ('add_to_cart', 'purchase') AND ms < $end),
            owned AS (
              SELECT product, min(key) AS since, arg_min(person, key) AS owner
              FROM keyed WHERE event = 'add_to_cart' AND product != '' GROUP BY product),
            came AS (
              SELECT person, min(key) // {ARRIVALS} AS came_at, arg_min(since, key) // {ARRIVALS} AS sent_at
              FROM keyed JOIN owned USING (product)
              WHERE event = 'purchase' AND person != owner AND key >= since GROUP BY person)
            SELECT count(*), median(came_at - sent_at) / 1000 FROM came WHERE came_at + {FIRST_DAY_MS} >= $start
            """,
            f"SELECT count(*), count(DISTINCT person) FROM events WHERE event = 'add_to_cart' AND {DUCK_WITHIN}",
            f"SELECT count(DISTINCT person) FROM events WHERE {DUCK_WITHIN}",
        ),
        polars=lambda events, moments: visits.virality(
            events, moments, ("add_to_cart", "purchase"), "product"
        ),
        more="the tree of invitations, who invites most, every week",
    )


ORDER: tuple[Case, ...] = (
    _funnel(),
    _path(),
    _attribution(),
    _session(),
    _web(),
    _interval(),
    _virality(),
)
