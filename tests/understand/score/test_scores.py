"""Scores on the real engines: exact against a slow reference, with late events and merges; reasons, bands, catalogue."""

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from math import floor
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from stayflow.kernel.errors import StayflowError
from stayflow.kernel.ids import ProjectId
from stayflow.language.condition import compile_people, describe_condition, parse_condition
from stayflow.stores.relational import Transaction
from stayflow.understand.label import LabelChange, list_versions
from stayflow.understand.profile import Reading
from stayflow.understand.score import (
    SCORES,
    ScoreDraft,
    ScoreFacet,
    ScoreInvalid,
    ScoreNameTaken,
    ScorePanel,
    change_score,
    compile_score,
    create_score,
    explain_score,
    get_score,
    get_score_set,
    install_score_set,
    list_person_moves,
    list_score_sets,
    list_scores,
    look_at_score_set,
    parse_score,
    people_between,
    preview_score,
    read_history,
    read_spread,
    refresh_scores,
    remove_score,
    scores_naming,
)
from stayflow.understand.usage import InUse, Thing, Use
from tests.conftest import Engines
from tests.language.world import NOW, Event, World, _events_table, generate
from tests.understand.conftest import Room, bought, local, open_room

ACTIVITY = {
    "rules": [
        {"name": "buys", "event": "purchase", "points": 10, "per_day_max": 25},
        {"name": "looks", "event": "view", "points": 1.5, "per_day_max": 4},
        {"name": "food", "event": "view", "where": {"property": "category", "op": "eq", "value": "food"}, "points": 0.25},
        {"name": "returns", "event": "refund", "points": -7, "per_day_max": 14},
    ],
    "half_life": "9d",
    "bounds": {"min": 0, "max": 60},
    "bands": [
        {"name": "cold", "label": {"zh": "冷", "en": "cold"}, "from": 0},
        {"name": "warm", "from": 5},
        {"name": "hot", "from": 20},
    ],
}  # fmt: skip


def with_scores(room: Room) -> Room:
    if "score" not in room.scope.facets:
        facet = ScoreFacet(room.engines.relational, room.project)
        room.scope.facets.register(facet.name, facet)
    return room


def slow_scores(definition: dict, events: list[Event], survivors: dict, zone: ZoneInfo) -> dict:
    """Thousandths by person, event by event."""
    today = NOW.astimezone(zone).date()
    counts: dict[tuple, int] = {}
    for each in events:
        person = survivors.get(each.person, each.person)
        day = each.time.astimezone(zone).date()
        for place, rule in enumerate(definition["rules"]):
            where = rule.get("where")
            if each.event == rule["event"] and (where is None or each.category == where["value"]):
                counts[person, place, day] = counts.get((person, place, day), 0) + 1
    sums: dict[int, int] = {}
    for (person, place, day), count in counts.items():
        rule = definition["rules"][place]
        given = count * round(rule["points"] * 1000)
        most = rule.get("per_day_max")
        if most is not None:
            given = max(-most * 1000, min(most * 1000, given))
        life = int(definition["half_life"][:-1])
        share = floor(1_000_000 * 2 ** (-max(0, (today - day).days) / life) + 0.5)
        sums[person] = sums.get(person, 0) + given * share
    found = {}
    for person, whole in sums.items():
        worth = (abs(whole) + 500_000) // 1_000_000 * (-1 if whole < 0 else 1)
        found[person] = max(0, min(60_000, worth))
    return found


def computed(room: Room) -> dict[int, int]:
    statement = compile_score(parse_score(ACTIVITY, room.scope.facets), room.scope)
    sql = f"SELECT person_id, points FROM ({statement.sql})"
    return {int(p): int(n) for p, n in room.warehouse.query(sql, statement.parameters).rows}


def recorded(room: Room) -> dict[int, int]:
    rows = room.warehouse.query("SELECT person_id, points FROM person_scores FINAL").rows
    return {int(person): int(points) for person, points in rows}


def refresh(room: Room, cause: str = "by request") -> None:
    with room.tx() as tx:
        kept = {"scope": room.scope, "warehouse": room.warehouse, "cause": cause}
        assert refresh_scores(tx, **kept) == ()


def make(room: Room, name: str = "activity", definition: dict = ACTIVITY) -> str:
    with room.tx() as tx:
        return create_score(tx, ScoreDraft(name, definition), scope=room.scope, by="ann").score_id


