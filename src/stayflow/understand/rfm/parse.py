"""From JSON to a definition: `{event, where, amount, frequency, range, thresholds}`."""

from collections.abc import Mapping

from stayflow.language.aggregate import AggregateInvalid, parse_aggregate
from stayflow.language.metric import parse_selection
from stayflow.language.raw import (
    JsonObject,
    Malformed,
    join,
    read_choice,
    read_number,
    read_object,
    read_text,
    shown,
)
from stayflow.language.window import parse_range
from stayflow.understand.rfm.model import RfmDefinition, Threshold, Thresholds

FIELDS = ("event", "where", "amount", "frequency", "range", "thresholds")
DEFAULT_RANGE = {"last": "365d"}
PARTS = ("r", "f", "m")
LEVELS_MAX = 10


def parse_rfm(raw: object, path: str = "") -> RfmDefinition:
    """Read a definition; the fields of a query that are none of ours are the caller's to check.

    `thresholds` is `"mean"`, `"median"`, `{"quantile": 0.8}`, `{"levels": 5, "high": 4}` (scores 1 to 5, 4 and 5 are
    high), `{"fixed": {"r": 30, "f": 3, "m": 500}}`, or one of these for each of `r`, `f` and `m`. Without it the mean
    cuts.

    Raises:
        Malformed: A part has the wrong shape; the path names it.
        AggregateInvalid: The frequency is neither a count nor distinct values.
    """
    node = read_object(raw, path)
    frequency = parse_aggregate(node.get("frequency"), join(path, "frequency"))
    if frequency.kind not in {"count", "distinct"}:
        raise AggregateInvalid(
            "expected count, or distinct of a property", path=join(path, "frequency")
        )
    return RfmDefinition(
        purchase=parse_selection(node, path),
        amount=read_text(node.get("amount", "revenue"), join(path, "amount")),
        frequency=frequency,
        within=parse_range(node.get("range", DEFAULT_RANGE), join(path, "range")),
        thresholds=parse_thresholds(node.get("thresholds", "mean"), join(path, "thresholds")),
    )


def parse_thresholds(raw: object, path: str) -> Thresholds:
    """Read one rule for all three, or one for each.

    Raises:
        Malformed: It is neither.
    """
    if isinstance(raw, Mapping) and raw and set(raw) <= set(PARTS):
        given = {part: _parse_one(raw.get(part, "mean"), join(path, part), part) for part in PARTS}
    else:
        given = {part: _parse_one(raw, path, part) for part in PARTS}
    return Thresholds(given["r"], given["f"], given["m"])


def _parse_one(raw: object, path: str, part: str) -> Threshold:
    if isinstance(raw, str):
        return Threshold(read_choice(raw, path, ("mean", "median")))
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return Threshold("fixed", read_number(raw, path))
    node = read_object(raw, path, known=("quantile", "fixed", "levels", "high"))
    if "levels" in node:
        return _read_levels(node, path)
    if len(node) != 1:
        raise Malformed(
            f"expected mean, median, quantile, levels or fixed, got {shown(dict(node))}", path=path
        )
    if "quantile" in node:
        return Threshold("quantile", _read_level(node, path))
    fixed = node["fixed"]
    at = join(path, "fixed")
    return Threshold("fixed", _read_fixed(fixed, at, part))


def _read_level(node: JsonObject, path: str) -> float:
    at = join(path, "quantile")
    level = read_number(node["quantile"], at)
    if not 0 < level < 1:
        raise Malformed(f"expected a number between 0 and 1, got {level}", path=at)
    return level


def _read_levels(node: JsonObject, path: str) -> Threshold:
    """Scores from 1 to `levels`, equal parts of all buyers; `high` and above is high."""
    levels = read_number(node["levels"], join(path, "levels"))
    if levels not in range(2, LEVELS_MAX + 1):
        raise Malformed(
            f"expected a whole number from 2 to {LEVELS_MAX}, got {levels}",
            path=join(path, "levels"),
        )
    high = read_number(node.get("high", levels - 1 if levels > 2 else 2), join(path, "high"))  # noqa: PLR2004
    if high not in range(2, int(levels) + 1):
        raise Malformed(
            f"expected a whole number from 2 to {int(levels)}, got {high}", path=join(path, "high")
        )
    return Threshold("levels", (high - 1) / levels, int(levels))


def _read_fixed(raw: object, path: str, part: str) -> float:
    if isinstance(raw, Mapping):
        return read_number(read_object(raw, path, known=PARTS).get(part), join(path, part))
    return read_number(raw, path)
