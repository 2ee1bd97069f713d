"""The first sign-in: an owner with a random password, told once and kept in the data folder."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from stayflow.access.role import Role
from stayflow.access.user import NewUser, create_user, find_user, set_role
from stayflow.app import App
from stayflow.kernel.ids import ProjectId

OWNER_EMAIL = "owner@example.com"
FILE_NAME = "first-sign-in.txt"
PASSWORD_BYTES = 12


@dataclass(frozen=True, slots=True)
class FirstSignIn:
    """What to sign in with.

    Attributes:
        file: Where it is kept, readable by the owner of the folder only.
        is_new: Whether it was made just now.
    """

    email: str
    password: str
    file: Path
    is_new: bool


def ensure_owner(app: App, projects: tuple[ProjectId, ...]) -> FirstSignIn | None:
    """Make the owner if there is none yet, and let them into the projects.

    Returns:
        The sign-in; `None` when the owner was made earlier and the file is gone.
    """
    file = app.folder.path / FILE_NAME
    owner = find_user(OWNER_EMAIL, relational=app.relational)
    password = ""
    if owner is None:
        password = secrets.token_urlsafe(PASSWORD_BYTES)
        _keep(file, password)
        new = NewUser(OWNER_EMAIL, password, name="Owner", administrator=True)
        owner = create_user(new, relational=app.relational, clock=app.clock)
    for project in projects:
        set_role(project, owner.user_id, Role.OWNER, relational=app.relational, clock=app.clock)
    if password:
        return FirstSignIn(OWNER_EMAIL, password, file, is_new=True)
    kept = _read(file)
    return FirstSignIn(OWNER_EMAIL, kept, file, is_new=False) if kept else None


def _keep(file: Path, password: str) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as text:
        text.write(f"{OWNER_EMAIL}\n{password}\n")
    file.chmod(0o600)  # also when the file was there with wider rights


def _read(file: Path) -> str:
    if not file.exists():
        return ""
    lines = file.read_text(encoding="utf-8").splitlines()
    return lines[1] if len(lines) > 1 and lines[0] == OWNER_EMAIL else ""
