"""Dashboards: what is saved, what every tile answers, and who may look by a link."""

from datetime import timedelta

import pytest

from stayflow.kernel.errors import InvalidInput
from stayflow.kernel.ids import ProjectId
from stayflow.measure.analysis.sampling import choose
from stayflow.measure.dashboard import (
    Controls,
    DashboardInvalid,
    DashboardNameTaken,
    DashboardNotFound,
    ShareNotFound,
    answer_dashboard,
    change_dashboard,
    create_dashboard,
    get_dashboard,
    list_dashboards,
    list_shares,
    only_tiles,
    open_share,
    remove_dashboard,
    remove_question,
    save_question,
    share_dashboard,
    with_controls,
    withdraw_share,
)
from stayflow.measure.dashboard.questions import QuestionInUse
from stayflow.stores.warehouse import KeptAnswers, keep_answers
from tests.measure.world import Happened

COUNT = {"kind": "trend", "range": {"last": "7d"}, "metrics": [{"event": "a"}], "per": "none"}
PLACE = {"x": 0, "y": 0, "w": 6, "h": 4}


def tile(name: str, **more: object) -> dict[str, object]:
    return {"tile_id": name, "place": PLACE, **more}


@pytest.fixture
def tx(engines):
    with engines.relational.project(ProjectId("boards_here")) as transaction:
        yield transaction
        transaction.connection.rollback()


def test_a_dashboard_is_saved_changed_and_removed(tx, shanghai):
    draft = {"name": " 周会 ", "tiles": [tile("t", text="hello")]}
    made = create_dashboard(tx, draft, scope=shanghai.scope, by="ann")
    assert (made.name, list_dashboards(tx)) == ("周会", [made])
    with pytest.raises(DashboardNameTaken):
        create_dashboard(tx, draft, scope=shanghai.scope, by="bob")
    changed = {"name": "b", "tiles": [], "controls": {"range": {"last": "3d"}}}
    change_dashboard(tx, made.dashboard_id, changed, scope=shanghai.scope)
    found = get_dashboard(tx, "b")
    assert (found.tiles, found.controls.range, found.created_by) == ([], {"last": "3d"}, "ann")
    remove_dashboard(tx, made.dashboard_id)
    with pytest.raises(DashboardNotFound):
        get_dashboard(tx, "b")


@pytest.mark.parametrize(
    ("tiles", "path"),
    [
        ([tile("a")], "tiles[0]"),
        ([tile("a", text="x", question="y")], "tiles[0]"),
        ([tile("a", text="x", place={"x": 8, "y": 0, "w": 6, "h": 4})], "tiles[0].place"),
        ([tile("a", text="x"), tile("a", text="y")], "tiles"),
        ([tile("a", query={**COUNT, "per": "second"})], "tiles[0].query.per"),
        ([tile("a", query=COUNT, filter={"property": 1})], "tiles[0].filter.property"),
    ],
    ids=[
        "nothing",
        "two things",
        "beyond the grid",
        "one id twice",
        "a wrong question",
        "a wrong filter",
    ],
)
def test_a_tile_that_does_not_fit_is_refused(tx, shanghai, tiles, path):
    with pytest.raises(InvalidInput) as caught:
        create_dashboard(tx, {"name": "x", "tiles": tiles}, scope=shanghai.scope, by="ann")
    assert caught.value.path == path
    with pytest.raises(DashboardInvalid):
        create_dashboard(tx, {"name": "x", "tile": []}, scope=shanghai.scope, by="ann")


