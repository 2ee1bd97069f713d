"""Room `channel`: how a message reaches a person; one file per provider, registered in `CHANNELS`.

Owns (PostgreSQL): `channels` (settings per project, secrets sealed with the key of the data
folder). Reads: nothing of other rooms. Emits: nothing.

Every channel obeys `tests/contracts/channel.py`. The one hard promise of a connection:
`Delivery.TRANSIENT` and `Delivery.PERMANENT` mean the provider surely did not take the message;
whenever that is not sure, it says `IN_DOUBT`.
"""

from stayflow.act.channel.errors import ChannelDown, ChannelInvalid, ChannelNotSet, TargetRefused
from stayflow.act.channel.model import (
    Channel,
    ChannelKind,
    Connection,
    Delivery,
    InlinePicture,
    OutgoingMessage,
    SendResult,
)
from stayflow.act.channel.registered import CHANNELS
from stayflow.act.channel.store import StoredChannel, change_channel, find_channel, open_channel

__all__ = [
    "CHANNELS",
    "Channel",
    "ChannelDown",
    "ChannelInvalid",
    "ChannelKind",
    "ChannelNotSet",
    "Connection",
    "Delivery",
    "InlinePicture",
    "OutgoingMessage",
    "SendResult",
    "StoredChannel",
    "TargetRefused",
    "change_channel",
    "find_channel",
    "open_channel",
]
