"""How data is handed over: one file per kind, registered in `KINDS`."""

from stayflow.act.destination.kind.kafka import KafkaKind
from stayflow.act.destination.kind.parquet import ParquetKind
from stayflow.act.destination.kind.postgres import PostgresKind
from stayflow.act.destination.kind.webhook import WebhookKind
from stayflow.act.destination.model import Kind
from stayflow.kernel.registry import Registry

KINDS: Registry[Kind] = Registry("destination kind")
for _kind in (WebhookKind(), ParquetKind(), PostgresKind(), KafkaKind()):
    KINDS.register(_kind.name, _kind)

__all__ = ["KINDS"]
