"""What a user, a membership and a session are."""

from dataclasses import dataclass
from datetime import datetime

from stayflow.access.role import Role
from stayflow.kernel.ids import ProjectId


@dataclass(frozen=True, slots=True)
class User:
    """A person with an account; an administrator may make projects and users."""

    user_id: str
    email: str
    name: str
    administrator: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class NewUser:
    """An account to be made; `name` defaults to the part of the e-mail before the @."""

    email: str
    password: str
    name: str | None = None
    administrator: bool = False


@dataclass(frozen=True, slots=True)
class Membership:
    """A user's role in a project."""

    project: ProjectId
    user_id: str
    role: Role


@dataclass(frozen=True, slots=True)
class Member:
    """Someone who may enter a project; `last_seen_at` is of any session."""

    user_id: str
    email: str
    name: str
    role: Role
    created_at: datetime
    last_seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser; `csrf` must come back in a header with every unsafe request."""

    user: User
    csrf: str
