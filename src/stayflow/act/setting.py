"""What a plug asks of whoever sets it up, so that a console draws the form without knowing the plug."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from stayflow.language.facet import Choice
from stayflow.language.sentence import Sentence


class SettingKind(StrEnum):
    """What is typed into a setting."""

    TEXT = "text"
    LINES = "lines"
    PAIRS = "pairs"  # an object of texts, typed as `name = value`, one a line
    NUMBER = "number"  # a whole one from 1
    CHOICE = "choice"
    SECRET = "secret"  # noqa: S105 - sealed at rest, and never shown


@dataclass(frozen=True, slots=True)
class Setting:
    """One field of a plug's settings.

    Attributes:
        label: What it is called.
        choices: Of a choice.
        is_required: Whether `parse` refuses settings without it.
        default: What a new form begins with; None: nothing.
    """

    name: str
    label: Sentence
    kind: SettingKind = SettingKind.TEXT
    choices: tuple[Choice, ...] = ()
    is_required: bool = False
    default: str | int | None = None


def setting_names(asks: Iterable[Setting]) -> tuple[str, ...]:
    """The names that `parse` of such a plug knows."""
    return tuple(each.name for each in asks)


def secret_names(asks: Iterable[Setting]) -> tuple[str, ...]:
    """Those whose values are sealed."""
    return tuple(each.name for each in asks if each.kind is SettingKind.SECRET)
