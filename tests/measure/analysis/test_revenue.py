"""Revenue: sums, orders, payers and repurchase, counted again in plain Python."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stayflow.kernel.errors import InvalidInput
from stayflow.language.scope import ValueType
from tests.measure.conftest import ZONES
from tests.measure.world import NAMES, Happened

RANGE = {"from": "2026-03-01", "to": "2026-03-31"}
NOON = datetime(2026, 3, 3, 4, tzinfo=UTC)


def bought(person: int, amount: float | None, invoice: str = "", days: int = 0) -> Happened:
    return Happened(
        "buy", person, NOON + timedelta(days=days), {"amount": amount, "invoice": invoice}
    )


def test_lines_of_one_invoice_are_one_order(shanghai):
    shanghai.fill(
        [
            bought(1, 10, "i1"),
            bought(1, 5, "i1"),
            bought(1, 5, "i2", days=1),
            bought(2, 20, "i3"),
            Happened("view", 3, NOON),
        ]
    )
    result = shanghai.ask(
        kind="revenue", range=RANGE, event="buy", amount="amount", order="invoice", per="month"
    )
    assert result == {
        "orders": 3,
        "revenue": 40.0,
        "refunds": 0.0,
        "payers": 2,
        "active": 3,
        "aov": pytest.approx(40 / 3),
        "arpu": pytest.approx(40 / 3),
        "arppu": 20.0,
        "frequency": 1.5,
        "repurchase_rate": 0.5,
        "series": [{"t": "2026-03-01", "orders": 3, "revenue": 40.0, "payers": 2}],
    }


def test_returns_lower_the_revenue_and_are_shown(shanghai):
    shanghai.fill([bought(1, 10, "i1"), bought(1, -4, "c1")])
    result = shanghai.ask(
        kind="revenue", range=RANGE, event="buy", amount="amount", order="invoice"
    )
    assert (result["revenue"], result["refunds"], result["orders"]) == (6.0, 4.0, 2)
    only_sales = {"property": "amount", "op": "gt", "value": 0}
    result = shanghai.ask(
        kind="revenue", range=RANGE, event="buy", where=only_sales, amount="amount", order="invoice"
    )
    assert (result["revenue"], result["refunds"], result["orders"]) == (10.0, 0.0, 1)


def test_without_an_event_whatever_has_revenue_counts(shanghai):
    shanghai.fill(
        [Happened("buy", 1, NOON, revenue=Decimal("0.1")) for _ in range(3)]
        + [Happened("view", 2, NOON)]
    )
    result = shanghai.ask(kind="revenue", range=RANGE)
    assert (result["orders"], result["revenue"], result["payers"]) == (3, 0.3, 1)


def test_revenue_of_a_column_and_of_a_property_count_together(shanghai, monkeypatch):
    """A file says its revenue, Segment's events name it among their properties: neither hides the other."""
    monkeypatch.setitem(NAMES.properties, "revenue", ValueType.NUMBER)
    shanghai.fill(
        [
            Happened("buy", 1, NOON, {"revenue": 7.5}, revenue=Decimal("7.5")),
            Happened("buy", 2, NOON, {}, revenue=Decimal(2)),
            Happened("buy", 3, NOON, {"revenue": 0.5}),
            Happened("buy", 4, NOON),
        ]
    )
    asked = {"kind": "revenue", "range": RANGE, "event": "buy", "amount": "revenue"}
    result = shanghai.ask(**asked)
    assert (result["orders"], result["revenue"]) == (4, 10.0)


def test_beside_the_month_before(shanghai):
    """The other range says what the same question says of it alone; its people are a click away."""
    shanghai.fill([bought(1, 10), bought(2, 3, days=-28), bought(2, 4, days=-27), bought(3, -1)])
    february = {"from": "2026-02-01", "to": "2026-02-28"}
    asked = {"kind": "revenue", "event": "buy", "amount": "amount", "per": "week"}
    result = shanghai.ask(**asked, range=RANGE, compare=february)
    alone = shanghai.ask(**asked, range=february)
    assert (result["revenue"], result["previous"]["revenue"]) == (9.0, 7.0)
    assert {**result["previous"], "series": result["previous_series"]} == alone
    compared = {**asked, "range": RANGE, "compare": february}
    assert shanghai.who({"of": "payers", "compared": True}, **compared) == {2}
    assert shanghai.who({"of": "repurchased", "compared": True}, **compared) == {2}
    assert shanghai.who({"of": "payers"}, **compared) == {1, 3}
    with pytest.raises(InvalidInput) as caught:
        shanghai.who({"compared": True}, **asked, range=RANGE)
    assert caught.value.path == "who.compared"


def test_nothing_was_sold(shanghai):
    shanghai.fill([])
    result = shanghai.ask(kind="revenue", range=RANGE, event="buy", per="none")
    assert result == {
        "orders": 0,
        "revenue": 0.0,
        "refunds": 0.0,
        "payers": 0,
        "active": 0,
        "aov": None,
        "arpu": None,
        "arppu": None,
        "frequency": None,
        "repurchase_rate": None,
        "series": [],
    }


def test_a_cell_that_is_not_there(shanghai):
    with pytest.raises(InvalidInput) as caught:
        shanghai.who({"t": "2025-01-01"}, kind="revenue", range=RANGE, event="buy")
    assert (caught.value.code, caught.value.path) == ("unknown_cell", "who.t")


