"""Path: cases counted by hand, and a slow walk along every person's events for everything else."""

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stayflow.kernel.errors import InvalidInput
from tests.measure.world import Happened, World

START = datetime(2026, 3, 1, tzinfo=UTC)
RANGE = {"from": "2026-03-01", "to": "2026-03-31"}
FROM_A = {"kind": "path", "range": RANGE, "anchor": {"event": "a"}}


def at(name: str, person: int, seconds: float, **properties) -> Happened:
    return Happened(name, person, START + timedelta(seconds=seconds), properties)


def walked(person: int, names: str, *, every: float = 1) -> list[Happened]:
    """A person who does `names`, a letter a second."""
    return [at(name, person, number * every) for number, name in enumerate(names)]


def nodes_of(answer) -> dict[tuple[int, str], int]:
    return {
        (node["level"], "other" if node["is_other"] else node["name"]): node["people"]
        for node in answer["nodes"]
    }


def links_of(answer) -> dict[tuple[int, str, str], tuple[int, int]]:
    return {
        (link["level"], end_of(link, "from"), end_of(link, "to")): (
            link["people"],
            link["again"],
        )
        for link in answer["links"]
    }


def end_of(link, end: str) -> str | None:
    return "other" if link[f"is_{end}_other"] else link[end]


# The slow reference: the path of every person, from the definition.


def order_of(world: World) -> dict[int, list[Happened]]:
    by_person = defaultdict(list)
    for event in sorted(world.events, key=lambda each: each.at):  # stable: arrival decides
        by_person[world.person(event.person)].append(event)
    return by_person


def paths_of(world: World, question, first, end) -> list[tuple[int, str, tuple, bool]]:
    """(person, side, names from the anchor on, window still open)."""
    way = question["direction"]
    window, depth = timedelta(seconds=int(question["window"][:-1])), question["depth"]
    named_by = question.get("named_by", "event")
    wanted = set(question.get("steps", {"event": ["a", "b", "c", "buy", "view"]})["event"])
    found = []

    def name(event):
        return event.name if named_by == "event" else event.properties.get(named_by["property"])

    def is_anchor(event):
        return event.name == question["anchor"]["event"] and first <= event.at < end

    for person, theirs in order_of(world).items():
        events = [
            event
            for event in theirs
            if is_anchor(event) or (event.name in wanted and name(event) is not None)
        ]
        anchors = [i for i, event in enumerate(events) if is_anchor(event)]
        if not anchors:
            continue
        anchor = anchors[-1] if way == "before" else anchors[0]
        centre = events[anchor].at
        if way != "after":
            before = [e for e in events[: anchor + 1] if e.at >= centre - window][::-1]
            found.append((person, "before", shortened([name(e) for e in before], question), False))
        if way != "before":
            after = [e for e in events[anchor:] if e.at <= centre + window]
            path = shortened([name(e) for e in after], question)
            is_open = len(path) < depth and centre + window >= world.now
            found.append((person, "after", path, is_open))
    return found


def shortened(names, question) -> tuple:
    kept = [
        name
        for number, name in enumerate(names)
        if question.get("repeats") or number == 0 or names[number - 1] != name
    ]
    return tuple(kept[: question["depth"]])


def reference(paths, question):
    """Nodes, links, ends, and the people behind them."""
    top, depth = question["top"], question["depth"]
    at_step = defaultdict(Counter)
    for _, side, path, _ in paths:
        for number, name in enumerate(path):
            at_step[side, number][name] += 1

    def shown(side, number, name):
        names = at_step[side, number]
        leading = sorted(names, key=lambda each: (-names[each], each or ""))[:top]
        return name if name in leading else "other"

    nodes, links, ends = defaultdict(set), defaultdict(set), defaultdict(set)
    for person, side, path, is_open in paths:
        sign = 1 if side == "after" else -1
        shapes = [shown(side, number, name) for number, name in enumerate(path)]
        for number, name in enumerate(shapes):
            nodes[sign * number, name].add(person)
        for number in range(len(path) - 1):
            if sign > 0:
                key = (number, shapes[number], shapes[number + 1])
                is_again = path[number + 1] in path[: number + 1]
            else:
                key = (-number - 1, shapes[number + 1], shapes[number])
                is_again = path[number] in path[number + 1 :]
            links[key, False].add(person)
            if is_again:
                links[key, True].add(person)
        if len(path) < depth:
            spot = (sign * (len(path) - 1), shapes[-1])
            ends["ended" if sign > 0 else "begun", spot].add(person)
            if is_open:
                ends["pending", spot].add(person)
    return nodes, links, ends


