"""One row a click on the page, or a view of it: what it is, where it is, and where it led."""

from datetime import timedelta
from typing import Final

from stayflow.language.metric import THEIR_OWN_SQL, selection_sql
from stayflow.language.scope import ValueType, property_sql
from stayflow.language.window import epoch_ms
from stayflow.measure.analysis.kinds.heatmap.collected import clicks_of
from stayflow.measure.analysis.kinds.heatmap.model import (
    DEAD_AFTER,
    RAGE_CLICKS,
    RAGE_WITHIN,
    HeatmapQuestion,
)
from stayflow.measure.analysis.named import PAGE, number_sql, page_sql, text_sql
from stayflow.measure.analysis.scan import Scan, all_of
from stayflow.measure.analysis.visits import READ_AROUND

ROWS_MAX: Final = 1000
"""Rows of positions from the top of a page; clicks further below have no place."""
ANY: Final = "*"
_MILLISECOND: Final = timedelta(milliseconds=1)
_MS, _VIEWED, _NAMED, _SEEN, _CLICKED, _OWN = 1, 3, 4, 5, 6, 7
"""Places in the tuple of an event; beside its milliseconds stands its arrival."""
OWN: Final = (
    *("element", "label", "across", "down", "page_wide", "page_high"),
    *("box_left", "box_top", "box_wide", "box_high"),
)
"""What is kept of a click: names, its place (share of the width; pixels), the page's size, the element's rectangle."""


def named_sql(question: HeatmapQuestion, scan: Scan) -> str:
    """SQL of the page an event is on."""
    if question.named_by == PAGE:
        return page_sql(scan)
    name = property_sql(
        scan.scope, scan.binder, question.named_by, wanted=ValueType.TEXT, path="named_by.property"
    )
    return f"toString({name})"


def click_sql(question: HeatmapQuestion, scan: Scan) -> str:
    """SQL, 0 or 1, of an event being a click.

    Raises:
        UnknownEvent: The project has seen none.
    """
    return selection_sql(question.click or clicks_of(scan.scope), scan.scope, scan.binder)


def marks_ctes(question: HeatmapQuestion, page: str, scan: Scan) -> str:
    """CTEs that end in `placed`, one row a click on the page or a view of it in the range.

    Columns: `person`; `seen` and `clicked`, which of the two (or both) it is; those of `OWN`; `goes`, whether
    another page followed in the visit, and `onward`, which; `open`, whether one may still follow; `at_column` and
    `at_row`, -1 without a place; `rage`; `dead`; `place`, of clicks: elements of more clicks have a smaller one.
    """
    return ",\n".join(
        [
            _touches_cte(question, page, scan),
            _followed_cte(question, scan),
            _marks_cte(),
            _placed_ctes(question),
        ]
    )


def _touches_cte(question: HeatmapQuestion, page: str, scan: Scan) -> str:
    """Everything that the page's visitors did, one row a person, in order."""
    start, end = scan.bounds()
    view = selection_sql(question.view, scan.scope, scan.binder)
    click, named = click_sql(question, scan), named_sql(question, scan)
    here = f"{_is_page(page, named, scan)} AND {scan.between(start, end)}"
    seen, clicked = f"({view}) AND {here}", f"({click}) AND {here}"
    own = [f"if(is_click, {sql}, {nothing})" for sql, nothing in _own(question, scan)]
    flags = [f"toUInt8(ifNull({test}, 0))" for test in (view, seen)]
    kept = ["toUnixTimestamp64Milli(time)", "arrival", flags[0], named, flags[1], "is_click", *own]
    person, common = scan.scope.event_person, scan.tests()
    visitors = all_of([f"({seen} OR {clicked})", *common])
    tests = [THEIR_OWN_SQL, scan.between(start, end + READ_AROUND), *common]
    return (
        f"touches AS (\n  SELECT {person} AS person, toUInt8(ifNull({clicked}, 0)) AS is_click,\n"
        f"    tuple({', '.join(kept)}) AS touch\n"
        f"  FROM events\n  WHERE {all_of(tests)}\n"
        f"    AND person IN (SELECT {person} FROM events WHERE {visitors})\n),\n"
        "done AS (\n  SELECT person, arraySort(groupArray(touch)) AS touched FROM touches GROUP BY person\n)"
    )


