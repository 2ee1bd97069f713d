"""The breakdown `{"score": name}`: people by the band their score lies in, as last computed."""

from dataclasses import dataclass
from functools import partial

from stayflow.kernel.ids import ProjectId
from stayflow.language.facet import Choice, FacetField, FieldKind
from stayflow.language.raw import read_text
from stayflow.language.scope import Scope, Split
from stayflow.language.sentence import Sentence
from stayflow.language.statement import Binder
from stayflow.stores.relational import Relational
from stayflow.understand.score.change import labels_of
from stayflow.understand.score.queries import recorded_sql
from stayflow.understand.score.store import get_score, list_scores


@dataclass(frozen=True, slots=True)
class ScoreSplit:
    """The scores of one project."""

    relational: Relational
    project_id: ProjectId
    name: str = "score"

    def read(self, raw: object, path: str) -> Split:
        """Read the name or id of a score.

        Raises:
            ScoreNotFound: There is none; the message lists the nearest.
        """
        with self.relational.project(self.project_id) as tx:
            score = get_score(tx, read_text(raw, path), path=path)
        said = Sentence(f"评分“{score.label.zh}”的等级", f"band of the score “{score.label.en}”")
        return Split(score.name, said, partial(_bands_sql, score.score_id), labels_of(score))

    def offer(self) -> FacetField:
        """The scores."""
        with self.relational.project(self.project_id) as tx:
            scores = list_scores(tx)
        choices = tuple(Choice(each.name, each.label) for each in scores)
        return FacetField(self.name, FieldKind.CHOICE, Sentence("评分等级", "Score band"), choices)


def _bands_sql(score_id: str, _scope: Scope, binder: Binder) -> str:
    recorded = recorded_sql(score_id, binder)
    return (
        f"SELECT person_id AS person, toString(band) AS value FROM ({recorded}) WHERE value != ''"
    )
