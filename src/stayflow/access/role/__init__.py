"""Roles: what a user or key may do in a project. Each includes those before it.

viewer: sees numbers. analyst: asks, builds segments, sees people with personal data masked.
operator: acts on people (campaigns, points, imports), sees personal data.
owner: keys, members, channels.
"""

from enum import Enum


class Role(Enum):
    """What its holder may do in a project, in rising order."""

    VIEWER = "viewer"
    ANALYST = "analyst"
    OPERATOR = "operator"
    OWNER = "owner"

    @property
    def rank(self) -> int:
        """0 for viewer, 3 for owner."""
        return list(Role).index(self)

    def reaches(self, least: "Role") -> bool:
        """Whether this role includes `least`.

        >>> Role.OPERATOR.reaches(Role.ANALYST), Role.VIEWER.reaches(Role.OWNER)
        (True, False)
        """
        return self.rank >= least.rank


__all__ = ["Role"]
