"""The law of ONE-ID: persons are a function of the set of facts, not of how they arrive."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from stayflow.intake.identify import (
    DEFAULT_KINDS,
    IdentityRules,
    MergeInvalid,
    MergeRefused,
)
from tests.conftest import Engines
from tests.intake.identify.reference import Said
from tests.intake.identify.world import World

KINDS = ("user_id", "member_no", "device", "anonymous_id")


def events(kinds=KINDS, values=3, most=12):
    named = st.dictionaries(
        st.sampled_from(kinds), st.integers(1, values).map(str), min_size=1, max_size=3
    )
    return st.lists(st.tuples(st.integers(1, 6), named), min_size=1, max_size=most).map(
        lambda said: [
            Said(f"m{place}", at * 1000, tuple(sorted(names.items())))
            for place, (at, names) in enumerate(said)
        ]
    )


def rules():
    """Rules for the kinds of `events`: any limits, sharing and blocked values."""

    def built(drawn):
        kinds = []
        for kind, (limit, unique, sharable, shared_from) in zip(
            DEFAULT_KINDS, drawn[0], strict=True
        ):
            kinds.append(
                replace(
                    kind,
                    unique_per_person=unique,
                    limit_per_person=limit,
                    sharable=sharable,
                    shared_from=shared_from,
                )
            )
        return IdentityRules(tuple(kinds), drawn[1])

    one = st.tuples(
        st.sampled_from([None, 1, 2, 3]), st.booleans(), st.booleans(), st.integers(1, 3)
    )
    blocked = st.dictionaries(
        st.sampled_from(["", *KINDS]),
        st.frozensets(st.integers(1, 4).map(str), max_size=1),
        max_size=2,
    )
    return st.tuples(st.tuples(*[one] * len(DEFAULT_KINDS)), blocked).map(built)


RELAXED = settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@RELAXED
@given(said=events(), data=st.data())
def test_persons_do_not_depend_on_arrival_or_cuts(engines: Engines, said, data):
    world = World(engines)
    shuffled = data.draw(st.permutations(said))
    rest = list(shuffled)
    while rest:
        size = data.draw(st.integers(1, len(rest)))
        world.take(rest[:size], forget=data.draw(st.booleans()))
        rest = rest[size:]
    world.check(said)


@RELAXED
@given(said=events(values=4, most=14), ruled=rules(), data=st.data())
def test_the_law_holds_under_any_rules(engines: Engines, said, ruled, data):
    world = World(engines, ruled)
    rest = data.draw(st.permutations(said))
    while rest:
        size = data.draw(st.integers(1, len(rest)))
        world.take(rest[:size], forget=data.draw(st.booleans()))
        rest = rest[size:]
    world.check(said)


@RELAXED
@given(said=events(values=3, most=12), ruled=rules(), data=st.data())
def test_what_was_detached_stays_detached(engines: Engines, said, ruled, data):
    known = sorted({name for each in said for name in each.identities})
    names = st.lists(st.sampled_from(known), min_size=1, max_size=2, unique_by=lambda name: name[0])
    said = [
        *said,
        *(
            Said(f"u{place}", at * 1000, (), tuple(detached))
            for place, (at, detached) in enumerate(
                data.draw(st.lists(st.tuples(st.integers(1, 6), names), min_size=1, max_size=3))
            )
        ),
    ]
    said = [replace(each, identities=each.identities or each.unbind[:1]) for each in said]
    world = World(engines, ruled)
    rest = data.draw(st.permutations(said))
    while rest:
        size = data.draw(st.integers(1, len(rest)))
        world.take(rest[:size], forget=data.draw(st.booleans()))
        rest = rest[size:]
    world.check(said)
    world.rule(ruled)
    world.check(said)


@RELAXED
@given(said=events(values=4, most=14), ruled=rules(), data=st.data())
def test_pairs_in_bulk_are_facts_like_events(engines: Engines, tmp_path, said, ruled, data):
    world = World(engines, ruled)
    rest, told = data.draw(st.permutations(said)), []
    while rest:
        size = data.draw(st.integers(1, len(rest)))
        part, rest = rest[:size], rest[size:]
        if data.draw(st.booleans()):
            told += world.load(part, tmp_path)
        else:
            world.take(part, forget=data.draw(st.booleans()))
            told += part
    world.check(told)
    if loaded := [each for each in told if each.key]:
        before = world.survivors()
        world.load(loaded, tmp_path)
        assert world.survivors() == before


@RELAXED
@given(said=events(values=3, most=12), ruled=rules())
def test_new_rules_weigh_everybody_again(engines: Engines, said, ruled):
    ruled = replace(ruled, blocked={})  # what is blocked decides where an event is stored
    world = World(engines)
    world.take(said)
    world.rule(ruled)
    world.check(said)
    world.take([replace(each, name=f"late {each.name}", at=each.at - 500) for each in said[:3]])
    world.rule(IdentityRules(DEFAULT_KINDS))
    world.check([*said, *(replace(e, name=f"late {e.name}", at=e.at - 500) for e in said[:3])])


@RELAXED
@given(said=events(values=3, most=12), data=st.data())
def test_what_is_said_by_hand_is_a_fact_like_any(engines: Engines, said, data):
    world = World(engines)
    told = said[: data.draw(st.integers(1, len(said)))]
    world.take(told)
    for _ in range(data.draw(st.integers(1, 3))):
        people = sorted(set(world.owners().values()))
        try:
            if data.draw(st.booleans()):
                world.merge(
                    data.draw(st.sampled_from(people)),
                    data.draw(st.sampled_from(people)),
                    at=data.draw(st.integers(1, 9)) * 1000,
                )
            else:
                person = data.draw(st.sampled_from(people))
                own = sorted(name for name, of in world.owners().items() if of == person)
                detached = data.draw(st.lists(st.sampled_from(own), min_size=1, unique=True))
                world.part(person, detached, at=data.draw(st.integers(1, 9)) * 1000)
        except (MergeRefused, MergeInvalid):
            pass
        world.check(told)
    rest = data.draw(st.permutations(said[len(told) :]))
    while rest:
        size = data.draw(st.integers(1, len(rest)))
        world.take(rest[:size], forget=data.draw(st.booleans()))
        rest = rest[size:]
    world.check(said)


@RELAXED
@given(said=events(values=4, most=10), data=st.data())
def test_a_merge_taken_back_restores_everybody(engines: Engines, said, data):
    world = World(engines)
    world.take(said)
    people = sorted(set(world.owners().values()))
    before, survivors = world.groups(), world.survivors()
    one, other = data.draw(st.sampled_from(people)), data.draw(st.sampled_from(people))
    try:
        merged = world.merge(one, other, at=99_000)
    except (MergeRefused, MergeInvalid):
        assert (world.groups(), world.survivors()) == (before, survivors)
        return
    assert len({world.owners()[name] for part in merged.before for name in names(part)}) == 1
    if data.draw(st.booleans()):
        world.withdraw(merged.claims[0])
    else:
        world.part(one, names(merged.before[0]), at=100_000)
    assert (world.groups(), world.survivors()) == (before, survivors)
    world.check(said)


@RELAXED
@given(said=events(values=3, most=10), data=st.data())
def test_a_parting_taken_back_restores_everybody(engines: Engines, said, data):
    world = World(engines)
    world.take(said)
    groups = [group for group in set(world.groups().values()) if len(group) > 1]
    if not groups:
        return
    before = world.groups()
    group = sorted(data.draw(st.sampled_from(sorted(groups, key=sorted))))
    out = group[: data.draw(st.integers(1, len(group) - 1))]
    person = world.owners()[group[0]]
    parted = world.part(person, out, at=99_000)
    now = world.owners()
    assert len({now[name] for name in out}) == 1
    assert len({now[name] for name in group if name not in out}) == 1
    assert now[out[0]] != now[group[-1]]
    world.check(said)
    world.withdraw(parted.claims[0])
    assert world.groups() == before
    world.check(said)


def names(part) -> list[tuple[str, str]]:
    return [(each.kind, each.value) for each in part.identities]


@RELAXED
@given(said=events(kinds=("user_id", "device"), values=4, most=16), data=st.data())
def test_shared_devices_one_event_at_a_time(engines: Engines, said, data):
    world = World(engines)
    for each in data.draw(st.permutations(said)):
        world.take([each])
    world.check(said)


def test_a_late_event_decides_whose_the_shared_device_is(engines: Engines):
    first = Said("a", 1000, (("device", "d"), ("user_id", "anna")))
    second = Said("b", 2000, (("device", "d"), ("user_id", "bert")))
    alone = Said("c", 3000, (("device", "d"),))
    owners = []
    for order in itertools.permutations([first, second, alone]):
        world = World(engines)
        for each in order:
            world.take([each])
        world.check([first, second, alone])
        survivors = world.survivors()
        owners.append(survivors[world.person["c"]] == survivors[world.person["a"]])
    assert all(owners)


def test_a_refused_merge_is_recorded_with_its_reason(engines: Engines):
    world = World(engines)
    world.take([Said("a", 1000, (("member_no", "1"), ("user_id", "u")))])
    world.take([Said("b", 2000, (("member_no", "2"), ("user_id", "u")))])
    with engines.relational.project(world.project) as tx:
        refusals = tx.rows("select reason, kind, at from merge_refusals")
        lonely = tx.value(
            "select owns_person from identities where kind = 'member_no' and value = '2'"
        )
    assert refusals == [("unique_differs", "member_no", datetime.fromtimestamp(2, UTC))]
    assert lonely is True
    survivors = world.survivors()
    assert survivors[world.person["a"]] == survivors[world.person["b"]]


def test_a_merge_keeps_the_older_person(engines: Engines):
    world = World(engines)
    world.take([Said("a", 1000, (("device", "d"),))])
    world.take([Said("b", 2000, (("user_id", "u"),))])
    world.take([Said("c", 3000, (("device", "d"), ("user_id", "u")))])
    assert world.survivors() == {1: 1, 2: 1}
    with engines.relational.project(world.project) as tx:
        assert tx.rows('select "from", "to", cause, batch from identity_merges') == [
            (2, 1, "named_together", 3)
        ]


def test_person_ids_are_dense(engines: Engines):
    world = World(engines)
    world.take([Said(f"m{n}", n, (("user_id", f"u{n}"),)) for n in range(1, 101)])
    assert sorted(world.person.values()) == list(range(1, 101))
    assert np.unique(list(world.survivors())).tolist() == list(range(1, 101))
