"""Projects and what is administered in them: keys, members, the audit log."""

from pydantic import Field, SecretStr

from stayflow.access.key import KeyKind
from stayflow.access.role import Role
from stayflow.interfaces.http.model.common import Answer, Body, Instant, Json, Sentence


class ProjectCreateBody(Body):
    """A new project."""

    project: str = Field(description="Identifier: a-z, then a-z 0-9 _, at most 41 characters")
    name: str | None = Field(default=None, max_length=100, description="Default: the identifier")
    zone: str = Field(default="Asia/Shanghai", description="IANA time zone; days are cut in it")
    currency: str = Field(default="CNY", description="ISO 4217")


class ProjectChangeBody(Body):
    """What may change later. The time zone may not: the daily tables are cut in it."""

    name: str | None = Field(default=None, min_length=1, max_length=100)
    currency: str | None = None


class ProjectAnswer(Answer):
    """A project as the caller sees it."""

    project: str
    name: str
    role: Role
    zone: str
    currency: str
    created_at: Instant


class ProjectList(Answer):
    """The projects the caller may enter."""

    projects: list[ProjectAnswer]


class ProjectCreated(ProjectAnswer):
    """The new project with its first keys, shown this once."""

    write_key: str
    api_key: str


class KeyCreateBody(Body):
    """A new key."""

    kind: KeyKind
    name: str = Field(min_length=1, max_length=100)
    role: Role = Field(default=Role.ANALYST, description="Of an `api` key")


class KeyShape(Answer):
    """A key without its secret."""

    key_id: str
    kind: KeyKind
    name: str
    prefix: str = Field(description="First characters, to recognise it by")
    role: Role | None = None
    created_at: Instant
    last_used_at: Instant | None = None
    revoked_at: Instant | None = None


class KeyCreated(KeyShape):
    """The key with its secret, shown this once."""

    secret: str


class KeyList(Answer):
    """Keys of the project, revoked ones included."""

    keys: list[KeyShape]


class UserCreateBody(Body):
    """A new account."""

    email: str = Field(max_length=254)
    password: SecretStr = Field(max_length=1024)
    name: str | None = Field(default=None, max_length=100)
    administrator: bool = Field(default=False, description="May make projects and users")


class MemberBody(Body):
    """A person to let into the project; without an account one is made with the password."""

    email: str = Field(max_length=254)
    name: str | None = Field(default=None, max_length=100)
    role: Role
    password: SecretStr | None = Field(default=None, max_length=1024)


class MemberChangeBody(Body):
    """The member's new role."""

    role: Role


class MemberShape(Answer):
    """Someone who may enter the project."""

    user_id: str
    email: str
    name: str
    role: Role
    created_at: Instant
    last_seen_at: Instant | None = None


class MemberList(Answer):
    """Everyone who may enter the project."""

    users: list[MemberShape]


class AuditShape(Answer):
    """One line of the append-only log."""

    entry: int
    at: Instant
    actor: str = Field(description="E-mail of the user, or name of the key")
    action: str = Field(description="Such as `create_segment` or `get_person`")
    said: Sentence = Field(description="The action in words")
    subject: str = Field(description="What it was done to")
    detail: dict[str, Json]


class AuditPage(Answer):
    """Newest first."""

    entries: list[AuditShape]
    next: str | None
