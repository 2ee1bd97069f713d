"""This room's statements on PostgreSQL."""

import json
from dataclasses import dataclass
from datetime import datetime

from stayflow.kernel.errors import NotFound, nearest
from stayflow.language.raw import JsonObject
from stayflow.stores.relational import Transaction
from stayflow.understand.lifecycle.model import LifecycleModel, Run
from stayflow.understand.lifecycle.parse import parse_model

DEFAULT_MODEL = "default"


class LifecycleModelNotFound(NotFound):
    """The project has no such lifecycle model."""

    code = "lifecycle_model_not_found"


@dataclass(frozen=True, slots=True)
class _Row:
    model: str
    version: int
    definition: dict[str, object]


def add_version(
    tx: Transaction,
    model: LifecycleModel,
    definition: JsonObject,
    *,
    at: datetime,
    by: str = "",
    note: str = "",
) -> LifecycleModel:
    """Store a definition as the newest version of a model."""
    version = tx.value(
        """
        insert into lifecycle_models (model, version, definition, changed_at, changed_by, note)
        select %(model)s, coalesce(max(version), 0) + 1, %(definition)s::jsonb, %(at)s, %(by)s, %(note)s
        from lifecycle_models where model = %(model)s returning version
        """,
        {
            "model": model.model,
            "definition": json.dumps(definition, ensure_ascii=False, default=str),
            "at": at,
            "by": by,
            "note": note,
        },
    )
    return LifecycleModel(model.model, int(version), model.stages)


def find_model(
    tx: Transaction, model: str = DEFAULT_MODEL, *, version: int | None = None
) -> LifecycleModel | None:
    """The newest (or the named) version of a model; None when there is none."""
    row = tx.one(
        _Row,
        """
        select model, version, definition from lifecycle_models
        where model = %(model)s and (%(version)s::int is null or version = %(version)s)
        order by version desc limit 1
        """,
        {"model": model, "version": version},
    )
    return parse_model(row.definition, row.model, version=row.version) if row else None


def get_model(
    tx: Transaction, model: str = DEFAULT_MODEL, *, path: str | None = None
) -> LifecycleModel:
    """The newest version of a model.

    Raises:
        LifecycleModelNotFound: There is none of this name; the message lists the nearest.
    """
    found = find_model(tx, model)
    if found is not None:
        return found
    names = list_model_names(tx)
    raise LifecycleModelNotFound(
        f'unknown lifecycle model "{model}"{nearest(model, names)}', path=path
    )


def list_model_names(tx: Transaction) -> list[str]:
    """The names of all models."""
    return [
        name for (name,) in tx.rows("select distinct model from lifecycle_models order by model")
    ]


def find_definition(tx: Transaction, model: str) -> JsonObject | None:
    """The newest definition of a model as it was posted."""
    row = tx.one(
        _Row,
        "select model, version, definition from lifecycle_models where model = %(model)s order by version desc limit 1",
        {"model": model},
    )
    return row.definition if row else None


def lock_model(tx: Transaction, model: str) -> None:
    """Let two refreshes of a model follow one another, until the transaction ends."""
    tx.execute(
        "select pg_advisory_xact_lock(hashtextextended(current_setting('stayflow.project') || %(name)s, 0))",
        {"name": f" lifecycle {model}"},
    )


def find_run(tx: Transaction, model: str) -> Run | None:
    """Up to when a model's stages are recorded; None before the first time."""
    return tx.one(
        Run,
        "select model, refreshed_at, version from lifecycle_runs where model = %(model)s",
        {"model": model},
    )


def list_runs(tx: Transaction) -> list[Run]:
    """Every model whose stages are recorded, by name."""
    return tx.all(Run, "select model, refreshed_at, version from lifecycle_runs order by model")


def record_run(tx: Transaction, run: Run) -> None:
    """Remember up to when a model's stages are recorded."""
    tx.execute(
        """
        insert into lifecycle_runs (model, refreshed_at, version) values (%(model)s, %(at)s, %(version)s)
        on conflict (project_id, model) do update set refreshed_at = excluded.refreshed_at, version = excluded.version
        """,
        {"model": run.model, "at": run.refreshed_at, "version": run.version},
    )
