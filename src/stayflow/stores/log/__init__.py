"""The durable log: append with group commit, consume by offset, bounded, replayable."""

from stayflow.stores.log.durable_log import DurableLog, Entry, Position, open_log

__all__ = ["DurableLog", "Entry", "Position", "open_log"]
