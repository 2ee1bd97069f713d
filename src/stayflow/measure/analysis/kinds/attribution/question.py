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
from datetime import timedelta
from typing import Any, Final

import msgspec

from stayflow.language.metric import describe_selection, parse_selection
from stayflow.language.raw import (
    JsonObject,
    read_choice,
    read_list,
    read_number,
    read_object,
    read_text,
    read_texts,
)
from stayflow.language.sentence import Lang, Sentence, say_length
from stayflow.language.statement import Statement
from stayflow.language.window import Length, parse_duration, parse_length
from stayflow.measure.analysis.errors import QueryInvalid, TooMuchAsked, UnknownCell
from stayflow.measure.analysis.groups import JOINED_BY, Group, parse_group, read_group
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
    pending_people_statement,
    values_statement,
)
from stayflow.measure.analysis.kinds.attribution.result import (
    AttributionGroup,
    AttributionResult,
    Credit,
    ModelCredit,
    ModelCredits,
)
from stayflow.measure.analysis.kinds.attribution.rule import Model, Sharing, of_rules
from stayflow.measure.analysis.kinds.attribution.split import (
    among_group,
    groups_statement,
    split_frame,
)
from stayflow.measure.analysis.model import OTHER, Breakdown, Desk, Frame
from stayflow.measure.analysis.request import check_fields
from stayflow.measure.analysis.scan import Scan
from stayflow.measure.analysis.spend import spent_between
from stayflow.measure.analysis.words import describe_frame

AMOUNT_DEFAULT = "revenue"
BY_DEFAULT = Breakdown("property", "source", "by")
LOOKBACK_DEFAULT, LOOKBACK_MAX = "30d", timedelta(days=366)
HALF_LIFE_DEFAULT = "7d"
EVENT = ("event", "where")
WHO = ("converted", "untouched", "pending")
FIELDS = (
    "touch", "conversion", "amount", "lookback", "model", "beside", "position", "half_life", "direct",
)  # fmt: skip

Places = tuple[list[int], list[int]]
"""The codes that are shown by themselves, the greatest credit first, and those that are not."""
_GROUPS_SAID: Final = Sentence(
    "各组只看组内的人，各自归因，触点取值与全体相同；花费不分组。",
    " Each group is credited by itself, by the touches and conversions of its people, for the values that lead among "
    "everybody; costs are not split.",
)


@dataclass(frozen=True, slots=True)
class Found:
    """What the engine said: totals, and each model's credits by code."""

    totals: ModelSum
    untouched: ModelSum
    pending: int | None
    by_model: Mapping[Model, Mapping[int, ModelSum]]


