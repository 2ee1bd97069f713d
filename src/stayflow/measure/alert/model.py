"""The nouns of alerts: what is watched, what is out of the ordinary, and each time it was."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import msgspec

from stayflow.kernel.errors import Conflict, InvalidInput, NotFound
from stayflow.language.scope import Scope
from stayflow.measure.analysis import read_query

NAME_MAX = 200
SEASONS = {"hour": 168, "day": 7, "week": 1}
HISTORY = {"hour": "42d", "day": "70d", "week": "364d"}
"""How far back the season is learnt from: six weeks of hours, ten of days, a year of weeks."""
WIDTHS = {"low": 6.0, "normal": 4.0, "high": 3.0}
"""Half of the band by sensitivity; hours are judged one wider, as there are so many of them."""
DIMENSIONS_MAX = 5


class AlertNotFound(NotFound):
    """The project has no such alert."""

    code = "alert_not_found"


class AlertNameTaken(Conflict):
    """Another alert has the name."""

    code = "alert_name_taken"


class AlertInvalid(InvalidInput):
    """An alert that cannot be kept."""

    code = "alert_invalid"


class Threshold(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Out of the ordinary is what lies beyond fixed numbers; one of the two may be None."""

    below: float | None = None
    above: float | None = None


class Anomaly(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Out of the ordinary is what the season does not explain.

    Attributes:
        side: Which way is worth telling.
        sensitivity: How narrow the band is.
    """

    side: Literal["both", "above", "below"] = "both"
    sensitivity: Literal["low", "normal", "high"] = "normal"


class AlertDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An alert as its author writes it.

    Attributes:
        metric: Name of a saved metric; or
        query: A trend of one metric, or one formula; its range and periods are the alert's.
        per: The period that is judged, when it is over.
        threshold: Fixed bounds; or
        anomaly: A band by season.
        by: Breakdowns in which to look for what moved most.
        targets: Ids of whom to tell.
        wait_minutes: How long after a period's end it is judged: for events that come late.
    """

    name: str
    per: Literal["hour", "day", "week"] = "day"
    metric: str | None = None
    query: dict[str, object] | None = None
    threshold: Threshold | None = None
    anomaly: Anomaly | None = None
    by: list[dict[str, str]] = []
    targets: list[str] = []
    wait_minutes: int = 30
    enabled: bool = True

    def question(self) -> dict[str, object]:
        """What is asked, without a range."""
        asked = (
            {"kind": "formula", "formulas": [self.metric]}
            if self.query is None
            else {
                name: value for name, value in self.query.items() if name not in {"by", "compare"}
            }
        )
        return {**asked, "per": self.per}


@dataclass(frozen=True, slots=True)
class Alert:
    """A saved alert, and when it was last looked at; `trouble` is why it could not be."""

    alert_id: str
    draft: AlertDraft
    created_at: datetime
    created_by: str
    checked_t: str | None
    checked_at: datetime | None
    trouble: str
    silent_until: datetime | None


class Moved(msgspec.Struct, frozen=True):
    """A value of a breakdown, against the same place in the season before."""

    by: str
    group: str
    value: float
    before: float

    @property
    def change(self) -> float:
        """How much it added to what happened, or took away."""
        return self.value - self.before


@dataclass(frozen=True, slots=True)
class Judged:
    """The newest period that is over, and whether it is out of the ordinary."""

    t: str
    value: float
    is_out: bool
    expected: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Firing:
    """One time that something was out of the ordinary."""

    firing_id: str
    alert_id: str
    t: str
    value: float
    expected: float | None
    low: float | None
    high: float | None
    moved: list[Moved]
    began_at: datetime
    ended_at: datetime | None
    acknowledged_at: datetime | None
    acknowledged_by: str | None


def parse_draft(raw: object, *, scope: Scope) -> AlertDraft:
    """Read an alert as its author wrote it.

    Raises:
        AlertInvalid: A part does not fit.
        InvalidInput: Its question cannot be read.
    """
    try:
        draft = msgspec.convert(raw, AlertDraft)
    except msgspec.ValidationError as error:
        raise AlertInvalid(str(error)) from error
    if not 0 < len(draft.name.strip()) <= NAME_MAX:
        raise AlertInvalid(f"expected 1 to {NAME_MAX} characters", path="name")
    if (draft.metric is None) == (draft.query is None):
        raise AlertInvalid("an alert watches a metric or a query", path="metric")
    if (draft.threshold is None) == (draft.anomaly is None):
        raise AlertInvalid("an alert has a threshold or an anomaly", path="threshold")
    if draft.threshold is not None and draft.threshold.below is draft.threshold.above is None:
        raise AlertInvalid("expected below, above, or both", path="threshold")
    if len(draft.by) > DIMENSIONS_MAX or not 0 <= draft.wait_minutes <= 24 * 60:
        raise AlertInvalid(
            f"expected at most {DIMENSIONS_MAX} breakdowns, and to wait at most a day", path="by"
        )
    if draft.query is not None and draft.query.get("kind") not in ("trend", "formula"):
        raise AlertInvalid("an alert watches a trend or a formula", path="query.kind")
    read_query({**draft.question(), "range": {"last": "7d"}}, scope=scope)
    return draft
