"""Proposals of calibration that somebody turned down, so that they are not proposed again."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from stayflow.language.raw import JsonObject
from stayflow.stores.relational import Transaction


@dataclass(frozen=True, slots=True)
class Rejection:
    """Somebody turned a proposal down.

    Attributes:
        proposal_id: Its place in the definition.
        clause: The `did` it was a window of, as it stood.
        becomes: What was proposed, such as `21d`.
    """

    proposal_id: str
    clause: JsonObject
    becomes: str
    rejected_at: datetime
    rejected_by: str


def list_rejections(tx: Transaction, model: str) -> list[Rejection]:
    """What was turned down of a model."""
    return tx.all(
        Rejection,
        "select proposal_id, clause, becomes, rejected_at, rejected_by from lifecycle_rejections"
        " where model = %(model)s order by proposal_id",
        {"model": model},
    )


def keep_rejections(tx: Transaction, model: str, rejections: Iterable[Rejection]) -> None:
    """Remember what was turned down; a place holds the newest."""
    for each in rejections:
        tx.execute(
            """
            insert into lifecycle_rejections (model, proposal_id, clause, becomes, rejected_at, rejected_by)
            values (%(model)s, %(proposal_id)s, %(clause)s::jsonb, %(becomes)s, %(at)s, %(by)s)
            on conflict (project_id, model, proposal_id) do update set clause = excluded.clause,
              becomes = excluded.becomes, rejected_at = excluded.rejected_at, rejected_by = excluded.rejected_by
            """,
            {
                "model": model,
                "proposal_id": each.proposal_id,
                "clause": json.dumps(each.clause, ensure_ascii=False, default=str),
                "becomes": each.becomes,
                "at": each.rejected_at,
                "by": each.rejected_by,
            },
        )


def resume_proposals(tx: Transaction, model: str, chosen: Iterable[str]) -> None:
    """Let what was turned down be proposed again; what was not is left as it is."""
    tx.execute(
        "delete from lifecycle_rejections where model = %(model)s and proposal_id = any(%(chosen)s)",
        {"model": model, "chosen": list(chosen)},
    )
