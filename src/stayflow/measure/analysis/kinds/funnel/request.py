"""Reading the parameters of a funnel."""

from collections.abc import Sequence
from datetime import timedelta

from stayflow.language.metric import EventSelection, parse_selection
from stayflow.language.raw import (
    JsonObject,
    join,
    read_boolean,
    read_choice,
    read_list,
    read_object,
    read_text,
)
from stayflow.language.window import Granularity
from stayflow.measure.analysis.earlier import parse_comparison
from stayflow.measure.analysis.errors import QueryInvalid, TooMuchAsked
from stayflow.measure.analysis.kinds.funnel.model import (
    BARS_MAX,
    BITS,
    SHARING_MAX,
    STEPS_MAX,
    STEPS_MIN,
    WAYS_OPTIONAL_MAX,
    Bar,
    FunnelQuestion,
    FunnelStep,
    Held,
    Mode,
    Span,
)
from stayflow.measure.analysis.model import Frame
from stayflow.measure.analysis.request import check_fields, read_count, read_span

WINDOW_DEFAULT = "7d"
WINDOW_MAX = timedelta(days=366)
OR_MAX = 10
PERS = ("day", "week", "month")
STEP_FIELDS = ("event", "where", "or", "name", "optional", "within", "after")


def parse_question(raw: JsonObject, frame: Frame) -> FunnelQuestion:
    """Read `steps`, `window`, `mode`, `exclude`, `same`, `per`, `times` and `compare`.

    Raises:
        TooMuchAsked: Too few or too many steps, or a window of more than a year.
        QueryInvalid: Parts that do not go together; the message says which.
    """
    check_fields(raw, "steps", "window", "mode", "exclude", "same", "per", "times", "compare")
    written = read_list(raw.get("steps"), "steps")
    if not STEPS_MIN <= len(written) <= STEPS_MAX:
        raise TooMuchAsked(
            f"expected {STEPS_MIN} to {STEPS_MAX} steps, got {len(written)}", path="steps"
        )
    mode = Mode(read_choice(raw.get("mode", "ordered"), "mode", [each.value for each in Mode]))
    steps = tuple(_parse_step(step, f"steps[{index}]") for index, step in enumerate(written))
    per, same = raw.get("per"), raw.get("same")
    question = FunnelQuestion(
        frame=frame,
        steps=steps,
        window=_parse_span(raw.get("window", WINDOW_DEFAULT), "window"),
        mode=mode,
        bars=_parse_bars(raw.get("exclude"), len(steps)),
        held=None if same is None else _parse_held(same),
        per=None if per is None else Granularity(read_choice(per, "per", PERS)),
        has_times=read_boolean(raw.get("times", False), "times"),
        comparison=parse_comparison(raw.get("compare"), frame.range),
    )
    _check(question)
    return question


def _parse_step(raw: object, path: str) -> FunnelStep:
    node = read_object(raw, path, known=STEP_FIELDS)
    selections = [parse_selection(node, path)]
    others = [] if node.get("or") is None else read_list(node["or"], join(path, "or"))
    if len(others) > OR_MAX:
        raise TooMuchAsked(
            f"at most {OR_MAX} alternatives, got {len(others)}", path=join(path, "or")
        )
    for index, other in enumerate(others):
        at = join(path, f"or[{index}]")
        selections.append(parse_selection(read_object(other, at, known=("event", "where")), at))
    given = node.get("name")
    name = _name(selections) if given is None else read_text(given, join(path, "name"))
    spans = {
        key: _parse_span(node[key], join(path, key)) if node.get(key) is not None else None
        for key in ("within", "after")
    }
    return FunnelStep(
        tuple(selections),
        name,
        is_optional=read_boolean(node.get("optional", False), join(path, "optional")),
        **spans,
    )


def _name(selections: Sequence[EventSelection]) -> str:
    return " / ".join(name for each in selections for name in (each.events or ("*",)))


def _parse_span(raw: object, path: str) -> Span:
    said, length = read_span(raw, path, WINDOW_MAX)
    return Span(length, said)


def _parse_held(raw: object) -> Held:
    node = read_object(raw, "same", known=("property",))
    return Held(read_text(node.get("property"), "same.property"), "same.property")


def _parse_bars(raw: object, size: int) -> tuple[Bar, ...]:
    if raw is None:
        return ()
    written = read_list(raw, "exclude")
    if len(written) > BARS_MAX or len(written) + size > BITS:
        most = min(BARS_MAX, BITS - size)
        raise TooMuchAsked(
            f"at most {most} exclusions with {size} steps, got {len(written)}", path="exclude"
        )
    bars = []
    for index, each in enumerate(written):
        path = f"exclude[{index}]"
        node = read_object(each, path, known=("event", "where", "from", "to"))
        first = read_count(node.get("from", 1), join(path, "from"), least=1, most=size - 1)
        last = read_count(node.get("to", size), join(path, "to"), least=first + 1, most=size)
        bars.append(Bar(parse_selection(node, path), first, last))
    return tuple(bars)


def _check(question: FunnelQuestion) -> None:
    """Refuse parts that do not go together."""
    for index, step in enumerate(question.steps):
        _check_step(step, index, question.size)
    if question.mode is Mode.ANY:
        _check_any(question)
    if question.mode is Mode.STRICT and question.bars:
        raise QueryInvalid("nothing lies between strict steps; leave it out", path="exclude")
    _check_ways(question)


def _check_step(step: FunnelStep, index: int, size: int) -> None:
    path = f"steps[{index}]"
    if step.is_optional and index in {0, size - 1}:
        raise QueryInvalid(
            "the first and the last step cannot be optional", path=join(path, "optional")
        )
    if index == 0 and (step.within or step.after):
        name = "within" if step.within else "after"
        raise QueryInvalid("no step is before the first", path=join(path, name))
    if step.within and step.after and step.within.length < step.after.length:
        raise QueryInvalid(
            f"within {step.within.said} leaves nothing after {step.after.said}",
            path=join(path, "within"),
        )


def _check_any(question: FunnelQuestion) -> None:
    if question.bars:
        raise QueryInvalid("steps in any order have nothing between them", path="exclude")
    for index, step in enumerate(question.steps):
        for name, value in (
            ("optional", step.is_optional),
            ("within", step.within),
            ("after", step.after),
        ):
            if value:
                raise QueryInvalid(
                    "steps in any order have none before them", path=f"steps[{index}].{name}"
                )
    most = max(len(steps) for steps in question.sharing)
    if most > SHARING_MAX:
        raise TooMuchAsked(
            f"in any order at most {SHARING_MAX} steps may share events, got {most}", path="steps"
        )


def _check_ways(question: FunnelQuestion) -> None:
    """Gaps and exclusions of a part of the way beside optional steps: a way for each choice of these."""
    optional = sum(step.is_optional for step in question.steps)
    if question.has_ways and optional > WAYS_OPTIONAL_MAX:
        raise TooMuchAsked(
            f"with `after`, or exclusions of a part, at most {WAYS_OPTIONAL_MAX} steps may be optional, got {optional}",
            path="steps",
        )
