"""Virality: a small tree by hand, and everything counted again in plain Python."""

from datetime import UTC, date, datetime, timedelta
from statistics import median

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stayflow.kernel.errors import InvalidInput
from stayflow.measure.analysis.kinds.virality import generations
from tests.measure.conftest import ZONES
from tests.measure.world import Happened, World

NOON = datetime(2026, 3, 3, 4, tzinfo=UTC)
QUESTION = {
    "kind": "virality",
    "range": {"from": "2026-03-01", "to": "2026-03-31"},
    "invite": {"event": "a"},
    "accepted": {"event": "b"},
    "link": "invoice",
}


def invite(person: int, code: str, hours: float) -> Happened:
    return Happened("a", person, NOON + timedelta(hours=hours), {"invoice": code})


def accept(person: int, code: str, hours: float) -> Happened:
    return Happened("b", person, NOON + timedelta(hours=hours), {"invoice": code})


def test_a_small_tree(shanghai):
    """1 invites 2 and 3, 2 invites 4: three came by three links, of five active people."""
    shanghai.fill(
        [
            invite(1, "p", 0),
            invite(1, "q", 0),
            accept(2, "p", 2),
            accept(3, "p", 4),
            invite(2, "r", 24),
            accept(4, "r", 30),
            accept(4, "p", 31),
            Happened("view", 5, NOON),
        ]
    )
    result = shanghai.ask(**QUESTION)
    assert result | {"series": []} == {
        "active": 5, "inviters": 2, "invitations": 3, "invited": 3, "invitations_per_person": 0.6, "conversion": 1.0,
        "k_factor": 0.6, "invited_per_inviter": 1.5, "cycle_seconds": 4 * 3600.0, "depth": 2, "circular": 0,
        "generations": [{"generation": 1, "people": 2}, {"generation": 2, "people": 1}],
        "top": [{"person_id": 1, "invitations": 2, "invited": 2}, {"person_id": 2, "invitations": 1, "invited": 1}],
        "series": [],
    }  # fmt: skip
    week = next(each for each in result["series"] if each["t"] == "2026-03-02")
    assert (week["invitations"], week["invited"]) == (3, 3)
    assert shanghai.who({"inviter": 1}, **QUESTION) == {2, 3}
    assert shanghai.who({"generation": 2}, **QUESTION) == {4}
    assert shanghai.who({"of": "inviters"}, **QUESTION) == {1, 2}
    assert shanghai.who({"t": "2026-03-02"}, **QUESTION) == {2, 3, 4}
    assert shanghai.who({"t": "2026-03-09"}, **QUESTION) == set()


def test_beside_the_month_before(shanghai):
    """The tree of the other range ends with it: who came later stands in the range's own only."""
    month = 28 * 24
    shanghai.fill(
        [
            *(invite(1, "p", -month), accept(2, "p", 2 - month), invite(2, "q", 3 - month)),
            *(accept(3, "q", 0), invite(3, "r", 1), accept(4, "r", 2), accept(5, "p", 3)),
        ]
    )
    february = {"from": "2026-02-01", "to": "2026-02-28"}
    compared = {**QUESTION, "compare": february}
    result = shanghai.ask(**compared)
    alone = shanghai.ask(**{**QUESTION, "range": february})
    assert {**result["previous"], "series": result["previous_series"]} == alone
    assert (result["invited"], result["previous"]["invited"]) == (3, 1)
    assert (result["depth"], result["previous"]["depth"]) == (3, 1)
    assert shanghai.who({"of": "invited", "compared": True}, **compared) == {2}
    assert shanghai.who({"inviter": 1, "compared": True}, **compared) == {2}
    assert shanghai.who({"inviter": 1}, **compared) == {5}
    assert shanghai.who({"generation": 1, "compared": True}, **compared) == {2}


def test_nobody_invites_themselves_or_before_the_invitation(shanghai):
    shanghai.fill([accept(2, "p", 0), invite(1, "p", 0), accept(1, "p", 1), accept(3, "", 2)])
    assert shanghai.ask(**QUESTION)["invited"] == 0


def test_a_link_may_be_named_otherwise_where_it_is_accepted(shanghai):
    shanghai.fill(
        [invite(1, "p", 0), Happened("b", 2, NOON + timedelta(hours=1), {"category": "p"})]
    )
    link = {"invite": "invoice", "accepted": "category"}
    assert shanghai.ask(**{**QUESTION, "link": link})["invited"] == 1
    assert shanghai.ask(**QUESTION)["invited"] == 0


