"""One row a click on the page, or a view of it: what it is, where it is, and where it led."""

from collections.abc import Mapping
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
from stayflow.measure.analysis.named import (
    PAGE,
    is_number_seen,
    names_sql,
    number_sql,
    page_sql,
    text_sql,
)
from stayflow.measure.analysis.scan import Scan, all_of
from stayflow.measure.analysis.visits import READ_AROUND

ROWS_MAX: Final = 1000
"""Rows of positions from the top of a page; clicks further below have no place."""
ANY: Final = "*"
_MILLISECOND: Final = timedelta(milliseconds=1)
_VIEWED, _SEEN, _CLICKED, _SPOTTED = range(4)
"""Bits of a key: the event is a page view; in the range one of the page, a click on it, or only where one was."""
_IS_TOUCH: Final = f"bitAnd({{key}}, {1 << _CLICKED | 1 << _SPOTTED}) > 0"
_IS_VIEW: Final = f"bitTest(key, {_SEEN}) AND NOT ({_IS_TOUCH.format(key='key')})"
_ARRIVAL, _ELEMENT, _FIRST = 1, 2, 2
"""Places in what is kept of a click: its arrival, its element, and where those of `OWN` begin."""
_LAST, _LATE = 1, 2
"""Where an event led: it was the last one; there was a silence; any other number is that of a page, above these."""
OWN: Final = (
    *("element", "label", "across", "down", "page_wide", "page_high"),
    *("box_left", "box_top", "box_wide", "box_high"),
)
"""What is kept of a click: names, its place (share of the width; pixels), the page's size, the element's rectangle."""


