"""What a key is, remembered for a moment so that the hot path asks nobody."""

import asyncio
from dataclasses import dataclass
from time import monotonic

from stayflow.access import Role
from stayflow.access.key import Key, KeyInvalid, KeyKind, find_key, note_key_use
from stayflow.app import App
from stayflow.kernel.ids import ProjectId

# A revoked key stops working at most this much later.
REMEMBERED_SECONDS = 2.0
KEYS_MAX = 10_000


@dataclass(frozen=True, slots=True)
class Source:
    """Who sends: a write key and its project."""

    project: ProjectId
    key_id: str


@dataclass(frozen=True, slots=True)
class _Known:
    key: Key | None
    until: float


class WriteKeys:
    """The cache; unknown keys are remembered too, so that guessing costs the store little."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._known: dict[str, _Known] = {}
        self._asking: dict[str, asyncio.Task[Key | None]] = {}

    async def source_of(self, secret: str | None) -> Source:
        """The source that the key belongs to.

        Raises:
            KeyInvalid: There is no key, or it is unknown, revoked or not a write key.
        """
        if not secret:
            raise KeyInvalid("name the write key of the source, as its SDK does")
        key = await self._find(secret)
        if key is None or key.kind is not KeyKind.WRITE:
            raise KeyInvalid("the write key is unknown or revoked")
        return Source(key.project, key.key_id)

    async def vouches(self, secret: str, project: ProjectId) -> bool:
        """Whether it is an API key of the project whose role may act on people."""
        key = await self._find(secret)
        return (
            key is not None
            and key.project == project
            and key.role is not None
            and key.role.reaches(Role.OPERATOR)
        )

    async def _find(self, secret: str) -> Key | None:
        known = self._known.get(secret)
        if known is not None and known.until > monotonic():
            return known.key
        return await self._ask(secret)

    async def _ask(self, secret: str) -> Key | None:
        """Look the key up; callers who ask for the same key at once share one look."""
        task = self._asking.get(secret)
        if task is None:
            task = asyncio.create_task(asyncio.to_thread(self._look_up, secret))
            self._asking[secret] = task
            task.add_done_callback(lambda _: self._asking.pop(secret, None))
        key = await asyncio.shield(task)
        if len(self._known) >= KEYS_MAX:
            self._known.clear()
        self._known[secret] = _Known(key, monotonic() + REMEMBERED_SECONDS)
        return key

    def _look_up(self, secret: str) -> Key | None:
        key = find_key(secret, relational=self._app.relational)
        if key is not None:
            note_key_use(key, relational=self._app.relational, clock=self._app.clock)
        return key
