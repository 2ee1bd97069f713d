"""What the earning room refuses."""

from stayflow.kernel.errors import Conflict, InvalidInput, NotFound


class EarningRuleNotFound(NotFound):
    """No rule of this project has the id."""

    code = "earning_rule_not_found"


class EarningRuleInvalid(InvalidInput):
    """The rule does not say what earns how much."""

    code = "earning_rule_invalid"


class EarningRuleNameTaken(Conflict):
    """Another rule has this name."""

    code = "earning_rule_name_taken"
