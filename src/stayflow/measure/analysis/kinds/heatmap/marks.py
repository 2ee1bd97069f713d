"""One row a click on the page, or a view of it: what it is, where it is, and where it led."""

from datetime import timedelta
from typing import Final

from stayflow.language.keys import Keys
from stayflow.language.metric import THEIR_OWN_SQL, selection_sql
from stayflow.language.scope import ValueType, property_sql
from stayflow.measure.analysis.kinds.heatmap.collected import (
    FLUSHED,
    SPOT,
    are_spots_apart,
    clicks_of,
)
from stayflow.measure.analysis.kinds.heatmap.model import (
    DEAD_AFTER,
    RAGE_CLICKS,
    RAGE_WITHIN,
    HeatmapQuestion,
)
from stayflow.measure.analysis.named import PAGE, names_sql, number_sql, page_sql, text_sql
from stayflow.measure.analysis.scan import Scan, all_of
from stayflow.measure.analysis.visits import READ_AROUND

ROWS_MAX: Final = 1000
"""Rows of positions from the top of a page; clicks further below have no place."""
ANY: Final = "*"
_MILLISECOND: Final = timedelta(milliseconds=1)
_VIEWED, _SEEN, _CLICKED, _SPOTTED = range(4)
"""Bits of a key: the event is a page view; in the range one of the page, a click on it, or only where one was."""
_IS_MARK: Final = f"bitAnd({{key}}, {1 << _SEEN | 1 << _CLICKED | 1 << _SPOTTED}) > 0"
_ARRIVAL, _OWN = 2, 3
"""Places in the tuple of a mark; before them stands its key."""
_LAST, _LATE = 1, 2
"""Where an event led: it was the last one; there was a silence; any other number is that of a page, above these."""
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


def spot_sql(question: HeatmapQuestion, scan: Scan) -> str:
    """SQL, 0 or 1, of an event saying where a click was that another event says the rest of."""
    if question.click is not None or not are_spots_apart(scan.scope):
        return "0"
    return f"event = '{SPOT}'"


def marks_ctes(question: HeatmapQuestion, page: str, scan: Scan) -> str:
    """CTEs that end in `placed`, one row a click on the page, a view of it, or a place of a click, in the range.

    Columns: `person`; `seen` and `clicked`, which of the two (or both) it is; `pointed`, of clicks and of their places
    told apart, which is what positions are counted of; those of `OWN`; `goes`, whether
    another page followed in the visit, and `onward`, which; `open`, whether one may still follow; `at_column` and
    `at_row`, -1 without a place; `rage`; `dead`; `place`, of clicks: elements of more clicks have a smaller one.
    """
    names = _names_sql(question, scan)
    return ",\n".join(
        [
            _touches_cte(question, page, names, scan),
            _followed_cte(question, scan),
            _marks_cte(question, names, scan),
            _placed_ctes(question, scan),
        ]
    )


def _keys(question: HeatmapQuestion, scan: Scan) -> Keys:
    start, end = scan.bounds()
    return Keys(
        start=start,
        window=question.silence,
        span=end - start + READ_AROUND + question.silence,
        arrivals=scan.scope.arrivals,
        steps=1 << _VIEWED | 1 << _SEEN | 1 << _CLICKED | 1 << _SPOTTED,
        shares_events=False,
    )


def _names_sql(question: HeatmapQuestion, scan: Scan) -> str:
    """An array of the names of all pages that were viewed; the first is no name."""
    start, end = scan.bounds()
    view = selection_sql(question.view, scan.scope, scan.binder)
    tests = [view, scan.between(start, end + READ_AROUND), *scan.tests()]
    return names_sql(named_sql(question, scan), tests)


