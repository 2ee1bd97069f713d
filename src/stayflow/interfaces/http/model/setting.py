"""Shapes of what a channel or a destination asks of whoever sets it up."""

from pydantic import Field

from stayflow.act.setting import SettingKind
from stayflow.interfaces.http.model.common import Answer, Sentence


class SettingChoiceShape(Answer):
    """One value of a choice."""

    value: str
    label: Sentence


class SettingShape(Answer):
    """One setting that is asked for."""

    name: str
    label: Sentence
    kind: SettingKind
    choices: list[SettingChoiceShape]
    is_required: bool
    default: str | int | None = Field(description="What a new form begins with")
