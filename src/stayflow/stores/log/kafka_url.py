"""`kafka_url`: brokers, and whatever else librdkafka must know to reach them."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from stayflow.kernel.settings import SettingInvalid

PREFIX = "stayflow-"
"""Our topics are `<prefix><project>`; the parameter `prefix` of the URL gives another one."""


@dataclass(frozen=True, slots=True)
class KafkaCluster:
    """Where the log is.

    Attributes:
        prefix: Of the names of our topics.
        properties: Configuration of librdkafka: `bootstrap.servers`, security, and what else the
            URL says.
    """

    prefix: str
    properties: dict[str, str]


def parse_kafka_url(url: str) -> KafkaCluster:
    """Read `kafka://host:port[,host:port]?property=value&…`, or the hosts alone.

    >>> parse_kafka_url("kafka://a:9092,b:9092?security.protocol=SSL").properties[
    ...     "security.protocol"
    ... ]
    'SSL'
    >>> parse_kafka_url("a:9092?prefix=shop.").prefix
    'shop.'

    Raises:
        SettingInvalid: There is no host, or the URL is of another kind.

    Source:
        The properties are those of librdkafka's CONFIGURATION.md.
    """
    parts = urlsplit(url if "://" in url else f"kafka://{url}")
    if parts.scheme != "kafka" or not parts.netloc or "@" in parts.netloc:
        raise SettingInvalid(
            "expected kafka://host:port,host:port?property=value (a password goes into the property"
            " sasl.password)",
            path="kafka_url",
        )
    properties = dict(parse_qsl(parts.query, keep_blank_values=True))
    prefix = properties.pop("prefix", PREFIX)
    return KafkaCluster(prefix, {**properties, "bootstrap.servers": parts.netloc})
