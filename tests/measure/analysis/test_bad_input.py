"""What people ask by mistake, asked of every kind: a clear error with its place, or an answer that is bounded."""

from collections.abc import Callable, Iterator
from contextvars import copy_context
from datetime import timedelta
from typing import Any

import pytest

from stayflow.kernel.errors import InvalidInput
from stayflow.measure.analysis import ANALYSES, TooMuchAsked
from stayflow.stores.errors import QueryTooLarge
from stayflow.stores.warehouse import Bounds, Gate, Reading, read_as
from tests.measure.analysis.questions import QUESTIONS, RANGE, WHO, X
from tests.measure.world import Happened, World

KINDS = {
    question["kind"]: {key: value for key, value in question.items() if key not in {"by", "top"}}
    for question in reversed(QUESTIONS.values())
} | {"overlap": QUESTIONS["overlap"]}
WITHOUT_EVENTS = {"stage", "status", "overlap", "formula", "pool"}
"""Kinds that name no event: they are about everything, or about what is saved."""
UNFILTERED = {"stage", "status", "overlap", "pool", "rfm", "value"}
UNSPLIT = {
    "stickiness",
    "revenue",
    "status",
    "rfm",
    "stage",
    "value",
    "virality",
    "web",
    "formula",
    "overlap",
    "heatmap",
}
READ_LITTLE = {"overlap", "stage", "status", "stickiness"}
"""What they count was counted before, in bitmaps of days or in lists: none has ten rows here."""
COMPARED = {
    *("trend", "funnel", "retention", "path", "interval", "session", "web", "distribution"),
    *("ltv", "voice", "pool", "attribution", "formula"),
}
WRONG = (
    {},
    [],
    [[]],
    "",
    "x" * 5000,
    -1,
    1.5,
    10**30,
    True,
    [None],
    {"last": "9999999d"},
    "9999-12-31",
)
"""What stands where something else belongs."""
ANYWHERE = ("lang", "precision", "range", "filter", "people", "by", "top", "compare", "per", "who")
MESSAGE_MAX = 1100
VALUES = 200
ANSWER_MAX = 60_000


@pytest.fixture(scope="module")
def world(world_in) -> World:
    """Two hundred categories, one of each more than of the next."""
    world = world_in("Asia/Shanghai")
    start = world.now - timedelta(days=20)
    return world.fill(
        Happened(
            name, person, start + timedelta(minutes=n), {"category": f"c{person}", "amount": 3}
        )
        for person in range(1, VALUES + 1)
        for n, name in enumerate(("a", "b", "buy"))
    )


def places(node: Any, path: str = "") -> Iterator[tuple[str, dict]]:
    """Every object of a question that names one event, with the path of that name."""
    if isinstance(node, dict):
        if isinstance(node.get("event"), str) and node["event"] != "*":
            yield f"{path}.event".lstrip("."), node
        for key, value in node.items():
            yield from places(value, f"{path}.{key}".lstrip("."))
    if isinstance(node, list):
        for index, value in enumerate(node):
            yield from places(value, f"{path}[{index}]")


def copied(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: copied(value) for key, value in node.items()}
    return [copied(each) for each in node] if isinstance(node, list) else node


def refused(world: World, question: dict) -> tuple[str, str | None, str]:
    with pytest.raises(InvalidInput) as caught:
        world.ask(**question)
    return caught.value.code, caught.value.path, caught.value.message


def test_every_kind_is_asked():
    assert KINDS.keys() == set(ANALYSES.names())


