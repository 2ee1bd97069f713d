"""What a key is."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from hashlib import sha256

from stayflow.access.role import Role
from stayflow.kernel.errors import Kind, NotFound, StayflowError
from stayflow.kernel.ids import ProjectId

_PREFIX_LENGTH = 10


class KeyKind(Enum):
    """What a key is for."""

    WRITE = "write"
    API = "api"


@dataclass(frozen=True, slots=True)
class Key:
    """A key without its secret; `role` is None for write keys.

    A write key is a source: `name` says which, and `sdk` what speaks with it, such as `segment`.
    """

    key_id: str
    project: ProjectId
    kind: KeyKind
    name: str
    role: Role | None
    prefix: str
    created_at: datetime
    created_by: str
    last_used_at: datetime | None
    revoked_at: datetime | None
    sdk: str = ""


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key to be issued; `role` counts for API keys, `sdk` for write keys."""

    kind: KeyKind
    name: str
    role: Role = Role.ANALYST
    created_by: str = "cli"
    sdk: str = ""


class KeyInvalid(StayflowError):
    """The key is unknown, revoked, or of the wrong kind."""

    code = "key_invalid"
    kind = Kind.SIGNED_OUT


class KeyNotFound(NotFound):
    """There is no such key in this project."""

    code = "key_not_found"


def make_secret(kind: KeyKind) -> str:
    """A new secret; its beginning says what it is, so that a leaked one can be recognised."""
    return f"sf{kind.value[0]}_{secrets.token_urlsafe(24)}"


def prefix_of(secret: str) -> str:
    """The part that is shown in lists."""
    return secret[:_PREFIX_LENGTH]


def hash_secret(secret: str) -> bytes:
    """What is kept of a secret."""
    return sha256(secret.encode()).digest()