@pytest.fixture(scope="module")
def big(engines: Engines) -> Room:
    project = ProjectId("scores_shared")
    engines.warehouse.create_project(project, "America/Santiago")
    world = generate(7, "America/Santiago", people=60, events=900, merges=8)
    return with_scores(open_room(engines, project, world))


def test_a_score_is_exactly_what_the_slow_way_finds(big: Room) -> None:
    slow = slow_scores(ACTIVITY, list(big.world.events), big.world.merges, big.world.zone)
    assert len(slow) > 30
    assert computed(big) == slow
    people = tuple(slow)[:5]
    few = replace(big, scope=big.scope.with_people(people))
    assert computed(few) == {person: slow[person] for person in people}


def test_kept_up_by_batches_in_any_order_equals_the_history(big: Room, project: ProjectId) -> None:
    """Late events and merges come between; each step computes only the people it touches."""
    chance = random.Random(3)
    world = big.world
    room = with_scores(
        open_room(big.engines, project, World(world.zone, world.people, world.events[:300]))
    )
    make(room)
    refresh(room)
    order = list(world.events[300:])
    chance.shuffle(order)  # late ones among them
    merges = dict(world.merges)
    done: dict[int, int] = {}
    seen = list(world.events[:300])
    for step in range(4):
        part = order[step * 150 : (step + 1) * 150]
        room.warehouse.insert("events", _events_table(tuple(part)))
        seen += part
        losers = list(merges)[step * 2 : step * 2 + 2]
        for loser in losers:
            done[loser] = merges[loser]
            room.warehouse.execute(
                "INSERT INTO person_merges (`from`, `to`, at) VALUES ({a:UInt64}, {b:UInt64}, now64(3))",
                {"a": loser, "b": merges[loser]},
            )
        room.warehouse.execute("SYSTEM RELOAD DICTIONARY person_overrides")
        people = {done.get(each.person, each.person) for each in part} | {done[a] for a in losers}
        scope = replace(room.scope, now=NOW + timedelta(milliseconds=step + 1), has_merges=True)
        refresh(replace(room, scope=scope.with_people(sorted(people))), f"batch {step}")
        assert recorded(room) == slow_scores(ACTIVITY, seen, done, world.zone)
    before = room.warehouse.value("SELECT count() FROM person_scores")
    refresh(
        replace(room, scope=replace(room.scope, now=NOW + timedelta(minutes=1), has_merges=True))
    )
    assert room.warehouse.value("SELECT count() FROM person_scores") == before
    assert room.warehouse.value("SELECT uniqExact(person_id) FROM person_scores FINAL WHERE person_id IN {p:Array(UInt64)}", {"p": list(done)}) == 0  # fmt: skip


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["purchase", "view", "refund"]),
            st.sampled_from([None, 1, 3, 8]),
            st.integers(-5000, 5000).filter(bool),
        ),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from(["1d", "3d", "30d"]),
)
@example([("view", None, 2983), ("refund", None, 13)], "1d")  # seven days leave 7812.5 millionths
def test_any_definition_is_exact(big: Room, rules: list, life: str) -> None:
    definition = ACTIVITY | {
        "half_life": life,
        "rules": [
            {"name": f"r{n}", "event": event, "points": points / 1000} | ({} if most is None else {"per_day_max": most})
            for n, (event, most, points) in enumerate(rules)
        ],
    }  # fmt: skip
    statement = compile_score(parse_score(definition, big.scope.facets), big.scope)
    rows = big.warehouse.query(f"SELECT person_id, points FROM ({statement.sql})", statement.parameters).rows  # fmt: skip
    slow = slow_scores(definition, list(big.world.events), big.world.merges, big.world.zone)
    assert {int(p): int(n) for p, n in rows} == slow


@pytest.fixture
def room(engines: Engines, project: ProjectId) -> Room:
    zone = ZoneInfo("Asia/Shanghai")
    events = (
        *(bought(1, 6, 15) for _ in range(3)),
        bought(1, 6, 6),
        bought(2, 6, 15),
        Event(3, "view", local(6, 15)),
        Event(4, "refund", local(6, 14)),
    )
    return with_scores(open_room(engines, project, World(zone, (1, 2, 3, 4, 5), events)))