@pytest.mark.parametrize("kind", sorted(set(KINDS) - WITHOUT_EVENTS))
def test_an_unknown_event_is_named_with_the_nearest(world, kind):
    for number, (path, _) in enumerate(places(KINDS[kind])):
        question = copied(KINDS[kind])
        _, node = list(places(question))[number]
        node["event"] = "bui"
        code, where, said = refused(world, question)
        assert (code, where) == ("unknown_event", path)
        assert "did you mean buy?" in said


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_an_unknown_property_is_named_with_the_nearest(world, kind):
    code, where, said = refused(world, {**KINDS[kind], "filter": {**X, "property": "categry"}})
    if kind in UNFILTERED:
        assert (code, where) == ("unsupported", "filter")
    else:
        assert (code, where) == ("unknown_property", "filter.property")
        assert "did you mean category?" in said


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_range_that_ends_before_it_begins(world, kind):
    asked = {**KINDS[kind], "range": {"from": "2026-03-31", "to": "2026-03-01"}}
    assert refused(world, asked)[:2] == ("window_invalid", "range")


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"overlap"}))
def test_ten_years_are_bounded(world, kind):
    asked = {**KINDS[kind], "range": {"from": "2016-04-01", "to": "2026-04-01"}}
    if "per" in asked:
        asked["per"] = "week" if kind == "stickiness" else "day"
    assert bounded(world, asked)


def bounded(world: World, asked: dict) -> bool:
    """True when the answer has an end, or is refused for its length."""
    try:
        result = world.ask(**asked)
    except TooMuchAsked as error:
        return error.path in {"per", "range"}
    return size(result) < ANSWER_MAX


def size(node: Any) -> int:
    """How many values an answer holds."""
    if isinstance(node, dict):
        return sum(size(each) for each in node.values())
    return sum(size(each) for each in node) if isinstance(node, list) else 1


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_two_hundred_values_are_the_leading_ones_and_the_rest(world, kind):
    asked = {**KINDS[kind], "range": RANGE, "by": [{"property": "category"}], "top": 5}
    if kind == "overlap":
        del asked["range"]
    if kind in UNSPLIT:
        assert refused(world, asked)[:2] == ("unsupported", "by")
        return
    result = world.ask(**without_filters(asked))
    groups = next(result[name] for name in ("groups", "credits", "series") if result.get(name))
    assert 1 < len(groups) <= 6
    if kind != "path":  # each group is drawn by itself: the largest are
        assert [each["is_other"] for each in groups].count(True) == 1
    assert refused(world, {**asked, "top": 51})[:2] == ("too_much_asked", "top")
    unknown = {**asked, "by": [{"property": "categry"}]}
    code, where, said = refused(world, unknown)
    assert (code, where) == ("unknown_property", "by[0].property")
    assert "did you mean category?" in said


@pytest.mark.parametrize("kind", sorted(set(KINDS) - READ_LITTLE))
def test_a_question_that_would_read_too_much_is_refused(world, kind):
    """By the engine, in the middle of it: and what it says is to narrow the question."""
    bounds = Bounds(seconds=60, memory_bytes=1_000_000_000, rows=10, at_once=2)
    few = Reading(bounds=bounds, gate=Gate())

    def ask() -> None:
        read_as(few)
        world.ask(**{**KINDS[kind], "range": RANGE})

    with pytest.raises(QueryTooLarge, match="shorter range"):
        copy_context().run(ask)
    world.ask(**{**KINDS[kind], "range": RANGE})


@pytest.mark.parametrize("kind", sorted(COMPARED))
def test_what_is_compared_is_compared_with_whole_days_that_are_there(world, kind):
    asked = {**KINDS[kind], "range": RANGE}
    for compare, code in (
        ("last_year", "malformed"),
        ({"from": "2026-01-31", "to": "2026-01-01"}, "window_invalid"),
        ({"from": "2026-01-01"}, "query_invalid"),
    ):
        found, where, _ = refused(world, {**asked, "compare": compare})
        assert (found, where) == (code, "compare")
    hours = {**asked, "range": {"last": "6h"}, "compare": "previous"}
    assert refused(world, hours)[:2] == ("unsupported", "compare")


def spots(node: Any) -> Iterator[tuple[Any, ...]]:
    """The way to every part of a question."""
    pairs = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in pairs:
        yield (key,)
        if isinstance(value, dict | list):
            yield from ((key, *rest) for rest in spots(value))