def test_who_came_in_a_circle_has_no_generation(shanghai):
    shanghai.fill([invite(1, "p", 0), invite(2, "q", 0), accept(2, "p", 1), accept(1, "q", 2)])
    result = shanghai.ask(**QUESTION)
    assert (result["invited"], result["depth"], result["circular"]) == (2, 0, 2)
    assert shanghai.who({"generation": 0}, **QUESTION) == {1, 2}


def test_a_long_chain_has_every_generation():
    people = np.arange(2, 1002, dtype=np.uint64)
    assert generations(people, people - np.uint64(1)).tolist() == list(range(1, 1001))


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"link": "nothing"}, "link.invite"),
        ({"link": {"invite": "invoice"}}, "link.accepted"),
        ({"by": {"property": "category"}}, "by"),
        ({"invite": {"event": "aa"}}, "invite.event"),
        ({"who": {"of": "invited", "generation": 1}}, "who"),
    ],
)
def test_mistakes_name_their_place(shanghai, changed, path):
    question = {**QUESTION, **changed}
    with pytest.raises(InvalidInput) as caught:
        if "who" in question:
            shanghai.who(question.pop("who"), **question)
        else:
            shanghai.ask(**question)
    assert caught.value.path == path


def reference(world: World, mark: str):
    """Who came: invitee to (inviter, when it was sent, when they came), of all time until the end of the range."""
    ordered = sorted(world.events, key=lambda each: each.at)  # stable: arrival decides
    mine = [e for e in ordered if e.properties["category"] == mark]
    end = date(2026, 3, 31)
    mine = [e for e in mine if e.at.astimezone(world.zone).date() <= end]
    owners: dict[str, tuple[int, int, datetime]] = {}
    came: dict[int, tuple[int, datetime, datetime]] = {}
    for n, event in enumerate(mine):
        person, link = world.person(event.person), event.properties["invoice"]
        if event.name == "a" and link:
            owners.setdefault(link, (person, n, event.at))
        if event.name == "b" and link in owners and owners[link][0] != person:
            came.setdefault(person, (owners[link][0], owners[link][2], event.at))
    return mine, came


def depth_of(person: int, came) -> int:
    """Steps up to somebody who was not invited, 0 in a circle."""
    depth, seen = 0, set()
    while person in came:
        if person in seen:
            return 0
        seen.add(person)
        person, depth = came[person][0], depth + 1
    return depth


@given(
    worlds=st.lists(
        st.lists(
            st.tuples(
                st.integers(1, 6),
                st.sampled_from(["a", "a", "b", "b", "view"]),
                st.sampled_from(["p", "q", "r", ""]),
                st.integers(0, 45 * 4),
            ),
            max_size=16,
        ),
        min_size=4,
        max_size=4,
    ),
    merged=st.booleans(),
    zone=st.sampled_from(ZONES),
)
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
def test_agrees_with_counting_by_hand(world_in, worlds, merged, zone):
    world = world_in(zone)
    events = [
        Happened(
            name,
            10 * n + person,
            datetime(2026, 2, 20, tzinfo=UTC) + timedelta(hours=6 * steps),
            {"invoice": link, "category": f"w{n}"},
        )
        for n, each in enumerate(worlds)
        for person, name, link, steps in each
    ]
    world.fill(events, {10 * n + 6: 10 * n + 1 for n in range(4)} if merged else {})
    for n in range(len(worlds)):
        mine, came = reference(world, f"w{n}")
        first = date(2026, 3, 1)
        inside = [e for e in mine if e.at.astimezone(world.zone).date() >= first]
        sent = [world.person(e.person) for e in inside if e.name == "a"]
        now = {p: c for p, c in came.items() if c[2].astimezone(world.zone).date() >= first}
        question = {**QUESTION, "filter": {"property": "category", "op": "eq", "value": f"w{n}"}}
        result = world.ask(**question)
        assert (result["invitations"], result["inviters"]) == (len(sent), len(set(sent)))
        assert result["invited"] == len(now)
        waits = [(at - since).total_seconds() for _, since, at in now.values()]
        assert result["cycle_seconds"] == (median(waits) if waits else None)
        depths = [depth_of(person, came) for person in came]
        assert result["depth"] == max(depths, default=0)
        assert result["circular"] == depths.count(0)
        for each in result["generations"]:
            assert each["people"] == depths.count(each["generation"])
        expected_top = sorted(
            {inviter for inviter, _, _ in now.values()},
            key=lambda p: (-sum(c[0] == p for c in now.values()), -sent.count(p), p),
        )
        assert [each["person_id"] for each in result["top"]] == expected_top
        assert sum(each["invited"] for each in result["series"]) == len(now)
        assert world.who({"of": "invited"}, **question) == set(now)
