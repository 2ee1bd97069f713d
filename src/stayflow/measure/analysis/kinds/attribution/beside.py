"""An attribution beside another range: the same values, the same groups of people, as they were then."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, TypeVar

import msgspec

from stayflow.language.raw import JsonObject
from stayflow.language.statement import Statement
from stayflow.measure.analysis.groups import Group, Grouped, Values
from stayflow.measure.analysis.kinds.attribution.asking import NONE, Asking, Found, Names
from stayflow.measure.analysis.kinds.attribution.paths import ModelSum
from stayflow.measure.analysis.kinds.attribution.result import (
    AttributionGroup,
    AttributionNumbers,
    AttributionResult,
    Credit,
    CreditNumbers,
    ModelCredit,
    ModelCredits,
    ModelNumbers,
)
from stayflow.measure.analysis.model import OTHER, Desk

Numbers = TypeVar("Numbers", bound=AttributionNumbers)
_NOTHING: Final = CreditNumbers(0.0, None, 0.0, 0)
_NO_MODEL: Final = ModelNumbers(0.0, 0.0)
_NOBODY: Final = Found(NONE, NONE, None, {}).line


def beside_then(now: AttributionResult, then: Asking, desk: Desk) -> AttributionResult:
    """The answer, and beside each number what it was in the range of `then`.

    What leads now is told apart then as well; all else is the rest, also where there is none now.
    """
    names = then.names(desk)
    whole = _beside(now, then, names, desk)
    if now.groups is None:
        return whole
    return msgspec.structs.replace(whole, groups=list(_groups_beside(whole, then, names, desk)))


def rest_people(now: AttributionResult, who: JsonObject, then: Asking, desk: Desk) -> Statement:
    """The people of the rest in the range of `then`."""
    names = then.names(desk)
    codes = _rest_of(now.credits, then, names)
    return then.credited_people(codes, names, desk, then.asked_group(who))


def _beside(
    now: Numbers, then: Asking, names: Names, desk: Desk, group: Group | None = None
) -> Numbers:
    found = then.find(names, desk, group)
    costs = then.costs(desk) if group is None else {}
    rest = _rest_of(now.credits, then, names)
    people = then.people_of(rest, names, desk, group)
    if people:
        now = _with_rest(now, then)
    shown = [
        msgspec.structs.replace(
            each,
            previous=_before(then, found, rest, None, people)
            if each.is_other
            else _before(then, found, then.codes_of(each.by, names), then.cost_of(each, costs)),
        )
        for each in now.credits
    ]
    beside = [
        _by_model(each, lambda line: then.codes_of(line.by, names), rest, found.by_model[model])
        for each, model in zip(now.beside, then.models[1:], strict=True)
    ]
    return msgspec.structs.replace(now, credits=shown, beside=beside, previous=found.line)


def _by_model(
    model: ModelCredits,
    codes_of: Callable[[ModelCredit], Sequence[int]],
    rest: Sequence[int],
    sums: Mapping[int, ModelSum],
) -> ModelCredits:
    """What another model credits each value with, and what it did then."""
    lines = []
    for each in model.credits:
        mine = [sums.get(code, NONE) for code in (rest if each.is_other else codes_of(each))]
        was = ModelNumbers(
            float(sum(one.conversions for one in mine)), float(sum(one.value for one in mine))
        )
        lines.append(msgspec.structs.replace(each, previous=was))
    return msgspec.structs.replace(model, credits=lines)


def _groups_beside(
    whole: AttributionResult, then: Asking, names: Names, desk: Desk
) -> Iterator[AttributionGroup]:
    """Every group of people; the rest also where nobody is in it now."""
    now = list(whole.groups or ())
    was = {_name(each): each for each in then.groups(desk)}
    has_rest = any(each.is_other for each in whole.credits)
    gone = [_nobody(whole, was[name]) for name in was.keys() - {_name(each) for each in now}]
    for group in (*now, *gone):
        mine = _with_rest(group, then) if has_rest else group
        if (named := was.get(_name(group))) is not None:
            yield _beside(mine, then, names, desk, named)
            continue
        lines = [msgspec.structs.replace(each, previous=_NOTHING) for each in mine.credits]
        models = [
            msgspec.structs.replace(
                model,
                credits=[
                    msgspec.structs.replace(each, previous=_NO_MODEL) for each in model.credits
                ],
            )
            for model in mine.beside
        ]
        yield msgspec.structs.replace(mine, credits=lines, beside=models, previous=_NOBODY)


def _name(group: Grouped) -> tuple[bool, tuple[str | None, ...]]:
    return group.is_other, tuple(group.by.values())


def _before(
    then: Asking,
    found: Found,
    codes: Sequence[int],
    cost: float | None,
    people: int | None = None,
) -> CreditNumbers:
    """What some codes were credited with; the people of several are counted by themselves."""
    mine, whole = found.by_model[then.models[0]], found.totals.conversions
    sums = [mine[code] for code in codes if code in mine]
    conversions = sum(each.conversions for each in sums)
    value = sum(each.value for each in sums)
    return CreditNumbers(
        conversions=float(conversions),
        share=conversions / whole if whole else None,
        value=float(value),
        people=sum(each.people for each in sums) if people is None else people,
        cost=cost,
        cpa=cost / conversions if cost is not None and conversions else None,
        roas=value / cost if cost else None,
    )


def _rest_of(lines: Sequence[Credit], then: Asking, names: Names) -> list[int]:
    """The codes of what is none of the lines; the last code is of all values that have none of their own."""
    told = {code for each in lines if not each.is_other for code in then.codes_of(each.by, names)}
    return [code for code in range(1, len(names) + 2) if code not in told]


def _with_rest(now: Numbers, then: Asking) -> Numbers:
    """The same, with a line of the rest where nothing is among it now."""
    if any(each.is_other for each in now.credits):
        return now
    by: Values = {each.key: OTHER for each in then.frame.by}
    rest = ModelCredit(0.0, 0.0, by=by, is_other=True)
    return msgspec.structs.replace(
        now,
        credits=[*now.credits, _nothing(by, is_other=True)],
        beside=[
            msgspec.structs.replace(model, credits=[*model.credits, rest]) for model in now.beside
        ],
    )


def _nothing(by: Values, *, is_other: bool) -> Credit:
    return Credit(0.0, None, 0.0, 0, by=by, is_other=is_other)


def _nobody(whole: AttributionResult, group: Group) -> AttributionGroup:
    """A group that nobody is in now."""
    lines = [ModelCredit(0.0, 0.0, by=each.by, is_other=each.is_other) for each in whole.credits]
    return AttributionGroup(
        **msgspec.structs.asdict(_NOBODY),
        credits=[_nothing(each.by, is_other=each.is_other) for each in whole.credits],
        beside=[ModelCredits(each.model, lines) for each in whole.beside],
        by=group.by,
        is_other=group.is_other,
    )
