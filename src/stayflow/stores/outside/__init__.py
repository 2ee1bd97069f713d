"""Other people's engines, that data leaves to or comes from: a URL, a table, a topic.

A host is looked up once and judged before it is connected to: private addresses only where
`allow_private_targets` says so. `OutsideDown` is the other side's trouble and may pass;
`ContentRefused` is about what was offered.
"""

from stayflow.stores.outside.address import is_allowed, look_up
from stayflow.stores.outside.errors import (
    AddressRefused,
    ContentRefused,
    OutsideDown,
    TableUnknown,
)
from stayflow.stores.outside.http import HttpAnswer, HttpTarget
from stayflow.stores.outside.kafka_topic import KafkaRecord, KafkaTopic
from stayflow.stores.outside.postgres_table import PostgresPlace, PostgresTable
from stayflow.stores.outside.table_copy import copy_table

__all__ = [
    "AddressRefused",
    "ContentRefused",
    "HttpAnswer",
    "HttpTarget",
    "KafkaRecord",
    "KafkaTopic",
    "OutsideDown",
    "PostgresPlace",
    "PostgresTable",
    "TableUnknown",
    "copy_table",
    "is_allowed",
    "look_up",
]
