"""Reading one Kafka topic from any position on."""

import threading
from collections import deque
from datetime import UTC, datetime

from confluent_kafka import Consumer, KafkaException, Message, TopicPartition

from stayflow.stores.errors import StoreFailed, StoreUnavailable
from stayflow.stores.log.kafka_wall import ANSWER_SECONDS, NO_SUCH_TOPIC, translated
from stayflow.stores.log.model import Entry, Position

PARTITION = 0
"""A topic has one partition: a project's events are taken in one order."""
# librdkafka wants a group's name even from a consumer that belongs to none.
_ALONE = {
    "group.id": "stayflow",
    "enable.auto.commit": False,
    "enable.auto.offset.store": False,
    "auto.offset.reset": "error",
    "fetch.wait.max.ms": 100,
}
_CHUNK = 2_000


class TopicReader:
    """A consumer that stays where the last read ended, so that reading on costs no seek."""

    def __init__(self, properties: dict[str, str | int | float | bool], topic: str) -> None:
        self._topic = topic
        self._consumer = Consumer({**properties, **_ALONE})
        self._next: int | None = None
        self._ahead: deque[Message] = deque()
        self._lock = threading.Lock()

    def read(self, *, after: Position, limit: int, bytes_max: int) -> list[Entry]:
        """The next entries behind `after`: all there are, up to `limit` and about `bytes_max`.

        Raises:
            StoreFailed: The topic ends before `after`: it is not the one that was read before.
            StoreUnavailable: The brokers do not answer.
        """
        with self._lock, translated():
            bounds = self._bounds()
            if bounds is None:
                return []
            low, head = bounds
            if after > head:
                raise StoreFailed(
                    f"the topic {self._topic} ends at {head}, and {after} was taken of it already:"
                    " it is not the topic that was read before"
                )
            self._stand_at(max(after, low))
            return self._take(head, limit=limit, bytes_max=bytes_max)

    def close(self) -> None:
        """Leave the brokers."""
        with self._lock:
            self._consumer.close()

    def _bounds(self) -> tuple[int, int] | None:
        """First kept offset, and the one behind the last; None while there is no such topic."""
        try:
            low, head = self._consumer.get_watermark_offsets(
                TopicPartition(self._topic, PARTITION), timeout=ANSWER_SECONDS, cached=False
            )
        except KafkaException as error:
            if error.args[0].code() in NO_SUCH_TOPIC:
                return None
            raise
        return int(low), int(head)

    def _stand_at(self, offset: int) -> None:
        while self._ahead and _offset(self._ahead[0]) < offset:
            self._ahead.popleft()
        if self._ahead and _offset(self._ahead[0]) == offset:
            return
        self._ahead.clear()
        if self._next != offset:
            self._consumer.assign([TopicPartition(self._topic, PARTITION, offset)])
            self._next = offset

    def _take(self, head: int, *, limit: int, bytes_max: int) -> list[Entry]:
        entries: list[Entry] = []
        size = 0
        while len(entries) < limit and size < bytes_max:
            if not self._ahead and not self._fetch(head, limit - len(entries)):
                break
            message = self._ahead.popleft()
            payload = message.value() or b""
            entries.append(Entry(_offset(message) + 1, payload, _instant(message)))
            size += len(payload)
        return entries

    def _fetch(self, head: int, wanted: int) -> bool:
        """Bring further entries, if there are any before `head`."""
        here = self._next or 0
        if here >= head:
            return False
        found = self._consumer.consume(min(wanted, head - here, _CHUNK), timeout=ANSWER_SECONDS)
        for message in found:
            error = message.error()
            if error is not None:
                self._next = None  # where the consumer stands now is not known
                raise KafkaException(error)
        if not found:
            self._next = None
            raise StoreUnavailable(f"Kafka does not hand out the topic {self._topic}")
        self._ahead.extend(found)
        self._next = _offset(found[-1]) + 1
        return True


def _offset(message: Message) -> int:
    return int(message.offset() or 0)


def _instant(message: Message) -> datetime:
    _, milliseconds = message.timestamp()
    return datetime.fromtimestamp(max(0, milliseconds) / 1000, UTC)
