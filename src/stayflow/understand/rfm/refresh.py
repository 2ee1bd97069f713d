"""Running a saved model: everybody's class is recorded, and what changed."""

from stayflow.language.scope import Scope
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.rfm.model import RfmResult
from stayflow.understand.rfm.parse import parse_rfm
from stayflow.understand.rfm.queries import count_classes, write_run
from stayflow.understand.rfm.store import (
    DEFAULT_MODEL,
    get_rfm_model,
    lock_rfm_model,
    mark_refreshed,
)


def refresh_rfm(
    tx: Transaction, *, scope: Scope, warehouse: ProjectWarehouse, model: str = DEFAULT_MODEL
) -> RfmResult:
    """Classify everybody at `scope.now` and record it.

    Raises:
        RfmModelNotFound: There is no such model.
    """
    lock_rfm_model(tx, model)
    definition = parse_rfm(get_rfm_model(tx, model).definition)
    write_run(definition, model, scope=scope, warehouse=warehouse)
    result = count_classes(definition, scope=scope, warehouse=warehouse)
    mark_refreshed(tx, model, scope.now, result.cuts)
    return result
