"""This room's errors."""

from stayflow.kernel.errors import Conflict, InvalidInput, NotFound


class ScoreNotFound(NotFound):
    """No score of this name or id."""

    code = "score_not_found"


class ScoreSetNotFound(NotFound):
    """No ready scores for this industry."""

    code = "score_set_not_found"


class ScoreNameTaken(Conflict):
    """Another score has this name."""

    code = "score_name_taken"


class ScoreInvalid(InvalidInput):
    """A score that cannot be made as asked."""

    code = "score_invalid"
