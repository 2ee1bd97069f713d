"""Statistic: a number of each person (a Metric over their own events in a window), cut into bands.

A band is a condition on that number, so statistics are computed in the same pass as rules; and two bands of one
number are one column of it.
"""

from collections.abc import Sequence

from stayflow.kernel.registry import Registry
from stayflow.language.aggregate import AggregateInvalid, parse_aggregate
from stayflow.language.condition import parse_condition
from stayflow.language.metric import describe_metric, parse_metric
from stayflow.language.raw import (
    JsonObject,
    Malformed,
    join,
    read_list,
    read_number,
    read_object,
    read_text,
)
from stayflow.language.scope import Facet, Scope
from stayflow.language.sentence import Lang, Sentence
from stayflow.language.statement import Binder
from stayflow.language.window import parse_range, say_range
from stayflow.understand.tag.kinds.kind import Classes, Found, read_label
from stayflow.understand.tag.kinds.rule import VALUES_MAX
from stayflow.understand.tag.model import TagValue

SAID = Sentence("{within}{metric}，分为 {bands}", "{metric}{within}, in bands {bands}")


class StatisticKind:
    """`{metric: {event, where?, aggregate?}, within?, bands: [{value, label?, from?}]}`.

    A band begins at `from` and ends where the next one begins. The lowest may leave it out: then it has everybody
    else with at least one such event. People without any have the value 0 where the aggregate is 0 over nothing.
    """

    name = "statistic"
    label = Sentence("统计", "statistic")
    is_given = False

    def parse(self, raw: JsonObject, path: str, facets: Registry[Facet]) -> Found:
        """Read the metric and the bands.

        Raises:
            Malformed: A part has the wrong shape, or the bands do not rise.
            AggregateInvalid: The aggregate makes no sense for one person.
        """
        node = read_object(raw, path, known=("metric", "within", "bands"))
        metric = dict(read_object(node.get("metric"), join(path, "metric")))
        parse_metric(metric, join(path, "metric"))
        at = join(join(path, "metric"), "aggregate")
        if not parse_aggregate(metric.get("aggregate"), at).row.of_one:
            raise AggregateInvalid("expected an aggregate of one person's events", path=at)
        metric.pop("name", None)
        if node.get("within") is not None:
            parse_range(node["within"], join(path, "within"))
            metric["within"] = node["within"]
        values, starts = _read_bands(node.get("bands"), join(path, "bands"))
        conditions = [
            parse_condition({"did": _of_band(metric, start)}, join(path, "metric"), facets=facets)
            for start in starts
        ]
        return Classes(tuple(values[::-1]), tuple(conditions[::-1]))

    def people_sql(self, tag_id: str, definition: object, scope: Scope, binder: Binder) -> str:
        """Never asked: its values are classes."""
        raise NotImplementedError

    def conditions(self, raw: JsonObject) -> Sequence[JsonObject]:
        """The metric as a behaviour."""
        metric = raw.get("metric")
        return [{"did": metric}] if isinstance(metric, dict) else []

    def describe(self, raw: JsonObject, found: Found, lang: Lang) -> str:
        """The number and its bands, from the lowest up."""
        assert isinstance(found, Classes)  # noqa: S101 - read by parse
        within = raw.get("within")
        return SAID.say(
            lang,
            metric=describe_metric(parse_metric(raw.get("metric")), lang),
            within="" if within is None else say_range(parse_range(within, "within"), lang),
            bands=" / ".join(value.label.say(lang) for value in found.values[::-1]),
        )


def _read_bands(raw: object, path: str) -> tuple[list[TagValue], list[float | None]]:
    """The bands from the lowest up, and where each begins."""
    rows = read_list(raw, path)
    if not 0 < len(rows) <= VALUES_MAX:
        raise Malformed(f"expected 1 to {VALUES_MAX} bands, got {len(rows)}", path=path)
    values: list[TagValue] = []
    starts: list[float | None] = []
    for index, each in enumerate(rows):
        here = f"{path}[{index}]"
        row = read_object(each, here, known=("value", "label", "from"))
        name = read_text(row.get("value"), join(here, "value"))
        if name in {value.value for value in values}:
            raise Malformed(f'"{name}" stands twice', path=join(here, "value"))
        values.append(TagValue(name, read_label(row.get("label"), join(here, "label"), name)))
        starts.append(_read_start(row.get("from"), join(here, "from"), starts))
    return values, starts


def _read_start(raw: object, path: str, before: list[float | None]) -> float | None:
    if raw is None and not before:
        return None
    start = read_number(raw, path)
    last = before[-1] if before else None
    if last is not None and start <= last:
        raise Malformed(f"bands rise: expected more than {last:g}, got {start:g}", path=path)
    return start


def _of_band(metric: JsonObject, start: float | None) -> JsonObject:
    if start is None:
        return {**{k: v for k, v in metric.items() if k != "aggregate"}, "op": "gte", "value": 1}
    return {**metric, "op": "gte", "value": start}
