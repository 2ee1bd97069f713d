"""Channel settings of a project; secrets are sealed before they reach the database."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from stayflow.act.channel.errors import ChannelNotSet
from stayflow.act.channel.model import Channel
from stayflow.act.channel.registered import CHANNELS
from stayflow.act.setting import secret_names
from stayflow.language.raw import JsonObject, join, read_object
from stayflow.stores.files import SecretBox
from stayflow.stores.relational import Transaction


@dataclass(frozen=True, slots=True)
class StoredChannel:
    """A channel's settings as they may be shown: without secrets, but saying which are set."""

    channel: str
    settings: JsonObject
    secrets_set: tuple[str, ...]
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class _Row:
    channel: str
    settings: dict[str, object]
    sealed: str
    changed_at: datetime


def change_channel(
    tx: Transaction, channel: str, raw: object, *, box: SecretBox, now: datetime
) -> StoredChannel:
    """Replace a channel's settings.

    A secret that is left out or null keeps its stored value; an empty text removes it.

    Raises:
        ChannelInvalid: A field does not fit.
    """
    kind = CHANNELS.get(channel, path="channel")
    given = dict(read_object(raw, ""))
    kept = _secrets(_find(tx, channel), box)
    sealed = secret_names(kind.asks)
    for name in sealed:
        if given.get(name) is None:
            given[name] = kept.get(name, "")
    fields = dict(kind.parse(given, ""))
    secrets = {name: str(fields.pop(name, "")) for name in sealed}
    tx.execute(
        """
        insert into channels (channel, settings, sealed, changed_at)
        values (%(channel)s, %(settings)s::jsonb, %(sealed)s, %(now)s)
        on conflict (project_id, channel) do update
        set settings = excluded.settings, sealed = excluded.sealed, changed_at = excluded.changed_at
        """,
        {
            "channel": channel,
            "settings": msgspec.json.encode(fields).decode(),
            "sealed": box.seal(msgspec.json.encode(secrets).decode()),
            "now": now,
        },
    )
    return StoredChannel(channel, fields, _set(secrets), now)


def find_channel(tx: Transaction, channel: str, *, box: SecretBox) -> StoredChannel | None:
    """A channel's settings without its secrets; None when the project has not set it up."""
    row = _find(tx, channel)
    return (
        StoredChannel(channel, row.settings, _set(_secrets(row, box)), row.changed_at)
        if row
        else None
    )


def open_channel(tx: Transaction, channel: str, *, box: SecretBox, allow_private: bool) -> Channel:
    """The project's channel, ready to connect.

    Args:
        tx: Where the settings are read.
        channel: Name in `CHANNELS`.
        box: Opens the secrets.
        allow_private: Whether the provider may be at a private address (setting
            `allow_private_targets`).

    Raises:
        ChannelNotSet: The project has not set it up.
    """
    kind = CHANNELS.get(channel, path="channel")
    row = _find(tx, channel)
    if row is None:
        message = f"the channel {channel} is not set up; an owner enters its settings first"
        raise ChannelNotSet(message, path=join("channels", channel))
    return kind.open({**row.settings, **_secrets(row, box)}, allow_private=allow_private)


def _find(tx: Transaction, channel: str) -> _Row | None:
    statement = (
        "select channel, settings, sealed, changed_at from channels where channel = %(channel)s"
    )
    return tx.one(_Row, statement, {"channel": channel})


def _secrets(row: _Row | None, box: SecretBox) -> dict[str, str]:
    return msgspec.json.decode(box.open(row.sealed), type=dict[str, str]) if row else {}


def _set(secrets: dict[str, str]) -> tuple[str, ...]:
    return tuple(name for name, value in secrets.items() if value)
