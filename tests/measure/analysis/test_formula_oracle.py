"""Formulas of saved metrics computed again in plain Python, many worlds at once; a world is a city of the people."""

import ast
import operator
from dataclasses import dataclass, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from stayflow.language.formula import names_in, parse_formula
from stayflow.measure.analysis import answer_query, who_people
from tests.examples import examples
from tests.measure.analysis.buyers import DAY, HOUR, PLACES, begin_of
from tests.measure.analysis.test_trend_oracle import first_of, moved
from tests.measure.world import Happened, World
from tests.measure.worlds import ANCHORS, packs

SECONDS = (0, 1, 21 * HOUR, DAY - 1, DAY, 2 * DAY, 3 * DAY, 4 * DAY, 5 * DAY, 9 * DAY)
X = {"property": "category", "op": "eq", "value": "x"}
METRICS = {
    "times": {"metric": {"event": "a"}},
    "people": {"metric": {"event": "a", "aggregate": "people"}},
    "money": {"metric": {"event": "*", "aggregate": {"sum": "amount"}}},
    "mean": {"metric": {"event": ["a", "b"], "aggregate": {"avg": "amount"}}},
    "红": {"metric": {"event": "b"}, "filter": X},
    "fans": {"metric": {"event": "b", "aggregate": "people"}, "people": {"did": {"event": "a"}}},
}
FORMULAS = {"ratio": "money / people", "deep": "(ratio - mean) * fans"}
SAVED = METRICS | {name: {"formula": text} for name, text in FORMULAS.items()}
SIGNS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
TEXTS = st.recursive(
    st.sampled_from([*SAVED, *METRICS, "2", "0", "0.5"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(" ".join),
        st.tuples(inner, st.sampled_from("+-*/"), inner).map("".join),
        inner.map("({})".format),
        inner.map("-{}".format),
    ),
    max_leaves=6,
).filter(lambda text: any(name in text for name in SAVED))


def value_of(node: ast.AST, numbers: dict[str, float | None]) -> float | None:
    """What Python's own reading of a formula comes to; None where a number is missing, or divided by zero."""
    match node:
        case ast.Constant(number):
            return number
        case ast.Name(name) if name in FORMULAS:
            return value_of(ast.parse(FORMULAS[name], mode="eval").body, numbers)
        case ast.Name(name):
            return numbers[name]
        case ast.UnaryOp(ast.USub(), inner):
            found = value_of(inner, numbers)
            return None if found is None else -found
        case ast.BinOp(left, sign, right):
            first, second = value_of(left, numbers), value_of(right, numbers)
            if first is None or second is None or (isinstance(sign, ast.Div) and second == 0):
                return None
            return SIGNS[type(sign)](first, second)
        case _:
            raise AssertionError(node)


@dataclass(frozen=True)
class Town:
    """The people of one world and what they did."""

    events: list[Happened]
    merges: dict[int, int]

    def person(self, event: Happened) -> int:
        return self.merges.get(event.person, event.person)

    def numbers(self, since, until) -> dict[str, float | None]:
        """Every saved metric over one stretch of time."""
        inside = [e for e in self.events if since <= e.at < until]
        names = {name: [e for e in inside if e.name == name] for name in "ab"}
        amounts = [e.properties["amount"] for e in inside if "amount" in e.properties]
        return {
            "times": len(names["a"]),
            "people": len({self.person(e) for e in names["a"]}),
            "money": sum(amounts),
            "mean": sum(amounts) / len(amounts) if amounts else None,
            "红": sum(e.properties.get("category") == "x" for e in names["b"]),
            "fans": len(self.fans(names["b"])),
        }

    def fans(self, some: list[Happened]) -> set[int]:
        ever = {self.person(e) for e in self.events if e.name == "a"}
        return {self.person(e) for e in some} & ever


def ask(world: World, **question):
    scope = replace(world.scope, metrics=lambda: SAVED)
    answer = answer_query(question, scope=scope, warehouse=world.warehouse)
    return msgspec.json.decode(msgspec.json.encode(answer.result))["series"]


def people_of(world: World, metric: str, **question) -> set[int]:
    scope = replace(world.scope, metrics=lambda: SAVED)
    asked = {**question, "who": {"metric": metric}}
    statement = who_people(asked, scope=scope, warehouse=world.warehouse)
    rows = world.warehouse.query(statement.sql, statement.parameters).rows
    assert len(rows) == len(set(rows))
    return {person for (person,) in rows}


def stretches(days, per: str, world: World) -> list[tuple]:
    """The periods of a range, the first and the last perhaps cut."""
    begin, end = begin_of(days[0], world.zone), begin_of(days[1] + timedelta(days=1), world.zone)
    if per == "none":
        return [(begin, end)]
    start, found = first_of(begin, per, world.zone), []
    while start < end and start <= world.now:
        following = moved(start, per, 1, world.zone)
        found.append((max(begin, start), min(end, following)))
        start = following
    return found


def near(values: list[float | None]):
    return [None if v is None else pytest.approx(v, rel=1e-9, abs=1e-9) for v in values]


def check(world: World, town: Town, city: str, drawn: tuple, days: tuple) -> None:
    texts, per, is_compared = drawn
    question = {
        "kind": "formula",
        "formulas": texts,
        "per": per,
        "range": {"from": str(days[0]), "to": str(days[1])},
        "people": {"attribute": {"name": "city", "op": "eq", "value": city}},
    }
    length = days[1] - days[0] + timedelta(days=1)
    shown = ask(world, **question, **({"compare": "previous"} if is_compared else {}))
    for series, text in zip(shown, texts, strict=True):
        tree = ast.parse(text, mode="eval").body

        def expected(first, last, tree=tree):
            periods = stretches((first, last), per, world)
            return near([value_of(tree, town.numbers(*each)) for each in periods])

        assert [point["value"] for point in series["points"]] == expected(*days), (text, per)
        if is_compared:
            before = expected(days[0] - length, days[1] - length)
            assert [point["value"] for point in series["previous"]] == before, (text, per)
    whole = stretches(days, "none", world)[0]
    inside = [e for e in town.events if whole[0] <= e.at < whole[1]]
    lists = {
        "people": {town.person(e) for e in inside if e.name == "a"},
        "fans": town.fans([e for e in inside if e.name == "b"]),
    }
    named = {name for text in texts for name in names_in(parse_formula(text))}
    for name in named & set(lists):
        assert people_of(world, name, **question) == lists[name], (name, texts)


@pytest.mark.parametrize("where", PLACES)
def test_agrees_with_computing_by_hand(world_in, where):
    anchor = ANCHORS[where]
    day = anchor.astimezone(ZoneInfo(where)).date()
    days = (day - timedelta(days=2), day + timedelta(days=2))

    @settings(max_examples=examples(2), phases=(Phase.explicit, Phase.generate), deadline=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(
        pack=packs(("a", "b"), anchor, seconds=SECONDS, size=16, count=4),
        drawn=st.lists(
            st.tuples(
                st.lists(TEXTS, min_size=3, max_size=3, unique=True),
                st.sampled_from(["none", "day", "day", "week"]),
                st.booleans(),
            ),
            min_size=4,
            max_size=4,
        ),
    )
    def agrees(pack, drawn):
        world = pack.fill(world_in(where))
        world.now = anchor + timedelta(days=20)
        for number, each in enumerate(drawn):
            town = Town(pack.worlds[number], dict(pack.merges))
            check(world, town, f"w{number}", each, days)

    agrees()
