"""Earning rules on real engines: what is granted, once, to whom; and what a draft would grant."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

from stayflow.kernel.registry import Registry
from stayflow.language.raw import Malformed
from stayflow.language.scope import PropertyColumn, Scope, UnknownEvent, UnknownProperty, ValueType
from stayflow.reward.earning import (
    EVENT_GRANTED,
    EarningReactor,
    EarningRuleInvalid,
    EarningRuleNameTaken,
    EarningRuleNotFound,
    Granted,
    RuleChange,
    change_rule,
    create_rule,
    describe_rule,
    list_granted,
    list_rules,
    parse_definition,
    remove_rule,
    simulate_rule,
    trouble_of,
)
from stayflow.reward.ledger import find_violations, get_balance, get_totals, list_statement

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
PURCHASE = {"event": "purchase", "per_amount": 1}


@dataclass(frozen=True)
class Names:
    """A catalogue with two events, one number and one text."""

    def event_names(self):
        return ["purchase", "page_view"]

    def property_names(self):
        return ["price", "category"]

    def property(self, name):
        types = {"price": ValueType.NUMBER, "category": ValueType.TEXT}
        return PropertyColumn(name, types[name]) if name in types else None

    def attribute_names(self):
        return []

    def attribute(self, _name):
        return None


@dataclass
class World:
    """A project with events written by hand, its rules, and what was emitted."""

    engines: object
    project: object
    has_merges: bool = False
    emitted: list = field(default_factory=list)
    rows: int = 0

    @property
    def scope(self):
        return Scope(ZoneInfo("Asia/Shanghai"), NOW, Names(), has_merges=self.has_merges)

    @property
    def reactor(self):
        return EarningReactor(
            relational=self.engines.relational,
            warehouse=self.engines.warehouse,
            clock=self.engines.clock,
            scope_of=lambda _project: self.scope,
            emit=lambda _project, events: self.emitted.extend(events),
        )

    def happen(self, *events, batch=1, received_at=NOW):
        """Record (event, person, revenue, properties[, time]) rows as one batch."""
        rows = []
        for event, person, revenue, properties, *time in events:
            self.rows += 1
            rows.append(
                {
                    "event": event,
                    "person_id": person,
                    "time": time[0] if time else NOW,
                    "event_id": self.rows.to_bytes(16),
                    "received_at": received_at,
                    "batch": batch,
                    "revenue": None if revenue is None else Decimal(revenue),
                    "properties": properties,
                }
            )
        schema = pa.schema(
            {
                "event": pa.string(),
                "person_id": pa.uint64(),
                "time": pa.timestamp("ms", "UTC"),
                "event_id": pa.binary(16),
                "received_at": pa.timestamp("ms", "UTC"),
                "batch": pa.uint64(),
                "revenue": pa.decimal128(18, 6),
                "properties": pa.string(),
            }
        )
        self.warehouse.insert("events", pa.Table.from_pylist(rows, schema), token=None)
        ids = sorted({row["person_id"] for row in rows})
        people = {"person_id": pa.array(ids, pa.uint64()), "first_seen_at": [NOW] * len(ids)}
        self.warehouse.insert("people", pa.table(people), token=None)

    @property
    def warehouse(self):
        return self.engines.warehouse.project(self.project)

    def rule(self, definition, name="rule", **options):
        with self.engines.relational.project(self.project) as tx:
            return create_rule(tx, name, definition, scope=self.scope, actor="user:a", **options)

    def switch(self, rule, *, enabled):
        with self.engines.relational.project(self.project) as tx:
            change = RuleChange(enabled=enabled)
            change_rule(tx, rule.rule_id, change, scope=self.scope, actor="user:a")

    def held(self, *people):
        with self.engines.relational.project(self.project) as tx:
            assert find_violations(tx) == []
            return [get_balance(tx, [person]) for person in people]


@pytest.fixture
def world(engines, project):
    return World(engines, project)


def test_points_follow_the_money_and_are_rounded_once(world):
    for rounding in ("down", "nearest", "up"):
        world.rule(PURCHASE | {"per_amount": 1.5, "rounding": rounding}, rounding)
    world.happen(("purchase", 1, "0.30", "{}"), ("purchase", 2, "10.00", "{}"),
                 ("purchase", 3, "1.00", "{}"))  # fmt: skip
    world.reactor.react(world.project, 1, 1)
    # 0.45 -> 0, 0, 1; 15 -> 15, 15, 15; 1.5 -> 1, 2, 2
    assert world.held(1, 2, 3) == [1, 45, 5]


def test_money_in_a_property_is_counted_as_it_was_written(world):
    world.rule({"event": "purchase", "per_amount": 100, "amount": "price"})
    world.happen(
        ("purchase", 1, None, '{"price": 0.29}'),
        ("purchase", 2, None, '{"price": 1.1}'),
        ("purchase", 3, None, "{}"),
        ("purchase", 4, None, '{"price": -5}'),
    )
    world.reactor.react(world.project, 1, 1)
    assert world.held(1, 2, 3, 4) == [29, 110, 0, 0]


def test_money_is_that_of_any_source(world, monkeypatch):
    """Where some events name their revenue among the properties, those that have it as their own earn as before."""
    named = PropertyColumn("revenue", ValueType.NUMBER)
    monkeypatch.setattr(Names, "property", lambda _, name: named if name == "revenue" else None)
    world.rule(PURCHASE)
    world.happen(("purchase", 1, "12.5", "{}"), ("purchase", 2, None, '{"revenue": 7}'))
    world.reactor.react(world.project, 1, 1)
    assert world.held(1, 2) == [12, 7]


def test_an_absurd_amount_keeps_nobody_else_from_their_points(world):
    wild = {"event": "purchase", "per_amount": 1_000_000_000, "amount": "price"}
    world.rule(wild, "by price")
    world.rule({"event": "purchase", "points": 7}, "for each")
    yesterday = NOW - timedelta(days=1)
    world.happen(
        ("purchase", 1, None, '{"price": 1e30}', yesterday),
        ("purchase", 2, None, '{"price": 1e300}', yesterday),
        ("purchase", 3, None, '{"price": 1000001}', yesterday),
        ("purchase", 4, None, '{"price": -1e300}', yesterday),
        ("purchase", 5, None, '{"price": 1000000}', yesterday),
    )
    world.reactor.react(world.project, 1, 1)
    assert world.held(1, 2, 3, 4, 5) == [7, 7, 7, 7, 10**15 + 7]
    draft = simulate_rule(wild, scope=world.scope, warehouse=world.warehouse)
    assert (draft.events, draft.points) == (1, 10**15)


def test_a_rule_in_trouble_keeps_no_other_from_granting_and_makes_up_for_it(world, monkeypatch):
    where = {"property": "category", "op": "eq", "value": "x"}
    broken = world.rule(PURCHASE | {"where": where}, "broken")
    assert trouble_of(broken, world.scope) is None
    world.rule({"event": "purchase", "points": 7}, "sound")
    for batch in range(1, 7):
        world.happen(("purchase", batch, "2", '{"category": "x"}'), batch=batch)
    with monkeypatch.context() as gone:
        gone.setattr(Names, "property", lambda *_: None)
        gone.setattr(Names, "property_names", lambda _: ["price"])
        for _ in range(2):  # taken again, as after a crash
            world.reactor.react(world.project, 1, 2)
        world.reactor.react(world.project, 3, 3)
        assert 'unknown property "category"' in trouble_of(broken, world.scope)
        world.switch(broken, enabled=False)
        world.reactor.react(world.project, 4, 4)
        world.switch(broken, enabled=True)
        world.reactor.react(world.project, 5, 5)
        assert world.held(1, 2, 3, 4, 5) == [7] * 5
    for _ in range(2):
        world.reactor.react(world.project, 6, 6)
        assert world.held(1, 2, 3, 4, 5, 6) == [9, 9, 9, 7, 9, 9]
    with world.engines.relational.project(world.project) as tx:
        assert list_granted(tx, [broken])[broken.rule_id] == Granted(points=10, grants=5)
        assert tx.value("select count(*) from earning_missed") == 0


def test_an_event_earns_once_whatever_happens(world):
    rule = world.rule({"event": "purchase", "points": 7})
    world.happen(("purchase", 1, "1", "{}"), ("page_view", 1, None, "{}"))
    for _ in range(3):
        world.reactor.react(world.project, 1, 1)
    with world.engines.relational.project(world.project) as tx:
        change = RuleChange(definition={"event": "purchase", "points": 9})
        assert change_rule(tx, rule.rule_id, change, scope=world.scope, actor="u").version == 2
    world.reactor.react(world.project, 1, 1)
    assert world.held(1) == [7]
    assert {event.event_id for event in world.emitted} == {world.emitted[0].event_id}
    assert world.emitted[0].name == EVENT_GRANTED
    assert world.emitted[0].identities == {"person_id": "1"}
    with world.engines.relational.project(world.project) as tx:
        (rule,) = list_rules(tx)
        granted = list_granted(tx, [rule])[rule.rule_id]
    assert (granted.points, granted.grants) == (7, 1)


def test_a_crash_after_the_ledger_is_healed_by_the_next_try(world):
    world.rule({"event": "purchase", "points": 7})
    world.happen(("purchase", 1, "1", "{}"))

    def die(_project, _events):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        replace(world.reactor, emit=die).react(world.project, 1, 1)
    assert world.held(1) == [7]
    world.reactor.react(world.project, 1, 1)
    assert world.held(1) == [7]
    assert len(world.emitted) == 1


def test_only_the_events_and_people_of_the_rule_earn(world):
    world.rule(
        {
            "event": "purchase",
            "points": 10,
            "where": {"property": "category", "op": "eq", "value": "母婴"},
            "people": {"did": {"event": "purchase", "op": "gte", "value": 2}},
        }
    )
    baby, food = '{"category": "母婴"}', '{"category": "食品"}'
    world.happen(
        ("purchase", 1, "1", baby), ("purchase", 1, "1", food), ("purchase", 2, "1", baby),
    )  # fmt: skip
    world.reactor.react(world.project, 1, 1)
    assert world.held(1, 2) == [10, 0]


def test_a_rule_holds_for_what_comes_after_it(world):
    world.happen(("purchase", 1, "1", "{}"), received_at=NOW - timedelta(seconds=1))
    rule = world.rule({"event": "purchase", "points": 5})
    world.happen(("purchase", 2, "1", "{}"), batch=2)
    world.reactor.react(world.project, 1, 2)
    assert world.held(1, 2) == [0, 5]
    granted = world.reactor.grant_history(world.project, rule)
    assert (granted.points, granted.grants) == (5, 1)
    assert world.reactor.grant_history(world.project, rule).grants == 0
    assert world.held(1, 2) == [5, 5]


def test_points_go_to_the_survivor_of_a_merge_and_earlier_ones_stay_with_the_pair(world):
    world.rule({"event": "purchase", "points": 5})
    world.happen(("purchase", 1, "1", "{}"), ("purchase", 2, "1", "{}"))
    world.reactor.react(world.project, 1, 1)
    merge = {
        "from": pa.array([2], pa.uint64()),
        "to": pa.array([1], pa.uint64()),
        "at": pa.array([NOW], pa.timestamp("ms", "UTC")),
    }
    world.warehouse.insert("person_merges", pa.table(merge), token=None)
    world.warehouse.execute("SYSTEM RELOAD DICTIONARY person_overrides")
    world.has_merges = True
    world.happen(("purchase", 2, "1", "{}"), batch=2)
    world.reactor.react(world.project, 2, 2)
    assert world.held(1, 2) == [10, 5]
    with world.engines.relational.project(world.project) as tx:
        assert get_balance(tx, [1, 2]) == 15
        assert [line.balance for line in list_statement(tx, [1, 2]).items] == [15, 10, 5]


def test_disabled_and_removed_rules_grant_nothing(world):
    off = world.rule({"event": "purchase", "points": 5}, "off", enabled=False)
    gone = world.rule({"event": "purchase", "points": 5}, "gone")
    with world.engines.relational.project(world.project) as tx:
        remove_rule(tx, gone.rule_id, now=NOW)
        assert [rule.rule_id for rule in list_rules(tx)] == [off.rule_id]
        with pytest.raises(EarningRuleNotFound):
            remove_rule(tx, gone.rule_id, now=NOW)
    world.happen(("purchase", 1, "1", "{}"))
    world.reactor.react(world.project, 1, 1)
    assert world.held(1) == [0]


def test_a_simulation_grants_nothing_and_equals_what_is_granted(world):
    day = timedelta(days=1)
    world.happen(
        ("purchase", 1, "10.5", "{}", NOW - day),
        ("purchase", 1, "3", "{}", NOW - 2 * day),
        ("purchase", 2, "0.5", "{}", NOW - day),
        ("purchase", 2, "8", "{}", NOW - 29 * day),
        ("purchase", 3, "100", "{}", NOW - 31 * day),
        ("purchase", 3, "100", "{}", NOW),
    )
    simulation = simulate_rule(PURCHASE, scope=world.scope, warehouse=world.warehouse)
    assert (simulation.events, simulation.people, simulation.points) == (3, 2, 21)
    assert simulation.points_per_person_max == 13
    assert [(str(each.on), each.points) for each in simulation.days] == [
        ("2026-05-17", 8),
        ("2026-06-13", 3),
        ("2026-06-14", 10),
    ]
    with world.engines.relational.project(world.project) as tx:
        assert get_totals(tx).issued == 0


@pytest.mark.parametrize(
    ("definition", "error", "path"),
    [
        ({"event": "purchase"}, EarningRuleInvalid, "points"),
        ({"event": "purchase", "points": 1, "per_amount": 1}, EarningRuleInvalid, "points"),
        ({"event": "purchase", "points": 0}, EarningRuleInvalid, "points"),
        ({"event": "purchase", "points": True}, EarningRuleInvalid, "points"),
        ({"event": "purchase", "per_amount": "x"}, EarningRuleInvalid, "per_amount"),
        ({"event": "purchase", "per_amount": 0.0000001}, EarningRuleInvalid, "per_amount"),
        ({"event": "points.granted", "points": 1}, EarningRuleInvalid, "event"),
        ({"event": "purchase", "points": 1, "x": 1}, Malformed, "x"),
        ({"event": "purchase", "per_amount": 1, "rounding": "off"}, Malformed, "rounding"),
        ({"event": "purchse", "points": 1}, UnknownEvent, "event"),
        ({"event": "purchase", "per_amount": 1, "amount": "prize"}, UnknownProperty, "amount"),
        (
            {"event": "purchase", "points": 1, "where": {"property": "colour", "value": "red"}},
            UnknownProperty,
            "where.property",
        ),
    ],
)
def test_a_rule_that_cannot_hold_says_where(world, definition, error, path):
    with pytest.raises(error) as refused:
        world.rule(definition)
    assert refused.value.path == path


def test_names_are_unique_among_living_rules(world):
    first = world.rule(PURCHASE, "same")
    with pytest.raises(EarningRuleNameTaken):
        world.rule(PURCHASE, "same")
    with world.engines.relational.project(world.project) as tx:
        remove_rule(tx, first.rule_id, now=NOW)
    world.rule(PURCHASE, "same")


def test_a_rule_in_words():
    definition = parse_definition(
        PURCHASE
        | {
            "per_amount": 0.5,
            "where": {"property": "category", "op": "eq", "value": "a"},
            "people": {"did": {"event": "purchase", "op": "gte", "value": 2}},
        },
        facets=Registry("condition"),
    )
    english = describe_rule(definition, "en")
    assert english.startswith("each purchase where category")
    assert "earns 0.5 points per unit of revenue, rounded down; only for people with: " in english
    assert describe_rule(definition, "zh").startswith("每次 purchase（category")


def test_a_fixed_rule_in_words():
    definition = parse_definition({"event": "purchase", "points": 5}, facets=Registry("condition"))
    assert describe_rule(definition, "en") == "each purchase earns 5 points"
    assert describe_rule(definition, "zh") == "每次 purchase 得 5 积分"


def test_a_change_keeps_what_it_does_not_name(world):
    rule = world.rule({"event": "purchase", "points": 5}, "first")
    with world.engines.relational.project(world.project) as tx:
        renamed = change_rule(
            tx, rule.rule_id, RuleChange(name="second"), scope=world.scope, actor="u"
        )
        off = change_rule(tx, rule.rule_id, RuleChange(enabled=False), scope=world.scope, actor="u")
    assert (renamed.name, renamed.definition, renamed.enabled) == ("second", rule.definition, True)
    assert (off.name, off.version, off.enabled) == ("second", 3, False)


def test_a_simulation_counts_only_the_people_of_the_draft(world):
    day = timedelta(days=1)
    world.happen(
        ("purchase", 1, "4", "{}", NOW - day),
        ("purchase", 1, "4", "{}", NOW - 2 * day),
        ("purchase", 2, "4", "{}", NOW - day),
    )
    draft = PURCHASE | {"people": {"did": {"event": "purchase", "op": "gte", "value": 2}}}
    simulation = simulate_rule(draft, scope=world.scope, warehouse=world.warehouse)
    assert (simulation.events, simulation.people, simulation.points) == (2, 1, 8)
