"""This room's statements on PostgreSQL."""

import json
from dataclasses import asdict
from datetime import datetime

from stayflow.kernel.errors import NotFound, nearest
from stayflow.language.raw import JsonObject
from stayflow.stores.relational import Transaction
from stayflow.understand.rfm.model import Cuts, RfmModel, RfmRun

DEFAULT_MODEL = "default"


class RfmModelNotFound(NotFound):
    """The project has no such RFM model."""

    code = "rfm_model_not_found"


def save_rfm_model(
    tx: Transaction, definition: JsonObject, *, at: datetime, model: str = DEFAULT_MODEL
) -> None:
    """Keep a definition (checked by `parse_rfm`) under a name."""
    tx.execute(
        """
        insert into rfm_models (model, definition, changed_at)
        values (%(model)s, %(definition)s::jsonb, %(at)s)
        on conflict (project_id, model) do update set definition = excluded.definition, changed_at = excluded.changed_at
        """,
        {
            "model": model,
            "definition": json.dumps(definition, ensure_ascii=False, default=str),
            "at": at,
        },
    )


def find_rfm_model(tx: Transaction, model: str = DEFAULT_MODEL) -> RfmModel | None:
    """The model of this name; None when there is none."""
    return tx.one(
        RfmModel,
        "select model, definition, changed_at, refreshed_at from rfm_models where model = %(model)s",
        {"model": model},
    )


def get_rfm_model(
    tx: Transaction, model: str = DEFAULT_MODEL, *, path: str | None = None
) -> RfmModel:
    """The model of this name.

    Raises:
        RfmModelNotFound: There is none; the message lists the nearest.
    """
    found = find_rfm_model(tx, model)
    if found is not None:
        return found
    names = [name for (name,) in tx.rows("select model from rfm_models order by model")]
    raise RfmModelNotFound(f'unknown RFM model "{model}"{nearest(model, names)}', path=path)


def lock_rfm_model(tx: Transaction, model: str) -> None:
    """Let two runs of a model follow one another, until the transaction ends."""
    tx.execute("select 1 from rfm_models where model = %(model)s for update", {"model": model})


def list_rfm_models(tx: Transaction) -> list[RfmModel]:
    """Every model, by name."""
    return tx.all(
        RfmModel,
        "select model, definition, changed_at, refreshed_at from rfm_models order by model",
    )


def mark_refreshed(tx: Transaction, model: str, at: datetime, cuts: Cuts | None) -> None:
    """Remember the newest run and its cuts; without buyers it has none."""
    found = None if cuts is None else json.dumps(asdict(cuts))
    tx.execute(
        "update rfm_models set refreshed_at = %(at)s, cuts = %(cuts)s::jsonb where model = %(model)s",
        {"model": model, "at": at, "cuts": found},
    )


def has_runs(tx: Transaction) -> bool:
    """Whether any model has a run with cuts; before that there is nothing to keep up."""
    return bool(tx.value("select exists (select from rfm_models where cuts is not null)"))


def find_run(tx: Transaction, model: str) -> RfmRun | None:
    """The newest run of a model as it is defined now; None when there is none, or it had no buyers."""
    rows = tx.rows(
        "select refreshed_at, cuts from rfm_models"
        " where model = %(model)s and cuts is not null and refreshed_at >= changed_at",
        {"model": model},
    )
    return RfmRun(rows[0][0], Cuts(**rows[0][1])) if rows else None