def _own(question: HeatmapQuestion, scan: Scan) -> list[tuple[str, str]]:
    """What is kept of a click, and of what is none; without a width, or outside of the page, there is no place."""
    spots = question.spots
    x, y, wide, high, x_ratio, y_ratio, box_wide, box_high = (
        number_sql(named, scan)
        for named in (
            *(spots.x, spots.y, spots.page_width, spots.page_height),
            *(spots.x_ratio, spots.y_ratio, spots.element_width, spots.element_height),
        )
    )
    lowest = question.row * ROWS_MAX
    placed = f"{wide} > 0 AND {x} >= 0 AND {x} <= {wide} AND {y} >= 0 AND {y} < {lowest}"

    def where(sql: str) -> tuple[str, str]:
        return f"if({placed}, {sql}, NULL)", "NULL"

    return [
        (text_sql(spots.element, scan), "''"),
        (text_sql(spots.label, scan), "''"),
        where(f"{x} / {wide}"),
        where(y),
        where(wide),
        where(high),
        where(f"({x} - {x_ratio} * {box_wide}) / {wide}"),
        where(f"{y} - {y_ratio} * {box_high}"),
        where(f"{box_wide} / {wide}"),
        where(box_high),
    ]


def _is_page(page: str, named: str, scan: Scan) -> str:
    if ANY not in page:
        return f"{named} = {scan.binder.bind(page, 'String')}"
    pattern = page.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_").replace(ANY, "%")
    return f"{named} LIKE {scan.binder.bind(pattern, 'String')}"


def _followed_cte(question: HeatmapQuestion, scan: Scan) -> str:
    """Beside each event its hop: the page that was viewed next before anybody was silent for too long.

    A hop is settled by the next event, if that is a view or comes too late, else it is the hop of that event.
    """
    silence = question.silence // _MILLISECOND
    now = scan.binder.bind(epoch_ms(scan.scope.now), "Int64")
    last = f"tuple(1, 0, '', toUInt8(each.{_MS} + {silence} >= {now}))"
    late = "tuple(1, 0, '', 0)"
    following = f"tuple(next.{_VIEWED}, next.{_VIEWED}, next.{_NAMED}, 0)"
    waited = DEAD_AFTER // _MILLISECOND
    answered = (
        "arrayPushBack(arrayPopFront(arrayReverseFill(ms -> ms > 0,"
        f" arrayMap(each -> if(each.{_CLICKED}, toInt64(0), each.{_MS}), touched))), toInt64(0))"
    )
    return (
        "followed AS (\n  SELECT person, touched, arrayReverseFill(hop -> hop.1, arrayMap(\n"
        f"      (each, next, n) -> multiIf(n = length(touched), {last},"
        f" next.{_MS} - each.{_MS} > {silence}, {late}, {following}),\n"
        "      touched, arrayPushBack(arrayPopFront(touched), touched[1]), arrayEnumerate(touched))) AS hops,\n"
        f"    arrayMap((each, answer) -> toUInt8(each.{_CLICKED} AND each.{_MS} + {waited} < {now}\n"
        f"      AND (answer = 0 OR answer - each.{_MS} > {waited})), touched, {answered}) AS deads\n"
        "  FROM done\n)"
    )


def _marks_cte() -> str:
    own = ", ".join(f"mark.{_OWN + index} AS {name}" for index, name in enumerate(OWN))
    flags = [f"tupleElement(each.1, {place})" for place in (_SEEN, _CLICKED)]
    return (
        "marks AS (\n"
        f"  SELECT person, arrayJoin(arrayFilter(each -> {' OR '.join(flags)},\n"
        "      arrayZip(touched, hops, deads))) AS pair,\n"
        f"    pair.1 AS mark, pair.2 AS hop, mark.{_MS} AS ms, mark.2 AS nth,\n"
        f"    mark.{_SEEN} AS seen, mark.{_CLICKED} AS clicked,\n    {own},\n"
        "    hop.2 AS goes, hop.3 AS onward, hop.4 AS open, pair.3 AS dead\n  FROM followed\n)"
    )


def _placed_ctes(question: HeatmapQuestion) -> str:
    """Three clicks belong together when the first and the last of them are close."""
    around, within = RAGE_CLICKS - 1, RAGE_WITHIN // _MILLISECOND
    spans = [
        f"ifNull(leadInFrame(toNullable(ms), {later}) OVER run"
        f" - lagInFrame(toNullable(ms), {around - later}) OVER run <= {within}, 0)"
        for later in range(around + 1)
    ]
    columns = question.columns
    return (
        f"raged AS (\n  SELECT *, clicked AND ({' OR '.join(spans)}) AS rage,\n"
        "    countIf(clicked) OVER (PARTITION BY element) AS element_clicks,\n"
        f"    if(isNull(across), -1, least(toInt64(floor(across * {columns})), {columns - 1})) AS at_column,\n"
        f"    ifNull(toInt64(floor(down / {question.row})), -1) AS at_row\n"
        "  FROM marks\n  WINDOW run AS (PARTITION BY person, clicked, element ORDER BY ms, nth\n"
        f"    ROWS BETWEEN {around} PRECEDING AND {around} FOLLOWING)\n),\n"
        "placed AS (\n  SELECT *, if(clicked, dense_rank() OVER (PARTITION BY clicked"
        " ORDER BY element_clicks DESC, element), 0) AS place\n  FROM raged\n)"
    )
