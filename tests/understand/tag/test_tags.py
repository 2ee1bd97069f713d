"""Tags on the real engines: every kind, differences, history, merges, and the catalogue around them."""

import json
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from stayflow.kernel.errors import StayflowError
from stayflow.kernel.ids import ProjectId
from stayflow.language.condition import compile_people, describe_condition, parse_condition
from stayflow.language.sentence import Sentence
from stayflow.understand.label import list_versions
from stayflow.understand.profile import Reading
from stayflow.understand.tag import (
    TAGS,
    Hand,
    Naming,
    Schedule,
    TagChange,
    TagCycle,
    TagDraft,
    TagFacet,
    TagFolderNotEmpty,
    TagInvalid,
    TagNameTaken,
    TagPanel,
    change_folder,
    change_tag,
    create_folder,
    create_tag,
    find_tag,
    get_set,
    get_tag,
    give_value,
    holders_at,
    import_values,
    install_set,
    list_folders,
    list_moves,
    list_sets,
    list_tags,
    look_at_set,
    preview_tag,
    read_history,
    read_spreads,
    read_tag,
    refresh_scheduled,
    refresh_tags,
    remove_folder,
    remove_tag,
    sources_of,
    tags_naming,
)
from stayflow.understand.usage import InUse
from tests.conftest import Engines
from tests.language.world import Attribute, Event, World, _events_table
from tests.understand.conftest import Room, bought, local, open_room

SPENDER = {
    "values": [
        {
            "value": "big",
            "label": {"zh": "大客户", "en": "big spender"},
            "when": {
                "did": {
                    "event": "purchase",
                    "aggregate": {"sum": "amount"},
                    "op": "gte",
                    "value": 100,
                }
            },
        },
        {"value": "some", "when": {"did": {"event": "purchase"}}},
    ]
}
ORDERS = {
    "metric": {"event": "purchase"},
    "within": {"last": "30d"},
    "bands": [
        {"value": "none", "from": 0},
        {"value": "few", "from": 1},
        {"value": "many", "from": 3},
    ],
}
LIKES = {
    "property": "category",
    "events": [{"event": "view", "weight": 1}, {"event": "purchase", "weight": 4}],
    "within": {"last": "90d"},
    "half_life": "10d",
    "top": 2,
}


def viewed(person: int, month: int, day: int, category: str) -> Event:
    return Event(person, "view", local(month, day), category=category)


EVENTS = (
    bought(1, 6, 1, 60),
    bought(1, 6, 2, 60),
    bought(1, 6, 14, 10),
    bought(2, 6, 10, 20),
    bought(3, 3, 1, 500),
    # Half-lives of ten days: 14 June counts 2^-0.1, 5 June 2^-1, 4 June less than half.
    viewed(4, 6, 14, "food"),
    viewed(4, 6, 5, "toys"),
    viewed(4, 6, 5, "toys"),
    viewed(4, 6, 15, "母婴"),
    viewed(5, 6, 5, "toys"),
    viewed(5, 6, 5, "food"),
)


@pytest.fixture(scope="module")
def zone() -> ZoneInfo:
    return ZoneInfo("Asia/Shanghai")


@pytest.fixture
def room(engines: Engines, project: ProjectId, zone: ZoneInfo) -> Room:
    city = Attribute(6, "city", "杭州", local(1, 1))
    opened = open_room(engines, project, World(zone, (1, 2, 3, 4, 5, 6), EVENTS, (city,)))
    return with_tags(opened)


@pytest.fixture(scope="module")
def still(engines: Engines, zone: ZoneInfo) -> Room:
    """A project that no test changes."""
    project = ProjectId("tags_still")
    engines.warehouse.create_project(project, "Asia/Shanghai")
    return with_tags(open_room(engines, project, World(zone, (1,), (bought(1, 6, 1, 60),))))


def with_tags(room: Room) -> Room:
    if "tag" not in room.scope.facets:
        facet = TagFacet(room.engines.relational, room.project)
        room.scope.facets.register(facet.name, facet)
    return room


