"""Judging a number: the newest period that is over, against fixed bounds or the band of its season."""

from dataclasses import replace
from datetime import timedelta

from stayflow.language.scope import Scope
from stayflow.measure.alert.anomaly import expect_next
from stayflow.measure.alert.model import (
    HISTORY,
    SEASONS,
    WIDTHS,
    AlertDraft,
    Anomaly,
    Judged,
    Threshold,
)
from stayflow.measure.analysis import TrendResult, answer_query
from stayflow.stores.warehouse import ProjectWarehouse

HOURS_WIDER = 1.0


def judge(draft: AlertDraft, *, scope: Scope, warehouse: ProjectWarehouse) -> Judged | None:
    """The newest period that is over and has a number; None while there is none, or too little history.

    Raises:
        InvalidInput: What is watched cannot be asked any more.
    """
    waited = replace(scope, now=scope.now - timedelta(minutes=draft.wait_minutes))
    points = _points(draft, waited, warehouse)
    if not points or points[-1][1] is None:
        return None
    t, value = points[-1][0], float(points[-1][1])
    if draft.threshold is not None:
        return Judged(
            t,
            value,
            _beyond(draft.threshold, value),
            None,
            draft.threshold.below,
            draft.threshold.above,
        )
    assert draft.anomaly is not None  # noqa: S101  `parse_draft` saw to it
    width = WIDTHS[draft.anomaly.sensitivity] + (HOURS_WIDER if draft.per == "hour" else 0)
    history = [0.0 if each is None else float(each) for _, each in points[:-1]]
    band = expect_next(_since_first(history), SEASONS[draft.per], width=width)
    if band is None:
        return None
    is_out = not band.holds(value) and _is_wanted(draft.anomaly, value, band.expected)
    return Judged(t, value, is_out, band.expected, band.low, band.high)


def _points(
    draft: AlertDraft, scope: Scope, warehouse: ProjectWarehouse
) -> list[tuple[str, float | int | None]]:
    """Name and value of every period that is over."""
    query = {**draft.question(), "range": {"last": HISTORY[draft.per]}}
    result = answer_query(query, scope=scope, warehouse=warehouse).result
    assert isinstance(result, TrendResult)  # noqa: S101  trends and formulas have this shape
    return [
        (point.t or "", point.value) for point in result.series[0].points if not point.is_incomplete
    ]


def _since_first(history: list[float]) -> list[float]:
    """Before its first event a number was not 0; it was not there."""
    first = next((place for place, value in enumerate(history) if value), len(history))
    return history[first:]


def _beyond(bounds: Threshold, value: float) -> bool:
    return (bounds.below is not None and value < bounds.below) or (
        bounds.above is not None and value > bounds.above
    )


def _is_wanted(anomaly: Anomaly, value: float, expected: float) -> bool:
    return anomaly.side == "both" or (anomaly.side == "above") == (value > expected)
