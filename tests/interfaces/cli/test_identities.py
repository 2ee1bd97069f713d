"""`stayflow identities`: rules, and files of pairs; over the application of the test."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from stayflow.app import App
from stayflow.interfaces.cli import identities, main
from stayflow.interfaces.cli.target import InProcessTarget
from stayflow.interfaces.http import build_server
from tests.interfaces.conftest import LOCAL_TOKEN, Shop


@pytest.fixture
def stayflow(app: App, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    with app.relational.system() as tx:
        tx.execute("delete from jobs")

    @contextmanager
    def here(*_: object) -> Iterator[InProcessTarget]:
        yield InProcessTarget(app, build_server(app, local_token=LOCAL_TOKEN), LOCAL_TOKEN)

    monkeypatch.setattr(identities, "open_target", here)

    def run(*arguments: str) -> tuple[int, Any]:
        with pytest.raises(SystemExit) as ended:
            main(["identities", *arguments, "--json"])
        return int(str(ended.value)), json.loads(capsys.readouterr().out)

    return run


def groups(app: App, shop: Shop) -> list[list[str]]:
    with app.relational.project(shop.project.id) as tx:
        rows = tx.rows(
            "select array_agg(i.value order by i.value) from identities i"
            " join persons p on p.person_id = i.person_id"
            " group by coalesce(p.merged_into, p.person_id)"
        )
    return sorted(row[0] for row in rows)


def test_a_file_is_resolved_and_new_rules_are_put_in_force(stayflow, app, shop, tmp_path: Path):
    project = ("-p", str(shop.project.id))
    pairs = tmp_path / "pairs.csv"
    pairs.write_text(
        "user_id,phone,at\nanna,138,2024-01-01T00:00:00Z\nbert,139,2024-01-02T00:00:00Z\n"
        "bert,138,2024-01-03T00:00:00Z\n,140,\n"
    )
    code, answer = stayflow("import", str(pairs), *project)
    assert (code, answer["state"]) == (0, "done")
    assert answer["note"].startswith("4 rows: 5 new identities, 3 pairs; 1 pairs")
    apart = [["138", "anna"], ["139", "bert"], ["140"]]
    assert groups(app, shop) == apart
    assert "0 new identities" in stayflow("import", str(pairs), *project)[1]["note"]
    assert groups(app, shop) == apart
    code, rules = stayflow("kinds", *project)
    for kind in rules["kinds"]:
        kind["unique"] = False
    file = tmp_path / "kinds.json"
    file.write_text(json.dumps(rules))
    code, answer = stayflow("set-kinds", str(file), *project)
    assert (code, answer["refusals"]) == (0, {})
    assert groups(app, shop) == [["138", "139", "anna", "bert"], ["140"]]


@pytest.mark.parametrize(
    ("content", "path"),
    [("at\n2024-01-01T00:00:00Z\n", "file"), ("user_id,at\na,tomorrow\n", "at"), (None, "file")],
)
def test_a_file_that_makes_no_sense_is_refused(stayflow, shop, tmp_path: Path, content, path):
    pairs = tmp_path / "pairs.csv"
    if content is not None:
        pairs.write_text(content)
    code, answer = stayflow("import", str(pairs), "-p", str(shop.project.id))
    assert code != 0
    assert path in (answer["path"] or answer["message"])


def test_merges_are_squashed(stayflow, app, shop, tmp_path: Path):
    project = ("-p", str(shop.project.id))
    assert stayflow("squash", *project) == (
        0,
        {"state": "done", "note": "nobody was ever merged"},
    )
    pairs = tmp_path / "pairs.csv"
    pairs.write_text("user_id,phone,at\nanna,,2024-01-01T00:00:00Z\n,138,2024-01-02T00:00:00Z\n")
    stayflow("import", str(pairs), *project)
    pairs.write_text("user_id,phone,at\nanna,138,2024-01-03T00:00:00Z\n")
    stayflow("import", str(pairs), *project)
    code, answer = stayflow("squash", *project)
    assert (code, answer["state"], answer["note"]) == (0, "done", "queries look up 0 merges")
