"""Value as a question: tiers and concentration against a plain sort, moves as they were recorded."""

from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest

from stayflow.kernel.errors import InvalidInput
from tests.measure.world import Happened, instants

NOON = datetime(2026, 3, 3, 4, tzinfo=UTC)
QUESTION = {
    "kind": "value",
    "range": {"from": "2026-03-01", "to": "2026-03-31"},
    "event": "buy",
    "amount": "amount",
}


def buy(person: int, amount: float) -> Happened:
    return Happened("buy", person, NOON, {"amount": amount})


def test_tiers_and_concentration(shanghai):
    """Ten people bring 100, 10, …: the first two are high, the next three middle."""
    amounts = {1: 100, 2: 50, 3: 10, 4: 9, 5: 8, 6: 5, 7: 4, 8: 3, 9: 2, 10: 1, 11: 0, 12: -5}
    shanghai.fill([buy(person, amount) for person, amount in amounts.items()], merges={10: 1})
    result = shanghai.ask(**QUESTION)
    worth = sorted([101, 50, 10, 9, 8, 5, 4, 3, 2], reverse=True)
    assert (result["people"], result["amount"]) == (9, 192)
    assert result["stages"] == [
        {"stage": "high", "people": 2, "amount": 151},
        {"stage": "middle", "people": 3, "amount": 27},
        {"stage": "low", "people": 4, "amount": 14},
    ]
    differences = sum(abs(x - y) for x in worth for y in worth)
    assert result["gini"] == pytest.approx(differences / (2 * len(worth) * sum(worth)))
    assert shanghai.who({"stage": "middle"}, **QUESTION) == {3, 4, 5}
    assert shanghai.who({"top": 3}, **QUESTION) == {1, 2, 3}
    assert shanghai.ask(**QUESTION, model="default", at="2026-03-02")["people"] == 0
    assert shanghai.who({"top": 3}, **QUESTION, at="2026-03-03") == {1, 2, 3}
    by_amount = {**QUESTION, "cut_by": "amount", "high": 50, "middle": 8}
    assert shanghai.who({"stage": "high"}, **by_amount) == {1, 2}
    assert shanghai.who({"stage": "middle"}, **by_amount) == {3, 4, 5}


def test_a_question_without_rules_is_by_those_of_the_project(shanghai, monkeypatch):
    shanghai.fill([buy(person, person) for person in range(1, 5)])
    own = {"event": "buy", "amount": "amount", "by": "amount", "high": 4, "middle": 2}
    monkeypatch.setattr(shanghai, "value_rules", own)
    asked = {"kind": "value", "range": QUESTION["range"]}
    result = shanghai.ask(**asked)
    assert [each["people"] for each in result["stages"]] == [1, 2, 1]
    assert result["rules"]["cut_by"] == "amount"
    assert shanghai.who({"stage": "middle"}, **asked) == {2, 3}
    assert shanghai.ask(**QUESTION)["rules"]["cut_by"] == "share"


def test_moves_are_those_recorded_in_the_range(shanghai):
    shanghai.fill([buy(1, 1)])
    shanghai.warehouse.execute("TRUNCATE TABLE value_changes")
    before, inside = NOON - timedelta(days=10), NOON + timedelta(days=2)
    rows = [(1, "low", before), (2, "low", before), (1, "high", inside), (3, "middle", inside)]
    shanghai.warehouse.insert(
        "value_changes",
        pa.table(
            {
                "person_id": pa.array([person for person, _, _ in rows], pa.uint64()),
                "tier": pa.array([tier for _, tier, _ in rows]),
                "previous": pa.array([""] * len(rows)),
                "amount": pa.array([1.0] * len(rows)),
                "at": instants([at for _, _, at in rows]),
            }
        ),
    )
    moves = shanghai.ask(**QUESTION)["moves"]
    assert sorted(moves, key=str) == sorted(
        [
            {"from": None, "to": "middle", "people": 1},
            {"from": "low", "to": "high", "people": 1},
            {"from": "low", "to": "low", "people": 1},
        ],
        key=str,
    )
    assert shanghai.who({"from": "low", "to": "high"}, **QUESTION) == {1}
    assert shanghai.who({"from": None, "to": "middle"}, **QUESTION) == {3}
    shanghai.warehouse.execute("TRUNCATE TABLE value_changes")


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"by": {"property": "category"}}, "by"),
        ({"high": 0.9}, "high"),
        ({"cut_by": "rank"}, "cut_by"),
        ({"who": {}}, "who"),
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
