"""Kept questions, and the numbers of the first page beside the questions they come from."""

from datetime import timedelta
from decimal import Decimal

import pytest

from stayflow.kernel.errors import InvalidInput
from stayflow.kernel.ids import ProjectId
from stayflow.measure.dashboard import (
    QuestionNameTaken,
    QuestionNotFound,
    get_question,
    list_questions,
    read_overview,
    remove_question,
    save_question,
)
from tests.measure.world import Happened

TREND = {"kind": "trend", "range": {"last": "7d"}, "metrics": [{"event": "a"}]}


@pytest.fixture
def tx(engines):
    with engines.relational.project(ProjectId("questions_here")) as transaction:
        yield transaction
        transaction.connection.rollback()


def test_a_question_is_kept_as_it_was_posted(tx, shanghai):
    kept = save_question(tx, "每日 a", TREND, scope=shanghai.scope, by="ann")
    assert list_questions(tx) == [kept]
    found = get_question(tx, "每日 a")
    assert (found.question_id, found.kind, found.query) == (kept.question_id, "trend", TREND)
    remove_question(tx, kept.question_id)
    assert list_questions(tx) == []


def test_a_name_is_given_once(tx, shanghai):
    save_question(tx, "x", TREND, scope=shanghai.scope, by="ann")
    with pytest.raises(QuestionNameTaken):
        save_question(tx, "x", TREND, scope=shanghai.scope, by="bob")


def test_a_question_that_cannot_be_read_is_not_kept(tx, shanghai):
    with pytest.raises(InvalidInput) as caught:
        save_question(tx, "x", {**TREND, "per": "second"}, scope=shanghai.scope, by="ann")
    assert caught.value.path == "query.per"
    assert list_questions(tx) == []


def test_an_unknown_question_names_the_nearest(tx, shanghai):
    save_question(tx, "weekly", TREND, scope=shanghai.scope, by="ann")
    with pytest.raises(QuestionNotFound, match="did you mean weekly"):
        remove_question(tx, "weekley")


def test_another_project_sees_no_question(engines, shanghai):
    with engines.relational.project(ProjectId("questions_there")) as there:
        save_question(there, "mine", TREND, scope=shanghai.scope, by="ann")
    with engines.relational.project(ProjectId("questions_elsewhere")) as elsewhere:
        assert list_questions(elsewhere) == []


def test_the_overview_counts_people_and_money(shanghai):
    now, day = shanghai.now, timedelta(days=1)
    shanghai.fill(
        [
            Happened("a", 1, now - 40 * day),
            Happened("a", 1, now),
            Happened("buy", 2, now - day, revenue=Decimal("12.50")),
            Happened("a", 3, now - day),
            Happened("a", 9, now - day),
        ],
        merges={9: 3},
    )
    overview = read_overview(
        {"last": "30d"}, scope=shanghai.scope, warehouse=shanghai.warehouse, lang="zh"
    )
    assert (overview.people, overview.active, overview.new, overview.kept, overview.returned) == (
        3,
        3,
        2,
        1,
        0,
    )
    assert (overview.revenue, overview.orders, overview.payers) == (12.5, 1, 1)
    assert len(overview.series) == 30
    assert (overview.series[-2].active, overview.series[-2].new, overview.series[-2].revenue) == (
        2,
        2,
        12.5,
    )
    assert overview.last_event_on == overview.range.last_on == now.astimezone(shanghai.zone).date()


def test_the_overview_of_an_empty_project(shanghai):
    shanghai.fill([])
    overview = read_overview(None, scope=shanghai.scope, warehouse=shanghai.warehouse)
    assert (overview.people, overview.active, overview.revenue, overview.last_event_on) == (
        0,
        0,
        0.0,
        None,
    )
    assert {point.active for point in overview.series} == {0}
