"""Ten conditions of growing difficulty, each beside the ClickHouse statement a person would write for it."""

from dataclasses import dataclass

from stayflow.language.raw import JsonObject

P = "dictGetOrDefault('person_overrides', 'to', person_id, person_id)"
EARLIER = "time < fromUnixTimestamp64Milli({end:Int64}, 'UTC')"


@dataclass(frozen=True, slots=True)
class Case:
    """One condition.

    Attributes:
        name: Its row in the report.
        condition: In the language.
        by_hand: `count()` and `sum(person)` in SQL; `{week:Int64}` and its like are starts of days.
        floor: The columns of it read once and added up, nothing followed; '' where it is not asked.
    """

    name: str
    condition: JsonObject
    by_hand: str
    floor: str = ""


def since(word: str) -> str:
    """SQL of an event having happened on or after the start `word`, and not in the future."""
    return f"time >= fromUnixTimestamp64Milli({{{word}:Int64}}, 'UTC') AND {EARLIER}"


def counted(people: str) -> str:
    """A statement that counts the rows `person` of another."""
    return f"SELECT count(), sum(person) FROM ({people})"


def cities(*names: str) -> str:
    """The people whose newest city is one of these."""
    quoted = ", ".join(f"'{name}'" for name in names)
    return (
        f"SELECT {P} AS person FROM person_attributes WHERE name = 'city'"
        f" GROUP BY person HAVING argMax(text, (at, person_id)) IN ({quoted})"
    )


def did(event: str, rest: str = "", having: str = "") -> str:
    """The people with such events."""
    return (
        f"SELECT {P} AS person FROM events WHERE event = '{event}'{f' AND {rest}' if rest else ''}"
        f" GROUP BY person{f' HAVING {having}' if having else ''}"
    )


EVERYBODY = f"SELECT DISTINCT {P} AS person FROM people"
CITY_READ = (
    "SELECT toFloat64(count()) AS n, toFloat64(sum(person_id)) AS ids FROM person_attributes"
    " WHERE name = 'city' AND text IN ('杭州', '上海')"
)
IN_CITY: JsonObject = {"attribute": {"name": "city", "op": "in", "value": ["杭州", "上海"]}}
LAST_30: JsonObject = {"last": "30d"}

