"""Who may do what, with whose data: `project`, `user`, `key`, `role`, `audit`, `masking`, `view`."""

from stayflow.access.audit import Deed, record_audit, record_system_audit
from stayflow.access.key import Key, KeyKind, NewKey, find_key, issue_key
from stayflow.access.project import NewProject, Project, create_project, get_project, list_projects
from stayflow.access.role import Role
from stayflow.access.user import (
    NewUser,
    User,
    authenticate_password,
    create_session,
    create_user,
    find_session,
    set_role,
)

__all__ = [
    "Deed",
    "Key",
    "KeyKind",
    "NewKey",
    "NewProject",
    "NewUser",
    "Project",
    "Role",
    "User",
    "authenticate_password",
    "create_project",
    "create_session",
    "create_user",
    "find_key",
    "find_session",
    "get_project",
    "issue_key",
    "list_projects",
    "record_audit",
    "record_system_audit",
    "set_role",
]
