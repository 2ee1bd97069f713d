"""What the engine is asked for an attribution: values, credits and people, of everybody or of one group."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from stayflow.language.raw import JsonObject, read_object
from stayflow.language.statement import Statement
from stayflow.measure.analysis.earlier import Comparison, leading_of
from stayflow.measure.analysis.errors import UnknownCell
from stayflow.measure.analysis.groups import (
    JOINED_BY,
    Group,
    Grouped,
    Values,
    parse_group,
    read_group,
)
from stayflow.measure.analysis.kinds.attribution.chain import chain_statement, read_chain
from stayflow.measure.analysis.kinds.attribution.credit import (
    Credited,
    credit_statement,
    credited_people_statement,
    read_credits,
)
from stayflow.measure.analysis.kinds.attribution.markov import removal_shares
from stayflow.measure.analysis.kinds.attribution.paths import (
    Journeys,
    ModelSum,
    Sketch,
    values_statement,
)
from stayflow.measure.analysis.kinds.attribution.result import AttributionTotals
from stayflow.measure.analysis.kinds.attribution.rule import Model, Sharing, of_rules
from stayflow.measure.analysis.kinds.attribution.split import (
    among_group,
    groups_statement,
    split_frame,
)
from stayflow.measure.analysis.model import Breakdown, Desk, Frame
from stayflow.measure.analysis.scan import Scan
from stayflow.measure.analysis.spend import spent_between

NONE: Final = ModelSum(0, 0, 0)
Names = tuple[str, ...]
"""The values that are told apart; the code of each is its place, counted from 1."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the engine said: totals, and each model's credits by code."""

    totals: ModelSum
    untouched: ModelSum
    pending: int | None
    by_model: Mapping[Model, Mapping[int, ModelSum]]

    @property
    def line(self) -> AttributionTotals:
        """The totals as they are told."""
        return AttributionTotals(
            conversions=int(self.totals.conversions),
            value=float(self.totals.value),
            people=self.totals.people,
            untouched=int(self.untouched.conversions),
            untouched_value=float(self.untouched.value),
            untouched_people=self.untouched.people,
            pending=self.pending,
        )


