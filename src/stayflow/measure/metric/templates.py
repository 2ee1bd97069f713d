"""Metric trees to begin with, one per industry: a north star, what drives it, and the events each needs.

A template names events by what they mean (`pay`, `sign_up`); whoever takes it says which of the project's events
those are. What it makes are ordinary saved metrics.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from stayflow.kernel.errors import NotFound
from stayflow.language.raw import JsonObject
from stayflow.language.scope import Scope
from stayflow.language.sentence import Lang, Sentence
from stayflow.measure.metric.model import Direction, MetricInvalid, SavedMetric, Unit
from stayflow.measure.metric.store import list_metrics, save_metric
from stayflow.stores.relational import Transaction


class TemplateNotFound(NotFound):
    """No template has this name."""

    code = "metric_template_not_found"


@dataclass(frozen=True, slots=True)
class Planned:
    """One metric of a template; `event` is a role, or empty where it is a formula."""

    name: str
    title: Sentence
    unit: Unit
    parent: str | None = None
    event: str = ""
    aggregate: object = "count"
    formula: str = ""
    direction: Direction = "up"

    def definition(self, events: Mapping[str, str]) -> JsonObject:
        """As it is saved."""
        if self.formula:
            return {"formula": self.formula}
        return {"metric": {"event": events[self.event], "aggregate": self.aggregate}}


@dataclass(frozen=True, slots=True)
class Template:
    """A tree for an industry, its root first.

    Attributes:
        roles: Which events it needs, with the names they often have.
    """

    name: str
    title: Sentence
    roles: Mapping[str, tuple[str, ...]]
    metrics: tuple[Planned, ...]


@cache
def list_templates() -> Mapping[str, Template]:
    """Every template by its name; they are in `templates.yaml`."""
    text = files("stayflow.measure.metric").joinpath("templates.yaml").read_text("utf-8")
    return {
        name: Template(
            name,
            Sentence(**raw["title"]),
            {role: tuple(names) for role, names in raw["roles"].items()},
            tuple(
                Planned(**{**each, "title": Sentence(**each["title"])}) for each in raw["metrics"]
            ),
        )
        for name, raw in yaml.safe_load(text).items()
    }


def get_template(name: str) -> Template:
    """A template by its name.

    Raises:
        TemplateNotFound: There is none.
    """
    known = list_templates()
    if name not in known:
        raise TemplateNotFound(f'no template "{name}"; there are {", ".join(known)}')
    return known[name]


def suggest_events(template: Template, known: Collection[str]) -> dict[str, str | None]:
    """For every role the first of its usual names that the project has; None where it has none."""
    return {
        role: next((name for name in names if name == "*" or name in known), None)
        for role, names in template.roles.items()
    }


def take_template(
    tx: Transaction,
    name: str,
    events: Mapping[str, str],
    *,
    scope: Scope,
    by: str,
    lang: Lang | None,
) -> list[SavedMetric]:
    """Save the metrics of a template whose events are named; those that are saved already stay as they are.

    Their titles are in `lang`; None: in both languages.

    A metric whose event is left open is left out, and with it what is computed of it.

    Raises:
        TemplateNotFound: There is none.
        MetricInvalid: A role is none of the template's, or its root has no event.
    """
    template = get_template(name)
    for role in events:
        if role not in template.roles:
            raise MetricInvalid(
                f"expected one of {', '.join(template.roles)}", path=f"events.{role}"
            )
    saved = {each.name for each in list_metrics(tx)}
    made: list[SavedMetric] = []
    for place, planned in enumerate(template.metrics):
        if planned.name in saved:
            continue
        if planned.event and planned.event not in events:
            if planned.parent is None:
                raise MetricInvalid(
                    "the root of the tree needs its event", path=f"events.{planned.event}"
                )
            continue
        raw = {
            "name": planned.name,
            "title": planned.title.name(lang),
            "definition": planned.definition(events),
            "unit": planned.unit,
            "direction": planned.direction,
            "parent": planned.parent if planned.parent in saved else None,
            "position": place,
        }
        try:
            made.append(save_metric(tx, raw, scope=scope, by=by))
        except MetricInvalid:
            continue  # computed of one that was left out
        saved.add(planned.name)
    return made
