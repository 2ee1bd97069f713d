"""This room's errors."""

from stayflow.kernel.errors import Conflict, InvalidInput, NotFound


class SegmentNotFound(NotFound):
    """No segment of this name or id."""

    code = "segment_not_found"


class SegmentNameTaken(Conflict):
    """Another segment has this name."""

    code = "segment_name_taken"


class SegmentInUse(Conflict):
    """Something is built on the segment; the message says what."""

    code = "segment_in_use"


class SegmentInvalid(InvalidInput):
    """A segment that cannot be made as asked."""

    code = "segment_invalid"
