"""Our Python SDK against a server that answers what the test says."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from email.message import Message
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stayflow_sdk import CallOptions, Client, Problem, ProblemCode, Settings, SpoolInUse
from stayflow_sdk.message import as_json
from stayflow_sdk.transport import asked_wait
from stayflow_sdk.waiting import Memory, Spool
from tests.sdks.own.fake_server import FakeServer, Said

SDK = Path(__file__).resolve().parents[3] / "sdk" / "python" / "src"


@pytest.fixture
def server() -> Iterator[FakeServer]:
    fake = FakeServer()
    yield fake
    fake.close()


@pytest.fixture
def problems() -> list[Problem]:
    return []


def make(server: FakeServer, problems: list[Problem], **settings: object) -> Client:
    return Client("wk", server.url, Settings(on_error=problems.append, **settings))  # type: ignore[arg-type]


def test_every_call_is_a_message(server: FakeServer, problems: list[Problem]) -> None:
    moment = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    with make(server, problems) as client:
        options = CallOptions(
            message_id="m1",
            timestamp=moment,
            identities={"phone": "138"},
            context={"ip": "1.2.3.4"},
        )
        client.track("u1", "Order", {"revenue": 9.9}, options=options)
        client.identify(42, {"city": "杭州"}, anonymous_id="a1")
        client.page(None, "Home", anonymous_id="a1")
        client.screen("u1", "Cart")
        client.group("u1", 7, {"name": "Team"})
        client.alias("u1", "a1")
    first, *others = server.messages
    assert first == {
        "type": "track",
        "messageId": "m1",
        "timestamp": "2026-01-02T03:04:05.000+00:00",
        "channel": "server",
        "event": "Order",
        "properties": {"revenue": 9.9},
        "userId": "u1",
        "context": {"ip": "1.2.3.4", "externalIds": [{"type": "phone", "id": "138"}]},
    }
    for message in others:
        UUID(message.pop("messageId"))
        message.pop("timestamp")
        assert message.pop("channel") == "server"
        assert message.pop("context") == {}
    assert others == [
        {"type": "identify", "userId": "42", "anonymousId": "a1", "traits": {"city": "杭州"}},
        {"type": "page", "anonymousId": "a1", "name": "Home", "properties": {}},
        {"type": "screen", "userId": "u1", "name": "Cart", "properties": {}},
        {"type": "group", "userId": "u1", "groupId": "7", "traits": {"name": "Team"}},
        {"type": "alias", "userId": "u1", "previousId": "a1"},
    ]
    assert server.bodies[0]["writeKey"] == "wk"
    assert server.bodies[0]["context"]["library"]["name"] == "stayflow-python"
    assert problems == []


def test_many_threads_lose_nothing_and_batches_are_packed(
    server: FakeServer, problems: list[Problem]
) -> None:
    with make(server, problems) as client:

        def work(worker: int) -> None:
            for number in range(250):
                client.track(f"u{worker}", "a", {"number": number})

        threads = [threading.Thread(target=work, args=(worker,)) for worker in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert client.flush(20)
        assert client.waiting_count == 0
    assert len({message["messageId"] for message in server.messages}) == 1000
    assert max(len(body["batch"]) for body in server.bodies) <= 100
    by_user = [each["properties"]["number"] for each in server.messages if each["userId"] == "u0"]
    assert by_user == list(range(250)), "the order of one thread is kept"
    assert {each.get("content-encoding") for each in server.headers} <= {"gzip", None}
    assert "gzip" in {each.get("content-encoding") for each in server.headers}


@pytest.mark.parametrize(
    "answer",
    [
        Said(503, b"", {"retry-after": "0"}),
        Said(401, b"{}"),
        Said(404, b"<html>"),
        Said(200, b"<html>please sign in to the network</html>"),
        Said(302, b"", {"location": "/elsewhere"}),
    ],
)
def test_what_was_not_confirmed_is_sent_again_with_the_same_id(
    server: FakeServer, problems: list[Problem], answer: Said
) -> None:
    server.answers = [answer]
    with make(server, problems) as client:
        client.track("u1", "a")
        assert client.flush(20)
    first, second = server.messages
    assert first == second
    assert problems == []


def test_retry_after_is_honoured(server: FakeServer, problems: list[Problem]) -> None:
    server.answers = [Said(429, b"", {"retry-after": "1.5"})]
    client = make(server, problems)
    client.track("u1", "a")
    assert not client.flush(1)
    assert len(server.bodies) == 1
    assert client.flush(20)
    client.close()
    assert len(server.bodies) == 2


def test_one_bad_message_does_not_take_its_neighbours_along(
    server: FakeServer, problems: list[Problem]
) -> None:
    refuse = Said(400, b"{}")
    # seven are refused, four of them taken, the other three refused, and so two of those
    server.answers = [refuse, Said(), refuse, refuse]
    with make(server, problems) as client:
        for number in range(7):
            client.track("u1", "a", {"number": number})
        assert client.flush(30)
    assert [len(body["batch"]) for body in server.bodies] == [7, 4, 3, 2, 1, 2]
    assert problems == []


def test_a_message_that_is_refused_alone_is_given_up_and_told(
    server: FakeServer, problems: list[Problem]
) -> None:
    server.answers = [Said(400, b"{}"), Said(400, b"{}")]
    with make(server, problems) as client:
        client.track("u1", "bad")
        client.track("u1", "good")
        assert client.flush(30)
    assert [each["event"] for each in server.bodies[-1]["batch"]] == ["good"]
    assert [(each.code, each.count) for each in problems] == [(ProblemCode.REFUSED, 1)]
    assert server.bodies[-1]["context"]["library"]["lost"] == 1


def test_what_is_no_event_is_told_and_never_raised(
    server: FakeServer, problems: list[Problem]
) -> None:
    circle: list[object] = []
    circle.append(circle)
    with make(server, problems) as client:
        client.track(None, "nobody")
        client.track("", "nobody")
        client.track(True, "nobody")
        client.track("u1", "")
        client.track("u1", "circle", {"circle": circle})
        client.track("u1", "object", {"object": object()})
        client.group("u1", "")
        client.track("u1", "huge", {"text": "汉" * 11_000})
        client.track(
            "u1", "good", {"lone": "a\ud800", "nan": float("nan"), "price": Decimal("1.5")}
        )
    codes = [each.code for each in problems]
    assert codes == [ProblemCode.NOT_AN_EVENT] * 7 + [ProblemCode.TOO_LARGE]
    (good,) = server.messages
    assert good["properties"] == {"lone": "a?", "nan": None, "price": 1.5}


JSON_LIKE = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.datetimes()
    | st.dates()
    | st.uuids()
    | st.decimals(allow_nan=False),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner),
    max_leaves=10,
)


@given(JSON_LIKE)
def test_every_value_of_the_usual_types_has_words_of_json(value: object) -> None:
    once = as_json(value)
    assert as_json(once) == once


def test_dates_and_times_are_iso() -> None:
    assert as_json(date(2026, 1, 2)) == "2026-01-02"
    assert as_json(datetime(2026, 1, 2, tzinfo=UTC)) == "2026-01-02T00:00:00.000+00:00"


@pytest.mark.parametrize(
    ("said", "seconds"), [("2", 2), ("-1", 0), ("soon", 0), ("nan", 0), ("1e9", 3600), ("", 0)]
)
def test_words_of_retry_after(said: str, seconds: float) -> None:
    headers = Message()
    headers["retry-after"] = said
    assert asked_wait(headers) == seconds


def test_the_queue_is_bounded_and_tells_what_it_lost(
    server: FakeServer, problems: list[Problem]
) -> None:
    server.otherwise = Said(503, b"")
    client = make(server, problems, queue_messages_max=10, flush_seconds=60.0)
    for number in range(13):
        client.track("u1", "a", {"number": number})
    assert client.waiting_count == 10
    assert [each.code for each in problems] == [ProblemCode.QUEUE_FULL] * 3
    client.close(0.1)
    assert (problems[-1].code, problems[-1].count) == (ProblemCode.LOST_AT_EXIT, 10)
    client.track("u1", "late")
    assert problems[-1].code is ProblemCode.LOST_AT_EXIT


@pytest.mark.parametrize("kind", ["memory", "spool"])
def test_both_queues_keep_the_order_and_the_bound(kind: str, tmp_path: Path) -> None:
    queue = Memory(3) if kind == "memory" else Spool(tmp_path, 3)
    assert [queue.add(text) for text in "abcd"] == [0, 0, 0, 1]
    assert [text for _, text in queue.peek(2)] == ["b", "c"]
    queue.remove([number for number, _ in queue.peek(2)])
    assert [text for _, text in queue.peek(9)] == ["d"]
    assert (len(queue), queue.last()) == (1, 4)
    queue.remove([99])
    assert len(queue) == 1
    assert queue.close() == (1 if kind == "memory" else 0)


def test_a_spool_outlives_the_process_and_belongs_to_one(
    server: FakeServer, problems: list[Problem], tmp_path: Path
) -> None:
    server.otherwise = Said(503, b"")
    client = make(server, problems, spool=tmp_path)
    client.track("u1", "a")
    with pytest.raises(SpoolInUse):
        make(server, problems, spool=tmp_path)
    client.close(0.2)
    assert problems == []
    server.otherwise = Said()
    with make(server, problems, spool=tmp_path) as again:
        assert again.flush(10)
    assert {each["messageId"] for each in server.messages} == {server.messages[0]["messageId"]}


def test_a_killed_process_loses_nothing_that_was_spooled(
    server: FakeServer, problems: list[Problem], tmp_path: Path
) -> None:
    server.otherwise = Said(503, b"")
    script = (
        "import os, sys\n"
        "from stayflow_sdk import Client, Settings\n"
        f"client = Client('wk', {server.url!r}, Settings(spool={str(tmp_path)!r}))\n"
        "for number in range(50): client.track('u1', 'a', {'number': number})\n"
        "os.kill(os.getpid(), 9)\n"
    )
    _run(script, code=-9)
    server.otherwise = Said()
    server.bodies.clear()
    with make(server, problems, spool=tmp_path) as client:
        assert client.flush(10)
    assert [each["properties"]["number"] for each in server.messages] == list(range(50))


def test_the_end_of_the_program_sends_what_is_left(server: FakeServer) -> None:
    script = (
        "from stayflow_sdk import Client\n"
        f"Client('wk', {server.url!r}).track('u1', 'a')\n"
    )  # fmt: skip
    _run(script)
    assert [each["event"] for each in server.messages] == ["a"]


def test_a_forked_child_sends_its_own_and_not_its_parents(server: FakeServer) -> None:
    script = (
        "import os, sys\n"
        "from stayflow_sdk import Client, Settings\n"
        f"client = Client('wk', {server.url!r}, Settings(flush_seconds=1.0))\n"
        "client.track('u1', 'parent')\n"
        "child = os.fork()\n"
        "if child == 0:\n"
        "    client.track('u1', 'child'); client.close(); os._exit(0)\n"
        "os.waitpid(child, 0)\n"
    )
    _run(script)
    assert sorted(each["event"] for each in server.messages) == ["child", "parent"]


def test_what_cannot_work_says_so_at_once(server: FakeServer) -> None:
    with pytest.raises(ValueError, match="host"):
        Client("wk", "stayflow.example.com")
    with pytest.raises(ValueError, match="write_key"):
        Client("", server.url)


def test_calls_are_quick(server: FakeServer, problems: list[Problem]) -> None:
    with make(server, problems) as client:
        start = time.thread_time()
        for _ in range(2_000):
            client.track("u1", "a", {"number": 1})
        assert time.thread_time() - start < 2, "a millisecond a call of the caller's own time"


def _run(script: str, code: int = 0) -> None:
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(SDK)},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == code, done.stderr
