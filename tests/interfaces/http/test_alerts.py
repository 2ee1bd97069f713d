"""Alerts and reports over HTTP, and by mail and robot to whoever is to be told."""

import io
from typing import Any

from openpyxl import load_workbook

from stayflow.access import Role
from stayflow.act.channel import change_channel
from stayflow.app import App, Stores, assemble
from stayflow.interfaces.telling import tell_due
from stayflow.interfaces.watching import watch_project
from stayflow.kernel.settings import load_settings
from tests.act.destination.receivers import Receiver, receiving
from tests.act.mail_server import MailServer
from tests.interfaces.conftest import Browser, Shop, as_role, take_in, visitor

TREND = {"kind": "trend", "metrics": [{"event": "buy"}]}
PLACE = {"x": 0, "y": 0, "w": 6, "h": 4}


def _buys(app: App, shop: Shop) -> None:
    now = int(app.clock.now().timestamp() * 1000)
    events = [
        visitor(
            f"u{day}-{n}", name="buy", time_ms=now - day * 86_400_000, properties={"kind": "book"}
        )
        for day in range(1, 31)
        for n in range(3 if day > 1 else 30)
    ]
    take_in(app, shop, *events)


def _trusting(app: App) -> App:
    """The same application, where targets may be at private addresses."""
    settings = load_settings({"data": str(app.folder.path), "allow_private_targets": True}, {})
    return assemble(settings, Stores(app.folder, app.relational, app.warehouse, app.log), app.clock)


def _add_targets(
    app: App, shop: Shop, owner: Browser, mail: MailServer, robot: Receiver
) -> list[str]:
    targets = f"{shop.url}/notice-targets"
    with app.relational.project(shop.project.id) as tx:
        change_channel(tx, "email", mail.settings(), box=app.box, now=app.clock.now())
    boss = owner.post(
        targets, json={"name": "boss", "kind": "email", "address": "boss@example.com"}
    ).json()
    group = owner.post(targets, json={"name": "群", "kind": "wecom", "address": robot.url}).json()
    assert (
        owner.post(targets, json={"name": "x", "kind": "wecom", "address": "no"}).json()["path"]
        == "address"
    )
    unsigned = {"name": "x", "kind": "wecom", "address": robot.url, "secret": "SEC"}
    assert owner.post(targets, json=unsigned).json()["path"] == "secret"
    return [boss["target_id"], group["target_id"]]


def test_an_alert_fires_and_is_told(app: App, shop: Shop, server: Any, owner: Browser) -> None:
    _buys(app, shop)
    trusting = _trusting(app)
    targets = f"{shop.url}/notice-targets"
    with MailServer() as mail, receiving() as robot:
        both = _add_targets(app, shop, owner, mail, robot)
        body = {
            "name": "buys",
            "query": TREND,
            "anomaly": {},
            "by": [{"property": "kind"}],
            "targets": both,
        }
        tried = owner.post(f"{shop.url}/alerts/try", json=body).json()
        assert (tried["value"], tried["is_out"]) == (30, True)
        alert = owner.post(f"{shop.url}/alerts", json=body)
        assert alert.status_code == 201, alert.text
        watch_project(trusting, shop.project)
        told = mail.box.mail_to("boss@example.com")
        assert told["subject"] == "[Stayflow] buys: 30"
        assert "kind = book: 3 → 30" in told.get_content()
        assert "kind = book" in robot.taken[0].json["markdown"]["content"]
        (notice,) = owner.get(f"{shop.url}/notices").json()["notices"]
        assert (notice["told"], notice["failed"]) == (2, 0)
        (firing,) = owner.get(f"{shop.url}/alert-firings").json()["firings"]
        acknowledged = owner.post(f"{shop.url}/alert-firings/{firing['firing_id']}/acknowledge")
        assert acknowledged.json()["firings"][0]["acknowledged_by"] == shop.email
        silenced = owner.post(
            f"{shop.url}/alerts/{alert.json()['alert_id']}/silence", json={"hours": 2}
        )
        assert silenced.json()["silent_until"] is not None
    viewer = as_role(server, shop, Role.VIEWER)
    assert viewer.get(f"{shop.url}/alerts").status_code == 200
    assert viewer.get(targets).status_code == 403
    assert viewer.post(f"{shop.url}/alerts", json=body).status_code == 403


def test_a_report_leaves_with_pictures(app: App, shop: Shop, owner: Browser) -> None:
    _buys(app, shop)
    trusting, targets = _trusting(app), f"{shop.url}/notice-targets"
    with MailServer() as mail, receiving() as robot:
        both = _add_targets(app, shop, owner, mail, robot)
        group = both[1]
        tiles = [{"tile_id": "a", "title": "买", "place": PLACE, "query": TREND}]
        board = owner.post(f"{shop.url}/dashboards", json={"name": "b", "tiles": tiles}).json()
        report = owner.post(
            f"{shop.url}/reports",
            json={"name": "weekly", "dashboard_id": board["dashboard_id"], "targets": both},
        )
        assert report.status_code == 201, report.text
        owner.post(f"{shop.url}/reports/{report.json()['report_id']}/send")
        assert tell_due(trusting, shop.project.id) == 2
        letter = mail.box.mail_to("boss@example.com")
        picture = next(part for part in letter.walk() if part.get_content_type() == "image/png")
        assert picture["content-id"] == "<picture-0>"
        assert picture.get_content().startswith(b"\x89PNG")
        assert "cid:picture-0" in letter.get_body(("html",)).get_content()
        assert robot.taken[-1].json["msgtype"] == "image"

        robot.say = lambda _: (500, {})
        owner.post(f"{targets}/{group}/test")
        tell_due(trusting, shop.project.id)
        assert owner.get(f"{shop.url}/notices").json()["notices"][0]["waiting"] == 1
        owner.post(f"{targets}/{group}/test")
        tell_due(app, shop.project.id)  # whose settings allow no private address
        assert owner.get(f"{shop.url}/notices").json()["notices"][0]["failed"] == 1


def test_an_answer_leaves_as_a_file(app: App, shop: Shop, owner: Browser) -> None:
    _buys(app, shop)
    query = {**TREND, "range": {"last": "3d"}}
    book = owner.post(f"{shop.url}/export-answer", json={"query": query, "name": "买"})
    assert book.status_code == 200, book.text
    assert "filename*=UTF-8''%E4%B9%B0.xlsx" in book.headers["content-disposition"]
    sheets = load_workbook(io.BytesIO(book.content))
    rows = list(sheets["series"].iter_rows(values_only=True))
    assert rows[0] == ("t", "count of buy")
    assert [row[1] for row in rows[1:]] == [3, 30, 0]
    text = owner.post(f"{shop.url}/export-answer", json={"query": query, "form": "csv"}).text
    assert "count of buy" in text