@dataclass(frozen=True, slots=True)
class Asking:
    """The parts of the question that decide what is counted.

    Attributes:
        frame: The shared part, by what touches are told apart.
        journeys: Touches, conversions, and how far they may lie apart.
        models: The one asked for and those beside it.
        sharing: What the models are told.
        groups_by: What people are split by.
        leading: The groups of people that are told apart, in their order; None for the largest.
    """

    frame: Frame
    journeys: Journeys
    models: tuple[Model, ...]
    sharing: Sharing
    groups_by: tuple[Breakdown, ...] = ()
    leading: tuple[tuple[str, ...], ...] | None = None

    @property
    def split(self) -> Frame:
        """The shared part, by what people are split by."""
        return replace(split_frame(self.frame, self.groups_by), leading=self.leading)

    def compared(
        self, comparison: Comparison | None, groups: Sequence[Grouped], desk: Desk
    ) -> "Asking":
        """The same over the range it is compared with, of the same groups of people.

        Raises:
            UnknownCell: It is compared with none.
        """
        if comparison is None:
            raise UnknownCell(
                "the question is not compared with another range", path="who.compared"
            )
        days = comparison.of(self.frame.range, desk.scope.zone, desk.scope.now)
        return replace(
            self,
            frame=replace(self.frame, range=days),
            leading=leading_of(groups) if groups and not self.split.overlaps else None,
        )

    def names(self, desk: Desk) -> Names:
        """The values of the touches, the most frequent first."""
        rows = desk.read(values_statement(self.journeys, Scan(self.frame, desk.scope)))
        return tuple(str(value) for (value,) in rows)

    def sketch(self, names: Names, desk: Desk, group: Group | None = None) -> Sketch:
        """A statement in the making, over everybody or a group."""
        scan = Scan(self.frame, desk.scope)
        if group is not None:
            scan = among_group(scan, self.journeys, self.split, group)
        return Sketch(self.journeys, scan, names)

    def groups(self, desk: Desk) -> Iterator[Group]:
        """The groups of people, those of more people first and the rest last."""
        split = self.split
        for place, *values in desk.read(groups_statement(self.journeys, Scan(split, desk.scope))):
            yield read_group(split, values, is_other=place > split.top)

    def asked_group(self, who: JsonObject) -> Group | None:
        """The group of people that a cell names.

        Raises:
            UnknownCell: The question has no groups, or `by` does not name them.
        """
        if who.get("group") is None:
            return None
        if not self.groups_by:
            raise UnknownCell("the question has no groups of people", path="who.group")
        cell = read_object(who["group"], "who.group", known=("by", "is_other"))
        return parse_group(cell, self.split, "who.group")

    def find(self, names: Names, desk: Desk, group: Group | None = None) -> Found:
        """Totals and credits by code."""
        by_model: dict[Model, Mapping[int, ModelSum]] = {}
        totals, untouched, pending = NONE, NONE, None
        rules = of_rules(self.models)
        if rules:
            sketch = self.sketch(names, desk, group)
            rows = desk.read(credit_statement(sketch, rules, self.sharing))
            totals, found = read_credits(rows, rules)
            without = next((each for each in found if each.code == sketch.untouched), None)
            untouched = without.sums[0] if without else untouched
            by_model |= _by_model(found, rules, sketch.untouched)
        if Model.MARKOV in self.models:
            sketch = self.sketch(names, desk, group)
            chain = read_chain(desk.read(chain_statement(sketch)), sketch)
            totals, untouched, pending = chain.totals, chain.untouched, chain.pending
            touched = totals.conversions - untouched.conversions
            worth = totals.value - untouched.value
            by_model[Model.MARKOV] = {
                code: ModelSum(share * touched, share * worth, chain.people.get(code, 0))
                for code, share in removal_shares(chain.transitions).items()
            }
        return Found(totals, untouched, pending, by_model)

    def credited_people(
        self, codes: Sequence[int] | None, names: Names, desk: Desk, group: Group | None = None
    ) -> Statement:
        """The people whose conversions one of the codes has a share of; None is every conversion."""
        sketch = self.sketch(names, desk, group)
        return credited_people_statement(sketch, self.models[0], self.sharing, codes)

    def people_of(
        self, codes: Sequence[int], names: Names, desk: Desk, group: Group | None = None
    ) -> int:
        """How many these are."""
        if not codes:
            return 0
        people = self.credited_people(codes, names, desk, group)
        counted = Statement(f"SELECT count() FROM (\n{people.sql}\n)", people.parameters)
        return int(desk.read(counted)[0][0])

    def codes_of(self, by: Values, names: Names) -> list[int]:
        """The code of a value; none where no touch has it."""
        name = JOINED_BY.join(by[each.key] or "" for each in self.frame.by)
        return [names.index(name) + 1] if name in names else []

    def costs(self, desk: Desk) -> dict[str, float]:
        """What was spent in the range, by the name of a source; nothing where touches are told apart by more."""
        if len(self.frame.by) > 1:
            return {}
        first, last = self.frame.range.days(desk.scope.zone, desk.scope.now)
        return spent_between(desk.scope.costs(), first, last)

    def cost_of(self, line: Grouped, costs: Mapping[str, float]) -> float | None:
        """What was spent on a line, whose value is a source's name; None where nothing is known."""
        value = next(iter(line.by.values())) if len(self.frame.by) == 1 else None
        return None if line.is_other or value is None else costs.get(value)


def _by_model(
    found: Sequence[Credited], models: Sequence[Model], untouched: int
) -> dict[Model, Mapping[int, ModelSum]]:
    return {
        model: {each.code: each.sums[n] for each in found if each.code != untouched}
        for n, model in enumerate(models)
    }
