"""Laws that hold for every kind: behind a number that counts people stand as many; merged persons count as one, a filter
as if nothing else had come, chosen people as if nobody else were there.

Questions are those of `questions.py`, each with another range, filter, people, split and comparison; what a kind refuses
is left as it was. A new kind is held to these laws as soon as it has a question and its numbers are told apart in
`cells.py`.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from stayflow.kernel.errors import InvalidInput
from stayflow.measure.analysis import ANALYSES
from tests.examples import examples
from tests.measure.analysis.cells import KINDS, Cell, cells
from tests.measure.analysis.questions import QUESTIONS, X
from tests.measure.analysis.test_bad_input import UNFILTERED
from tests.measure.analysis.test_pool import put_stages
from tests.measure.conftest import NOW
from tests.measure.world import Happened, World
from tests.measure.worlds import ANCHORS

PEOPLE = 8
OF_ACTIVE = {"active", "arpu", "invitations_per_person", "k_factor"}
HOUR, DAY = 3600, 86_400
EXAMPLES, CELLS = 2, 10
SECONDS = (0, 1, 59, 60, 600, 1800, 1801, HOUR, DAY - 1, DAY, 25 * HOUR, 2 * DAY, 7 * DAY, 31 * DAY)
OFFSETS = sorted({*SECONDS, *(-each for each in SECONDS)})
events = st.lists(
    st.tuples(
        st.sampled_from(("a", "a", "b", "c", "buy", "view")),
        st.integers(1, PEOPLE),
        st.sampled_from(OFFSETS),
        st.sampled_from((None, "", "x", "y", "other")),
        st.sampled_from((None, None, -2, 0, 1, 5.5)),
        st.sampled_from((None, "x", "y", "很好，喜欢", "bad and slow")),
    ),
    max_size=40,
)
worlds = st.fixed_dictionaries(
    {
        "where": st.sampled_from(sorted(ANCHORS)),
        "events": events,
        "merges": st.sampled_from(({}, {7: 1}, {7: 1, 8: 1}, {7: 1, 8: 2})),
        "cities": st.dictionaries(
            st.integers(1, PEOPLE), st.sampled_from(("Bern", "Rom", "other"))
        ),
        "stages": st.lists(
            st.tuples(
                st.integers(1, PEOPLE),
                st.sampled_from(("growth", "churn", "x")),
                st.sampled_from(OFFSETS),
            ),
            max_size=6,
        ),
        "later": st.sampled_from((None, 50, HOUR + 100, 25 * HOUR)),
        "knows_arrivals": st.booleans(),
    }
)
BERN = {"attribute": {"name": "city", "op": "eq", "value": "Bern"}}
changes = st.fixed_dictionaries(
    {},
    optional={
        "range": st.sampled_from(
            (
                {"last": "7d"},
                {"last": "1d"},
                {"last": "2mo"},
                {"last": "48h"},
                {"from": "2026-03-08", "to": "2026-03-15"},
                {"from": "2026-03-29", "to": "2026-03-29"},
            )
        ),
        "filter": st.sampled_from((X, {"property": "amount", "op": "gt", "value": 0})),
        "people": st.sampled_from(
            ({"did": {"event": "a"}}, {"not": {"did": {"event": "b"}}}, BERN)
        ),
        "by": st.sampled_from(
            (
                [{"property": "category"}],
                [{"attribute": "city"}],
                [{"property": "amount"}, {"attribute": "city"}],
            )
        ),
        "top": st.sampled_from((1, 2, 10)),
        "per": st.sampled_from(("hour", "day", "week", "month", "quarter")),
        "compare": st.sampled_from(
            ("previous", "year", {"from": "2026-03-08", "to": "2026-03-14"})
        ),
    },
)


def filled(world_in: Any, drawn: dict[str, Any]) -> World:
    """The world that was drawn, in its zone."""
    world, anchor = world_in(drawn["where"].split(",")[0]), ANCHORS[drawn["where"]]
    world.fill(
        (
            Happened(
                name,
                person,
                anchor + timedelta(seconds=seconds),
                {
                    key: value
                    for key, value in (
                        ("category", category),
                        ("amount", amount),
                        ("invoice", text),
                    )
                    if value is not None
                },
            )
            for name, person, seconds, category, amount, text in drawn["events"]
        ),
        merges=drawn["merges"],
        cities=drawn["cities"],
    )
    put_stages(
        world,
        [(person, stage, anchor + timedelta(seconds=at)) for person, stage, at in drawn["stages"]],
    )
    later = drawn["later"]
    world.now = NOW if later is None else anchor + timedelta(seconds=later)
    world.knows_arrivals = drawn["knows_arrivals"]
    return world


def allowed(world: World, asked: dict[str, Any], change: dict[str, Any]) -> tuple[dict, dict]:
    """The question with what its kind takes of a change, and its answer."""
    question = {**asked, **change}
    for _ in range(len(change) + 1):
        try:
            return question, world.ask(**question)
        except InvalidInput as error:
            name = (error.path or "").split(".")[0].split("[")[0]
            if name not in change:
                raise
            change = {key: value for key, value in change.items() if key != name}
            question = {**asked, **change}
    raise AssertionError(question)


def questions_of(kind: str) -> list[dict[str, Any]]:
    return [question for question in QUESTIONS.values() if question["kind"] == kind]


def spread(found: list[Cell], most: int) -> list[Cell]:
    """Some of the cells, of every form first."""
    forms: dict[tuple[str, ...], list[Cell]] = {}
    for each in found:
        form = "".join(letter for letter in each.path if not letter.isdigit())
        forms.setdefault((form, *sorted(each.who)), []).append(each)
    for cells_of_form in forms.values():
        cells_of_form.sort(key=lambda each: -each.people)
    rows = [list(column) for column in _turns(list(forms.values()))]
    return [each for row in rows for each in row][:most]


def _turns(lists: list[list[Cell]]) -> Iterator[list[Cell]]:
    for turn in range(max(map(len, lists), default=0)):
        yield [each[turn] for each in lists if turn < len(each)]


def law(test: Any, times: int = EXAMPLES) -> Any:
    """Drawn anew, a few times."""
    return settings(
        max_examples=examples(times),
        phases=(Phase.explicit, Phase.generate),
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )(test)


def test_every_kind_is_held_to_the_laws():
    assert set(KINDS) == set(ANALYSES.names())
    assert {question["kind"] for question in QUESTIONS.values()} == set(KINDS)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_behind_a_number_of_people_stand_as_many(world_in, kind):
    @law
    @given(drawn=worlds, asked=st.sampled_from(questions_of(kind)), change=changes)
    def holds(drawn, asked, change):
        world = filled(world_in, drawn)
        question, result = allowed(world, asked, change)
        for cell in spread(list(cells(question, result)), CELLS):
            assert len(world.who(cell.who, **question)) == cell.people, (cell, question)

    holds()


def of_kinds_that_take(field: str) -> list[str]:
    """Kinds whose questions may be narrowed so; the others rank or record everybody."""
    refuse = {"filter": UNFILTERED, "people": UNFILTERED - {"status", "pool"}}[field]
    return sorted(set(KINDS) - refuse)


def without_active(node: Any) -> Any:
    """An answer without what an event filter leaves alone: who was active at all."""
    if isinstance(node, dict):
        return {key: without_active(each) for key, each in node.items() if key not in OF_ACTIVE}
    return [without_active(each) for each in node] if isinstance(node, list) else node


def alike(node: Any) -> Any:
    """An answer; floating point may leave dust behind, as sums are added up in another order."""
    if isinstance(node, dict):
        return {key: alike(value) for key, value in node.items()}
    if isinstance(node, list):
        return [alike(each) for each in node]
    return pytest.approx(node) if isinstance(node, float) else node


def survivor(drawn: dict[str, Any], person: int) -> int:
    return drawn["merges"].get(person, person)


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"overlap"}))
def test_merged_persons_count_as_if_they_had_always_been_one(world_in, kind):
    @law
    @given(drawn=worlds, asked=st.sampled_from(questions_of(kind)), change=changes)
    def holds(drawn, asked, change):
        drawn = {**drawn, "merges": drawn["merges"] or {7: 1, 8: 2}}
        question, result = allowed(filled(world_in, drawn), asked, change)
        one = {
            **drawn,
            "merges": {},
            "events": [(each[0], survivor(drawn, each[1]), *each[2:]) for each in drawn["events"]],
            "cities": {
                survivor(drawn, person): drawn["cities"][person]
                for person in sorted(drawn["cities"])
            },
            "stages": [(survivor(drawn, each[0]), *each[1:]) for each in drawn["stages"]],
        }
        assert filled(world_in, one).ask(**question) == alike(result), question

    holds()


@pytest.mark.parametrize("kind", of_kinds_that_take("filter"))
def test_a_filter_counts_as_if_nothing_else_had_come(world_in, kind):
    @law
    @given(drawn=worlds, asked=st.sampled_from(questions_of(kind)), change=changes)
    def holds(drawn, asked, change):
        change.pop("people", None)  # whom it means is asked of all events
        asked = {name: value for name, value in asked.items() if name != "people"}
        question, result = allowed(filled(world_in, drawn), asked, {**change, "filter": X})
        assert question.pop("filter") == X
        only = {**drawn, "events": [each for each in drawn["events"] if each[3] == "x"]}
        found = without_active(filled(world_in, only).ask(**question))
        assert found == alike(without_active(result)), question

    holds()


@pytest.mark.parametrize("kind", of_kinds_that_take("people"))
def test_people_count_as_if_nobody_else_were_there(world_in, kind):
    @law
    @given(drawn=worlds, asked=st.sampled_from(questions_of(kind)), change=changes)
    def holds(drawn, asked, change):
        asked_of = {"did": {"event": "a"}}
        question, result = allowed(filled(world_in, drawn), asked, {**change, "people": asked_of})
        assert question.pop("people") == asked_of
        they = {survivor(drawn, each[1]) for each in drawn["events"] if each[0] == "a"}
        alone = {
            **drawn,
            "events": [each for each in drawn["events"] if survivor(drawn, each[1]) in they],
            "cities": {
                person: city
                for person, city in drawn["cities"].items()
                if survivor(drawn, person) in they
            },
            "stages": [each for each in drawn["stages"] if survivor(drawn, each[0]) in they],
        }
        assert filled(world_in, alone).ask(**question) == alike(result), question

    holds()
