"""The log on Kafka: entries there, offsets in PostgreSQL beside the effect they belong to.

A topic of ours is a topic of one partition; an entry's position is its offset plus one. Whoever
appends waits until all in-sync replicas have the entry (`acks=all`, idempotent producer); entries
that wait at the same time travel together.
"""

import asyncio
import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from datetime import timedelta
from functools import partial
from time import monotonic
from typing import Final

from confluent_kafka import KafkaError, KafkaException, Message, Producer, TopicPartition
from confluent_kafka.admin import (  # type: ignore[attr-defined]  # its export list is too short
    AdminClient,
    NewTopic,
    OffsetSpec,
)

from stayflow.kernel.clock import Clock, SystemClock
from stayflow.stores.errors import LogFull, StoreUnavailable
from stayflow.stores.log.kafka_gauge import Gauge
from stayflow.stores.log.kafka_reader import PARTITION, TopicReader
from stayflow.stores.log.kafka_url import KafkaCluster
from stayflow.stores.log.kafka_wall import ANSWER_SECONDS, NO_SUCH_TOPIC, as_ours, translated
from stayflow.stores.log.model import Entry, Position
from stayflow.stores.relational import Relational, Transaction

ENTRY_BYTES_MAX: Final = 32_000_000
Properties = dict[str, str | int | float | bool]
_MOCK: Final = "test.mock.num.brokers"
_DURABLE: Final[Properties] = {
    "acks": "all",
    "enable.idempotence": True,
    "linger.ms": 2,
    "delivery.timeout.ms": 20_000,
    "message.max.bytes": ENTRY_BYTES_MAX,
    "queue.buffering.max.kbytes": 262_144,
}
# What is consumed is deleted by `trim`, never by Kafka on its own.
_TOPIC: Final = {
    "retention.ms": "-1",
    "retention.bytes": "-1",
    "cleanup.policy": "delete",
    "max.message.bytes": str(ENTRY_BYTES_MAX),
}
_READERS_MAX: Final = 16
_TOPICS_SECONDS: Final = 1.0
# The offsets of this log stand beside those of the log on PostgreSQL, which counts differently.
_OFFSETS_OF: Final = "kafka:"


