"""Attribution: published and hand-made examples, and a slow computation from the definitions for everything else."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise, permutations
from math import factorial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stayflow.kernel.errors import InvalidInput
from stayflow.language.window import midnight
from stayflow.measure.analysis import answer_query
from stayflow.measure.analysis.kinds.attribution.markov import LOST, START, WON, removal_shares
from stayflow.understand.value import AcquisitionCost
from tests.measure.conftest import ZONES
from tests.measure.world import Happened, World

NOON = datetime(2026, 3, 3, 4, tzinfo=UTC)
MODELS = [
    "linear", "first", "last", "last_non_direct", "position", "time_decay", "shapley", "markov",
]  # fmt: skip
QUESTION = {
    "kind": "attribution",
    "range": {"from": "2026-03-01", "to": "2026-03-31"},
    "touch": {"event": "a"},
    "conversion": {"event": "buy"},
    "amount": "amount",
    "lookback": "5d",
    "by": {"property": "category"},
}


def touch(person: int, value: str, hours: float) -> Happened:
    return Happened("a", person, NOON + timedelta(hours=hours), {"category": value})


def buy(person: int, hours: float, amount: float = 10) -> Happened:
    return Happened("buy", person, NOON + timedelta(hours=hours), {"amount": amount})


def credits_of(world: World, model: str, **changed) -> dict[str | None, float]:
    result = world.ask(**{**QUESTION, "model": model, **changed})
    return {
        each["by"]["category"]: round(each["conversions"], 9)
        for each in result["credits"]
        if each["conversions"]
    }


# Examples.


def test_the_usual_example_of_a_removal_effect(shanghai):
    """C1 > C2 > C3 converts, C1 does not, C2 > C3 does not: a third converts, of which half is lost without C1.

    The example by which the model of Anderl et al. is usually taught; its credits are 0.2, 0.4 and 0.4.
    """
    shanghai.fill(
        [
            *(touch(1, value, hours) for hours, value in enumerate(("c1", "c2", "c3"))),
            buy(1, 3),
            touch(2, "c1", 0),
            touch(3, "c2", 0),
            touch(3, "c3", 1),
        ]
    )
    assert credits_of(shanghai, "markov") == {"c1": 0.2, "c2": 0.4, "c3": 0.4}


def test_shares_of_a_chain_with_a_loop():
    """From 1 a half goes on to 2, from 2 a half goes back to 1: both are on every path that wins."""
    chain = {(START, 1): 2, (1, 2): 2, (1, LOST): 2, (2, 1): 2, (2, WON): 2}
    assert removal_shares(chain) == pytest.approx({1: 0.5, 2: 0.5})
    assert removal_shares({(START, 1): 1, (1, LOST): 1}) == {}


def test_shapleys_unanimity_game(shanghai):
    """Shapley (1953): who is needed for the worth shares it equally, the others get nothing."""
    shanghai.fill(
        [touch(1, "x", 0), touch(1, "y", 1), touch(1, "x", 2), touch(2, "z", 0), buy(1, 3)]
    )
    assert credits_of(shanghai, "shapley") == {"x": 0.5, "y": 0.5}


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("first", {"x": 1}),
        ("last", {None: 1}),
        ("last_non_direct", {"y": 1}),
        ("linear", {"x": 0.5, "y": 0.25, None: 0.25}),
        ("position", {"x": 0.5, "y": 0.1, None: 0.4}),
        ("shapley", {"x": 0.333333333, "y": 0.333333333, None: 0.333333333}),
    ],
)
def test_each_model_on_one_path(shanghai, model, expected):
    shanghai.fill(
        [touch(1, "x", 0), touch(1, "x", 1), touch(1, "y", 2), touch(1, "", 3), buy(1, 4)]
    )
    assert credits_of(shanghai, model) == expected


def test_somebody_with_thousands_of_touches_and_conversions(shanghai):
    """Two thousand of each, every touch on the path of all later conversions: two million pairs are not written out."""
    size = 2000
    shanghai.fill(
        [
            each
            for n in range(size)
            for each in (touch(1, "xy"[n % 2], n / 60), buy(1, (n + 0.5) / 60))
        ]
    )
    assert credits_of(shanghai, "first") == {"x": size}
    assert credits_of(shanghai, "last") == {"x": size / 2, "y": size / 2}
    of_x = sum((n // 2 + n % 2) / n for n in range(1, size + 1))
    linear = credits_of(shanghai, "linear")
    assert linear == pytest.approx({"x": of_x, "y": size - of_x})
    for model in ("position", "time_decay", "markov"):
        assert sum(credits_of(shanghai, model).values()) == pytest.approx(size)


def test_a_half_life_halves(shanghai):
    shanghai.fill([touch(1, "x", 0), touch(1, "y", 24), buy(1, 30)])
    shares = credits_of(shanghai, "time_decay", half_life="1d")
    assert shares == {"x": 0.333333333, "y": 0.666666667}
    shares = credits_of(shanghai, "time_decay", half_life="1s")
    assert shares == {"y": 1}


def test_shares_of_the_ends_can_be_chosen(shanghai):
    shanghai.fill([touch(1, "x", 0), touch(1, "y", 1), touch(1, "z", 2), buy(1, 3)])
    position = {"first": 0.5, "last": 0}
    assert credits_of(shanghai, "position", position=position) == {"x": 0.5, "y": 0.5}
    shanghai.fill([touch(1, "x", 0), touch(1, "z", 2), buy(1, 3)])
    assert credits_of(shanghai, "position", position=position) == {"x": 1}


def test_the_look_back_includes_its_end_and_reaches_before_the_range(shanghai):
    days = 24 * 5
    shanghai.fill([touch(1, "x", -days), touch(1, "y", -days - 0.001), buy(1, 0)])
    assert credits_of(shanghai, "linear") == {"x": 1}


def test_equal_times_follow_the_order_of_arrival(shanghai):
    shanghai.fill([touch(1, "x", 0), buy(1, 0), touch(1, "y", 0)])
    assert credits_of(shanghai, "last") == {"x": 1}
    shanghai.fill([touch(1, "y", 0), touch(1, "x", 0), buy(1, 0)])
    assert credits_of(shanghai, "last") == {"x": 1}
    asked = {**QUESTION, "model": "last", "beside": ["markov"]}
    found = shanghai.ask(**asked)
    for bits in (27, 28, 29, 30):
        assert shanghai.ask_among(1 << bits, **asked) == found


def test_an_event_that_is_both_is_no_touch_of_itself(shanghai):
    both = {"touch": {"event": "buy"}}
    shanghai.fill([buy(1, 0), buy(1, 1)])
    result = shanghai.ask(**{**QUESTION, **both, "model": "last"})
    assert (result["conversions"], result["untouched"]) == (2, 1)


def test_what_may_still_convert_is_pending(shanghai):
    """Of the chain only what is over: the look-back of person 2 is not."""
    recent = (shanghai.now - NOON) / timedelta(hours=1)
    shanghai.fill(
        [touch(1, "x", 0), buy(1, 1), touch(2, "x", recent - 24 * 5), touch(3, "x", 2), buy(9, 2)]
    )
    question = {**QUESTION, "range": {"last": "60d"}, "model": "markov"}
    result = shanghai.ask(**question)
    assert (result["pending"], result["conversions"], result["untouched"]) == (1, 2, 1)
    assert shanghai.who({"of": "pending"}, **question) == {2}
    assert shanghai.who({"of": "untouched"}, **question) == {9}
    assert shanghai.who({}, **question) == {1, 9}


def test_values_beyond_the_leading_ones_are_other(shanghai):
    shanghai.fill(
        [event for n in range(1, 5) for event in (touch(n, f"v{n}", 0), buy(n, n))]
        + [touch(1, "v1", 3), buy(1, 4)]
    )
    question = {**QUESTION, "model": "linear", "beside": ["first"], "top": 1}
    result = shanghai.ask(**question)
    rest = result["credits"][1]
    assert (rest["by"], rest["is_other"]) == ({"category": "other"}, True)
    assert (rest["conversions"], rest["people"]) == (pytest.approx(3), 3)
    assert [each["conversions"] for each in result["beside"][0]["credits"]] == [2, 3]
    assert shanghai.who({"by": {"category": "other"}, "is_other": True}, **question) == {2, 3, 4}
    assert shanghai.who({"by": {"category": "v1"}}, **question) == {1}


def test_of_many_values_the_rarest_are_one(shanghai):
    """More than are told apart: nobody's credit is lost."""
    many = [each for n in range(205) for each in (touch(n, f"v{n}", 0), buy(n, 1))]
    shanghai.fill([*many, touch(1, "v1", 0.5)])
    result = shanghai.ask(**{**QUESTION, "model": "last", "beside": ["markov"], "top": 2})
    assert [each["conversions"] for each in result["credits"]] == [1, 1, 203]
    assert result["credits"][2]["people"] == 203
    assert sum(each["conversions"] for each in result["beside"][0]["credits"]) == pytest.approx(205)


