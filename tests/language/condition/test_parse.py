import pytest

from stayflow.kernel.errors import StayflowError
from stayflow.kernel.registry import Registry
from stayflow.language.condition import Behaviour, Group, compile_people, parse_condition
from stayflow.language.facet import FacetEditor
from stayflow.language.raw import JsonObject
from stayflow.language.scope import Facet, Scope
from stayflow.language.sentence import Lang
from stayflow.language.statement import Binder
from tests.language.world import generate

WORLD = generate(1, "Asia/Shanghai", people=3, events=3)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ({"all": [{"did": {"event": "view"}}, {"did": {"event": "view", "count": "x"}}]}, 'all[1].did.count: expected a number, got "x"'),
        ({"did": {"event": "view", "count": {"gte": None}}}, "did.count.gte: expected a number, got nothing"),
        ({"did": {"event": "view", "op": "gte", "value": True}}, "did.value: expected a number, got true"),
        ({"did": {"event": "view", "op": "gt"}}, "did.value: expected a number, got nothing"),
        ({"did": {"event": "view", "op": "more", "value": 1}}, 'did.op: unknown comparison "more"; known: eq, ne, gt, gte, lt, lte, between'),
        ({"did": {"event": "view", "op": "between", "value": [3, 1]}}, "did.value: expected the smaller number first, got 3 and 1"),
        ({"did": {"event": "view", "aggregate": {"sum": "amount"}}}, "did.op: an aggregate needs op and value"),
        ({"did": {"event": "view", "aggregate": {"sums": "amount"}, "op": "gt", "value": 1}}, 'did.aggregate: unknown aggregate "sums"; did you mean sum?'),
        ({"did": {"event": "view", "aggregate": "people", "op": "gt", "value": 1}}, "did.aggregate: people is about many people, not one"),
        ({"did": {"event": "view", "aggregate": "sum", "op": "gt", "value": 1}}, 'did.aggregate: sum needs a property: {"sum": "amount"}'),
        ({"did": {"event": "view", "count": 1, "op": "gt"}}, "did.count: takes either count or op"),
        ({"did": {}}, "did.event: expected a text, got nothing"),
        ({"did": {"event": "view", "wihtin": {}}}, 'did.wihtin: unknown field "wihtin"; did you mean within?'),
        ({"did": {"event": "view", "within": {"last": "30"}}}, 'did.within.last: expected a length such as 30d or 24h, got "30"'),
        ({"did": {"event": "view", "within": {"last": "3m"}}}, 'did.within.last: unknown unit "m"; write min for minutes or mo for months'),
        ({"did": {"event": "view", "within": {"from": "2026-02-30"}}}, 'did.within.from: expected a date such as 2026-01-31, got "2026-02-30"'),
        ({"did": {"event": "view", "within": {"from": "2026-02-02", "to": "2026-02-01"}}}, "did.within: ends on 2026-02-01, before it begins"),
        ({"did": {"event": "view", "where": {"all": [{"property": "amount", "op": "above"}]}}}, 'did.where.all[0].op: unknown operator "above"'),
        ({"did": {"event": "view", "within": {"since": "yesterday"}}}, 'did.within.since: expected a point such as "7d after first purchase", got "yesterday"'),
        ({"did": {"event": "view", "within": {"since": {"after": "7d"}}}}, "did.within.since: needs first or last"),
        ({"did": {"event": "view", "within": {"since": {"first": "view", "last": "view"}}}}, "did.within.since: takes either first or last"),
        ({"did": {"event": "view", "within": {"since": {"first": {"name": "view"}}}}}, 'did.within.since.first.name: unknown field "name"'),
        ({"did": {"event": "view", "within": {"since": "first view", "for": "1mo"}}}, "did.within.for: expected a fixed length such as 7d or 24h"),
        ({"did": {"event": "view", "within": {"since": "first view", "last": "7d"}}}, 'did.within.last: unknown field "last"'),
        ({"did": {"event": "view", "aggregate": {"first": "category"}, "op": "is", "value": "x"}}, 'did.op: unknown operator "is"'),
        ({"did": {"event": "view", "aggregate": {"first": "category"}, "value": {"x": 1}}}, "did.value: expected single values"),
        ({"did": {"event": "view", "aggregate": "last", "value": 1}}, 'did.aggregate: last needs a property: {"last": "amount"}'),
        ({"any": []}, "any: expected 1 to 200 conditions, got 0"),
        ({"any": {}}, "any: expected a list, got {}"),
        ({"all": [{}]}, "all[0]: expected one kind of condition, got none"),
        ({"all": [], "any": []}, "expected one kind of condition, got all, any"),
        ({"not": [1]}, "not: expected an object, got [1]"),
        ({"all": [{"atribute": {}}]}, 'all[0].atribute: unknown condition "atribute"; did you mean attribute?'),
        ({"all": [{"predicted": {"name": "churn"}}]}, 'all[0].predicted: "predicted" is not offered by this installation; it offers all, any'),
        ({"attribute": {"name": "city", "op": "eqq", "value": 1}}, 'attribute.op: unknown operator "eqq"; did you mean eq'),
        ("x", 'expected an object, got "x"'),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named_with_its_place(raw: object, said: str) -> None:
    with pytest.raises(StayflowError) as refused:
        parse_condition(raw)
    assert str(refused.value).startswith(said)


