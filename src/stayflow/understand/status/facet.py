"""The condition `status: {in: [at_risk, silent]}`."""

from dataclasses import dataclass

from stayflow.kernel.ids import ProjectId
from stayflow.language.facet import Choice, FacetEditor, FacetField, FieldKind
from stayflow.language.raw import JsonObject, join, read_choice, read_object, read_texts
from stayflow.language.scope import Scope
from stayflow.language.sentence import Lang, Sentence, say_list
from stayflow.language.statement import Binder
from stayflow.stores.relational import Relational
from stayflow.understand.status.model import Status
from stayflow.understand.status.queries import statuses_sql
from stayflow.understand.status.store import read_status_rules

SAID = Sentence("状态为{statuses}", "is {statuses}")


@dataclass(frozen=True, slots=True)
class StatusClause:
    """Some statuses."""

    statuses: tuple[Status, ...]


@dataclass(frozen=True, slots=True)
class StatusFacet:
    """The facet of one project."""

    relational: Relational
    project_id: ProjectId
    name: str = "status"

    def parse(self, raw: object, path: str) -> StatusClause:
        """Read `{"in": […]}`.

        Raises:
            Malformed: It is not a list of statuses.
        """
        node = read_object(raw, path, known=("in",))
        at = join(path, "in")
        named = read_texts(node.get("in"), at)
        known = [each.value for each in Status]
        return StatusClause(
            tuple(Status(read_choice(each, f"{at}[{n}]", known)) for n, each in enumerate(named))
        )

    def definition(self, clause: object) -> JsonObject | None:
        """It is a set of people."""
        del clause
        return None

    def people_sql(self, clause: object, scope: Scope, binder: Binder) -> str:
        """The people in the statuses."""
        assert isinstance(clause, StatusClause)  # noqa: S101 - read by parse
        with self.relational.project(self.project_id) as tx:
            rules = read_status_rules(tx)
        chosen = binder.bind([each.value for each in clause.statuses], "Array(String)")
        return f"SELECT person FROM ({statuses_sql(rules, scope, binder)}) WHERE status IN {chosen}"

    def describe(self, clause: object, lang: Lang) -> str:
        """Naming the statuses."""
        assert isinstance(clause, StatusClause)  # noqa: S101 - read by parse
        return SAID.say(
            lang, statuses=say_list([each.describe(lang) for each in clause.statuses], lang)
        )

    def editor(self, clause: JsonObject) -> FacetEditor:
        """Some statuses."""
        del clause
        choices = tuple(
            Choice(each.value, Sentence(each.describe("zh"), each.describe("en")))
            for each in Status
        )
        return FacetEditor(
            label=Sentence("用户状态", "Status"),
            hint=Sentence("新增、活跃、沉默、流失等", "new, active, silent, churned …"),
            said=Sentence("状态为 {in}", "are {in}"),
            denied=Sentence("状态不为 {in}", "are not {in}"),
            fields=(FacetField("in", FieldKind.CHOICES, Sentence("状态", "Status"), choices),),
        )
