"""This room's errors."""

from stayflow.kernel.errors import Conflict, InvalidInput, NotFound


class MatchingNotInstalled(Conflict):
    """The libraries of probabilistic matching are an extra of the package."""

    code = "matching_not_installed"


class MatchRulesInvalid(InvalidInput):
    """The rules of matching do not hold together."""

    code = "match_rules_invalid"


class MatchNotFound(NotFound):
    """The project has no such proposal or run."""

    code = "match_not_found"


class MatchDecided(Conflict):
    """The proposal is not in the state that this decision needs."""

    code = "match_decided"