def test_a_score_says_which_events_gave_what(room: Room) -> None:
    definition = parse_score(ACTIVITY, room.scope.facets)
    mine = {"scope": room.scope.with_people([1]), "warehouse": room.warehouse, "limit": 10}
    why = explain_score(definition, **mine)
    # Three of ten points today, at most 25 a day; ten points nine days ago are worth five.
    assert [
        (each.rule, each.events, each.given, each.held_back, each.now) for each in why.days
    ] == [
        ("buys", 3, 25.0, 5.0, 25.0),
        ("buys", 1, 10.0, 0.0, 5.0),
    ]
    assert (why.points, why.sum, why.band, why.day_count) == (30.0, 30.0, "hot", 2)
    assert [(each.rule, each.events, each.now) for each in why.rules] == [("buys", 4, 30.0)]
    low = explain_score(definition, **{**mine, "scope": room.scope.with_people([4])})
    assert (low.points, low.band) == (0.0, "cold")
    assert low.sum == pytest.approx(-7 * 2 ** (-1 / 9), abs=0.001)
    none = explain_score(definition, **{**mine, "scope": room.scope.with_people([5])})
    assert (none.points, none.days) == (None, ())


def test_rules_for_some_people_count_only_for_them(room: Room) -> None:
    rules = [
        {"name": "buys", "event": "purchase", "points": 1, "people": {"did": {"event": "purchase", "op": "gte", "value": 2}}},
        {"name": "looks", "event": "view", "points": 2},
    ]  # fmt: skip
    definition = parse_score({"rules": rules}, room.scope.facets)
    statement = compile_score(definition, room.scope)
    rows = room.warehouse.query(f"SELECT person_id, points FROM ({statement.sql})", statement.parameters).rows  # fmt: skip
    assert sorted(rows) == [(1, 4000), (2, 0), (3, 2000)]
    why = explain_score(definition, scope=room.scope.with_people([2]), warehouse=room.warehouse, limit=5)  # fmt: skip
    assert why.rules == ()


def test_bands_are_recorded_counted_and_asked_for(room: Room) -> None:
    definition = parse_score(ACTIVITY, room.scope.facets)
    seen = preview_score(definition, scope=room.scope, warehouse=room.warehouse)
    score_id = make(room)
    refresh(room)
    found = read_spread(score_id, definition, scope=room.scope, warehouse=room.warehouse)
    assert found == seen
    assert [(each.band, each.people) for each in found.bands] == [
        ("cold", 2),
        ("warm", 1),
        ("hot", 1),
    ]
    assert (found.scored, found.total, found.median) == (4, 5, 5.75)
    assert sum(each.people for each in found.bars) == 4
    last = found.bars[-1]
    people = people_between(score_id, last.start, last.end, scope=room.scope)
    assert room.people(people) == {1}
    later = room.later(days=14)
    refresh(later, "daily")
    history = read_history(score_id, scope=later.scope, warehouse=room.warehouse)
    assert (history[0].people, history[-1].people) == (
        {"cold": 2, "warm": 1, "hot": 1},
        {"cold": 3, "warm": 1},
    )
    moves = list_person_moves(room.warehouse, score_id, ids=[1], limit=5)
    assert [(each.band, each.before, each.cause) for each in moves] == [
        ("warm", "hot", "daily"),
        ("hot", "", "by request"),
    ]
    for clause, people in (
        ({"name": "activity", "op": "gte", "value": 3}, {1, 2}),
        ({"name": "activity", "value": 9}, {1}),
        ({"id": score_id, "in": ["cold"]}, {2, 3, 4}),
    ):
        tree = parse_condition({"score": clause}, facets=room.scope.facets)
        assert room.people(compile_people(tree, later.scope)) == people
        assert room.people(compile_people(tree, later.scope.with_people([1, 4]))) == people & {1, 4}
    tree = parse_condition(
        {"score": {"name": "activity", "in": ["cold"]}}, facets=room.scope.facets
    )
    assert describe_condition(tree, "zh") == "评分“activity”在冷"
    with room.tx() as tx:
        panel = ScorePanel().read(Reading(2, later.scope.with_people([2]), tx, room.warehouse))
    assert [(each.name, each.band, each.band_label.zh) for each in panel] == [
        ("activity", "cold", "冷")
    ]


