"""The condition `rfm: {in: […], model: …}`: who was in one of these classes at the model's newest run."""

from dataclasses import dataclass

from stayflow.kernel.ids import ProjectId
from stayflow.language.facet import Choice, FacetEditor, FacetField, FieldKind, model_field
from stayflow.language.raw import JsonObject, join, read_choice, read_object, read_text, read_texts
from stayflow.language.scope import Scope
from stayflow.language.sentence import Lang, Sentence, say_list
from stayflow.language.statement import Binder
from stayflow.stores.relational import Relational
from stayflow.understand.rfm.model import RfmClass
from stayflow.understand.rfm.queries import members_sql
from stayflow.understand.rfm.store import DEFAULT_MODEL, get_rfm_model, list_rfm_models

SAID = Sentence("RFM 类别是 {classes}", "RFM class is {classes}")


@dataclass(frozen=True, slots=True)
class RfmClause:
    """Some classes of a model, sorted."""

    model: str
    classes: tuple[RfmClass, ...]


@dataclass(frozen=True, slots=True)
class RfmFacet:
    """The facet of one project."""

    relational: Relational
    project_id: ProjectId
    name: str = "rfm"

    def parse(self, raw: object, path: str) -> RfmClause:
        """Read the classes and the model.

        Raises:
            Malformed: A class is unknown.
            RfmModelNotFound: There is no such model.
        """
        node = read_object(raw, path, known=("in", "model"))
        at = join(path, "in")
        names = read_texts(node.get("in"), at)
        known = [each.value for each in RfmClass]
        classes = {RfmClass(read_choice(name, f"{at}[{n}]", known)) for n, name in enumerate(names)}
        model = read_text(node.get("model", DEFAULT_MODEL), join(path, "model"))
        with self.relational.project(self.project_id) as tx:
            get_rfm_model(tx, model, path=join(path, "model"))
        return RfmClause(model, tuple(sorted(classes)))

    def definition(self, clause: object) -> JsonObject | None:
        """It is a set of people."""
        del clause
        return None

    def people_sql(self, clause: object, scope: Scope, binder: Binder) -> str:
        """The people of the classes."""
        assert isinstance(clause, RfmClause)  # noqa: S101 - read by parse
        return members_sql(clause.model, clause.classes, scope, binder)

    def describe(self, clause: object, lang: Lang) -> str:
        """Naming the classes."""
        assert isinstance(clause, RfmClause)  # noqa: S101 - read by parse
        return SAID.say(
            lang, classes=say_list([each.describe(lang) for each in clause.classes], lang)
        )

    def editor(self, clause: JsonObject) -> FacetEditor:
        """Some classes of a model."""
        del clause
        with self.relational.project(self.project_id) as tx:
            models = [each.model for each in list_rfm_models(tx)]
        classes = tuple(
            Choice(each.value, Sentence(each.describe("zh"), each.describe("en")))
            for each in RfmClass
        )
        return FacetEditor(
            label=Sentence("RFM 分类", "RFM class"),
            hint=Sentence("八类价值", "the eight value classes"),
            said=Sentence("RFM 属于 {in}{model}", "are of RFM class {in} {model}"),
            denied=Sentence("RFM 不属于 {in}{model}", "are not of RFM class {in} {model}"),
            fields=(
                FacetField("in", FieldKind.CHOICES, Sentence("类别", "Class"), classes),
                model_field(models),
            ),
        )
