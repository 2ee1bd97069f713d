"""What a definition would do, before it is saved: how many would stand where, and who would move."""

from dataclasses import dataclass

from stayflow.language.raw import JsonObject
from stayflow.language.scope import Scope
from stayflow.language.sentence import Sentence
from stayflow.language.statement import Binder
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.lifecycle.model import LifecycleModel
from stayflow.understand.lifecycle.queries import standing_sql
from stayflow.understand.lifecycle.refresh import classify


@dataclass(frozen=True, slots=True)
class PreviewStage:
    """A stage under the definition.

    Attributes:
        people: Who would stand in it.
        people_now: Who stands in the stage of this name as it is recorded.
        condition: Those who would, as a condition.
    """

    stage: str
    label: Sentence
    people: int
    people_now: int
    condition: JsonObject


@dataclass(frozen=True, slots=True)
class PreviewMove:
    """People who stand in one stage and would stand in another.

    Attributes:
        condition: They, as a condition.
    """

    origin: str
    target: str
    people: int
    condition: JsonObject


@dataclass(frozen=True, slots=True)
class Preview:
    """Stages in the order of the definition, and who would move; nothing is recorded."""

    stages: tuple[PreviewStage, ...]
    moves: tuple[PreviewMove, ...]

    @property
    def moved(self) -> int:
        """How many people would stand elsewhere."""
        return sum(move.people for move in self.moves)


def stage_condition(model: LifecycleModel, stage: str) -> JsonObject:
    """Who meets a stage by the definition alone: its condition, and that of no later stage."""
    names = [each.name for each in model.stages]
    at = names.index(stage)
    own = [each.when for each in model.stages[at : at + 1] if each.when is not None]
    later = [each.when for each in model.stages[at + 1 :] if each.when is not None]
    excluded = [{"not": later[0] if len(later) == 1 else {"any": later}}] if later else []
    members = [*own, *excluded]
    return members[0] if len(members) == 1 and own else {"all": members}


def preview_model(model: LifecycleModel, *, scope: Scope, warehouse: ProjectWarehouse) -> Preview:
    """Evaluate a definition now, beside what is recorded under the model's name.

    Raises:
        ModelInvalid: The definition cannot be (every error of its conditions too).
    """
    binder = Binder()
    would = binder.include(classify(model, scope))
    standing = standing_sql(model.model, scope.now, scope, binder)
    rows = warehouse.query(
        f"WITH found AS (\n{would}\n),\nstanding AS (\n{standing}\n)\n"
        "SELECT standing.stage, found.class, count()\n"
        "FROM found LEFT JOIN standing ON standing.person = found.person_id GROUP BY 1, 2 ORDER BY 1, 2",
        binder.parameters,
    ).rows
    counts = {(str(origin), str(target)): int(people) for origin, target, people in rows}
    conditions = {stage.name: stage_condition(model, stage.name) for stage in model.stages}
    return Preview(
        stages=tuple(
            PreviewStage(
                stage=stage.name,
                label=stage.label,
                people=sum(n for (_, to), n in counts.items() if to == stage.name),
                people_now=sum(n for (origin, _), n in counts.items() if origin == stage.name),
                condition=conditions[stage.name],
            )
            for stage in model.stages
        ),
        moves=tuple(
            PreviewMove(
                origin,
                target,
                people,
                {"all": [{"stage": {"model": model.model, "in": [origin]}}, conditions[target]]},
            )
            for (origin, target), people in counts.items()
            if origin not in {"", target}
        ),
    )
