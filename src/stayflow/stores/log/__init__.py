"""The durable log: append with group commit, consume by offset, bounded, replayable.

On PostgreSQL, or on Kafka when `kafka_url` is set; both keep `tests/contracts/durable_log.py`.
"""

from stayflow.stores.log.model import DurableLog, Entry, Position
from stayflow.stores.log.opening import open_log
from stayflow.stores.log.postgres import PostgresLog

__all__ = ["DurableLog", "Entry", "Position", "PostgresLog", "open_log"]
