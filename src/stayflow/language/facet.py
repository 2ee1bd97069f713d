"""What a facet says of itself, so that a console draws its clause without knowing it.

A facet is a kind of condition that a room above the language plugs in (`scope.Facet`). Its editor is a sentence with
a place for each field of the clause, and per field what may stand there. `FacetEditor.said` of
`stage: {in: […], model: …}` is "are in stage {in} of the model {model}": the console puts a bracket into each place.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from stayflow.language.raw import JsonObject
from stayflow.language.sentence import Sentence


class FieldKind(StrEnum):
    """What may stand in a field, and how the clause writes it."""

    CHOICE = "choice"
    """One of the choices: `name: x`."""
    CHOICES = "choices"
    """Some of the choices: `in: [x, y]`."""
    TEXT = "text"
    """A text: `name: x`."""
    COMPARISON = "comparison"
    """An operator and its value, of the type `FacetField.type`: the keys `op` and `value` of the clause."""
    BOUND = "bound"
    """From a value on, perhaps up to another: `drop: {gte: 0.3, lt: 0.5}`; of the type `FacetField.type`."""
    RANGE = "range"
    """A stretch of time: `within: {last: 14d}`."""
    EVENT = "event"
    """Which events: `event: x`, or one of several: `event: [x, y]`."""
    FILTER = "filter"
    """Tests of the properties of the events in the field `event`: `where: {property: category, in: [shoes]}`."""
    LENGTH = "length"
    """A length of days or weeks: `recent: 28d`."""
    NUMBER = "number"
    """A whole number, 1 or more: `at_least: 6`."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One word that may stand in a field.

    Attributes:
        value: As the clause writes it.
        label: As people read it.
        count: How many people it is true of; None when that is not known.
    """

    value: str
    label: Sentence
    count: int | None = None


@dataclass(frozen=True, slots=True)
class FacetField:
    """One place of the sentence.

    Attributes:
        name: Its key in the clause; for a comparison it is only the place.
        kind: What may stand there.
        label: What it is called.
        choices: Of a choice or choices; with a comparison of texts, values to suggest; of a length or a number, the one
            that holds when it is left out.
        type: Of a comparison or a bound: what is compared, such as `number`, or `share` (0.3 is shown as 30 %).
        is_required: False when the clause may leave it out.
        default: What it is when it is left out, in words; nothing when it is then not said at all.
        lead: What is said before its value where there is one, such as "of the model".
        either: Fields of the same group take each other's place: exactly one of them stands in the clause.
        is_free: Of choices: other values may stand there as well.
    """

    name: str
    kind: FieldKind
    label: Sentence
    choices: tuple[Choice, ...] = ()
    type: str = "number"
    is_required: bool = True
    default: Sentence | None = None
    lead: Sentence | None = None
    either: str = ""
    is_free: bool = False


@dataclass(frozen=True, slots=True)
class FacetEditor:
    """How a clause is edited.

    Attributes:
        label: The kind of condition, as a menu names it.
        hint: What can be asked with it, in a few words.
        said: The clause as a sentence about people, `{name}` in the place of each field.
        denied: The same when the clause is negated.
        fields: Its fields, each with its place in both sentences.
    """

    label: Sentence
    hint: Sentence
    said: Sentence
    denied: Sentence
    fields: tuple[FacetField, ...]


def named_field(clause: JsonObject, label: Sentence, choices: Mapping[str, Choice]) -> FacetField:
    """The field that says which thing is meant: `name`, or `id` in a clause that names it so.

    Args:
        clause: As it stands.
        label: What such a thing is called.
        choices: What may be chosen by name, by its id.
    """
    if "id" not in clause:
        return FacetField("name", FieldKind.CHOICE, label, tuple(choices.values()))
    by_id = (replace(each, value=own) for own, each in choices.items())
    return FacetField("id", FieldKind.CHOICE, label, tuple(by_id))


def choices_of(names: Iterable[str]) -> tuple[Choice, ...]:
    """Names that are the same in every language, as choices."""
    return tuple(Choice(name, Sentence(name, name)) for name in names)


def model_field(names: Iterable[str]) -> FacetField:
    """The field `model` of a clause: which model; the default one when it is left out."""
    return FacetField(
        "model",
        FieldKind.CHOICE,
        Sentence("模型", "Model"),
        choices_of(names),
        is_required=False,
        default=Sentence("（默认模型）", "(default model)"),
        lead=Sentence("，模型为", "of the model"),
    )


def range_field() -> FacetField:
    """The field `within` of a clause: when; ever when it is left out."""
    return FacetField(
        "within",
        FieldKind.RANGE,
        Sentence("时间", "When"),
        is_required=False,
        default=Sentence("不限时间", "at any time"),
    )