def test_steps_follow_the_first_anchor_and_repeats_are_one(shanghai):
    shanghai.fill([*walked(1, "baabbbc"), *walked(2, "ac"), *walked(3, "bc")])
    answer = shanghai.ask(**FROM_A, depth=3)
    assert answer["people"] == 2
    assert nodes_of(answer) == {(0, "a"): 2, (1, "b"): 1, (1, "c"): 1, (2, "c"): 1}
    assert links_of(answer) == {
        (0, "a", "b"): (1, 0),
        (0, "a", "c"): (1, 0),
        (1, "b", "c"): (1, 0),
    }
    assert {n["name"]: n["ended"] for n in answer["nodes"] if n["level"] == 1} == {"b": 0, "c": 1}
    repeated = shanghai.ask(**FROM_A, depth=3, repeats=True)
    assert links_of(repeated) == {
        (0, "a", "a"): (1, 1),
        (0, "a", "c"): (1, 0),
        (1, "a", "b"): (1, 0),
    }


def test_the_window_includes_its_end_on_both_sides(shanghai):
    shanghai.fill(
        [
            *(at("b", 1, 0), at("a", 1, 60), at("c", 1, 120), at("view", 1, 120.001)),
            *(at("b", 2, -0.001), at("a", 2, 60)),
        ]
    )
    question = {"kind": "path", "range": RANGE, "window": "60s", "depth": 3}
    around = shanghai.ask(**question, anchor={"event": "a"}, direction="around")
    assert nodes_of(around) == {(-1, "b"): 1, (0, "a"): 2, (1, "c"): 1}
    assert {n["level"]: (n["begun"], n["ended"]) for n in around["nodes"]} == {
        -1: (1, 0),
        0: (1, 1),
        1: (0, 1),
    }


def test_equal_times_follow_the_order_of_arrival(shanghai):
    shanghai.fill([at("a", 1, 5), at("b", 1, 5), at("b", 2, 5), at("a", 2, 5)])
    assert nodes_of(shanghai.ask(**FROM_A)) == {(0, "a"): 2, (1, "b"): 1}
    to = shanghai.ask(**FROM_A, direction="before")
    assert nodes_of(to) == {(0, "a"): 2, (-1, "b"): 1}
    assert shanghai.who({"level": -1}, **FROM_A, direction="before") == {2}
    around = shanghai.ask(**FROM_A, direction="around")
    for bits in (27, 28, 29, 30):
        assert shanghai.ask_among(1 << bits, **FROM_A, direction="around") == around


def test_loops_are_shown(shanghai):
    shanghai.fill([*walked(1, "abab"), *walked(2, "abc")])
    answer = shanghai.ask(**FROM_A, depth=4)
    assert links_of(answer)[1, "b", "a"] == (1, 1)
    assert links_of(answer)[1, "b", "c"] == (1, 0)
    assert links_of(answer)[2, "a", "b"] == (1, 1)
    loop = {"level": 1, "from": "b", "to": "a", "again": True}
    assert shanghai.who(loop, **FROM_A, depth=4) == {1}


def test_the_leading_names_of_a_step_and_the_rest(shanghai):
    shanghai.fill(
        [
            *(*walked(1, "ab"), *walked(2, "ab"), *walked(3, "ac"), *walked(4, "a")),
            *(at("a", 5, 0), at("view", 5, 1)),
        ]
    )
    answer = shanghai.ask(**FROM_A, depth=2, top=1)
    assert nodes_of(answer) == {(0, "a"): 5, (1, "b"): 2, (1, "other"): 2}
    assert shanghai.who({"level": 1, "is_other": True}, **FROM_A, depth=2, top=1) == {3, 5}
    assert shanghai.who({"level": 0, "end": "ended"}, **FROM_A, depth=2, top=1) == {4}


def test_steps_named_by_a_property_leave_out_events_without_it(shanghai):
    shanghai.fill(
        [
            *(at("a", 1, 0), at("view", 1, 1, category="x"), at("b", 1, 2)),
            *(at("view", 1, 3, category="y"), at("a", 2, 0, category="z")),
        ]
    )
    answer = shanghai.ask(**FROM_A, named_by={"property": "category"})
    assert nodes_of(answer) == {(0, None): 1, (0, "z"): 1, (1, "x"): 1, (2, "y"): 1}
    assert shanghai.who(
        {"level": 0, "name": None}, **FROM_A, named_by={"property": "category"}
    ) == {1}


