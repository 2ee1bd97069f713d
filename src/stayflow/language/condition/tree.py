"""The tree of a condition: frozen values, no I/O."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from stayflow.language.aggregate import Aggregate
from stayflow.language.metric import EventSelection
from stayflow.language.operands import Operand
from stayflow.language.scope import Facet
from stayflow.language.window import Length, Range


@dataclass(frozen=True, slots=True)
class AttributeTest:
    """One attribute compared with a value; its type is known to the catalogue, so the value stays raw until then."""

    name: str
    op: str
    value: object
    path: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Unread:
    """A value as it was written, whose type only the catalogue knows; a list is a tuple."""

    as_written: object


@dataclass(frozen=True, slots=True)
class Behaviour:
    """An aggregate over a person's events compared with a number.

    Attributes:
        selection: The events that count.
        aggregate: What is computed over them; `count` unless said otherwise.
        op: A comparison of numbers; of the property's type where the aggregate is one of its values.
        value: What it is compared with; unread where the aggregate is a value of a property.
        within: The time that counts; None means ever.
        path: Where it was written.
    """

    selection: EventSelection
    aggregate: Aggregate
    op: str
    value: Operand | Unread
    within: Range | None = None
    path: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Since:
    """A stretch of a person's own time, counted from their first or last event of a kind.

    Attributes:
        which: The first of these events, or the last.
        selection: The events it is counted from.
        shift: How long after the event the stretch begins; negative for before it.
        shift_said: The same as it was written, without its sign; None for at once.
        lasts: How long it lasts; None: to the present.
        lasts_said: The same as it was written.
    """

    which: Literal["first", "last"]
    selection: EventSelection
    shift: timedelta = timedelta(0)
    shift_said: Length | None = None
    lasts: timedelta | None = None
    lasts_said: Length | None = None


@dataclass(frozen=True, slots=True)
class RelativeBehaviour:
    """A behaviour, which says no time itself, in a stretch of the person's own time."""

    behaviour: Behaviour
    since: Since


@dataclass(frozen=True, slots=True)
class Sequence:
    """Events in order: by time, and at equal times in the order of arrival. One event serves one step.

    Attributes:
        steps: At least two; other events may lie between.
        without: An event between the first and the last step that spoils it, unless it serves a step itself.
        within: From the first step to the last, the end included; None means any length.
        within_said: The same as it was written.
        during: The time in which all of it happens; None means ever.
        path: Where it was written.
    """

    steps: tuple[EventSelection, ...]
    without: EventSelection | None = None
    within: timedelta | None = None
    within_said: Length | None = None
    during: Range | None = None
    path: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class FacetTest:
    """A clause that only its facet understands."""

    facet: Facet = field(compare=False)
    kind: str
    clause: object
    path: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Group:
    """`all` or `any` of some conditions, or `not` of one. `all` of none is everybody."""

    how: Literal["all", "any", "not"]
    members: "tuple[Condition, ...]"


Condition = Group | AttributeTest | Behaviour | RelativeBehaviour | Sequence | FacetTest