def make(room: Room, name: str, kind: str, definition: dict, **fields: object) -> str:
    with room.tx() as tx:
        draft = TagDraft(name, kind, definition, **fields)
        return create_tag(tx, draft, scope=room.scope, by="ann").tag_id


def refresh(room: Room, cause: str = "by request") -> None:
    with room.tx() as tx:
        done = refresh_tags(tx, scope=room.scope, warehouse=room.warehouse, cause=cause)
    assert done.skipped == ()


def holders(room: Room, tag: str, *values: str) -> set[int]:
    clause = {"name": tag} | ({"in": list(values)} if values else {})
    tree = parse_condition({"tag": clause}, facets=room.scope.facets)
    return room.people(compile_people(tree, room.scope))


def test_every_kind_computed_together_and_again_without_a_change(room: Room) -> None:
    make(room, "spender", "rule", SPENDER)
    make(room, "orders", "statistic", ORDERS)
    make(room, "likes", "preference", LIKES)
    given = make(room, "vip", "manual", {"values": ["gold", "silver"]})
    with room.tx() as tx:
        hand = Hand(tx, room.scope, room.warehouse, "ann")
        give_value(get_tag(tx, given), [2, 6], "gold", hand=hand)
    refresh(room)
    assert holders(room, "spender", "big") == {1, 3}
    assert holders(room, "spender", "some") == {2}
    assert holders(room, "spender") == {1, 2, 3}
    assert [holders(room, "orders", each) for each in ("none", "few", "many")] == [
        {3, 4, 5, 6},
        {2},
        {1},
    ]
    # Person 4: 母婴 1.0, food 0.933, toys 2 × 0.5 = 1.0; equal ones by name, and two of three.
    assert holders(room, "likes", "toys") == {4, 5}
    assert holders(room, "likes", "food") == {5}
    assert holders(room, "likes", "母婴") == {4}
    assert holders(room, "vip", "gold") == {2, 6}
    written = room.warehouse.value("SELECT count() FROM tag_changes")
    refresh(room.later(minutes=1))
    assert room.warehouse.value("SELECT count() FROM tag_changes") == written
    tree = parse_condition({"tag": {"name": "spender", "in": ["big"]}}, facets=room.scope.facets)
    assert describe_condition(tree, "zh") == "标签“spender”是大客户"
    assert describe_condition(tree, "en") == "tag “spender” is big spender"
    for people in ((1, 2), (6,)):
        few = compile_people(tree, room.scope.with_people(people))
        assert room.people(few) == {1, 3} & set(people)


def test_a_preview_counts_what_a_refresh_then_records(room: Room) -> None:
    for kind, definition in (("rule", SPENDER), ("statistic", ORDERS), ("preference", LIKES)):
        read = read_tag("", kind, definition, room.scope.facets)
        seen = preview_tag(read, scope=room.scope, warehouse=room.warehouse)
        tag_id = make(room, kind, kind, definition)
        refresh(room)
        found = read_spreads([tag_id], scope=room.scope, warehouse=room.warehouse)[tag_id]
        assert seen == found
        assert seen.total == 6
    assert [(each.value, each.people) for each in seen.sizes] == [
        ("toys", 2),
        ("food", 1),
        ("母婴", 1),
    ]
    assert seen.covered == 2


def test_few_people_are_computed_like_everybody_and_the_rebuild_finds_nothing_new(
    room: Room,
) -> None:
    make(room, "spender", "rule", SPENDER, schedule=Schedule.LIVE)
    make(room, "orders", "statistic", ORDERS, schedule=Schedule.LIVE)
    make(room, "likes", "preference", LIKES, schedule=Schedule.LIVE)
    for people in ((1, 2), (3, 4), (5,), (6,)):
        refresh(replace(room, scope=room.scope.with_people(people)), "batch 1")
    written = room.warehouse.value("SELECT count() FROM tag_changes")
    assert holders(room, "spender", "big") == {1, 3}
    refresh(room.later(minutes=1))
    assert room.warehouse.value("SELECT count() FROM tag_changes") == written


