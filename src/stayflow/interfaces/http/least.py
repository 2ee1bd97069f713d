"""Who may call a route."""

from enum import StrEnum


class Least(StrEnum):
    """The least a caller must be. The project roles include each other in this order."""

    ANYONE = "anyone"
    SIGNED_IN = "signed_in"
    ADMINISTRATOR = "administrator"
    VIEWER = "viewer"
    ANALYST = "analyst"
    OPERATOR = "operator"
    OWNER = "owner"
