"""Running a saved model: everybody's class is recorded, and what changed."""

from typing import Final

from stayflow.language.scope import Scope
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.fact import take_number
from stayflow.understand.rfm.model import RfmResult
from stayflow.understand.rfm.parse import parse_rfm
from stayflow.understand.rfm.queries import Writing, count_classes, write_run
from stayflow.understand.rfm.store import (
    DEFAULT_MODEL,
    get_rfm_model,
    lock_rfm_model,
    mark_refreshed,
)

BY_CLOCK: Final = "daily"
BY_EVENT: Final = "event"


def refresh_rfm(
    tx: Transaction,
    *,
    scope: Scope,
    warehouse: ProjectWarehouse,
    model: str = DEFAULT_MODEL,
    cause: str = BY_CLOCK,
) -> RfmResult:
    """Classify everybody at `scope.now` and record it.

    Args:
        tx: The project's transaction.
        scope: The project.
        warehouse: Where it is recorded.
        model: Which definition.
        cause: What made us look; the first run of a definition is no news of persons, whatever it says.

    Raises:
        RfmModelNotFound: There is no such model.
    """
    lock_rfm_model(tx, model)
    found = get_rfm_model(tx, model)
    is_first = found.refreshed_at is None or found.refreshed_at < found.changed_at
    number = take_number(tx, "rfm", "model" if is_first else cause, lane=model)
    definition = parse_rfm(found.definition)
    write_run(definition, Writing(model, number), scope=scope, warehouse=warehouse)
    result = count_classes(definition, scope=scope, warehouse=warehouse)
    mark_refreshed(tx, model, scope.now, result.cuts)
    return result