def test_who_had_which_value_on_a_day(room: Room) -> None:
    tag_id = make(room, "orders", "statistic", ORDERS)
    refresh(room)
    later = room.later(days=20)  # 5 July: the orders of 1 and 2 June left the window
    refresh(later)
    history = read_history(tag_id, scope=later.scope, warehouse=room.warehouse)
    assert len(history) == 21
    assert (history[0].people, history[-1].people) == (
        {"none": 4, "few": 1, "many": 1},
        {"none": 4, "few": 2},
    )
    had = holders_at(tag_id, "many", room.scope.now, later.scope)
    assert room.people(had) == {1}
    moves = list_moves(tag_id, scope=later.scope, warehouse=room.warehouse)
    assert [(each.value, each.gained, each.lost) for each in moves] == [
        ("few", 1, 0),
        ("many", 0, 1),
    ]
    with room.tx() as tx:
        reading = Reading(1, later.scope.with_people([1]), tx, room.warehouse)
        assert [(each.name, each.value) for each in TagPanel().read(reading)] == [("orders", "few")]


def test_the_values_of_a_preference_keep_the_order_of_their_weight(
    engines: Engines, project: ProjectId, zone: ZoneInfo
) -> None:
    seen = (viewed(1, 6, 5, "books"), viewed(1, 6, 12, "toys"), viewed(1, 6, 12, "toys"))
    room = with_tags(open_room(engines, project, World(zone, (1,), seen)))
    make(room, "likes", "preference", LIKES)

    def likes(person: int) -> list[str]:
        with room.tx() as tx:
            scope = room.scope.with_people([person])
            found = TagPanel().read(Reading(person, scope, tx, room.warehouse))
        return [each.value for each in found or ()]

    refresh(room)
    assert likes(1) == ["toys", "books"]
    at = room.warehouse.query("SELECT at FROM tag_orders").rows
    refresh(room.later(minutes=1))
    assert room.warehouse.query("SELECT at FROM tag_orders").rows == at
    later = room.later(minutes=2)
    more = replace(viewed(1, 6, 15, "books"), event="purchase")
    room.warehouse.insert("events", _events_table((more,)))
    with room.tx() as tx:
        narrow = later.scope.with_people([1])
        refresh_tags(tx, scope=narrow, warehouse=room.warehouse, cause="batch 2")
    assert likes(1) == ["books", "toys"]
    assert room.warehouse.value("SELECT countIf(NOT is_gained) FROM tag_changes") == 0


def test_a_merged_person_has_what_both_did_and_were_given(
    engines: Engines, project: ProjectId, zone: ZoneInfo
) -> None:
    world = World(zone, (1, 2, 3), (bought(1, 6, 1, 60), bought(2, 6, 2, 60)))
    room = with_tags(open_room(engines, project, world))
    make(room, "spender", "rule", SPENDER)
    vip = make(room, "vip", "manual", {})
    with room.tx() as tx:
        hand = Hand(tx, room.scope, room.warehouse, "ann")
        give_value(get_tag(tx, vip), [2], "gold", hand=hand)
    refresh(room)
    assert holders(room, "spender", "some") == {1, 2}
    room.warehouse.execute(
        "INSERT INTO person_merges (`from`, `to`, at) VALUES (2, 1, {at:DateTime64(3, 'UTC')})",
        {"at": room.scope.now},
    )
    room.warehouse.execute("SYSTEM RELOAD DICTIONARY person_overrides")
    merged = replace(room.later(minutes=1))
    merged = replace(merged, scope=replace(merged.scope, has_merges=True))
    refresh(replace(merged, scope=merged.scope.with_people([1])), "batch 2")
    assert holders(merged, "spender", "big") == {1}
    assert holders(merged, "vip", "gold") == {1}
    stand = room.warehouse.query("SELECT DISTINCT person_id FROM person_tags FINAL").rows
    assert stand == [(1,)]
    written = room.warehouse.value("SELECT count() FROM tag_changes")
    refresh(merged)
    assert room.warehouse.value("SELECT count() FROM tag_changes") == written


