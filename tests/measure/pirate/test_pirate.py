"""The pirate funnel: what is guessed, what is saved, and its numbers by hand."""

from datetime import timedelta
from decimal import Decimal

import pytest

from stayflow.kernel.errors import InvalidInput
from stayflow.kernel.ids import ProjectId
from stayflow.language.window import parse_range
from stayflow.measure.pirate import (
    Step,
    Steps,
    answer_pirate,
    find_steps,
    parse_steps,
    save_steps,
    suggest_steps,
)
from stayflow.stores.warehouse import KeptAnswers, keep_answers
from tests.measure.world import Happened

RANGE = parse_range({"from": "2026-03-11", "to": "2026-03-20"})
STEPS = Steps(activation=Step("b"), revenue=Step("buy"), referral=Step("c"))


@pytest.fixture
def tx(engines):
    with engines.relational.project(ProjectId("pirates_here")) as transaction:
        yield transaction
        transaction.connection.rollback()


@pytest.fixture
def ask(engines, shanghai):
    day, start = timedelta(days=1), shanghai.now.replace(month=3, day=12)
    before = start - 10 * day
    shanghai.fill(
        [
            *(Happened("a", person, start) for person in (1, 2, 3)),
            Happened("b", 1, start + day),
            Happened("b", 9, start + day),
            Happened("a", 4, before),
            Happened("b", 4, before + day),
            Happened("b", 4, start + 2 * day),
            Happened("a", 5, before),
            Happened("buy", 4, start, revenue=Decimal(7)),
            Happened("buy", 5, before, revenue=Decimal(5)),
            Happened("c", 2, start + 3 * day),
            Happened("a", 6, start - 60 * day),
            Happened("a", 6, start),
        ],
        merges={9: 2},
    )

    def ask(steps=STEPS, people=None):
        found = answer_pirate(
            steps,
            RANGE,
            people,
            scope=shanghai.scope,
            warehouse=keep_answers(shanghai.warehouse, KeptAnswers(engines.clock)),
        )
        assert [each.error for each in found.stages] == [None] * 5
        return found

    return ask


def test_five_stages_beside_the_range_before(ask, shanghai):
    found = ask()
    assert (str(found.before_from), str(found.before_to), found.per) == (
        "2026-03-01",
        "2026-03-10",
        "day",
    )
    numbers = {
        each.stage: (each.number.people, each.base.people, each.previous.people, each.change)
        for each in found.stages
    }
    assert numbers == {
        "acquisition": (3, 5, 2, 0.5),
        "activation": (2, 3, 1, 1.0),
        "retention": (1, 2, 0, None),
        "revenue": (1, 5, 1, 0.0),
        "referral": (1, 5, 0, None),
    }
    revenue = found.stages[3]
    assert (revenue.money, revenue.previous_money, revenue.rate) == (7, 5, 0.2)
    points = {each.stage: {p.t: p.people for p in each.points if p.people} for each in found.stages}
    assert points == {
        "acquisition": {"2026-03-12": 3},
        "activation": {"2026-03-13": 2},
        "retention": {"2026-03-12": 1, "2026-03-14": 1},
        "revenue": {"2026-03-12": 1},
        "referral": {"2026-03-15": 1},
    }


def test_every_number_leads_to_its_people(ask, shanghai):
    expected = {
        "acquisition": ({1, 2, 3}, {1, 2, 3, 4, 6}, {4, 5}),
        "activation": ({1, 2}, {1, 2, 3}, {4}),
        "retention": ({4}, {4, 5}, set()),
        "revenue": ({4}, {1, 2, 3, 4, 6}, {5}),
        "referral": ({2}, {1, 2, 3, 4, 6}, set()),
    }
    for stage in ask().stages:
        asked = (stage.number, stage.base, stage.previous)
        found = tuple(shanghai.who(each.who, **each.query) for each in asked)
        assert found == expected[stage.stage]


def test_stages_mean_what_they_are_said_to(ask):
    steps = Steps(acquisition=Step("b"), retention=Step("b"), revenue=Step(amount="revenue"))
    buyers = {"did": {"event": "buy"}}
    found = {each.stage: each for each in ask(steps, buyers).stages}
    assert (found["acquisition"].number.people, found["acquisition"].previous.people) == (0, 1)
    assert (found["retention"].number.people, found["retention"].rate) == (1, 1.0)
    assert found["revenue"].money == 7
    assert (found["activation"].step, found["activation"].number) == (None, None)


def test_steps_are_guessed_and_saved(tx, shanghai):
    assert suggest_steps(["view", "sign_up", "purchase", "share"]) == Steps(
        activation=Step("sign_up"), revenue=Step("purchase"), referral=Step("share")
    )
    assert (suggest_steps(["view"]), find_steps(tx)) == (Steps(), None)
    raw = {"activation": {"event": ["a", "b"]}, "referral": None}
    for name in ("ann", "bob"):
        save_steps(tx, raw, by=name, now=shanghai.now)
    found = find_steps(tx)
    assert (found.steps, found.changed_by) == (Steps(activation=Step(["a", "b"])), "bob")


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        ({"growth": {}}, None),
        ({"activation": {"event": "a", "amount": "x"}}, "activation.amount"),
        ({"referral": {"event": "a", "where": {"property": 1}}}, "referral.where.property"),
    ],
    ids=["no such stage", "nothing is summed", "a wrong filter"],
)
def test_what_does_not_fit_is_refused(raw, path):
    with pytest.raises(InvalidInput) as caught:
        parse_steps(raw)
    assert caught.value.path == path


def test_a_stage_that_cannot_be_counted_says_so(engines, shanghai):
    steps = Steps(activation=Step("bb"))
    warehouse = keep_answers(shanghai.warehouse, KeptAnswers(engines.clock))
    found = answer_pirate(steps, RANGE, None, scope=shanghai.scope, warehouse=warehouse)
    assert [each.error is None for each in found.stages] == [True, False, True, True, True]
    with pytest.raises(InvalidInput) as caught:
        answer_pirate(
            steps, parse_range({"last": "6h"}), None, scope=shanghai.scope, warehouse=warehouse
        )
    assert caught.value.path == "range"
