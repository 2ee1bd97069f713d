"""`stayflow segment`, `lifecycle` and `rfm`, over the application of the test."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from stayflow.app import App
from stayflow.interfaces.cli import lifecycle, main, projects, segments
from stayflow.interfaces.cli.target import InProcessTarget
from stayflow.interfaces.http import build_server
from stayflow.understand.lifecycle import create_model, default_definition, publish_draft
from tests.interfaces.conftest import LOCAL_TOKEN, Shop, open_shop, take_in, visitor

BUYING = ("ann", "bob", "dan", "eve", "fay", "gus")
BUYERS = {"did": {"event": "purchase"}}
RFM = {"event": "purchase", "amount": "revenue", "range": {"last": "90d"}}


@pytest.fixture
def shop(app: App) -> Shop:
    with app.relational.system() as tx:
        tx.execute("delete from jobs")
    shop = open_shop(app)
    take_in(
        app,
        shop,
        *(visitor(user, name="purchase", event_id=user) for user in BUYING),
        visitor("cyn", name="view", event_id="cyn"),
    )
    scope = app.scope(shop.project.id)
    with app.relational.project(shop.project.id) as tx:
        definition = default_definition()
        create_model(tx, "default", definition, title="Life", by="ann", at=scope.now)
        publish_draft(tx, "default", scope=scope, by="ann", note="")
    return shop


@pytest.fixture
def ask(
    app: App, shop: Shop, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Any:
    target = InProcessTarget(app, build_server(app, local_token=LOCAL_TOKEN), LOCAL_TOKEN)

    @contextmanager
    def here(*_: object) -> Iterator[InProcessTarget]:
        yield target

    for module in (lifecycle, projects, segments):
        monkeypatch.setattr(module, "open_target", here)

    def run(*arguments: str, ends: str = "0", plain: bool = False) -> Any:
        with pytest.raises(SystemExit) as ended:
            main([*arguments, "-p", str(shop.project.id), *([] if plain else ["--json"])])
        out = capsys.readouterr().out
        assert str(ended.value) == ends, out
        return out if plain else json.loads(out)

    return run


def file_of(folder: Path, tree: object) -> str:
    file = folder / "tree.yaml"
    file.write_text(yaml.safe_dump(tree), encoding="utf-8")
    return str(file)


def test_an_account_that_is_there_is_let_into_a_project(ask: Any, app: App) -> None:
    stranger = open_shop(app).email
    let_in = ask("user", "admit", stranger, "--role", "analyst")
    assert (let_in["email"], let_in["role"]) == (stranger, "analyst")
    assert ask("user", "admit", "nobody@example.com", ends="2")["path"] == "password"


def test_a_segment_from_preview_to_a_file(ask: Any, tmp_path: Path) -> None:
    source = file_of(tmp_path, BUYERS)
    seen = ask("segment", "preview", source)
    assert (seen["count"], seen["total"]) == (6, 7)
    assert ask("segment", "create", "buyers", source)["people"] == 6
    assert "buyers  6  (daily)" in ask("segment", "list", plain=True)
    assert ask("segment", "show", "buyers")["people"] == 6
    assert ask("segment", "refresh", "buyers")["people"] == 6
    file = tmp_path / "buyers.csv"
    export = ("segment", "export", "buyers", str(file), "--purpose", "spring letters")
    done = ask(*export, "--identity", "user_id")
    rows = file.read_text(encoding="utf-8-sig").splitlines()
    assert (done["people"], len(rows)) == (6, 7)
    assert {row.rpartition(",")[2] for row in rows} == {"user_id", *BUYING}
    refused = ask("segment", "export", "nobody", str(file), "--purpose", "letters", ends="2")
    assert refused["code"] == "segment_not_found"


def test_a_lifecycle_is_shown_replayed_and_written_down(app: App, ask: Any, tmp_path: Path) -> None:
    assert [each["model"] for each in ask("lifecycle", "list")["models"]] == ["default"]
    assert ask("lifecycle", "refresh", "default")["model"] == "default"
    stages = ask("lifecycle", "show", "default")["stages"]
    assert sum(each["people"] for each in stages) == 7
    assert "acquisition  " in ask("lifecycle", "show", "default", plain=True)
    file = tmp_path / "model.yaml"
    assert ask("lifecycle", "export", "default", str(file))["version"] == 1
    assert ask("lifecycle", "preview", str(file))["moved"] == 0
    since = (app.clock.now() - timedelta(days=3)).date().isoformat()
    assert ask("lifecycle", "replay", "default", "--since", since)["state"] == "done"
    assert ask("lifecycle", "show", "none", ends="2")["code"] == "lifecycle_model_not_found"


def test_rfm_is_previewed_saved_and_shown(ask: Any, tmp_path: Path) -> None:
    source = file_of(tmp_path, RFM)
    seen = ask("rfm", "preview", source)
    assert sum(each["people"] for each in seen["classes"]) == 6
    assert ask("rfm", "save", "default", source)["model"] == "default"
    assert [each["model"] for each in ask("rfm", "list")["models"]] == ["default"]
    assert ask("rfm", "refresh", "default")["refreshed_at"]
    assert ask("rfm", "show", "default") == seen
    file = tmp_path / "rfm.yaml"
    ask("rfm", "export", "default", str(file))
    assert ask("rfm", "preview", str(file)) == seen
    assert ask("rfm", "show", "none", ends="2")["code"] == "rfm_model_not_found"
