"""The conditions `score: {name, op, value}` and `score: {name, in: [band, …]}`, as last computed.

Who has no score (no event that counts) meets neither, whatever the comparison.
"""

from dataclasses import dataclass

from stayflow.kernel.ids import ProjectId
from stayflow.language.comparison import Comparison, read_comparison
from stayflow.language.facet import Choice, FacetEditor, FacetField, FieldKind, named_field
from stayflow.language.raw import JsonObject, Malformed, join, read_object, read_text, read_texts
from stayflow.language.scope import Scope, ValueType
from stayflow.language.sentence import Lang, Sentence, say_list
from stayflow.language.statement import Binder
from stayflow.stores.relational import Relational
from stayflow.understand.score.change import labels_of
from stayflow.understand.score.model import THOUSANDTHS
from stayflow.understand.score.queries import holders_sql
from stayflow.understand.score.store import get_score, list_scores

SAID = Sentence("评分“{score}”", "score “{score}”")
SAID_BAND = Sentence("评分“{score}”在 {bands}", "score “{score}” is {bands}")


@dataclass(frozen=True, slots=True)
class ScoreClause:
    """A score, by its id, and a comparison of its points or some of its bands."""

    score_id: str
    label: Sentence
    compared: Comparison | None
    bands: tuple[str, ...] = ()
    said: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class ScoreFacet:
    """The facet of one project."""

    relational: Relational
    project_id: ProjectId
    name: str = "score"

    def parse(self, raw: object, path: str) -> ScoreClause:
        """Read the score, and a comparison or bands.

        Raises:
            Malformed: A part has the wrong shape, or the score has no such band.
            ScoreNotFound: There is no such score.
        """
        node = read_object(raw, path, known=("name", "id", "op", "value", "in"))
        if ("name" in node) == ("id" in node):
            raise Malformed("expected name or id", path=path)
        key = "name" if "name" in node else "id"
        with self.relational.project(self.project_id) as tx:
            score = get_score(tx, read_text(node[key], join(path, key)), path=join(path, key))
        if "in" not in node:
            compared = read_comparison(node, path, ValueType.NUMBER, otherwise="gte")
            return ScoreClause(score.score_id, score.label, compared)
        if "op" in node or "value" in node:
            raise Malformed("takes either in, or op and value", path=path)
        labels = labels_of(score)
        wanted = read_texts(node["in"], join(path, "in"))
        for place, band in enumerate(wanted):
            if band not in labels:
                raise Malformed(
                    f'"{score.name}" has no band "{band}"; known: {", ".join(labels)}',
                    path=f"{join(path, 'in')}[{place}]",
                )
        bands = tuple(sorted(set(wanted)))
        said = tuple(labels[each] for each in bands)
        return ScoreClause(score.score_id, score.label, None, bands, said)

    def definition(self, clause: object) -> JsonObject | None:
        """It is a set of people."""
        del clause
        return None

    def people_sql(self, clause: object, scope: Scope, binder: Binder) -> str:
        """Whose recorded score meets it."""
        assert isinstance(clause, ScoreClause)  # noqa: S101 - read by parse
        if clause.compared is None:
            test = f"band IN {binder.bind(list(clause.bands), 'Array(String)')}"
        else:
            test = clause.compared.sql(f"points / {THOUSANDTHS}", scope, binder)
        return holders_sql(clause.score_id, test, scope, binder)

    def describe(self, clause: object, lang: Lang) -> str:
        """Naming the score."""
        assert isinstance(clause, ScoreClause)  # noqa: S101 - read by parse
        score = clause.label.say(lang)
        if clause.compared is not None:
            return clause.compared.describe(SAID.say(lang, score=score), lang)
        bands = say_list([each.say(lang) for each in clause.said], lang)
        return SAID_BAND.say(lang, score=score, bands=bands)

    def editor(self, clause: JsonObject) -> FacetEditor:
        """The score, and a comparison; or some of its bands, where it has any."""
        with self.relational.project(self.project_id) as tx:
            scores = list_scores(tx)
        choices = {each.score_id: Choice(each.name, each.label) for each in scores}
        named = named_field(clause, Sentence("评分", "Score"), choices)
        asked = (clause.get("name"), clause.get("id"))
        chosen = next(
            (each for each in scores if each.name == asked[0] or each.score_id == asked[1]), None
        )
        labels = {} if chosen is None else labels_of(chosen)
        points = FacetField(
            "compared",
            FieldKind.COMPARISON,
            Sentence("分数", "Points"),
            default=Sentence("或按分数 …", "or by points …"),
            either="how",
        )
        bands = FacetField(
            "in",
            FieldKind.CHOICES,
            Sentence("等级", "Band"),
            tuple(Choice(band, label) for band, label in labels.items()),
            default=Sentence("或按等级 …", "or by band …"),
            lead=Sentence("，等级为", "in the band"),
            either="how",
        )
        is_banded = chosen is None or bool(labels) or "in" in clause
        places = f"{{{named.name}}} {{compared}}" + (" {in}" if is_banded else "")
        return FacetEditor(
            label=Sentence("评分", "Score"),
            hint=Sentence(
                "评分高于或低于某个分数，或在某个等级的人",
                "people by the points or the band of a score",
            ),
            said=Sentence("评分 " + places, "have a score " + places),
            denied=Sentence("不满足：评分 " + places, "do not have a score " + places),
            fields=(named, points, bands) if is_banded else (named, points),
        )
