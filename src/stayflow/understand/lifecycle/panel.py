"""What a person's page says of their stages."""

from dataclasses import dataclass
from datetime import datetime

from stayflow.language.condition import describe_condition, parse_condition
from stayflow.language.sentence import Sentence
from stayflow.understand.lifecycle.model import LifecycleModel, Stage
from stayflow.understand.lifecycle.queries import list_changes
from stayflow.understand.lifecycle.store import DEFAULT_MODEL, find_model
from stayflow.understand.profile import Reading

OTHERWISE = Sentence("不满足其他阶段的条件", "meets no condition of another stage")


@dataclass(frozen=True, slots=True)
class StageEntry:
    """The person entered a stage.

    Attributes:
        stage: Its name.
        label: What it is called.
        previous: The stage before; '' for the first.
        cause: The condition they met then, in words.
    """

    stage: str
    label: Sentence
    previous: str
    at: datetime
    cause: Sentence


@dataclass(frozen=True, slots=True)
class StageHistory:
    """The stage a person is in, and all they were in, newest first."""

    stage: str
    label: Sentence
    since: datetime
    history: tuple[StageEntry, ...]


class StagePanel:
    """The person's stage in the default model, with its history."""

    name = "stage"

    def read(self, reading: Reading) -> StageHistory | None:
        """The stage; None before the first refresh."""
        changes = list_changes(DEFAULT_MODEL, scope=reading.scope, warehouse=reading.warehouse)
        if not changes:
            return None
        models = {
            cause: find_model(reading.tx, DEFAULT_MODEL, version=int(cause))
            for cause in dict.fromkeys(change.cause for change in changes)
        }
        entries = []
        for change in reversed(changes):
            stage = _stage(models[change.cause], change.stage)
            entries.append(
                StageEntry(
                    change.stage, stage.label, change.previous, change.at, _cause(stage, reading)
                )
            )
        return StageHistory(entries[0].stage, entries[0].label, entries[0].at, tuple(entries))


def _stage(model: LifecycleModel | None, name: str) -> Stage:
    for stage in model.stages if model else ():
        if stage.name == name:
            return stage
    return Stage(name, Sentence(name, name), None)


def _cause(stage: Stage, reading: Reading) -> Sentence:
    if stage.when is None:
        return OTHERWISE
    condition = parse_condition(stage.when, facets=reading.scope.facets)
    return Sentence(describe_condition(condition, "zh"), describe_condition(condition, "en"))
