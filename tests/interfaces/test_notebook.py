"""The client for notebooks: the example of the manual is executed as it is printed."""

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import stayflow
from stayflow.access import Role
from stayflow.app import App
from stayflow.interfaces.notebook import QueryRefused, Stayflow
from tests.interfaces.conftest import Browser, Shop, as_role, take_in, visitor

PAGE = Path(__file__).resolve().parents[2] / "docs" / "measure" / "notebook.md"


@pytest.fixture
def client(app: App, shop: Shop, server: Any) -> Stayflow:
    take_in(
        app,
        shop,
        *(visitor(f"u{n}", name="product_view") for n in range(4)),
        *(visitor(f"u{n}", name="purchase", revenue=5.0) for n in range(3)),
    )
    viewer: Browser = as_role(server, shop, Role.VIEWER)

    def send(method: str, path: str, body: object) -> tuple[int, bytes]:
        answer = viewer.request(method, path, json=body)
        return answer.status_code, answer.content

    return Stayflow(shop.project.id, send)


def test_the_example_of_the_manual_runs(
    client: Stayflow, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(stayflow, "connect", lambda *_, **__: client, raising=False)
    code = re.search(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    names: dict[str, Any] = {}
    exec(code[1], names)
    daily, funnel = names["daily"], names["funnel"]
    assert isinstance(daily.index, pd.DatetimeIndex)
    assert list(daily["buyers"]) == [0, 0, 0, 0, 0, 0, 3]
    assert names["weekly_mean"] == pytest.approx(3 / 7)
    assert list(funnel["people"]) == [4, 3]
    assert "buyers" in capsys.readouterr().out or daily.attrs["rows_read"] > 0


def test_tables_errors_and_metrics(client: Stayflow) -> None:
    tables = client.tables({"kind": "revenue", "event": "purchase", "range": {"last": "7d"}})
    assert tables["summary"]["revenue"][0] == 15
    with pytest.raises(QueryRefused) as caught:
        client.query(kind="trend", metrics=[{"event": "purchse"}])
    assert (caught.value.code, caught.value.path) == ("unknown_event", "metrics[0].event")
    assert list(client.metrics().columns) == [
        "title",
        "unit",
        "direction",
        "owner",
        "target",
        "parent",
    ]


def test_connect_is_found_by_name() -> None:
    assert stayflow.connect("http://127.0.0.1:1", key="k", project="p").project == "p"
    with pytest.raises(AttributeError):
        stayflow.nothing  # noqa: B018
