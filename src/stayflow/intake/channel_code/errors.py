"""This room's errors."""

from stayflow.kernel.errors import Conflict, InvalidInput, NotFound


class ChannelCodeInvalid(InvalidInput):
    """A channel code's definition does not fit; the path names the field."""

    code = "channel_code_invalid"


class ChannelCodeNotFound(NotFound):
    """There is no such channel code, or it is closed."""

    code = "channel_code_not_found"


class ChannelCodeNameTaken(Conflict):
    """Another channel code of the project has this name."""

    code = "channel_code_name_taken"
