"""Users: accounts, their roles in projects, sign-in, sessions.

Owns `users`, `memberships`, `sessions`, `sign_in_failures`. Passwords are kept as argon2id, session
tokens as SHA-256.
"""

from stayflow.access.user.account import (
    create_user,
    find_user,
    list_members,
    list_memberships,
    remove_member,
    role_in,
    set_role,
)
from stayflow.access.user.errors import (
    LastOwner,
    SignInRefused,
    TooManySignIns,
    UserExists,
    UserInvalid,
    UserNotFound,
)
from stayflow.access.user.model import Member, Membership, NewUser, Session, User
from stayflow.access.user.session import (
    create_session,
    end_session,
    find_session,
)
from stayflow.access.user.sign_in import authenticate_password

__all__ = [
    "LastOwner",
    "Member",
    "Membership",
    "NewUser",
    "Session",
    "SignInRefused",
    "TooManySignIns",
    "User",
    "UserExists",
    "UserInvalid",
    "UserNotFound",
    "authenticate_password",
    "create_session",
    "create_user",
    "end_session",
    "find_session",
    "find_user",
    "list_members",
    "list_memberships",
    "remove_member",
    "role_in",
    "set_role",
]
