"""The tracking plan: read and written the same, found against, repaired, drafted and compared."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from stayflow.intake.columns import assemble
from stayflow.intake.plan import (
    Check,
    Fault,
    ObservedEvent,
    ObservedProperty,
    PlanInvalid,
    PlannedEvent,
    PlannedProperty,
    Status,
    TrackingPlan,
    compare_plan,
    draft_plan,
    find_faults,
    parse_plan,
    plan_as_json,
    plan_as_xlsx,
    plan_as_yaml,
    plan_from_xlsx,
    plan_from_yaml,
    repair_properties,
)
from stayflow.kernel.errors import StayflowError
from stayflow.language.event import EventPack, RawEvent
from stayflow.language.scope import ValueType

NOW = datetime(2026, 6, 15, tzinfo=UTC)

names = st.text(
    st.characters(categories=("L", "N", "P"), exclude_characters="*"), min_size=1, max_size=20
).filter(lambda name: name.isprintable() and name == name.strip())
words = st.text(st.characters(categories=("L", "N", "P", "Zs")), max_size=20).map(str.strip)
values = st.lists(names, max_size=3, unique=True).map(tuple)
numbers = st.one_of(st.none(), st.integers(-1000, 1000).map(float))


@st.composite
def properties(draw):
    kind = draw(st.sampled_from(ValueType))
    least, most = sorted([draw(numbers), draw(numbers)], key=lambda n: -1e9 if n is None else n)
    is_number = kind is ValueType.NUMBER
    return PlannedProperty(
        name=draw(names),
        type=kind,
        required=draw(st.booleans()),
        values=draw(values) if kind is ValueType.TEXT else (),
        minimum=least if is_number else None,
        maximum=most if is_number else None,
        description=draw(words),
        owner=draw(words),
        status=draw(st.sampled_from(Status)),
    )


plans = st.builds(
    TrackingPlan,
    events=st.lists(
        st.builds(
            PlannedEvent,
            name=names,
            check=st.sampled_from(Check),
            closed=st.booleans(),
            properties=st.lists(properties(), max_size=3, unique_by=lambda p: p.name).map(tuple),
            description=words,
            owner=words,
            status=st.sampled_from(Status),
        ),
        max_size=3,
        unique_by=lambda event: event.name,
    ).map(tuple),
    unplanned=st.sampled_from([Check.NONE, Check.WARN, Check.REJECT]),
)


@settings(deadline=None, max_examples=60)  # a workbook takes its time
@given(plans)
def test_what_is_written_is_read_the_same(plan):
    assert parse_plan(plan_as_json(plan)) == plan
    assert plan_from_yaml(plan_as_yaml(plan)) == plan
    assert plan_from_xlsx(plan_as_xlsx(plan)) == plan


def test_a_cell_that_begins_like_a_formula_stays_a_text():
    plan = TrackingPlan((PlannedEvent("=1+1", description="=cmd|'/c calc'!A1\x07"),))
    sheet = load_workbook(io.BytesIO(plan_as_xlsx(plan)))["events"]
    assert [sheet["A3"].data_type, sheet["F3"].data_type] == ["s", "s"]


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        ({"events": [{"name": ""}]}, "events[0].name"),
        ({"events": [{"name": "a", "chek": "warn"}]}, "events[0].chek"),
        ({"events": [{"name": "a", "check": "wran"}]}, "events[0].check"),
        ({"unplanned": "repair"}, "unplanned"),
        (
            {"events": [{"name": "a", "properties": [{"name": "p", "minimum": 1}]}]},
            "events[0].properties[0].minimum",
        ),
        (
            {
                "events": [
                    {
                        "name": "a",
                        "properties": [{"name": "p", "type": "number", "minimum": 2, "maximum": 1}],
                    }
                ]
            },
            "events[0].properties[0].minimum",
        ),
        (
            {
                "events": [
                    {"name": "a", "properties": [{"name": "p", "type": "boolean", "values": ["x"]}]}
                ]
            },
            "events[0].properties[0].values",
        ),
        (
            {"events": [{"name": "a", "properties": [{"name": "p"}, {"name": "p"}]}]},
            "events[0].properties",
        ),
    ],
)
def test_a_plan_that_is_wrong_says_where(raw, path):
    with pytest.raises(StayflowError) as error:
        parse_plan(raw)
    assert error.value.path == path


@pytest.mark.parametrize("text", ["a: [", "x: &a [1]\ny: *a", "- 1", "\0"])
def test_a_file_that_is_no_plan_is_told(text):
    with pytest.raises(StayflowError):
        plan_from_yaml(text)


def test_a_file_that_is_no_workbook_is_told():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("x", "y")
    for content in (b"PK\x03\x04", b"", packed.getvalue()):
        with pytest.raises(PlanInvalid):
            plan_from_xlsx(content)


PLAN = TrackingPlan(
    events=(
        PlannedEvent(
            "buy",
            check=Check.REPAIR,
            closed=True,
            properties=(
                PlannedProperty("price", ValueType.NUMBER, required=True, minimum=0, maximum=100),
                PlannedProperty("size", values=("S", "M")),
                PlannedProperty("paid", ValueType.BOOLEAN),
            ),
        ),
        PlannedEvent("old", check=Check.NONE, properties=(PlannedProperty("x", required=True),)),
    ),
    unplanned=Check.WARN,
)


def batch(*properties, name="buy"):
    events = tuple(RawEvent(name=name, properties=each) for each in properties)
    return assemble("t", [EventPack(source="t", received_at_ms=0, events=events)])


@pytest.mark.parametrize(
    ("properties", "faults"),
    [
        ({"price": 3, "size": "S", "paid": True}, []),
        ({"price": 0}, []),
        ({}, [(Fault.PROPERTY_MISSING, "price")]),
        ({"price": None}, [(Fault.PROPERTY_MISSING, "price")]),
        ({"price": "3"}, [(Fault.PROPERTY_TYPE, "price")]),
        ({"price": -1}, [(Fault.PROPERTY_RANGE, "price")]),
        ({"price": 100.5}, [(Fault.PROPERTY_RANGE, "price")]),
        ({"price": 1, "size": "L"}, [(Fault.PROPERTY_VALUE, "size")]),
        ({"price": 1, "size": "2026-01-31T08:00"}, [(Fault.PROPERTY_VALUE, "size")]),
        ({"price": 1, "colour": "red"}, [(Fault.PROPERTY_UNPLANNED, "colour")]),
        ({"price": True}, [(Fault.PROPERTY_TYPE, "price")]),
    ],
)
def test_each_way_of_not_being_as_planned_is_found(properties, faults):
    found = find_faults(PLAN, batch(properties))
    assert [(each.fault, each.name) for each in found] == faults


def test_an_event_that_is_not_planned_and_one_that_is_not_checked():
    (found,) = find_faults(PLAN, batch({}, name="other"))
    assert (found.fault, found.check) == (Fault.EVENT_UNPLANNED, Check.WARN)
    assert not list(find_faults(PLAN, batch({}, name="old")))


rough = st.dictionaries(
    st.sampled_from(["price", "size", "paid", "colour"]),
    st.one_of(
        st.none(), st.booleans(), st.floats(-10, 200), st.sampled_from(["S", "L", "3", "x", "yes"]),
        st.lists(st.integers(), max_size=2),
    ),
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(rough, min_size=1, max_size=8))
def test_found_together_is_found_alone(rows):
    together = {
        (each.fault, each.name, int(row))
        for each in find_faults(PLAN, batch(*rows))
        for row in each.rows
    }
    alone = {
        (each.fault, each.name, place)
        for place, row in enumerate(rows)
        for each in find_faults(PLAN, batch(row))
    }
    assert together == alone


@settings(deadline=None)
@given(rough)
def test_what_was_repaired_lacks_at_most_what_is_required(properties):
    repaired = repair_properties(PLAN.events[0], properties)
    found = {each.fault for each in find_faults(PLAN, batch(repaired))}
    assert found <= {Fault.PROPERTY_MISSING}
    assert repair_properties(PLAN.events[0], repaired) == repaired


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({"price": "3.5"}, {"price": 3.5}),
        ({"price": "1,000"}, {}),
        ({"price": 5, "paid": "yes"}, {"price": 5, "paid": True}),
        ({"price": 5, "size": "XL", "more": 1}, {"price": 5}),
    ],
)
def test_repair_reads_what_can_be_read_and_leaves_out_the_rest(sent, kept):
    assert repair_properties(PLAN.events[0], sent) == kept


def seen(name="price", count=100, types=None, **more):
    facts = {"least": None, "greatest": None, "values": (), "last_at": NOW} | more
    return ObservedProperty(name, types or {ValueType.NUMBER: count}, **facts)


def came(*properties, name="buy", count=100):
    return ObservedEvent(name, count, count, NOW, NOW, "segment", "k1", tuple(properties))


def test_a_draft_adds_what_came_and_keeps_what_is_planned():
    listed = seen("size", types={ValueType.TEXT: 100}, values=("M", "S"))
    mixed = seen("note", types={ValueType.TEXT: 50, ValueType.NUMBER: 50})
    plan = TrackingPlan((PlannedEvent("buy", check=Check.REJECT),), Check.WARN)
    drafted = draft_plan(
        plan, [came(seen(), listed, seen("few", 7), mixed), came(name="message.sent")]
    )
    (event,) = drafted.events
    assert (event.check, drafted.unplanned) == (Check.REJECT, Check.WARN)
    assert [(p.name, p.type, p.required, p.values) for p in event.properties] == [
        ("price", ValueType.NUMBER, True, ()),
        ("size", ValueType.TEXT, True, ("M", "S")),
        ("few", ValueType.NUMBER, False, ()),
        ("note", ValueType.TEXT, True, ()),
    ]
    assert draft_plan(drafted, [came(seen())]) == drafted
    assert not compare_plan(
        drafted, [came(seen(), listed, seen("few", 7), seen("note", types={ValueType.TEXT: 100}))]
    )


def test_every_difference_between_plan_and_reality_is_named():
    plan = replace(
        PLAN,
        events=(
            PLAN.events[0],
            PlannedEvent("gone"),
            PlannedEvent("soon", status=Status.PLANNED),
            PlannedEvent("past", status=Status.DEPRECATED),
        ),
    )
    observed = [
        came(
            seen(
                count=90, types={ValueType.NUMBER: 80, ValueType.TEXT: 10}, least=-2.0, greatest=7.0
            ),
            seen("size", types={ValueType.TEXT: 100}, values=("L", "S")),
            seen("colour", types={ValueType.TEXT: 25}),
        ),
        came(name="soon"),
        came(name="past"),
        came(name="new"),
    ]
    found = [
        (str(each.kind), each.event, each.property, each.share)
        for each in compare_plan(plan, observed)
    ]
    assert found == [
        ("property_missing", "buy", "price", 0.1),
        ("property_type", "buy", "price", 0.1),
        ("property_range", "buy", "price", 0.0),
        ("property_value", "buy", "size", 0.0),
        ("property_not_seen", "buy", "paid", 1.0),
        ("property_unplanned", "buy", "colour", 0.25),
        ("event_not_seen", "gone", "", 0.0),
        ("event_seen_early", "soon", "", 1.0),
        ("event_deprecated", "past", "", 1.0),
        ("event_unplanned", "new", "", 1.0),
    ]
