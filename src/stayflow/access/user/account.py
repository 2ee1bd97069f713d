"""Accounts and memberships."""

from dataclasses import dataclass
from datetime import datetime

from argon2 import PasswordHasher
from email_validator import EmailNotValidError, validate_email

from stayflow.access.role import Role
from stayflow.access.user.errors import LastOwner, UserExists, UserInvalid, UserNotFound
from stayflow.access.user.model import Member, Membership, NewUser, User
from stayflow.kernel.clock import Clock
from stayflow.kernel.ids import ProjectId, new_id
from stayflow.stores.relational import Relational, Transaction

PASSWORD_LENGTH_MIN = 10
# Defaults of argon2-cffi: RFC 9106's low-memory profile (64 MiB, 3 passes, 4 lanes).
HASHER = PasswordHasher()
USER_COLUMNS = "user_id, email, name, administrator, created_at"


@dataclass(frozen=True, slots=True)
class _MemberRow:
    user_id: str
    email: str
    name: str
    role: str
    created_at: datetime
    last_seen_at: datetime | None


def create_user(new: NewUser, *, relational: Relational, clock: Clock) -> User:
    """Make an account.

    Raises:
        UserExists: The e-mail has one.
        UserInvalid: The e-mail is none, or the password is too short.
    """
    email = normal_email(new.email)
    if len(new.password) < PASSWORD_LENGTH_MIN:
        raise UserInvalid(
            f"a password has at least {PASSWORD_LENGTH_MIN} characters", path="password"
        )
    user = User(
        new_id(), email, new.name or email.partition("@")[0], new.administrator, clock.now()
    )
    with relational.system() as tx:
        made = tx.execute(
            f"insert into users ({USER_COLUMNS}, password_hash) values (%(user_id)s, %(email)s, "
            "%(name)s, %(administrator)s, %(created_at)s, %(password_hash)s) "
            "on conflict do nothing",
            {
                "user_id": user.user_id,
                "email": user.email,
                "name": user.name,
                "administrator": user.administrator,
                "created_at": user.created_at,
                "password_hash": HASHER.hash(new.password),
            },
        )
    if not made:
        raise UserExists(f"{email} has an account already", path="email")
    return user


def find_user(email: str, *, relational: Relational) -> User | None:
    """The account of an e-mail."""
    with relational.system() as tx:
        return tx.one(
            User, f"select {USER_COLUMNS} from users where email = %s", (normal_email(email),)
        )


def set_role(
    project: ProjectId, user_id: str, role: Role, *, relational: Relational, clock: Clock
) -> None:
    """Let a user into a project, or change their role there.

    Raises:
        LastOwner: It would leave the project without an owner.
    """
    with relational.system() as tx:
        _lock_members(tx, project)
        tx.execute(
            "insert into memberships (project, user_id, role, created_at) "
            "values (%(project)s, %(user_id)s, %(role)s, %(at)s) "
            "on conflict (project, user_id) do update set role = excluded.role",
            {"project": project, "user_id": user_id, "role": role.value, "at": clock.now()},
        )
        if role is not Role.OWNER:
            _keep_an_owner(tx, project)


def remove_member(project: ProjectId, user_id: str, *, relational: Relational) -> None:
    """Take a user's access to a project away.

    Raises:
        UserNotFound: The user is not a member.
        LastOwner: It would leave the project without an owner.
    """
    with relational.system() as tx:
        _lock_members(tx, project)
        found = tx.execute(
            "delete from memberships where project = %s and user_id = %s", (project, user_id)
        )
        if not found:
            raise UserNotFound(f"user {user_id!r} is not a member of this project", path="user_id")
        _keep_an_owner(tx, project)


def list_members(project: ProjectId, *, relational: Relational) -> list[Member]:
    """Who may enter a project, in the order they came."""
    with relational.system() as tx:
        rows = tx.all(
            _MemberRow,
            "select user_id, email, name, role, memberships.created_at, "
            "(select max(seen_at) from sessions where sessions.user_id = users.user_id) "
            "as last_seen_at from memberships join users using (user_id) where project = %s "
            "order by memberships.created_at, user_id",
            (project,),
        )
    return [
        Member(row.user_id, row.email, row.name, Role(row.role), row.created_at, row.last_seen_at)
        for row in rows
    ]


def list_memberships(user_id: str, *, relational: Relational) -> list[Membership]:
    """The projects a user may enter."""
    with relational.system() as tx:
        rows = tx.rows(
            "select project, role from memberships where user_id = %s order by created_at, project",
            (user_id,),
        )
    return [Membership(ProjectId(project), user_id, Role(role)) for project, role in rows]


def role_in(project: str, user_id: str, *, relational: Relational) -> Role | None:
    """A user's role in a project; None for outsiders."""
    with relational.system() as tx:
        role = tx.value(
            "select role from memberships where project = %s and user_id = %s", (project, user_id)
        )
    return Role(role) if role else None


def normal_email(email: str) -> str:
    """The one spelling of an e-mail that accounts are kept under.

    Raises:
        UserInvalid: It is not an e-mail address.
    """
    try:
        found = validate_email(
            email, check_deliverability=False, test_environment=True, allow_domain_literal=True
        )
    except EmailNotValidError as error:
        raise UserInvalid(f"{email!r} is not an e-mail address: {error}", path="email") from error
    return found.normalized.lower()


def _lock_members(tx: Transaction, project: ProjectId) -> None:
    """Changes of a project's members follow one another, so that two owners cannot leave at once."""
    tx.execute("select from projects where id = %s for update", (project,))


def _keep_an_owner(tx: Transaction, project: ProjectId) -> None:
    owners, members = tx.rows(
        "select count(*) filter (where role = 'owner'), count(*) from memberships "
        "where project = %s",
        (project,),
    )[0]
    if members and not owners:
        raise LastOwner(
            "the project would have no owner; make somebody else owner first", path="role"
        )