def test_every_tile_answers_and_controls_hold_for_all(tx, engines, shanghai):
    now, day = shanghai.now, timedelta(days=1)
    shanghai.fill(
        [
            Happened("a", 1, now, {"category": "x"}),
            Happened("a", 2, now - 5 * day, {"category": "y"}),
            Happened("b", 3, now, {"category": "x", "invoice": "i"}),
            Happened("b", 5, now, {"category": "x", "invoice": "j"}),
        ]
    )
    kept = save_question(tx, "how often a", COUNT, scope=shanghai.scope, by="ann")
    b = {
        **COUNT,
        "metrics": [{"event": "b"}],
        "filter": {"property": "category", "op": "eq", "value": "x"},
    }
    tiles = [
        tile("kept", question=kept.question_id),
        tile("own", title="b", query=b, filter={"property": "invoice", "op": "eq", "value": "i"}),
        tile("gone", question="no such"),
        tile("text", text="hello"),
    ]
    made = create_dashboard(tx, {"name": "x", "tiles": tiles}, scope=shanghai.scope, by="ann")
    with pytest.raises(QuestionInUse, match="shown by x"):
        remove_question(tx, kept.question_id)
    answers = KeptAnswers(engines.clock)

    def ask(**controls: object) -> list[object]:
        found = answer_dashboard(
            with_controls(made, Controls(**controls)),
            {kept.question_id: kept},
            scope=shanghai.scope,
            warehouse=keep_answers(shanghai.warehouse, answers),
        )
        assert [each.title for each in found.tiles] == ["how often a", "b", ""]
        assert found.tiles[2].error.code == "question_not_found"
        assert found.tiles[0].computed_at == engines.clock.now()
        assert found.rows_read > 0
        return [each.answer.result.series[0].points[0].value for each in found.tiles[:2]]

    assert ask() == ask() == [2, 1]
    assert ask(range={"last": "2d"}) == [1, 1]
    assert ask(filter={"property": "category", "op": "eq", "value": "y"}) == [1, 0]
    assert ask(people={"did": {"event": "b"}}) == [0, 1]
    shanghai.fill([*shanghai.events, Happened("a", 4, now - 6 * day)])  # late
    assert ask() == [3, 1]


def test_a_tile_that_reads_much_is_an_estimate_until_its_exact_answer_is_kept(
    tx, engines, shanghai, monkeypatch
):
    shanghai.fill([Happened("a", person, shanghai.now) for person in range(1, 65)])
    monkeypatch.setattr(choose, "PEOPLE_MIN", 4)
    funnel = {"kind": "funnel", "range": {"last": "7d"}, "steps": [{"event": "a"}] * 2}
    tiles = [tile("much", query=funnel), tile("money", query={"kind": "revenue", "event": "a"})]
    made = create_dashboard(tx, {"name": "x", "tiles": tiles}, scope=shanghai.scope, by="ann")
    answers = KeptAnswers(engines.clock)

    def ask(sampled_from: int | None, *only: str) -> list[object]:
        facts = keep_answers(shanghai.warehouse, answers)
        board = only_tiles(made, only) if only else made
        scope = shanghai.scope
        found = answer_dashboard(board, {}, scope=scope, warehouse=facts, sampled_from=sampled_from)
        return [each.answer for each in found.tiles]

    much, money = ask(1)
    assert (much.precision, money.precision) == ("sampled", "exact")
    assert (much.sample.share, money.sample) == (1 / 16, None)
    assert "1/16 of people" in much.definition
    again, _ = ask(1)
    assert (again.result, again.sample) == (much.result, much.sample)
    (exact,) = ask(None, "much")
    assert (exact.result.steps[0].people, exact.sample, exact.precision) == (64, None, "exact")
    kept, _ = ask(1)
    assert (kept.result, kept.sample) == (exact.result, None)
    shanghai.fill([*shanghai.events, Happened("a", 65, shanghai.now)])
    late, _ = ask(1)
    assert late.sample is not None
    below, exactly = ([each.result for each in ask(least)] for least in (100, None))
    assert below == exactly


def test_a_link_shows_one_dashboard_until_it_expires(tx, shanghai):
    made = create_dashboard(tx, {"name": "x"}, scope=shanghai.scope, by="ann")
    now = shanghai.now
    share, token = share_dashboard(tx, made.dashboard_id, days=2, by="ann", now=now)
    assert open_share(tx, token, now=now + timedelta(days=1)).name == "x"
    assert list_shares(tx, made.dashboard_id)[0].seen_at == now + timedelta(days=1)
    for wrong, at in ((token + "x", now), (token, now + timedelta(days=2))):
        with pytest.raises(ShareNotFound):
            open_share(tx, wrong, now=at)
    assert token not in str(tx.rows("select * from dashboard_shares"))
    withdraw_share(tx, share.share_id)
    with pytest.raises(ShareNotFound):
        open_share(tx, token, now=now)
    with pytest.raises(InvalidInput):
        share_dashboard(tx, made.dashboard_id, days=0, by="ann", now=now)
