"""What can go wrong with a channel as a whole (a single message's fate is a `SendResult`)."""

from stayflow.kernel.errors import Conflict, InvalidInput, Kind, StayflowError


class ChannelInvalid(InvalidInput):
    """A channel's settings do not fit; the message names the field."""

    code = "channel_invalid"


class ChannelNotSet(Conflict):
    """The project has not set this channel up yet."""

    code = "channel_not_set"


class TargetRefused(InvalidInput):
    """The provider's host is at a private address, and `allow_private_targets` is off."""

    code = "target_refused"


class ChannelDown(StayflowError):
    """The provider cannot be used now (no connection, login refused); nothing was handed over."""

    code = "channel_down"
    kind = Kind.BUSY
    retry = True
