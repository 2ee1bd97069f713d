"""The breakdown `{"rfm": model}`: people by their class at the model's newest run."""

from dataclasses import dataclass
from functools import partial

from stayflow.kernel.ids import ProjectId
from stayflow.language.facet import Choice, FacetField, FieldKind
from stayflow.language.raw import read_text
from stayflow.language.scope import Scope, Split
from stayflow.language.sentence import Sentence
from stayflow.language.statement import Binder
from stayflow.stores.relational import Relational
from stayflow.understand.rfm.model import RfmClass
from stayflow.understand.rfm.queries import standing_sql
from stayflow.understand.rfm.store import DEFAULT_MODEL, get_rfm_model, list_rfm_models


@dataclass(frozen=True, slots=True)
class RfmSplit:
    """The RFM models of one project."""

    relational: Relational
    project_id: ProjectId
    name: str = "rfm"

    def read(self, raw: object, path: str) -> Split:
        """Read the name of a model.

        Raises:
            RfmModelNotFound: There is none; the message lists the nearest.
        """
        model = read_text(raw, path)
        with self.relational.project(self.project_id) as tx:
            get_rfm_model(tx, model, path=path)
        more = _more(model)
        return Split(
            name=f"{self.name}{more}",
            said=Sentence(f"目前的 RFM 分类{more}", f"RFM class{more} as it is now"),
            sql=partial(_classes_sql, model),
            values={
                each.value: Sentence(each.describe("zh"), each.describe("en")) for each in RfmClass
            },
        )

    def offer(self) -> FacetField:
        """The models."""
        with self.relational.project(self.project_id) as tx:
            names = [each.model for each in list_rfm_models(tx)]
        choices = tuple(
            Choice(name, Sentence(f"RFM 分类{_more(name)}", f"RFM class{_more(name)}"))
            for name in names
        )
        return FacetField(self.name, FieldKind.CHOICE, Sentence("RFM", "RFM"), choices)


def _more(model: str) -> str:
    return "" if model == DEFAULT_MODEL else f" ({model})"


def _classes_sql(model: str, scope: Scope, binder: Binder) -> str:
    return f"SELECT person, toString(class) AS value FROM ({standing_sql(model, scope, binder)}) WHERE value != ''"
