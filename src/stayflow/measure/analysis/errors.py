"""What can be wrong with a question."""

from stayflow.kernel.errors import InvalidInput


class QueryInvalid(InvalidInput):
    """A question that cannot be answered as written; `path` names the place."""

    code = "query_invalid"


class Unsupported(InvalidInput):
    """A form of an analysis that is known, and not offered here."""

    code = "unsupported"


class TooMuchAsked(InvalidInput):
    """More periods, steps, metrics or values than one answer holds."""

    code = "too_much_asked"


class UnknownCell(InvalidInput):
    """`who` points at no number of this answer."""

    code = "unknown_cell"
