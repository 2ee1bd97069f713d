"""The one question shape: common fields, words in both languages, and no project sees another."""

import re

import pytest

from stayflow.kernel.errors import InvalidInput
from stayflow.measure.analysis import (
    ANALYSES,
    answer_query,
    describe_query,
    describe_who,
    who_people,
)
from tests.measure.analysis.questions import QUESTIONS, WHO
from tests.measure.conftest import ZONES
from tests.measure.world import Happened


@pytest.mark.parametrize("kind", ANALYSES.names())
def test_every_kind_has_a_question_here(kind):
    assert kind in {question["kind"] for question in QUESTIONS.values()}


@pytest.mark.parametrize("name", QUESTIONS)
def test_definitions_are_in_the_language_asked_for(shanghai, name):
    question = QUESTIONS[name]
    english = describe_query(question, "en", scope=shanghai.scope)
    chinese = describe_query(question, "zh", scope=shanghai.scope)
    assert not re.search(r"[\u4e00-\u9fff]|[{}]", english)
    assert re.search(r"[\u4e00-\u9fff]", chinese)
    assert not re.search(r"[{}]", chinese)
    answer = answer_query(
        {**question, "lang": "zh"}, scope=shanghai.scope, warehouse=shanghai.warehouse
    )
    assert answer.definition == chinese
    assert (answer.kind, answer.took_ms > 0) == (question["kind"], True)


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_people_of_a_cell_are_said_in_words(shanghai, name):
    for who in WHO[name]:
        for lang in ("zh", "en"):
            said = describe_who({**QUESTIONS[name], "who": who}, lang, scope=shanghai.scope)
            assert not re.search(r"[{}]", said)


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_project_sees_no_other(world_in, name):
    """Berlin is full, New York is empty: New York answers as if Berlin were not there."""
    berlin, york = world_in("Europe/Berlin"), world_in("America/New_York")
    york.fill([])
    empty = york.ask(**QUESTIONS[name])
    berlin.fill(
        [
            Happened(event, person, berlin.now, {"amount": 5, "category": "x"})
            for event in ("a", "b", "c", "buy")
            for person in (1, 2)
        ]
    )
    assert york.ask(**QUESTIONS[name]) == empty
    for who in WHO[name]:
        assert york.who(who, **QUESTIONS[name]) == set()


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        ("trend", None),
        ({}, "kind"),
        ({"kind": 3}, "kind"),
        ({"kind": "trend", "range": {"last": "x"}}, "range.last"),
        ({"kind": "trend", "people": {"did": {"event": 1}}}, "people.did.event"),
        ({"kind": "trend", "filter": {"property": 1}}, "filter.property"),
    ],
)
def test_mistakes_of_the_shape_name_their_place(shanghai, raw, path):
    with pytest.raises(InvalidInput) as caught:
        answer_query(raw, scope=shanghai.scope, warehouse=shanghai.warehouse)
    assert caught.value.path == path


def test_who_needs_a_pointer(shanghai):
    with pytest.raises(InvalidInput) as caught:
        who_people(QUESTIONS["funnel"], scope=shanghai.scope, warehouse=shanghai.warehouse)
    assert caught.value.path == "who"


@pytest.mark.parametrize("zone", ZONES)
def test_the_range_is_days_of_the_project(world_in, zone):
    world = world_in(zone)
    world.fill([Happened("a", 1, world.now)])
    today = world.now.astimezone(world.zone).date().isoformat()
    assert (
        world.ask(kind="trend", range={"from": today, "to": today}, per="none")["series"][0][
            "points"
        ][0]["value"]
        == 1
    )
