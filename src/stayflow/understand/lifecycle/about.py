"""What a model is called, who looks after it, its versions, and the draft somebody works on."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from stayflow.kernel.errors import Conflict
from stayflow.language.raw import JsonObject
from stayflow.language.scope import Scope
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.lifecycle.history import forget_history
from stayflow.understand.lifecycle.model import LifecycleModel
from stayflow.understand.lifecycle.parse import ModelInvalid, check_name, parse_model
from stayflow.understand.lifecycle.refresh import classify
from stayflow.understand.lifecycle.store import (
    DEFAULT_MODEL,
    LifecycleModelNotFound,
    add_version,
    get_model,
    list_model_names,
)
from stayflow.understand.usage import Thing, Use, UsePlug, check_unused, names_thing


class LifecycleModelStays(Conflict):
    """The default model is changed, not removed."""

    code = "lifecycle_model_stays"


class LifecycleModelExists(Conflict):
    """There is a model of this name."""

    code = "lifecycle_model_exists"


@dataclass(frozen=True, slots=True)
class About:
    """What a model is.

    Attributes:
        draft: A definition that is not in force; None without one.
    """

    model: str
    title: str
    description: str
    owner: str
    draft: JsonObject | None
    draft_by: str | None
    draft_at: datetime | None


@dataclass(frozen=True, slots=True)
class ModelVersion:
    """One definition a model had."""

    version: int
    definition: JsonObject
    changed_at: datetime
    changed_by: str
    note: str


_ABOUT = "model, title, description, owner, draft, draft_by, draft_at"


def list_about(tx: Transaction) -> list[About]:
    """Every model, also those that are only a draft, by name."""
    rows = tx.all(About, f"select {_ABOUT} from lifecycle_about order by model")
    known = {row.model for row in rows}
    bare = [_bare(name) for name in list_model_names(tx) if name not in known]
    return sorted([*rows, *bare], key=lambda each: each.model)


def get_about(tx: Transaction, model: str) -> About:
    """What a model is.

    Raises:
        LifecycleModelNotFound: There is none of this name; the message lists the nearest.
    """
    found = tx.one(
        About, f"select {_ABOUT} from lifecycle_about where model = %(model)s", {"model": model}
    )
    if found is not None:
        return found
    get_model(tx, model)
    return _bare(model)


def create_model(
    tx: Transaction, model: str, definition: JsonObject, *, title: str, by: str, at: datetime
) -> About:
    """Begin a model: it is a draft until it is published.

    Raises:
        LifecycleModelExists: There is one of this name.
        ModelInvalid: The name cannot be.
    """
    check_name(model, "model")
    if any(each.model == model for each in list_about(tx)):
        raise LifecycleModelExists(f'there is a lifecycle model "{model}"', path="model")
    tx.execute(
        "insert into lifecycle_about (model, title, owner, created_at)"
        " values (%(model)s, %(title)s, %(by)s, %(at)s)",
        {"model": model, "title": title, "by": by, "at": at},
    )
    return keep_draft(tx, model, definition, by=by, at=at)


def change_about(
    tx: Transaction,
    model: str,
    *,
    title: str | None = None,
    description: str | None = None,
    owner: str | None = None,
    at: datetime,
) -> About:
    """Change what a model is called; None leaves a part as it is.

    Raises:
        LifecycleModelNotFound: There is none of this name.
    """
    found = get_about(tx, model)
    values = {
        "model": model,
        "title": found.title if title is None else title,
        "description": found.description if description is None else description,
        "owner": found.owner if owner is None else owner,
        "at": at,
    }
    tx.execute(
        """
        insert into lifecycle_about (model, title, description, owner, created_at)
        values (%(model)s, %(title)s, %(description)s, %(owner)s, %(at)s)
        on conflict (project_id, model) do update
        set title = excluded.title, description = excluded.description, owner = excluded.owner
        """,
        values,
    )
    return get_about(tx, model)


def keep_draft(
    tx: Transaction, model: str, definition: JsonObject | None, *, by: str, at: datetime
) -> About:
    """Keep a draft, whole or not; None throws it away.

    Raises:
        LifecycleModelNotFound: There is none of this name.
    """
    change_about(tx, model, at=at)
    tx.execute(
        "update lifecycle_about set draft = %(draft)s::jsonb, draft_by = %(by)s, draft_at = %(at)s"
        " where model = %(model)s",
        {
            "model": model,
            "draft": None
            if definition is None
            else json.dumps(definition, ensure_ascii=False, default=str),
            "by": None if definition is None else by,
            "at": None if definition is None else at,
        },
    )
    return get_about(tx, model)


def publish_draft(
    tx: Transaction, model: str, *, scope: Scope, by: str, note: str = ""
) -> LifecycleModel:
    """Make the draft the newest version; the stages follow with the next refresh.

    Raises:
        ModelInvalid: There is no draft, or it cannot be (every error of its conditions too).
    """
    about = get_about(tx, model)
    if about.draft is None:
        raise ModelInvalid(f'"{model}" has no draft', path="model")
    parsed = parse_model(about.draft, model)
    classify(parsed, scope)
    made = add_version(tx, parsed, about.draft, at=scope.now, by=by, note=note)
    keep_draft(tx, model, None, by=by, at=scope.now)
    return made


def list_versions(tx: Transaction, model: str) -> list[ModelVersion]:
    """Every version of a model, the newest first."""
    return tx.all(
        ModelVersion,
        "select version, definition, changed_at, changed_by, note from lifecycle_models"
        " where model = %(model)s order by version desc",
        {"model": model},
    )


def remove_model(
    tx: Transaction,
    model: str,
    *,
    warehouse: ProjectWarehouse,
    uses: Sequence[UsePlug] = (),
) -> None:
    """Remove a model and all that was recorded of it.

    Args:
        tx: One transaction.
        model: Which.
        warehouse: Where its changes of stage are.
        uses: Each names what asks for the stages of the model.

    Raises:
        LifecycleModelNotFound: There is none of this name.
        InUse: Something asks for its stages; the message lists it.
        LifecycleModelStays: It is the default.
    """
    about = get_about(tx, model)
    check_unused(tx, Thing("stage", frozenset({model}), about.title), uses)
    if model == DEFAULT_MODEL:
        raise LifecycleModelStays("the default model stays; change it instead", path="model")
    for table in (
        "lifecycle_models",
        "lifecycle_runs",
        "lifecycle_about",
        "lifecycle_strategies",
        "lifecycle_baselines",
        "lifecycle_rejections",
    ):
        tx.execute(f"delete from {table} where model = %(model)s", {"model": model})
    forget_history(model, warehouse)


def lifecycle_uses(tx: Transaction, thing: Thing) -> list[Use]:
    """The models whose newest definition names a thing."""
    uses = []
    for about in list_about(tx):
        newest = list_versions(tx, about.model)[:1]
        if any(names_thing(each.definition, thing) for each in newest):
            uses.append(Use("lifecycle model", about.model, about.title))
    return uses


def draft_or_newest(tx: Transaction, model: str) -> JsonObject:
    """The draft of a model, or its newest definition.

    Raises:
        LifecycleModelNotFound: There is none of this name.
    """
    about = get_about(tx, model)
    if about.draft is not None:
        return about.draft
    versions = list_versions(tx, model)
    if not versions:
        raise LifecycleModelNotFound(f'"{model}" has neither a version nor a draft', path="model")
    return versions[0].definition


def _bare(model: str) -> About:
    return About(model, model, "", "", None, None, None)
