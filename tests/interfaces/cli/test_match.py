"""`stayflow match`: run, list, decide; over the application of the test, without a process of its own."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from stayflow.app import App
from stayflow.interfaces.cli import main, matching
from stayflow.interfaces.cli.target import InProcessTarget
from stayflow.interfaces.http import build_server
from stayflow.language.event import RawEvent
from tests.interfaces.conftest import LOCAL_TOKEN, Shop, open_shop, take_in

ANN = {"name": "Ann Brown", "phone": "139 1111 2222", "birthday": "1985-06-30"}


@pytest.fixture
def stayflow(app: App, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    with app.relational.system() as tx:
        tx.execute("delete from jobs")

    @contextmanager
    def here(*_: object) -> Iterator[InProcessTarget]:
        yield InProcessTarget(app, build_server(app, local_token=LOCAL_TOKEN), LOCAL_TOKEN)

    monkeypatch.setattr(matching, "open_target", here)

    def run(*arguments: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            main(["match", *arguments])
        return int(str(ended.value)), capsys.readouterr().out

    return run


@pytest.fixture
def shop(app: App) -> Shop:
    shop = open_shop(app)
    take_in(
        app,
        shop,
        RawEvent(name="identify", identities={"card": "a"}, attributes=ANN),
        RawEvent(
            name="identify", identities={"list": "b"}, attributes=ANN | {"name": "Anne Brown"}
        ),
    )
    return shop


def test_a_pair_is_found_shown_accepted_and_parted_again(stayflow: Any, shop: Shop) -> None:
    project = ("-p", str(shop.project.id))
    code, out = stayflow("run", *project, "--json")
    assert (code, json.loads(out)["proposed"]) == (0, 1)
    code, out = stayflow("list", *project)
    assert code == 0
    assert "name: very_close  Ann Brown | Anne Brown" in out
    proposal = json.loads(stayflow("list", *project, "--json")[1])["matches"][0]["proposal_id"]
    for what, state in (("accept", "accepted"), ("undo", "undone")):
        code, out = stayflow(what, proposal, *project, "--json")
        assert (code, json.loads(out)["state"]) == (0, state)
    code, out = stayflow("reject", proposal, *project, "--json")
    assert (code, json.loads(out)["code"]) == (2, "match_decided")
