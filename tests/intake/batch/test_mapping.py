"""A mapping is read with the place of every mistake."""

from zoneinfo import ZoneInfo

import pytest

from stayflow.intake.batch.errors import ColumnUnknown
from stayflow.intake.batch.mapping import (
    ContextField,
    EventName,
    RevenueColumn,
    RowTest,
    TimeColumn,
    ValueColumn,
    check_columns,
    parse_mapping,
)
from stayflow.kernel.errors import InvalidInput
from stayflow.language.scope import ValueType

CONTRACT = """
format: csv
event: {column: behavior, map: {pv: view, buy: purchase}}
time: {column: timestamp, format: unix_s, zone: UTC}
event_id: {columns: [order_id, line]}
identities: {user_id: {column: user_id}}
properties: {item: {column: item_id}, amount: {column: price, type: number}}
attributes: {city: {column: city}}
revenue: {column: price, currency: USD}
where: {column: quantity, op: gt, value: 0}
"""
LEAST = {
    "event": "{value: purchase}",
    "time": "{column: t}",
    "identities": "{user_id: {column: u}}",
}


def test_the_mapping_of_the_contract() -> None:
    mapping = parse_mapping(CONTRACT)
    assert mapping.format == "csv"
    assert mapping.delimiter == ","
    assert mapping.event == EventName(None, "behavior", {"pv": "view", "buy": "purchase"})
    assert mapping.time == TimeColumn("timestamp", "unix_s", ZoneInfo("UTC"))
    assert mapping.event_id == ("order_id", "line")
    assert mapping.identities == {"user_id": "user_id"}
    assert mapping.properties == {
        "item": ValueColumn("item_id", None),
        "amount": ValueColumn("price", ValueType.NUMBER),
    }
    assert mapping.attributes == {"city": ValueColumn("city", None)}
    assert mapping.revenue == RevenueColumn("price", "USD", None)
    assert mapping.where == (RowTest("quantity", "gt", 0),)


def test_our_extensions() -> None:
    mapping = parse_mapping(
        """
        format: tsv
        event: {column: kind, map: {1: view, 4: purchase}}
        time: {column: t, format: "%d-%m-%Y"}
        identities: {user_id: {column: u}}
        revenue: {column: price, times: quantity, currency: GBP}
        properties: {total: {column: price, times: quantity, type: number}}
        context: {channel: {value: offline}, city: {column: town}}
        where: [{column: a, op: in, value: [x]}, {column: b, op: is_set}]
        """
    )
    assert mapping.delimiter == "\t"
    assert mapping.event.renamed == {"1": "view", "4": "purchase"}
    assert mapping.time.zone is None
    assert mapping.revenue == RevenueColumn("price", "GBP", "quantity")
    assert mapping.context == {
        "channel": ContextField(None, "offline"),
        "city": ContextField("town", None),
    }
    assert [test.column for test in mapping.where] == ["a", "b"]
    assert set(mapping.columns()) == {"kind", "t", "u", "price", "quantity", "town", "a", "b"}


def least(**changes: str | None) -> str:
    fields = {**LEAST, **changes}
    return "\n".join(f"{name}: {text}" for name, text in fields.items() if text is not None)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("event: {value: [", "line 1, column 17"),
        ("- a list", None),
        (least(event=None), "event"),
        (least(event="{}"), "event"),
        (least(event="{value: a, column: b}"), "event"),
        (least(event="{column: 3}"), "event.column"),
        (least(event="{column: b, map: {pv: 3}}"), "event.map.pv"),
        (least(time=None), "time"),
        (least(time="{}"), "time.column"),
        (least(time="{column: t, format: yesterday}"), "time.format"),
        (least(time="{column: t, zone: Mars/Base}"), "time.zone"),
        (least(identities=None), "identities"),
        (least(identities="{}"), "identities"),
        (least(identities="{user_id: u}"), "identities.user_id"),
        (least(identities="{person_id: {column: u}}"), "identities.person_id"),
        (least(properties="{a: {column: x, type: money}}"), "properties.a.type"),
        (least(properties="{a: {column: x, times: y}}"), "properties.a"),
        (least(attributes="{a: {colum: x}}"), "attributes.a.colum"),
        (least(revenue="{currency: USD}"), "revenue.column"),
        (least(context="{chanel: {value: x}}"), "context.chanel"),
        (least(where="{column: a, op: above, value: 1}"), "where.op"),
        (least(where="[{column: a, op: gt}]"), "where[0].value"),
        (least(where="[{column: a, op: in, value: 3}]"), "where[0].value"),
        (least(format="xml"), "format"),
        (least(delimiter="';;'"), "delimiter"),
        (least(eventid="{columns: [a]}"), "eventid"),
        (least(event_id="{columns: []}"), "event_id.columns"),
    ],
)
def test_a_mistake_names_its_place(text: str, path: str | None) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_mapping(text)
    assert caught.value.path == path
    assert caught.value.code in {"mapping_invalid", "malformed"}


def test_a_missing_column_names_the_nearest() -> None:
    mapping = parse_mapping(CONTRACT)
    columns = ["behaviour", "timestamp", "order_id", "line", "user_id", "item_id", "price"]
    with pytest.raises(ColumnUnknown, match="did you mean behaviour") as caught:
        check_columns(mapping, columns)
    assert caught.value.path == "event.column"
    check_columns(mapping, ["behavior", "city", "quantity", *columns[1:]])
