"""The models: how one conversion is shared out among the touches before it.

Each but `markov` is a weight per touch of one conversion's path, and the weights of a path add up to 1.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from stayflow.language.keys import Keys
from stayflow.language.sentence import Lang, Sentence

_MS: Final = timedelta(milliseconds=1)


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

    def describe(self, lang: Lang) -> str:
        """How it shares, in words."""
        return _SAID[self].say(lang)


_SAID: Final = {
    Model.FIRST: Sentence("首次触点得全部", "the first touch gets all"),
    Model.LAST: Sentence("末次触点得全部", "the last touch gets all"),
    Model.LAST_NON_DIRECT: Sentence(
        "末次非直接触点得全部（全是直接访问时归末次）",
        "the last touch that is not direct gets all (the last of all when every one is direct)",
    ),
    Model.LINEAR: Sentence("各触点均分", "every touch gets the same"),
    Model.POSITION: Sentence(
        "首末触点各得其份额，其余由中间触点均分",
        "the first and the last touch get their shares, those between share the rest",
    ),
    Model.TIME_DECAY: Sentence(
        "触点离转化每远一个半衰期，权重减半",
        "a touch weighs half as much for each half-life that it lies further back",
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
    """SQL of one conversion's path, for weights: columns of the row.

    Attributes:
        keys: How the keys of `path` are laid out.
        sharing: What the models are told.
        direct: SQL of the codes that are direct.
    """

    keys: Keys
    sharing: Sharing
    direct: str


def weights_sql(model: Model, path: PathSql) -> str:
    """SQL of the weights of `codes` (the touches of a path, at least one; their keys are in `path`).

    Shapley (1953), "A value for n-person games": with the worth of a set of touches as `Model.SHAPLEY` says it, the
    dividend (Harsanyi, 1959) of a set is the number of conversions with exactly these touches, and a dividend is
    shared equally; as Zhao, Mahboobi and Bagheri (2018), "Shapley value methods for attribution modeling in online
    advertising", have it. So it is exact for any number of touches.
    """
    return _WEIGHTS[model](path)


def _at(place: str) -> str:
    return f"arrayMap(nth -> toFloat64(nth = {place}), arrayEnumerate(codes))"


def _last_non_direct(path: PathSql) -> str:
    last = f"arrayLastIndex(code -> NOT has({path.direct}, code), codes)"
    return f"arrayMap(nth -> toFloat64(nth = if({last} = 0, length(codes), {last})), arrayEnumerate(codes))"


def _position(path: PathSql) -> str:
    first, last = path.sharing.first, path.sharing.last
    both = first + last
    of_two = first / both if both > 0 else 0.5
    middle = max(0.0, 1 - both)
    if middle == 0 and both > 0:
        first, last = first / both, last / both
    return (
        f"arrayMap(nth -> multiIf(length(codes) = 1, 1.0,"
        f" length(codes) = 2, if(nth = 1, {of_two!r}, {1 - of_two!r}),"
        f" nth = 1, {first!r}, nth = length(codes), {last!r},"
        f" {middle!r} / (length(codes) - 2)), arrayEnumerate(codes))"
    )


def _time_decay(path: PathSql) -> str:
    """Ages are since the last touch, so that the weights of one path do not all vanish."""
    half_life = path.sharing.half_life // _MS
    age = f"({path.keys.instant('path[-1]')} - {path.keys.instant('key')})"
    weights = f"arrayMap(key -> exp2(-{age} / {half_life}), path)"
    return f"arrayMap(weight -> weight / arraySum({weights}), {weights})"


_WEIGHTS: Final[dict[Model, Callable[[PathSql], str]]] = {
    Model.FIRST: lambda _: _at("1"),
    Model.LAST: lambda _: _at("length(codes)"),
    Model.LAST_NON_DIRECT: _last_non_direct,
    Model.LINEAR: lambda _: "arrayMap(code -> 1 / length(codes), codes)",
    Model.POSITION: _position,
    Model.TIME_DECAY: _time_decay,
    Model.SHAPLEY: lambda _: (
        "arrayMap(nth -> if(nth = 1, 1 / length(arrayDistinct(codes)), 0.0), arrayEnumerateUniq(codes))"
    ),
    # Who took part: any share will do.
    Model.MARKOV: lambda _: "arrayMap(code -> 1 / length(codes), codes)",
}


def of_rules(models: Sequence[Model]) -> list[Model]:
    """Those that are weights of one path by itself."""
    return [model for model in models if model is not Model.MARKOV]
