"""Questions in words: numbers as an analyst says them, and the names of what is counted."""

from dataclasses import replace

import pytest

from stayflow.kernel.registry import Registry
from stayflow.measure.analysis import answer_query, describe_query, read_query
from tests.measure.analysis.test_pool import Stages

EVENTS = {"touch": {"event": "a"}, "conversion": {"event": "buy"}, "by": {"property": "category"}}
RFM = {"kind": "rfm", "event": "buy", "amount": "amount"}
BRACKETS = {"kind": "retention", "start": {"event": "a"}, "mode": "bracket"}


@pytest.mark.parametrize(
    ("question", "zh", "en"),
    [
        ({"kind": "value", "high": 0.4, "middle": 0.75}, "前 40 % 的人为高，前 75 %", "the first 40 % of the people"),
        ({"kind": "value", "high": 1 / 3, "middle": 0.5}, "前 33.3 %", "the first 33.3 %"),
        (
            {"kind": "value", "cut_by": "amount", "high": 1234567.5, "middle": 1000, "event": "buy"},
            "buy 的 revenue 之和，只算大于零的人；至少 1,234,567.5 为高，至少 1,000 为中",
            "high bring at least 1,234,567.5, middle at least 1,000",
        ),
        (
            {"kind": "attribution", **EVENTS, "model": "position", "position": {"first": 0.3}},
            "首次触点得 30 %，末次触点得 40 %，其余 30 %",
            "the first touch gets 30 %, the last one 40 %, those between share the other 30 %",
        ),
        (
            {"kind": "attribution", **EVENTS, "model": "time_decay", "half_life": "36h"},
            "每远 36 小时（半衰期）",
            "for each 36 hours (the half-life)",
        ),
        ({**BRACKETS, "brackets": [[0, 0], [1, 3]]}, "第 0、1–3 天各段有", "each bracket of days after it (0, 1–3)"),
        (RFM, "（以均值为界）", "by count (cut at the mean)"),
        (
            {**RFM, "thresholds": {"r": {"levels": 5, "high": 4}, "f": {"fixed": 3}, "m": {"quantile": 0.8}}},
            "越近越高，分 5 档，4 档起为高）、次数（以 3 为界）、amount 总额（以 80 % 分位数为界）",
            "in 5 levels, high from 4 on), by count (cut at 3) and by total amount (cut at the 80 % quantile)",
        ),
        ({**RFM, "before": "2026-03-01"}, "变化为从 2026-03-01 日终到现在", "Moves are from the end of 2026-03-01"),
        (
            {"kind": "formula", "formulas": ["orders"], "per": "week", "compare": "year"},
            "orders，按周（周一起）；每个名称是一个已存指标，分子分母各按周期计算后再相除，除以零记为缺失。与去年同期比较。",
            "orders, per week; every name",
        ),
        ({"kind": "pool", "lost": ["end"]}, "各阶段的人，end 除外", "except in end"),
        ({"kind": "stage", "at": "2026-03-04"}, "各阶段在 2026-03-04 日终", "at the end of 2026-03-04"),
        ({"kind": "status", "range": {"last": "1d"}}, "最近 1 天", "the last day, in"),
        ({"kind": "status", "range": {"from": "2026-03-01"}}, "时间：2026-03-01 起", "from 2026-03-01 on"),
        ({"kind": "status", "range": {"before": "30d"}}, "时间：30 天以前", "more than 30 days ago"),
        ({"kind": "status", "range": {"to": "2026-03-01"}}, "至 2026-03-01 为止，含当天", "up to 2026-03-01, that day included"),
        (
            {"kind": "distribution", "metric": {"event": "buy", "aggregate": {"sum": "amount"}}},
            "按每人的 amount 总和分组",
            "by their own total amount",
        ),
    ],
)  # fmt: skip
def test_a_definition_says_its_numbers_as_people_do(shanghai, question, zh, en):
    assert zh in describe_query(question, "zh", scope=shanghai.scope)
    assert en in describe_query(question, "en", scope=shanghai.scope)


@pytest.mark.parametrize(
    ("question", "field", "zh", "en"),
    [
        ({"kind": "value"}, "stage", {"high": "高价值"}, {"high": "high value"}),
        ({"kind": "status"}, "to", {"kept": "留住"}, {"kept": "kept"}),
        (RFM, "class", {"general_keep": "一般保持"}, {"general_keep": "general keep"}),
        ({"kind": "stage"}, "from", {"growth": "成长"}, {"growth": "growing"}),
        ({"kind": "pool"}, "stage", {"churn": "流失"}, {"churn": "lost"}),
    ],
    ids=["value", "status", "rfm", "stage", "pool"],
)
def test_an_answer_says_what_its_stages_are_called(shanghai, question, field, zh, en):
    splitters = Registry("breakdown")
    splitters.register("stage", Stages())
    scope = replace(shanghai.scope, splitters=splitters)
    for lang, words in (("zh", zh), ("en", en)):
        analysis = read_query(question, scope=scope)
        assert words.items() <= analysis.field_labels(lang)[field].items()
    asked = {"kind": "status", "lang": "zh"}
    told = answer_query(asked, scope=scope, warehouse=shanghai.warehouse)
    assert told.field_labels is not None
    assert told.field_labels["stage"]["new"] == "新增"
    assert read_query({"kind": "stage"}, scope=shanghai.scope).field_labels("zh") == {}