CASES = (
    Case("1 one attribute", IN_CITY, counted(cities("杭州", "上海")), CITY_READ),
    Case(
        "2 did once in 30 days",
        {"did": {"event": "purchase", "within": LAST_30}},
        counted(did("purchase", since("month"))),
    ),
    Case(
        "3 did five times in 30 days",
        {"did": {"event": "product_view", "count": 5, "within": LAST_30}},
        counted(did("product_view", since("month"), "count() >= 5")),
    ),
    Case(
        "4 a sum over some events",
        {
            "did": {
                "event": "purchase",
                "where": {"property": "amount", "op": "gte", "value": 20},
                "aggregate": {"sum": "amount"},
                "op": "gte",
                "value": 300,
                "within": {"last": "60d"},
            }
        },
        counted(
            did(
                "purchase",
                f"ifNull(property_amount >= 20, 0) AND {since('two_months')}",
                "round(sum(property_amount), 6) >= 300",
            )
        ),
    ),
    Case(
        "5 everybody who did not",
        {"not": {"did": {"event": "purchase", "within": LAST_30}}},
        counted(
            f"{EVERYBODY} WHERE person NOT IN"
            f" (SELECT {P} FROM events WHERE event = 'purchase' AND {since('month')})"
        ),
    ),
    Case(
        "6 a city, a sum, and not in a week",
        {
            "all": [
                IN_CITY,
                {
                    "did": {
                        "event": "purchase",
                        "aggregate": {"sum": "amount"},
                        "op": "gte",
                        "value": 300,
                        "within": LAST_30,
                    }
                },
                {"not": {"did": {"event": "purchase", "within": {"last": "7d"}}}},
            ]
        },
        counted(
            did(
                "purchase",
                since("month"),
                "round(sum(property_amount), 6) >= 300"
                f" AND countIf({since('week')}) = 0 AND person IN ({cities('杭州', '上海')})",
            )
        ),
        f"SELECT sum(n), sum(ids) FROM ({CITY_READ} UNION ALL"
        " SELECT toFloat64(sum(property_amount)), toFloat64(sum(person_id)) FROM events"
        f" WHERE event = 'purchase' AND {since('month')})",
    ),
    Case(
        "7 three kinds of events counted",
        {
            "all": [
                {"did": {"event": "product_view", "count": 5, "within": LAST_30}},
                {"did": {"event": "add_to_cart", "within": LAST_30}},
                {"not": {"did": {"event": "purchase", "within": LAST_30}}},
            ]
        },
        counted(
            f"SELECT {P} AS person FROM events"
            f" WHERE event IN ('product_view', 'add_to_cart', 'purchase') AND {since('month')}"
            " GROUP BY person HAVING countIf(event = 'product_view') >= 5"
            " AND countIf(event = 'add_to_cart') >= 1 AND countIf(event = 'purchase') = 0"
        ),
    ),
    Case(
        "8 active days, a 90th percentile, or nothing bought",
        {
            "any": [
                {"did": {"event": "page_view", "aggregate": "days", "op": "gte", "value": 10}},
                {
                    "did": {
                        "event": "purchase",
                        "aggregate": {"p90": "amount"},
                        "op": "gt",
                        "value": 200,
                    }
                },
                {"all": [IN_CITY, {"did": {"event": "purchase", "count": {"eq": 0}}}]},
            ]
        },
        "SELECT count(), sum(person) FROM ("
        "SELECT person, sum(d) AS days, max(p) AS p90, sum(n) AS bought FROM ("
        f"SELECT {P} AS person, uniqExactIf(toDate(time, 'Asia/Shanghai'), event = 'page_view') AS d,"
        " quantileExactInclusiveOrNullIf(0.9)(property_amount, event = 'purchase') AS p,"
        " countIf(event = 'purchase') AS n"
        " FROM events WHERE event IN ('page_view', 'purchase') GROUP BY person"
        f" UNION ALL SELECT {P} AS person, 0, NULL, 0 FROM people"
        ") GROUP BY person) WHERE days >= 10 OR ifNull(p90 > 200, 0)"
        f" OR (bought = 0 AND person IN ({cities('杭州', '上海')}))",
    ),
    Case(
        "9 in the 7 days after the first view",
        {
            "did": {
                "event": "add_to_cart",
                "count": 2,
                "within": {"since": {"first": {"event": "product_view"}}, "for": "7d"},
            }
        },
        counted(
            f"SELECT {P} AS person FROM events INNER JOIN ("
            f"SELECT {P} AS viewer, min(time) AS first FROM events WHERE event = 'product_view' GROUP BY viewer"
            f") AS viewers ON {P} = viewer WHERE event = 'add_to_cart' AND time > first"
            " AND time <= first + INTERVAL 7 DAY GROUP BY person HAVING count() >= 2"
        ),
        "SELECT sum(person_id), max(time) FROM events WHERE event IN ('product_view', 'add_to_cart')",
    ),
    Case(
        "10 three steps in a day, nothing bought between",
        {
            "sequence": {
                "steps": [{"event": "search"}, {"event": "product_view"}, {"event": "add_to_cart"}],
                "without": {"event": "purchase"},
                "within": "24h",
                "during": LAST_30,
            }
        },
        counted(
            f"SELECT {P} AS person FROM events"
            f" WHERE event IN ('search', 'product_view', 'add_to_cart', 'purchase') AND {since('month')}"
            " GROUP BY person HAVING arrayFold((a, e) -> ("
            # until when a chain of one and of two steps may go on, and how many of three were found
            "multiIf(e.3 = 1, toInt64(e.1 + 86400000), e.3 = 4, toInt64(0), a.1),"
            " multiIf(e.3 = 2 AND a.1 >= e.1, a.1, e.3 = 4, toInt64(0), a.2),"
            " a.3 + toInt64(e.3 = 3 AND a.2 >= e.1)),"
            " arraySort(groupArray((toUnixTimestamp64Milli(time), arrival, toUInt8(multiIf("
            "event = 'search', 1, event = 'product_view', 2, event = 'add_to_cart', 3, 4))))),"
            " (toInt64(0), toInt64(0), toInt64(0))).3 > 0"
        ),
    ),
)