class KafkaLog:
    """Safe to share between threads."""

    def __init__(
        self,
        cluster: KafkaCluster,
        relational: Relational,
        *,
        bytes_max: int,
        retention_hours: int,
        clock: Clock | None = None,
    ) -> None:
        self._relational = relational
        self._bytes_max = bytes_max
        self._retention = timedelta(hours=retention_hours)
        self._clock = clock or SystemClock()
        self._prefix = cluster.prefix
        common: Properties = {"log_level": 2, **cluster.properties}
        self._makes_topics = common.get(_MOCK) is None  # the mock makes what it is asked for
        with translated():
            self._producer = Producer({**common, **_DURABLE})
            self._properties = _reachable(common, self._producer)
            self._admin = AdminClient(self._properties)
        self._gauges: dict[str, Gauge] = {}
        self._readers: OrderedDict[str, TopicReader] = OrderedDict()
        self._lock = threading.Lock()
        self._topics: tuple[float, tuple[str, ...]] = (0.0, ())
        self._news = threading.Condition()
        self._closed = False
        self._poller = threading.Thread(target=self._poll, name="log-kafka", daemon=True)
        self._poller.start()

    def append(self, topic: str, payload: bytes) -> Position:
        """Append and wait until all in-sync replicas have the entry.

        Raises:
            LogFull: The topic holds about `log_bytes_max` unconsumed bytes.
            LogEntryTooLarge: Brokers take no entry of this size.
            StoreUnavailable: The brokers do not answer. The entry may be there nevertheless; who
                sends it again sends a duplicate, known by its event ids.
        """
        if not self._has_room(topic):
            self._make_room(topic)
        return self._produce(topic, payload).result()

    async def append_async(self, topic: str, payload: bytes) -> Position:
        """`append` for an event loop; the loop goes on while the brokers write."""
        if not self._has_room(topic):
            await asyncio.to_thread(self._make_room, topic)
        return await asyncio.wrap_future(self._produce(topic, payload))

    def read(
        self, topic: str, *, after: Position, limit: int, bytes_max: int = 64_000_000
    ) -> list[Entry]:
        """The next entries behind `after`, oldest first; at most `limit` and about `bytes_max`."""
        return self._reader(topic).read(after=after, limit=limit, bytes_max=bytes_max)

    def read_range(self, topic: str, *, first: Position, last: Position) -> list[Entry]:
        """The entries of [first, last], for a batch that is done again after a crash."""
        wanted = last - first + 1
        entries: list[Entry] = []
        while len(entries) < wanted:
            after = entries[-1].position if entries else first - 1
            found = self.read(topic, after=after, limit=wanted - len(entries))
            if not found:
                break
            entries += found
        return [entry for entry in entries if entry.position <= last]

    def offset(self, tx: Transaction, consumer: str, topic: str) -> Position:
        """Up to where `consumer` has taken `topic`; 0 at the beginning."""
        return int(
            tx.value(
                "select position from log_offsets where consumer = %s and topic = %s",
                (consumer, _OFFSETS_OF + topic),
            )
            or 0
        )

    def move_offset(self, tx: Transaction, consumer: str, topic: str, position: Position) -> None:
        """Set how far `consumer` has come, in the transaction of its effect."""
        tx.execute(
            """
            insert into log_offsets (consumer, topic, position) values (%s, %s, %s)
            on conflict (consumer, topic) do update set position = excluded.position
            """,
            (consumer, _OFFSETS_OF + topic, position),
        )

    def backlog_bytes(self, consumer: str, topic: str) -> int:
        """About so many bytes of the topic `consumer` has not taken."""
        if topic not in {*self._known_topics(), *self._gauges}:
            return 0
        gauge = self._gauge(topic)
        taken = self._measure(topic, gauge)
        if not gauge.is_seen and gauge.head:
            for entry in self.read(topic, after=gauge.taken, limit=100):
                gauge.see(len(entry.payload))
        return gauge.bytes_behind(taken.get(consumer, 0))

    def topics_with_news(self, consumer: str) -> list[str]:
        """Topics that hold entries `consumer` has not taken."""
        heads = self._heads({*self._known_topics(), *self._gauges})
        with self._relational.system() as tx:
            rows = tx.rows(
                "select topic, position from log_offsets where consumer = %s", (consumer,)
            )
        taken = {str(topic): int(position) for topic, position in rows}
        return sorted(
            topic for topic, head in heads.items() if head > taken.get(_OFFSETS_OF + topic, 0)
        )

    def wait(self, seconds: float) -> None:
        """Sleep until this process appends something, at most `seconds`."""
        with self._news:
            self._news.wait(seconds)

    def trim(self) -> int:
        """Drop entries past the retention that every consumer has taken; return how many."""
        topics = self._known_topics()
        before = self._clock.now() - self._retention
        fresh = self._heads(topics, OffsetSpec.for_timestamp(int(before.timestamp() * 1000)))
        heads, lows = self._heads(topics), self._heads(topics, OffsetSpec.earliest())  # type: ignore[no-untyped-call]
        cuts: dict[str, int] = {}
        for topic in topics:
            taken = self._taken(topic)
            fresh_from = fresh.get(topic, -1)
            # -1: no entry is as young as that
            kept_from = heads.get(topic, 0) if fresh_from < 0 else fresh_from
            cut = min(kept_from, min(taken.values(), default=0))
            if cut > lows.get(topic, 0):
                cuts[topic] = cut
        self._drop(cuts)
        return sum(cut - lows.get(topic, 0) for topic, cut in cuts.items())

    def head(self, topic: str) -> Position:
        """The position of the newest entry; 0 where there was none."""
        if topic not in {*self._known_topics(), *self._gauges}:
            return 0
        return max(self._heads([topic]).get(topic, 0), 0)

    def forget_taken(self, topic: str) -> int:
        """Drop every entry that all consumers have taken, however young it is; return how many."""
        if topic not in {*self._known_topics(), *self._gauges}:
            return 0
        low = self._heads([topic], OffsetSpec.earliest()).get(topic, 0)  # type: ignore[no-untyped-call]
        cut = min(self._taken(topic).values(), default=0)
        if cut <= low:
            return 0
        self._drop({topic: cut})
        return cut - low

    def _drop(self, cuts: Mapping[str, int]) -> None:
        """Let the brokers delete what is before an offset of each topic."""
        if not cuts:
            return
        with translated():
            asked = self._admin.delete_records(
                [TopicPartition(self._name(topic), PARTITION, cut) for topic, cut in cuts.items()],
                request_timeout=ANSWER_SECONDS,
            )
            for done in asked.values():
                done.result(ANSWER_SECONDS)

    def close(self) -> None:
        """Write what waits and leave the brokers."""
        self._closed = True
        self._producer.flush(ANSWER_SECONDS)
        self._poller.join()
        with self._lock:
            readers, self._readers = self._readers, OrderedDict()
        for reader in readers.values():
            reader.close()

    # ------------------------------------------------------------------ appending

    def _has_room(self, topic: str) -> bool:
        gauge = self._gauges.get(topic)
        return gauge is not None and gauge.waiting < self._bytes_max

    def _make_room(self, topic: str) -> None:
        """Look anew at a topic that is new here, or seems full; asks the brokers and PostgreSQL."""
        gauge = self._gauges.get(topic)
        if gauge is None:
            self._make_topic(topic)
            gauge = self._gauge(topic)
        self._measure(topic, gauge)
        if gauge.waiting >= self._bytes_max:
            raise LogFull(f"the log of {topic} is full: its consumer is behind; try again later")

    def _make_topic(self, topic: str) -> None:
        if topic in self._known_topics():
            return
        if not self._makes_topics:
            with translated():
                self._producer.list_topics(self._name(topic), timeout=ANSWER_SECONDS)
            return
        wanted = NewTopic(self._name(topic), num_partitions=1, replication_factor=-1, config=_TOPIC)
        with translated():
            for done in self._admin.create_topics(
                [wanted], request_timeout=ANSWER_SECONDS
            ).values():
                try:
                    done.result(ANSWER_SECONDS)
                except KafkaException as error:
                    if error.args[0].code() != KafkaError.TOPIC_ALREADY_EXISTS:
                        raise

    def _produce(self, topic: str, payload: bytes) -> "Future[int]":
        if self._closed:
            raise StoreUnavailable("the log is closing")
        gauge = self._gauge(topic)
        done: Future[int] = Future()
        with self._lock:
            gauge.under_way += len(payload)
        try:
            with translated():
                self._producer.produce(
                    self._name(topic),
                    value=payload,
                    partition=PARTITION,
                    on_delivery=partial(self._delivered, gauge, len(payload), done),
                )
        except BaseException:
            with self._lock:
                gauge.under_way -= len(payload)
            raise
        return done

    def _delivered(
        self,
        gauge: Gauge,
        size: int,
        done: "Future[int]",
        error: KafkaError | None,
        message: Message,
    ) -> None:
        """The brokers' word on one entry; called by the thread that polls."""
        with self._lock:
            gauge.under_way -= size
            if error is None:
                gauge.see(size)
                gauge.head = max(gauge.head, int(message.offset() or 0) + 1)
        if done.set_running_or_notify_cancel():
            if error is None:
                done.set_result(int(message.offset() or 0) + 1)
            else:
                done.set_exception(as_ours(error))

    def _poll(self) -> None:
        while not self._closed or len(self._producer):
            if self._producer.poll(0.1):
                with self._news:
                    self._news.notify_all()

    # ------------------------------------------------------------------ measuring

    def _gauge(self, topic: str) -> Gauge:
        with self._lock:
            return self._gauges.setdefault(topic, Gauge())

    def _measure(self, topic: str, gauge: Gauge) -> dict[str, int]:
        """Ask where the topic ends and how far its consumers are."""
        head = self._heads([topic]).get(topic, 0)
        taken = self._taken(topic)
        with self._lock:
            gauge.head = max(gauge.head, head)
            gauge.taken = min(taken.values(), default=0)
        return taken

    def _taken(self, topic: str) -> dict[str, int]:
        with self._relational.system() as tx:
            rows = tx.rows(
                "select consumer, position from log_offsets where topic = %s",
                (_OFFSETS_OF + topic,),
            )
        return {str(consumer): int(position) for consumer, position in rows}

    def _heads(self, topics: Iterable[str], spec: OffsetSpec | None = None) -> Mapping[str, int]:
        """The offset behind the last entry of each topic, or another one that `spec` asks for."""
        asked = {
            TopicPartition(self._name(topic), PARTITION): spec or OffsetSpec.latest()  # type: ignore[no-untyped-call]
            for topic in topics
        }
        if not asked:
            return {}
        found: dict[str, int] = {}
        with translated():
            answers = self._admin.list_offsets(asked, request_timeout=ANSWER_SECONDS)
            for place, answer in answers.items():
                try:
                    offset = answer.result(ANSWER_SECONDS).offset
                except KafkaException as error:
                    if error.args[0].code() in NO_SUCH_TOPIC:
                        continue
                    raise
                found[place.topic.removeprefix(self._prefix)] = int(offset)
        return found

    def _known_topics(self) -> tuple[str, ...]:
        """Every topic of ours; asked at most once a second."""
        until, topics = self._topics
        if monotonic() < until:
            return topics
        with translated():
            names = self._producer.list_topics(timeout=ANSWER_SECONDS).topics
        ours = (name for name in names if name.startswith(self._prefix))
        topics = tuple(sorted(name.removeprefix(self._prefix) for name in ours))
        self._topics = (monotonic() + _TOPICS_SECONDS, topics)
        return topics

    def _name(self, topic: str) -> str:
        return self._prefix + topic

    def _reader(self, topic: str) -> TopicReader:
        with self._lock:
            reader = self._readers.get(topic)
            if reader is None:
                reader = self._readers[topic] = TopicReader(self._properties, self._name(topic))
            self._readers.move_to_end(topic)
            idle = (
                self._readers.popitem(last=False)[1] if len(self._readers) > _READERS_MAX else None
            )
        if idle is not None:
            idle.close()
        return reader


def _reachable(properties: Properties, producer: Producer) -> Properties:
    """The properties for further clients: those of a mock are where the first client made it."""
    if _MOCK not in properties:
        return properties
    brokers = producer.list_topics(timeout=ANSWER_SECONDS).brokers.values()
    reached = ",".join(f"{broker.host}:{broker.port}" for broker in brokers)
    return {"log_level": properties["log_level"], "bootstrap.servers": reached}