@pytest.mark.parametrize(
    ("raw", "code", "said"),
    [
        ({"did": {"event": "purchse"}}, "unknown_event", 'did.event: unknown event "purchse"; did you mean purchase?'),
        ({"all": [{"did": {"event": "view", "where": {"property": "amout", "op": "gt", "value": 1}}}]}, "unknown_property", 'all[0].did.where.property: unknown property "amout"; did you mean amount?'),
        ({"did": {"event": "view", "aggregate": {"sum": "amnt"}, "op": "gt", "value": 1}}, "unknown_property", 'did.aggregate.sum: unknown property "amnt"; did you mean amount?'),
        ({"did": {"event": "view", "aggregate": {"sum": "category"}, "op": "gt", "value": 1}}, "wrong_type", 'did.aggregate.sum: property "category" is text, not number'),
        ({"did": {"event": "view", "where": {"property": "category", "op": "gt", "value": 1}}}, "unknown_operator", 'did.where.op: a text has no operator "gt"; it has eq, ne'),
        ({"did": {"event": "view", "aggregate": {"first": "category"}, "op": "gt", "value": 1}}, "unknown_operator", 'did.op: a text has no operator "gt"'),
        ({"did": {"event": "view", "aggregate": {"last": "amount"}, "op": "gt", "value": "x"}}, "malformed", 'did.value: expected a number, got "x"'),
        ({"did": {"event": "view", "aggregate": {"last": "amout"}, "op": "gt", "value": 1}}, "unknown_property", 'did.aggregate.last: unknown property "amout"'),
        ({"did": {"event": "view", "within": {"since": "7d after first purchse"}}}, "unknown_event", 'did.within.since.first.event: unknown event "purchse"'),
        ({"attribute": {"name": "ctiy", "value": "x"}}, "unknown_attribute", 'attribute.name: unknown attribute "ctiy"; did you mean city?'),
        ({"attribute": {"name": "age", "op": "eq", "value": "x"}}, "malformed", 'attribute.value: expected a number, got "x"'),
        ({"attribute": {"name": "city", "op": "in", "value": []}}, "malformed", "attribute.value: expected at least one text, got none"),
        ({"attribute": {"name": "city", "op": "is_set", "value": 1}}, "malformed", "attribute.value: takes no value, got 1"),
        ({"attribute": {"name": "city", "op": "matches", "value": "(?=x)"}}, "malformed", "attribute.value: look-around"),
        ({"attribute": {"name": "city", "op": "matches", "value": "("}}, "malformed", "attribute.value: is no regular expression"),
        ({"attribute": {"name": "birthday", "op": "before", "value": "2020-01-01T00:00:00"}}, "malformed", "attribute.value: an instant needs its offset"),
        ({"attribute": {"name": "birthday", "op": "anniversary", "value": "400d"}}, "window_invalid", "attribute.value: expected days or weeks"),
    ],
)  # fmt: skip
def test_what_the_project_does_not_know_is_named_with_its_place(
    raw: object, code: str, said: str
) -> None:
    with pytest.raises(StayflowError) as refused:
        compile_people(parse_condition(raw), WORLD.scope())
    assert refused.value.code == code
    assert str(refused.value).startswith(said)


def test_a_condition_nested_without_end_is_refused() -> None:
    raw: dict = {"did": {"event": "view"}}
    for _ in range(30):
        raw = {"not": raw}
    with pytest.raises(StayflowError, match="nested deeper than 20 levels"):
        parse_condition(raw)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"steps": [{"event": "view"}]}, "sequence.steps: expected 2 to 10 steps, got 1"),
        ({"steps": [{"event": "view"}, {"evnt": "purchase"}]}, "sequence.steps[1]"),
        ({"steps": [{"event": "view"}] * 2, "within": "400d"}, "sequence.within: at most 366 days"),
        ({"steps": [{"event": "view"}] * 2, "within": "soon"}, "sequence.within"),
        ({"steps": [{"event": "view"}] * 2, "gap": "1h"}, "sequence.gap"),
        ({"steps": [{"event": "view"}] * 2, "without": {"event": 7}}, "sequence.without.event"),
    ],
)
def test_a_sequence_that_cannot_be_read_is_named_with_its_place(body: dict, said: str) -> None:
    with pytest.raises(StayflowError) as refused:
        parse_condition({"sequence": body})
    assert str(refused.value).startswith(said)


def test_events_by_name_are_a_set() -> None:
    one, two = (
        parse_condition({"did": {"event": names}})
        for names in (["view", "purchase", "view"], ["purchase", "view"])
    )
    assert isinstance(one, Behaviour)
    assert one == two


def test_a_point_in_words_is_the_point_in_parts() -> None:
    words, parts = (
        parse_condition({"did": {"event": "view", "within": {"since": point, "for": "30d"}}})
        for point in (
            "7d after first purchase",
            {"first": {"event": "purchase"}, "after": "7d"},
        )
    )
    assert words == parts


class Loop:
    """A facet whose definition names the facet again."""

    name = "loop"

    def parse(self, raw: object, path: str) -> object:
        return str(raw)

    def definition(self, clause: object) -> dict:
        return {"all": [{"did": {"event": "view"}}, {"loop": clause}]}

    def people_sql(self, clause: object, scope: Scope, binder: Binder) -> str:
        raise AssertionError

    def describe(self, clause: object, lang: Lang) -> str:
        return "loop"

    def editor(self, clause: JsonObject) -> FacetEditor:
        raise AssertionError


def test_a_condition_defined_by_itself_is_refused() -> None:
    facets: Registry[Facet] = Registry("condition")
    facets.register("loop", Loop())
    tree = parse_condition({"any": [{"loop": "a"}]}, facets=facets)
    assert isinstance(tree, Group)
    with pytest.raises(StayflowError, match="defined by itself") as refused:
        compile_people(tree, WORLD.scope(facets=facets))
    assert (refused.value.code, refused.value.path) == (
        "condition_cycle",
        "any[0].loop.all[1].loop",
    )