@dataclass(frozen=True, slots=True)
class Attribution:
    """A question for attribution; `models` are the one asked for and those beside it."""

    frame: Frame
    journeys: Journeys
    models: tuple[Model, ...]
    sharing: Sharing
    lookback_said: Length
    groups_by: tuple[Breakdown, ...] = ()

    def answer(self, desk: Desk) -> AttributionResult:
        """The credits."""
        names = self._names(desk)
        found = self._find(names, desk)
        places, costs = self._places(found, names), self._costs(desk)
        whole = self._shape(found, places, names, costs, self._people_of(places[1], names, desk))
        whole["credits"] += _unused(costs, whole["credits"], self.frame.by)
        groups = list(self._groups(places, names, desk)) if self.groups_by else None
        return AttributionResult(**whole, model=self.models[0].value, groups=groups)

    def _groups(
        self, places: Places, names: tuple[str, ...], desk: Desk
    ) -> Iterator[AttributionGroup]:
        """Each group by itself, with the values that lead among everybody."""
        split = self._split
        for place, *values in desk.read(groups_statement(self.journeys, Scan(split, desk.scope))):
            group = read_group(split, values, is_other=place > split.top)
            found = self._find(names, desk, group)
            people = self._people_of(places[1], names, desk, group)
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
        mine, (leading, rest) = found.by_model[self.models[0]], places
        whole = found.totals.conversions
        lines = [self._credit([code], mine, names, whole, costs) for code in leading]
        if rest:
            other = self._credit(rest, mine, names, whole, costs)
            lines.append(msgspec.structs.replace(other, people=people_of_rest))
        shown = [*([code] for code in leading), *([rest] if rest else [])]
        return {
            "conversions": int(whole),
            "value": found.totals.value,
            "people": found.totals.people,
            "untouched": int(found.untouched.conversions),
            "untouched_value": found.untouched.value,
            "untouched_people": found.untouched.people,
            "pending": found.pending,
            "credits": lines,
            "beside": [
                ModelCredits(
                    model.value,
                    [self._beside(codes, found.by_model[model], names) for codes in shown],
                )
                for model in self.models[1:]
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
            conversion=describe_selection(self.journeys.conversion, lang),
            touch=describe_selection(self.journeys.touch, lang),
            lookback=say_length(self.lookback_said.count, self.lookback_said.unit, lang),
            amount=self.journeys.amount,
            said=self.models[0].describe(lang),
        )
        if self.groups_by:
            counted += _GROUPS_SAID.say(lang)
        frame = replace(self.frame, by=(*self.frame.by, *self.groups_by))
        return describe_frame(frame, counted, lang)

    def people(self, who: JsonObject, desk: Desk) -> Statement:
        """The people whose conversions a value is credited with (`by`), or of `converted`, `untouched`, `pending`.

        With `group`, a cell of the groups, those of them who are in it.

        Raises:
            UnknownCell: `by` does not name what touches are told apart by, or the question has no such groups.
        """
        read_object(who, "who", known=("by", "is_other", "of", "group"))
        names = self._names(desk)
        sketch = self._sketch(names, desk, self._asked_group(who))
        if "by" in who:
            group = parse_group(who, self.frame)
            assert group is not None  # noqa: S101  there always is a breakdown
            codes = self._codes(group, names, desk)
            return credited_people_statement(sketch, self.models[0], self.sharing, codes)
        of = read_choice(who.get("of", WHO[0]), "who.of", WHO)
        if of == "pending":
            return pending_people_statement(sketch)
        only = [sketch.untouched] if of == "untouched" else None
        return credited_people_statement(sketch, self.models[0], self.sharing, only)

    @property
    def _split(self) -> Frame:
        return split_frame(self.frame, self.groups_by)

    def _asked_group(self, who: JsonObject) -> Group | None:
        if who.get("group") is None:
            return None
        if not self.groups_by:
            raise UnknownCell("the question has no groups of people", path="who.group")
        cell = read_object(who["group"], "who.group", known=("by", "is_other"))
        return parse_group(cell, self._split, "who.group")

    def _sketch(self, names: tuple[str, ...], desk: Desk, group: Group | None = None) -> Sketch:
        scan = Scan(self.frame, desk.scope)
        if group is not None:
            scan = among_group(scan, self.journeys, self._split, group)
        return Sketch(self.journeys, scan, names)

    def _names(self, desk: Desk) -> tuple[str, ...]:
        """The values that are told apart; the code of each is its place, counted from 1."""
        rows = desk.read(values_statement(self.journeys, Scan(self.frame, desk.scope)))
        return tuple(str(value) for (value,) in rows)

    def _find(self, names: tuple[str, ...], desk: Desk, group: Group | None = None) -> Found:
        by_model: dict[Model, Mapping[int, ModelSum]] = {}
        totals, untouched, pending = ModelSum(0, 0, 0), ModelSum(0, 0, 0), None
        rules = of_rules(self.models)
        if rules:
            sketch = self._sketch(names, desk, group)
            rows = desk.read(credit_statement(sketch, rules, self.sharing))
            totals, found = read_credits(rows, rules)
            without = next((each for each in found if each.code == sketch.untouched), None)
            untouched = without.sums[0] if without else untouched
            by_model |= _by_model(found, rules, sketch.untouched)
        if Model.MARKOV in self.models:
            sketch = self._sketch(names, desk, group)
            chain = read_chain(desk.read(chain_statement(sketch)), sketch)
            totals, untouched, pending = chain.totals, chain.untouched, chain.pending
            touched = totals.conversions - untouched.conversions
            worth = totals.value - untouched.value
            by_model[Model.MARKOV] = {
                code: ModelSum(share * touched, share * worth, chain.people.get(code, 0))
                for code, share in removal_shares(chain.transitions).items()
            }
        return Found(totals, untouched, pending, by_model)

    def _places(self, found: Found, names: Sequence[str]) -> Places:
        """The codes that are shown by themselves, the greatest credit first, and those that are not."""
        mine, nothing = found.by_model[self.models[0]], ModelSum(0, 0, 0)
        ranked = sorted(
            {code for sums in found.by_model.values() for code in sums},
            key=lambda code: (code > len(names), -mine.get(code, nothing).conversions, code),
        )
        shown = [code for code in ranked if code <= len(names)][: self.frame.top]
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
        value = next(iter(line.by.values())) if len(self.frame.by) == 1 else None
        cost = None if line.is_other or value is None else costs.get(value)
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
        found = [sums.get(code, ModelSum(0, 0, 0)) for code in codes]
        is_other = len(codes) > 1 or codes[0] > len(names)
        values: Sequence[str | None] = [OTHER] * len(self.frame.by)
        if not is_other:
            values = [value or None for value in names[codes[0] - 1].split(JOINED_BY)]
        return ModelCredit(
            {each.name: value for each, value in zip(self.frame.by, values, strict=True)},
            is_other,
            sum(each.conversions for each in found),
            sum(each.value for each in found),
        )

    def _costs(self, desk: Desk) -> dict[str, float]:
        """What was spent in the range, by the name of a source; nothing where touches are told apart by more."""
        if len(self.frame.by) > 1:
            return {}
        first, last = self.frame.range.days(desk.scope.zone, desk.scope.now)
        return spent_between(desk.scope.costs(), first, last)

    def _people_of(
        self,
        codes: Sequence[int],
        names: tuple[str, ...],
        desk: Desk,
        group: Group | None = None,
    ) -> int:
        if not codes:
            return 0
        people = credited_people_statement(
            self._sketch(names, desk, group), self.models[0], self.sharing, codes
        )
        counted = Statement(f"SELECT count() FROM (\n{people.sql}\n)", people.parameters)
        return int(desk.read(counted)[0][0])

    def _codes(self, group: Group, names: tuple[str, ...], desk: Desk) -> list[int]:
        if group.is_other:
            return self._places(self._find(names, desk), names)[1]
        name = JOINED_BY.join(group.by[each.name] or "" for each in self.frame.by)
        return [names.index(name) + 1] if name in names else []


def parse_attribution(raw: JsonObject, frame: Frame) -> Attribution:
    """Read `touch`, `conversion`, `amount`, `lookback`, `model`, `beside`, `position`, `half_life`, `direct`.

    Raises:
        TooMuchAsked: A look-back of more than a year.
        QueryInvalid: A model named twice, or shares that are more than the whole.
    """
    check_fields(raw, *FIELDS)
    written = raw.get("lookback", LOOKBACK_DEFAULT)
    said, lookback = parse_length(written, "lookback"), parse_duration(written, "lookback")
    if lookback > LOOKBACK_MAX:
        raise TooMuchAsked(f"at most {LOOKBACK_MAX.days} days, got {said}", path="lookback")
    journeys = Journeys(
        touch=parse_selection(read_object(raw.get("touch"), "touch", known=EVENT), "touch"),
        conversion=parse_selection(
            read_object(raw.get("conversion"), "conversion", known=EVENT), "conversion"
        ),
        amount=read_text(raw.get("amount", AMOUNT_DEFAULT), "amount"),
        lookback=lookback,
    )
    of_touches = tuple(each for each in frame.by if each.is_of_event)
    of_people = tuple(each for each in frame.by if not each.is_of_event)
    frame = replace(frame, by=of_touches or (BY_DEFAULT,))
    models, sharing = _parse_models(raw), _parse_sharing(raw)
    return Attribution(frame, journeys, models, sharing, said, of_people)


def _parse_models(raw: JsonObject) -> tuple[Model, ...]:
    known = [each.value for each in Model]
    written = [(raw.get("model", Model.LAST_NON_DIRECT.value), "model")]
    beside = read_list(raw.get("beside", []), "beside")
    written += [(each, f"beside[{n}]") for n, each in enumerate(beside)]
    models = tuple(Model(read_choice(each, path, known)) for each, path in written)
    if len(set(models)) < len(models):
        raise QueryInvalid("names the same model twice", path="beside")
    return models


def _parse_sharing(raw: JsonObject) -> Sharing:
    base = Sharing()
    node = read_object(raw.get("position", {}), "position", known=("first", "last"))
    first, last = (
        read_number(node.get(end, getattr(base, end)), f"position.{end}")
        for end in ("first", "last")
    )
    if first < 0 or last < 0 or first + last > 1:
        raise QueryInvalid("shares are not negative and at most 1 together", path="position")
    half_life = parse_duration(raw.get("half_life", HALF_LIFE_DEFAULT), "half_life")
    direct = (
        base.direct if raw.get("direct") is None else ("", *read_texts(raw["direct"], "direct"))
    )
    return Sharing(first, last, half_life, direct)


def _by_model(
    found: Sequence[Credited], models: Sequence[Model], untouched: int
) -> dict[Model, Mapping[int, ModelSum]]:
    return {
        model: {each.code: each.sums[n] for each in found if each.code != untouched}
        for n, model in enumerate(models)
    }


def _unused(
    costs: Mapping[str, float], lines: Sequence[Credit], by: Sequence[Breakdown]
) -> list[Credit]:
    """Sources that cost something and are credited with nothing."""
    if [each.name for each in by] != [BY_DEFAULT.name] or any(each.is_other for each in lines):
        return []
    shown = {each.by[BY_DEFAULT.name] for each in lines}
    return [
        Credit({BY_DEFAULT.name: source}, False, 0.0, None, 0.0, 0, cost, None, 0.0)  # noqa: FBT003
        for source, cost in sorted(costs.items(), key=lambda each: -each[1])
        if source not in shown and cost > 0
    ]