def put(node: Any, spot: tuple[Any, ...], value: Any) -> Any:
    """A copy with another value in one spot."""
    whole = here = copied(node)
    for key in spot[:-1]:
        here = here[key]
    here[spot[-1]] = value
    return whole


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_anything_anywhere_is_answered_or_refused(world, name):
    """Each part of the question and of what points at its people is once something of another type."""
    asked = QUESTIONS[name]
    for number, spot in enumerate([*spots(asked), *((field,) for field in ANYWHERE)]):
        for value in (WRONG[number % len(WRONG)], WRONG[(number * 5 + 3) % len(WRONG)]):
            answered_or_refused(lambda wrong: world.ask(**wrong), put(asked, spot, value))
    for pointer in WHO.get(name, ()):
        for number, spot in enumerate([*spots(pointer), ("of",), ("t",), ("by",), ("end",)]):
            wrong = put(pointer, spot, WRONG[(number * 3 + len(name)) % len(WRONG)])
            answered_or_refused(lambda who: world.who(who, **asked), wrong)


@pytest.mark.parametrize(
    ("name", "change", "path"),
    [
        *(("trend_count", {"range": value}, "range") for value in ({}, [], "", 0, False)),
        *(("trend_count", {"people": value}, "people") for value in ([], "", 0, False)),
        *(("trend_count", {"formulas": value}, "formulas") for value in ({}, "", 0)),
        ("trend_count", {"formulas": [{"formula": "A", "name": ""}]}, "formulas[0].name"),
        ("funnel", {"steps": [{"event": "a"}, {"event": "b", "or": {}}]}, "steps[1].or"),
        ("funnel", {"steps": [{"event": "a", "name": 0}, {"event": "b"}]}, "steps[0].name"),
        *(("ltv", {"acquired": value}, "acquired") for value in ([], "", 0)),
    ],
)
def test_what_is_written_wrongly_is_not_taken_for_nothing(world, name, change, path):
    assert refused(world, {**QUESTIONS[name], **change})[1] == path


@pytest.mark.parametrize(
    ("name", "who", "path"),
    [
        ("interval_split", {"of": "waiting", "by": {"category": "x"}}, "who.by"),
        ("interval", {"of": "waiting", "from": 1}, "who.from"),
        ("distribution", {"of": "without", "to": 5}, "who.to"),
        ("status", {"from": "new", "to": "kept", "t": "2026-03-01"}, "who.t"),
        ("status", {"from": "new"}, "who.to"),
        ("stage", {"stage": "growth", "to": "growth"}, "who.to"),
        ("rfm", {"class": "important_value", "from": "important_value"}, "who.from"),
        ("rfm", {"f": 1, "class": "important_value"}, "who.class"),
        ("value", {"stage": "high", "top": 5}, "who.top"),
        ("value", {"top": 5, "to": "high"}, "who.to"),
        ("path", {"level": 0, "from": "a", "to": "b", "name": "b"}, "who.name"),
        ("path", {"level": 1, "name": "b", "again": True}, "who.again"),
        ("attribution", {"by": {"category": "x"}, "of": "pending"}, "who.of"),
        ("web_told", {"word": "milk", "t": "2026-03-01"}, "who.t"),
        ("web", {"of": "live", "value": "/x"}, "who.value"),
        ("web", {"source": "x", "value": "/x"}, "who.value"),
        *(
            ("voice", {"by": {"category": value, "city": None}}, "who.by.category")
            for value in ({}, [], ["x"], True)
        ),
    ],
)
def test_a_pointer_whose_parts_do_not_go_together_lists_nobody(world, name, who, path):
    with pytest.raises(InvalidInput) as caught:
        world.who(who, **QUESTIONS[name])
    assert caught.value.path == path


def answered_or_refused(ask: Callable[[dict], object], wrong: dict) -> None:
    try:
        ask(wrong)
    except InvalidInput as error:
        told = (error.code, error.path, len(error.message) < MESSAGE_MAX)
    else:
        told = ("answered", "", True)
    assert all(part is not None for part in told), (told, wrong)
    assert told[2], (told, wrong)


def without_filters(node: Any) -> Any:
    """The question over all categories."""
    if isinstance(node, dict):
        return {
            key: without_filters(value)
            for key, value in node.items()
            if key not in {"where", "filter"}
        }
    return [without_filters(each) for each in node] if isinstance(node, list) else node
