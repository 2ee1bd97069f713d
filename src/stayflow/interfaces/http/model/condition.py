"""Shapes of the kinds of condition and of breakdown that rooms add, and their editors."""

from pydantic import Field

from stayflow.interfaces.http.model.common import Answer, Body, Json, Sentence


class EditorBody(Body):
    """A clause as it stands, perhaps with holes: what may be chosen can depend on what is chosen already."""

    clause: dict[str, Json] = Field(default={}, examples=[{"in": ["growth"], "model": "default"}])


class EditorChoice(Answer):
    """One word that may stand in a field."""

    value: str
    label: Sentence
    count: int | None = Field(description="How many people it is true of, where that is known")


class EditorField(Answer):
    """One place of the sentence."""

    name: str = Field(description="Its key in the clause")
    kind: str = Field(
        description="choice, choices, text, comparison, bound, range, event, filter, length or number"
    )
    label: Sentence
    choices: list[EditorChoice]
    type: str = Field(description="Of a comparison or a bound: what is compared")
    is_required: bool
    default: Sentence | None = Field(description="What it is when it is left out, in words")
    lead: Sentence | None = Field(description="What is said before its value where there is one")
    either: str = Field(description="Exactly one of the fields of a group stands in the clause")
    is_free: bool = Field(description="Other values than the choices may stand there as well")


class EditorAnswer(Answer):
    """How a clause is edited: a sentence, with `{name}` in the place of each field."""

    label: Sentence
    hint: Sentence
    said: Sentence
    denied: Sentence
    fields: list[EditorField]


class ConditionKind(Answer):
    """A kind of condition that a room adds to the language."""

    name: str = Field(description="The key of its clause")
    editor: EditorAnswer = Field(description="Of a new clause, with nothing chosen yet")


class ConditionKinds(Answer):
    """Every kind that a room adds; `attribute`, `did`, `sequence` and the groups are always there."""

    kinds: list[ConditionKind]


class BreakdownKinds(Answer):
    """The kinds of breakdown that rooms add; `property` and `attribute` are always there."""

    kinds: list[EditorField] = Field(description="`name` is the key of its clause in `by`")
