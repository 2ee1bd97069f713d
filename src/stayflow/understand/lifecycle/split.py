"""The breakdown `{"stage": model}`: people by the stage they are in now, whenever the events were."""

from dataclasses import dataclass
from functools import partial

from stayflow.kernel.ids import ProjectId
from stayflow.language.facet import Choice, FacetField, FieldKind
from stayflow.language.raw import read_text
from stayflow.language.scope import Scope, Split
from stayflow.language.sentence import Sentence
from stayflow.language.statement import Binder
from stayflow.stores.relational import Relational
from stayflow.understand.lifecycle.queries import standing_sql
from stayflow.understand.lifecycle.store import DEFAULT_MODEL, get_model, list_model_names


@dataclass(frozen=True, slots=True)
class StageSplit:
    """The lifecycle models of one project."""

    relational: Relational
    project_id: ProjectId
    name: str = "stage"

    def read(self, raw: object, path: str) -> Split:
        """Read the name of a model.

        Raises:
            LifecycleModelNotFound: There is none; the message lists the nearest.
        """
        with self.relational.project(self.project_id) as tx:
            model = get_model(tx, read_text(raw, path), path=path)
        more = _more(model.model)
        return Split(
            name=f"{self.name}{more}",
            said=Sentence(f"目前的生命周期阶段{more}", f"lifecycle stage{more} as it is now"),
            sql=partial(_stages_sql, model.model),
            values={each.name: each.label for each in model.stages},
        )

    def offer(self) -> FacetField:
        """The models."""
        with self.relational.project(self.project_id) as tx:
            names = list_model_names(tx)
        choices = tuple(
            Choice(name, Sentence(f"生命周期阶段{_more(name)}", f"Lifecycle stage{_more(name)}"))
            for name in names
        )
        return FacetField(self.name, FieldKind.CHOICE, Sentence("人的阶段", "Stage"), choices)


def _more(model: str) -> str:
    return "" if model == DEFAULT_MODEL else f" ({model})"


def _stages_sql(model: str, scope: Scope, binder: Binder) -> str:
    standing = standing_sql(model, scope.now, scope, binder)
    return f"SELECT person, toString(stage) AS value FROM ({standing}) WHERE value != ''"
