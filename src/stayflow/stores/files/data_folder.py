"""Paths inside the data folder, and its one owner at a time."""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO

from stayflow.kernel.clock import SystemClock
from stayflow.kernel.ids import ProjectId
from stayflow.stores.errors import FolderHeld
from stayflow.stores.files.secret_box import SecretBox

_LOOKS_MAX = 20
_LOOK_SECONDS = 0.01


@dataclass(frozen=True, slots=True)
class Owner:
    """Who holds the folder; `url` and `token` are set once a server answers there."""

    pid: int
    command: str
    since: str
    url: str | None = None
    token: str | None = None


class DataFolder:
    """The folder of the embedded engines."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(parents=True, exist_ok=True)

    @property
    def warehouse(self) -> Path:
        """Where chDB keeps its parts."""
        return self.path / "clickhouse"

    @property
    def relational(self) -> Path:
        """Where the PostgreSQL of the wheel keeps its cluster."""
        return self.path / "postgres"

    @property
    def uploads(self) -> Path:
        """Where uploaded files wait for their import."""
        folder = self.path / "uploads"
        folder.mkdir(exist_ok=True)
        return folder

    def exports(self, project: ProjectId) -> Path:
        """Where a project's files for other systems are written."""
        return self.path / "exports" / project

    def secret_box(self) -> SecretBox:
        """The box whose key lies in this folder, outside the database."""
        return SecretBox.at(self.path / "secret.key")

    @contextmanager
    def claim(self, command: str) -> Iterator[None]:
        """Own the folder while inside; the kernel gives it back even after `kill -9`.

        Raises:
            FolderHeld: Another process owns it; the message says who.
        """
        with (self.path / "owner.lock").open("a") as lock:
            if not _taken(lock):
                raise FolderHeld(self._held_by(), path=str(self.path))
            self._write_owner(
                Owner(os.getpid(), command, SystemClock().now().isoformat(timespec="seconds"))
            )
            try:
                yield
            finally:
                self._owner_file.unlink(missing_ok=True)

    def announce(self, *, url: str, token: str) -> None:
        """Tell other commands on this machine where the owner answers, and by which token."""
        owner = self.owner()
        if owner is not None:
            self._write_owner(replace(owner, url=url, token=token))

    def owner(self) -> Owner | None:
        """Who holds the folder now; None when nobody does."""
        with (self.path / "owner.lock").open("a") as lock:
            try:
                # Shared: two who look at once do not take each other for the owner.
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return self._read_owner()
        return None

    @property
    def _owner_file(self) -> Path:
        return self.path / "owner.json"

    def _read_owner(self) -> Owner | None:
        try:
            return Owner(**json.loads(self._owner_file.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return Owner(0, "unknown", "unknown")

    def _write_owner(self, owner: Owner) -> None:
        draft = self._owner_file.with_suffix(".draft")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(asdict(owner), file)
        draft.rename(self._owner_file)

    def _held_by(self) -> str:
        owner = self._read_owner()
        if owner is None or not owner.pid:
            return "the data folder is held by another process; stop it or choose another folder"
        at = f" at {owner.url}" if owner.url else ""
        return (
            f"the data folder is held by process {owner.pid} ({owner.command}) "
            f"since {owner.since}{at}; stop it or choose another folder"
        )


def _taken(lock: IO[str]) -> bool:
    """Take the lock for good; who only looks holds it for a moment, and is waited for."""
    for _ in range(_LOOKS_MAX):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_LOOK_SECONDS)
        else:
            return True
    return False
