"""What one of several server processes does."""

from enum import StrEnum


class ServeRole(StrEnum):
    """What this process does."""

    ALL = "all"
    COLLECT = "collect"
    API = "api"
    WORK = "work"
