"""Shapes of channels: what each asks of whoever sets it up, and what is set."""

from typing import Annotated

from pydantic import Field, JsonValue

from stayflow.interfaces.http.model.common import Answer, Body, Instant, Sentence
from stayflow.interfaces.http.model.setting import SettingShape

ChannelSettings = Annotated[
    dict[str, JsonValue],
    Field(
        description="The settings that the channel `asks` for, by name. A secret left out or null keeps"
        " its stored value; an empty one is removed.",
        examples=[{"host": "smtp.example.com", "from_address": "shop@example.com"}],
    ),
]


class ChannelAnswer(Answer):
    """A channel as this project has set it up, without its secrets."""

    channel: str
    label: Sentence
    asks: list[SettingShape]
    configured: bool
    settings: dict[str, JsonValue]
    secrets_set: list[str] = Field(description="Secrets that have a value")
    changed_at: Instant | None


class ChannelList(Answer):
    """Every channel there is, set up or not."""

    channels: list[ChannelAnswer]


class ChannelTestBody(Body):
    """Where a trial message of the channel goes."""

    to: str