def test_values_are_given_and_taken_and_imported(room: Room) -> None:
    one = make(room, "tier", "import", {"values": ["gold", "silver"]})
    many = make(room, "hobby", "manual", {"many": True})
    with room.tx() as tx:
        tx.execute(
            "insert into persons (person_id, created_at, batch)"
            " select n, now(), 1 from generate_series(1, 6) n"
        )
        tx.execute(
            "insert into identities (kind, value, identity_id, person_id, owns_person, first_seen_at)"
            " select 'user_id', 'u' || n, n, n, true, now() from generate_series(1, 6) n"
        )
        hand = Hand(tx, room.scope, room.warehouse, "ann")
        text = "\ufeffuser,tier\nu1,gold\nu2,silver\nu9,gold\nu3,lead\nu1,silver\n"
        done = import_values(get_tag(tx, one), text, identity="user_id", hand=hand)
        assert (done.rows, done.people, done.unknown, done.refused) == (5, 2, 1, 1)
        assert done.examples == ("u9",)
        assert holders(room, "tier", "silver") == {1, 2}
        later = replace(hand, scope=room.later(minutes=1).scope)
        import_values(get_tag(tx, one), "user,tier\nu2,gold\n", identity="user_id", hand=later)
        assert (holders(room, "tier", "silver"), holders(room, "tier", "gold")) == ({1}, {2})
        tag = get_tag(tx, many)
        give_value(tag, [1], "chess", hand=hand)
        give_value(tag, [1, 2], "go", hand=hand)
        assert holders(room, "hobby", "chess") == {1}
        give_value(tag, [1], "chess", hand=later, is_given=False)
        assert (holders(room, "hobby", "chess"), holders(room, "hobby", "go")) == (set(), {1, 2})
        with pytest.raises(TagInvalid, match='no value "lead"; known: gold, silver'):
            give_value(get_tag(tx, one), [1], "lead", hand=hand)
        with pytest.raises(TagInvalid, match="expected 1 to"):
            import_values(tag, "only a header\n", identity="user_id", hand=hand)


def test_a_tag_of_a_tag_follows_in_one_refresh(room: Room) -> None:
    make(room, "a_last", "rule", {"values": [{"value": "yes", "when": {"did": {"event": "view"}}}]})
    make(room, "spender", "rule", SPENDER)
    both = {"values": [{"value": "yes", "when": {"tag": {"name": "spender", "in": ["big"]}}}]}
    with room.tx() as tx:
        change_tag(tx, "a_last", TagChange(definition=both), scope=room.scope, by="bob")
    refresh(room)
    assert holders(room, "a_last") == {1, 3}
    with room.tx() as tx:
        tag = get_tag(tx, "a_last")
        assert (tag.version, tag.changed_by) == (2, "bob")
        assert [each.version for each in list_versions(tx, TAGS, tag.tag_id)] == [2, 1]
        assert [(each.kind, each.name) for each in sources_of(tag)] == [("tag", "spender")]
        back = {"values": [{"value": "yes", "when": {"not": {"tag": {"name": "a_last"}}}}]}
        with pytest.raises(TagCycle):
            change_tag(tx, "spender", TagChange(definition=back), scope=room.scope, by="bob")
        with pytest.raises(InUse, match='used by tag "a_last"'):
            remove_tag(tx, "spender", warehouse=room.warehouse, uses=[tags_naming])
        renamed = TagChange(name="buyer")
        with pytest.raises(InUse, match='used by tag "a_last"'):
            change_tag(tx, "spender", renamed, scope=room.scope, by="bob", uses=[tags_naming])
        with pytest.raises(TagNameTaken):
            change_tag(tx, "a_last", TagChange(name="spender"), scope=room.scope, by="bob")
        remove_tag(tx, "a_last", warehouse=room.warehouse, uses=[tags_naming])
        assert find_tag(tx, "a_last") is None
    assert room.warehouse.value("SELECT count() FROM person_tags FINAL WHERE value = 'yes'") == 0


