"""Which log the settings ask for."""

from stayflow.kernel.settings import SettingInvalid, Settings
from stayflow.stores.log.model import DurableLog
from stayflow.stores.log.postgres import PostgresLog
from stayflow.stores.relational import Relational


def open_log(settings: Settings, relational: Relational) -> DurableLog:
    """Open the log: on Kafka when `kafka_url` is set, else on PostgreSQL.

    Reads `log_bytes_max` and `log_retention_hours` as well.

    Raises:
        SettingInvalid: `kafka_url` cannot be read, or the package for Kafka is not installed.
    """
    bytes_max = settings.number("log_bytes_max")
    hours = settings.number("log_retention_hours")
    url = settings.text("kafka_url")
    if not url:
        return PostgresLog(relational, bytes_max=bytes_max, retention_hours=hours)
    try:
        from stayflow.stores.log.kafka import KafkaLog  # noqa: PLC0415 - an extra: most have none
        from stayflow.stores.log.kafka_url import parse_kafka_url  # noqa: PLC0415
    except ImportError as error:
        raise SettingInvalid(
            "the log on Kafka needs the package: pip install 'stayflow[kafka]'", path="kafka_url"
        ) from error
    return KafkaLog(parse_kafka_url(url), relational, bytes_max=bytes_max, retention_hours=hours)
