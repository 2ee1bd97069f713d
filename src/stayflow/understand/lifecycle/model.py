"""Nouns of the room: a model is stages in order; a person is in the last whose condition they meet."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from stayflow.language.raw import JsonObject
from stayflow.language.sentence import Lang, Sentence

STAGES_MIN, STAGES_MAX = 3, 12


class Cause(StrEnum):
    """What made us look when a change of stage was found."""

    EVENT = "event"  # something the person did, at once
    CLOCK = "clock"  # the nightly computation: days went by
    MODEL = "model"  # a new version of the model
    REPLAY = "replay"  # the past, computed afterwards


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage.

    Attributes:
        name: As programs write it.
        label: What it is called.
        when: The condition of being in it, as posted; None for the first stage, which holds everybody else.
    """

    name: str
    label: Sentence
    when: JsonObject | None

    def describe(self, lang: Lang) -> str:
        """What it is called."""
        return self.label.say(lang)


@dataclass(frozen=True, slots=True)
class LifecycleModel:
    """The stages of a model, from the first to the last of a life.

    Attributes:
        model: Its name.
        version: Which definition of it; 0 when it is not saved.
    """

    model: str
    version: int
    stages: tuple[Stage, ...]


@dataclass(frozen=True, slots=True)
class StageSize:
    """How many people are in a stage."""

    stage: str
    people: int


@dataclass(frozen=True, slots=True)
class StageMove:
    """People in one stage at one moment and in another at a later one; `origin` is '' for those new since."""

    origin: str
    target: str
    people: int


@dataclass(frozen=True, slots=True)
class StageChange:
    """A person entered a stage.

    Attributes:
        previous: The stage before; '' for the first.
        cause: The version of the model whose condition they met.
        occasion: What made us look (see `Cause`); '' in rows of before it was recorded.
    """

    stage: str
    previous: str
    at: datetime
    cause: str
    occasion: str = ""


@dataclass(frozen=True, slots=True)
class StagePoint:
    """Sizes of the stages at the end of a day of the project's zone."""

    day: str
    sizes: tuple[StageSize, ...]


@dataclass(frozen=True, slots=True)
class StageStay:
    """How long people stayed in a stage they left: the median in days; None when nobody left it."""

    stage: str
    people: int
    median_days: float | None


@dataclass(frozen=True, slots=True)
class Run:
    """Up to when a model's stages are recorded."""

    model: str
    refreshed_at: datetime
    version: int
