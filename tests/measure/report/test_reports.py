"""Reports: when they are due, and what they say."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from stayflow.kernel.errors import StayflowError
from stayflow.kernel.ids import ProjectId
from stayflow.measure.dashboard import create_dashboard, remove_dashboard
from stayflow.measure.notice import TargetDraft, add_target, claim_send
from stayflow.measure.report import (
    Letterhead,
    ReportDraft,
    list_reports,
    newest_due,
    remove_report,
    save_report,
    send_due_reports,
)
from stayflow.stores.errors import StoreUnavailable
from stayflow.stores.warehouse import KeepingWarehouse, KeptAnswers, keep_answers
from tests.measure.world import Happened

PROJECT = ProjectId("reports_here")
SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")
PLACE = {"x": 0, "y": 0, "w": 6, "h": 4}
BUYS = {"kind": "trend", "metrics": [{"event": "buy"}], "range": {"last": "7d"}}


@pytest.mark.parametrize(
    ("fields", "zone", "now", "due"),
    [
        ({"per": "day", "hour": 9}, SHANGHAI, "2026-06-15T00:59Z", "2026-06-14T01:00Z"),
        ({"per": "day", "hour": 9}, SHANGHAI, "2026-06-15T01:00Z", "2026-06-15T01:00Z"),
        ({"per": "week", "hour": 9, "day": 1}, SHANGHAI, "2026-06-15T02:00Z", "2026-06-15T01:00Z"),
        ({"per": "week", "hour": 9, "day": 1}, SHANGHAI, "2026-06-15T00:00Z", "2026-06-08T01:00Z"),
        ({"per": "week", "hour": 9, "day": 7}, SHANGHAI, "2026-06-15T02:00Z", "2026-06-14T01:00Z"),
        (
            {"per": "month", "hour": 9, "day": 28},
            SHANGHAI,
            "2026-03-15T02:00Z",
            "2026-02-28T01:00Z",
        ),
        (
            {"per": "month", "hour": 9, "day": 15},
            SHANGHAI,
            "2026-03-15T00:00Z",
            "2026-02-15T01:00Z",
        ),
        ({"per": "day", "hour": 9}, NEW_YORK, "2026-03-08T14:00Z", "2026-03-08T13:00Z"),
        ({"per": "day", "hour": 9}, NEW_YORK, "2026-03-07T14:30Z", "2026-03-07T14:00Z"),
    ],
    ids=[
        "before",
        "at",
        "monday",
        "monday early",
        "sunday",
        "february",
        "month early",
        "summer",
        "winter",
    ],
)
def test_a_report_is_due_at_its_hour_in_its_zone(fields, zone, now, due):
    draft = ReportDraft(name="x", dashboard_id="d", targets=["t"], **fields)
    read = datetime.fromisoformat
    assert newest_due(draft, read(now), zone) == read(due)


@pytest.fixture
def relational(engines):
    yield engines.relational
    with engines.relational.project(PROJECT) as tx:
        for table in ("reports", "dashboards", "notices", "notice_targets"):
            tx.execute(f"delete from {table}")


def test_a_report_waits_for_a_store_that_does_not_answer(
    engines, relational, shanghai, monkeypatch
):
    shanghai.fill([Happened("buy", 1, shanghai.now)])
    box, scope, now = engines.folder.secret_box(), shanghai.scope, shanghai.now
    tile = {"tile_id": "a", "title": "买", "place": PLACE, "query": BUYS}
    with relational.project(PROJECT) as tx:
        board = create_dashboard(tx, {"name": "x", "tiles": [tile]}, scope=scope, by="ann")
        boss = add_target(
            tx, TargetDraft("boss", "email", "boss@example.com"), box=box, by="ann", now=now
        )
        raw = {"name": "daily", "dashboard_id": board.dashboard_id, "targets": [boss.target_id]}
        hour = {"per": "day", "hour": now.astimezone(SHANGHAI).hour}
        save_report(tx, raw | hour, by="ann", now=now - timedelta(days=1))

    def send(at: datetime) -> int:
        shanghai.now = at
        facts = keep_answers(shanghai.warehouse, KeptAnswers(engines.clock))
        return send_due_reports(relational, PROJECT, scope=shanghai.scope, warehouse=facts)

    def fail(*_: object) -> None:
        raise StoreUnavailable("it is down")

    with monkeypatch.context() as down:
        down.setattr(KeepingWarehouse, "query", fail)
        assert send(now) == 0
        with relational.project(PROJECT) as tx:
            assert claim_send(tx, now=now) is None
    assert send(now + timedelta(minutes=2)) == 1
    with monkeypatch.context() as down:
        down.setattr(KeepingWarehouse, "query", fail)
        assert send(now + timedelta(days=1, minutes=2)) == 0
        assert send(now + timedelta(days=1, hours=1, minutes=2)) == 1
    shanghai.now = now


def test_a_report_is_written_once_for_its_hour_with_pictures(engines, relational, shanghai):
    shanghai.fill([Happened("buy", n, shanghai.now - timedelta(days=n)) for n in range(5)])
    tiles = [
        {"tile_id": "a", "title": "买", "place": PLACE, "query": BUYS},
        {"tile_id": "b", "title": "all", "place": PLACE, "query": {**BUYS, "per": "none"}},
        {"tile_id": "c", "place": PLACE, "text": "words"},
    ]
    box = engines.folder.secret_box()
    with relational.project(PROJECT) as tx:
        board = create_dashboard(
            tx, {"name": "周报", "tiles": tiles}, scope=shanghai.scope, by="ann"
        )
        boss = add_target(
            tx,
            TargetDraft("boss", "email", "boss@example.com"),
            box=box,
            by="ann",
            now=shanghai.now,
        )
        raw = {
            "name": "weekly",
            "dashboard_id": board.dashboard_id,
            "targets": [boss.target_id],
            "per": "day",
            "hour": 9,
        }
        report = save_report(tx, raw, by="ann", now=shanghai.now)
        for wrong in ({"targets": []}, {"hour": 24}, {"day": 8}, {"dashboard_id": "gone"}):
            with pytest.raises(StayflowError):
                save_report(tx, {**raw, "name": "y", **wrong}, by="ann", now=shanghai.now)
    answers = KeptAnswers(engines.clock)

    def send(days: int) -> int:
        shanghai.now += timedelta(days=days)
        return send_due_reports(
            relational,
            PROJECT,
            scope=shanghai.scope,
            warehouse=keep_answers(shanghai.warehouse, answers),
            head=Letterhead("http://x/p/shop", "CNY"),
        )

    assert send(0) == 0  # its hour of today is past
    assert (send(1), send(0)) == (1, 0)
    with relational.project(PROJECT) as tx:
        sent = claim_send(tx, now=shanghai.now)
    assert sent.draft.title.startswith("[Stayflow] weekly")
    assert "买: 2026-04-11: count of buy 0" in sent.draft.body
    assert "all: 5" in sent.draft.body
    assert sent.draft.link.endswith(f"/dashboards/{board.dashboard_id}")
    (picture,) = sent.draft.pictures
    assert picture.png.startswith(b"\x89PNG")
    with relational.project(PROJECT) as tx:
        remove_dashboard(tx, board.dashboard_id)
    assert send(1) == 0
    with relational.project(PROJECT) as tx:
        assert "no dashboard" in list_reports(tx)[0].trouble
        remove_report(tx, report.report_id)
        assert list_reports(tx) == []
