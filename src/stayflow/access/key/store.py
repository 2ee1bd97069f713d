"""The statements on `keys`, and the verbs over them."""

from dataclasses import dataclass
from datetime import datetime

from stayflow.access.key.model import (
    Key,
    KeyKind,
    KeyNotFound,
    NewKey,
    hash_secret,
    make_secret,
    prefix_of,
)
from stayflow.access.role import Role
from stayflow.kernel.clock import Clock
from stayflow.kernel.ids import ProjectId, new_id
from stayflow.stores.relational import Relational

_COLUMNS = "key_id, project, kind, name, role, prefix, created_at, created_by, last_used_at, revoked_at, sdk"


@dataclass(frozen=True, slots=True)
class _Row:
    key_id: str
    project: str
    kind: str
    name: str
    role: str | None
    prefix: str
    created_at: datetime
    created_by: str
    last_used_at: datetime | None
    revoked_at: datetime | None
    sdk: str

    def as_key(self) -> Key:
        return Key(
            key_id=self.key_id,
            project=ProjectId(self.project),
            kind=KeyKind(self.kind),
            name=self.name,
            role=Role(self.role) if self.role else None,
            prefix=self.prefix,
            created_at=self.created_at,
            created_by=self.created_by,
            last_used_at=self.last_used_at,
            revoked_at=self.revoked_at,
            sdk=self.sdk,
        )


def issue_key(
    project: ProjectId, new: NewKey, *, relational: Relational, clock: Clock
) -> tuple[Key, str]:
    """Make a key; return it with its secret, which cannot be shown again."""
    secret = make_secret(new.kind)
    row = _Row(
        key_id=new_id(),
        project=project,
        kind=new.kind.value,
        name=new.name,
        role=new.role.value if new.kind is KeyKind.API else None,
        prefix=prefix_of(secret),
        created_at=clock.now(),
        created_by=new.created_by,
        last_used_at=None,
        revoked_at=None,
        sdk=new.sdk if new.kind is KeyKind.WRITE else "",
    )
    with relational.system() as tx:
        tx.execute(
            "insert into keys (key_id, project, kind, name, role, prefix, secret_hash, "
            "created_at, created_by, sdk) values (%(key_id)s, %(project)s, %(kind)s, %(name)s, "
            "%(role)s, %(prefix)s, "
            "%(secret_hash)s, %(created_at)s, %(created_by)s, %(sdk)s)",
            {
                "key_id": row.key_id,
                "project": row.project,
                "kind": row.kind,
                "name": row.name,
                "role": row.role,
                "prefix": row.prefix,
                "secret_hash": hash_secret(secret),
                "created_at": row.created_at,
                "created_by": row.created_by,
                "sdk": row.sdk,
            },
        )
    return row.as_key(), secret


def find_key(secret: str, *, relational: Relational) -> Key | None:
    """The key with this secret, unless it was revoked."""
    with relational.system() as tx:
        row = tx.one(
            _Row,
            f"select {_COLUMNS} from keys where secret_hash = %s and revoked_at is null",
            (hash_secret(secret),),
        )
    return row.as_key() if row else None


def list_keys(project: ProjectId, *, relational: Relational) -> list[Key]:
    """The project's keys, newest first, revoked ones included."""
    with relational.system() as tx:
        rows = tx.all(
            _Row,
            f"select {_COLUMNS} from keys where project = %s order by created_at desc, key_id desc",
            (project,),
        )
    return [row.as_key() for row in rows]


def describe_source(
    project: ProjectId, key_id: str, *, name: str, sdk: str, relational: Relational
) -> None:
    """Name a source anew, and say what speaks with its write key.

    Raises:
        KeyNotFound: The project has no such write key.
    """
    with relational.system() as tx:
        found = tx.execute(
            "update keys set name = %(name)s, sdk = %(sdk)s "
            "where project = %(project)s and key_id = %(key_id)s and kind = 'write'",
            {"name": name, "sdk": sdk, "project": project, "key_id": key_id},
        )
    if not found:
        raise KeyNotFound(f"this project has no write key {key_id!r}", path="key_id")


def revoke_key(project: ProjectId, key_id: str, *, relational: Relational, clock: Clock) -> None:
    """End a key; ending it again changes nothing.

    Raises:
        KeyNotFound: The project has no such key.
    """
    with relational.system() as tx:
        found = tx.execute(
            "update keys set revoked_at = coalesce(revoked_at, %(at)s) "
            "where project = %(project)s and key_id = %(key_id)s",
            {"at": clock.now(), "project": project, "key_id": key_id},
        )
    if not found:
        raise KeyNotFound(f"this project has no key {key_id!r}", path="key_id")


def note_key_use(key: Key, *, relational: Relational, clock: Clock) -> None:
    """Remember when a key was last used, to the minute."""
    with relational.system() as tx:
        tx.execute(
            "update keys set last_used_at = %(at)s where key_id = %(key_id)s and "
            "(last_used_at is null or last_used_at < %(at)s - interval '1 minute')",
            {"at": clock.now(), "key_id": key.key_id},
        )
