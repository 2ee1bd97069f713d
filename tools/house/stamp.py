"""Stamps: a step is done again only when what it was made from has changed."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest(parts: Iterable[bytes]) -> str:
    """Hash the parts, lengths included, so that a moved boundary is a change."""
    state = hashlib.sha256()
    for part in parts:
        state.update(len(part).to_bytes(8, "big"))
        state.update(part)
    return state.hexdigest()


def digest_files(root: Path, files: Iterable[Path]) -> str:
    """Hash names and contents of files below `root`."""
    parts: list[bytes] = []
    for file in sorted(files):
        parts += [file.relative_to(root).as_posix().encode(), file.read_bytes()]
    return digest(parts)


class Stamps:
    """What each step was last made from, one small file a step."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def is_current(self, step: str, made_from: str) -> bool:
        """Whether `step` was last made from exactly this."""
        file = self.folder / step
        return file.is_file() and file.read_text(encoding="utf-8") == made_from

    def put(self, step: str, made_from: str) -> None:
        """Remember what `step` was made from."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / step).write_text(made_from, encoding="utf-8")

    def drop(self, step: str) -> None:
        """Forget a step, before its work starts: a broken half is no whole."""
        (self.folder / step).unlink(missing_ok=True)
