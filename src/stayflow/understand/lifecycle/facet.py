"""The condition `stage: {in: […], model: …}`: who stands in one of these stages, as recorded."""

from dataclasses import dataclass

from stayflow.kernel.ids import ProjectId
from stayflow.language.facet import Choice, FacetEditor, FacetField, FieldKind, model_field
from stayflow.language.raw import JsonObject, join, read_choice, read_object, read_text, read_texts
from stayflow.language.scope import Scope
from stayflow.language.sentence import Lang, Sentence, say_list
from stayflow.language.statement import Binder
from stayflow.stores.relational import Relational
from stayflow.understand.lifecycle.queries import standing_sql
from stayflow.understand.lifecycle.store import (
    DEFAULT_MODEL,
    find_model,
    get_model,
    list_model_names,
)

SAID = Sentence("处于{stages}阶段", "is in stage {stages}")


@dataclass(frozen=True, slots=True)
class StageClause:
    """Some stages of a model, with their names for people.

    Attributes:
        stages: Names, sorted.
        labels: What they are called.
    """

    model: str
    stages: tuple[str, ...]
    labels: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class StageFacet:
    """The facet of one project."""

    relational: Relational
    project_id: ProjectId
    name: str = "stage"

    def parse(self, raw: object, path: str) -> StageClause:
        """Read the stages and the model.

        Raises:
            Malformed: The model has no such stage.
            LifecycleModelNotFound: There is no such model.
        """
        node = read_object(raw, path, known=("in", "model"))
        at = join(path, "in")
        names = read_texts(node.get("in"), at)
        name = read_text(node.get("model", DEFAULT_MODEL), join(path, "model"))
        with self.relational.project(self.project_id) as tx:
            model = get_model(tx, name, path=join(path, "model"))
        labels = {stage.name: stage.label for stage in model.stages}
        stages = sorted(
            {read_choice(each, f"{at}[{n}]", list(labels)) for n, each in enumerate(names)}
        )
        return StageClause(name, tuple(stages), tuple(labels[stage] for stage in stages))

    def definition(self, clause: object) -> JsonObject | None:
        """It is a set of people."""
        del clause
        return None

    def people_sql(self, clause: object, scope: Scope, binder: Binder) -> str:
        """The people in the stages."""
        assert isinstance(clause, StageClause)  # noqa: S101 - read by parse
        standing = standing_sql(clause.model, scope.now, scope, binder)
        return f"SELECT person FROM ({standing}) WHERE stage IN {binder.bind(list(clause.stages), 'Array(String)')}"

    def describe(self, clause: object, lang: Lang) -> str:
        """Naming the stages."""
        assert isinstance(clause, StageClause)  # noqa: S101 - read by parse
        return SAID.say(lang, stages=say_list([label.say(lang) for label in clause.labels], lang))

    def editor(self, clause: JsonObject) -> FacetEditor:
        """Some stages of the model that the clause names."""
        with self.relational.project(self.project_id) as tx:
            models = list_model_names(tx)
            model = find_model(tx, str(clause.get("model", DEFAULT_MODEL)))
        stages = tuple(Choice(each.name, each.label) for each in model.stages) if model else ()
        return FacetEditor(
            label=Sentence("生命周期阶段", "Lifecycle stage"),
            hint=Sentence("获取、成长、流失等", "acquisition, growth, churn …"),
            said=Sentence("处于阶段 {in}{model}", "are in stage {in} {model}"),
            denied=Sentence("不处于阶段 {in}{model}", "are not in stage {in} {model}"),
            fields=(
                FacetField("in", FieldKind.CHOICES, Sentence("阶段", "Stage"), stages),
                model_field(models),
            ),
        )
