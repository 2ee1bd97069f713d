"""Kafka: one record a row, keyed by the person, so that a person's facts keep their order."""

from dataclasses import dataclass
from typing import ClassVar

import msgspec

from stayflow.act.destination.errors import DestinationInvalid
from stayflow.act.destination.kind.read import ROWS_MAX_ASKED, text, whole
from stayflow.act.destination.model import Shipment, Surroundings
from stayflow.act.setting import Setting, SettingKind, setting_names
from stayflow.language.raw import JsonObject, join, read_object
from stayflow.language.sentence import Sentence
from stayflow.stores.outside import KafkaRecord, KafkaTopic

_ROWS_MAX = 10_000
# librdkafka has properties that read files and load libraries of this machine; these do not.
_PROPERTIES = (
    "client.id",
    "compression.type",
    "enable.ssl.certificate.verification",
    "message.max.bytes",
    "sasl.mechanism",
    "sasl.username",
    "security.protocol",
    "ssl.ca.pem",
)


class KafkaKind:
    """The plug `kafka`."""

    name: ClassVar[str] = "kafka"
    label: ClassVar[Sentence] = Sentence("Kafka 主题", "Kafka topic")
    asks: ClassVar[tuple[Setting, ...]] = (
        Setting("brokers", Sentence("Brokers", "Brokers"), is_required=True),
        Setting("topic", Sentence("主题", "Topic"), is_required=True),
        Setting("sasl_password", Sentence("SASL 密码", "SASL password"), SettingKind.SECRET),
        ROWS_MAX_ASKED,
        Setting(
            "properties",
            Sentence(
                "librdkafka 属性，每行一个：名称 = 值",
                "Properties of librdkafka, one a line: name = value",
            ),
            SettingKind.PAIRS,
        ),
    )
    rows_max: ClassVar[int] = _ROWS_MAX
    linger_seconds: ClassVar[int] = 0

    def parse(self, raw: object, path: str) -> JsonObject:
        """Fields: `brokers`, `topic`, `properties` (of librdkafka), `sasl_password`, `rows_max`.

        Raises:
            DestinationInvalid: A field does not fit.
        """
        fields = read_object(raw, path, known=setting_names(self.asks))
        properties = read_object(
            fields.get("properties") or {}, join(path, "properties"), known=_PROPERTIES
        )
        for name, value in properties.items():
            if not isinstance(value, str | int | float):
                raise DestinationInvalid(
                    "expected a text or a number", path=join(join(path, "properties"), name)
                )
        return {
            "brokers": text(fields, "brokers", path),
            "topic": text(fields, "topic", path),
            "properties": {name: str(value) for name, value in properties.items()},
            "sasl_password": text(fields, "sasl_password", path, default=""),
            "rows_max": whole(fields, "rows_max", path, default=1_000, most=_ROWS_MAX),
        }

    def open(self, settings: JsonObject, around: Surroundings) -> "KafkaTarget":
        """A producer for the topic."""
        properties = {
            **msgspec.convert(settings["properties"], dict[str, str]),
            "bootstrap.servers": str(settings["brokers"]),
        }
        if settings["sasl_password"]:
            properties["sasl.password"] = str(settings["sasl_password"])
        topic = KafkaTopic(str(settings["topic"]), properties, allow_private=around.allow_private)
        return KafkaTarget(topic)


@dataclass(frozen=True, slots=True)
class KafkaTarget:
    """Produces to one topic."""

    topic: KafkaTopic

    def send(self, shipment: Shipment) -> None:
        """One record a row; the headers name the row and the delivery."""
        self.topic.add(
            [
                KafkaRecord(
                    key=str(row.person_id),
                    value=msgspec.json.encode({"id": row.row_id, **row.body}),
                    headers={"stayflow-id": row.row_id, "stayflow-delivery": shipment.delivery_id},
                )
                for row in shipment.rows
            ]
        )

    def close(self) -> None:
        """Leave the brokers."""
        self.topic.close()
