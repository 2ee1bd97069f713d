"""The log on Kafka keeps the contract on librdkafka's mock brokers.

The mock answers produce, fetch and the two ends of a topic. It neither deletes records nor finds
offsets by time: for `trim` these two answers stand in.
"""

from collections.abc import Iterator
from concurrent.futures import Future
from types import SimpleNamespace
from typing import Any

import pytest

from stayflow.kernel.settings import SettingInvalid, load_settings
from stayflow.stores.errors import LogEntryTooLarge, StoreFailed, StoreUnavailable
from stayflow.stores.log import DurableLog, open_log
from stayflow.stores.log.kafka import KafkaLog
from stayflow.stores.log.kafka_gauge import Gauge
from stayflow.stores.log.kafka_url import KafkaCluster, parse_kafka_url
from stayflow.stores.relational import Relational
from tests.conftest import Engines
from tests.contracts.durable_log import LogContract

MOCK = "kafka://mock:1?test.mock.num.brokers=3"


def answered(value: object) -> "Future[Any]":
    done: Future[Any] = Future()
    done.set_result(value)
    return done


class OldAdmin:
    """An admin client that knows which entries are old, and notes what it is told to delete."""

    def __init__(self, admin: Any, old: list[int], topic: str) -> None:
        self._admin = admin
        self._fresh_from = next(n for n in range(1, 1000) if n not in old) - 1
        self._topic = topic
        self.deleted: list[tuple[str, int]] = []

    def list_offsets(self, asked: dict[Any, Any], **options: Any) -> dict[Any, Any]:
        if any("Timestamp" in type(spec).__name__ for spec in asked.values()):
            # the topics of other tests have no fresh entry either, and no consumer
            return {
                place: answered(
                    SimpleNamespace(
                        offset=self._fresh_from if place.topic.endswith(self._topic) else -1
                    )
                )
                for place in asked
            }
        return self._admin.list_offsets(asked, **options)

    def delete_records(self, places: list[Any], **_: Any) -> dict[Any, Any]:
        self.deleted += [(place.topic, place.offset) for place in places]
        return {place: answered(SimpleNamespace(low_watermark=place.offset)) for place in places}


class TestKafka(LogContract):
    @pytest.fixture
    def store(self, engines: Engines) -> Relational:
        return engines.relational

    @pytest.fixture(scope="class")
    @classmethod
    def durable_log(cls, engines: Engines) -> Iterator[DurableLog]:
        cluster = parse_kafka_url(MOCK)
        log = KafkaLog(cluster, engines.relational, bytes_max=100_000, retention_hours=72)
        yield log
        log.close()

    def test_trim_keeps_what_is_fresh_or_not_taken(
        self, durable_log: KafkaLog, store: Relational, topic: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        old, fresh, not_taken = (durable_log.append(topic, b"x") for _ in range(3))
        with store.system() as tx:
            durable_log.move_offset(tx, "reader", topic, fresh)
        admin = OldAdmin(durable_log._admin, [old, not_taken], topic)
        monkeypatch.setattr(durable_log, "_admin", admin)
        monkeypatch.setattr(durable_log, "_topics", (0.0, ()))
        assert durable_log.trim() >= 1
        # Kafka deletes what stands before an offset: here the first entry alone
        assert (f"stayflow-{topic}", 1) in admin.deleted

    def test_trim_never_deletes_what_no_consumer_has_taken(
        self, durable_log: KafkaLog, topic: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        old = durable_log.append(topic, b"x")
        admin = OldAdmin(durable_log._admin, [old], topic)
        monkeypatch.setattr(durable_log, "_admin", admin)
        monkeypatch.setattr(durable_log, "_topics", (0.0, ()))
        durable_log.trim()
        assert not [place for place in admin.deleted if place[0].endswith(topic)]

    def test_what_everybody_has_taken_can_be_forgotten_however_young(
        self, durable_log: KafkaLog, store: Relational, topic: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        admin = OldAdmin(durable_log._admin, [], topic)
        monkeypatch.setattr(durable_log, "_admin", admin)
        assert durable_log.forget_taken(topic) == 0
        first, second, _third = (durable_log.append(topic, b"x") for _ in range(3))
        assert durable_log.forget_taken(topic) == 0
        with store.system() as tx:
            durable_log.move_offset(tx, "reader", topic, second)
            durable_log.move_offset(tx, "slow reader", topic, first)
        assert durable_log.forget_taken(topic) == 1
        with store.system() as tx:
            durable_log.move_offset(tx, "slow reader", topic, second)
        durable_log.forget_taken(topic)
        # Kafka deletes what stands before an offset: what was not taken stays
        assert admin.deleted == [(f"stayflow-{topic}", 1), (f"stayflow-{topic}", 2)]

    def test_an_entry_beyond_the_brokers_bound_is_too_large_not_unavailable(
        self, engines: Engines, topic: str
    ) -> None:
        small = parse_kafka_url(MOCK)
        log = KafkaLog(small, engines.relational, bytes_max=10**9, retention_hours=72)
        try:
            with pytest.raises(LogEntryTooLarge):
                log.append(topic, b"x" * 32_000_001)
            assert log.append(topic, b"fits")
        finally:
            log.close()

    def test_a_topic_that_shrank_is_said_and_not_waited_for(
        self, durable_log: KafkaLog, topic: str
    ) -> None:
        durable_log.append(topic, b"x")
        with pytest.raises(StoreFailed, match="not the topic that was read before"):
            durable_log.read(topic, after=7, limit=10)

    def test_the_backlog_is_measured_by_who_wrote_nothing(
        self, durable_log: KafkaLog, engines: Engines, topic: str
    ) -> None:
        for _ in range(3):
            durable_log.append(topic, b"12345")
        brokers = durable_log._properties["bootstrap.servers"]
        other = KafkaLog(
            KafkaCluster("stayflow-", {"bootstrap.servers": str(brokers)}),
            engines.relational,
            bytes_max=100_000,
            retention_hours=72,
        )
        try:
            assert other.backlog_bytes("reader", topic) == 15
            assert [entry.payload for entry in other.read(topic, after=0, limit=9)] == [
                b"12345"
            ] * 3
        finally:
            other.close()


def test_brokers_that_are_not_there_are_unavailable(
    engines: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stayflow.stores.log.kafka.ANSWER_SECONDS", 0.3)
    cluster = parse_kafka_url("127.0.0.1:9")
    log = KafkaLog(cluster, engines.relational, bytes_max=100_000, retention_hours=72)
    try:
        with pytest.raises(StoreUnavailable):
            log.append("t", b"x")
    finally:
        log.close()


def test_the_settings_choose_the_log(engines: Engines) -> None:
    values = dict(engines.settings.values)
    log = open_log(load_settings({**values, "kafka_url": MOCK}, {}), engines.relational)
    assert isinstance(log, KafkaLog)
    log.close()


@pytest.mark.parametrize("url", ["postgresql://a/b", "kafka://", "kafka://user:secret@a:9092"])
def test_a_wrong_url_names_its_setting(engines: Engines, url: str) -> None:
    values = {**engines.settings.values, "kafka_url": url}
    with pytest.raises(SettingInvalid) as raised:
        open_log(load_settings(values, {}), engines.relational)
    assert raised.value.path == "kafka_url"


def test_the_gauge_forgets_old_sizes() -> None:
    gauge = Gauge(head=100)
    for _ in range(20_000):
        gauge.see(10)
    for _ in range(40_000):
        gauge.see(1_000)
    assert 90_000 <= gauge.bytes_behind(0) <= 100_000