def test_two_properties_tell_touches_apart(shanghai):
    first = touch(1, "x", 0)
    shanghai.fill(
        [replace(first, properties={"category": "x", "invoice": "m"}), touch(1, "x", 1), buy(1, 2)]
    )
    by = [{"property": "category"}, {"property": "invoice"}]
    result = shanghai.ask(**{**QUESTION, "by": by, "model": "first"})
    assert result["credits"][0]["by"] == {"category": "x", "invoice": "m"}
    assert shanghai.who({"by": {"category": "x", "invoice": None}}, **{**QUESTION, "by": by, "model": "last"}) == {1}  # fmt: skip


def test_costs_are_spread_over_the_days_of_their_month(shanghai):
    """Of 310 in March, 100 fall on its first ten days."""
    shanghai.fill([touch(1, "x", 0), buy(1, 1, 250), touch(2, "x", 0), buy(2, 1, 150)])
    costs = [
        AcquisitionCost("x", date(2026, 3, 1), Decimal(310)),
        AcquisitionCost("x", date(2026, 4, 1), Decimal(310)),
    ]
    scope = replace(shanghai.scope, costs=lambda: costs)
    question = {**QUESTION, "range": {"from": "2026-03-01", "to": "2026-03-10"}, "model": "first"}
    result = answer_query(question, scope=scope, warehouse=shanghai.warehouse).result
    (line,) = result.credits
    assert (line.cost, line.cpa, line.roas) == (pytest.approx(100), pytest.approx(50), pytest.approx(4))  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "code", "path"),
    [
        ({"model": "magic"}, "malformed", "model"),
        ({"beside": ["first", "linear"]}, "query_invalid", "beside"),
        ({"lookback": "400d"}, "too_much_asked", "lookback"),
        ({"position": {"first": 0.7, "last": 0.7}}, "query_invalid", "position"),
        ({"touch": {"event": "aa"}}, "unknown_event", "touch.event"),
        ({"amount": "amuont"}, "unknown_property", "amount"),
        ({"who": {"by": {}}}, "unknown_cell", "who.by"),
    ],
)
def test_mistakes_name_their_place(shanghai, changed, code, path):
    shanghai.fill([touch(1, "x", 0)])
    question = {**QUESTION, "model": "linear", **changed}
    with pytest.raises(InvalidInput) as caught:
        if "who" in question:
            shanghai.who(question.pop("who"), **question)
        else:
            shanghai.ask(**question)
    assert (caught.value.code, caught.value.path) == (code, path)


