"""A caller who leaves before the answer is there: the engine stops, on a real server over a real socket."""

import json
import socket
import threading
from typing import Any

import pytest
import uvicorn

from stayflow.access import Role
from stayflow.app import App
from stayflow.stores.warehouse import ProjectWarehouse, Reading, ReadingStopped, read_as
from tests.interfaces.conftest import Shop, as_role, take_in, visitor
from tests.journeys.server import SECONDS, wait_until

ENDLESS = "SELECT count() FROM numbers(1000000000000) WHERE cityHash64(number) % 7 = 0"


def under_way(facts: ProjectWarehouse) -> int:
    return (
        int(facts.value("SELECT count() FROM system.processes WHERE query LIKE '%numbers(1000%'"))
        - 1
    )


def test_a_question_that_is_given_up_stops_and_begins_no_further_query(
    app: App, shop: Shop
) -> None:
    facts, reading, ended = app.facts(shop.project.id), Reading(), []

    def ask() -> None:
        read_as(reading)
        for _ in range(2):
            with pytest.raises(ReadingStopped):
                facts.query(ENDLESS)
            ended.append(True)

    thread = threading.Thread(target=ask)
    thread.start()
    wait_until(lambda: under_way(facts) == 1)
    app.warehouse.stop(Reading())  # another's
    assert under_way(facts) == 1
    reading.is_over = True
    app.warehouse.stop(reading)
    thread.join()
    assert ended == [True, True]
    assert facts.value("SELECT 1") == 1


def test_the_engine_stops_when_the_connection_is_closed(
    app: App, server: Any, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(app, shop, visitor("ana", name="purchase"))
    facts = app.facts(shop.project.id)
    ask = ProjectWarehouse.query
    stopped = threading.Event()

    def slow(self: ProjectWarehouse, sql: str, parameters: Any = None) -> Any:
        if "purchase" not in str(parameters):
            return ask(self, sql, parameters)
        try:
            return ask(self, ENDLESS)
        except ReadingStopped:
            stopped.set()
            raise

    monkeypatch.setattr(ProjectWarehouse, "query", slow)
    analyst = as_role(server, shop, Role.ANALYST)
    with _served(server) as port:
        body = json.dumps(
            {"kind": "trend", "metrics": [{"event": "purchase"}], "range": {"last": "7d"}}
        )
        caller = socket.create_connection(("127.0.0.1", port))
        head = "".join(f"{name}: {value}\r\n" for name, value in analyst.headers.items())
        caller.sendall(
            f"POST {shop.url}/query HTTP/1.1\r\nHost: stayflow.test\r\nContent-Type: application/json\r\n"
            f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode()
        )
        wait_until(lambda: under_way(facts) == 1)
        caller.close()
        assert stopped.wait(SECONDS)
        wait_until(lambda: under_way(facts) == 0)


class _served:  # noqa: N801 - reads as a sentence
    """The application on a socket of its own."""

    def __init__(self, server: Any) -> None:
        self._uvicorn = uvicorn.Server(uvicorn.Config(server, port=0, log_level="warning"))
        self._thread = threading.Thread(target=self._uvicorn.run)

    def __enter__(self) -> int:
        self._thread.start()
        wait_until(lambda: self._uvicorn.started)
        return int(self._uvicorn.servers[0].sockets[0].getsockname()[1])

    def __exit__(self, *_: object) -> None:
        self._uvicorn.should_exit = True
        self._thread.join()
