"""This room's errors."""

from stayflow.kernel.errors import Conflict, InvalidInput, NotFound


class DestinationInvalid(InvalidInput):
    """A destination's definition or settings do not fit; the path names the field."""

    code = "destination_invalid"


class DestinationNotFound(NotFound):
    """There is no such destination, or no such delivery of it."""

    code = "destination_not_found"


class DestinationNameTaken(Conflict):
    """Another destination of the project has this name."""

    code = "destination_name_taken"
