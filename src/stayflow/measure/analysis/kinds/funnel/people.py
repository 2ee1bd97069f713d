"""From the events of everybody to one row a person: how deep they came, how long it took, whether it is still open."""

from stayflow.language.window import epoch_ms, period_sql
from stayflow.measure.analysis.groups import columns_sql, placed_sql
from stayflow.measure.analysis.kinds.funnel.anyorder import any_order_ctes
from stayflow.measure.analysis.kinds.funnel.chain import chain_ctes
from stayflow.measure.analysis.kinds.funnel.model import Mode
from stayflow.measure.analysis.kinds.funnel.plain import plain_ctes
from stayflow.measure.analysis.kinds.funnel.touches import Layout, touches_cte


def people_ctes(layout: Layout) -> str:
    """CTEs that end in `reached`: one row per person with a first step; split questions add `placed`.

    Of whoever has no first step there may be a row with a depth of 0.

    `reached` has `person`, the breakdowns, `wait_2` …, `depth`, `is_open`; `reach_2` … where steps may be left out;
    `entered_in` where the question asks for periods.
    """
    ctes = [touches_cte(layout), *_matched(layout)]
    source = "chained"
    if layout.question.held is not None or layout.question.has_ways:
        ctes.append(_over_values_cte(layout))
        source = "over_values"
    ctes.append(_reached_cte(layout, source))
    if layout.scan.frame.by:
        ctes.append(placed_sql(layout.scan, "reached"))
    return ",\n".join(ctes)


def _matched(layout: Layout) -> list[str]:
    if layout.question.is_plain:
        return plain_ctes(layout)
    if layout.question.mode is Mode.ANY:
        return any_order_ctes(layout)
    return chain_ctes(layout)


def _over_values_cte(layout: Layout) -> str:
    """One row a person over all values held, and all ways: the deepest, the first arrivals, open if the deepest is."""
    numbers = range(2, layout.question.size + 1)
    columns = [f"argMin({column}, entry) AS first_{column}" for column in layout.by]
    for n in numbers:
        columns.append(f"argMinIf(wait_{n}, (arrived_{n}, wait_{n}), reach_{n}) AS first_wait_{n}")
        columns.append(f"max(reach_{n}) AS any_reach_{n}")
    columns += [
        "min(entry) AS first_entry",
        "max(depth) AS deepest",
        "max(if(is_open, depth, 0)) = deepest AS any_open",
    ]
    back = [
        *(f"first_{column} AS {column}" for column in layout.by),
        *(f"first_wait_{n} AS wait_{n}, any_reach_{n} AS reach_{n}" for n in numbers),
        "first_entry AS entry, deepest AS depth, any_open AS is_open",
    ]
    return (
        f"over_values AS (\n  SELECT person, {', '.join(back)}\n  FROM (\n"
        f"    SELECT person, {', '.join(columns)}\n    FROM chained\n    GROUP BY person\n  )\n)"
    )


def _reached_cte(layout: Layout, source: str) -> str:
    question, scan = layout.question, layout.scan
    numbers = range(2, question.size + 1)
    columns = [f"person{columns_sql(scan)}", *(f"wait_{n}" for n in numbers), "depth", "is_open"]
    if question.has_optional:
        columns += [f"reach_{n}" for n in numbers]
    if question.per is not None:
        entered = "entered" if question.is_plain else layout.keys.instant("entry")
        at = f"fromUnixTimestamp64Milli({entered} + {epoch_ms(layout.start)}, 'UTC')"
        columns.append(f"{period_sql(at, question.per, scan.scope.zone)} AS entered_in")
    return f"reached AS (\n  SELECT {', '.join(columns)}\n  FROM {source}{scan.joins('person')}\n)"