def test_of_two_who_change_a_score_at_once_neither_undoes_the_other(room: Room) -> None:
    make(room)

    def change(tx: Transaction, changed: LabelChange) -> None:
        change_score(tx, "activity", changed, scope=room.scope, by="ann")

    def take_over() -> None:
        with room.tx() as tx:
            change(tx, LabelChange(owner="bob"))

    with ThreadPoolExecutor(1) as pool:
        with room.tx() as tx:
            change(tx, LabelChange(note="hers"))
            second = pool.submit(take_over)
            while not (
                second.done() or tx.value("select count(*) from pg_locks where not granted")
            ):
                pass  # until the second one waits for the first
        second.result()
    with room.tx() as tx:
        found = get_score(tx, "activity")
    assert (found.note, found.owner) == ("hers", "bob")


def test_a_score_is_changed_in_versions_and_not_lost_unknowingly(room: Room) -> None:
    score_id = make(room)
    make(room, "loyalty", {"rules": [{"event": "purchase", "points": 1}]})
    with room.tx() as tx:
        changed = change_score(tx, "activity", LabelChange(definition=ACTIVITY | {"half_life": "5d"}), scope=room.scope, by="bob")  # fmt: skip
        assert (changed.version, changed.changed_by) == (2, "bob")
        assert [each.version for each in list_versions(tx, SCORES, score_id)] == [2, 1]
        with pytest.raises(ScoreNameTaken):
            change_score(tx, "loyalty", LabelChange(name="activity"), scope=room.scope, by="bob")
        loop = {
            "rules": [
                {"event": "view", "points": 1, "people": {"score": {"name": "loyalty", "value": 1}}}
            ]
        }
        with pytest.raises(ScoreInvalid, match="not computed of scores"):
            create_score(tx, ScoreDraft("loop", loop), scope=room.scope, by="ann")
        assert scores_naming(tx, Thing("tag", frozenset({"vip"}), "vip")) == []
        with pytest.raises(InUse, match='used by segment "fans"'):
            remove_score(
                tx,
                "loyalty",
                warehouse=room.warehouse,
                uses=[lambda *_: [Use("segment", "1", "fans")]],
            )
        remove_score(tx, "loyalty", warehouse=room.warehouse)
        assert [each.name for each in list_scores(tx)] == ["activity"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"rules": []}, "definition.rules: expected 1 to 50 rules, got 0"),
        ({"rules": [{"event": "view", "points": 0}]}, "definition.rules[0].points: a rule gives or takes"),
        ({"rules": [{"event": "view"}]}, "definition.rules[0].points: expected a number, got nothing"),
        ({"rules": [{"event": "vieww", "points": 1}]}, "definition.rules[0].event: unknown event"),
        ({"half_life": "2mo"}, "definition.half_life: expected a fixed length"),
        ({"bounds": {"min": 5, "max": 5}}, "definition.bounds: the lower bound"),
        ({"bands": [{"name": "a", "from": 3}, {"name": "b", "from": 3}]}, "definition.bands[1].from: bands rise"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named_with_its_place(big: Room, change: dict, said: str) -> None:
    with pytest.raises(StayflowError) as refused:
        compile_score(parse_score(ACTIVITY | change, big.scope.facets), big.scope)
    assert str(refused.value).startswith(said)


def test_ready_scores_read_and_install_as_far_as_they_fit(room: Room) -> None:
    sets = {each.industry: each for each in list_score_sets()}
    assert set(sets) == {"content", "ecommerce", "finance", "game", "saas", "store"}
    for ready in sets.values():
        assert {each.name for each in ready.scores} >= {"activity", "loyalty"}
        for score in ready.scores:
            parse_score(score.definition, room.scope.facets)
    with room.tx() as tx:
        ready = get_score_set("ecommerce")
        events = {"product_view": "view"}
        states = install_score_set(tx, ready, scope=room.scope, by="ann", events=events, lang="zh")
        made = [each.name for each in list_scores(tx)]
        assert made == sorted(each.score.name for each in states if not each.why)
        assert any(each.without for each in states)
        assert get_score(tx, "activity").definition["rules"][0]["event"] in {
            "view",
            "purchase",
            "add_to_cart",
        }
        again = look_at_score_set(tx, ready, scope=room.scope, events=events)
        assert all(each.is_installed for each in again if each.score.name in made)
    refresh(room)
