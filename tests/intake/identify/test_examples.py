"""The worked examples of docs/collect/one-id.md, in every order of arrival."""

import itertools

import pytest

from tests.conftest import Engines
from tests.intake.identify.reference import Said
from tests.intake.identify.world import World


def said(name: str, at: int, /, *, unbind: tuple[tuple[str, str], ...] = (), **named: str) -> Said:
    return Said(name, at * 1000, tuple(sorted(named.items())), unbind)


def told(engines: Engines, events: list[Said]) -> World:
    world = World(engines)
    for each in events:
        world.take([each])
    world.check(events)
    return world


def persons(world: World, events: list[Said]) -> list[set[str]]:
    """The events of each person, by name."""
    survivors, found = world.survivors(), {}
    for each in events:
        found.setdefault(survivors[world.person[each.name]], set()).add(each.name)
    return sorted(found.values(), key=sorted)


LATE_LOGIN = [
    said("sees an ad", 1, device="d1"),
    said("reads", 2, device="d1"),
    said("logs in", 3, user_id="anna", device="d1"),
    said("buys", 4, user_id="anna"),
]
LOGIN_BEFORE_INIT = [
    said("logs in", 1, user_id="anna"),
    said("starts", 2, device="d1"),
    said("reads", 3, user_id="anna", device="d1"),
]
SHARED_PHONE = [
    said("mother looks", 1, device="d1"),
    said("mother logs in", 2, user_id="mother", device="d1"),
    said("son logs in", 3, user_id="son", device="d1"),
    said("son plays", 4, user_id="son", device="d1"),
    said("somebody looks", 5, device="d1"),
    said("son at school", 6, user_id="son", device="d2"),
]
RECYCLED = [
    said("old owner joins", 1, user_id="wang", phone="138"),
    said("old owner answers", 2, phone="138"),
    said("new owner joins", 5, user_id="zhao", phone="138"),
    said("new owner answers", 6, phone="138"),
]


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        (LATE_LOGIN, [{"sees an ad", "reads", "logs in", "buys"}]),
        (LOGIN_BEFORE_INIT, [{"logs in", "starts", "reads"}]),
        (
            RECYCLED,
            [
                {"new owner joins"},
                {"old owner joins", "old owner answers", "new owner answers"},
            ],
        ),
    ],
)
def test_the_order_of_arrival_does_not_matter(engines: Engines, events, expected):
    for order in list(itertools.permutations(events))[::5]:
        world = told(engines, list(order))
        assert persons(world, events) == sorted(expected, key=sorted)


@pytest.mark.parametrize("order", [SHARED_PHONE, SHARED_PHONE[::-1]])
def test_the_second_account_does_not_pull_the_past_of_a_shared_phone(engines: Engines, order):
    world = told(engines, order)
    assert persons(world, SHARED_PHONE) == [
        {"mother logs in", "mother looks", "somebody looks"},
        {"son at school", "son logs in", "son plays"},
    ]
    assert world.rows("select reason from merge_refusals") == [("shared_device",)]


@pytest.mark.parametrize("place", range(5))
def test_a_number_that_its_owner_gave_up_is_the_new_owners(engines: Engines, place):
    """The app says so by detaching it, whenever that message comes."""
    given_up = said("gives it up", 4, user_id="wang", unbind=(("phone", "138"),))
    world = told(engines, [*RECYCLED[:place], given_up, *RECYCLED[place:]])
    assert persons(world, [*RECYCLED, given_up]) == [
        {"gives it up", "old owner joins"},
        {"new owner answers", "new owner joins", "old owner answers"},
    ]


def test_a_number_can_be_given_to_its_new_owner_by_hand(engines: Engines):
    world = told(engines, RECYCLED)
    wang = world.owners()["user_id", "wang"]
    world.part(wang, [("phone", "138")], at=9_000)
    assert world.owners()["phone", "138"] == world.owners()["user_id", "zhao"]
    world.take([said("a late one", 3, user_id="wang", phone="138")])
    assert world.owners()["phone", "138"] == world.owners()["user_id", "zhao"]
    world.check([*RECYCLED, said("a late one", 3, user_id="wang", phone="138")])
