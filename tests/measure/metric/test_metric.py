"""Saved metrics: what may be saved, the tree, templates, and what they are now."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from stayflow.kernel.errors import InvalidInput
from stayflow.kernel.ids import ProjectId
from stayflow.measure.metric import (
    MetricInUse,
    MetricInvalid,
    MetricNameTaken,
    MetricNotFound,
    TemplateNotFound,
    get_metric,
    get_template,
    is_met,
    list_metrics,
    list_templates,
    order_metrics,
    read_definitions,
    remove_metric,
    save_metric,
    suggest_events,
    take_template,
    value_of,
)
from tests.measure.world import Happened

BUYS = {"metric": {"event": "buy"}}


@pytest.fixture
def tx(engines):
    with engines.relational.project(ProjectId("metrics_here")) as transaction:
        yield transaction
        transaction.connection.rollback()


@pytest.fixture
def save(tx, shanghai):
    def save(name, definition=None, metric_id=None, **more):
        raw = {"name": name, "definition": BUYS if definition is None else definition, **more}
        return save_metric(tx, raw, scope=shanghai.scope, by="ann", metric_id=metric_id)

    return save


def test_a_metric_is_saved_changed_and_removed(tx, save):
    made = save("订单", unit="count", target=10, owner="ann")
    assert get_metric(tx, "订单") == made == list_metrics(tx)[0]
    with pytest.raises(MetricNameTaken):
        save("订单")
    changed = save("orders", metric_id=made.metric_id, direction="down")
    assert (changed.name, changed.direction, changed.target) == ("orders", "down", None)
    assert (is_met(made, 9), is_met(made, 10), is_met(changed, 3)) == (False, True, None)
    remove_metric(tx, made.metric_id)
    with pytest.raises(MetricNotFound):
        get_metric(tx, "orders")


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        ({"name": "a b"}, "name"),
        ({"name": "x", "definition": {}}, "definition"),
        (
            {"name": "x", "definition": {"metric": {"event": "buy", "aggregate": "mean"}}},
            "definition.metric.aggregate",
        ),
        ({"name": "x", "definition": {"formula": "a /"}}, "definition.formula"),
        ({"name": "x", "definition": {"formula": "1"}}, "definition.formula"),
        ({"name": "x", "definition": {"formula": "gone"}}, "definition.formula"),
        ({"name": "x", "definition": {"formula": "x"}}, "definition.formula"),
        ({"name": "x", "definition": BUYS, "parent": "gone"}, "parent"),
    ],
    ids=["name", "nothing", "aggregate", "formula", "no name", "unknown", "itself", "parent"],
)
def test_what_makes_no_sense_is_refused(save, tx, raw, path):
    with pytest.raises(InvalidInput) as caught:
        save(**{"definition": BUYS, **raw})
    assert caught.value.path == path
    assert list_metrics(tx) == []


def test_nothing_is_computed_of_itself_or_hangs_below_itself(save, tx):
    a = save("a")
    save("b", {"formula": "a * 2"}, parent="a")
    save("c", {"formula": "b + 1"}, parent="b")
    with pytest.raises(MetricInvalid, match="computed of itself"):
        save("a", {"formula": "c"}, metric_id=a.metric_id)
    with pytest.raises(MetricInvalid, match="below itself"):
        save("a", parent="c", metric_id=a.metric_id)
    with pytest.raises(MetricInUse, match="b rest on a"):
        remove_metric(tx, a.metric_id)
    with pytest.raises(MetricInUse):
        save("renamed", metric_id=a.metric_id)


def test_what_a_metric_is_now_and_was_before(save, tx, shanghai):
    now, day = shanghai.now, timedelta(days=1)
    shanghai.fill(
        [Happened("buy", 1, now), Happened("buy", 2, now - day), Happened("buy", 2, now - 3 * day)]
    )
    save("buys")
    scope = replace(shanghai.scope, metrics=lambda: read_definitions(tx))
    found = value_of("buys", {"last": "2d"}, scope=scope, warehouse=shanghai.warehouse)
    assert (found.value, found.previous, found.change, found.points) == (2, 1, 1.0, (1, 1))
    gone = value_of("gone", {"last": "2d"}, scope=scope, warehouse=shanghai.warehouse)
    assert gone.value is None
    assert "no metric" in gone.error


@pytest.mark.parametrize("name", sorted(list_templates()))
def test_every_template_makes_a_tree_that_can_be_asked(tx, shanghai, name):
    shanghai.fill([Happened("buy", 1, shanghai.now, revenue=Decimal(5))])
    template = get_template(name)
    made = take_template(
        tx, name, dict.fromkeys(template.roles, "buy"), scope=shanghai.scope, by="ann", lang="zh"
    )
    assert [each.name for each in made] == [each.name for each in template.metrics]
    assert [each.name for each in made if each.parent is None] == [template.metrics[0].name]
    scope = replace(shanghai.scope, metrics=lambda: read_definitions(tx))
    for each in made:
        found = value_of(each.name, {"last": "2d"}, scope=scope, warehouse=shanghai.warehouse)
        assert found.error is None, each.name
        assert found.value is not None, each.name


def test_a_template_takes_what_there_is(tx, shanghai):
    template = get_template("ecommerce")
    assert suggest_events(template, {"buy", "view"}) == {
        "view": "view",
        "cart": None,
        "pay": "buy",
        "any": "*",
    }
    with pytest.raises(MetricInvalid):
        take_template(tx, "ecommerce", {"paid": "buy"}, scope=shanghai.scope, by="a", lang="en")
    with pytest.raises(MetricInvalid):
        take_template(tx, "ecommerce", {"view": "view"}, scope=shanghai.scope, by="a", lang="en")
    with pytest.raises(TemplateNotFound):
        take_template(tx, "bakery", {}, scope=shanghai.scope, by="a", lang="en")
    made = take_template(
        tx, "ecommerce", {"pay": "buy", "view": "view"}, scope=shanghai.scope, by="a", lang="en"
    )
    names = {each.name for each in made}
    assert {"revenue", "payers", "pay_rate", "visitors"} <= names
    assert not {"cart_people", "cart_rate"} & names


def test_siblings_stand_in_the_order_they_are_put_in(save, tx):
    """Those that are not named come after them in the order they had; others of the tree keep theirs."""
    for name, parent in (("top", None), ("a", "top"), ("b", "top"), ("c", "top"), ("below", "a")):
        save(name=name, parent=parent)
    order_metrics(tx, ["c", "a"])
    under = [each.name for each in list_metrics(tx) if each.parent == "top"]
    assert under == ["c", "a", "b"]
    order_metrics(tx, under)
    assert [each.name for each in list_metrics(tx) if each.parent == "top"] == under
    order_metrics(tx, [])
    for names, path in ((["a", "below"], "names[1]"), (["a", "a"], "names[1]")):
        with pytest.raises(MetricInvalid) as caught:
            order_metrics(tx, names)
        assert caught.value.path == path
    with pytest.raises(MetricNotFound):
        order_metrics(tx, ["bb"])
