"""`stayflow attribute`, `stayflow tag` and `stayflow score`, over the application of the test."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from stayflow.app import App
from stayflow.interfaces.cli import attributes, labels, main
from stayflow.interfaces.cli.target import InProcessTarget
from stayflow.interfaces.http import build_server
from tests.interfaces.conftest import LOCAL_TOKEN, open_shop, take_in, visitor


def test_sets_are_installed_values_imported_and_scores_explained(
    app: App, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    @contextmanager
    def here(*_: object) -> Iterator[InProcessTarget]:
        yield InProcessTarget(app, build_server(app, local_token=LOCAL_TOKEN), LOCAL_TOKEN)

    monkeypatch.setattr(labels, "open_target", here)
    monkeypatch.setattr(attributes, "open_target", here)

    def run(*arguments: str) -> str:
        with pytest.raises(SystemExit) as ended:
            main([*arguments, "-p", str(shop.project.id)])
        assert str(ended.value) == "0"
        return capsys.readouterr().out

    def ask(*arguments: str) -> Any:
        return json.loads(run(*arguments, "--json"))

    shop = open_shop(app)
    take_in(app, shop, *(visitor(user, name="order", event_id=user) for user in ("ann", "bob")))
    made = ask("tag", "install", "ecommerce", "--event", "purchase=order")
    assert {"buyer", "order_frequency_90d"} <= set(made["made"])
    assert "cart_abandoner" in made["lacking"]
    assert "buyer  (rule)  2 of 2: first 2" in run("tag", "list")
    assert ask("tag", "refresh", "buyer")["covered"] == 2
    assert ask("score", "install", "ecommerce", "--event", "purchase=order")["made"]
    assert "activity  2 of 2: low 0, medium 2, high 0" in run("score", "list")
    assert ask("score", "why", "activity", "1")["rules"][0]["given"] == 20
    stated = visitor("ann", name="order", event_id="stated", attributes={"city": "杭州"})
    take_in(app, shop, stated)
    assert "city  (text)  1 of 2\n" in run("attribute", "list")
    assert "杭州  1" in run("attribute", "show", "city")
    assert ask("attribute", "mark", "city")["is_sensitive"]
    assert "1: 杭州 1" in run("attribute", "history", "city")
    answer = labels_tag(app, shop)
    file = tmp_path / "vip.csv"
    file.write_text("user,value\nann,gold\nzed,gold\n", encoding="utf-8")
    assert ask("tag", "import", answer, str(file)) == {
        "rows": 2,
        "people": 1,
        "unknown": 1,
        "refused": 0,
    }


def labels_tag(app: App, shop: Any) -> str:
    """A tag whose values come from a file."""
    target = InProcessTarget(app, build_server(app, local_token=LOCAL_TOKEN), LOCAL_TOKEN)
    body = {"name": "vip", "kind": "import", "definition": {}}
    return target.call("POST", f"/projects/{shop.project.id}/tags", body)["tag_id"]
