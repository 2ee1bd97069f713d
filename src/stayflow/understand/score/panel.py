"""Which scores a person has, for their page."""

from dataclasses import dataclass
from datetime import datetime

from stayflow.language.sentence import Sentence
from stayflow.understand.profile import Reading
from stayflow.understand.score.change import labels_of
from stayflow.understand.score.queries import list_person_scores
from stayflow.understand.score.store import list_scores


@dataclass(frozen=True, slots=True)
class StandingScore:
    """A score of a person.

    Attributes:
        score_id: The score; `name` and `label` are what it is called.
        points: As last computed.
        band: '' below the lowest; `band_label` as people read it.
        at: When it last changed.
    """

    score_id: str
    name: str
    label: Sentence
    points: float
    band: str
    band_label: Sentence
    at: datetime


class ScorePanel:
    """The person's scores, by name."""

    name = "scores"

    def read(self, reading: Reading) -> tuple[StandingScore, ...] | None:
        """The scores; None when the project has none."""
        scores = {each.score_id: each for each in list_scores(reading.tx)}
        if not scores:
            return None
        standing = {
            each.score_id: each
            for each in list_person_scores(reading.warehouse, person_id=reading.person_id)
        }
        return tuple(
            StandingScore(
                score_id,
                score.name,
                score.label,
                standing[score_id].points,
                standing[score_id].band,
                labels_of(score).get(standing[score_id].band, Sentence("", "")),
                standing[score_id].at,
            )
            for score_id, score in scores.items()
            if score_id in standing
        )