def _touches_cte(question: HeatmapQuestion, page: str, names: str, scan: Scan) -> str:
    """Everything that the page's visitors did, one row a person, as keys; of marks also what else is known of them."""
    start, end = scan.bounds()
    keys = _keys(question, scan)
    view = selection_sql(question.view, scan.scope, scan.binder)
    click, named = click_sql(question, scan), named_sql(question, scan)
    here = f"{_is_page(page, named, scan)} AND {scan.between(start, end)}"
    seen, clicked = f"({view}) AND {here}", f"({click}) AND {here}"
    spot = spot_sql(question, scan)
    spotted = "0" if spot == "0" else f"{spot} AND {here}"
    own = [f"if(is_click OR is_spot, {sql}, {nothing})" for sql, nothing in _own(question, scan)]
    bits = ((_VIEWED, view), (_SEEN, seen), (_CLICKED, "is_click"), (_SPOTTED, "is_spot"))
    served = " + ".join(f"if({test}, {1 << bit}, 0)" for bit, test in bits)
    code = f"if({view}, transform({named}, {names}, arrayEnumerate({names}), 1), 1)"
    person, common = scan.scope.event_person, scan.tests()
    visitors = all_of([f"({seen} OR {clicked} OR {spotted})", *common])
    tests = [
        THEIR_OWN_SQL,
        f"event != '{FLUSHED}'",
        scan.between(start, end + READ_AROUND),
        *common,
    ]
    return (
        f"touches AS (\n  WITH toUInt8(ifNull({clicked}, 0)) AS is_click, toUInt8(ifNull({spotted}, 0)) AS is_spot,\n"
        f"    toUInt8({served}) AS served,\n"
        f"    {keys.key_sql()} AS key\n"
        f"  SELECT {person} AS person, groupArray(key) AS came_in, groupArray(toUInt32({code})) AS pages,\n"
        f"    groupArrayIf(tuple(key, arrival, {', '.join(own)}), {_IS_MARK.format(key='served')}) AS own\n"
        f"  FROM events\n  WHERE {all_of(tests)}\n"
        f"    AND person IN (SELECT {person} FROM events WHERE {visitors})\n  GROUP BY person\n)"
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
    """Beside each event where it led: to the page viewed next, before anybody was silent for too long.

    That is settled by the next event, if it is a view or comes too late, else it is where that event led.
    """
    keys = _keys(question, scan)
    following = "arrayPushBack(arrayPopFront({}), 0)"
    led = (
        f"multiIf(n = total, {_LAST}, next > {keys.deadline('key')}, {_LATE},"
        f" bitTest(next, {_VIEWED}), page + {_LATE}, 0)"
    )
    waited, clicked = DEAD_AFTER // _MILLISECOND, f"bitTest(key, {_CLICKED})"
    pointed = f"({clicked} OR bitTest(key, {_SPOTTED}))"
    others = f"answer -> answer > 0, arrayMap(key -> if({pointed}, 0, key), keys)"
    is_dead = (
        f"{clicked} AND {keys.instant('key')} + {waited} < {keys.since_start(scan.scope.now)}"
        f" AND (answer = 0 OR {keys.instant('answer')} - {keys.instant('key')} > {waited})"
    )
    return (
        "done AS (\n  SELECT person, length(came_in) AS total,\n"
        f"    {keys.narrowed_sql('arraySort(came_in)')} AS keys,\n"
        "    arraySort((page, key) -> key, pages, came_in) AS codes,\n"
        "    arraySort(each -> each.1, own) AS touched\n  FROM touches\n),\n"
        "followed AS (\n  SELECT person, keys, touched, arrayReverseFill(hop -> hop > 0, arrayMap(\n"
        f"      (key, next, page, n) -> {led}, keys, {following.format('keys')}, {following.format('codes')},\n"
        "      arrayEnumerate(keys))) AS hops,\n"
        f"    arrayMap((key, answer) -> {is_dead},\n      keys, {following.format(f'arrayReverseFill({others})')})"
        " AS deads\n  FROM done\n)"
    )


def _marks_cte(question: HeatmapQuestion, names: str, scan: Scan) -> str:
    keys = _keys(question, scan)
    own = ", ".join(f"mark.{_OWN + index} AS {name}" for index, name in enumerate(OWN))
    is_mark = _IS_MARK.format(key="key")
    ends = f"{keys.instant('keys[-1]')} + {question.silence // _MILLISECOND}"
    return (
        "marks AS (\n"
        "  SELECT person, arrayJoin(arrayZip(touched,\n"
        f"      arrayFilter((hop, key) -> {is_mark}, hops, keys),\n"
        f"      arrayFilter((dead, key) -> {is_mark}, deads, keys),\n"
        f"      arrayFilter(key -> {is_mark}, keys))) AS pair,\n"
        f"    pair.1 AS mark, pair.2 AS hop, {keys.instant('pair.4')} AS ms, mark.{_ARRIVAL} AS nth,\n"
        f"    bitTest(pair.4, {_SEEN}) AS seen, bitTest(pair.4, {_CLICKED}) AS clicked,\n"
        f"    clicked OR bitTest(pair.4, {_SPOTTED}) AS pointed,\n    {own},\n"
        f"    hop > {_LATE} AS goes, if(goes, {names}[hop - {_LATE}], '') AS onward,\n"
        f"    hop = {_LAST} AND {ends} >= {keys.since_start(scan.scope.now)} AS open,\n"
        "    pair.3 AS dead\n  FROM followed\n)"
    )


def _placed_ctes(question: HeatmapQuestion, scan: Scan) -> str:
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
        f"placed AS (\n  SELECT *, if(clicked, {_place_sql(question, scan)}, 0) AS place\n  FROM raged\n)"
    )


def _place_sql(question: HeatmapQuestion, scan: Scan) -> str:
    """The place of a click's element: by its clicks, or among the elements that lead in another range."""
    leading = question.frame.leading
    if leading is None:
        return "dense_rank() OVER (PARTITION BY clicked ORDER BY element_clicks DESC, element)"
    names = scan.binder.bind([element for (element,) in leading], "Array(String)")
    return f"if(has({names}, element), indexOf({names}, element), {question.frame.top + 1})"
