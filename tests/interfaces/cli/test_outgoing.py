"""Destinations, forms and codes from the terminal; the API is called in this process."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from stayflow.access import Role
from stayflow.app import App
from stayflow.interfaces.cli import main, outgoing
from stayflow.interfaces.cli.target import InProcessTarget
from tests.interfaces.conftest import LOCAL_TOKEN, Shop, as_role, take_in, visitor

Run = Callable[..., tuple[int, Any]]


@pytest.fixture
def run(
    app: App,
    server: Any,
    shop: Shop,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Run:
    @contextmanager
    def here(*_: object) -> Iterator[InProcessTarget]:
        yield InProcessTarget(app, server, LOCAL_TOKEN)

    monkeypatch.setattr(outgoing, "open_target", here)

    def call(*arguments: str) -> tuple[int, Any]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([*arguments, "--project", shop.project.id, "--json"])
        return int(str(ended.value.code)), json.loads(capsys.readouterr().out)

    return call


def test_a_destination_is_made_tried_paused_and_replayed(
    app: App, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forwarding = replace(app.forwarding, exports_of=lambda _: tmp_path)
    monkeypatch.setattr(app, "forwarding", forwarding)
    file = tmp_path / "lake.yaml"
    lake = {"name": "lake", "kind": "parquet", "settings": {"folder": "lake"}, "events": {}}
    file.write_text(yaml.safe_dump(lake), encoding="utf-8")
    code, made = run("destination", "create", str(file))
    assert code == 0
    one = made["destination_id"]
    assert run("destination", "test", one) == (0, {"delivered": True, "detail": ""})
    assert list((tmp_path / "lake").rglob("test-*.parquet"))
    assert run("destination", "pause", one)[1]["state"] == "paused"
    assert run("destination", "resume", one)[1]["state"] == "running"
    assert run("destination", "replay", one, "--batch", "1")[1]["batch_from"] == 1
    code, refused = run("destination", "replay", one)
    assert (code, refused["code"]) == (2, "destination_invalid")
    assert run("destination", "deliveries", one, "--state", "dead")[1]["deliveries"] == []
    (listed,) = run("destination", "list")[1]["destinations"]
    assert listed["health"] == "ok"


def test_a_segment_is_handed_over_and_a_person_withdrawn(
    app: App, server: Any, shop: Shop, run: Run, tmp_path: Path
) -> None:
    take_in(app, shop, visitor("ann", name="pay"), visitor("bob", name="pay"))
    body = {"name": "payers", "condition": {"did": {"event": "pay"}}}
    made = as_role(server, shop, Role.OPERATOR).post(f"{shop.url}/segments", json=body)
    assert made.status_code == 201, made.text
    file = tmp_path / "lake.yaml"
    lake = {"name": "lake", "kind": "parquet", "settings": {"folder": "lake"}, "events": {}}
    file.write_text(yaml.safe_dump(lake), encoding="utf-8")
    one = run("destination", "create", str(file))[1]["destination_id"]
    asked = ("destination", "hand-over", one, "--segment", "payers", "--purpose")
    code, handed = run(*asked, "a letter in spring")
    assert (code, handed["people"], handed["is_planned"]) == (0, 2, False)
    assert run(*asked, "no")[0] == 2
    segment = made.json()["segment_id"]
    listed = as_role(server, shop, Role.OPERATOR).get(f"{shop.url}/segments/{segment}/handovers")
    assert listed.json()["handovers"] == [handed]
    analyst = as_role(server, shop, Role.ANALYST)
    assert analyst.get(f"{shop.url}/segments/{segment}/handovers").status_code == 403
    told = run("destination", "withdraw", "1")[1]
    assert (told["person_id"], told["destinations"]) == (1, 1)


def test_a_form_and_a_code_answer_with_their_addresses(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "form.yaml"
    asked = {"name": "a", "title": "A", "fields": [{"name": "email", "label": "E-mail"}]}
    file.write_text(yaml.safe_dump(asked), encoding="utf-8")
    form = run("form", "create", str(file))[1]
    assert form["url"].endswith(form["form_id"])
    assert run("form", "list")[1]["forms"] == [form]
    made = run("code", "create", "海报", "--target", "https://shop.com", "--source", "x")[1]
    assert made["leads_to"] == "https://shop.com?utm_source=x"
    drawn = tmp_path / "code.svg"
    assert run("code", "qr", made["code_id"], str(drawn))[1]["url"] == made["url"]
    assert "<svg" in drawn.read_text(encoding="utf-8")
    assert run("code", "list")[1]["codes"] == [made]
