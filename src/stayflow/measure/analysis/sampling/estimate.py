"""Asking a question over a share of the people, and telling its numbers over everybody."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import msgspec

from stayflow.language.raw import join
from stayflow.language.sample import Share
from stayflow.language.sentence import Lang, Sentence
from stayflow.language.statement import Binder
from stayflow.measure.analysis.kinds.funnel import Funnel
from stayflow.measure.analysis.kinds.retention import Retention
from stayflow.measure.analysis.kinds.trend import Trend, TrendResult
from stayflow.measure.analysis.model import Analysis, Desk, Sample
from stayflow.measure.analysis.sampled import Scaled, ScaledByField
from stayflow.measure.analysis.sampling.error import people_interval, rate_interval
from stayflow.measure.analysis.sampling.found import Found
from stayflow.measure.analysis.sampling.trend import estimate_trend

VALUES: Final = "by"
"""Where a result has the values of a breakdown: names, no numbers."""
_SAID: Final = Sentence(
    "由 1/{n} 的人估计：按人抽取，一个人的事件全部在内或全部在外；区间为 95%。",
    " Estimated from 1/{n} of people: all events of a person are in, or none; intervals are of 95 %.",
)


def estimate_answer(analysis: Analysis, share: Share, desk: Desk) -> tuple[msgspec.Struct, Sample]:
    """The answer told from a share of the people, and how far its numbers may be off.

    Args:
        analysis: The question.
        share: Who is asked.
        desk: Of the whole project.
    """
    part = Desk(replace(desk.scope, sample=share), desk.warehouse)
    asked, found = analysis.answer(part), Found()
    result: msgspec.Struct = asked
    if isinstance(analysis, Trend) and isinstance(asked, TrendResult):
        result = estimate_trend(analysis.question, asked, share, part, found)
    elif isinstance(analysis, ScaledByField):
        told = _Told(analysis.scaled, share.one_in, found)
        plain = msgspec.to_builtins(asked)
        _add_rates(analysis, plain, share, found)
        result = msgspec.convert(told.over_everybody(plain, ""), type(asked))
    return result, Sample(
        share=1 / share.one_in,
        people=_people(part, share),
        error=found.error,
        intervals=found.intervals,
    )


def describe_share(share: Share | None, lang: Lang) -> str:
    """What to add to a definition: from whom the numbers were told; nothing where from everybody."""
    return "" if share is None else _SAID.say(lang, n=str(share.one_in))


@dataclass(frozen=True, slots=True)
class _Told:
    """A result, told over everybody field by field."""

    scaled: Scaled
    one_in: int
    found: Found

    def over_everybody(self, node: Any, path: str) -> Any:  # noqa: ANN401 - any part of a result
        """A part of a result, its numbers told over everybody."""
        if isinstance(node, dict):
            return {
                name: value if name == VALUES else self._field(name, value, join(path, name))
                for name, value in node.items()
            }
        if isinstance(node, list):
            return [
                self.over_everybody(each, f"{path}[{index}]") for index, each in enumerate(node)
            ]
        return node

    def _field(self, name: str, value: Any, path: str) -> Any:  # noqa: ANN401 - as above
        if name not in self.scaled.people | self.scaled.totals:
            return self.over_everybody(value, path)
        if isinstance(value, list) and not any(isinstance(each, dict) for each in value):
            return [
                self._number(name, each, f"{path}[{index}]") for index, each in enumerate(value)
            ]
        return self._number(name, value, path)

    def _number(self, name: str, value: float | None, path: str) -> float | None:
        if value is None:
            return None
        number = value * self.one_in
        if name in self.scaled.people:
            self.found.add(path, number, people_interval(int(value), self.one_in))
        return number


def _add_rates(analysis: Analysis, plain: Mapping[str, Any], share: Share, found: Found) -> None:
    """The intervals of shares of people, whose parts and wholes the result has beside them."""
    if isinstance(analysis, Funnel):
        first = plain["steps"][0]["people"] if plain["steps"] else 0
        for index, step in enumerate(plain["steps"]):
            if first:
                path = f"steps[{index}].rate_from_first"
                found.add_rate(path, rate_interval(step["people"], first, share.one_in))
    if isinstance(analysis, Retention) and analysis.question.value is None:
        for place in range(len(plain["average"])):
            known = [each for each in plain["cohorts"] if each["values"][place] is not None]
            whole = sum(each["size"] for each in known)
            if whole:
                part = sum(each["values"][place] for each in known)
                found.add_rate(f"average[{place}]", rate_interval(part, whole, share.one_in))


def _people(part: Desk, share: Share) -> int:
    """How many people are in the sample, each who was merged into another left out."""
    binder = Binder()
    tests = [share.test_sql("person_id", binder), f"{part.scope.person} = person_id"]
    sql = f"SELECT uniqExact(person_id) FROM people WHERE {' AND '.join(tests)}"
    return int(part.warehouse.value(sql, binder.parameters) or 0)
