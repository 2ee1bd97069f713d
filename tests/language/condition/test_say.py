import pytest

from stayflow.language.condition import describe_condition, parse_condition

SPENDERS = {
    "all": [
        {"attribute": {"name": "city", "op": "in", "value": ["杭州", "上海"]}},
        {"did": {"event": "purchase", "where": {"property": "category", "op": "eq", "value": "母婴"}, "aggregate": {"sum": "amount"}, "op": "gte", "value": 500, "within": {"last": "30d"}}},
        {"not": {"did": {"event": "purchase", "within": {"last": "7d"}}}},
    ]
}  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "zh", "en"),
    [
        ({}, "所有人", "everybody"),
        ({"not": {}}, "非（所有人）", "not (everybody)"),
        ({"did": {"event": "view"}}, "做过 view", "did view"),
        ({"did": {"event": "*", "count": 3}}, "做过任意事件的次数至少 3", "did any event a number of times that is at least 3"),
        ({"did": {"event": "view", "count": {"lte": 2}, "within": {"last": "1d"}}}, "最近 1 天做过 view 的次数至多 2", "did view a number of times that is at most 2 in the last 1 day"),
        ({"did": {"event": "view", "within": {"from": "2026-01-01", "to": "2026-01-31"}}}, "2026-01-01 至 2026-01-31 做过 view", "did view from 2026-01-01 to 2026-01-31"),
        ({"did": {"event": "view", "within": {"before": "4w"}}}, "4 周以前做过 view", "did view more than 4 weeks ago"),
        ({"did": {"event": "view", "within": {"since": "first purchase"}}}, "自首次 purchase起做过 view", "did view since the first purchase"),
        ({"not": {"did": {"event": "view", "within": {"since": "2h before last purchase", "for": "1h"}}}}, "自最近一次 purchase 前 2 小时起 1 小时内没有做过 view", "did not do view within 1 hour from 2 hours before the last purchase"),
        ({"did": {"event": "view", "aggregate": {"first": "category"}, "op": "in", "value": ["food"]}}, "view 的首个 category 是 food 之一", "first category of view is one of food"),
        ({"attribute": {"name": "age", "op": "between", "value": [18, 30.5]}}, "age 介于 18 与 30.5", "age is between 18 and 30.5"),
        ({"attribute": {"name": "birthday", "op": "anniversary", "value": "7d"}}, "birthday 的周年日在未来 7 天内", "birthday has its anniversary in the next 7 days"),
        ({"any": [{"attribute": {"name": "vip", "value": True}}, {"attribute": {"name": "city", "op": "is_not_set"}}]}, "vip 是真，或 city 没有值", "vip is true, or city is not set"),
        ({"sequence": {"steps": [{"event": "view"}, {"event": "add_to_cart"}], "without": {"event": "purchase"}, "within": "24h", "during": {"last": "30d"}}},
         "最近 30 天依次做过 view → add_to_cart，前后不超过 24 小时，其间没有 purchase", "did view → add_to_cart in this order within 24 hours without purchase in between in the last 30 days"),
        (SPENDERS,
         "city 是上海、杭州之一，且最近 30 天 purchase（其中 category 是母婴）的 amount 总和至少 500，且最近 7 天没有做过 purchase",
         "city is one of 上海, 杭州, and total amount of purchase (where category is 母婴) is at least 500 in the last 30 days, and did not do purchase in the last 7 days"),
    ],
)  # fmt: skip
def test_a_condition_is_said_in_both_languages(raw: object, zh: str, en: str) -> None:
    tree = parse_condition(raw)
    assert describe_condition(tree, "zh") == zh
    assert describe_condition(tree, "en") == en
