"""A topic in somebody else's Kafka."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stayflow.stores.outside.address import look_up
from stayflow.stores.outside.errors import ContentRefused, OutsideDown

try:
    from confluent_kafka import KafkaError, KafkaException, Message, Producer
except ImportError:  # the extra `kafka` is not installed
    HAS_KAFKA = False
else:
    HAS_KAFKA = True

_FLUSH_SECONDS = 20.0
_DEFAULT_PORT = 9092


@dataclass(frozen=True, slots=True)
class KafkaRecord:
    """One record: its key decides the partition, so one key keeps its order."""

    key: str
    value: bytes
    headers: Mapping[str, str]


class KafkaTopic:
    """A producer that waits for all in-sync replicas."""

    def __init__(self, topic: str, properties: Mapping[str, str], *, allow_private: bool) -> None:
        """Connect lazily; `properties` are librdkafka's, `bootstrap.servers` among them.

        Only the brokers named here are looked at: those that they name in turn are the operator's.

        Raises:
            OutsideDown: The package for Kafka is not installed, or no host has an address.
        """
        if not HAS_KAFKA:
            raise OutsideDown("Kafka needs the package: pip install 'stayflow[kafka]'")
        for broker in properties["bootstrap.servers"].split(","):
            host, _, port = broker.strip().rpartition(":")
            look_up(
                host or port,
                int(port) if host and port.isdigit() else _DEFAULT_PORT,
                allow_private=allow_private,
                path="settings.brokers",
            )
        self._topic = topic
        try:
            self._producer = Producer(
                {
                    "log_level": 2,
                    "acks": "all",
                    "enable.idempotence": True,
                    "linger.ms": 5,
                    "delivery.timeout.ms": int(_FLUSH_SECONDS * 1000) - 2000,
                    **properties,
                }
            )
        except KafkaException as error:
            raise OutsideDown(f"Kafka refuses its settings: {error}"[:300]) from error

    def add(self, records: Sequence[KafkaRecord]) -> None:
        """Hand records over and wait until the brokers have them all.

        Raises:
            ContentRefused: One is larger than the brokers take.
            OutsideDown: The brokers do not answer; some may have been taken.
        """
        errors: list[KafkaError] = []

        def note(error: "KafkaError | None", _message: "Message") -> None:
            if error is not None:
                errors.append(error)

        try:
            for record in records:
                self._producer.produce(
                    self._topic,
                    key=record.key.encode(),
                    value=record.value,
                    headers=dict(record.headers),
                    on_delivery=note,
                )
                self._producer.poll(0)
        except (KafkaException, BufferError) as error:
            errors.append(error.args[0])
        left = self._producer.flush(_FLUSH_SECONDS)
        if errors and _code(errors[0]) == KafkaError.MSG_SIZE_TOO_LARGE:
            raise ContentRefused("a record is larger than the brokers take")
        if errors or left:
            words = str(errors[0]) if errors else "no answer in time"
            raise OutsideDown(f"Kafka does not take the records: {words}"[:300])

    def close(self) -> None:
        """Drop what was not handed over; it is offered again from our side."""
        self._producer.purge()
        self._producer.flush(1)


def _code(error: object) -> int | None:
    return error.code() if isinstance(error, KafkaError) else None
