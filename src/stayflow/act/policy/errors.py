"""What can be wrong with a policy."""

from stayflow.kernel.errors import InvalidInput


class PolicyInvalid(InvalidInput):
    """A policy has a field that does not fit; the message names the field and the fix."""

    code = "policy_invalid"
