"""A table of PostgreSQL becomes events; a second time adds what is new."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from stayflow.app import App
from stayflow.interfaces.cli import data, main
from stayflow.interfaces.cli.target import InProcessTarget
from stayflow.kernel.ids import new_id
from tests.interfaces.conftest import LOCAL_TOKEN, Shop

MAPPING = """
event: {value: purchase}
time: {column: at, format: iso}
identities: {user_id: {column: user_id}}
properties: {paid: {column: paid, type: boolean}, tags: {column: tags, type: list}}
revenue: {column: amount, currency: CNY}
"""
TABLE = """
create table orders (user_id int, at timestamptz, amount numeric(10, 2), paid bool, tags text[]);
insert into orders values
  (1, '2026-05-01 08:30:00.5+08', 9.90, true, '{"a,b",c}'), (2, '2026-05-02 00:00:00+00', 5, false, null),
  (null, '2026-05-03', 1, null, '{}')
"""


@pytest.fixture
def url(app: App) -> Iterator[str]:
    """A database of its own beside ours."""
    own = app.relational._url
    name = f"orders_{new_id()}"
    with psycopg.connect(own, autocommit=True) as connection:
        connection.execute(f"create database {name}")
    other = own.replace("/postgres?", f"/{name}?")
    assert other != own
    with psycopg.connect(other, autocommit=True) as connection:
        connection.execute(TABLE)
    yield other
    with psycopg.connect(own, autocommit=True) as connection:
        connection.execute(f"drop database {name} with (force)")


def test_a_table_is_imported_and_later_only_what_is_new(
    app: App,
    server: Any,
    shop: Shop,
    url: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    @contextmanager
    def here(*_: object) -> Iterator[InProcessTarget]:
        yield InProcessTarget(app, server, LOCAL_TOKEN)

    monkeypatch.setattr(data, "open_target", here)
    monkeypatch.setenv("STAYFLOW_DATA", str(tmp_path))
    mapping = tmp_path / "map.yaml"
    mapping.write_text(MAPPING, encoding="utf-8")

    def run(table: str) -> tuple[int, Any]:
        words = ["--table", table, "--mapping", str(mapping), "-p", shop.project.id, "--json"]
        with pytest.raises(SystemExit) as ended:
            main(["import", url, *words])
        return int(str(ended.value.code)), json.loads(capsys.readouterr().out)

    code, counts = run("public.orders")
    assert (code, counts["received"], counts["accepted"]) == (0, 3, 2)
    rows = (
        app.facts(shop.project.id)
        .query(
            "SELECT toString(time), toFloat64(revenue), JSONExtractRaw(properties, 'tags')"
            " FROM events ORDER BY time"
        )
        .rows
    )
    assert rows[0] == ("2026-05-01 00:30:00.500", 9.9, '["a,b","c"]')
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("insert into orders values (3, '2026-06-01', 2, true, null)")
    counts = run("orders")[1]
    assert (counts["duplicate"], counts["accepted"]) == (2, 1)
    assert list((tmp_path / "uploads").iterdir()) == []
    code, answer = run("nobody")
    assert (code, answer["code"], answer["path"]) == (2, "table_unknown", "table")
