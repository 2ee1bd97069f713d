"""What is counted of the visits with a page view: made once, and added up of cells.

A cell is the visits of one period, hour of the week and value. People, and new ones, are counted by their first visit
of all, of a period or of an hour, so that they are not told apart one by one; only where values go together are they.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from stayflow.language.metric import THEIR_OWN_SQL
from stayflow.language.statement import Statement
from stayflow.measure.analysis.kinds.web.model import WebQuestion
from stayflow.measure.analysis.kinds.web.seen import BOUNCED, Seen, row_tests
from stayflow.measure.analysis.scan import Scan, all_of

LIVE: Final = timedelta(minutes=5)
TOTAL, PERIOD, HOUR, VALUE = range(4)
"""What a row of an answer is of."""
_PEOPLE: Final = {
    TOTAL: "sum(firsts)",
    PERIOD: "sum(firsts_of_t)",
    HOUR: "sum(firsts_of_hour)",
    VALUE: f"uniqExactArrayIf(people, row = {VALUE})",
}
_NEW: Final = {
    **dict.fromkeys((TOTAL, PERIOD, HOUR), "sum(new_firsts)"),
    VALUE: f"uniqExactArrayIf(new_people, row = {VALUE})",
}


def count_statement(
    question: WebQuestion, rows: Sequence[int], scan: Scan, *, has_ips: bool
) -> Statement:
    """One row in all, one a period, one an hour of the week, one a leading value and one for the rest of them.

    Columns: which of these, the period, the hour, the place and the value, and the numbers.

    Args:
        question: What is asked.
        rows: Which of `TOTAL` to `VALUE` are wanted; values only of a question with a dimension.
        scan: The statement.
        has_ips: True when some event has an address.
    """
    seen, top = Seen.of(question, scan, has_ips=has_ips, counts=True), question.frame.top
    period = f"if(row = {PERIOD}, toNullable(t), NULL)" if PERIOD in rows else "NULL"
    hour = f"if(row = {HOUR}, hour, 0)" if HOUR in rows else "0"
    ctes, source, shown, named = [seen.ctes(), _cells_cte(seen, rows)], "cells", "0", "''"
    if VALUE in rows:
        ctes.append(_placed_cte("cells", "sum(visits)"))
        source = "placed"
        shown = f"if(row = {VALUE}, least(place, {top + 1}), 0)"
        named = f"if(row = {VALUE} AND place <= {top}, {seen.names}[value], '')"
    listed = ",\n".join(ctes)
    return scan.binder.statement(
        f"WITH\n{listed}\n"
        f"SELECT row, {period} AS shown_t, {hour} AS shown_hour, {shown} AS shown, {named} AS named,\n"
        f"  {_numbers_sql(seen, rows)}\n"
        f"FROM {source}\nARRAY JOIN {list(rows)} AS row\n"
        "GROUP BY row, shown_t, shown_hour, shown, named\nORDER BY row, shown"
    )


def visitors_statement(question: WebQuestion, tests: Sequence[str], scan: Scan) -> Statement:
    """The people of the visits that meet `tests`; with a dimension these may test `named` and `place`."""
    seen, ctes, source = Seen.of(question, scan), "", "seen"
    if question.dimension is not None:
        ctes = f",\n{_placed_cte('seen', 'count()')}"
        source = f"(SELECT *, {seen.names}[value] AS named FROM placed)"
    return scan.binder.statement(
        f"WITH\n{seen.ctes()}{ctes}\n"
        f"SELECT DISTINCT person AS person_id\nFROM {source}\nWHERE {all_of(tests)}"
    )


def has_ips_statement(question: WebQuestion, scan: Scan) -> Statement:
    """A row when some event has an address."""
    tests = [*row_tests(question, scan), "ip != ''"]
    return scan.binder.statement(f"SELECT 1 FROM events\nWHERE {all_of(tests)}\nLIMIT 1")


def live_statement(scan: Scan, asked: str) -> Statement:
    """Who did something in the last minutes, whatever the range."""
    now = scan.scope.now
    tests = [THEIR_OWN_SQL, scan.between(now - LIVE, now + timedelta(milliseconds=1))]
    return scan.binder.statement(
        f"SELECT {asked}\nFROM (\n  SELECT {scan.scope.event_person} AS person\n"
        f"  FROM events\n  WHERE {all_of([*tests, *scan.tests()])}\n)"
    )


def read_numbers(row: Sequence[Any]) -> dict[str, Any]:
    """The fields of `WebNumbers`, of a row as the statements select them."""
    views, visitors, ips, visits, new, bounces, still, mean, median, *visible = row
    over = visits - still
    return {
        "pv": views,
        "uv": visitors,
        "ips": ips,
        "visits": visits,
        "new_visitors": new,
        "returning_visitors": visitors - new,
        "bounces": bounces,
        "open": still,
        "bounce_rate": bounces / over if over else None,
        "pages_per_visit": views / visits if visits else None,
        "visit_seconds": mean if visits else None,
        "median_visit_seconds": median if visits else None,
        "measured": visible[0],
        "visible_seconds": visible[1],
        "median_visible_seconds": visible[2],
    }


NOTHING: Final[Mapping[str, Any]] = read_numbers((*(0,) * 10, None, None))


def _cells_cte(seen: Seen, rows: Sequence[int]) -> str:
    keys = {TOTAL: (), PERIOD: ("t",), HOUR: ("hour",), VALUE: ("value",)}
    columns = [key for row in rows for key in keys[row]]
    numbers = [
        "count() AS visits, sum(views) AS pv",
        "countIf(is_first) AS firsts, countIf(is_first AND is_new) AS new_firsts",
        "countIf(is_first_of_t) AS firsts_of_t, countIf(is_first_of_hour) AS firsts_of_hour",
        f"countIf({BOUNCED}) AS bounces, countIf(is_open) AS still",
        "sum(seconds) AS lasted, quantileExactInclusiveState(0.5)(seconds) AS middle",
    ]
    if VALUE in rows:
        numbers.append("groupArrayIf(person, is_first_of_value) AS people")
        numbers.append("groupArrayIf(person, is_first_of_value AND is_new) AS new_people")
    if seen.has_ips:
        numbers.append("uniqExactArrayState(ips) AS addresses")
    if seen.has_time:
        numbers.append(
            "count(visible) AS measured, sum(visible) AS visible_sum,"
            " quantileExactInclusiveState(0.5)(visible) AS visible_middle"
        )
    listed = ",\n    ".join([*columns, *numbers])
    grouped = f"\n  GROUP BY {', '.join(columns)}" if columns else ""
    return f"cells AS (\n  SELECT {listed}\n  FROM seen{grouped}\n)"


def _placed_cte(source: str, visits: str) -> str:
    """CTE `placed`: the rows of `source`; values of more visits have a smaller `place`."""
    return (
        "placed AS (\n  SELECT *, dense_rank() OVER (ORDER BY value_visits DESC, value) AS place\n"
        f"  FROM (SELECT *, {visits} OVER (PARTITION BY value) AS value_visits FROM {source})\n)"
    )


def _numbers_sql(seen: Seen, rows: Sequence[int]) -> str:
    """Aggregates over cells, in the order `read_numbers` reads them."""
    people, new = (
        f"multiIf({', '.join(f'row = {row}, {sqls[row]}' for row in rows)}, 0)"
        for sqls in (_PEOPLE, _NEW)
    )
    visible = "0, NULL, NULL"
    if seen.has_time:
        visible = (
            "sum(measured), sum(visible_sum) / nullIf(sum(measured), 0),"
            " quantileExactInclusiveMerge(0.5)(visible_middle)"
        )
    return (
        f"sum(pv), {people}, {'uniqExactArrayMerge(addresses)' if seen.has_ips else '0'}, sum(visits), {new},\n"
        "  sum(bounces), sum(still), sum(lasted) / sum(visits), quantileExactInclusiveMerge(0.5)(middle),\n"
        f"  {visible}"
    )
