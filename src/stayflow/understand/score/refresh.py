"""Computing scores: everybody by the clock and on request, the people of a batch as it is recorded."""

from collections.abc import Sequence
from dataclasses import dataclass

from stayflow.kernel.errors import StayflowError
from stayflow.language.scope import Scope
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.fact import take_number
from stayflow.understand.label import lock_rows, mark_refreshed
from stayflow.understand.live import LiveBatch
from stayflow.understand.score.change import check_definition
from stayflow.understand.score.model import Schedule
from stayflow.understand.score.store import SCORES, list_scores
from stayflow.understand.score.write import ScoreWrite, write_scores


@dataclass(frozen=True, slots=True)
class SkippedScore:
    """A score that could not be computed: a name it reads is gone."""

    score_id: str
    name: str
    why: str


def refresh_scores(
    tx: Transaction,
    *,
    scope: Scope,
    warehouse: ProjectWarehouse,
    cause: str,
    score_ids: Sequence[str] | None = None,
) -> tuple[SkippedScore, ...]:
    """Compute scores for the people of the scope (everybody, unless it names some), and record differences.

    A score that cannot be compiled any more keeps what it had, and is returned.
    """
    scores = [each for each in list_scores(tx) if score_ids is None or each.score_id in score_ids]
    lock_rows(tx, SCORES, [each.score_id for each in scores])
    number = take_number(tx, "score", cause)
    computed: list[str] = []
    skipped: list[SkippedScore] = []
    for score in scores:
        try:
            definition = check_definition(score.definition, scope)
        except StayflowError as error:
            skipped.append(SkippedScore(score.score_id, score.name, str(error)))
            continue
        write = ScoreWrite(score.score_id, definition, cause, number)
        write_scores(write, scope=scope, warehouse=warehouse)
        computed.append(score.score_id)
    if scope.people is None:
        mark_refreshed(tx, SCORES, computed, scope.now)
    return tuple(skipped)


def refresh_live(batch: LiveBatch) -> None:
    """Compute the scores of real time for the people of a batch."""
    with batch.relational.project(batch.project) as tx:
        ids = [each.score_id for each in list_scores(tx) if each.schedule == Schedule.LIVE]
        refresh_scores(
            tx, scope=batch.scope, warehouse=batch.warehouse, cause=batch.cause, score_ids=ids
        )