def test_windows_that_are_still_open_are_pending(shanghai):
    hour = timedelta(hours=1)
    shanghai.fill(
        [Happened("a", 1, shanghai.now - hour), Happened("a", 2, shanghai.now - 25 * hour)]
    )
    (node,) = shanghai.ask(kind="path", range={"last": "7d"}, anchor={"event": "a"})["nodes"]
    assert (node["ended"], node["pending"]) == (2, 1)


def test_steps_lie_outside_the_range_and_anchors_do_not(shanghai):
    late = 31 * 86400 - 8 * 3600 - 60  # a minute before the end of 31 March in Shanghai
    shanghai.fill([at("a", 1, late), at("b", 1, late + 3600), at("a", 2, late + 61)])
    assert nodes_of(shanghai.ask(**FROM_A)) == {(0, "a"): 1, (1, "b"): 1}


def test_a_path_runs_through_a_merge(shanghai):
    shanghai.fill([at("a", 7, 0), at("b", 2, 10), at("c", 7, 20)], merges={7: 2})
    assert nodes_of(shanghai.ask(**FROM_A)) == {(0, "a"): 1, (1, "b"): 1, (2, "c"): 1}
    assert shanghai.who({"level": 2, "name": "c"}, **FROM_A) == {2}


events = st.lists(
    st.tuples(
        st.sampled_from(("a", "a", "b", "c", "view")),
        st.integers(1, 9),
        st.integers(0, 40),
        st.sampled_from((None, "x", "y", "z")),
    ),
    min_size=1,
    max_size=60,
)
asked = st.lists(
    st.fixed_dictionaries(
        {
            "way": st.sampled_from(("after", "before", "around")),
            "anchor": st.sampled_from(("a", "view")),
            "depth": st.integers(2, 5),
            "window": st.sampled_from(("3s", "12s", "60s")),
            "top": st.integers(1, 3),
            "repeats": st.booleans(),
            "named_by": st.sampled_from(("event", {"property": "category"})),
            "steps": st.sampled_from((["a", "b", "c", "buy", "view"], ["b", "c"])),
        }
    ),
    min_size=3,
    max_size=5,
)


@settings(
    max_examples=9, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    events=events, asked=asked, merges=st.sampled_from(({}, {8: 1, 9: 1}, {9: 2})), data=st.data()
)
def test_any_world_is_walked_as_the_slow_reference_walks(world_in, events, asked, merges, data):
    world = world_in("America/New_York")
    world.knows_arrivals = data.draw(st.booleans())
    zero = datetime(2026, 3, 8, 5, 0, tzinfo=UTC) - timedelta(seconds=20)  # around a midnight
    world.now = zero + timedelta(seconds=45)
    world.fill(
        (
            Happened(
                name, person, zero + timedelta(seconds=at), {"category": value} if value else {}
            )
            for name, person, at, value in events
        ),
        merges=merges,
    )
    first = datetime(2026, 3, 8, 5, tzinfo=UTC)
    for each in asked:
        way, anchor = each["way"], each["anchor"]
        question = {
            "kind": "path",
            "range": {"from": "2026-03-08", "to": "2026-03-08"},
            "anchor": {"event": anchor},
            "direction": way,
            **{name: each[name] for name in ("depth", "window", "top", "repeats", "named_by")},
            "steps": {"event": each["steps"]},
        }
        paths = paths_of(world, question, first, first + timedelta(hours=23))
        nodes, links, ends = reference(paths, question)
        answer = world.ask(**question)
        assert answer["people"] == len({person for person, *_ in paths})
        assert nodes_of(answer) == {key: len(people) for key, people in nodes.items()}
        assert links_of(answer) == {
            key: (len(people), len(links.get((key, True), ())))
            for (key, is_again), people in links.items()
            if not is_again
        }
        shown = {
            (kind, (node["level"], "other" if node["is_other"] else node["name"])): node[kind]
            for node in answer["nodes"]
            for kind in ("ended", "pending", "begun")
            if node[kind]
        }
        assert shown == {key: len(people) for key, people in ends.items()}
        check_people(world, question, nodes, links, ends, data)


def check_people(world, question, nodes, links, ends, data) -> None:
    """The people of one node, one link and one end that are drawn."""
    if not nodes:
        return
    (step, name), people = data.draw(st.sampled_from(list(nodes.items())))
    assert world.who({"level": step, **said(name)}, **question) == people
    if links:
        ((step, source, target), again), people = data.draw(st.sampled_from(list(links.items())))
        who = {"level": step, **linked("from", source), **linked("to", target), "again": again}
        assert world.who(who, **question) == people
    if ends:
        (end, (step, name)), people = data.draw(st.sampled_from(list(ends.items())))
        assert world.who({"level": step, "end": end, **said(name)}, **question) == people


