"""Alerts from a number that is out of the ordinary to the notice of it, and back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from stayflow.kernel.errors import StayflowError
from stayflow.kernel.ids import ProjectId
from stayflow.measure.alert import (
    AlertNameTaken,
    AlertNotFound,
    acknowledge_firing,
    check_alerts,
    get_alert,
    list_alerts,
    list_firings,
    parse_alert,
    remove_alert,
    save_alert,
    silence_alert,
    unit_of,
)
from stayflow.measure.metric import save_metric
from stayflow.measure.notice import list_notices
from tests.measure.world import Happened

PROJECT = ProjectId("alerts_here")
TREND = {"kind": "trend", "metrics": [{"event": "buy"}]}
DAY = timedelta(days=1)


@pytest.fixture
def relational(engines):
    yield engines.relational
    with engines.relational.project(PROJECT) as tx:
        for table in ("alerts", "notices", "metrics"):
            tx.execute(f"delete from {table}")


@pytest.fixture
def shop(shanghai):
    """Thirty days of ten purchases, and yesterday forty, thirty of them toys."""
    now = shanghai.now
    shanghai.fill(
        [
            Happened("buy", n, now - day * DAY, {"category": "book"})
            for day in range(1, 31)
            for n in range(10)
        ]
        + [Happened("buy", 100 + n, now - DAY, {"category": "toy"}) for n in range(30)]
    )
    return shanghai


def save(relational, shop, **more):
    raw = {
        "name": "buys",
        "query": TREND,
        "per": "day",
        "anomaly": {},
        "by": [{"property": "category"}],
    }
    with relational.project(PROJECT) as tx:
        return save_alert(tx, {**raw, **more}, scope=shop.scope, by="ann")


def check(relational, shop, at=None):
    scope = replace(shop.scope, now=at or shop.now)
    return check_alerts(
        relational,
        PROJECT,
        scope=scope,
        warehouse=shop.warehouse,
        link="http://x/alerts",
        currency="CNY",
    )


def firings(relational):
    with relational.project(PROJECT) as tx:
        return list_firings(tx)


def notices(relational):
    with relational.project(PROJECT) as tx:
        return list_notices(tx)


def test_whose_address_moved_a_number_is_told_to_no_chat(relational, shop):
    before = [each for each in shop.events if each.at < shop.now - DAY]
    one = {"category": "ann@shop.com"}
    shop.fill([*before, *(Happened("buy", n, shop.now - DAY, one) for n in range(40))])
    save(relational, shop)
    assert check(relational, shop) == 1
    (notice,) = notices(relational)
    assert "category = a***@shop.com" in notice.body
    assert "ann@" not in notice.body


def test_what_is_out_of_the_ordinary_is_told_once_with_what_moved_most(relational, shop):
    alert = save(relational, shop)
    assert check(relational, shop) == 1
    (firing,) = firings(relational)
    yesterday = (shop.now.astimezone(shop.zone) - DAY).date().isoformat()
    assert (firing.t, firing.value, firing.expected) == (yesterday, 40, pytest.approx(10))
    assert firing.low < 10 < firing.high < 40
    assert [(each.group, each.before, each.value) for each in firing.moved] == [
        ("toy", 0, 30),
        ("book", 10, 10),
    ]
    (notice,) = notices(relational)
    assert "category = toy: 0 → 30" in notice.body
    assert notice.about == "alert"
    assert (
        check(relational, shop, shop.now + timedelta(minutes=10)) == 0
    )  # the same day is judged once
    assert len(notices(relational)) == 1
    with relational.project(PROJECT) as tx:
        acknowledge_firing(tx, firing.firing_id, by="bob", now=shop.now)
        acknowledge_firing(tx, firing.firing_id, by="eve", now=shop.now)
    assert firings(relational)[0].acknowledged_by == "bob"
    shop.fill([*shop.events, *(Happened("buy", n, shop.now) for n in range(10))])
    assert check(relational, shop, shop.now + DAY) == 0
    assert firings(relational)[0].ended_at == shop.now + DAY
    with relational.project(PROJECT) as tx:
        remove_alert(tx, alert.alert_id)
        assert list_alerts(tx) == []


def test_of_a_formula_each_group_is_put_back_alone(relational, shop):
    """80 purchases of 40 people; had the toys stayed away, 10 of 10; books are as they were."""
    extra = [Happened("buy", 100, shop.now - DAY, {"category": "toy"}) for _ in range(40)]
    shop.fill([*shop.events, *extra])
    formula = {"kind": "formula", "formulas": ["orders / buyers"]}
    save(relational, shop, query=formula, anomaly=None, threshold={"above": 1.5})
    assert check(relational, shop) == 1
    (firing,) = firings(relational)
    assert firing.value == 2
    assert [(each.by, each.group, each.before, each.value) for each in firing.moved] == [
        ("category", "toy", 1, 2),
        ("category", "book", 2, 2),
    ]


@pytest.mark.parametrize(
    ("unit", "title", "lines"),
    [
        ("none", "40", ["2026-", "预期 Expected: 10 (2.29 – 35.7)", "- category = toy: 0 → 30"]),
        ("people", "40", [": 40 人 people", ") 人 people", "- category = toy: 0 → 30 人 people"]),
        ("count", "40", [": 40 次 times", "- category = book: 10 → 10 次 times"]),
        ("money", "¥40", ["预期 Expected: ¥10", " – ¥", "- category = toy: ¥0 → ¥30"]),
        ("share", "4000.0 %", ["预期 Expected: 1000.0 % (", "toy: 0.0 % → 3000.0 %"]),
        ("seconds", "40 s", ["预期 Expected: 10 s (", "toy: 0 s → 30 s"]),
    ],
)
def test_numbers_are_said_in_the_unit_of_the_metric(relational, shop, unit, title, lines):
    raw = {"name": "orders", "unit": unit, "definition": {"metric": {"event": "buy"}}}
    with relational.project(PROJECT) as tx:
        save_metric(tx, raw, scope=shop.scope, by="ann")
    save(relational, shop, query=None, metric="orders")
    assert check(relational, shop) == 1
    (notice,) = notices(relational)
    assert notice.title == f"[Stayflow] buys: {title}"
    for line in lines:
        assert line in notice.body


@pytest.mark.parametrize(
    ("query", "unit"),
    [
        (TREND, "count"),
        ({"kind": "trend", "metrics": [{"event": "buy", "aggregate": "people"}]}, "people"),
        (
            {"kind": "trend", "metrics": [{"event": "buy", "aggregate": {"sum": "revenue"}}]},
            "money",
        ),
        ({"kind": "trend", "metrics": [{"event": "buy", "aggregate": {"avg": "amount"}}]}, "none"),
        ({"kind": "formula", "formulas": ["buyers"]}, "share"),
        ({"kind": "formula", "formulas": [{"formula": "buyers", "name": "who"}]}, "share"),
        ({"kind": "formula", "formulas": ["orders / buyers"]}, "none"),
    ],
    ids=["events", "people", "money", "a property", "a metric", "a named one", "a ratio"],
)
def test_a_question_has_the_unit_of_what_it_counts(shop, query, unit):
    raw = {"name": "x", "query": query, "threshold": {"above": 1}}
    draft = parse_alert(raw, scope=shop.scope)
    assert unit_of(draft, {"buyers": "share"}) == unit


def test_silence_keeps_the_firing_and_tells_nobody(relational, shop):
    alert = save(relational, shop)
    with relational.project(PROJECT) as tx:
        silence_alert(tx, alert.alert_id, shop.now + DAY)
    assert check(relational, shop) == 1
    assert (len(firings(relational)), notices(relational)) == (1, [])


def test_what_outlives_its_silence_is_told_when_that_ends(relational, shop):
    alert = save(relational, shop)
    hour = timedelta(hours=1)
    with relational.project(PROJECT) as tx:
        silence_alert(tx, alert.alert_id, shop.now + hour)
    assert check(relational, shop) == 1
    assert check(relational, shop, shop.now + hour / 2) == 0
    assert notices(relational) == []
    assert check(relational, shop, shop.now + hour) == 0
    (notice,) = notices(relational)
    assert "category = toy: 0 → 30" in notice.body
    assert check(relational, shop, shop.now + 2 * hour) == 0
    assert len(notices(relational)) == 1


def test_what_is_taken_on_in_a_silence_is_not_told_after_it(relational, shop):
    alert = save(relational, shop)
    with relational.project(PROJECT) as tx:
        silence_alert(tx, alert.alert_id, shop.now + timedelta(hours=1))
    assert check(relational, shop) == 1
    with relational.project(PROJECT) as tx:
        acknowledge_firing(tx, firings(relational)[0].firing_id, by="bob", now=shop.now)
    check(relational, shop, shop.now + timedelta(hours=2))
    assert notices(relational) == []


def test_bounds_and_sides(relational, shop):
    save(relational, shop, name="low", anomaly=None, threshold={"below": 20})
    save(relational, shop, name="high", anomaly=None, threshold={"above": 39})
    save(relational, shop, name="down only", anomaly={"side": "below"})
    assert check(relational, shop) == 1
    (notice,) = notices(relational)
    assert notice.title.startswith("[Stayflow] high: 40")
    assert "界限 Bounds: ≤ 39 次 times" in notice.body


def test_a_period_is_judged_when_it_is_over_and_waited_for(relational, shop):
    """Just after midnight the day before still waits for what comes late."""
    save(relational, shop, wait_minutes=120, anomaly=None, threshold={"above": 39})
    midnight = shop.now.astimezone(shop.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    assert check(relational, shop, midnight + timedelta(minutes=60)) == 0
    assert check(relational, shop, midnight + timedelta(minutes=121)) == 1


def test_what_cannot_be_asked_any_more_says_so(relational, shop):
    alert = save(relational, shop, query=None, metric="gone")
    assert check(relational, shop) == 0
    with relational.project(PROJECT) as tx:
        assert "no metric" in get_alert(tx, alert.alert_id).trouble


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"metric": "x"}, "metric"),
        ({"anomaly": None}, "threshold"),
        ({"anomaly": None, "threshold": {}}, "threshold"),
        ({"name": " "}, "name"),
        ({"targets": ["gone"]}, "targets[0]"),
        ({"query": {"kind": "funnel"}}, "query.kind"),
        ({"wait_minutes": -1}, "by"),
    ],
    ids=["two things", "no rule", "no bound", "no name", "nobody", "a funnel", "into the future"],
)
def test_an_alert_that_makes_no_sense_is_refused(relational, shop, more, path):
    with pytest.raises(StayflowError) as caught:
        save(relational, shop, **more)
    assert caught.value.path == path
    with relational.project(PROJECT) as tx, pytest.raises(AlertNotFound):
        get_alert(tx, "gone")


def test_a_name_is_given_once(relational, shop):
    save(relational, shop)
    with pytest.raises(AlertNameTaken):
        save(relational, shop)
