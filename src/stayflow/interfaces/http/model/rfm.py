"""RFM models: how a project classifies its buyers."""

from pydantic import Field

from stayflow.interfaces.http.model.common import Answer, Body, Instant, Json
from stayflow.interfaces.http.model.query import RfmResult

Definition = dict[str, Json]


class RfmBody(Body):
    """A definition: the fields of a question of the kind `rfm`."""

    definition: Definition = Field(
        examples=[{"event": "purchase", "amount": "revenue", "thresholds": {"levels": 5}}]
    )


class RfmModelAnswer(Answer):
    """A model, and its newest computation."""

    model: str
    definition: Definition
    changed_at: Instant
    refreshed_at: Instant | None


class RfmModelList(Answer):
    """The project's models, by name."""

    models: list[RfmModelAnswer]


class RfmPreview(RfmResult):
    """What a definition finds now; nothing is saved."""
