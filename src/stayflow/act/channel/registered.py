"""Where providers are plugged in: one line each."""

from stayflow.act.channel.email import EmailKind
from stayflow.act.channel.model import ChannelKind
from stayflow.kernel.registry import Registry

CHANNELS: Registry[ChannelKind] = Registry("channel")
CHANNELS.register("email", EmailKind())
