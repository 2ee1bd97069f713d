"""Attribution 归因: which touches the conversions of a range are credited to.

The conversions lie in the range. The path of a conversion is the person's touches before it that lie no further back
than the look-back, its end included, in the order of time, and at equal times of arrival; touches before the range
count as well. An event that is both is no touch of itself. What a conversion is worth is shared as the conversion
is. Every model shares out each conversion wholly, so credits and the untouched add up to the conversions.

For the Markov chain there are also paths without conversion: touches of the range with no conversion within the
look-back after them, cut where more than the look-back lies between two. Those whose look-back is not over are
pending, and no part of the chain.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import msgspec

from stayflow.language.metric import describe_selection
from stayflow.language.raw import JsonObject, read_choice, read_object
from stayflow.language.sentence import Lang, Sentence, say_length
from stayflow.language.statement import Statement
from stayflow.language.window import Length
from stayflow.measure.analysis.earlier import Comparison, compared_cell
from stayflow.measure.analysis.groups import JOINED_BY, Group, parse_group
from stayflow.measure.analysis.kinds.attribution.asking import NONE, Asking, Found, Names
from stayflow.measure.analysis.kinds.attribution.beside import beside_then, rest_people
from stayflow.measure.analysis.kinds.attribution.paths import ModelSum, pending_people_statement
from stayflow.measure.analysis.kinds.attribution.result import (
    AttributionGroup,
    AttributionResult,
    Credit,
    ModelCredit,
    ModelCredits,
)
from stayflow.measure.analysis.model import OTHER, Breakdown, Desk
from stayflow.measure.analysis.request import refuse_beside
from stayflow.measure.analysis.words import describe_frame, with_comparison

BY_DEFAULT = Breakdown("property", "source", "source", "by")
WHO = ("converted", "untouched", "pending")

Places = tuple[list[int], list[int]]
"""The codes that are shown by themselves, the greatest credit first, and those that are not."""
_GROUPS_SAID: Final = Sentence(
    "各组只看组内的人，各自归因，触点取值与全体相同；花费不分组。",
    " Each group is credited by itself, by the touches and conversions of its people, for the values that lead among "
    "everybody; costs are not split.",
)


@dataclass(frozen=True, slots=True)
class Attribution:
    """A question for attribution; the look-back also as it was written, and the range to compare with."""

    asking: Asking
    lookback_said: Length
    comparison: Comparison | None = None

    def answer(self, desk: Desk) -> AttributionResult:
        """The credits, and beside them those of the range compared with."""
        now = self._answer_alone(desk)
        if self.comparison is None:
            return now
        then = self.asking.compared(self.comparison, now.groups or (), desk)
        return beside_then(now, then, desk)

    def _answer_alone(self, desk: Desk) -> AttributionResult:
        asking = self.asking
        names = asking.names(desk)
        found = asking.find(names, desk)
        places, costs = self._places(found, names), asking.costs(desk)
        people = asking.people_of(places[1], names, desk)
        whole = self._shape(found, places, names, costs, people)
        for each in _unused(costs, whole["credits"], asking.frame.by):
            whole["credits"].append(each)
            for model in whole["beside"]:
                model.credits.append(ModelCredit(0.0, 0.0, by=each.by, is_other=False))
        groups = list(self._groups(places, names, desk)) if asking.groups_by else None
        return AttributionResult(**whole, model=asking.models[0].value, groups=groups)

    def _groups(self, places: Places, names: Names, desk: Desk) -> Iterator[AttributionGroup]:
        """Each group by itself, with the values that lead among everybody."""
        for group in self.asking.groups(desk):
            found = self.asking.find(names, desk, group)
            people = self.asking.people_of(places[1], names, desk, group)
            numbers = self._shape(found, places, names, {}, people)
            yield AttributionGroup(**numbers, by=group.by, is_other=group.is_other)

    def _shape(
        self,
        found: Found,
        places: Places,
        names: Sequence[str],
        costs: Mapping[str, float],
        people_of_rest: int,
    ) -> dict[str, Any]:
        """The fields of `AttributionNumbers`."""
        mine, (leading, rest) = found.by_model[self.asking.models[0]], places
        whole = found.totals.conversions
        lines = [self._credit([code], mine, names, whole, costs) for code in leading]
        if rest:
            other = self._credit(rest, mine, names, whole, costs)
            lines.append(msgspec.structs.replace(other, people=people_of_rest))
        shown = [*([code] for code in leading), *([rest] if rest else [])]
        return {
            **msgspec.structs.asdict(found.line),
            "credits": lines,
            "beside": [
                ModelCredits(
                    model.value,
                    [self._beside(codes, found.by_model[model], names) for codes in shown],
                )
                for model in self.asking.models[1:]
            ],
        }

    def describe(self, lang: Lang) -> str:
        """What is counted, in words."""
        counted = Sentence(
            "把所选时间内的 {conversion} 归给之前 {lookback} 内（含终点）的 {touch}，价值取 {amount}；"
            "时间相同按到达先后；所选时间之前的触点也算。归因模型：{said}。"
            "各项功劳与没有触点的转化相加等于转化总数。"
            "花费取自获客成本，按月内天数分摊；CPA = 花费 ÷ 功劳转化，ROAS = 功劳价值 ÷ 花费。",
            "{conversion} of the range, credited to {touch} within {lookback} before it, the end included, worth its "
            "{amount}. Equal times follow the order of arrival; touches before the range count. The model: {said}. "
            "Credits and the conversions without a touch add up to all conversions. Costs are the acquisition costs, "
            "spread over the days of their month; CPA is cost per credited conversion, ROAS credited value per cost.",
        ).say(
            lang,
            conversion=describe_selection(self.asking.journeys.conversion, lang),
            touch=describe_selection(self.asking.journeys.touch, lang),
            lookback=say_length(self.lookback_said.count, self.lookback_said.unit, lang),
            amount=self.asking.journeys.amount,
            said=self.asking.models[0].describe(self.asking.sharing, lang),
        )
        if self.asking.groups_by:
            counted += _GROUPS_SAID.say(lang)
        counted = with_comparison(counted, self.comparison, lang)
        frame = replace(self.asking.frame, by=(*self.asking.frame.by, *self.asking.groups_by))
        return describe_frame(frame, counted, lang)

    def people(self, who: JsonObject, desk: Desk) -> Statement:
        """The people whose conversions a value is credited with (`by`), or of `converted`, `untouched`, `pending`.

        With `group`, a cell of the groups, those of them who are in it.

        Raises:
            UnknownCell: `by` does not name what touches are told apart by, or the question has no such groups.
        """
        read_object(who, "who", known=("by", "is_other", "of", "group", "compared"))
        if (cell := compared_cell(who)) is not None:
            return self._people_then(cell, desk)
        asking = self.asking
        names, asked = asking.names(desk), asking.asked_group(who)
        if "by" in who:
            refuse_beside(who, "a value", "of")
            group = parse_group(who, asking.frame)
            assert group is not None  # noqa: S101  there always is a breakdown
            return asking.credited_people(self._codes(group, names, desk), names, desk, asked)
        of = read_choice(who.get("of", WHO[0]), "who.of", WHO)
        sketch = asking.sketch(names, desk, asked)
        if of == "pending":
            return pending_people_statement(sketch)
        only = [sketch.untouched] if of == "untouched" else None
        return asking.credited_people(only, names, desk, asked)

    def _people_then(self, who: JsonObject, desk: Desk) -> Statement:
        """The people of a cell of the range compared with: the rest is what does not lead in the own one."""
        is_rest, group = bool(who.get("is_other")), who.get("group")
        of_rest = isinstance(group, Mapping) and bool(group.get("is_other"))
        now = self._answer_alone(desk) if is_rest or of_rest else None
        groups = now.groups if now is not None and now.groups is not None else ()
        then = self.asking.compared(self.comparison, groups, desk)
        if now is not None and is_rest:
            return rest_people(now, who, then, desk)
        return replace(self, asking=then, comparison=None).people(who, desk)

    def _places(self, found: Found, names: Sequence[str]) -> Places:
        """The codes that are shown by themselves, the greatest credit first, and those that are not."""
        mine = found.by_model[self.asking.models[0]]
        ranked = sorted(
            {code for sums in found.by_model.values() for code in sums},
            key=lambda code: (code > len(names), -mine.get(code, NONE).conversions, code),
        )
        shown = [code for code in ranked if code <= len(names)][: self.asking.frame.top]
        return shown, [code for code in ranked if code not in shown]

    def _credit(
        self,
        codes: Sequence[int],
        sums: Mapping[int, ModelSum],
        names: Sequence[str],
        whole: float,
        costs: Mapping[str, float],
    ) -> Credit:
        line = self._beside(codes, sums, names)
        cost = self.asking.cost_of(line, costs)
        return Credit(
            by=line.by,
            is_other=line.is_other,
            conversions=line.conversions,
            share=line.conversions / whole if whole else None,
            value=line.value,
            people=sums[codes[0]].people if codes[0] in sums else 0,
            cost=cost,
            cpa=cost / line.conversions if cost is not None and line.conversions else None,
            roas=line.value / cost if cost else None,
        )

    def _beside(
        self, codes: Sequence[int], sums: Mapping[int, ModelSum], names: Sequence[str]
    ) -> ModelCredit:
        found = [sums.get(code, NONE) for code in codes]
        is_other = len(codes) > 1 or codes[0] > len(names)
        values: Sequence[str | None] = [OTHER] * len(self.asking.frame.by)
        if not is_other:
            values = [value or None for value in names[codes[0] - 1].split(JOINED_BY)]
        return ModelCredit(
            by={each.key: value for each, value in zip(self.asking.frame.by, values, strict=True)},
            is_other=is_other,
            conversions=sum(each.conversions for each in found),
            value=sum(each.value for each in found),
        )

    def _codes(self, group: Group, names: Names, desk: Desk) -> list[int]:
        if group.is_other:
            return self._places(self.asking.find(names, desk), names)[1]
        return self.asking.codes_of(group.by, names)


def _unused(
    costs: Mapping[str, float], lines: Sequence[Credit], by: Sequence[Breakdown]
) -> list[Credit]:
    """Sources that cost something and are credited with nothing."""
    if [each.name for each in by] != [BY_DEFAULT.name] or any(each.is_other for each in lines):
        return []
    key = by[0].key
    shown = {each.by[key] for each in lines}
    return [
        Credit(0.0, None, 0.0, 0, cost, None, 0.0, by={key: source}, is_other=False)
        for source, cost in sorted(costs.items(), key=lambda each: -each[1])
        if source not in shown and cost > 0
    ]