# The slow reference, from the definitions.

LOOKBACK, HALF_LIFE = timedelta(days=5), timedelta(days=2)
FIRST, LAST = date(2026, 3, 20), date(2026, 4, 10)


def journeys_of(world: World, mark: str):
    """By person, in order: what happened, when, its value, and what it is worth."""
    found: dict[int, list[Happened]] = {}
    for event in sorted(world.events, key=lambda each: each.at):  # stable: arrival decides
        if event.properties["invoice"] == mark:
            found.setdefault(world.person(event.person), []).append(event)
    return found


def is_touch(event: Happened) -> bool:
    return event.name in {"a", "b"}


def is_conversion(event: Happened) -> bool:
    return event.name in {"buy", "b"}


def paths_of(world: World, mark: str):
    """Conversions of the range as (person, event, touches); lost runs; how many are pending."""
    start, end = midnight(FIRST, world.zone), midnight(LAST + timedelta(days=1), world.zone)
    won, lost, pending = [], [], set()
    for person, events in journeys_of(world, mark).items():
        run: list[Happened] = []
        runs = [run]
        for n, event in enumerate(events):
            if is_conversion(event) and start <= event.at < end:
                touches = [e for e in events[:n] if is_touch(e) and event.at - e.at <= LOOKBACK]
                won.append((person, event, touches))
            converts = any(
                is_conversion(e) and e.at - event.at <= LOOKBACK for e in events[n + 1 :]
            )
            if is_touch(event) and start <= event.at < end and not converts:
                if run and event.at - run[-1].at > LOOKBACK:
                    run = []
                    runs.append(run)
                run.append(event)
        for each in runs:
            if each and each[-1].at + LOOKBACK >= world.now:
                pending.add(person)
            elif each:
                lost.append(each)
    return won, lost, pending