@given(
    events=st.lists(
        st.builds(
            lambda person, amount, invoice, hours, name: Happened(
                name,
                person,
                datetime(2026, 2, 27, tzinfo=UTC) + timedelta(hours=hours),
                {"amount": amount, "invoice": invoice},
            ),
            st.integers(1, 5),
            st.one_of(st.none(), st.integers(-500, 5000).map(lambda cents: cents / 100)),
            st.sampled_from(["", "i", "j", "k"]),
            st.integers(0, 36 * 24),
            st.sampled_from(["buy", "buy", "view"]),
        ),
        max_size=25,
    ),
    merges=st.sampled_from([{}, {4: 1}, {3: 2, 4: 2}]),
    zone=st.sampled_from(ZONES),
)
@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
def test_agrees_with_counting_by_hand(world_in, events, merges, zone):
    world = world_in(zone).fill(events, merges)

    def day(event):
        return event.at.astimezone(world.zone).date()

    chosen = [e for e in events if date(2026, 3, 1) <= day(e) <= date(2026, 3, 31)]
    sold = [e for e in chosen if e.name == "buy"]

    def orders_of(some):
        keys = {e.properties["invoice"] for e in some} - {""}
        return len(keys) + sum(not e.properties["invoice"] for e in some)

    def cents_of(some):
        return sum(round((e.properties["amount"] or 0) * 100) for e in some)

    by_person = {world.person(e.person): [] for e in sold}
    for event in sold:
        by_person[world.person(event.person)].append(event)
    again = {person for person, mine in by_person.items() if orders_of(mine) > 1}
    question = {
        "kind": "revenue",
        "range": RANGE,
        "event": "buy",
        "amount": "amount",
        "order": "invoice",
    }
    result = world.ask(**question)
    assert result["orders"] == orders_of(sold)
    assert result["revenue"] == cents_of(sold) / 100
    assert result["payers"] == len(by_person)
    assert result["active"] == len({world.person(e.person) for e in chosen})
    assert result["repurchase_rate"] == (len(again) / len(by_person) if by_person else None)
    assert world.who({"of": "repurchased"}, **question) == again
    assert world.who({"of": "active"}, **question) == {world.person(e.person) for e in chosen}
    for point in result["series"]:
        cell = [e for e in sold if day(e).isoformat() == point["t"]]
        assert (point["orders"], point["revenue"]) == (orders_of(cell), cents_of(cell) / 100)
    if sold:
        t = day(sold[0])
        assert world.who({"t": t.isoformat()}, **question) == {
            world.person(e.person) for e in sold if day(e) == t
        }


AGAIN = {
    "kind": "revenue",
    "range": RANGE,
    "event": "buy",
    "amount": "amount",
    "order": "invoice",
    "repurchase_within": "10d",
}


def test_buyers_whose_days_are_not_over_are_in_no_part_of_the_rate(shanghai):
    """Of five: one is back at the very end of ten days, one too late, one never; two bought too lately to tell."""
    shanghai.fill(
        [
            *(bought(1, 5, "a"), bought(1, 5, "a", days=1), bought(1, 5, "b", days=10)),
            *(bought(2, 5, "c"), bought(2, 5, "d", days=11)),
            bought(3, 5, days=2),
            *(bought(4, 5, "e", days=18), bought(4, 5, "f", days=20)),
            bought(5, 5, days=19),
            bought(6, 5, "g", days=-5),  # before the range
        ]
    )
    shanghai.now = NOON + timedelta(days=25)
    found = shanghai.ask(**AGAIN)["repurchase"]
    day = 86400.0
    assert found == {
        "over": 3,
        "again": 1,
        "rate": pytest.approx(1 / 3),
        "waiting": 2,
        "intervals": {
            "p25": 4 * day,
            "p50": 6 * day,
            "p75": 8 * day,
            "p90": pytest.approx(9.2 * day),
        },
    }
    assert shanghai.who({"of": "again"}, **AGAIN) == {1}
    assert shanghai.who({"of": "not_again"}, **AGAIN) == {2, 3}
    assert shanghai.who({"of": "waiting"}, **AGAIN) == {4, 5}


def test_orders_after_the_range_and_at_one_instant_count_as_bought_again(shanghai):
    shanghai.fill(
        [bought(1, 5), bought(1, 5), bought(2, 5), bought(2, 5, days=1), bought(2, 5, days=3)]
    )
    shanghai.now = NOON + timedelta(days=60)
    one_day = {**AGAIN, "range": {"from": "2026-03-03", "to": "2026-03-03"}}
    found = shanghai.ask(**one_day)["repurchase"]
    assert (found["over"], found["again"], found["waiting"]) == (2, 2, 0)
    assert found["intervals"]["p25"] == 0.25 * 86400.0  # of nothing, and a day
    compared = {
        **one_day,
        "range": {"from": "2026-03-04", "to": "2026-03-04"},
        "compare": "previous",
    }
    result = shanghai.ask(**compared)
    assert (result["repurchase"]["over"], result["previous"]["repurchase"]["over"]) == (1, 2)
    assert shanghai.who({"of": "again", "compared": True}, **compared) == {1, 2}


def test_nobody_bought_again_where_no_days_are_asked_for(shanghai):
    shanghai.fill([])
    empty = shanghai.ask(**AGAIN)["repurchase"]
    assert (empty["over"], empty["rate"], empty["intervals"]["p50"]) == (0, None, None)
    with pytest.raises(InvalidInput) as caught:
        shanghai.who({"of": "again"}, kind="revenue", range=RANGE, event="buy")
    assert caught.value.path == "who.of"
    with pytest.raises(InvalidInput) as caught:
        shanghai.ask(**{**AGAIN, "repurchase_within": "400d"})
    assert caught.value.path == "repurchase_within"
