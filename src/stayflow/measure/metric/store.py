"""Saved metrics in PostgreSQL, and the laws between them: names exist, nothing is computed of itself, a tree is one."""

import json
from collections.abc import Iterable, Mapping, Sequence

from stayflow.kernel.errors import nearest
from stayflow.kernel.ids import new_id
from stayflow.language.formula import names_in, parse_formula
from stayflow.language.raw import JsonObject
from stayflow.language.scope import Scope
from stayflow.measure.metric.model import (
    MetricDraft,
    MetricInUse,
    MetricInvalid,
    MetricNameTaken,
    MetricNotFound,
    SavedMetric,
    parse_draft,
)
from stayflow.stores.relational import Transaction

METRICS_MAX = 500
_COLUMNS = (
    "metric_id, name, title, description, definition, unit, direction, owner, target, parent, position,"
    " created_at, created_by, changed_at"
)


def save_metric(
    tx: Transaction, raw: object, *, scope: Scope, by: str, metric_id: str | None = None
) -> SavedMetric:
    """Save a new metric, or change one.

    Args:
        tx: A transaction of the project.
        raw: See `MetricDraft`.
        scope: The project at this moment.
        by: Who saves it.
        metric_id: The one to change; None for a new one.

    Raises:
        MetricNotFound: There is none to change.
        MetricInvalid: A part does not fit, names a metric that is not there, or makes a circle.
        MetricNameTaken: Another has the name.
    """
    draft = parse_draft(raw, scope=scope)
    others = {each.name: each for each in list_metrics(tx) if each.metric_id != metric_id}
    if draft.name in others:
        raise MetricNameTaken(f'a metric "{draft.name}" is there already', path="name")
    if metric_id is None and len(others) >= METRICS_MAX:
        raise MetricInvalid(f"a project has at most {METRICS_MAX} metrics; remove one")
    before = None if metric_id is None else get_metric(tx, metric_id)
    if before is not None and before.name != draft.name:
        _check_unused(before.name, others.values())
    _check_links(draft, others)
    tx.execute(
        """
        insert into metrics (metric_id, name, title, description, definition, unit, direction, owner, target,
          parent, position, created_at, created_by, changed_at)
        values (%(id)s, %(name)s, %(title)s, %(description)s, %(definition)s::jsonb, %(unit)s, %(direction)s,
          %(owner)s, %(target)s, %(parent)s, %(position)s, %(now)s, %(by)s, %(now)s)
        on conflict (project_id, metric_id) do update set name = excluded.name, title = excluded.title,
          description = excluded.description, definition = excluded.definition, unit = excluded.unit,
          direction = excluded.direction, owner = excluded.owner, target = excluded.target,
          parent = excluded.parent, position = excluded.position, changed_at = excluded.changed_at
        """,
        {
            "id": metric_id or new_id(),
            "name": draft.name,
            "title": draft.title,
            "description": draft.description,
            "definition": json.dumps(draft.definition, ensure_ascii=False),
            "unit": draft.unit,
            "direction": draft.direction,
            "owner": draft.owner,
            "target": draft.target,
            "parent": draft.parent,
            "position": draft.position,
            "now": scope.now,
            "by": by,
        },
    )
    return get_metric(tx, draft.name)


def list_metrics(tx: Transaction) -> list[SavedMetric]:
    """All saved metrics, siblings of the tree in their order."""
    return tx.all(SavedMetric, f"select {_COLUMNS} from metrics order by position, name")


def get_metric(tx: Transaction, name_or_id: str) -> SavedMetric:
    """The metric of this id or name.

    Raises:
        MetricNotFound: There is none; the message lists the nearest.
    """
    found = tx.one(
        SavedMetric,
        f"select {_COLUMNS} from metrics where metric_id = %(key)s or name = %(key)s"
        " order by metric_id = %(key)s desc limit 1",
        {"key": name_or_id},
    )
    if found is None:
        names = [name for (name,) in tx.rows("select name from metrics")]
        raise MetricNotFound(f'no metric "{name_or_id}" is saved{nearest(name_or_id, names)}')
    return found


def order_metrics(tx: Transaction, names: Sequence[str]) -> None:
    """Put siblings of the tree into the order of their names; those that are not named keep their places after them.

    Raises:
        MetricNotFound: One is not there.
        MetricInvalid: They do not hang under the same metric, or one is named twice.
    """
    known = {each.name: each for each in list_metrics(tx)}
    for place, name in enumerate(names):
        if name not in known:
            raise MetricNotFound(f'no metric "{name}" is saved{nearest(name, list(known))}')
        if name in names[:place]:
            raise MetricInvalid(f'names "{name}" twice', path=f"names[{place}]")
        if known[name].parent != known[names[0]].parent:
            raise MetricInvalid(
                f'"{name}" does not hang beside "{names[0]}"', path=f"names[{place}]"
            )
    rest = [
        each.name
        for each in known.values()
        if names and each.parent == known[names[0]].parent and each.name not in names
    ]
    tx.execute(
        "update metrics set position = found.place - 1"
        " from unnest(%(names)s::text[]) with ordinality as found(name, place) where metrics.name = found.name",
        {"names": [*names, *rest]},
    )


def remove_metric(tx: Transaction, metric_id: str) -> None:
    """Forget a metric.

    Raises:
        MetricNotFound: There is none.
        MetricInUse: Others are computed of it or hang below it.
    """
    metric = get_metric(tx, metric_id)
    _check_unused(metric.name, [each for each in list_metrics(tx) if each != metric])
    tx.execute("delete from metrics where metric_id = %s", (metric.metric_id,))


def read_definitions(tx: Transaction) -> Mapping[str, JsonObject]:
    """What every saved metric counts, by its name: what formulas are computed of."""
    return dict(tx.rows("select name, definition from metrics"))


def _check_links(draft: MetricDraft, others: Mapping[str, SavedMetric]) -> None:
    """Whoever it names is there, and following the names never leads back to it."""
    formulas = {name: set(_named(each.formula)) for name, each in others.items()}
    formula = draft.definition.get("formula")
    own = set(_named(None if formula is None else str(formula)))
    for name in sorted(own - others.keys()):
        if name != draft.name:
            raise MetricInvalid(
                f'no metric "{name}" is saved{nearest(name, list(others))}',
                path="definition.formula",
            )
    if draft.name in _reached(own, formulas):
        raise MetricInvalid("the metric would be computed of itself", path="definition.formula")
    if draft.parent is None:
        return
    if draft.parent not in others:
        raise MetricInvalid(
            f'no metric "{draft.parent}" is saved{nearest(draft.parent, list(others))}',
            path="parent",
        )
    parents = {name: {each.parent} if each.parent else set() for name, each in others.items()}
    if draft.name in _reached({draft.parent}, parents):
        raise MetricInvalid("the metric would hang below itself", path="parent")


def _reached(start: Iterable[str], steps: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    ahead = list(start)
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            ahead += steps.get(name, ())
    return found


def _named(formula: str | None) -> Iterable[str]:
    return () if formula is None else names_in(parse_formula(formula))


def _check_unused(name: str, others: Iterable[SavedMetric]) -> None:
    using = [
        each.name for each in others if each.parent == name or name in set(_named(each.formula))
    ]
    if using:
        raise MetricInUse(f"{', '.join(sorted(using))} rest on {name}; change them first")
