"""The models: how one conversion is shared out among the touches before it.

Each but `markov` gives the touches of one conversion's path weights that add up to 1.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from stayflow.language.sentence import Lang, Sentence, say_share, say_span

_MS: Final = timedelta(milliseconds=1)
HALF_LIVES_MAX: Final = 900
"""So many powers of two fit into a number of 64 bits, upwards and downwards."""


class Model(StrEnum):
    """How a conversion is shared out."""

    FIRST = "first"
    LAST = "last"
    LAST_NON_DIRECT = "last_non_direct"
    LINEAR = "linear"
    POSITION = "position"
    TIME_DECAY = "time_decay"
    MARKOV = "markov"
    SHAPLEY = "shapley"

    def describe(self, sharing: "Sharing", lang: Lang) -> str:
        """How it shares, in words, with what it is told."""
        between = max(0.0, 1 - sharing.first - sharing.last)
        return _SAID[self].say(
            lang,
            first=say_share(sharing.first),
            last=say_share(sharing.last),
            between=say_share(between),
            half_life=say_span(sharing.half_life, lang),
        )


_SAID: Final = {
    Model.FIRST: Sentence("首次触点得全部", "the first touch gets all"),
    Model.LAST: Sentence("末次触点得全部", "the last touch gets all"),
    Model.LAST_NON_DIRECT: Sentence(
        "末次非直接触点得全部（全是直接访问时归末次）",
        "the last touch that is not direct gets all (the last of all when every one is direct)",
    ),
    Model.LINEAR: Sentence("各触点均分", "every touch gets the same"),
    Model.POSITION: Sentence(
        "首次触点得 {first}，末次触点得 {last}，其余 {between} 由中间触点均分",
        "the first touch gets {first}, the last one {last}, those between share the other {between}",
    ),
    Model.TIME_DECAY: Sentence(
        "触点离转化每远 {half_life}（半衰期），权重减半",
        "a touch weighs half as much for each {half_life} (the half-life) that it lies further back",
    ),
    Model.MARKOV: Sentence(
        "一阶马尔可夫链的移除效应：去掉某触点后损失的转化占比，归一后分配；未转化的路径（窗口已结束）一并计入",
        "the removal effect in a Markov chain of order one: the part of the conversions lost without the touch, made "
        "to add up to one; paths without conversion whose window is over are part of the chain",
    ),
    Model.SHAPLEY: Sentence(
        "沙普利值：一组触点的价值是触点全在组内的转化数，于是每次转化由路径中不同的触点均分",
        "the Shapley value, where a set of touches is worth the conversions whose touches all lie in it: each "
        "conversion is shared equally by the different touches of its path",
    ),
}


@dataclass(frozen=True, slots=True)
class Sharing:
    """What the models can be told.

    Attributes:
        first: Share of the first touch of three or more, in `position`.
        last: Share of the last one.
        half_life: Of `time_decay`.
        direct: Values that are no source of their own, for `last_non_direct`.
    """

    first: float = 0.4
    last: float = 0.4
    half_life: timedelta = timedelta(days=7)
    direct: tuple[str, ...] = ("", "direct", "(direct)", "(none)")


@dataclass(frozen=True, slots=True)
class PathSql:
    """What the SQL of shares depends on.

    Its columns are arrays of one person. By touch: `codes`, `moments` in milliseconds, how many conversions' look-backs
    had begun (`opens`) and how many conversions were over (`closes`). By conversion: `amounts`, how many touches were
    before its look-back (`sinces`) and in it (`sizes`), the codes of the first, the last, and the last that is not
    direct (`firsts`, `lasts`, `origins`). In all order: `serves`, and where touches, conversions and the marks of
    look-backs stand in it (`touch_places`, `won_places`, `mark_places`).

    Attributes:
        sharing: What the models are told.
        direct: SQL of the codes that are direct.
        span: No moment is later.
    """

    sharing: Sharing
    direct: str
    span: timedelta


def shares_sql(model: Model, path: PathSql) -> str:
    """SQL of an array of (code, weight, worth): what a person's conversions that have touches give to each.

    Shapley (1953), "A value for n-person games": with the worth of a set of touches as `Model.SHAPLEY` says it, the
    dividend (Harsanyi, 1959) of a set is the number of conversions with exactly these touches, and a dividend is
    shared equally; as Zhao, Mahboobi and Bagheri (2018), "Shapley value methods for attribution modeling in online
    advertising", have it. So it is exact for any number of touches.
    """
    return _SHARES[model](path)


def _whole(codes: str, weight: str = "1") -> str:
    """Each conversion gives `weight`, of its `size`, to one touch."""
    given = f"if(size > 0, toFloat64({weight}), 0.)"
    return (
        "arrayFilter(each -> each.2 > 0, arrayMap((code, size, amount) ->"
        f" (code, {given}, {given} * amount), {codes}, sizes, amounts))"
    )


def _ahead(of_marks: str, of_won: str) -> str:
    """At each touch, what stands after it adds up to: numbers by conversion, at its mark and at itself."""
    placed = (
        "arraySort((value, place) -> place,\n"
        f"          arrayConcat(arrayMap(place -> 0., touch_places), {of_marks}, {of_won}),\n"
        "          arrayConcat(touch_places, mark_places, won_places))"
    )
    running = f"arrayReverse(arrayCumSum(arrayReverse({placed})))"
    return f"arrayFilter((value, each) -> each > 1, arrayPushBack(arrayPopFront({running}), 0.), serves)"


def _spread(share: str, of: str = "sizes", weight: str = "share") -> str:
    """Each touch is given what a share, a number of `whole` out of `of`, adds up to over the conversions it precedes.

    Args:
        share: Of one conversion.
        of: A number by conversion.
        weight: What becomes of that sum, called `share`, at the `moment` of the touch.
    """
    shares = f"arrayMap((whole, size) -> if(size > 0, {share}, 0.), {of}, sizes)"
    worths = f"arrayMap((share, amount) -> share * amount, {shares}, amounts)"
    sums = ",\n        ".join(
        _ahead(f"arrayMap(each -> -each, {each})", each) for each in (shares, worths)
    )
    return (
        "arrayMap(each -> (each.1, each.2, each.3), arrayFilter(each -> each.4,\n"
        f"        arrayMap((code, moment, opened, closed, share, worth) -> (code, {weight},"
        f" {weight.replace('share', 'worth')}, opened > closed),\n"
        f"        codes, moments, opens, closes,\n        {sums})))"
    )


def _position(path: PathSql) -> str:
    first, last = path.sharing.first, path.sharing.last
    both = first + last
    of_two = first / both if both > 0 else 0.5
    middle = max(0.0, 1 - both)
    if middle == 0 and both > 0:
        first, last = first / both, last / both
    ends = [
        _whole("firsts", f"multiIf(size = 1, 1.0, size = 2, {of_two!r}, {first!r})"),
        _whole("lasts", f"multiIf(size = 1, 0.0, size = 2, {1 - of_two!r}, {last!r})"),
    ]
    return f"arrayConcat({', '.join([*ends, *([_between(middle)] if middle else [])])})"


def _between(middle: float) -> str:
    """A share of each conversion for the touches between its first and its last one.

    These are the conversions that are over only after the next touch, less those whose look-back began only after the
    touch before.
    """
    shares = f"arrayMap(size -> if(size > 2, {middle!r} / (size - 2), 0.), sizes)"
    worths = f"arrayMap((share, amount) -> share * amount, {shares}, amounts)"
    nothing = "arrayMap(size -> 0., sizes)"
    sums = ",\n        ".join(
        f"arrayRotateLeft({_ahead(nothing, each)}, 1), arrayRotateRight({_ahead(each, nothing)}, 1)"
        for each in (shares, worths)
    )
    return (
        "arrayMap(each -> (each.1, each.2, each.3), arrayFilter(each -> each.4,\n"
        "        arrayMap((code, n, opened, closed, over, begun, over_worth, begun_worth) ->"
        " (code, over - begun, over_worth - begun_worth, n > 1 AND n < length(codes) AND opened > closed),\n"
        "        codes, arrayEnumerate(codes), arrayRotateRight(opens, 1), arrayRotateLeft(closes, 1),\n"
        f"        {sums})))"
    )


def _time_decay(path: PathSql) -> str:
    """A touch weighs 2 to the power of its moment in half-lives: the sums of a path are differences of running sums.

    Where so many half-lives do not fit into a number, each path is weighed by itself, from its last touch backwards.
    """
    half_life = path.sharing.half_life // _MS
    if path.span > HALF_LIVES_MAX * path.sharing.half_life:
        age = "(arrayElement(moments, since + size) - moment)"
        weights = (
            f"arrayMap(moment -> exp2(-{age} / {half_life}), arraySlice(moments, since + 1, size))"
        )
        return _of_paths(
            f"arrayMap((code, weight, whole) -> (code, weight / whole, weight / whole * amount),"
            f" arraySlice(codes, since + 1, size), {weights},"
            f" arrayWithConstant(size, arraySum({weights})))"
        )
    powers = f"arrayMap((each, time) -> if(each > 1, exp2(time / {half_life}), 0.), serves, times)"
    until = f"arrayFilter((value, each) -> bitTest(each, 0), arrayRotateRight(arrayCumSum({powers}), 1), serves)"
    since = f"arrayFilter((value, each) -> each = 0, arrayCumSum({powers}), serves)"
    whole = f"arrayMap((until, since) -> until - since, {until}, {since})"
    return _spread("1 / whole", whole, f"exp2(moment / {half_life}) * share")


def _of_paths(shares: str) -> str:
    """Each path by itself: `shares` are of the touches after `since`, `size` of them, for a conversion's `amount`."""
    return f"arrayFlatten(arrayMap((since, size, amount) -> {shares}, sinces, sizes, amounts))"


def _shapley(_: PathSql) -> str:
    distinct = "arrayDistinct(arraySlice(codes, since + 1, size))"
    return _of_paths(
        f"arrayMap(code -> (code, 1 / length({distinct}), amount / length({distinct})), {distinct})"
    )


_SHARES: Final[dict[Model, Callable[[PathSql], str]]] = {
    Model.FIRST: lambda _: _whole("firsts"),
    Model.LAST: lambda _: _whole("lasts"),
    Model.LAST_NON_DIRECT: lambda _: _whole("origins"),
    Model.LINEAR: lambda _: _spread("1 / whole"),
    Model.POSITION: _position,
    Model.TIME_DECAY: _time_decay,
    Model.SHAPLEY: _shapley,
    # Who took part: any share will do.
    Model.MARKOV: lambda _: _spread("1 / whole"),
}


def of_rules(models: Sequence[Model]) -> list[Model]:
    """Those that are weights of one path by itself."""
    return [model for model in models if model is not Model.MARKOV]
