"""Message templates in Liquid, rendered in a sandbox: bounded in output, loops, memory and time.

A template sees the variables it is given, nothing else: no files, no other templates, no attributes of objects.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, wraps
from time import perf_counter
from typing import Any, ClassVar

from liquid import Environment
from liquid.context import RenderContext
from liquid.exceptions import (
    ContextDepthError,
    LiquidError,
    LocalNamespaceLimitError,
    LoopIterationLimitError,
    OutputStreamLimitError,
)
from liquid.template import BoundTemplate

from stayflow.kernel.errors import InvalidInput, nearest

TEMPLATE_MAX = 200_000
"""Characters of a template: a long newsletter has 100,000."""


class TemplateInvalid(InvalidInput):
    """A template that cannot be read or rendered."""

    code = "template_invalid"


class TemplateTooCostly(InvalidInput):
    """A template that loops, grows or runs beyond its limits."""

    code = "template_too_costly"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one rendering may use.

    Attributes:
        output_bytes: Of the text rendered, and of any text made on the way.
        loop_iterations: Turns of all loops together.
        seconds: Time, looked at in every turn of a loop and every filter.
    """

    output_bytes: int = 1_000_000
    loop_iterations: int = 10_000
    seconds: float = 1.0


DEFAULT_LIMITS = Limits()


def check_template(template: str, path: str = "template") -> None:
    """Refuse a template that cannot be parsed.

    Raises:
        TemplateInvalid: It is too long or no Liquid; the message tells the line.
    """
    bound = _parse(template, DEFAULT_LIMITS, path, html=False)
    known = list(bound.env.filters)
    for name in bound.analyze(include_partials=False).filters:
        if name not in known:
            raise TemplateInvalid(f'unknown filter "{name}"{nearest(name, known)}', path=path)


def render(
    template: str,
    variables: Mapping[str, object],
    *,
    limits: Limits = DEFAULT_LIMITS,
    path: str = "template",
    html: bool = False,
) -> str:
    """Render a template.

    Args:
        template: Liquid; an unknown variable renders to nothing.
        variables: What the template sees: texts, numbers, lists and mappings of them.
        limits: How much it may use.
        path: Where the template stands in the request.
        html: True escapes every variable for HTML.

    Raises:
        TemplateInvalid: It cannot be parsed, or fails on these variables.
        TemplateTooCostly: It exceeds its limits.

    >>> render("Hello {{ person.name | default: 'you' }}", {"person": {"name": "Lin"}})
    'Hello Lin'
    """
    bound = _parse(template, limits, path, html=html)
    try:
        return str(bound.render(**variables))
    except TemplateTooCostly as error:
        raise TemplateTooCostly(error.message, path=path) from None
    except TOO_COSTLY as error:
        raise TemplateTooCostly(
            f"the template exceeds its limits: {error.args[0]}", path=path
        ) from None
    except (LiquidError, RecursionError) as error:
        raise TemplateInvalid(_first_line(error), path=path) from None


TOO_COSTLY = (
    ContextDepthError,
    LocalNamespaceLimitError,
    LoopIterationLimitError,
    OutputStreamLimitError,
)


class _Context(RenderContext):
    """Counts every turn of every loop, and looks at the clock."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - liquid's own signature
        super().__init__(*args, **kwargs)
        parent = kwargs.get("parent_context")
        self.budget: _Budget = parent.budget if parent else _Budget(_limits_of(self.env))

    @contextmanager
    def loop(
        self,
        namespace: Mapping[str, object],
        forloop: Any,  # noqa: ANN401 - an untyped class of liquid
    ) -> Iterator[RenderContext]:
        forloop.it = self.budget.counted(forloop.it)
        with super().loop(namespace, forloop) as context:
            yield context


class _Budget:
    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.turns = 0
        self.deadline = perf_counter() + limits.seconds

    def counted(self, turns: Iterator[object]) -> Iterator[object]:
        for turn in turns:
            self.turns += 1
            if self.turns > self.limits.loop_iterations:
                raise TemplateTooCostly(
                    f"the template loops more than {self.limits.loop_iterations} times"
                )
            self.look_at_the_clock()
            yield turn

    def look_at_the_clock(self) -> None:
        if perf_counter() > self.deadline:
            raise TemplateTooCostly(
                f"the template takes longer than {self.limits.seconds:g} seconds"
            )


def _limits_of(environment: Environment) -> Limits:
    return environment.limits if isinstance(environment, _Environment) else DEFAULT_LIMITS


class _Template(BoundTemplate):
    context_class = _Context


class _Environment(Environment):
    template_class = _Template
    context_depth_limit: ClassVar[int] = 20
    limits: ClassVar[Limits] = DEFAULT_LIMITS

    def __init__(self, *, html: bool) -> None:
        super().__init__(autoescape=html)
        self.filters = {name: _bounded(each, self.limits) for name, each in self.filters.items()}
        for tag in ("include", "render"):  # there are no other templates
            self.tags.pop(tag, None)


@lru_cache(maxsize=16)
def _environment(given: Limits, *, html: bool) -> _Environment:
    class Limited(_Environment):
        limits: ClassVar[Limits] = given
        output_stream_limit: ClassVar[int | None] = given.output_bytes
        local_namespace_limit: ClassVar[int | None] = given.output_bytes

    return Limited(html=html)


@lru_cache(maxsize=256)
def _compiled(template: str, limits: Limits, *, html: bool) -> BoundTemplate:
    return _environment(limits, html=html).from_string(template)


def _parse(template: str, limits: Limits, path: str, *, html: bool) -> BoundTemplate:
    if len(template) > TEMPLATE_MAX:
        raise TemplateInvalid(f"a template has at most {TEMPLATE_MAX} characters", path=path)
    try:
        return _compiled(template, limits, html=html)
    except (LiquidError, RecursionError) as error:
        raise TemplateInvalid(_first_line(error), path=path) from None


def _bounded(function: Callable[..., Any], limits: Limits) -> Callable[..., Any]:
    """The filter, refusing to make a text longer than the output may be."""

    @wraps(function)
    def bounded(left: object, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - any filter's
        if _largest(left, *args) > limits.output_bytes:
            raise TemplateTooCostly(f"a filter makes more than {limits.output_bytes} bytes")
        made = function(left, *args, **kwargs)
        if _size(made) > limits.output_bytes:
            raise TemplateTooCostly(f"a filter makes more than {limits.output_bytes} bytes")
        return made

    for mark in ("with_context", "with_environment", "validate"):
        if hasattr(function, mark):
            setattr(bounded, mark, getattr(function, mark))
    return bounded


def _largest(left: object, *args: object) -> int:
    """What a filter could make at most of its arguments: `replace` puts a text once per character, `join` per item."""
    texts = [len(str(each)) for each in args if isinstance(each, str)]
    return (_size(left) + 1) * max([1, *texts]) if texts and _size(left) > SMALL else _size(left)


SMALL = 100
"""Left sides up to this size cannot be grown far by one filter: its texts stand in the template."""


def _size(value: object) -> int:
    if isinstance(value, str):
        return len(value)
    if isinstance(value, range):
        return value.stop - value.start
    return len(value) if isinstance(value, list | tuple) else 0


def _first_line(error: BaseException) -> str:
    if isinstance(error, RecursionError):
        return "the template is nested too deep"
    token = getattr(error, "token", None)
    words = str(error.args[0]) if error.args else type(error).__name__
    if token is None or token.start_index < 0:
        return words
    line = token.source.count("\n", 0, token.start_index) + 1
    return f"line {line}: {words}"
