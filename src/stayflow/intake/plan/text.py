"""The plan as YAML."""

from typing import Final

import yaml

from stayflow.intake.plan.model import PlanInvalid, TrackingPlan
from stayflow.intake.plan.parse import parse_plan, plan_as_json

BYTES_MAX: Final = 20_000_000


class _NoAliases(yaml.SafeLoader):
    """YAML without aliases, by which a small text would become a huge plan, and without dates."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - as the base class has it
        first: [(tag, form) for tag, form in resolvers if not tag.endswith(":timestamp")]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise PlanInvalid("write each part out: aliases (*name) are not read")
        return super().compose_node(parent, index)


def plan_as_yaml(plan: TrackingPlan) -> str:
    """The plan as YAML that `plan_from_yaml` reads."""
    return yaml.safe_dump(plan_as_json(plan), allow_unicode=True, sort_keys=False, width=110)


def plan_from_yaml(text: str) -> TrackingPlan:
    """Read a plan written as YAML, or as JSON.

    Raises:
        PlanInvalid: It is no YAML, or contradicts itself; `path` says where.
        Malformed: A field is unknown, or of the wrong type.
    """
    if len(text) > BYTES_MAX:
        raise PlanInvalid(f"the file is larger than {BYTES_MAX:,} characters")
    try:
        raw = yaml.load(text, _NoAliases)  # noqa: S506 - a SafeLoader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"line {mark.line + 1}, column {mark.column + 1}" if mark else None
        raise PlanInvalid(f"the file is not YAML: {error.problem}", path=place) from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise PlanInvalid(f"the file is not YAML: {str(error)[:200]}") from None
    return parse_plan(raw)