def said(name):
    return {"is_other": True} if name == "other" else {"name": name}


def linked(end, name):
    return {f"is_{end}_other": True} if name == "other" else {end: name}


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"anchor": {"event": "nowhere"}}, "anchor.event"),
        ({"direction": "back"}, "direction"),
        ({"steps": {"event": "a", "of": 1}}, "steps.of"),
        ({"named_by": "url"}, "named_by"),
        ({"named_by": {"property": "nothing"}}, "named_by.property"),
        ({"depth": 11}, "depth"),
        ({"window": "500d"}, "window"),
        ({"repeats": 1}, "repeats"),
        ({"by": {"property": "categry"}}, "by.property"),
        ({"compare": "before"}, "compare"),
        ({"deep": 1}, "deep"),
        ({"who": {"level": 5}}, "who.level"),
        ({"who": {"level": 4, "to": "b"}}, "who.level"),
        ({"who": {"level": 0, "end": "never"}}, "who.end"),
    ],
)
def test_errors_name_the_place(shanghai, changes, path):
    question = {**FROM_A, **changes}
    with pytest.raises(InvalidInput) as caught:
        who = question.pop("who", None)
        shanghai.who(who, **question) if who else shanghai.ask(**question)
    assert caught.value.path == path


def test_each_group_has_paths_of_its_own(shanghai):
    """By the property of the anchor a path begins (or ends) at, and by what people have."""
    world = shanghai.fill(
        [
            *(at("a", 1, 0, category="x"), at("b", 1, 1), at("a", 1, 2, category="y")),
            *(at("a", 2, 0, category="x"), at("c", 2, 1)),
            *(at("a", 3, 0, category="y"), at("b", 3, 1)),
        ],
        merges={3: 4},
        cities={1: "Oslo", 4: "Rome"},
    )
    asked = {**FROM_A, "by": [{"property": "category"}]}
    answer = world.ask(**asked)
    groups = {group["by"]["category"]: group for group in answer["groups"]}
    assert {value: group["people"] for value, group in groups.items()} == {"x": 2, "y": 1}
    assert nodes_of(groups["x"]) == {(0, "a"): 2, (1, "b"): 1, (1, "c"): 1, (2, "a"): 1}
    assert nodes_of(groups["y"]) == {(0, "a"): 1, (1, "b"): 1}
    assert nodes_of(answer) == nodes_of(world.ask(**FROM_A))
    assert world.who({"level": 1, "name": "b", "by": {"category": "y"}}, **asked) == {4}
    up_to = {**asked, "direction": "before"}
    last = {group["by"]["category"]: group["people"] for group in world.ask(**up_to)["groups"]}
    assert last == {"y": 2, "x": 1}
    assert world.who({"level": 0, "by": {"category": "y"}}, **up_to) == {1, 4}
    by_city = {**FROM_A, "by": {"attribute": "city"}}
    cities = {group["by"]["city"]: nodes_of(group) for group in world.ask(**by_city)["groups"]}
    assert cities["Rome"] == {(0, "a"): 1, (1, "b"): 1}
    assert cities.keys() == {"Oslo", "Rome", None}


def test_the_range_compared_with_stands_beside_the_same_names(shanghai):
    before = 31 * 86_400
    world = shanghai.fill(
        [
            *walked(1, "ab"),
            *walked(2, "ac"),
            *(at(name, 3, n - before) for n, name in enumerate("abc")),
            *(at(name, 4, n - before) for n, name in enumerate("ac")),
            at("a", 5, -before),
        ]
    )
    asked = {**FROM_A, "top": 1, "compare": "previous"}
    answer = world.ask(**asked)
    assert answer["previous"] == 3
    nodes = {(node["level"], node["name"]): node["previous"] for node in answer["nodes"]}
    assert nodes == {(0, "a"): 3, (1, "b"): 1, (1, None): None}
    assert [link["previous"] for link in answer["links"]] == [1, None]
    assert world.who({"level": 1, "name": "b", "compared": True}, **asked) == {3}
    with pytest.raises(InvalidInput) as caught:
        world.who({"level": 1, "is_other": True, "compared": True}, **asked)
    assert caught.value.path == "who"
    with pytest.raises(InvalidInput) as caught:
        world.who({"level": 1, "compared": True}, **FROM_A)
    assert caught.value.path == "who.compared"