def value_of(event: Happened) -> str:
    return event.properties["category"] or ""


def weights_of(model: str, touches: list[Happened], at: datetime) -> list[float]:
    size = len(touches)
    known = [n for n, each in enumerate(touches) if value_of(each) not in {"", "direct"}]
    all_to = {"first": 0, "last": size - 1, "last_non_direct": known[-1] if known else size - 1}
    if model in all_to:
        return [float(n == all_to[model]) for n in range(size)]
    if model == "time_decay":
        parts = [0.5 ** ((at - each.at) / HALF_LIFE) for each in touches]
        return [part / sum(parts) for part in parts]
    if model == "linear" or size < 3:
        return [1 / size] * size
    assert model == "position"
    return [0.4, *[0.2 / (size - 2)] * (size - 2), 0.4]


def shapley_of(sets: list[frozenset[str]]) -> dict[str, float]:
    """The mean, over all orders in which values may come, of what each adds to the conversions within reach."""
    players = sorted(set().union(*sets))
    found: Counter[str] = Counter()
    for order in permutations(players):
        here: set[str] = set()
        for player in order:
            before = sum(each <= here for each in sets)
            here.add(player)
            found[player] += sum(each <= here for each in sets) - before
    return {player: found[player] / factorial(len(players)) for player in players}


def chance_of(chain: Counter, without: str | None) -> Fraction:
    """The chance to get from START to WON when everything that reaches `without` is lost."""
    states = sorted({a for a, _ in chain} - {without}, key=str)
    totals = Counter()
    for (a, _), count in chain.items():
        totals[a] += count
    rows = [
        [Fraction(int(a == b)) - Fraction(chain[a, b], totals[a]) for b in states]
        + [Fraction(chain[a, "WON"], totals[a])]
        for a in states
    ]
    for n in range(len(states)):
        pivot = next(m for m in range(n, len(states)) if rows[m][n])
        rows[n], rows[pivot] = rows[pivot], rows[n]
        rows[n] = [cell / rows[n][n] for cell in rows[n]]
        for m in range(len(states)):
            if m != n and rows[m][n]:
                rows[m] = [x - rows[m][n] * y for x, y in zip(rows[m], rows[n], strict=True)]
    return rows[states.index("START")][-1] if "START" in states else Fraction(0)


def markov_of(won, lost) -> dict[str, float]:
    chain: Counter = Counter()
    for touches, end in [*((touches, "WON") for _, _, touches in won if touches), *((run, "LOST") for run in lost)]:  # fmt: skip
        states = ["START", *(f"={value_of(each)}" for each in touches), end]
        chain.update(pairwise(states))
    whole = chance_of(chain, None)
    if not whole:
        return {}
    values = {a for a, _ in chain} - {"START"}
    effects = {each: 1 - chance_of(chain, each) / whole for each in values}
    touched = sum(bool(touches) for _, _, touches in won)
    return {each[1:]: float(effect / sum(effects.values()) * touched) for each, effect in effects.items()}  # fmt: skip