TEXTS: Final = OWN[:2]
_NO_NUMBER: Final = "CAST(NULL, 'Nullable(Float64)')"
_TESTS: Final = (THEIR_OWN_SQL, f"event != '{FLUSHED}'")
"""Of every row: somebody did it."""


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
    names, own = _names_sql(question, scan), _own(question, scan)
    return ",\n".join(
        [
            _touches_cte(question, page, names, own, scan),
            _followed_cte(question, scan),
            _raged_cte(question, own, scan),
            _marks_cte(question, names, own, scan),
            _placed_cte(question, page, scan),
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


def _here_sql(question: HeatmapQuestion, page: str, scan: Scan) -> str:
    """Test of an event: it is on the page, in the range."""
    return f"{_is_page(page, named_sql(question, scan), scan)} AND {scan.between(*scan.bounds())}"


def _touches_cte(
    question: HeatmapQuestion, page: str, names: str, own: Mapping[str, str], scan: Scan
) -> str:
    """Everything that the page's visitors did, one row a person, as keys; of clicks what else is known of them."""
    start, end = scan.bounds()
    keys = _keys(question, scan)
    view = selection_sql(question.view, scan.scope, scan.binder)
    click, named = click_sql(question, scan), named_sql(question, scan)
    here = _here_sql(question, page, scan)
    seen, clicked = f"({view}) AND {here}", f"({click}) AND {here}"
    spot = spot_sql(question, scan)
    spotted = "0" if spot == "0" else f"{spot} AND {here}"
    bits = ((_VIEWED, view), (_SEEN, seen), (_CLICKED, clicked), (_SPOTTED, spotted))
    served = " + ".join(f"if({test}, {1 << bit}, 0)" for bit, test in bits if test != "0")
    code = f"if({view}, transform({named}, {names}, arrayEnumerate({names}), 1), 1)"
    person, common = scan.scope.event_person, scan.tests()
    visitors = all_of([f"({seen} OR {clicked} OR {spotted})", *common])
    tests = [*_TESTS, scan.between(start, end + READ_AROUND), *common]
    return (
        f"touches AS (\n  WITH toUInt8({served}) AS served,\n    {keys.key_sql()} AS key\n"
        f"  SELECT {person} AS person, groupArray(key) AS came_in, groupArray(toUInt32({code})) AS pages,\n"
        f"    groupArrayIf(tuple(arrival, {', '.join(own.values())}), {_IS_TOUCH.format(key='served')}) AS own\n"
        f"  FROM events\n  WHERE {all_of(tests)}\n"
        f"    AND person IN (SELECT {person} FROM events WHERE {visitors})\n  GROUP BY person\n)"
    )


def _own(question: HeatmapQuestion, scan: Scan) -> dict[str, str]:
    """SQL of what is kept of a click, by its name in `OWN`; what no event of the project has is left out.

    Without a width, or outside of the page, there is no place.
    """
    spots = question.spots
    own = {"element": text_sql(spots.element, scan), "label": text_sql(spots.label, scan)}
    if not all(is_number_seen(each, scan) for each in (spots.x, spots.y, spots.page_width)):
        return own
    x, y, wide, high, x_ratio, y_ratio, box_wide, box_high = (
        number_sql(named, scan)
        for named in (
            *(spots.x, spots.y, spots.page_width, spots.page_height),
            *(spots.x_ratio, spots.y_ratio, spots.element_width, spots.element_height),
        )
    )
    lowest = question.row * ROWS_MAX
    placed = f"{wide} > 0 AND {x} >= 0 AND {x} <= {wide} AND {y} >= 0 AND {y} < {lowest}"
    places = {
        "across": f"{x} / {wide}",
        "down": y,
        "page_wide": wide,
        "page_high": high,
        "box_left": f"({x} - {x_ratio} * {box_wide}) / {wide}",
        "box_top": f"{y} - {y_ratio} * {box_high}",
        "box_wide": f"{box_wide} / {wide}",
        "box_high": box_high,
    }
    return own | {name: f"if({placed}, {sql}, NULL)" for name, sql in places.items()}


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
        f"    arraySort((mark, key) -> key, own, arrayFilter(key -> {_IS_TOUCH.format(key='key')}, came_in))"
        " AS touched\n  FROM touches\n),\n"
        "followed AS (\n  SELECT person, keys, touched, arrayReverseFill(hop -> hop > 0, arrayMap(\n"
        f"      (key, next, page, n) -> {led}, keys, {following.format('keys')}, {following.format('codes')},\n"
        "      arrayEnumerate(keys))) AS hops,\n"
        f"    arrayMap((key, answer) -> {is_dead},\n      keys, {following.format(f'arrayReverseFill({others})')})"
        " AS deads\n  FROM done\n)"
    )


def _raged_cte(question: HeatmapQuestion, own: Mapping[str, str], scan: Scan) -> str:
    """One row a person: `marks`, what is known of a click, where it led, whether in vain, its key, whether in anger.

    Three clicks belong together when they follow one another on the same element and the first and the last of them are
    close. Few people click that often; of theirs alone the clicks are put in the order of elements.
    """
    keys = _keys(question, scan)
    touch, within = _IS_TOUCH.format(key="key"), RAGE_WITHIN // _MILLISECOND
    instant = keys.instant("{}.4").format
    spot = f"(bitTest({{0}}.4, {_CLICKED}), {{0}}.1.{_ELEMENT})".format
    together = (
        f"n + {RAGE_CLICKS - 1} <= total AND bitTest(mark.4, {_CLICKED}) AND {spot('mark')} = {spot('later')}"
        f" AND {instant('later')} - {instant('mark')} <= {within}"
    )
    later = "arrayPopBack(arrayPushFront({}, 0))".format
    nothing = ", ".join(["''" if name in TEXTS else "NULL" for name in own])
    return (
        "touched AS (\n  SELECT person, keys, hops,\n"
        "    arrayMap((mark, hop, dead, key) -> (mark, hop, dead, key), touched,\n"
        f"      arrayFilter((hop, key) -> {touch}, hops, keys),\n"
        f"      arrayFilter((dead, key) -> {touch}, deads, keys), arrayFilter(key -> {touch}, keys)) AS few,\n"
        f"    if(length(few) < {RAGE_CLICKS}, [], arraySort(mark -> ({spot('mark')}, mark.4), few)) AS many,\n"
        f"    length(many) AS total,\n    arrayMap((mark, later, n) -> {together},\n"
        f"      many, arrayRotateLeft(many, {RAGE_CLICKS - 1}), arrayEnumerate(many)) AS firsts,\n"
        f"    {later('firsts')} AS seconds, {later('seconds')} AS thirds\n  FROM followed\n),\n"
        "raged AS (\n  SELECT person, keys[-1] AS last_key, arrayConcat(\n"
        "      arrayMap((mark, first, second, third) ->"
        " (mark.1, mark.2, mark.3, mark.4, toUInt8(first OR second OR third)),\n"
        "        if(empty(many), few, many), if(empty(many), arrayResize(firsts, length(few)), firsts),\n"
        "        if(empty(many), arrayResize(firsts, length(few)), seconds),\n"
        "        if(empty(many), arrayResize(firsts, length(few)), thirds)),\n"
        f"      arrayMap((hop, key) -> ((toUInt64(0), {nothing}), hop, 0, key, 0),\n"
        f"        arrayFilter((hop, key) -> {_IS_VIEW}, hops, keys), arrayFilter(key -> {_IS_VIEW}, keys))) AS marks\n"
        "  FROM touched\n)"
    )


def _marks_cte(question: HeatmapQuestion, names: str, own: Mapping[str, str], scan: Scan) -> str:
    keys, kept = _keys(question, scan), list(own)
    told = ", ".join(
        f"each.1.{_FIRST + kept.index(name)} AS {name}"
        if name in kept
        else f"{_NO_NUMBER} AS {name}"
        for name in OWN
    )
    ends = f"{keys.instant('last_key')} + {question.silence // _MILLISECOND}"
    return (
        "marked AS (\n"
        f"  SELECT person, each.2 AS hop, {keys.instant('each.4')} AS ms, each.1.{_ARRIVAL} AS nth,\n"
        f"    bitTest(each.4, {_SEEN}) AS seen, bitTest(each.4, {_CLICKED}) AS clicked,\n"
        f"    clicked OR bitTest(each.4, {_SPOTTED}) AS pointed,\n    {told},\n"
        f"    hop > {_LATE} AS goes, if(goes, {names}[hop - {_LATE}], '') AS onward,\n"
        f"    hop = {_LAST} AND {ends} >= {keys.since_start(scan.scope.now)} AS open,\n"
        "    each.3 AS dead, each.5 AS rage\n  FROM raged\n  ARRAY JOIN marks AS each\n)"
    )


def _placed_cte(question: HeatmapQuestion, page: str, scan: Scan) -> str:
    columns = question.columns
    return (
        f"placed AS (\n  SELECT *, if(clicked, {_place_sql(question, page, scan)}, 0) AS place,\n"
        f"    if(isNull(across), -1, least(toInt64(floor(across * {columns})), {columns - 1})) AS at_column,\n"
        f"    ifNull(toInt64(floor(down / {question.row})), -1) AS at_row\n  FROM marked\n)"
    )


def _place_sql(question: HeatmapQuestion, page: str, scan: Scan) -> str:
    """The place of a click's element: by its clicks, or among the elements that lead in another range."""
    leading, rest = question.frame.leading, question.frame.top + 1
    if leading is not None:
        names = scan.binder.bind([element for (element,) in leading], "Array(String)")
    else:
        clicked = f"({click_sql(question, scan)}) AND {_here_sql(question, page, scan)}"
        names = (
            f"(SELECT groupArray(name) FROM (\nSELECT {text_sql(question.spots.element, scan)} AS name FROM events\n"
            f"WHERE {all_of([*_TESTS, clicked, *scan.tests()])}\n"
            f"GROUP BY name ORDER BY count() DESC, name LIMIT {question.frame.top}))"
        )
    return f"if(has({names}, element), indexOf({names}, element), {rest})"
