"""Events of campaigns, straight into the warehouse, and questions about their effect."""

import itertools
import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pyarrow as pa

from stayflow.language.scope import Scope
from stayflow.measure.effect import (
    EffectGoal,
    EffectQuestion,
    Outcome,
    campaign_people_sql,
    measure_effect,
)
from tests.act.shop import NamesOfTests

SENT = datetime(2026, 6, 1, 4, tzinfo=UTC)
LATER = datetime(2026, 7, 1, tzinfo=UTC)
GOAL = EffectGoal("purchase", None, timedelta(days=7))
QUESTION = EffectQuestion("c1", 0.5, GOAL)
HOUR = timedelta(hours=1)
_numbers = itertools.count(1)
_INSTANTS = pa.timestamp("ms", tz="UTC")


class Records:
    """Writes events straight into the warehouse, and asks for the effect."""

    def __init__(self, warehouse) -> None:
        self.warehouse = warehouse
        self.rows: list[dict[str, object]] = []
        self.scope = Scope(ZoneInfo("Asia/Shanghai"), LATER, NamesOfTests())

    def add(
        self, event: str, person: int, at: datetime, campaign: str = "", revenue=None, **properties
    ) -> None:
        self.rows.append(
            {
                "event": event,
                "person_id": person,
                "time": at,
                "campaign": campaign,
                "revenue": None if revenue is None else Decimal(revenue),
                "properties": json.dumps(properties),
            }
        )

    def message(self, name: str, person: int, at: datetime = SENT, campaign="c1", **properties):
        self.add(f"message.{name}", person, at, campaign, **properties)

    def write(self) -> None:
        names = ("event", "campaign", "properties")
        columns = {name: [row[name] for row in self.rows] for name in names}
        times = pa.array([row["time"] for row in self.rows], _INSTANTS)
        ids = [next(_numbers).to_bytes(16) for _ in self.rows]
        table = pa.table(
            {
                **columns,
                "person_id": pa.array([row["person_id"] for row in self.rows], pa.uint64()),
                "time": times,
                "received_at": times,
                "event_id": pa.array(ids, pa.binary(16)),
                "revenue": pa.array([row["revenue"] for row in self.rows], pa.decimal128(18, 6)),
            }
        )
        self.warehouse.insert("events", table)
        self.rows = []

    def merge(self, merges: dict[int, int]) -> None:
        """Raw id → survivor."""
        self.warehouse.insert(
            "person_merges",
            pa.table(
                {
                    "from": pa.array(list(merges), pa.uint64()),
                    "to": pa.array(list(merges.values()), pa.uint64()),
                    "at": pa.array([SENT] * len(merges), _INSTANTS),
                }
            ),
        )
        self.warehouse.execute("SYSTEM RELOAD DICTIONARY person_overrides")

    def effect(self, question: EffectQuestion = QUESTION):
        return measure_effect(question, scope=self.scope, warehouse=self.warehouse)

    def people(
        self, outcome: Outcome, question: EffectQuestion = QUESTION, reason=None, on=None
    ) -> list[int]:
        statement = campaign_people_sql(question, outcome, self.scope, reason=reason, on=on)
        rows = self.warehouse.query(statement.sql, statement.parameters).rows
        return sorted(row[0] for row in rows)