def expected_of(model: str, won, lost) -> dict[str, float]:
    if model == "markov":
        return markov_of(won, lost)
    if model == "shapley":
        return shapley_of([frozenset(map(value_of, touches)) for _, _, touches in won if touches])
    found: Counter[str] = Counter()
    for _, event, touches in (each for each in won if each[2]):
        for each, weight in zip(touches, weights_of(model, touches, event.at), strict=True):
            found[value_of(each)] += weight
    return dict(found)


EVENTS = st.lists(
    st.builds(
        lambda person, name, value, steps, amount: (person, name, value, steps, amount),
        st.integers(1, 4),
        st.sampled_from(["a", "a", "a", "b", "buy", "buy", "view"]),
        st.sampled_from(["x", "y", "z", "", "direct", None]),
        st.integers(0, 60),
        st.sampled_from([None, 1, 2.5]),
    ),
    max_size=14,
)


def check(world: World, mark: str) -> None:
    question = {
        **QUESTION, "range": {"from": FIRST.isoformat(), "to": LAST.isoformat()}, "touch": {"event": ["a", "b"]},
        "conversion": {"event": ["buy", "b"]}, "half_life": "2d", "model": MODELS[0], "beside": MODELS[1:],
        "filter": {"property": "invoice", "op": "eq", "value": mark},
    }  # fmt: skip
    won, lost, pending = paths_of(world, mark)
    result = world.ask(**question)
    assert result["conversions"] == len(won)
    assert result["untouched"] == sum(not touches for _, _, touches in won)
    assert result["people"] == len({person for person, _, _ in won})
    assert result["value"] == sum(event.properties["amount"] or 0 for _, event, _ in won)
    lines = {MODELS[0]: result["credits"]}
    lines |= {each["model"]: each["credits"] for each in result["beside"]}
    for model in MODELS:
        found = {each["by"]["category"] or "": each["conversions"] for each in lines[model]}
        expected = expected_of(model, won, lost)
        for value in {*found, *expected}:
            assert found.get(value, 0) == pytest.approx(expected.get(value, 0), abs=1e-9), model
        whole = sum(found.values()) + result["untouched"]
        assert whole == pytest.approx(len(won)), model  # the law
        worth = sum(each["value"] for each in lines[model]) + result["untouched_value"]
        assert worth == pytest.approx(result["value"]), model
    assert world.who({"of": "pending"}, **question) == pending
    without = {person for person, _, touches in won if not touches}
    assert world.who({"of": "untouched"}, **question) == without
    assert result["untouched_people"] == len(without)  # as the chain has it
    by_rules = world.ask(**{**question, "beside": []})
    assert by_rules["untouched_people"] == len(without)
    assert by_rules["untouched_value"] == result["untouched_value"]
    for line in result["credits"]:
        value = line["by"]["category"]
        behind = {p for p, _, touches in won if (value or "") in map(value_of, touches)}
        assert line["people"] == len(behind)
    if result["credits"]:
        assert world.who({"by": line["by"]}, **question) == behind


@given(
    worlds=st.lists(EVENTS, min_size=5, max_size=5),
    merged=st.booleans(),
    zone=st.sampled_from(ZONES),
    knows_arrivals=st.booleans(),
)
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
def test_agrees_with_the_definitions(world_in, worlds, merged, zone, knows_arrivals):
    """Five worlds at once, told apart by a property; half a day a step, so that ties and ends of windows are met."""
    world = world_in(zone)
    events = [
        Happened(
            name,
            10 * n + person,
            world.now - timedelta(hours=12) * (60 - steps),
            {"category": value, "amount": amount, "invoice": f"w{n}"},
        )
        for n, each in enumerate(worlds)
        for person, name, value, steps, amount in each
    ]
    merges = {10 * n + 4: 10 * n + 1 for n in range(5)} if merged else {}
    world.fill(events, merges)
    world.knows_arrivals = knows_arrivals
    for n in range(len(worlds)):
        check(world, f"w{n}")