def test_the_schedule_says_what_is_computed_and_a_broken_tag_keeps_what_it_had(room: Room) -> None:
    hourly = make(room, "orders", "statistic", ORDERS, schedule=Schedule.HOURLY)
    make(room, "spender", "rule", SPENDER)
    with room.tx() as tx:
        kept = {"scope": room.scope, "warehouse": room.warehouse}
        assert refresh_scheduled(tx, [Schedule.HOURLY], **kept).computed == (hourly,)
        gone = {"values": [{"value": "x", "when": {"did": {"event": "gone"}}}]}
        tx.execute(
            "update tags set definition = %s::jsonb where name = 'spender'", [json.dumps(gone)]
        )
        done = refresh_scheduled(tx, [Schedule.DAILY], **kept)
        assert done.computed == (hourly,)
        assert [(each.name, each.why.partition(":")[0]) for each in done.skipped] == [
            ("spender", "definition.values[0].when.did.event")
        ]


def test_folders_are_arranged_and_not_lost(room: Room) -> None:
    with room.tx() as tx:
        top = create_folder(tx, "Spending")
        inner = create_folder(tx, "Orders", parent_id=top.folder_id, position=2)
    make(
        room,
        "spender",
        "rule",
        SPENDER,
        folder_id=inner.folder_id,
        label=Sentence("消费力", "spender"),
    )
    with room.tx() as tx:
        with pytest.raises(TagFolderNotEmpty):
            remove_folder(tx, inner.folder_id)
        with pytest.raises(TagInvalid, match="never in itself"):
            change_folder(tx, top.folder_id, parent_id=inner.folder_id)
        moved = change_tag(tx, "spender", TagChange(folder_id=""), scope=room.scope, by="ann")
        assert (moved.folder_id, moved.version, moved.label.zh) == (None, 1, "消费力")
        change_folder(tx, inner.folder_id, name="Order", parent_id="")
        remove_folder(tx, top.folder_id)
        assert [(each.name, each.parent_id) for each in list_folders(tx)] == [("Order", None)]


@pytest.mark.parametrize(
    ("kind", "definition", "said"),
    [
        ("rules", {}, "kind: unknown kind of tag 'rules'"),
        ("rule", {"values": []}, "definition.values: expected 1 to 50 values, got 0"),
        (
            "rule",
            {"values": [{"value": "a", "when": {"did": {"event": "view", "count": "x"}}}]},
            "definition.values[0].when.did.count",
        ),
        ("rule", {"values": [{"value": "a", "when": {}}] * 2}, "definition.values[1].value: "),
        ("statistic", ORDERS | {"bands": [{"value": "a", "from": 2}, {"value": "b", "from": 2}]}, "definition.bands[1].from: bands rise"),
        ("statistic", ORDERS | {"metric": {"event": "view", "aggregate": "people"}}, "definition.metric.aggregate: expected an aggregate of one"),
        ("preference", LIKES | {"top": 0}, "definition.top: expected 1 to 20, got 0"),
        ("preference", LIKES | {"property": "colour"}, "definition.property: unknown property"),
        ("manual", {"values": [3]}, "definition.values[0]: expected an object"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named_with_its_place(
    still: Room, kind: str, definition: dict, said: str
) -> None:
    with pytest.raises(StayflowError) as refused, still.tx() as tx:
        create_tag(tx, TagDraft("x", kind, definition), scope=still.scope, by="ann")
    assert str(refused.value).startswith(said)


def test_ready_sets_read_and_install_what_fits(room: Room) -> None:
    sets = {each.industry: each for each in list_sets()}
    assert set(sets) == {"content", "ecommerce", "finance", "game", "saas", "store"}
    for ready in sets.values():
        assert len(ready.tags) >= 10
        for tag in ready.tags:
            assert tag.folder in ready.folders
            read_tag("", tag.kind, tag.definition, room.scope.facets)
    naming = Naming({"product_view": "view"}, {"category": "category", "amount": "amount"})
    with room.tx() as tx:
        ready = get_set("ecommerce")
        states = install_set(tx, ready, scope=room.scope, by="ann", naming=naming, lang="zh")
        made = {each.name for each in list_tags(tx)}
        assert made == {each.tag.name for each in states if not each.why}
        assert len(made) >= 5
        assert all("unknown" in each.why for each in states if each.why)
        again = look_at_set(tx, ready, scope=room.scope, naming=naming)
        assert {each.tag.name for each in again if each.is_installed} == made
        assert {each.name for each in list_folders(tx)} <= {
            each.zh for each in ready.folders.values()
        }
    refresh(room)
