"""What moved most: of all breakdowns the values that changed a number most against the same place a season before.

A counted number is split into its groups. A formula has no parts of its own: for each group it is computed as it
would be, had this group alone stayed as it was a season before; what is between that and what it is, the group did.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from stayflow.kernel.errors import StayflowError
from stayflow.language.formula import Formula, evaluate, names_in, parse_formula
from stayflow.language.raw import JsonObject, read_object
from stayflow.language.scope import Scope
from stayflow.measure.alert.model import SEASONS, AlertDraft, Judged, Moved
from stayflow.measure.analysis import TrendResult, answer_query
from stayflow.stores.warehouse import ProjectWarehouse

MOVED_MAX = 5
GROUPS_MAX = 20
DEPTH_MAX = 20
DAYS_BACK = {"hour": 16, "day": 16, "week": 28}
"""Enough to hold the same place a season before."""


@dataclass(frozen=True, slots=True)
class _Group:
    """A value of a breakdown, and what is counted of it at the period and a season before."""

    by: str
    name: str
    now: float
    before: float


@dataclass(frozen=True, slots=True)
class _Counted:
    """A formula, and the trends of what it is computed of."""

    formula: Formula
    inner: dict[str, Formula] = field(default_factory=dict)
    leaves: dict[str, JsonObject] = field(default_factory=dict)

    def value(self, numbers: Mapping[str, float]) -> float | None:
        """What it is where the leaves have these values."""

        def find(name: str) -> float | None:
            if name in numbers:
                return numbers[name]
            inner = self.inner[name]
            return evaluate(inner, {each: find(each) for each in names_in(inner)})

        return evaluate(self.formula, {each: find(each) for each in names_in(self.formula)})


def find_moved(
    draft: AlertDraft, judged: Judged, *, scope: Scope, warehouse: ProjectWarehouse
) -> list[Moved]:
    """What moved most, the largest change first; a breakdown that is gone hides no alert."""
    looking = _Looking(draft, judged, scope, warehouse)
    try:
        counted = looking.open()
        moved = list(looking.plain(counted) if len(counted.leaves) == 1 else looking.parts(counted))
    except StayflowError:
        return []
    return sorted(moved, key=lambda each: -abs(each.change))[:MOVED_MAX]


@dataclass(frozen=True, slots=True)
class _Looking:
    draft: AlertDraft
    judged: Judged
    scope: Scope
    warehouse: ProjectWarehouse

    def open(self) -> _Counted:
        """What is watched, down to what is counted."""
        asked = self.draft.question()
        if asked["kind"] == "trend":
            counted = _Counted(parse_formula("watched"))
            counted.leaves["watched"] = asked
            return counted
        written = asked["formulas"]
        first = written[0] if isinstance(written, list) else written
        text = first if isinstance(first, str) else str(read_object(first, "formulas")["formula"])
        counted = _Counted(parse_formula(text))
        shared = {name: asked[name] for name in ("people", "filter") if asked.get(name)}
        self._open(counted, counted.formula, shared, 0)
        return counted

    def plain(self, counted: _Counted) -> Iterator[Moved]:
        """The groups of the one number that is counted."""
        ((_, asked),) = counted.leaves.items()
        for by in self.draft.by:
            for each in self._groups(asked, by):
                yield Moved(each.by, each.name, each.now, each.before)

    def parts(self, counted: _Counted) -> Iterator[Moved]:
        """For each group: the number as it is, and as it would be had the group stayed as it was."""
        now = {name: self._whole(asked) for name, asked in counted.leaves.items()}
        value = counted.value(now)
        for by in self.draft.by:
            stayed: dict[str, dict[str, float]] = {}
            for name, asked in counted.leaves.items():
                for each in self._groups(asked, by):
                    stayed.setdefault(each.name, {})[name] = now[name] - each.now + each.before
            for group, numbers in stayed.items():
                without = counted.value({**now, **numbers})
                if value is not None and without is not None:
                    yield Moved(" · ".join(by.values()), group, value, without)

    def _open(self, counted: _Counted, formula: Formula, shared: JsonObject, depth: int) -> None:
        saved = self.scope.metrics()
        for name in names_in(formula):
            definition = saved.get(name)
            if definition is None or depth > DEPTH_MAX:
                continue
            if definition.get("formula") is not None:
                inner = parse_formula(str(definition["formula"]))
                counted.inner[name] = inner
                self._open(counted, inner, shared, depth + 1)
                continue
            asked: dict[str, object] = {"kind": "trend", "metrics": [definition["metric"]]}
            asked["per"] = self.draft.per
            for part in ("people", "filter"):
                both = [each for each in (definition.get(part), shared.get(part)) if each]
                if both:
                    asked[part] = both[0] if len(both) == 1 else {"all": both}
            counted.leaves[name] = asked

    def _whole(self, asked: JsonObject) -> float:
        return self._at(self._ask(asked), 0)[0]

    def _groups(self, asked: JsonObject, by: Mapping[str, str]) -> Iterator[_Group]:
        try:
            found = self._ask({**asked, "by": [by], "top": GROUPS_MAX})
        except StayflowError:
            return  # a breakdown that is gone
        for place, each in enumerate(found.series):
            group = (
                "other" if each.is_other else " · ".join(str(value) for value in each.by.values())
            )
            yield _Group(" · ".join(by.values()), group, *self._at(found, place))

    def _ask(self, asked: JsonObject) -> TrendResult:
        query = {**asked, "range": {"last": f"{DAYS_BACK[self.draft.per]}d"}}
        result = answer_query(query, scope=self.scope, warehouse=self.warehouse).result
        assert isinstance(result, TrendResult)  # noqa: S101  asked for a trend
        return result

    def _at(self, found: TrendResult, place: int) -> tuple[float, float]:
        """A series at the period, and a season before."""
        points = {
            point.t: (index, point.value) for index, point in enumerate(found.series[place].points)
        }
        index, value = points.get(self.judged.t, (-1, 0))
        season = SEASONS[self.draft.per]
        before = found.series[place].points[index - season].value if index >= season else 0
        return float(value or 0), float(before or 0)
